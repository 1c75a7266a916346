// Package trends has the table of daily figures, a part of the store: how each workload stood at the end of each day.
//
// It may import models/figures, timezone, columns and micros, and with the store it knows GORM. A Table is of
// one transaction, which the store opens.
package trends

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models/figures"
	"plumbline/models/store/columns"
)

// Transaction is what the table needs of the transaction it is used in.
type Transaction struct {
	DB     *gorm.DB
	Failed func(op, noun string, err error) error // gives the error of a statement its meaning; nil stays nil
	Among  func(column string, values []string) clause.Expr
	// Reached narrows a query to the workloads that a workspace has and is shared, and that only names (nil: all).
	Reached func(workspaceID string, only []string) (*gorm.DB, error)
}

// Table is the daily figures in one transaction.
type Table struct{ tx Transaction }

// New gives the table in a transaction.
func New(tx Transaction) *Table { return &Table{tx} }

// figureColumns hold figures, as they are kept and as they add up.
type figureColumns struct {
	Counts       columns.Counts `gorm:"embedded"`
	OpenItems    int
	OverdueItems int
}

type row struct {
	WorkloadID string        `gorm:"primaryKey"`
	Day        string        `gorm:"primaryKey"`
	Figures    figureColumns `gorm:"embedded"`
}

// TableName is what GORM calls the table.
func (row) TableName() string { return "trend_days" }

// sumRow is a day of several workloads.
type sumRow struct {
	Day       string
	Figures   figureColumns `gorm:"embedded"`
	Workloads int
}

func columnsOf(f figures.Figures) figureColumns {
	return figureColumns{columns.NewCounts(f.Counts), f.Open, f.Overdue}
}

func (c figureColumns) figures() figures.Figures {
	return figures.Figures{Counts: c.Counts.RiskCounts(), Open: c.OpenItems, Overdue: c.OverdueItems}
}

func (r row) day() figures.Day {
	return figures.Day{WorkloadID: r.WorkloadID, Day: r.Day, Figures: r.Figures.figures(), Workloads: 1}
}

// Period is a range of days, both included; "" is without bound.
type Period struct{ From, To string }

func (p Period) narrow(q *gorm.DB) *gorm.DB {
	if p.From != "" {
		q = q.Where("day >= ?", p.From)
	}
	if p.To != "" {
		q = q.Where("day <= ?", p.To)
	}
	return q
}

// Of gives the days of one workload, oldest first.
func (t *Table) Of(workloadID string, p Period) ([]figures.Day, error) {
	var rows []row
	if err := p.narrow(t.tx.DB.Where("workload_id = ?", workloadID)).Order("day").Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "daily figures", err)
	}
	list := make([]figures.Day, len(rows))
	for i, r := range rows {
		list[i] = r.day()
	}
	return list, nil
}

// Put keeps days, in the place of those that are there. The archive puts them, too.
func (t *Table) Put(days []figures.Day) error {
	if len(days) == 0 {
		return nil
	}
	rows := make([]row, len(days))
	for i, d := range days {
		rows[i] = row{d.WorkloadID, d.Day, columnsOf(d.Figures)}
	}
	q := t.tx.DB.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, 100)
	return t.tx.Failed("write", "daily figures", q.Error)
}

// sums are the columns added up.
const sums = columns.SumOfCounts + ", sum(open_items) AS open_items, sum(overdue_items) AS overdue_items, " +
	"count(*) AS workloads"

// Scope is whose figures are added up: one workload, or those that a workspace has and is shared, as far as Only names
// them (empty: all).
type Scope struct {
	WorkloadID  string
	WorkspaceID string
	Only        []string
}

// workloads is a query for the ids of a scope.
func (t *Table) workloads(s Scope) (*gorm.DB, error) {
	if s.WorkloadID != "" {
		return t.tx.DB.Table("workloads").Select("id").Where("id = ?", s.WorkloadID), nil
	}
	q, err := t.tx.Reached(s.WorkspaceID, s.Only)
	if err != nil {
		return nil, err
	}
	return q.Table("workloads").Select("id"), nil
}

// Sums adds up the figures of some days, oldest first.
func (t *Table) Sums(s Scope, days []string) ([]figures.Day, error) {
	ids, err := t.workloads(s)
	if err != nil {
		return nil, err
	}
	var rows []sumRow
	q := t.tx.DB.Model(&row{}).Select("day, "+sums).Where("workload_id IN (?)", ids).Where(t.tx.Among("day", days))
	if err := q.Group("day").Order("day").Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("add up", "daily figures", err)
	}
	list := make([]figures.Day, len(rows))
	for i, r := range rows {
		list[i] = figures.Day{Day: r.Day, Figures: r.Figures.figures(), Workloads: r.Workloads}
	}
	return list, nil
}

// everyDay walks from day to day by the index, so that it costs the days and not the rows. GORM has no recursion.
const everyDay = "WITH RECURSIVE days(day) AS (SELECT min(day) FROM trend_days WHERE day >= ? UNION ALL " +
	"SELECT (SELECT min(t.day) FROM trend_days AS t WHERE t.day > days.day) FROM days WHERE days.day IS NOT NULL) " +
	"SELECT day FROM days WHERE day IS NOT NULL AND day <= ? ORDER BY day"

// Days lists the days on which anything was noted, oldest first.
func (t *Table) Days(p Period) (list []string, err error) {
	to := p.To
	if to == "" {
		to = "9999-12-31"
	}
	err = t.tx.DB.Raw(everyDay, p.From, to).Scan(&list).Error
	return list, t.tx.Failed("list", "days", err)
}

// Thin leaves of each of the weeks, named by their Mondays, the last day of each workload. A day stays if no later one
// of its week is there; GORM has no words for that.
func (t *Table) Thin(weeks []string) error {
	for _, monday := range weeks {
		sunday := figures.AddDays(monday, 6)
		q := t.tx.DB.Exec("DELETE FROM trend_days WHERE day BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM trend_days AS later "+
			"WHERE later.workload_id = trend_days.workload_id AND later.day > trend_days.day AND later.day <= ?)",
			monday, sunday, sunday)
		if q.Error != nil {
			return t.tx.Failed("thin", "daily figures", q.Error)
		}
	}
	return nil
}

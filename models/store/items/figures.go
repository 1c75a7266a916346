package items

import (
	"database/sql"
	"fmt"
	"time"

	"gorm.io/gorm"

	"plumbline/models/remediation"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

// Lists of ten thousand items are read with the columns that count only, without GORM's reflection; sums are made by
// the database. How they make up metrics, budgets and roadmaps is a rule of the package remediation.

// Measured gives the items of a query as metrics look at them, in no order. Days are those of the zone of now.
func Measured(t *Table, query remediation.ItemQuery, own *gorm.DB, now time.Time) ([]remediation.Measured, error) {
	return each(t, t.narrowed(query, own).Model(&row{}).Select("status, risk, sla_due_on, created_at, closed_at").
		Order("status"), // of the index that has all of it
		func(rows *sql.Rows) (m remediation.Measured, err error) {
			var status, risk, sla string
			var created, closed number
			err = rows.Scan(&status, &risk, &sla, &created, &closed)
			return remediation.MeasuredOf(remediation.Item{Status: remediation.Status(status),
				Risk: questionnaires.Risk(risk), SLADueOn: remediation.Date(sla), CreatedAt: micros.Time(int64(created)),
				ClosedAt: micros.Time(int64(closed))}, now), err
		})
}

// Costs gives what the items of a query cost that a workspace pays for, by status, owner and month.
func Costs(t *Table, query remediation.ItemQuery, own *gorm.DB, payer string) ([]remediation.BudgetLine, error) {
	groups, err := each(t, t.narrowed(query, own).Where("workspace_id = ?", payer).Model(&row{}).Group("1, 2, 3, 4, 5").
		Select("status, owner_kind, owner_id, owner_name, substr(due_on, 1, 7), count(*), CAST(sum(build_cost) AS bigint), "+
			"CAST(sum(run_cost) AS bigint)"),
		func(rows *sql.Rows) (l remediation.BudgetLine, err error) {
			var status, kind string
			err = rows.Scan(&status, &kind, &l.Owner.UserID, &l.Owner.Name, &l.Month, &l.Items, &l.Build, &l.Run)
			l.Status, l.Owner.Kind = remediation.Status(status), remediation.OwnerKind(kind)
			return l, err
		})
	if err != nil {
		return nil, err
	}
	owners := make([]*remediation.ItemOwner, len(groups))
	for n := range groups {
		owners[n] = &groups[n].Owner
	}
	return groups, t.nameOwners(owners)
}

// Planned gives the active items of a query as roadmaps look at them. They need what is in the list, too. The order is
// that of the index which has all that is read.
func Planned(t *Table, query remediation.ItemQuery, own *gorm.DB) ([]remediation.Planned, error) {
	query.Active = true
	list, err := each(t, t.narrowed(query, own).Model(&row{}).Select("id, number, due_on, priority, risk").
		Order("due_on, priority, number, id"),
		func(rows *sql.Rows) (p remediation.Planned, err error) {
			var due, risk string
			var at, rank number
			err = rows.Scan(&p.ID, &at, &due, &rank, &risk)
			p.Number, p.Rank, p.DueOn, p.High = int(at), int(rank), remediation.Date(due),
				questionnaires.Risk(risk) == questionnaires.RiskHigh
			return p, err
		})
	if err != nil {
		return nil, err
	}
	var needs []needRow
	err = t.tx.DB.Where("EXISTS (?)", own.Model(&row{}).Select("1").Where("items.id = item_needs.item_id")).
		Order("item_id, needs_id").Find(&needs).Error
	if err != nil || len(needs) == 0 {
		return list, t.tx.Failed("list", "needs of items", err)
	}
	at := make(map[string]*remediation.Planned, len(list))
	for n := range list {
		at[list[n].ID] = &list[n]
	}
	for _, n := range needs {
		if item := at[n.ItemID]; item != nil && at[n.NeedsID] != nil {
			item.Needs = append(item.Needs, n.NeedsID)
		}
	}
	return list, nil
}

// each reads the rows of a query.
func each[T any](t *Table, q *gorm.DB, read func(*sql.Rows) (T, error)) (list []T, err error) {
	rows, err := q.Rows()
	if err != nil {
		return nil, t.tx.Failed("list", "items", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		one, err := read(rows)
		if err != nil {
			return nil, t.tx.Failed("list", "items", err)
		}
		list = append(list, one)
	}
	return list, t.tx.Failed("list", "items", rows.Err())
}

// number is an integer that is read as the driver has it; database/sql would write it as a text first.
type number int64

// Scan is part of sql.Scanner.
func (n *number) Scan(src any) error {
	v, is := src.(int64)
	if !is {
		return fmt.Errorf("items: a column of numbers holds a %T", src)
	}
	*n = number(v)
	return nil
}

package items

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"plumbline/models/remediation"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

// Of ten thousand items the columns that count are read, packed by the database into a text for each group: a driver
// takes longer for a row than a database for a dozen. Sums are made by the database. How all this makes up metrics,
// budgets and roadmaps is a rule of the package remediation.

// Measured gives the items of a query as metrics look at them, in no order. Days are those of the zone of now.
func Measured(t *Table, query remediation.ItemQuery, own *gorm.DB, now time.Time) ([]remediation.Measured, error) {
	of, list := remediation.MeasuringAt(now), []remediation.Measured(nil)
	var status, risk, sla, created, closed string
	q := t.narrowed(query, own).Model(&row{}).Group("status, risk").Select("status, risk, " + packed("sla_due_on") +
		packed("created_at") + packed("closed_at") + "count(*)")
	err := t.groups(q, []any{&status, &risk, &sla, &created, &closed}, func(n int) error {
		days, from, to := packedColumn(sla), packedColumn(created), packedColumn(closed)
		for range n {
			list = append(list, of.Item(remediation.Item{Status: remediation.Status(status),
				Risk: questionnaires.Risk(risk), SLADueOn: remediation.Date(days.text()),
				CreatedAt: micros.Time(from.number()), ClosedAt: micros.Time(to.number())}))
		}
		return errors.Join(days.end(), from.end(), to.end())
	})
	return list, err
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

// Planned gives the active items of a query as roadmaps look at them, by date and priority, those without a date last.
// They need what is in the list, too.
func Planned(t *Table, query remediation.ItemQuery, own *gorm.DB) ([]remediation.Planned, error) {
	query.Active = true
	type group struct {
		due, ids, numbers, risks string
		rank, n                  int
	}
	var one group
	var dated, undated []group
	total := 0
	q := t.narrowed(query, own).Model(&row{}).Group("due_on, priority").Order("due_on, priority").
		Select("due_on, priority, " + packed("id") + packed("number") + packed("risk") + "count(*)")
	err := t.groups(q, []any{&one.due, &one.rank, &one.ids, &one.numbers, &one.risks}, func(n int) error {
		one.n, total = n, total+n
		if one.due == "" {
			undated = append(undated, one)
		} else {
			dated = append(dated, one)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	list := make([]remediation.Planned, 0, total)
	for _, g := range append(dated, undated...) {
		id, number, risk := packedColumn(g.ids), packedColumn(g.numbers), packedColumn(g.risks)
		for range g.n {
			list = append(list, remediation.Planned{ID: id.text(), Number: int(number.number()),
				DueOn: remediation.Date(g.due), Rank: g.rank, High: questionnaires.Risk(risk.text()) == questionnaires.RiskHigh})
		}
		if err := errors.Join(id.end(), number.end(), risk.end()); err != nil {
			return nil, t.tx.Failed("list", "items", err)
		}
	}
	needs, err := t.needsOf(own)
	if err != nil || len(needs) == 0 {
		return list, err
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

// needsOf gives what items need, by the ids of both.
func (t *Table) needsOf(own *gorm.DB) (list []needRow, err error) {
	own = own.Model(&row{}).Select("1").Where("items.id = item_needs.item_id")
	list, err = each(t, t.tx.DB.Model(&needRow{}).Where("EXISTS (?)", own).Select("item_id, needs_id").
		Order("item_id, needs_id"), func(rows *sql.Rows) (n needRow, err error) {
		return n, rows.Scan(&n.ItemID, &n.NeedsID)
	})
	return list, err
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

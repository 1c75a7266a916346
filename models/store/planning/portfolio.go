package planning

import (
	"cmp"
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/portfolio"
	"plumbline/models/store/micros"
)

// own is the condition of workloads, w, that belong to a workspace or are shared with it.
const own = "w.workspace_id = ? OR w.id IN (SELECT s.thing_id FROM shares AS s WHERE s.target_id = ? AND " +
	"s.kind = 'workload' AND s.status = 'accepted')"

// Reach says which workloads are looked at: those of a workspace, and of those that are shared with it.
type Reach struct {
	WorkspaceID string
	Only        []string           // ids; none: all
	Environment models.Environment // "": any
}

func (t *Table) reach(q *gorm.DB, r Reach) *gorm.DB {
	q = q.Where(own, r.WorkspaceID, r.WorkspaceID)
	if len(r.Only) > 0 {
		q = q.Where(t.tx.Among("w.id", r.Only))
	}
	if r.Environment != "" {
		q = q.Where("w.environment = ?", string(r.Environment))
	}
	return q
}

type loadRow struct{ ID, Name, NameFold, WorkspaceID, Environment, ReviewOwner, NextReviewOn string }

// Workloads lists what is reached, in no order, without counts.
func (t *Table) Workloads(r Reach) ([]portfolio.Workload, error) {
	var rows []loadRow
	q := t.tx.DB.Table("workloads AS w").Select("w.id, w.name, w.name_fold, w.workspace_id, w.environment, " +
		"w.review_owner, w.next_review_on")
	if err := t.reach(q, r).Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "workloads", err)
	}
	list := make([]portfolio.Workload, len(rows))
	for i, w := range rows {
		list[i] = portfolio.Workload{ID: w.ID, Name: w.Name, Fold: w.NameFold, WorkspaceID: w.WorkspaceID,
			Environment: models.Environment(w.Environment), ReviewOwner: w.ReviewOwner, NextReviewOn: w.NextReviewOn}
	}
	return list, nil
}

// ItemBounds are what items to do are counted by: the day by which a due date has passed, and the moments at which the
// youngest items of the second, third and fourth age group were made.
type ItemBounds struct {
	Today string
	Ages  [3]time.Time
}

type itemsRow struct {
	Currency                                             string
	Active, Overdue, Unowned, First, Second, Third, Last int
	Build, Run                                           int64
}

// countItems counts the items to do. GORM has no words for sums by condition.
const countItems = "COALESCE(ps.currency, '') AS currency, count(*) AS active, " +
	"sum(CASE WHEN i.due_on <> '' AND i.due_on < ? THEN 1 ELSE 0 END) AS overdue, " +
	"sum(CASE WHEN i.owner_kind = '' THEN 1 ELSE 0 END) AS unowned, " +
	"sum(CASE WHEN i.created_at > ? THEN 1 ELSE 0 END) AS first, " +
	"sum(CASE WHEN i.created_at <= ? AND i.created_at > ? THEN 1 ELSE 0 END) AS second, " +
	"sum(CASE WHEN i.created_at <= ? AND i.created_at > ? THEN 1 ELSE 0 END) AS third, " +
	"sum(CASE WHEN i.created_at <= ? THEN 1 ELSE 0 END) AS last, " +
	"CAST(COALESCE(sum(i.build_cost), 0) AS bigint) AS build, CAST(COALESCE(sum(i.run_cost), 0) AS bigint) AS run"

// ItemFigures counts the items to do of what is reached, in each currency; currency is that of workspaces that set none.
func (t *Table) ItemFigures(r Reach, b ItemBounds, currency string) (portfolio.Items, error) {
	var rows []itemsRow
	var ages [len(b.Ages)]int64
	for n, at := range b.Ages {
		ages[n] = micros.Of(at)
	}
	q := t.tx.DB.Table("items AS i").Joins("JOIN workloads AS w ON w.id = i.workload_id").
		Joins("LEFT JOIN plan_settings AS ps ON ps.workspace_id = i.workspace_id").
		Where("i.status IN ('open', 'in_progress', 'blocked', 'in_review', 'to_verify')").
		Select(countItems, b.Today, ages[0], ages[0], ages[1], ages[1], ages[2], ages[2]).
		Group("ps.currency").Order("ps.currency")
	var sum portfolio.Items
	if err := t.reach(q, r).Find(&rows).Error; err != nil {
		return sum, t.tx.Failed("count", "items", err)
	}
	for _, row := range rows {
		sum.Add(portfolio.Items{Active: row.Active, Overdue: row.Overdue, Unowned: row.Unowned,
			Ages:  [4]int{row.First, row.Second, row.Third, row.Last},
			Costs: []portfolio.Cost{{Currency: cmp.Or(row.Currency, currency), Build: row.Build, Run: row.Run}}})
	}
	return sum, nil
}

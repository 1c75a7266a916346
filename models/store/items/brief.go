package items

import (
	"database/sql"

	"gorm.io/gorm"

	"plumbline/models/remediation"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

// briefColumns are what dates, metrics, budgets and rows of pages hang on.
const briefColumns = "id, workspace_id, workload_id, number, title, owner_kind, owner_id, owner_name, due_on, " +
	"first_due_on, sla_due_on, due_source, priority, risk, build_cost, run_cost, status, regressed_from, regressed_at, " +
	"created_at, updated_at, closed_at, version"

// Brief gives the items of a query, in no order and without texts, practices and what they need.
func Brief(t *Table, query remediation.ItemQuery, own *gorm.DB) ([]remediation.Item, error) {
	return t.brief(t.narrowed(query, own))
}

// plannedColumns are what roadmaps show.
const plannedColumns = "id, workload_id, number, title, owner_kind, owner_id, owner_name, due_on, priority, risk, " +
	"status"

// PlannedOf gives the items with the ids as roadmaps show them, in no order: without texts, costs and times.
func PlannedOf(t *Table, ids []string) ([]remediation.Item, error) {
	list, err := each(t, t.tx.DB.Where(t.tx.Among("id", ids)).Model(&row{}).Select(plannedColumns), readPlanned)
	if err != nil {
		return nil, err
	}
	return list, t.nameOwnersOf(list)
}

func readPlanned(rows *sql.Rows) (i remediation.Item, err error) {
	var at, rank number
	var kind, due, risk, status string
	if err := rows.Scan(&i.ID, &i.WorkloadID, &at, &i.Title, &kind, &i.Owner.UserID, &i.Owner.Name, &due, &rank, &risk,
		&status); err != nil {
		return i, err
	}
	i.Number, i.Owner.Kind, i.DueOn = int(at), remediation.OwnerKind(kind), remediation.Date(due)
	i.Priority, i.Risk = remediation.Priorities[rank-1], questionnaires.Risk(risk)
	i.Status = remediation.Status(status)
	return i, nil
}

func (t *Table) brief(queries ...*gorm.DB) (list []remediation.Item, err error) {
	for _, q := range queries {
		some, err := each(t, q.Model(&row{}).Select(briefColumns), readBrief)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	return list, t.nameOwnersOf(list)
}

// nameOwnersOf gives the members among the owners of items their names.
func (t *Table) nameOwnersOf(list []remediation.Item) error {
	owners := make([]*remediation.ItemOwner, len(list))
	for n := range list {
		owners[n] = &list[n].Owner
	}
	return t.nameOwners(owners)
}

func readBrief(rows *sql.Rows) (i remediation.Item, err error) {
	var at, rank, build, run, regressed, created, updated, closed, version number
	var due, first, sla, source, risk, status, kind string
	if err := rows.Scan(&i.ID, &i.WorkspaceID, &i.WorkloadID, &at, &i.Title, &kind, &i.Owner.UserID, &i.Owner.Name, &due,
		&first, &sla, &source, &rank, &risk, &build, &run, &status, &i.RegressedFrom, &regressed, &created, &updated,
		&closed, &version); err != nil {
		return i, err
	}
	i.Number, i.BuildCost, i.RunCost, i.Version = int(at), int64(build), int64(run), int(version)
	i.Owner.Kind, i.DueOn, i.FirstDueOn = remediation.OwnerKind(kind), remediation.Date(due), remediation.Date(first)
	i.SLADueOn, i.DueSource = remediation.Date(sla), remediation.DueSource(source)
	i.Priority, i.Risk = remediation.Priorities[rank-1], questionnaires.Risk(risk)
	i.Status, i.RegressedAt = remediation.Status(status), micros.Time(int64(regressed))
	i.CreatedAt, i.UpdatedAt = micros.Time(int64(created)), micros.Time(int64(updated))
	i.ClosedAt = micros.Time(int64(closed))
	return i, nil
}

package items

import (
	"database/sql"

	"gorm.io/gorm"

	"plumbline/models/remediation"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

// briefColumns are what dates, metrics and budgets hang on.
const briefColumns = "id, workspace_id, workload_id, number, title, owner_kind, owner_id, owner_name, due_on, " +
	"sla_due_on, due_source, priority, risk, build_cost, run_cost, status, created_at, closed_at"

// Brief gives the items of a query, in no order and without texts, practices and what they need.
func Brief(t *Table, query remediation.ItemQuery, own *gorm.DB) ([]remediation.Item, error) {
	list, err := each(t, t.narrowed(query, own).Model(&row{}).Select(briefColumns), readBrief)
	if err != nil {
		return nil, err
	}
	owners := make([]*remediation.ItemOwner, len(list))
	for n := range list {
		owners[n] = &list[n].Owner
	}
	return list, t.nameOwners(owners)
}

func readBrief(rows *sql.Rows) (i remediation.Item, err error) {
	var at, rank, build, run, created, closed number
	var due, sla, source, risk, status, kind string
	if err := rows.Scan(&i.ID, &i.WorkspaceID, &i.WorkloadID, &at, &i.Title, &kind, &i.Owner.UserID, &i.Owner.Name, &due,
		&sla, &source, &rank, &risk, &build, &run, &status, &created, &closed); err != nil {
		return i, err
	}
	i.Number, i.BuildCost, i.RunCost = int(at), int64(build), int64(run)
	i.Owner.Kind, i.DueOn, i.SLADueOn = remediation.OwnerKind(kind), remediation.Date(due), remediation.Date(sla)
	i.DueSource, i.Priority = remediation.DueSource(source), remediation.Priorities[rank-1]
	i.Risk, i.Status = questionnaires.Risk(risk), remediation.Status(status)
	i.CreatedAt, i.ClosedAt = micros.Time(int64(created)), micros.Time(int64(closed))
	return i, nil
}

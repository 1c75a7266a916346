package items

import (
	"gorm.io/gorm"

	"plumbline/models/remediation"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

// briefColumns are what roadmaps, metrics and budgets are made of. They are read without GORM's reflection: there may
// be ten thousand rows.
const briefColumns = "id, workspace_id, workload_id, number, title, owner_kind, owner_id, owner_name, due_on, " +
	"sla_due_on, due_source, priority, risk, build_cost, run_cost, status, created_at, closed_at"

// Brief gives the items of a query, in no order and without texts, practices and what they need.
func Brief(t *Table, query remediation.ItemQuery, own *gorm.DB) ([]remediation.Item, error) {
	rows, err := t.narrowed(query, own).Model(&row{}).Select(briefColumns).Rows()
	if err != nil {
		return nil, t.tx.Failed("list", "items", err)
	}
	defer func() { _ = rows.Close() }()
	var list []remediation.Item
	for rows.Next() {
		var i remediation.Item
		var priority int
		var due, sla, source, risk, status, kind string
		var created, closed int64
		if err := rows.Scan(&i.ID, &i.WorkspaceID, &i.WorkloadID, &i.Number, &i.Title, &kind, &i.Owner.UserID,
			&i.Owner.Name, &due, &sla, &source, &priority, &risk, &i.BuildCost, &i.RunCost, &status, &created,
			&closed); err != nil {
			return nil, t.tx.Failed("list", "items", err)
		}
		i.Owner.Kind, i.DueOn, i.SLADueOn = remediation.OwnerKind(kind), remediation.Date(due), remediation.Date(sla)
		i.DueSource, i.Priority = remediation.DueSource(source), remediation.Priorities[priority-1]
		i.Risk, i.Status = questionnaires.Risk(risk), remediation.Status(status)
		i.CreatedAt, i.ClosedAt = micros.Time(created), micros.Time(closed)
		list = append(list, i)
	}
	if err := rows.Err(); err != nil {
		return nil, t.tx.Failed("list", "items", err)
	}
	return list, t.nameOwners(list)
}

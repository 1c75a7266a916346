package store

import (
	"plumbline/models"
	"plumbline/questionnaires"
)

// CreateWorkload adds a workload; Conflict if its id is taken, or its name in the workspace.
func (tx *Tx) CreateWorkload(w models.Workload) error {
	row := newWorkloadRow(w)
	return tx.create("workload", &row)
}

// Workload gives a workload, or NotFound.
func (tx *Tx) Workload(id string) (models.Workload, error) {
	row, err := one[workloadRow](tx, "workload", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

// WorkloadByName gives the workload of the workspace with the name, letter case and white space aside, or NotFound.
func (tx *Tx) WorkloadByName(workspaceID, name string) (models.Workload, error) {
	q := tx.db.Where("workspace_id = ? AND name_fold = ?", workspaceID, models.Fold(name))
	row, err := one[workloadRow](tx, "workload", tx.lock(q))
	return row.noun(), err
}

// Workloads lists the workloads of a workspace and those that are shared with it by folded name, then id: up to one row more than the page.
func (tx *Tx) Workloads(workspaceID string, query models.WorkloadQuery) ([]models.Workload, error) {
	q, err := tx.ownAndShared(workspaceID, models.WorkloadShare)
	if err != nil {
		return nil, err
	}
	q = q.Order("name_fold, id").Limit(rowsFor(query.Page))
	if len(query.Only) > 0 {
		q = q.Where(tx.among("id", query.Only))
	}
	if wrong := models.Text(query.Name); wrong != "" {
		return nil, models.Faulty(models.Fault{Field: "name", Message: wrong})
	}
	if part := models.Fold(query.Name); part != "" {
		q = q.Where(tx.contains("name_fold"), part)
	}
	c, ok, err := after(query.Page, "workloads")
	if err != nil {
		return nil, err
	}
	if ok {
		q = q.Where("(name_fold, id) > (?, ?)", c.Text, c.ID)
	}
	return many(tx, "workloads", q, workloadRow.noun)
}

// WorkloadCursor is the cursor that continues a list of workloads after w.
func WorkloadCursor(w models.Workload) string {
	return cursor{List: "workloads", Text: models.Fold(w.Name), ID: w.ID}.String()
}

// UpdateWorkload writes all columns but id, workspace and creation, the version as it is given. NotFound if there is
// no such workload, Conflict if its name is taken.
func (tx *Tx) UpdateWorkload(w models.Workload) error {
	q := tx.db.Model(&workloadRow{}).Where("id = ?", w.ID).Select(workloadColumns)
	return tx.affected("update", "workload", q.UpdateColumns(newWorkloadRow(w)))
}

// DeleteWorkload removes a workload with its reviews, answers and milestones, or gives NotFound. Audit lines stay.
func (tx *Tx) DeleteWorkload(id string) error {
	return tx.affected("delete", "workload", tx.db.Where("id = ?", id).Delete(&workloadRow{}))
}

type countsRow struct {
	WorkloadID string
	Counts     countColumns `gorm:"embedded"`
}

// WorkloadCounts adds up the kept counts of all reviews of each workload. One without reviews, or that does not
// exist, is not in the map.
func (tx *Tx) WorkloadCounts(ids []string) (map[string]questionnaires.Counts, error) {
	q := tx.db.Table("pillar_reviews AS p").Joins("JOIN reviews AS r ON r.id = p.review_id").
		Select("r.workload_id, " + sumOfCounts).Where(tx.among("r.workload_id", ids)).Group("r.workload_id")
	var rows []countsRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, tx.failed("count", "workloads", err)
	}
	sums := make(map[string]questionnaires.Counts, len(rows))
	for _, r := range rows {
		sums[r.WorkloadID] = r.Counts.counts()
	}
	return sums, nil
}

var (
	selectOwner = newStatement("SELECT workspace_id FROM workloads WHERE id = ?")
	lockOwner   = selectOwner.forUpdate()
)

// WorkloadOwner gives the workspace of a workload, or NotFound: all that an answer needs to know of it. In a write
// transaction it locks the workload as Workload does.
func (tx *Tx) WorkloadOwner(id string) (workspaceID string, err error) {
	query := selectOwner
	if tx.locks {
		query = lockOwner
	}
	if err := tx.scan(query, []any{id}, &workspaceID); err != nil {
		return "", tx.found("workload", err)
	}
	return workspaceID, nil
}

// WorkloadOwnerNow is WorkloadOwner without the lock, for whoever holds locks that come after that of the workload.
func (tx *Tx) WorkloadOwnerNow(id string) (workspaceID string, err error) {
	if err := tx.scan(selectOwner, []any{id}, &workspaceID); err != nil {
		return "", tx.found("workload", err)
	}
	return workspaceID, nil
}

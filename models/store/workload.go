package store

import "plumbline/models"

// CreateWorkload adds a workload; Conflict if its id is taken, or its name in the workspace.
func (tx *Tx) CreateWorkload(w models.Workload) error {
	row := newWorkloadRow(w)
	return tx.create("workload", &row)
}

// Workload returns a workload, or NotFound.
func (tx *Tx) Workload(id string) (models.Workload, error) {
	row, err := oneRow[workloadRow](tx, "workload", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

// WorkloadByName returns the workload of the workspace with the name, letter case and white space aside, or NotFound.
func (tx *Tx) WorkloadByName(workspaceID, name string) (models.Workload, error) {
	q := tx.db.Where("workspace_id = ? AND name_fold = ?", workspaceID, models.FoldName(name))
	row, err := oneRow[workloadRow](tx, "workload", tx.lock(q))
	return row.noun(), err
}

// UpdateWorkload writes all columns but id, workspace and creation, the version as it is given. NotFound if there is
// no such workload, Conflict if its name is taken.
func (tx *Tx) UpdateWorkload(w models.Workload) error {
	q := tx.db.Model(&workloadRow{}).Where("id = ?", w.ID).Select("*").Omit(workloadKept...)
	return tx.affected("update", "workload", q.UpdateColumns(newWorkloadRow(w)))
}

// DeleteWorkload removes a workload with its reviews, answers and milestones, or gives NotFound. Audit lines stay.
func (tx *Tx) DeleteWorkload(id string) error {
	return tx.affected("delete", "workload", tx.db.Where("id = ?", id).Delete(&workloadRow{}))
}

var (
	selectOwner = newStatement("SELECT workspace_id FROM workloads WHERE id = ?")
	lockOwner   = selectOwner.forUpdate()
)

// WorkloadOwner returns the workspace of a workload, or NotFound: all that an answer needs to know of it. In a write
// transaction it locks the workload as Workload does.
func (tx *Tx) WorkloadOwner(id string) (workspaceID string, err error) {
	if tx.member != nil {
		return tx.member.ownerOf(id)
	}
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

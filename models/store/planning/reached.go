package planning

import (
	"plumbline/models"
	"plumbline/models/store/columns"
)

// Reached is a review that a workspace reaches, with the mark of its state: whatever changes an answer or the version
// of the lens changes the mark.
type Reached struct {
	ReviewID, WorkloadID, Workload string // Workload is the name
	WorkspaceID                    string // whose the workload is
	LensID, LensVersionID          string
	State                          State
}

// State is the mark of a review's state.
type State struct {
	LensVersionID string
	Version       int   // of the review
	Changes       int64 // of answers, counted
}

type reachedRow struct {
	ID, WorkloadID, Name, WorkspaceID, LensID, LensVersionID string
	Version                                                  int
	Changes                                                  int64
}

// Reached lists the reviews of the workloads of a workspace, and of those that are shared with it, by the name of the
// workload; of the workloads in only, where there are any.
func (t *Table) Reached(workspaceID string, only []string) ([]Reached, error) {
	q := t.tx.DB.Table("reviews AS r").Joins("JOIN workloads AS w ON w.id = r.workload_id").
		Select("r.id, r.workload_id, w.name, w.workspace_id, r.lens_id, r.lens_version_id, r.version, r.changes").
		Where("w.workspace_id = ? OR w.id IN (SELECT s.thing_id FROM shares AS s WHERE s.target_id = ? AND "+
			"s.kind = 'workload' AND s.status = 'accepted')", workspaceID, workspaceID).
		Order("w.name_fold, w.id, r.created_at, r.id")
	if len(only) > 0 {
		q = q.Where(t.tx.Among("w.id", only))
	}
	var rows []reachedRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "reviews", err)
	}
	list := make([]Reached, len(rows))
	for i, r := range rows {
		list[i] = Reached{r.ID, r.WorkloadID, r.Name, r.WorkspaceID, r.LensID, r.LensVersionID,
			State{r.LensVersionID, r.Version, r.Changes}}
	}
	return list, nil
}

// Former gives which ids pillars and questions had in reviews before upgrades renamed them, by review; those without
// any are left out.
func (t *Table) Former(reviewIDs []string) (map[string]models.IDRenames, error) {
	var rows []struct {
		ID     string
		Former columns.Renames
	}
	err := t.tx.DB.Table("reviews").Select("id, former").Where(t.tx.Among("id", reviewIDs)).Find(&rows).Error
	if err != nil {
		return nil, t.tx.Failed("list", "reviews", err)
	}
	out := map[string]models.IDRenames{}
	for _, r := range rows {
		if len(r.Former.Pillars) > 0 {
			out[r.ID] = models.IDRenames(r.Former)
		}
	}
	return out, nil
}

package schedule

import (
	"time"

	"plumbline/models"
	"plumbline/models/store/micros"
)

// WorkedOn asks who worked on a review: answered, commented, led it, or put something into its parking lot.
type WorkedOn struct {
	WorkspaceID, WorkloadID, LensID, ReviewID string

	Since time.Time
}

// Worker is somebody who worked on a review, whether or not the person still reaches it.
type Worker struct{ ID, Name string }

// workedActions are what counts as working on a review.
var workedActions = []models.Action{models.UpdateAnswer, models.UpdateFacilitation, models.CreateComment,
	models.UpdateParking}

// WorkedOn lists the people of whom the audit log tells that they worked on a review, by name, at most so many. What
// tokens did is nobody's.
func (t *Table) WorkedOn(q WorkedOn, limit int) (people []Worker, err error) {
	did := t.tx.DB.Table("audit").Select("actor_id").
		Where("workspace_id = ? AND workload_id = ? AND workload_id <> ''", q.WorkspaceID, q.WorkloadID).
		Where("actor_kind = ? AND action IN ? AND at >= ?", models.UserActor, workedActions, micros.Of(q.Since)).
		Where("thing_id = ? OR thing_id LIKE ? OR thing_id IN (?) OR thing_id IN (?)", q.LensID, q.LensID+"/%",
			t.tx.DB.Table("comments").Select("id").Where("review_id = ?", q.ReviewID),
			t.tx.DB.Table("parked").Select("id").Where("review_id = ?", q.ReviewID))
	err = t.tx.DB.Table("users").Select("id, name").Where("id IN (?)", did).Order("name, id").Limit(limit).
		Find(&people).Error
	return people, t.tx.Failed("list", "people of a review", err)
}

package collaboration

import (
	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// reviewActivity is what somebody did in a review beside answering it.
type reviewActivity struct {
	action   models.Action
	kind     string // comment, assignment, parking or facilitation, as the event's
	id       string // of the comment or parked item; else the lens's
	review   reviews.ReviewView
	question string // "" where it is about none
	changes  []models.FieldChange
}

// record is told by every operation of comments, assignments, parking and facilitation what it did, in the same
// transaction.
func (steps *Steps) record(tx *store.Tx, actor models.Actor, j reviewActivity) error {
	id := j.id
	if id == "" {
		id = j.review.LensID
	}
	steps.core.Publish(tx, models.ReviewEvent{Kind: models.EventKind(j.kind), WorkloadID: j.review.WorkloadID,
		LensID: j.review.LensID, QuestionID: j.question}.By(actor))
	return steps.core.Record(tx, actor, core.AuditEntry{Action: j.action, Kind: j.kind, ID: id,
		WorkloadID: j.review.WorkloadID, Workspace: j.review.Owner,
		Changes: append(core.AddChange(nil, "question", "", j.question), j.changes...)})
}

package collaboration

import (
	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// activity is what somebody did in a review beside answering it.
type activity struct {
	action   models.Action
	kind     string // comment, assignment, parking or facilitation, as the event's
	id       string // of the comment or parked item; else the lens's
	review   reviews.View
	question string // "" where it is about none
	changes  []models.Change
}

// record is told by every operation of comments, assignments, parking and facilitation what it did, in the same
// transaction.
func (steps *Steps) record(tx *store.Tx, actor models.Actor, j activity) error {
	id := j.id
	if id == "" {
		id = j.review.LensID
	}
	steps.core.Publish(tx, models.Event{Kind: models.EventKind(j.kind), WorkloadID: j.review.WorkloadID,
		LensID: j.review.LensID, QuestionID: j.question}.By(actor))
	return steps.core.Record(tx, actor, core.AuditEntry{Action: j.action, Kind: j.kind, ID: id,
		WorkloadID: j.review.WorkloadID, Workspace: j.review.Owner,
		Changes: append(core.AddChange(nil, "question", "", j.question), j.changes...)})
}

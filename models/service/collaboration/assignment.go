package collaboration

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Assignments are the operations of who looks after which question.
type Assignments struct {
	core  *core.OperationBase
	steps *Steps
}

// List returns the assignments of a review by pillar and question id, each pillar's own first.
func (a Assignments) List(ctx context.Context, at models.ReviewPath) ([]models.Assignment, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, a.core, func(tx *store.Tx) ([]models.Assignment, error) {
		view, err := a.steps.reviews.Find(tx, actor, models.ReadComments, at)
		if err != nil {
			return nil, err
		}
		return tx.Assignments(view.Review.ID)
	})
}

// MaxParticipants bounds the list of those who can be assigned and mentioned. The names behind it work all the same,
// when they are typed.
const MaxParticipants = 500

// People returns who reaches the workload, by name: whom one can mention and assign to. Those of other workspaces come
// without e-mail address. It is for those who work on the review, so a share as viewer shows nobody.
func (a Assignments) People(ctx context.Context, at models.ReviewPath) ([]models.Participant, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, a.core, func(tx *store.Tx) ([]models.Participant, error) {
		view, err := a.steps.reviews.Find(tx, actor, models.CreateComment, at)
		if err != nil {
			return nil, err
		}
		return peopleFor(tx, actor, view)
	})
}

func peopleFor(tx *store.Tx, actor models.Actor, view reviews.ReviewView) ([]models.Participant, error) {
	people, err := reviews.Participants(tx, view.Owner, view.WorkloadID)
	if err != nil {
		return nil, err
	}
	people = people[:min(len(people), MaxParticipants)]
	for i := range people {
		if people[i].Workspace != actor.WorkspaceID {
			people[i].Email = ""
		}
	}
	return people, nil
}

// Set assigns a question, or a pillar as a whole, to somebody who reaches the workload, or to nobody. It gives the
// assignment as it is then, without UserID if it is nobody's.
func (a Assignments) Set(ctx context.Context, at models.ReviewPath, in models.AssignmentInput) (models.Assignment,
	error) {
	if err := models.Validate(&in); err != nil {
		return models.Assignment{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, a.core, func(tx *store.Tx) (models.Assignment, error) {
		view, err := a.steps.reviews.Find(tx, actor, models.UpdateAssignment, at)
		if err != nil {
			return models.Assignment{}, err
		}
		now, err := assignmentTarget(view, in)
		if err != nil {
			return now, err
		}
		if err := core.Allow(tx, actor, models.UpdateAssignment, view.PillarPlace(now.PillarID)); err != nil {
			return now, err
		}
		if now.UserID != "" {
			if now.Name, err = assignable(tx, now.UserID, models.ThingPlace{WorkspaceID: view.Owner,
				WorkloadID: view.WorkloadID}); err != nil {
				return now, err
			}
		}
		return a.assign(tx, actor, view, now)
	})
}

// assignmentTarget finds out what is to be assigned: the pillar of a question need not be named.
func assignmentTarget(view reviews.ReviewView, in models.AssignmentInput) (models.Assignment, error) {
	now := models.Assignment{ReviewID: view.Review.ID, PillarID: in.PillarID, QuestionID: in.QuestionID,
		UserID: in.UserID}
	if in.QuestionID == "" {
		if view.Doc.Pillar(in.PillarID) == nil {
			return now, models.InvalidInput(models.FieldFault{Field: "pillar_id",
				Message: "or question_id must name something of this lens"})
		}
		return now, nil
	}
	p, q := view.Doc.Question(in.QuestionID)
	switch {
	case q == nil:
		return now, models.InvalidInput(models.FieldFault{Field: "question_id", Message: "is not a question of this lens"})
	case in.PillarID != "" && in.PillarID != p.ID:
		return now, models.InvalidInput(models.FieldFault{Field: "pillar_id", Message: "is not the pillar of the question"})
	}
	now.PillarID = p.ID
	return now, nil
}

// assignable returns the name of a person who reaches the workload. An account that does not is as one that there is
// not.
func assignable(tx *store.Tx, userID string, at models.ThingPlace) (string, error) {
	nobody := models.InvalidInput(models.FieldFault{Field: "user_id",
		Message: "must be somebody with access to this workload"})
	user, err := tx.User(userID)
	if models.CodeOf(err) == models.CodeNotFound {
		return "", nobody
	}
	if err != nil {
		return "", err
	}
	reaches, err := reviews.ReachesWorkload(tx, user, at)
	if err == nil && !reaches {
		err = nobody
	}
	return user.Name, err
}

func (a Assignments) assign(tx *store.Tx, actor models.Actor, view reviews.ReviewView,
	now models.Assignment) (models.Assignment, error) {
	all, err := tx.Assignments(view.Review.ID)
	if err != nil {
		return now, err
	}
	var old models.Assignment
	for _, one := range all {
		if one.PillarID == now.PillarID && one.QuestionID == now.QuestionID {
			old = one
		}
	}
	switch {
	case old.UserID == now.UserID && old.UserID != "":
		return old, nil
	case old.UserID == now.UserID:
		return now, nil
	case now.UserID == "":
		err = tx.DeleteAssignment(now)
	default:
		now.AssignedAt, now.AssignedBy = a.core.Now(), actor.Name
		err = tx.PutAssignment(now)
	}
	if err != nil {
		return now, err
	}
	changes := core.AddChange(nil, "pillar", "", now.PillarID)
	changes = append(changes, models.FieldChange{Field: "assigned_to", From: old.Name, To: now.Name})
	return now, a.steps.record(tx, actor, reviewActivity{action: models.UpdateAssignment, kind: "assignment", review: view,
		question: now.QuestionID, changes: changes})
}

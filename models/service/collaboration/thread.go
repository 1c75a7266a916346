package collaboration

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// ThreadView is the thread of a question as a page shows it, with who looks after the question and what the person
// may do there.
type ThreadView struct {
	Review   reviews.ReviewView
	Workload string // name
	Pillar   *questionnaires.Pillar
	// nil, as Pillar: the lens does not have it any more, and nothing more is said of it
	Question *questionnaires.Question
	Before   *questionnaires.Question          // where Question is nil: as an earlier version had it; nil if none had
	Comments models.ResultPage[models.Comment] // newest first
	Assigned models.Assignment                 // to the question or its pillar; without UserID: to nobody
	// whom one can mention and assign to, at most MaxParticipants; nil where one may do neither
	People []models.Participant

	MayComment, MayAssign, MayDelete bool // MayDelete: comments of others
}

// Thread returns the comments of a question as List does, with what stands around them.
func (c Comments) Thread(ctx context.Context, at models.AnswerPath, p models.PageRequest) (ThreadView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, c.core, func(tx *store.Tx) (ThreadView, error) {
		view, err := c.steps.reviews.Find(tx, actor, models.ReadComments, at.Review())
		if err != nil {
			return ThreadView{}, err
		}
		t := ThreadView{Review: view}
		rows, err := tx.Comments(view.Review.ID, at.Question, p)
		if err != nil {
			return t, err
		}
		t.Comments = core.PageOf(rows, p, store.CommentCursor)
		if t.Pillar, t.Question = view.Doc.Question(at.Question); t.Question == nil && len(rows) == 0 {
			_, err := c.steps.reviews.QuestionOf(tx, view, at.Question, models.CodeNotFound)
			return t, err
		}
		if t.Question == nil {
			if t.Before, err = c.steps.reviews.AskedBefore(tx, view, at.Question); err != nil {
				return t, err
			}
		}
		load, err := tx.Workload(view.WorkloadID)
		if err != nil {
			return t, err
		}
		t.Workload = load.Name
		return t, t.around(tx, actor)
	})
}

// around fills in assignment, permissions and people.
func (t *ThreadView) around(tx *store.Tx, actor models.Actor) error {
	at := t.Review.Place()
	var err error
	if at.WorkspaceID != actor.WorkspaceID {
		if at.Shared, err = core.SharedRole(tx, actor, at); err != nil {
			return err
		}
	}
	t.MayDelete = models.Allow(actor, models.DeleteComment, at) == nil
	if t.Question == nil {
		return nil
	}
	t.MayComment = models.Allow(actor, models.CreateComment, at) == nil
	at.PillarID, at.FormerIDs = t.Pillar.ID, t.Review.Review.FormerPillars(t.Pillar.ID)
	t.MayAssign = models.Allow(actor, models.UpdateAssignment, at) == nil
	all, err := tx.Assignments(t.Review.Review.ID)
	if err != nil {
		return err
	}
	t.Assigned, _ = models.AssignedTo(all, t.Pillar.ID, t.Question.ID)
	if t.MayComment {
		t.People, err = peopleFor(tx, actor, t.Review)
	}
	return err
}

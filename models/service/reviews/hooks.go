package reviews

import (
	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// Hooks are what packages above this one do in the transactions that change what their own things hang on, such as the
// items that close a practice. A hook that is nil does nothing; its error rolls everything back. Of a review that
// nothing hangs on (see store.FollowReview) no hook is called.
type Hooks struct {
	// AnswerChanged is called once the answer is stored.
	AnswerChanged func(*store.Tx, models.Actor, ChangedAnswer) error
	// ReviewUpgraded is called once the review is on its new version, with its answers.
	ReviewUpgraded func(*store.Tx, models.Actor, UpgradedReview) error
	// ReviewRemoved is called before the review goes with all that hangs on it.
	ReviewRemoved func(*store.Tx, models.Actor, models.Review) error
	// AcceptanceRemoved is called once an acceptance that was decided has ended because what it is about is not asked
	// any more, after ReviewUpgraded and ReviewRemoved.
	AcceptanceRemoved func(*store.Tx, models.Actor, accepted.Acceptance) error
}

// ChangedAnswer is an answer to a question before and after.
type ChangedAnswer struct {
	Review        models.Review
	Owner         string // id of the workload's workspace
	Question      *questionnaires.Question
	Before, After models.Answer
}

// UpgradedReview is a review that is on another version of its lens now.
type UpgradedReview struct {
	Review   models.Review
	From, To *questionnaires.Lens
	FromName string // of the version before
	ToName   string
	Names    models.IDRenames // which ids continue under others; what To does not have then is gone
	Answers  []models.Answer  // those that were stored anew
}

func (steps *Steps) answerChanged(tx *store.Tx, actor models.Actor, a ChangedAnswer) error {
	return steps.each(a.Review, func(h Hooks) error {
		if h.AnswerChanged == nil {
			return nil
		}
		return h.AnswerChanged(tx, actor, a)
	})
}

func (steps *Steps) reviewUpgraded(tx *store.Tx, actor models.Actor, plan carriedReview) error {
	return steps.each(plan.review, func(h Hooks) error {
		if h.ReviewUpgraded == nil {
			return nil
		}
		return h.ReviewUpgraded(tx, actor, UpgradedReview{Review: plan.review, From: plan.from.Doc, To: plan.to.Doc,
			FromName: plan.from.Name, ToName: plan.to.Name, Names: plan.names, Answers: plan.put})
	})
}

func (steps *Steps) reviewRemoved(tx *store.Tx, actor models.Actor, review models.Review) error {
	return steps.each(review, func(h Hooks) error {
		if h.ReviewRemoved == nil {
			return nil
		}
		return h.ReviewRemoved(tx, actor, review)
	})
}

// acceptancesRemoved calls the hooks of those that had been accepted.
func (steps *Steps) acceptancesRemoved(tx *store.Tx, actor models.Actor, review models.Review,
	list []accepted.Acceptance) error {
	for _, a := range list {
		err := steps.each(review, func(h Hooks) error {
			if h.AcceptanceRemoved == nil || a.DecidedAt.IsZero() {
				return nil
			}
			return h.AcceptanceRemoved(tx, actor, a)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// each calls the hooks of a review that something hangs on.
func (steps *Steps) each(review models.Review, call func(Hooks) error) error {
	if !review.Followed {
		return nil
	}
	for _, h := range steps.Hooks {
		if err := call(h); err != nil {
			return err
		}
	}
	return nil
}

// Package acceptance has the operations of risks that are taken on purpose: one asks, another one decides, and on the
// day after the last one the risk is back by itself. An acceptance stands beside the risk and changes no answer, count
// or score.
//
// It may import models, models/accepted, the store, core, reviews and questionnaires. What it needs of the packages
// above it are its Hooks.
package acceptance

import (
	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Acceptances are the operations.
type Acceptances struct {
	core  *core.OperationBase
	steps *Steps
}

// Steps are the parts of operations that run in a transaction which is open already.
type Steps struct {
	Hooks Hooks

	core    *core.OperationBase
	reviews *reviews.Steps
}

// Hooks are what acceptances ask of the package that has items, in the same transaction. The wiring sets them; one that
// is nil is for a program without items.
type Hooks struct {
	// FitsItem is an error where the workload has no such item that can be accepted as a risk.
	FitsItem func(tx *store.Tx, workloadID, itemID string) error
	// Accepted closes the item: its risk is accepted.
	Accepted func(tx *store.Tx, actor models.Actor, a accepted.Acceptance) error
	// Over opens the item again, with its first due date, and notes why.
	Over func(tx *store.Tx, actor models.Actor, a accepted.Acceptance, why string) error
}

// Operations are the operations of this package.
type Operations struct {
	Acceptances Acceptances
	Steps       *Steps
}

// New makes the operations. They find reviews by the steps of that package.
func New(base *core.OperationBase, reviewSteps *reviews.Steps) *Operations {
	steps := &Steps{core: base, reviews: reviewSteps}
	return &Operations{Acceptances: Acceptances{base, steps}, Steps: steps}
}

// View is an acceptance with where it is and what the one who asks may do about it.
type View struct {
	reviews.AcceptanceView
	Workload string // name
	Lens     models.Lens
	May      Permissions
}

// Permissions say what somebody may do about an acceptance as it is.
type Permissions struct{ Decide, Withdraw, Revoke bool }

// permissions asks for them; gone says that the review is not there any more.
func (steps *Steps) permissions(tx *store.Tx, actor models.Actor, view reviews.ReviewView,
	a accepted.Acceptance) (may Permissions, err error) {
	if !a.Open() {
		return may, nil
	}
	for _, p := range []struct {
		allowed *bool
		ask     func(*store.Tx, models.Actor, reviews.ReviewView, accepted.Acceptance) error
	}{{&may.Decide, steps.mayDecide}, {&may.Withdraw, steps.mayWithdraw}, {&may.Revoke, steps.mayRevoke}} {
		switch err := p.ask(tx, actor, view, a); {
		case err == nil:
			*p.allowed = true
		case !core.IsDenied(err) && models.CodeOf(err) != models.CodeConflict:
			return may, err
		}
	}
	return may, nil
}

func (steps *Steps) mayDecide(tx *store.Tx, actor models.Actor, view reviews.ReviewView, a accepted.Acceptance) error {
	if err := core.Allow(tx, actor, models.DecideAcceptance, view.Place()); err != nil {
		return err
	}
	switch {
	case actor.UserID == "":
		return models.Errorf(models.CodeForbidden,
			"a risk is accepted by a person, or by a personal token, not by a token of the workspace")
	case a.State != accepted.Asked:
		return notOpen(a)
	case actor.UserID == a.AskedByID:
		return models.Errorf(models.CodeForbidden, "who asks for an acceptance does not decide it")
	case a.ApproverID != "" && a.ApproverID != actor.UserID && actor.Role != models.Owner:
		return models.Errorf(models.CodeForbidden, "%s is asked to decide this; only an owner may do it instead",
			a.ApproverName)
	}
	return nil
}

func (steps *Steps) mayWithdraw(tx *store.Tx, actor models.Actor, view reviews.ReviewView,
	a accepted.Acceptance) error {
	if err := core.Allow(tx, actor, models.AskAcceptance, view.Place()); err != nil {
		return err
	}
	switch {
	case a.State != accepted.Asked:
		return notOpen(a)
	case a.AskedByID == "" || a.AskedByID != actor.UserID:
		return models.Errorf(models.CodeForbidden, "only the person who asked may withdraw this")
	}
	return nil
}

// mayRevoke lets everybody who may decide revoke, the one who asked included: a risk that is not accepted any more
// needs no second opinion.
func (steps *Steps) mayRevoke(tx *store.Tx, actor models.Actor, view reviews.ReviewView, a accepted.Acceptance) error {
	if err := core.Allow(tx, actor, models.DecideAcceptance, view.Place()); err != nil {
		return err
	}
	if a.State != accepted.Accepted {
		return notOpen(a)
	}
	return nil
}

// notOpen says why an acceptance can't be changed in this way any more.
func notOpen(a accepted.Acceptance) error {
	said := map[accepted.State]string{
		accepted.Asked:     "nobody has decided this acceptance yet",
		accepted.Accepted:  "this acceptance was decided by " + a.DecidedBy + ": accepted",
		accepted.Declined:  "this acceptance was decided by " + a.DecidedBy + ": declined",
		accepted.Withdrawn: "this acceptance was withdrawn by " + a.ClosedBy,
		accepted.Revoked:   "this acceptance was revoked by " + a.ClosedBy,
		accepted.Replaced:  "this acceptance was extended by another one",
		accepted.Removed:   "the question or practice of this acceptance is not asked any more",
	}
	return models.Errorf(models.CodeConflict, "%s", said[a.State])
}

package acceptance

import (
	"context"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// change is one step of an acceptance under way.
type change struct {
	id     string
	action models.Action
	seen   models.IfMatch
	may    func(*store.Tx, models.Actor, reviews.ReviewView, accepted.Acceptance) error
	// do changes the acceptance, and says what the audit log says
	do func(*store.Tx, models.Actor, reviews.AcceptanceView, *accepted.Acceptance) ([]models.FieldChange, error)
}

func (o Acceptances) change(ctx context.Context, c change) (View, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, o.core, func(tx *store.Tx) (View, error) {
		now, review, err := o.steps.find(tx, actor, c.action, c.id)
		if err != nil {
			return View{}, err
		}
		a := now.Acceptance
		if review == nil {
			return View{}, notOpen(a)
		}
		if err := c.may(tx, actor, *review, a); err != nil {
			return View{}, err
		}
		if err := core.CheckVersion(c.seen, a.Version, now); err != nil {
			return View{}, err
		}
		changes, err := c.do(tx, actor, now.AcceptanceView, &a)
		if err != nil {
			return View{}, err
		}
		a.Version++
		if err := store.Acceptances(tx).Update(a); err != nil {
			return View{}, err
		}
		if err := o.steps.record(tx, actor, *review, a, changes); err != nil {
			return View{}, err
		}
		return o.steps.byID(tx, actor, models.ReadReview, a.ID)
	})
}

// Decide accepts the risk or declines to; that needs a note. Nobody decides what they asked for.
func (o Acceptances) Decide(ctx context.Context, id string, in accepted.Decision, seen models.IfMatch) (View, error) {
	if err := checkNote(&in, in.Note, !in.Accept); err != nil {
		return View{}, err
	}
	return o.change(ctx, change{id, models.DecideAcceptance, seen, o.steps.mayDecide,
		func(tx *store.Tx, actor models.Actor, now reviews.AcceptanceView,
			a *accepted.Acceptance) ([]models.FieldChange, error) {
			if in.Accept && now.Standing != accepted.ToDecide {
				return nil, notAcceptable(now)
			}
			a.State, a.DecisionNote = accepted.Declined, in.Note
			a.DecidedAt, a.DecidedBy, a.DecidedByID = o.core.Now(), actor.Name, actor.UserID
			changes := core.AddChange(nil, "declined", "", a.Until)
			if in.Accept {
				a.State, changes = accepted.Accepted, core.AddChange(nil, "accepted", "", a.Until)
				if err := o.steps.accept(tx, actor, *a); err != nil {
					return nil, err
				}
			}
			return core.AddChange(changes, "note", "", in.Note), nil
		}})
}

// checkNote is models.Validate of an input with a note that may be needed.
func checkNote(in any, note string, needed bool) error {
	if err := models.Validate(in); err != nil {
		return err
	}
	if needed && models.FoldName(note) == "" {
		return models.InvalidInput(models.FieldFault{Field: "note", Message: "is missing"})
	}
	return nil
}

// notAcceptable says why what waits for a decision can only be declined.
func notAcceptable(now reviews.AcceptanceView) error {
	return models.Errorf(models.CodeConflict, "%s", map[accepted.Standing]string{
		accepted.Lapsed:     "the day until which this was asked is over: ask again",
		accepted.NotNeeded:  "there is no risk to accept any more",
		accepted.Exceeded:   "the risk is higher than it was when this was asked: ask again",
		accepted.Unanswered: "the question is not answered any more, so there is no risk to accept",
	}[now.Standing])
}

// accept does what follows once an acceptance is accepted: those of the same subject that hold until now make way, and
// the item is closed.
func (steps *Steps) accept(tx *store.Tx, actor models.Actor, now accepted.Acceptance) error {
	today, err := reviews.Today(tx, now.WorkspaceID, steps.core.Now())
	if err != nil {
		return err
	}
	table := store.Acceptances(tx)
	list, err := table.OfReview(now.ReviewID, now.QuestionID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.ID == now.ID || a.ChoiceID != now.ChoiceID || a.State != accepted.Accepted || a.Until < today {
			continue
		}
		a.State, a.ClosedAt, a.ClosedBy = accepted.Replaced, steps.core.Now(), actor.Name
		a.ClosedNote = "Extended until " + now.Until + "."
		a.Version++
		if err := table.Update(a); err != nil {
			return err
		}
		if a.ItemID != now.ItemID {
			if err := steps.over(tx, actor, a, "The risk is accepted anew, without this item."); err != nil {
				return err
			}
		}
	}
	if now.ItemID == "" || steps.Hooks.Accepted == nil {
		return nil
	}
	return steps.Hooks.Accepted(tx, actor, now)
}

// Withdraw takes back what one has asked for, as long as nobody has decided.
func (o Acceptances) Withdraw(ctx context.Context, id string, in accepted.Closing, seen models.IfMatch) (View, error) {
	if err := checkNote(&in, in.Note, false); err != nil {
		return View{}, err
	}
	return o.change(ctx, change{id, models.AskAcceptance, seen, o.steps.mayWithdraw,
		func(_ *store.Tx, actor models.Actor, _ reviews.AcceptanceView,
			a *accepted.Acceptance) ([]models.FieldChange, error) {
			return o.close(a, actor, accepted.Withdrawn, in.Note), nil
		}})
}

// Revoke ends an acceptance before its last day; that needs a note. The item that it closed is opened again.
func (o Acceptances) Revoke(ctx context.Context, id string, in accepted.Closing, seen models.IfMatch) (View, error) {
	if err := checkNote(&in, in.Note, true); err != nil {
		return View{}, err
	}
	return o.change(ctx, change{id, models.DecideAcceptance, seen, o.steps.mayRevoke,
		func(tx *store.Tx, actor models.Actor, now reviews.AcceptanceView,
			a *accepted.Acceptance) ([]models.FieldChange, error) {
			if now.Standing == accepted.Ended {
				return nil, models.Errorf(models.CodeConflict, "this acceptance has ended already, on %s", a.Until)
			}
			changes := o.close(a, actor, accepted.Revoked, in.Note)
			return changes, o.steps.over(tx, actor, *a, "The acceptance of the risk was revoked.")
		}})
}

func (o Acceptances) close(a *accepted.Acceptance, actor models.Actor, state accepted.State,
	note string) []models.FieldChange {
	a.State, a.ClosedAt, a.ClosedBy, a.ClosedNote = state, o.core.Now(), actor.Name, note
	return core.AddChange(core.AddChange(nil, string(state), "", a.Until), "note", "", note)
}

// over opens the item again that an acceptance closed.
func (steps *Steps) over(tx *store.Tx, actor models.Actor, a accepted.Acceptance, why string) error {
	if a.ItemID == "" || steps.Hooks.Over == nil {
		return nil
	}
	return steps.Hooks.Over(tx, actor, a, why)
}

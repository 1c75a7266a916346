package acceptance

import (
	"context"
	"errors"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// Ask asks that the risk of a question, or of a practice that it lacks, be accepted until a day. Where one is in force
// or was before, the new one extends it.
func (o Acceptances) Ask(ctx context.Context, at models.ReviewPath, in accepted.Input,
	idem models.IdempotencyKey) (View, error) {
	wrong := models.Validate(&in)
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, o.core, func(tx *store.Tx) (View, error) {
		view, err := o.steps.reviews.Find(tx, actor, models.AskAcceptance, at)
		if err != nil {
			return View{}, err
		}
		id, err := o.core.MadeBefore(tx, actor, idem, "acceptance")
		if err != nil {
			return View{}, err
		}
		if id != "" {
			return o.steps.byID(tx, actor, models.ReadReview, id)
		}
		a, err := o.steps.asked(tx, actor, view, in, wrong)
		if err != nil {
			return View{}, err
		}
		if err := store.Acceptances(tx).Put(a); err != nil {
			return View{}, err
		}
		if err := store.FollowReview(tx, view.Review); err != nil {
			return View{}, err
		}
		if err := o.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "acceptance", ID: a.ID}); err != nil {
			return View{}, err
		}
		if err := o.steps.record(tx, actor, view, a, askedChanges(a)); err != nil {
			return View{}, err
		}
		return o.steps.byID(tx, actor, models.ReadReview, a.ID)
	})
}

// asked makes the acceptance of an input. Whatever is wrong with the input, wrong included, is told at once.
func (steps *Steps) asked(tx *store.Tx, actor models.Actor, view reviews.ReviewView, in accepted.Input,
	wrong error) (accepted.Acceptance, error) {
	former, err := former(tx, view, in)
	if err != nil && models.CodeOf(err) != models.CodeConflict {
		return accepted.Acceptance{}, err
	}
	if in.ItemID == former.ItemID {
		in.ItemID = "" // is closed while the one before holds
	}
	waits := err
	faults, err := steps.faults(tx, actor, view, in, wrong)
	if err != nil {
		return accepted.Acceptance{}, err
	}
	p, q := view.Doc.Question(in.QuestionID)
	if q != nil { // where there is none the faults say so
		if err := core.Allow(tx, actor, models.AskAcceptance, view.PillarPlace(p.ID)); err != nil {
			return accepted.Acceptance{}, err
		}
	}
	if len(faults) > 0 {
		return accepted.Acceptance{}, models.InvalidInput(faults...)
	}
	risk, err := steps.riskOf(tx, view, q, in.ChoiceID)
	if err != nil {
		return accepted.Acceptance{}, err
	}
	if waits != nil {
		return accepted.Acceptance{}, waits
	}
	if in.ItemID == "" {
		in.ItemID = former.ItemID
	}
	return accepted.Acceptance{ID: models.NewID(), WorkspaceID: view.Owner, WorkloadID: view.WorkloadID,
		ReviewID: view.Review.ID, LensID: view.LensID, QuestionID: in.QuestionID, ChoiceID: in.ChoiceID,
		ItemID: in.ItemID, FormerID: former.ID, Risk: risk, Reason: in.Reason, Mitigation: in.Mitigation,
		ApproverRole: in.ApproverRole, ApproverID: in.ApproverID, Until: in.Until, State: accepted.Asked,
		AskedAt: steps.core.Now(), AskedBy: actor.Name, AskedByID: actor.UserID, Version: 1}, nil
}

// faults lists what is wrong with the fields of an input.
func (steps *Steps) faults(tx *store.Tx, actor models.Actor, view reviews.ReviewView, in accepted.Input,
	wrong error) ([]models.FieldFault, error) {
	var faults []models.FieldFault
	if wrong != nil {
		e, is := errors.AsType[*models.Error](wrong)
		if !is || e.Code != models.CodeInvalid {
			return nil, wrong
		}
		faults = e.Faults
	}
	add := func(field, message string) {
		if message != "" {
			faults = append(faults, models.FieldFault{Field: field, Message: message})
		}
	}
	today, err := reviews.Today(tx, view.Owner, steps.core.Now())
	if err != nil {
		return nil, err
	}
	if in.Until != "" {
		add("until", accepted.UntilFault(in.Until, today))
	}
	if _, q := view.Doc.Question(in.QuestionID); q == nil && in.QuestionID != "" {
		add("question_id", "is not a question of this lens")
	} else if q != nil && in.ChoiceID != "" {
		if c := q.Choice(in.ChoiceID); c == nil || c.NoneOfThese() {
			add("choice_id", "is not a practice of this question")
		}
	}
	if in.ItemID != "" {
		var err error = models.Errorf(models.CodeNotFound, "there are no items")
		if steps.Hooks.FitsItem != nil {
			err = steps.Hooks.FitsItem(tx, view.WorkloadID, in.ItemID)
		}
		if err != nil && models.CodeOf(err) != models.CodeNotFound {
			return nil, err
		} else if err != nil {
			add("item_id", "is not an item of this workload")
		}
	}
	who, err := approverFault(tx, actor, view, in.ApproverID)
	add("approver_id", who)
	return faults, err
}

// approverFault tells why a member can't be asked, "" if nothing is in the way.
func approverFault(tx *store.Tx, actor models.Actor, view reviews.ReviewView, id string) (string, error) {
	const nobody = "must be an architect or owner of the workload's workspace"
	switch {
	case id == "":
		return "", nil
	case id == actor.UserID:
		return "must be somebody else: who asks does not decide", nil
	}
	user, err := tx.User(id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nobody, nil
	}
	if err != nil {
		return "", err
	}
	member, err := tx.Member(view.Owner, id)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return nobody, nil
	case err != nil:
		return "", err
	case user.Disabled() || models.Allow(member.Actor(), models.DecideAcceptance, view.Place()) != nil:
		return nobody, nil
	}
	return "", nil
}

// riskOf is the risk that there is to accept; a Conflict where there is none.
func (steps *Steps) riskOf(tx *store.Tx, view reviews.ReviewView, q *questionnaires.Question,
	choiceID string) (questionnaires.Risk, error) {
	_, _, answer, err := steps.reviews.AnswerOf(tx, view, q.ID)
	if err != nil {
		return "", err
	}
	s, _ := accepted.SubjectOf(q, answer.Rated(), choiceID)
	switch {
	case s.AtRisk():
		return s.Risk, nil
	case s.Risk == questionnaires.RiskUnanswered:
		return "", models.Errorf(models.CodeConflict, "the question is not answered yet, so there is no risk to accept")
	case s.Open:
		return "", models.Errorf(models.CodeConflict, "the question has no risk to accept")
	}
	return "", models.Errorf(models.CodeConflict,
		"the practice is in place or does not apply, so there is no risk to accept")
}

// former is the acceptance that a new one of the same subject extends, with its item; a Conflict where one waits
// already.
func former(tx *store.Tx, view reviews.ReviewView, in accepted.Input) (found accepted.Acceptance, err error) {
	list, err := store.Acceptances(tx).OfReview(view.Review.ID, in.QuestionID)
	for _, a := range list {
		switch {
		case a.ChoiceID != in.ChoiceID:
		case a.State == accepted.Asked:
			return found, models.Errorf(models.CodeConflict, "%s has asked for this already; it waits for a decision",
				a.AskedBy)
		case found.ID == "" && a.State == accepted.Accepted:
			found = a
		}
	}
	return found, err
}

func askedChanges(a accepted.Acceptance) []models.FieldChange {
	list := core.AddChange(nil, "asked", "", a.Until)
	for _, f := range []struct{ field, value string }{{"question", a.QuestionID}, {"choice", a.ChoiceID},
		{"risk", string(a.Risk)}, {"approver_role", a.ApproverRole}, {"approver", a.ApproverID},
		{"accepted_because", a.Reason}, {"mitigation", a.Mitigation}, {"extends", a.FormerID}, {"item", a.ItemID}} {
		list = core.AddChange(list, f.field, "", f.value)
	}
	return list
}

// record tells of a change of an acceptance, in its transaction: the audit log, and those who have the review open.
func (steps *Steps) record(tx *store.Tx, actor models.Actor, view reviews.ReviewView, a accepted.Acceptance,
	changes []models.FieldChange) error {
	action := models.DecideAcceptance
	if a.State == accepted.Asked || a.State == accepted.Withdrawn {
		action = models.AskAcceptance
	}
	steps.core.Publish(tx, models.ReviewEvent{Kind: models.EventAcceptance, WorkloadID: view.WorkloadID,
		LensID: view.LensID, QuestionID: a.QuestionID}.By(actor))
	return steps.core.Record(tx, actor, core.AuditEntry{Action: action, Kind: "acceptance", ID: a.ID,
		WorkloadID: view.WorkloadID, Workspace: view.Owner, Changes: changes})
}

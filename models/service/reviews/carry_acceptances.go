package reviews

import (
	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/store"
)

// carryAcceptances brings the acceptances of a review under the ids of another version of its lens. Those that are open
// and whose question or practice is gone end, and are returned; what was decided before stays to be read under the ids
// before.
func (steps *Steps) carryAcceptances(tx *store.Tx, actor models.Actor,
	plan carriedReview) (gone []accepted.Acceptance, err error) {
	table := store.Acceptances(tx)
	all, err := table.OfReview(plan.review.ID, "")
	if err != nil {
		return nil, err
	}
	var moved []accepted.Acceptance
	for _, a := range all {
		now, stays := plan.acceptance(a)
		switch {
		case !stays && a.Open():
			now = steps.removed(a, actor, "This is not asked in version "+plan.to.Name+" of the lens.")
			gone = append(gone, now)
		case !stays || now == a:
			continue
		default:
			moved = append(moved, now)
			now.ChoiceID = now.ID // makes way: two may change places
		}
		if err := table.Update(now); err != nil {
			return nil, err
		}
	}
	for _, a := range moved {
		if err := table.Update(a); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// acceptance returns an acceptance as it is under the new version, and false where that has not got what it is about.
func (c *carriedReview) acceptance(a accepted.Acceptance) (accepted.Acceptance, bool) {
	now := a
	now.QuestionID = c.names.Question(a.QuestionID)
	_, q := c.to.Doc.Question(now.QuestionID)
	if q != nil && a.ChoiceID != "" {
		now.ChoiceID = c.names.Choice(a.QuestionID, a.ChoiceID)
		return now, q.Choice(now.ChoiceID) != nil
	}
	return now, q != nil
}

// acceptances tells what becomes of the open acceptances of what is gone or renamed.
func (a *accounting) acceptances() error {
	all, err := store.Acceptances(a.tx).OfReview(a.review.ID, "")
	if err != nil {
		return err
	}
	tell := func(m removedPart, is func(accepted.Acceptance) bool) {
		f := UpgradeEffect{Kind: AcceptanceEffect}
		for _, one := range all {
			if one.Open() && is(one) {
				f.Names = append(f.Names, one.ApproverRole)
				f.was = string(one.State) + " until " + one.Until
			}
		}
		if len(f.Names) > 0 {
			a.add(m, f, OutcomeEnded)
		}
	}
	for _, m := range a.questions {
		tell(m, func(one accepted.Acceptance) bool {
			return one.QuestionID == m.id && (m.to == "" || !a.tellsChoice(one))
		})
	}
	for _, m := range a.choices {
		tell(m, func(one accepted.Acceptance) bool { return one.QuestionID == m.question && one.ChoiceID == m.choice })
	}
	return nil
}

// tellsChoice reports whether the practice of an acceptance is accounted for by itself.
func (a *accounting) tellsChoice(one accepted.Acceptance) bool {
	for _, m := range a.choices {
		if m.question == one.QuestionID && m.choice == one.ChoiceID {
			return true
		}
	}
	return false
}

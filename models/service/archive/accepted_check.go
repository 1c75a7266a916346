package archive

import (
	"cmp"
	"fmt"
	"slices"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/planning"
	"plumbline/models/remediation"
	"plumbline/questionnaires"
)

// checkAcceptances proves that acceptances are such as can have come about: who asked has not decided, and what was
// decided says who did.
func (a *Archive) checkAcceptances() error {
	list := a.Work.Acceptances
	asked, items := map[[3]string]bool{}, map[string]bool{"": true}
	for _, i := range a.Work.Items {
		items[i.ID] = true
	}
	for n := range list {
		at := fmt.Sprintf("acceptances/%d/", n)
		one := &list[n]
		if n > 0 && one.AskedAt.Before(list[n-1].AskedAt) {
			return fault(at+"asked_at", "must not lie before that of the one before")
		}
		if err := cmp.Or(checkAcceptance(one), a.checkSubject(*one), checkRefs(*one, len(list), items)); err != nil {
			return faultsUnder(at, err)
		}
		if one.State != accepted.Asked {
			continue
		}
		subject := [3]string{one.ReviewID, one.QuestionID, one.ChoiceID}
		if asked[subject] {
			return fault(at+"state", "is asked, and so is another one of the same question or practice")
		}
		asked[subject] = true
	}
	return nil
}

func checkAcceptance(a *Acceptance) error {
	in := accepted.Input{QuestionID: a.QuestionID, ChoiceID: a.ChoiceID, Reason: a.Reason, Mitigation: a.Mitigation,
		ApproverRole: a.ApproverRole, Until: a.Until}
	if err := models.Validate(&in); err != nil {
		return err
	}
	a.Reason, a.Mitigation, a.ApproverRole = in.Reason, in.Mitigation, in.ApproverRole
	decided := a.State != accepted.Asked && a.State != accepted.Withdrawn
	closed := !slices.Contains([]accepted.State{accepted.Asked, accepted.Accepted, accepted.Declined}, a.State)
	switch {
	case !slices.Contains(accepted.States[:], a.State):
		return fault("state", "is none that there is")
	case decided && a.State != accepted.Removed && a.DecidedAt.IsZero(), !decided && !a.DecidedAt.IsZero():
		return fault("decided_at", "must be there where somebody has decided, and nowhere else")
	case closed == a.ClosedAt.IsZero():
		return fault("closed_at", "must be there where it was closed, and nowhere else")
	case a.DecidedByID != "" && a.DecidedByID == a.AskedByID:
		return fault("decided_by_id", "is who asked, and who asks does not decide")
	}
	return cmp.Or(checkDay("until", remediation.Date(a.Until)), checkRisk(a.Risk, false),
		checkVersion("version", a.Version), checkStamp("asked", a.AskedAt, a.AskedBy),
		checkStampOrNone("decided", a.DecidedAt, a.DecidedBy), checkStampOrNone("closed", a.ClosedAt, a.ClosedBy),
		checkLong("decision_note", a.DecisionNote), checkLong("closed_note", a.ClosedNote),
		checkShort("asked_by_id", a.AskedByID), checkShort("decided_by_id", a.DecidedByID),
		checkShort("approver_id", a.ApproverID), checkShort("lens_name", a.LensName))
}

// checkSubject proves that what an open acceptance is about is asked.
func (a *Archive) checkSubject(one Acceptance) error {
	switch {
	case one.ReviewID != "" && a.review(one.ReviewID) == nil:
		return fault("review", "is no review of this file")
	case !one.Open():
		return nil
	}
	_, q := a.question(one.ReviewID, one.QuestionID)
	if q == nil {
		return fault("question_id", "is not a question of its review")
	}
	if c := q.Choice(one.ChoiceID); one.ChoiceID != "" && (c == nil || c.NoneOfThese()) {
		return fault("choice_id", "is not a practice of its question")
	}
	return nil
}

// checkRefs proves that the item is in the file, and the acceptance that it extends among all the acceptances.
func checkRefs(one Acceptance, all int, items map[string]bool) error {
	if !items[one.ItemID] {
		return fault("item", "is no item of this file")
	}
	if former := placeOf(one.FormerID); one.FormerID != "" && (former < 0 || former >= all || one.FormerID == one.ID) {
		return fault("extends", "is no other acceptance of this file")
	}
	return nil
}

// checkAccepted checks the risks that were taken on purpose when a milestone was saved.
func checkAccepted(at string, list []accepted.Entry) error {
	if len(list) > maxAcceptances {
		return fault(at+"accepted", fmt.Sprintf("must have at most %d entries", maxAcceptances))
	}
	for n, e := range list {
		in := accepted.Input{QuestionID: e.QuestionID, ChoiceID: e.ChoiceID, Reason: e.Reason, Mitigation: e.Mitigation,
			ApproverRole: e.ApproverRole, Until: e.Until}
		if err := cmp.Or(models.Validate(&in), checkDay("until", remediation.Date(e.Until)), checkRisk(e.Risk, false),
			checkStamp("decided", e.DecidedAt, e.DecidedBy)); err != nil {
			return faultsUnder(fmt.Sprintf("%saccepted/%d/", at, n), err)
		}
	}
	return nil
}

// checkWontDo checks the items that would not be done when a milestone was saved.
func checkWontDo(at string, snap models.Snapshot) error {
	if len(snap.WontDo) > maxItems {
		return fault(at+"wont_do", fmt.Sprintf("must have at most %d entries", maxItems))
	}
	for n, i := range snap.WontDo {
		err := cmp.Or(checkVersion("number", i.Number), checkShort("title", i.Title), checkLong("note", i.Note),
			checkStamp("decided", i.DecidedAt, i.DecidedBy))
		if err == nil && !slices.Contains(remediation.WontDoReasons, remediation.WontDoReason(i.Reason)) {
			err = fault("reason", "is none that there is")
		}
		if err = cmp.Or(err, checkPractices(snap, i.Practices)); err != nil {
			return faultsUnder(fmt.Sprintf("%swont_do/%d/", at, n), err)
		}
	}
	return nil
}

// checkPractices checks what an item of a milestone is about.
func checkPractices(snap models.Snapshot, list []models.SnapshotPractice) (err error) {
	for _, p := range list {
		if place := placeOf(p.LensID); place < 0 || place >= len(snap.Reviews) {
			err = cmp.Or(err, fault("practices", "are of a review that the milestone does not have"))
		}
		err = cmp.Or(err, checkQuestionID(p.QuestionID), checkQuestionID(p.ChoiceID))
	}
	return err
}

// checkPlanned checks what was to be done when a milestone was saved.
func checkPlanned(at string, snap models.Snapshot) error {
	if snap.Work == nil {
		return nil
	}
	at += "planned/"
	if len(snap.Work.Items) > maxItems {
		return fault(at+"items", fmt.Sprintf("must have at most %d entries", maxItems))
	}
	if snap.Work.Day == "" {
		return fault(at+"day", "must be there")
	}
	if err := cmp.Or(checkDay("day", remediation.Date(snap.Work.Day)),
		checkDay("next_review", remediation.Date(snap.Work.NextReview)),
		checkShort("currency", snap.Work.Currency)); err != nil {
		return faultsUnder(at, err)
	}
	for n, i := range snap.Work.Items {
		err := cmp.Or(checkVersion("number", i.Number), checkShort("title", i.Title), checkShort("owner", i.Owner),
			checkDay("due_on", remediation.Date(i.DueOn)), checkPractices(snap, i.Practices))
		if i.Risk != "" {
			err = cmp.Or(err, checkRisk(i.Risk, true))
		}
		switch {
		case err != nil:
		case !remediation.Status(i.Status).Active():
			err = fault("status", "must be that of an item that is not closed")
		case !slices.Contains([]string{"", "LOW", "MEDIUM", "HIGH"}, i.Effort):
			err = fault("effort", "must be LOW, MEDIUM or HIGH")
		case min(i.BuildCost, i.RunCost) < 0 || max(i.BuildCost, i.RunCost) > remediation.MaxCost:
			err = fault("build_cost", fmt.Sprintf("and run_cost must be whole numbers from 0 to %d", int64(remediation.MaxCost)))
		case i.Reopened < 0 || i.Reopened > maxNumber:
			err = fault("reopened", "must be a whole number from 0")
		}
		if err != nil {
			return faultsUnder(fmt.Sprintf("%sitems/%d/", at, n), err)
		}
	}
	return nil
}

// checkProposals checks sets of practices that are kept; these may be gone from their lenses.
func (a *Archive) checkProposals() error {
	for n := range a.Work.Proposals {
		p, at := &a.Work.Proposals[n], fmt.Sprintf("proposals/%d/", n)
		if n > 0 && p.CreatedAt.Before(a.Work.Proposals[n-1].CreatedAt) {
			return fault(at+"created_at", "must not lie before that of the one before")
		}
		fields := p.ProposalFields
		if len(fields.Practices) > planning.MaxPractices {
			return fault(at+"practices", fmt.Sprintf("must be at most %d", planning.MaxPractices))
		}
		if err := cmp.Or(models.Validate(&fields), checkVersion("version", p.Version),
			checkStamp("created", p.CreatedAt, p.CreatedBy), checkStamp("updated", p.UpdatedAt, p.UpdatedBy)); err != nil {
			return faultsUnder(at, err)
		}
		p.ProposalFields = fields
		for i, one := range p.Practices {
			err := cmp.Or(checkQuestionID(one.QuestionID), checkQuestionID(one.ChoiceID), checkLong("title", one.Title))
			if one.LensID != "" && a.review(one.LensID) == nil {
				err = fault("review", "is no review of this file")
			}
			if err != nil {
				return faultsUnder(fmt.Sprintf("%spractices/%d/", at, i), err)
			}
		}
	}
	return nil
}

// checkDays checks daily figures: each day once, oldest first.
func (a *Archive) checkDays() error {
	last := ""
	for n, d := range a.Work.Days {
		at := fmt.Sprintf("daily_figures/%d/", n)
		if err := checkDay("day", remediation.Date(d.Day)); err != nil || d.Day <= last {
			return fault(at+"day", "must be a day such as 2026-12-31, and later than the one before")
		}
		last = d.Day
		for _, count := range countsOf(d.Counts, d.Open, d.Overdue) {
			if count < 0 || count > maxNumber {
				return fault(at+"day", "has a count below 0 or beyond what is counted")
			}
		}
	}
	return nil
}

func countsOf(c questionnaires.RiskCounts, more ...int) []int {
	return append(more, c.Unanswered, c.High, c.Medium, c.None, c.NotApplicable, c.Undecided)
}

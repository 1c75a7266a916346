package reviews

import (
	"slices"

	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/remediation"
	"plumbline/models/store"
	"plumbline/models/timezone"
	"plumbline/questionnaires"
)

// AcceptanceView is an acceptance with how it stands today.
type AcceptanceView struct {
	accepted.Acceptance
	Standing accepted.Standing
	Question *questionnaires.Question // nil: the review does not ask it any more
}

// Choice is the practice that it is about; nil for a whole question, or where the question has no such practice.
func (v AcceptanceView) Choice() *questionnaires.Choice {
	if v.Question == nil || v.ChoiceID == "" {
		return nil
	}
	return v.Question.Choice(v.ChoiceID)
}

// Today is the day that it is in a workspace at a moment, such as 2026-12-31.
func Today(tx *store.Tx, workspaceID string, now time.Time) (string, error) {
	space, err := tx.Workspace(workspaceID)
	return dayIn(space.TimeZone, now), err
}

func dayIn(zone string, now time.Time) string { return timezone.Of(zone).In(now).Format(time.DateOnly) }

// AnswersByQuestion are the answers of a review, by question id.
type AnswersByQuestion map[string]models.Answer

// ViewAcceptance tells how an acceptance stands on a day beside the answers of its review.
func ViewAcceptance(doc *questionnaires.Lens, answers AnswersByQuestion, a accepted.Acceptance,
	today string) AcceptanceView {
	v := AcceptanceView{Acceptance: a}
	var subject *accepted.Subject
	if _, q := doc.Question(a.QuestionID); q != nil {
		v.Question = q
		if s, ok := accepted.SubjectOf(q, RatedAnswer(answers, q.ID), a.ChoiceID); ok {
			subject = &s
		}
	}
	v.Standing = a.Standing(today, subject)
	return v
}

// RatedAnswer is the answer to a question as the risk engine reads it; one that nobody gave is empty.
func RatedAnswer(answers AnswersByQuestion, questionID string) questionnaires.Answer {
	if a, ok := answers[questionID]; ok {
		return a.Rated()
	}
	return questionnaires.Answer{}
}

// standing tells how acceptances of a review stand beside its answers.
func (steps *Steps) standing(tx *store.Tx, view ReviewView, rows []models.Answer,
	list []accepted.Acceptance) ([]AcceptanceView, error) {
	today, err := Today(tx, view.Owner, steps.core.Now())
	if err != nil {
		return nil, err
	}
	answers, views := models.ByQuestion(rows), make([]AcceptanceView, len(list))
	for i, a := range list {
		views[i] = ViewAcceptance(view.Doc, answers, a, today)
	}
	return views, nil
}

// wontDo adds to a snapshot the items that won't be done and would have closed practices of its reviews.
func wontDo(tx *store.Tx, snap *models.Snapshot) error {
	list, err := store.Items(tx).OfWorkload(snap.Workload.ID, remediation.WontDo)
	if err != nil {
		return err
	}
	lenses := lensesByReview(*snap)
	for _, i := range list {
		item := models.WontDoItem{Number: i.Number, Title: i.Title, Reason: string(i.WontDoReason), Note: i.StatusNote,
			DecidedAt: i.ClosedAt, DecidedBy: i.ClosedBy, Practices: practicesIn(lenses, i.Practices)}
		if len(item.Practices) == 0 {
			continue
		}
		snap.WontDo = append(snap.WontDo, item)
		if item.DecidedAt.After(snap.At) {
			snap.At = item.DecidedAt
		}
	}
	return nil
}

// inForce adds to the snapshots of reviews, which are of one workload, the acceptances that are in force today, and the
// items that won't be done.
func (steps *Steps) inForce(tx *store.Tx, snap *models.Snapshot) error {
	if !slices.ContainsFunc(snap.Reviews, func(r models.ReviewSnapshot) bool { return r.Review.Followed }) {
		return nil // nobody ever asked for one, or made an item
	}
	if err := wontDo(tx, snap); err != nil {
		return err
	}
	list, err := store.Acceptances(tx).OfWorkload(snap.Workload.ID, accepted.Accepted)
	if err != nil {
		return err
	}
	today := dayIn(snap.TimeZone, steps.core.Now())
	for i := range snap.Reviews {
		r := &snap.Reviews[i]
		answers := models.ByQuestion(r.Answers)
		for _, a := range list {
			if a.ReviewID != r.Review.ID || ViewAcceptance(r.Doc, answers, a, today).Standing != accepted.InForce {
				continue
			}
			r.Accepted = append(r.Accepted, a.Entry())
			if a.DecidedAt.After(snap.At) {
				snap.At = a.DecidedAt
			}
		}
	}
	return nil
}

// forGuest leaves out what a guest is not told: who decided acceptances, and items.
func forGuest(snap *models.Snapshot) {
	snap.WontDo = nil
	for _, r := range snap.Reviews {
		for i := range r.Accepted {
			r.Accepted[i].DecidedBy = ""
		}
	}
}

// endAcceptances ends those of a review that are open, with the reason why what they are about is gone.
func (steps *Steps) endAcceptances(tx *store.Tx, actor models.Actor, review models.Review, why string) error {
	list, err := store.Acceptances(tx).OfReview(review.ID, "")
	if err != nil {
		return err
	}
	var gone []accepted.Acceptance
	for _, a := range list {
		if !a.Open() {
			continue
		}
		a = steps.removed(a, actor, why)
		if err := store.Acceptances(tx).Update(a); err != nil {
			return err
		}
		gone = append(gone, a)
	}
	return steps.acceptancesRemoved(tx, actor, review, gone)
}

// removed is an acceptance of what is not asked any more.
func (steps *Steps) removed(a accepted.Acceptance, actor models.Actor, why string) accepted.Acceptance {
	a.State, a.ClosedAt, a.ClosedBy, a.ClosedNote = accepted.Removed, steps.core.Now(), actor.Name, why
	a.Version++
	return a
}

// addAcceptances adds to a question of a review its acceptances, and the marks of the others.
func (steps *Steps) addAcceptances(tx *store.Tx, v *QuestionView, rows []models.Answer) error {
	if !v.Review.Review.Followed { // nobody ever asked for one
		return nil
	}
	list, err := store.Acceptances(tx).OfReview(v.Review.Review.ID, "")
	if err != nil || len(list) == 0 {
		return err
	}
	views, err := steps.standing(tx, v.Review, rows, list)
	if err != nil {
		return err
	}
	v.Accepted = AcceptedQuestions(v.Review, rows, views)
	for _, a := range views {
		if a.QuestionID == v.Answer.Question.ID {
			v.Acceptances = append(v.Acceptances, a)
		}
	}
	return nil
}

// AcceptedQuestions says until which day the risk of each question is accepted, by its id: the earliest last day of the
// acceptances that account for it. Questions whose risk is not accepted, or in part only, are left out.
func AcceptedQuestions(view ReviewView, rows []models.Answer, views []AcceptanceView) map[string]string {
	choices, until := map[string][]string{}, map[string]string{}
	for _, a := range views {
		if a.Standing != accepted.InForce {
			continue
		}
		id := a.QuestionID
		choices[id] = append(choices[id], a.ChoiceID)
		if last, has := until[id]; !has || a.Until < last {
			until[id] = a.Until
		}
	}
	answers := models.ByQuestion(rows)
	for id := range until {
		if _, q := view.Doc.Question(id); !accepted.Covers(q, RatedAnswer(answers, id), choices[id]) {
			delete(until, id)
		}
	}
	return until
}

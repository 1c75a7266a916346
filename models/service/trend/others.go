package trend

import (
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/comparison"
	"plumbline/models/remediation"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// questionPath names a question as a comparison does: LensID/question, under the id that it has in the later state.
type questionPath = string

// places finds questions by what items and acceptances call them: the review, and the id that the question has now.
type places map[[2]string]questionPath

func placesOf(tx *store.Tx, load models.Workload, c comparison.Comparison) (places, error) {
	reviews, err := tx.Reviews(load.ID)
	if err != nil {
		return nil, err
	}
	found := places{}
	for _, now := range reviews {
		for _, then := range c.To.Reviews {
			if then.Review.ID != now.ID {
				continue
			}
			for _, p := range then.Doc.Pillars {
				for _, q := range p.Questions {
					id := q.ID
					if c.To.Milestone != nil { // since then an upgrade may have renamed it
						id = now.Former.Question(id)
					}
					found[[2]string{now.ID, id}] = then.Lens.ID + "/" + q.ID
				}
			}
		}
	}
	return found, nil
}

// addItems tells with each question which of the items that close its practices were confirmed or reopened.
func (p places) addItems(to map[questionPath][]comparison.Cause, changes remediation.ItemChanges) {
	add := func(kind comparison.CauseKind, list []remediation.ItemChange) {
		for _, one := range list {
			cause := comparison.Cause{Kind: kind, By: one.By, At: one.At, Item: one.Number, Title: one.Title}
			if kind == comparison.ItemReopened {
				cause.Note = one.Note
			}
			told := map[questionPath]bool{}
			for _, practice := range one.Practices {
				path, here := p[[2]string{practice.ReviewID, practice.QuestionID}]
				if here && !told[path] {
					to[path], told[path] = append(to[path], cause), true
				}
			}
		}
	}
	var done []remediation.ItemChange
	for _, one := range changes.Closed {
		if one.Done {
			done = append(done, one)
		}
	}
	add(comparison.ItemClosed, done)
	add(comparison.ItemReopened, changes.Reopened)
}

// addAcceptances tells with each question which acceptances of its risk began and ended.
func (p places) addAcceptances(to map[questionPath][]comparison.Cause, list []accepted.Acceptance, in acceptanceSpan) {
	for n := len(list) - 1; n >= 0; n-- { // oldest first
		a := list[n]
		path, here := p[[2]string{a.ReviewID, a.QuestionID}]
		if !here || a.State == accepted.Declined || a.DecidedAt.IsZero() {
			continue
		}
		if in.Holds(a.DecidedAt) {
			to[path] = append(to[path], comparison.Cause{Kind: comparison.AcceptanceBegan, By: a.DecidedBy, At: a.DecidedAt,
				Until: a.Until, Note: a.ApproverRole})
		}
		if end, over := in.end(a); over && in.Holds(end.At) {
			to[path] = append(to[path], end)
		}
	}
}

// acceptanceSpan is a span of time in the zone whose days acceptances end by.
type acceptanceSpan struct {
	remediation.Span
	zone timezone.Zone
	now  time.Time
}

// end tells when and why an acceptance ended. One that another extends goes on.
func (s acceptanceSpan) end(a accepted.Acceptance) (comparison.Cause, bool) {
	cause := comparison.Cause{Kind: comparison.AcceptanceEnded}
	switch a.State {
	case accepted.Revoked, accepted.Removed:
		cause.By, cause.At, cause.Note = a.ClosedBy, a.ClosedAt, a.ClosedNote
		return cause, true
	case accepted.Accepted:
		last, err := timezone.ParseDay(a.Until)
		if err != nil {
			return cause, false
		}
		cause.At, cause.Until = s.zone.End(last), a.Until
		return cause, !cause.At.After(s.now)
	}
	return cause, false
}

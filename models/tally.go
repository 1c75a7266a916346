package models

import "plumbline/questionnaires"

// CountReview counts a review from zero: one row for each pillar of the lens, in its order, with the notes it had.
func CountReview(doc *questionnaires.Lens, answers map[string]Answer, had []PillarReview) []PillarReview {
	rows := make([]PillarReview, len(doc.Pillars))
	for i, p := range doc.Pillars {
		rows[i].PillarID = p.ID
		for _, h := range had {
			if h.PillarID == p.ID {
				rows[i].Notes = h.Notes
			}
		}
		for _, q := range p.Questions {
			if a, ok := answers[q.ID]; ok {
				rows[i].Counts.Add(a.Risk, 1)
			} else {
				rows[i].Counts.Add(questionnaires.RiskUnanswered, 1)
			}
		}
	}
	return rows
}

// ByQuestion returns answers by question id.
func ByQuestion(answers []Answer) map[string]Answer {
	m := make(map[string]Answer, len(answers))
	for _, a := range answers {
		m[a.QuestionID] = a
	}
	return m
}

// InOrder returns one answer for each question of the lens, in its order; a question without one is UNANSWERED.
func InOrder(reviewID string, doc *questionnaires.Lens, answers []Answer) []Answer {
	have := ByQuestion(answers)
	all := make([]Answer, 0, doc.Questions())
	for _, p := range doc.Pillars {
		for _, q := range p.Questions {
			if a, ok := have[q.ID]; ok {
				all = append(all, a)
			} else {
				all = append(all, Unanswered(reviewID, p, q))
			}
		}
	}
	return all
}

// Unanswered is the answer to a question without an answer.
func Unanswered(reviewID string, p *questionnaires.Pillar, q *questionnaires.Question) Answer {
	return Answer{
		ReviewID: reviewID, PillarID: p.ID, QuestionID: q.ID, Risk: questionnaires.RiskUnanswered,
		AnswerFields: AnswerFields{Applicable: true, Reason: NoReason},
	}
}

// NextUnanswered finds the first unanswered question from an index on, going on from the start after the end.
func NextUnanswered(answers []Answer, from int) (int, bool) {
	for step := range answers {
		if i := (from + step) % len(answers); answers[i].Risk == questionnaires.RiskUnanswered {
			return i, true
		}
	}
	return 0, false
}

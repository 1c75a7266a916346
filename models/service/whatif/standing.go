package whatif

import (
	"slices"
	"time"

	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/models/store/micros"
	"plumbline/models/store/planning"
	q "plumbline/questionnaires"
)

// Standing is how a review stands, question by question, as far as that is kept in memory. It never changes.
type Standing struct{ kept *keptReview }

// Standings tells how the reviews stand, in their order. It reads the answers of those that were never looked at in
// their state, and no other ones.
func (p Plans) Standings(tx *store.Tx, reached []planning.Reached) ([]Standing, error) {
	kept, err := p.steps.kept.of(tx, p.steps.lenses.Documents, reached)
	list := make([]Standing, len(kept))
	for i, one := range kept {
		list[i] = Standing{one}
	}
	return list, err
}

// Version is the version of the lens that the review is on. Reviews on the same one share it.
func (s Standing) Version() *lenses.Version { return s.kept.version.Version }

// Question is the question at a place of the lens.
func (s Standing) Question(at int) *q.Question { return s.kept.version.questions[at].Question }

// Counts are the questions by risk, for each pillar of the lens. They are not to be changed.
func (s Standing) Counts() []q.RiskCounts { return s.kept.counts }

// EachRisk calls f with the risk of each question of the lens, in its order.
func (s Standing) EachRisk(f func(question int, risk q.Risk)) {
	for at, code := range s.kept.risks {
		f(at, riskCodes[code])
	}
}

// EachMissing calls f with each choice that is missing at a question that has a risk, or of which the lens does not say:
// its place among all choices of the lens, and the risk of the question.
func (s Standing) EachMissing(f func(practice int, risk q.Risk)) {
	for _, question := range s.kept.questions {
		for _, m := range question.Missing {
			f(s.kept.version.questions[question.at].firstChoice+m.Choice, question.Risk)
		}
	}
}

// Oldest is the question of this risk whose answer has stood longest without a change, by its place in the lens, and
// since when; false where there is none.
func (s Standing) Oldest(risk q.Risk) (question int, since time.Time, found bool) {
	var first int64
	for _, one := range s.kept.questions {
		if one.Risk == risk && (!found || one.changed < first) {
			question, first, found = one.at, one.changed, true
		}
	}
	return question, micros.Time(first), found
}

// riskCode is a risk in a byte: one is kept for each question of each review.
type riskCode uint8

// riskCodes are the risks by their codes. What nobody answered is the zero.
var riskCodes = [...]q.Risk{q.RiskUnanswered, q.RiskHigh, q.RiskMedium, q.RiskNone, q.RiskNotApplicable,
	q.RiskUndecided}

func codeOf(r q.Risk) riskCode { return riskCode(max(0, slices.Index(riskCodes[:], r))) }

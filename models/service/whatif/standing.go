package whatif

import (
	"slices"
	"time"

	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/models/store/micros"
	"plumbline/models/store/planning"
	q "plumbline/questionnaires"
	"plumbline/questionnaires/improve"
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

// StandingSums are how reviews on one version of a lens stand together.
type StandingSums struct {
	Reviews   int
	Risks     []q.RiskCounts // by question of the lens
	Practices []MissingSum   // by choice of the lens, those of one question after those of the one before it
}

// MissingSum is in how many reviews a choice is missing, by the risk of its question.
type MissingSum struct{ High, Medium, Undecided int }

// AddTo adds the review to the sums of its version.
func (s Standing) AddTo(sums *StandingSums) {
	if sums.Risks == nil {
		sums.Risks = make([]q.RiskCounts, len(s.kept.risks))
		sums.Practices = make([]MissingSum, s.kept.version.practices)
	}
	sums.Reviews++
	for at, code := range s.kept.risks {
		one := &sums.Risks[at]
		switch code {
		case unansweredCode:
			one.Unanswered++
		case highCode:
			one.High++
		case mediumCode:
			one.Medium++
		default:
			one.Add(riskCodes[code], 1)
		}
	}
	for _, m := range s.kept.missing {
		one := &sums.Practices[m>>2]
		switch riskCode(m & 3) {
		case highCode:
			one.High++
		case mediumCode:
			one.Medium++
		default:
			one.Undecided++
		}
	}
}

// OldestHigh is the question with a high risk whose answer has stood longest without a change, by its place in the
// lens, and since when; false where there is none.
func (s Standing) OldestHigh() (question int, since time.Time, found bool) {
	o := s.kept.oldest
	return o.question, micros.Time(o.changed), o.found
}

// oldestAnswer is the answer that has stood longest, with when it was changed last, in microseconds since 1970.
type oldestAnswer struct {
	found    bool
	question int
	changed  int64
}

func (o *oldestAnswer) see(risk q.Risk, question int, changed int64) {
	if risk == q.RiskHigh && (!o.found || changed < o.changed) {
		*o = oldestAnswer{true, question, changed}
	}
}

// riskCode is a risk in a byte: one is kept for each question of each review.
type riskCode uint8

// riskCodes are the risks by their codes. What nobody answered is the zero.
var riskCodes = [...]q.Risk{q.RiskUnanswered, q.RiskHigh, q.RiskMedium, q.RiskUndecided, q.RiskNone,
	q.RiskNotApplicable}

const (
	unansweredCode riskCode = iota
	highCode
	mediumCode
)

func codeOf(r q.Risk) riskCode { return riskCode(max(0, slices.Index(riskCodes[:], r))) }

// missingCode is the place of a choice among those of the lens, times four, and the code of the risk of its question,
// of which those have three.
type missingCode uint32

func appendMissing(list []missingCode, first int, a *improve.Answered) []missingCode {
	code := missingCode(codeOf(a.Risk))
	for _, m := range a.Missing {
		list = append(list, missingCode(first+m.Choice)<<2|code)
	}
	return list
}

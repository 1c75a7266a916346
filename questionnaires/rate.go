package questionnaires

import (
	"math/bits"

	"plumbline/questionnaires/rules"
)

// QuestionRating is the risk of one question and what led to it. Two ratings of one question are equal if the answers
// are.
type QuestionRating struct {
	Risk  Risk
	Rule  int // index into the question's RiskRules, or -1 if no rule decided
	Basis RatingBasis

	question *Question
	state    rules.AnswerState // normal
}

// RatingBasis is the kind of ground that a rating stands on.
type RatingBasis string

// The grounds, in the order in which Rate looks for them.
const (
	OnQuestionNotApplicable RatingBasis = "question-not-applicable"    // somebody said the question does not apply
	OnNoAnswer              RatingBasis = "no-answer"                  // nothing selected, nothing marked
	OnAllNotApplicable      RatingBasis = "all-choices-not-applicable" // but for "none of these", which can't be
	OnRule                  RatingBasis = "rule"                       // the condition of Rule is met
	OnDefault               RatingBasis = "default"                    // no condition is met, and Rule is the default
	OnNoRule                RatingBasis = "no-rule"                    // no condition is met and there is no default: Undecided
)

// Rate returns the risk of a question that Parse returned. It depends on nothing but the rules and the answer, and does
// not allocate. Ids that the question does not have are passed over, and so is a not-applicable mark on a "none of
// these". Where no rule decides, the question is Undecided.
func (q *Question) Rate(a Answer) QuestionRating {
	r := QuestionRating{Risk: RiskNotApplicable, Rule: -1, Basis: OnQuestionNotApplicable, question: q}
	r.state = q.set.Normal(rules.AnswerState{Selected: q.mask(a.Selected), NotApplicable: q.mask(a.NotApplicable)})
	if !a.DoesNotApply {
		r.decide()
	}
	return r
}

// decide rates the state.
func (r *QuestionRating) decide() {
	q := r.question
	switch {
	case r.state == rules.AnswerState{}:
		r.Risk, r.Basis = RiskUnanswered, OnNoAnswer
	case q.noneApplies(r.state):
		r.Risk, r.Basis = RiskNone, OnAllNotApplicable
	default:
		r.Rule = q.set.Match(r.state)
		r.Risk, r.Basis = levelRisk(q.set.Level(r.Rule)), q.basis(r.Rule)
	}
}

// RiskWith is the risk of the question once more of its choices, given by their places, are selected: some that apply
// and are no "none of these", which goes with them.
func (r QuestionRating) RiskWith(choices ...int) Risk {
	if r.Basis != OnQuestionNotApplicable {
		r.state.Selected &= r.question.set.Regular()
		for _, c := range choices {
			r.state.Selected |= 1 << c
		}
		r.decide()
	}
	return r.Risk
}

// HasDefault reports whether a rule applies where no other does: then no answer is Undecided.
func (q *Question) HasDefault() bool { return q.firstDefault() >= 0 }

func (q *Question) basis(rule int) RatingBasis {
	switch {
	case rule < 0:
		return OnNoRule
	case q.set.IsDefault(rule):
		return OnDefault
	}
	return OnRule
}

// noneApplies reports whether the question has choices other than "none of these" and all are not applicable.
func (q *Question) noneApplies(st rules.AnswerState) bool {
	regular := q.set.Regular()
	return regular != 0 && st.NotApplicable == regular
}

// mask turns choice ids into bits. Answers mostly come in the order of the lens, so each search starts where the
// last one ended.
func (q *Question) mask(ids []string) (m uint64) {
	at := 0
	for _, id := range ids {
		for range q.Choices {
			c := at
			if at++; at == len(q.Choices) {
				at = 0
			}
			if q.Choices[c].ID == id {
				m |= 1 << c
				break
			}
		}
	}
	return m
}

// inOrder turns bits into indices of choices, in the order of the lens.
func inOrder(m uint64) []int {
	list := make([]int, 0, bits.OnesCount64(m))
	for ; m != 0; m &= m - 1 {
		list = append(list, bits.TrailingZeros64(m))
	}
	return list
}

package questionnaires

import (
	"slices"

	"plumbline/questionnaires/rules"
)

// RatingReason is why a question has its risk: facts alone. Package labels makes the sentences that people read of
// them.
//
// Choices are named by id, in the order of the lens; Title gives what people read. Which of the lists are filled
// depends on the Basis:
//
//   - OnRule: the choices that the condition of the rule stands on;
//   - OnDefault and OnNoRule: all choices that are selected or marked as not applicable; and where a default rule
//
// states
//
//	  no risk, the choices that are neither, apart by whether selecting one would raise the risk;
//	- OnAllNotApplicable: the choices that are marked as not applicable.
type RatingReason struct {
	Risk  Risk
	Basis RatingBasis
	Rule  int // index into the question's RiskRules, or -1 if no rule decided

	Selected      []string
	Unselected    []string // that the risk stands on
	NotApplicable []string
	WithoutEffect []string // unselected; selecting one of them alone leaves the risk as it is
	NoneOfThese   []string // selected "none of these"; for OnRule they are among Selected

	Partial       bool // what is selected lowers the risk already, or is needed for a lower one, but is not enough
	Unconditional bool // the rules of the question name no choice: they rate every answer the same
	Complete      bool // everything that applies is selected

	Paths []RiskPath // the fewest choices that are missing for each lower risk; none where selecting more does not help

	Cite bool // whoever explains it names choices by their document ids, where they have one

	question *Question
}

// Cited is what people cite a choice by, where that is what it is to be named by; "" is to be named by its title.
func (r RatingReason) Cited(choice string) string {
	if !r.Cite || r.question == nil {
		return ""
	}
	if c := r.question.Choice(choice); c != nil && c.Guidance != nil {
		return c.Guidance.DocumentID
	}
	return ""
}

// Title is the title of a choice; a choice without one goes by its id, and so does an unknown one.
func (r RatingReason) Title(choice string) string {
	if r.question != nil {
		for _, c := range r.question.Choices {
			if c.ID == choice && c.Title != "" {
				return c.Title
			}
		}
	}
	return choice
}

// RatingReason returns what in the answer led to the risk, and what is missing for a lower one.
func (r QuestionRating) Reason() RatingReason {
	set, regular := r.question.set, r.question.set.Regular()
	why := RatingReason{Risk: r.Risk, Basis: r.Basis, Rule: r.Rule, question: r.question, Paths: r.paths(),
		Unconditional: set.Named() == 0, Complete: regular&^(r.state.Selected|r.state.NotApplicable) == 0}
	name := r.question.choiceIDs
	switch r.Basis {
	case OnQuestionNotApplicable, OnNoAnswer:
	case OnRule:
		g := set.Grounds(r.Rule, r.state)
		why.Selected, why.Unselected, why.NotApplicable = name(g.Present), name(g.Absent), name(g.NotApplicable)
		why.Partial = g.Absent == 0 && r.helps(g.Present&regular, why.Paths)
	default:
		why.Selected, why.NoneOfThese = name(r.state.Selected&regular), name(r.state.Selected&^regular)
		why.NotApplicable = name(r.state.NotApplicable)
		if r.Basis == OnDefault && r.Risk == RiskNone {
			raising, idle := r.unselected()
			why.Unselected, why.WithoutEffect = name(raising), name(idle)
		}
	}
	return why
}

// choiceIDs names choices in the order of the lens.
func (q *Question) choiceIDs(choices uint64) []string {
	var ids []string
	for _, i := range inOrder(choices) {
		ids = append(ids, q.Choices[i].ID)
	}
	return ids
}

// helps reports whether the selected choices did lower the risk, or are needed on a path to a lower one. Where they
// raised it, they are no good beginning.
func (r QuestionRating) helps(choices uint64, paths []RiskPath) bool {
	if choices == 0 || len(paths) == 0 {
		return false
	}
	now, without := r.level(r.state.Selected), r.level(r.state.Selected&^choices)
	if without != now {
		return without > now
	}
	return slices.ContainsFunc(paths, func(p RiskPath) bool {
		more := r.state.Selected&r.question.set.Regular() | r.question.mask(p.Sets[0])
		return r.level(more&^choices) > r.level(more)
	})
}

// level is the risk that the rules state with another selection.
func (r QuestionRating) level(selected uint64) rules.Level {
	set := r.question.set
	return set.Level(set.Match(rules.AnswerState{Selected: selected, NotApplicable: r.state.NotApplicable}))
}

// unselected parts the choices that apply and are not selected where the rules state no risk: those of which each alone
// would raise it, and those that alone would change nothing.
func (r QuestionRating) unselected() (raising, idle uint64) {
	regular := r.question.set.Regular()
	selected := r.state.Selected & regular
	for _, c := range inOrder(regular &^ (selected | r.state.NotApplicable)) {
		if r.level(selected|1<<c) > rules.NoRisk {
			raising |= 1 << c
		} else {
			idle |= 1 << c
		}
	}
	return raising, idle
}

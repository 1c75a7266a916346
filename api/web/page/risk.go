package page

import (
	"plumbline/models/labels"
	"plumbline/questionnaires"
)

// RiskMark is a state with its count: always a word and a shape as well as a colour.
type RiskMark struct {
	Class, Word string
	N           int
}

// RiskMarks are the states that are counted, the worst first.
func RiskMarks(c questionnaires.RiskCounts) []RiskMark {
	var list []RiskMark
	for _, state := range c.States() {
		r := RiskMarkOf(state)
		r.N = c.Of(state)
		list = append(list, r)
	}
	return list
}

// RiskMarkOf is one risk as word and shape.
func RiskMarkOf(r questionnaires.Risk) RiskMark { return RiskMark{riskClass(r), labels.Risk(r), 1} }

// riskClass is the name of a risk in styles and scripts; that of a risk nobody knows is that of an open question.
func riskClass(r questionnaires.Risk) string {
	switch r {
	case questionnaires.RiskHigh:
		return "high"
	case questionnaires.RiskMedium:
		return "medium"
	case questionnaires.RiskNone:
		return "none"
	case questionnaires.RiskNotApplicable:
		return "na"
	case questionnaires.RiskUndecided:
		return "undecided"
	}
	return "open"
}

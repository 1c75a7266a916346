package questionnaires

import (
	"fmt"

	"plumbline/questionnaires/rules"
)

// RuleFinding is something that follows from a question's rules and that its author probably did not intend. Findings
// speak of the answers that rules decide: something is selected or marked, and something applies.
type RuleFinding struct {
	Kind       FindingKind
	PillarID   string // only from Lens.Findings
	QuestionID string
	Rule       int    // index into the question's RiskRules, or -1
	Risk       Risk   // the one the finding is about, or ""
	ChoiceID   string // the one the finding is about, or ""
	Message    string // one or two plain sentences; they count rules from 1 and name choices by id
}

// FindingKind is short and stable.
type FindingKind string

// The kinds of findings, in the order in which a question's findings come.
const (
	TooComplex            FindingKind = "too-complex"                         // the rules can't be analysed; then it is the only finding
	MissingDefault        FindingKind = "missing-default"                     // Risk is Undecided if some answer meets no rule, or ""
	DuplicateDefault      FindingKind = "duplicate-default"                   // Rule is a default after the first
	RuleNeverFires        FindingKind = "rule-never-fires"                    // Rule decides no answer
	RuleNeedsInapplicable FindingKind = "rule-only-fires-with-not-applicable" // a remark: Rule decides no answer without such a mark
	RiskUnreachable       FindingKind = "risk-unreachable"                    // a rule states Risk, or it is NONE, and no answer comes to it
	ChoiceWithoutEffect   FindingKind = "choice-without-effect"               // the risk does not depend on ChoiceID, or, if "", on any
)

// Findings returns the findings of all questions, in the order of the lens.
func (l *Lens) Findings() []RuleFinding {
	var all []RuleFinding
	for _, p := range l.Pillars {
		for _, q := range p.Questions {
			for _, f := range q.Findings() {
				f.PillarID = p.ID
				all = append(all, f)
			}
		}
	}
	return all
}

// Findings returns what is odd about the rules of one question that Parse returned. It is exact: all answers are
// looked at, with every choice selected, unselected and not applicable.
//
// HIGH and MEDIUM are reported as unreachable only if some rule states them; NONE always is, for then no work on the
// question can clear it. A "none of these" that no rule names is not reported as a choice without effect: it is there
// to answer the question. Nor is one whose riskLevel is LOW. That a choice is the something that is selected is no
// effect of that choice either.
func (q *Question) Findings() []RuleFinding {
	a, ok := q.set.Analyse()
	if !ok {
		return []RuleFinding{q.finding(TooComplex, -1, "",
			"The rules are too tangled to analyse all answers. Ratings are not affected.")}
	}
	found := q.defaultFindings(a)
	for i := range q.RiskRules {
		found = append(found, q.ruleFindings(i, a.Rules[i])...)
	}
	found = append(found, q.riskFindings(a)...)
	return append(found, q.choiceFindings(a)...)
}

func (q *Question) finding(kind FindingKind, rule int, risk Risk, message string) RuleFinding {
	return RuleFinding{Kind: kind, QuestionID: q.ID, Rule: rule, Risk: risk, Message: message}
}

func (q *Question) defaultFindings(a rules.RuleAnalysis) []RuleFinding {
	if q.HasDefault() {
		return nil
	}
	if a.Uncovered == nil {
		return []RuleFinding{q.finding(MissingDefault, -1, "",
			"There is no default rule. As the rules stand, every answer meets one of them.")}
	}
	return []RuleFinding{q.finding(MissingDefault, -1, RiskUndecided, fmt.Sprintf(
		"There is no default rule, and some answers meet no rule, for example %s. For them the lens does not say: they are undecided.",
		q.example(*a.Uncovered)))}
}

func (q *Question) ruleFindings(i int, fate rules.RuleResult) []RuleFinding {
	first := q.firstDefault()
	risk := q.statedRisk(i)
	switch {
	case q.set.IsDefault(i) && i != first:
		return []RuleFinding{q.finding(DuplicateDefault, i, risk, fmt.Sprintf(
			"Rule %d is a second default and never decides, since rule %d is the one that applies.", i+1, first+1))}
	case fate.Reach == rules.ReachNever:
		return []RuleFinding{q.finding(RuleNeverFires, i, risk, q.neverFires(i, fate))}
	case fate.Reach == rules.ReachWithNotApplicableOnly:
		return []RuleFinding{q.finding(RuleNeedsInapplicable, i, risk, fmt.Sprintf(
			"%s decides only where choices are marked as not applicable, for example %s.", q.ruleName(i),
			q.example(fate.Example)))}
	}
	return nil
}

func (q *Question) neverFires(i int, fate rules.RuleResult) string {
	said := q.ruleName(i) + " never decides: "
	switch {
	case q.set.IsDefault(i):
		said += "every answer meets another rule."
	case fate.Met:
		said += "every answer that meets its condition meets an earlier rule first (" + ruleNumbers(fate.Before) + ")."
	default:
		said += "no answer meets its condition."
	}
	if q.oneAnswer() {
		said += " With a single choice and no \"none of these\" (an id ending in _no), every answer has that choice selected."
	}
	return said
}

// oneAnswer reports whether there is only one answer that the rules decide.
func (q *Question) oneAnswer() bool { return len(q.Choices) == 1 && q.set.Regular() != 0 }

func (q *Question) riskFindings(a rules.RuleAnalysis) (found []RuleFinding) {
	for _, level := range []rules.Level{rules.HighRisk, rules.MediumRisk, rules.NoRisk} {
		risk := levelRisk(level)
		at := -1
		for i := range q.RiskRules {
			if at < 0 && q.statedRisk(i) == risk {
				at = i
			}
		}
		switch {
		case a.Levels[level] != rules.ReachNever:
		case at >= 0:
			found = append(found,
				q.finding(RiskUnreachable, at, risk, fmt.Sprintf("No answer comes to %s, though rule %d states it.", risk, at+1)))
		case risk == RiskNone:
			found = append(found,
				q.finding(RiskUnreachable, -1, risk,
					"No answer comes to NONE, and no rule states it: only marking everything as not applicable clears this question."))
		}
	}
	return found
}

func (q *Question) choiceFindings(a rules.RuleAnalysis) (found []RuleFinding) {
	named := q.set.Named()
	mattering := q.set.Regular() | named
	idle := a.Idle & mattering
	all := idle == mattering && alwaysSameRisk(a)
	if idle &^= q.low(); all && idle == 0 {
		return nil
	}
	if all {
		return []RuleFinding{q.finding(ChoiceWithoutEffect, -1, "",
			"No choice has an effect: every answer comes to the same risk.")}
	}
	for _, c := range inOrder(idle) {
		f := q.finding(ChoiceWithoutEffect, -1, "",
			fmt.Sprintf("The risk does not depend on %q: no rule names it.", q.Choices[c].ID))
		if named>>c&1 != 0 {
			f.Message = fmt.Sprintf("The risk does not depend on %q, though the rules name it.", q.Choices[c].ID)
		}
		f.ChoiceID = q.Choices[c].ID
		found = append(found, f)
	}
	return found
}

// low returns the choices that the lens itself says to mean little: they are expected to have no effect.
func (q *Question) low() (m uint64) {
	for i, c := range q.Choices {
		if c.low() {
			m |= 1 << i
		}
	}
	return m
}

// alwaysSameRisk reports whether all answers come to one risk.
func alwaysSameRisk(a rules.RuleAnalysis) bool {
	reached := 0
	for _, reach := range a.Levels {
		if reach != rules.ReachNever {
			reached++
		}
	}
	return reached == 1
}

func (q *Question) firstDefault() int {
	for i := range q.RiskRules {
		if q.set.IsDefault(i) {
			return i
		}
	}
	return -1
}

func (q *Question) statedRisk(i int) Risk { return levelRisk(q.set.Level(i)) }

package questionnaires

import (
	"fmt"
	"strings"

	"plumbline/questionnaires/rules"
)

// Risks that a rule can mean, as the format spells them.
const (
	HighRisk   = "HIGH_RISK"
	MediumRisk = "MEDIUM_RISK"
	NoRisk     = "NO_RISK"
)

var ruleRisks = []string{HighRisk, MediumRisk, NoRisk}

// rules returns the risk rules in array n over the choices of a question.
func (p *lensParser) rules(n int32, choices []*Choice) []RiskRule {
	list := p.list(n, MaxRiskRules, "rules")
	if list == nil {
		return nil
	}
	out := make([]RiskRule, len(list))
	seen := map[string]bool{}
	defaults, readable := 0, true
	for i, c := range list {
		f, extra := p.object(c, &ruleShape)
		out[i] = RiskRule{Extra: extra, Risk: p.risk(f[ruleRisk], seen)}
		expr := p.condition(f[ruleCondition], &out[i], choices)
		if expr == nil || !expr.Default() {
			readable = readable && expr != nil
			continue
		}
		if defaults++; i < len(list)-1 {
			p.report(codeEarlyDefault, c, "The default rule is tried after all others, so it reads best as the last one.")
		}
	}
	if defaults == 0 && readable {
		p.report(codeNoDefault, n, "There is no default rule: an answer that fits no rule is undecided.")
	}
	return out
}

// risk returns the risk n of a rule; seen holds those of the rules before it. The format has one rule for each risk,
// but two with the same one can be rated, so only strict mode refuses them.
func (p *lensParser) risk(n int32, seen map[string]bool) string {
	if n == 0 {
		return ""
	}
	r := p.doc.Text(n)
	switch {
	case r != HighRisk && r != MediumRisk && r != NoRisk:
		p.report(codeRisk, n, fmt.Sprintf("%q is not a risk; there are %s.%s",
			clipQuote(r), strings.Join(ruleRisks, ", "), didYouMean(r, ruleRisks)))
	case seen[r]:
		p.report(codeRepeatedRisk, n, fmt.Sprintf("Another rule means %s already. Join the two conditions with ||.", r))
	}
	seen[r] = true
	return r
}

// condition fills in the condition n and returns its expression, or nil where it has none.
func (p *lensParser) condition(n int32, to *RiskRule, choices []*Choice) *rules.Condition {
	if n == 0 {
		return nil
	}
	to.Condition = p.doc.Text(n)
	if count := characters(to.Condition); count > MaxCondition {
		p.report(codeTooLong, n, fmt.Sprintf("The condition has %d characters; at most %d are allowed.", count, MaxCondition))
		return nil
	}
	expr, bad := rules.Parse(to.Condition)
	if bad != nil {
		p.reportAt(codeCondition, n, p.doc.Offset(n, bad.Offset), "The condition is not well formed: "+bad.Message+".")
		return nil
	}
	p.known(n, expr, choices)
	if i := mixedOperator(to.Condition); i >= 0 {
		p.reportAt(codeMixedOperators, n, p.doc.Offset(n, i),
			"This condition mixes && and || without brackets. && binds more tightly; brackets would say so.")
	}
	return expr
}

// known reports ids in a condition that no choice has. Where there are too many choices that is the problem to solve.
func (p *lensParser) known(n int32, expr *rules.Condition, choices []*Choice) {
	if len(choices) > MaxChoices {
		return
	}
	for _, ref := range expr.IDs() {
		if hasChoice(choices, ref.ID) || p.full(codeUnknownChoice) {
			continue
		}
		ids := make([]string, 0, MaxChoices)
		for _, c := range choices {
			ids = append(ids, c.ID)
		}
		p.reportAt(codeUnknownChoice, n, p.doc.Offset(n, ref.Offset),
			fmt.Sprintf("This question has no choice %q.%s", clipQuote(ref.ID), didYouMean(ref.ID, ids)))
	}
}

// hasChoice looks through a list of 15 at most, where a map would be slower.
func hasChoice(choices []*Choice, id string) bool {
	for _, c := range choices {
		if c.ID == id {
			return true
		}
	}
	return false
}

// mixedOperator finds the second kind of operator in a well-formed condition that has both between the same brackets,
// or gives -1.
func mixedOperator(condition string) int {
	if !strings.Contains(condition, "&&") || !strings.Contains(condition, "||") {
		return -1
	}
	operators := []byte{0}
	for i := 0; i < len(condition); i++ {
		top := len(operators) - 1
		switch c := condition[i]; c {
		case '(':
			operators = append(operators, 0)
		case ')':
			operators = operators[:top]
		case '&', '|':
			if operators[top]|c == '&'|'|' && operators[top] != c {
				return i
			}
			operators[top] = c
			i++
		}
	}
	return -1
}

package questionnaires

import (
	"fmt"

	"plumbline/questionnaires/rules"
)

// The language takes what the format allows: these do not compile otherwise.
const (
	_ = uint(rules.MaxCandidates - MaxChoices)
	_ = uint(rules.MaxLength - MaxCondition)
)

// compile readies the risk rules for Rate, Paths and Findings. Parse calls it for every question without errors.
func (q *Question) compile() error {
	ids := make([]string, len(q.Choices))
	for i, c := range q.Choices {
		ids[i] = c.ID
	}
	rs := make([]rules.Rule, len(q.RiskRules))
	for i, r := range q.RiskRules {
		condition, serr := rules.Parse(r.Condition)
		if serr != nil {
			return fmt.Errorf("question %s, rule %d: %w", q.ID, i+1, serr)
		}
		level, known := statedLevel(r.Risk)
		if !known {
			return fmt.Errorf("question %s, rule %d: unknown risk %q", q.ID, i+1, r.Risk)
		}
		rs[i] = rules.Rule{Condition: condition, Level: level}
	}
	set, err := rules.Compile(ids, rs)
	if err != nil {
		return fmt.Errorf("question %s: %w", q.ID, err)
	}
	q.set = set
	return nil
}

// statedLevel reads the risk of a rule.
func statedLevel(risk string) (rules.Level, bool) {
	switch risk {
	case "HIGH_RISK":
		return rules.HighRisk, true
	case "MEDIUM_RISK":
		return rules.MediumRisk, true
	case "NO_RISK":
		return rules.NoRisk, true
	}
	return 0, false
}

// levelRisk is the risk of a question that a rule of this level decides.
func levelRisk(l rules.Level) Risk {
	switch l {
	case rules.HighRisk:
		return RiskHigh
	case rules.MediumRisk:
		return RiskMedium
	case rules.NoRisk:
		return RiskNone
	}
	return RiskUndecided
}

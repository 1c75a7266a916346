package rules

// Level is the risk that a rule states, in rising order.
type Level uint8

// The three levels of the format, NO_RISK, MEDIUM_RISK and HIGH_RISK, and Undecided: no rule decides, so the lens
// does not say. A rule can't state that. It stands above the others, since it is never a good verdict.
const (
	NoRisk Level = iota
	MediumRisk
	HighRisk
	Undecided
	levelCount = iota
)

// Rule says which risk a condition means.
type Rule struct {
	Condition *Condition
	Level     Level
}

// AnswerState is an answer to one question: bit i stands for the i-th choice that Compile was given.
type AnswerState struct {
	Selected, NotApplicable uint64
}

// noneOfThese tells a "none of these" choice by its id. The questionnaires package has the same rule.
func noneOfThese(id string) bool {
	return len(id) > 3 && id[len(id)-3:] == "_no"
}

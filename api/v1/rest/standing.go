package rest

import "plumbline/questionnaires"

// Counts always names all five risks, and beside them what no rule rates; the six add up to all questions.
type Counts struct {
	Unanswered    int `json:"UNANSWERED" doc:"questions nobody dealt with"`
	High          int `json:"HIGH" doc:"questions with a high risk"`
	Medium        int `json:"MEDIUM" doc:"questions with a medium risk"`
	None          int `json:"NONE" doc:"questions that their lens rates as being without risk; undecided ones are not among them"`
	NotApplicable int `json:"NOT_APPLICABLE" doc:"questions that do not apply"`
	Undecided     int `json:"undecided" doc:"answered questions of which the lens does not say: no rule is true and there is no default"`
}

// Standing is what counts add up to. It is part of every thing that is counted.
type Standing struct {
	RiskCounts Counts `json:"risk_counts" doc:"questions by risk"`
	Answered   int    `json:"answered" doc:"questions that somebody dealt with"`
	Questions  int    `json:"questions" doc:"all questions"`
	Score      *int   `json:"score" doc:"0 to 100; null where no question applies. score = 100 × (no risk + ½ medium) ÷ (high + medium + no risk + undecided + unanswered), rounded down"`
}

// StandingOf gives what counts add up to.
func StandingOf(c questionnaires.RiskCounts) Standing {
	s := Standing{RiskCounts: Counts(c), Answered: c.Answered(), Questions: c.Total()}
	if score, ok := c.Score(); ok {
		s.Score = &score
	}
	return s
}

package models

import (
	"testing"

	"plumbline/questionnaires"
)

// A snapshot that an older release froze says NONE of what no rule rates. It is marked when it is opened; risks that
// were recorded otherwise stay.
func TestMarkUndecided(t *testing.T) {
	doc, problems := questionnaires.Parse([]byte(`{"schemaVersion":"2021-11-01","name":"L","pillars":[{"id":"ppp","name":"P","questions":[
		{"id":"qu1","title":"T","choices":[{"id":"aaa","title":"A"},{"id":"bbb","title":"B"}],"riskRules":[{"condition":"aaa","risk":"NO_RISK"}]},
		{"id":"qu2","title":"T","choices":[{"id":"aa2","title":"A"},{"id":"bb2","title":"B"}],"riskRules":[{"condition":"aa2","risk":"NO_RISK"}]}]}]}`),
		questionnaires.ParseOptions{})
	if doc == nil {
		t.Fatal(problems)
	}
	answer := func(q, choice string, risk questionnaires.Risk) Answer {
		return Answer{QuestionID: q, PillarID: "ppp", Risk: risk, AnswerFields: AnswerFields{Applicable: true,
			Choices: []ChoiceAnswer{{ChoiceID: choice, Status: ChoiceSelected}}}}
	}
	for _, c := range []struct {
		why    string
		q1, q2 Answer
		want   questionnaires.RiskCounts
	}{
		{"no rule", answer("qu1", "bbb", questionnaires.RiskNone), answer("qu2", "aa2", questionnaires.RiskNone),
			questionnaires.RiskCounts{None: 1, Undecided: 1}},
		{"rated", answer("qu1", "aaa", questionnaires.RiskNone), answer("qu2", "aa2", questionnaires.RiskNone),
			questionnaires.RiskCounts{None: 2}},
		{"recorded as high", answer("qu1", "bbb", questionnaires.RiskHigh), answer("qu2", "aa2", questionnaires.RiskNone),
			questionnaires.RiskCounts{None: 1, High: 1}},
	} {
		r := ReviewSnapshot{Doc: doc, Answers: []Answer{c.q1, c.q2}}
		r.Review.Pillars = []PillarReview{{PillarID: "ppp", Notes: "n", Counts: questionnaires.RiskCounts{None: 2}}}
		if c.q1.Risk == questionnaires.RiskHigh {
			r.Review.Pillars[0].Counts = questionnaires.RiskCounts{None: 1, High: 1}
		}
		r.MarkUndecided()
		if r.Review.Counts() != c.want || r.Review.Pillars[0].Notes != "n" {
			t.Errorf("%s: %+v, want %+v", c.why, r.Review.Pillars, c.want)
		}
	}
}

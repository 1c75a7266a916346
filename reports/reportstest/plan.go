package reportstest

import (
	"testing"

	"plumbline/models"
	q "plumbline/questionnaires"
)

const planLens = `{"schemaVersion":"2021-11-01","name":"Plan lens","description":"d","pillars":[
{"id":"one","name":"One","questions":[
 {"id":"medium","title":"A medium one?","description":"d","choices":[
  {"id":"m_a","title":"A","improvementPlan":{"displayText":"Do A.","url":"https://example.com/a"}},
  {"id":"m_b","title":"B","improvementPlan":{"displayText":"Do B."},"additionalResources":[
   {"type":"HELPFUL_RESOURCE","content":[{"displayText":"not for the plan","url":"https://example.com/help"}]},
   {"type":"IMPROVEMENT_PLAN","content":[{"displayText":"first","url":"https://example.com/b1"},
{"displayText":"second"}]}]},
  {"id":"m_c","title":"C","improvementPlan":{"displayText":"Do C."}},
  {"id":"m_no","title":"None of these"}],
  "riskRules":[{"condition":"m_a && m_b","risk":"NO_RISK"},{"condition":"m_a","risk":"MEDIUM_RISK"},
{"condition":"default","risk":"HIGH_RISK"}]},
 {"id":"open","title":"An open one?","description":"d","choices":[{"id":"o_a","title":"A",
"improvementPlan":{"displayText":"x"}},{"id":"o_no","title":"None of these"}],
  "riskRules":[{"condition":"o_a","risk":"NO_RISK"},{"condition":"default","risk":"HIGH_RISK"}]}]},
{"id":"two","name":"Two","questions":[
 {"id":"high","title":"A high one?","description":"d","choices":[{"id":"h_a","title":"A",
"improvementPlan":{"displayText":"x"}},{"id":"h_b","title":"B","improvementPlan":{"displayText":"y"}},{"id":"h_no",
"title":"None of these"}],
  "riskRules":[{"condition":"h_a","risk":"NO_RISK"},{"condition":"default","risk":"HIGH_RISK"}]}]}]}`

// Plan is a review with a high risk, a medium one and an open question.
func Plan(t testing.TB) models.Snapshot {
	return Snapshot([]*q.Lens{Lens(t, []byte(planLens))}, func(_, _ int, of *q.Question) models.AnswerFields {
		a := models.AnswerFields{Applicable: true}
		switch of.ID {
		case "medium":
			a.Choices = append(Select("m_a"), models.ChoiceAnswer{ChoiceID: "m_c",
				Status: models.ChoiceNotApplicable, Reason: models.OutOfScope})
		case "high":
			a.Choices = Select("h_no")
		}
		return a
	})
}

package improvement_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports/improvement"
	"plumbline/reports/reportstest"
)

// orderedSnapshot has a question for each line "pillar risk impact effort", of one missing practice, named by its
// number.
func orderedSnapshot(t *testing.T, priorities []string, lines ...string) models.Snapshot {
	t.Helper()
	type object = map[string]any
	questions := map[string][]object{}
	var pillars []string
	for i, line := range lines {
		var pillar, risk, level, impact, effort string
		if _, err := fmt.Sscan(line, &pillar, &risk, &level, &impact, &effort); err != nil {
			t.Fatal(err)
		}
		if questions[pillar] == nil {
			pillars = append(pillars, pillar)
		}
		id := fmt.Sprint("question-", i+1)
		practice := object{"id": id + "_a", "title": "A", "riskLevel": level, "impact": impact, "effort": effort}
		for key, value := range practice {
			if value == "-" {
				delete(practice, key)
			}
		}
		questions[pillar] = append(questions[pillar], object{"id": id, "title": "Question " + id + "?", "description": "d",
			"choices": []object{practice, {"id": id + "_no", "title": "None of these"}},
			"riskRules": []object{{"condition": id + "_a", "risk": "NO_RISK"},
				{"condition": "default", "risk": risk + "_RISK"}}})
	}
	doc := object{"schemaVersion": "2021-11-01", "name": "Lens", "description": "d"}
	var list []object
	for _, pillar := range pillars {
		list = append(list, object{"id": pillar, "name": pillar, "questions": questions[pillar]})
	}
	doc["pillars"] = list
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	s := reportstest.Snapshot([]*q.Lens{reportstest.Lens(t, text)}, func(_, _ int, of *q.Question) models.AnswerFields {
		return models.AnswerFields{Applicable: true, Choices: reportstest.Select(of.ID + "_no")}
	})
	s.Workload.PillarPriorities = priorities
	return s
}

func TestTheFirstThingsToImprove(t *testing.T) {
	lines := []string{
		"ops HIGH LOW LOW HIGH",           // q1
		"ops HIGH LOW HIGH HIGH",          // q2
		"ops MEDIUM HIGH HIGH LOW",        // q3
		"security HIGH MEDIUM HIGH LOW",   // q4
		"security HIGH HIGH LOW HIGH",     // q5
		"security HIGH MEDIUM HIGH HIGH",  // q6
		"security MEDIUM MEDIUM HIGH LOW", // q7
		"cost MEDIUM - - -",               // q8
		"cost HIGH - - -",                 // q9
		"cost HIGH - - -",                 // q10
	}
	for _, c := range []struct{ priorities, first, plan string }{
		{"", "q5 q4 q6 q9 q10 q2 q1 q3 q7 q8", "q5 q4 q6 q9 q10 q2 q1 q3 q7 q8"},
		{"cost security", "q9 q10 q8 q5 q4 q6 q7 q2 q1 q3", "q9 q10 q5 q4 q6 q2 q1 q8 q7 q3"},
		{"ops", "q2 q1 q3 q5 q4 q6 q9 q10 q7 q8", "q2 q1 q5 q4 q6 q9 q10 q3 q7 q8"},
		{"unknown", "q5 q4 q6 q9 q10 q2 q1 q3 q7 q8", "q5 q4 q6 q9 q10 q2 q1 q3 q7 q8"},
	} {
		s := orderedSnapshot(t, strings.Fields(c.priorities), lines...)
		p, err := improvement.Derive(s, "")
		if err != nil {
			t.Fatal(err)
		}
		var first, plan []string
		for i, e := range p.First(100) {
			first = append(first, "q"+strings.TrimPrefix(e.QuestionID, "question-"))
			if e.Position != i+1 {
				t.Errorf("%s has the place %d, not %d", e.QuestionID, e.Position, i+1)
			}
		}
		for _, e := range p.Entries {
			plan = append(plan, "q"+strings.TrimPrefix(e.QuestionID, "question-"))
		}
		shown, err := improvement.First(s, 3)
		if err != nil || len(shown) != 3 {
			t.Fatal(shown, err)
		}
		for i, e := range shown {
			if e.QuestionID != p.First(3)[i].QuestionID || e.Position != i+1 || len(e.Practices) != 1 {
				t.Errorf("priorities %q: a page shows %s at %d", c.priorities, e.QuestionID, i+1)
			}
		}
		if got := strings.Join(first, " "); got != c.first {
			t.Errorf("priorities %q: first %s, want %s", c.priorities, got, c.first)
		}
		if got := strings.Join(plan, " "); got != c.plan {
			t.Errorf("priorities %q: plan %s, want %s", c.priorities, got, c.plan)
		}
	}
}

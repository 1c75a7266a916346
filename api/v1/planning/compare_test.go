package planning_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service/trend"
)

func TestCompareMilestones(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id
		answer := func(question string, body map[string]any) {
			s.OK("PUT", at+"/lenses/service-basics/answers/"+question, body)
		}
		get := func(query, as string) apitest.Call {
			return apitest.Call{Method: "GET", Path: at + "/compare" + query, As: as}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "no token", Call: get("", "nobody"), Status: 401},
			{Name: "a stranger", Call: get("?from=now", "stranger"), Status: 404, Holds: []string{"There is no workload"}},
			{Name: "without a milestone", Call: get("", "viewer"), Status: 404, Holds: []string{"no milestone yet"}},
			{Name: "now with now", Call: get("?from=now&to=now", "viewer"), Status: 200,
				Holds: []string{`"milestone":null`, `"better":0,"worse":0,"changed":0,"added":0,"removed":0,"same":9`}},
		})
		answer("backup", map[string]any{"selected": []string{"backup_no"}})
		s.OK("POST", at+"/milestones", map[string]any{"name": "Spring"})
		answer("backup", map[string]any{"selected": []string{"backup_daily"}, "notes": "Since April"})
		answer("oncall", map[string]any{"applicable": false, "reason": "OUT_OF_SCOPE"})
		s.Guest("guest", id, "service-basics")
		if _, err := s.Service.Comparisons.Compare(s.As("guest session"), id,
			trend.ComparisonQuery{}); models.CodeOf(err) != models.CodeForbidden {
			t.Errorf("the verb lets a guest compare: %v", err)
		}
		c := s.OK("GET", at+"/compare", nil)
		if c.At("from/milestone").String() != "1" || c.At("from/name").String() != "Spring" ||
			c.At("to/milestone").Value != nil || c.At("tally/same").String() != "7" {
			t.Errorf("the newest with now: %s", c)
		}
		if again := s.OK("GET", at+"/compare?from=1&to=now", nil); again.String() != c.String() {
			t.Errorf("asked for by number it is another one: %s", again)
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "the answer before and after", Call: get("?from=1", "viewer"), Status: 200,
				Holds: []string{`"notes":"Since April"`, `"choice_id":"backup_daily"`, `"status":"UNSELECTED"`,
					`"risk":"NOT_APPLICABLE"`}},
			{Name: "back", Call: get("?from=now&to=1", "viewer"), Status: 200, Holds: []string{`"worse":1`}},
			{Name: "a milestone that is none", Call: get("?from=2", "viewer"), Status: 404, Holds: []string{"no milestone 2"}},
			{Name: "a name", Call: get("?from=Spring", "viewer"), Status: 422, Holds: []string{`"pointer":"/from"`}},
			{Name: "a number out of bounds", Call: get("?to=99999999999", "viewer"), Status: 422,
				Holds: []string{`"pointer":"/to"`}},
			{Name: "a guest", Call: get("", "guest session"), Status: 403},
			{Name: "a stranger still", Call: get("?from=1", "stranger"), Status: 404, Lacks: []string{"Spring"}},
		})
	})
}

// Why a risk changed: who answered, and what a new version of the lens brought, also where it renamed everything.
func TestComparisonsSayWhy(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id, at := s.ReviewedLens("why", apitest.LensText("Why", "ops_1=Operations",
			apitest.QuestionText("run=How do you run it?", "run_a=With a runbook", "run_b=With alarms"),
			apitest.QuestionText("log=What do you log?", "log_a=Requests", "log_b=Changes"),
			apitest.QuestionText("end=How does it end?", "end_a=By hand")))
		answer := func(as, question, body string) {
			s.T.Helper()
			s.Expect(apitest.Call{Method: "PUT", Path: at + "/answers/" + question, As: as, Body: body}, 200)
		}
		answer("owner", "run", `{"selected":["run_a","run_b"]}`)
		answer("owner", "log", `{"selected":["log_b"]}`)
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "Spring"})
		answer("contributor session", "log", `{"selected":["log_b","log_a"]}`)
		answer("owner", "log", `{"selected":["log_b","log_a"],"notes":"Written down"}`)
		s.PublishLens("why", "2", apitest.LensText("Why", "ops_2=Operations",
			apitest.QuestionText("run2=How do you run it?", "run_a=With a runbook", "run_b=With alarms", "run_c=With drills"),
			apitest.QuestionText("log=What do you log?", "log_a=Requests", "log_b=Changes")))
		s.OK("POST", at+"/upgrade", map[string]any{"milestone": "Before 2", "by_title": true})
		c := s.OK("GET", "/workloads/"+id+"/compare?from=1", nil)
		why := func(i string) apitest.Tree { return c.At("lenses/0/pillars/" + i + "/why/0") }
		for place, want := range map[string][3]string{
			"0/questions/0": {"new_version", "owner", "New lens version: 1 → 2; practice added “With drills”; " +
				"risk rules changed"},
			"0/questions/1": {"answered", "contributor", "Answered anew: selected “Requests”"},
			"0/questions/2": {"question_removed", "owner", "Question removed from the lens: 1 → 2"},
		} {
			if w := why(place); w.At("kind").String() != want[0] || w.At("text").String() != want[2] ||
				!strings.Contains(strings.ToLower(w.At("by").String()), want[1]) || w.At("at").String() == "" {
				s.T.Errorf("%s: %s, want %s", place, w, want)
			}
		}
		if got := c.At("causes").String(); got != `[{"count":1,"kind":"answered"},{"count":1,"kind":"new_version"},`+
			`{"count":1,"kind":"question_removed"}]` {
			s.T.Errorf("the causes are %s", got)
		}
		back := s.OK("GET", "/workloads/"+id+"/compare?from=now&to=1", nil)
		if got := back.At("causes").Len(); got != 0 {
			s.T.Errorf("backwards there are causes: %s", back)
		}
		page := s.GetPage("viewer session", "/workloads/"+id+"/compare?from=1", 200)
		s.PageHolds("the page", []byte(page), "1 answered anew", "selected “Requests”", "practice added “With drills”")
	})
}

package v1_test

import (
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service/reviews"
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
		if _, err := s.Service.Milestones.Compare(s.As("guest session"), id,
			reviews.ComparisonQuery{}); models.CodeOf(err) != models.CodeForbidden {
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

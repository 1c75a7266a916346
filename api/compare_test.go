package api_test

import (
	"testing"

	"plumbline/models"
	"plumbline/models/service/reviews"
)

func TestCompareMilestones(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		at := "/workloads/" + id
		answer := func(question string, body map[string]any) {
			s.ok("PUT", at+"/lenses/service-basics/answers/"+question, body)
		}
		get := func(query, as string) call { return call{method: "GET", path: at + "/compare" + query, as: as} }
		s.run([]scenario{
			{name: "no token", call: get("", "nobody"), status: 401},
			{name: "a stranger", call: get("?from=now", "stranger"), status: 404, holds: []string{"There is no workload"}},
			{name: "without a milestone", call: get("", "viewer"), status: 404, holds: []string{"no milestone yet"}},
			{name: "now with now", call: get("?from=now&to=now", "viewer"), status: 200, holds: []string{`"milestone":null`, `"better":0,"worse":0,"changed":0,"added":0,"removed":0,"same":9`}},
		})
		answer("backup", map[string]any{"selected": []string{"backup_no"}})
		s.ok("POST", at+"/milestones", map[string]any{"name": "Spring"})
		answer("backup", map[string]any{"selected": []string{"backup_daily"}, "notes": "Since April"})
		answer("oncall", map[string]any{"applicable": false, "reason": "OUT_OF_SCOPE"})
		s.guest("guest", id, "service-basics")
		if _, err := s.svc.Milestones.Compare(s.as("guest session"), id, reviews.ComparisonQuery{}); models.CodeOf(err) != models.Forbidden {
			t.Errorf("the verb lets a guest compare: %v", err)
		}
		c := s.ok("GET", at+"/compare", nil)
		if c.at("from/milestone").String() != "1" || c.at("from/name").String() != "Spring" || c.at("to/milestone").v != nil || c.at("tally/same").String() != "7" {
			t.Errorf("the newest with now: %s", c)
		}
		if again := s.ok("GET", at+"/compare?from=1&to=now", nil); again.String() != c.String() {
			t.Errorf("asked for by number it is another one: %s", again)
		}
		s.run([]scenario{
			{name: "the answer before and after", call: get("?from=1", "viewer"), status: 200, holds: []string{`"notes":"Since April"`, `"choice_id":"backup_daily"`, `"status":"UNSELECTED"`, `"risk":"NOT_APPLICABLE"`}},
			{name: "back", call: get("?from=now&to=1", "viewer"), status: 200, holds: []string{`"worse":1`}},
			{name: "a milestone that is none", call: get("?from=2", "viewer"), status: 404, holds: []string{"no milestone 2"}},
			{name: "a name", call: get("?from=Spring", "viewer"), status: 422, holds: []string{`"pointer":"/from"`}},
			{name: "a number out of bounds", call: get("?to=99999999999", "viewer"), status: 422, holds: []string{`"pointer":"/to"`}},
			{name: "a guest", call: get("", "guest session"), status: 403},
			{name: "a stranger still", call: get("?from=1", "stranger"), status: 404, lacks: []string{"Spring"}},
		})
	})
}

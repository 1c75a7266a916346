package v1_test

import (
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

func TestFacilitation(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics/facilitation"
		s.Guest("guest", id, "service-basics")
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		read := func(as string) apitest.Call { return apitest.Call{Method: "GET", Path: at, As: as} }
		set := func(as, seen string, body map[string]any) apitest.Call {
			c := apitest.Call{Method: "PATCH", Path: at, As: as, Body: body}
			if seen != "" {
				c.Header = map[string]string{"If-Match": `"` + seen + `"`}
			}
			return c
		}
		type b = map[string]any
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: read("nobody"), Status: 401},
			{Name: "stranger", Call: read("stranger"), Status: 404},
			{Name: "the default agenda is two hours", Call: read("viewer"), Status: 200,
				Holds: []string{`"agenda":{"operations":40,"reliability":40,"safekeeping":40}`, `"version":0`, `"running":false`},
				Lacks: []string{"question", "updated"}},
			{Name: "change as a stranger", Call: set("stranger", "", b{"running": true}), Status: 404},
			{Name: "as a guest", Call: set("guest session", "", b{"running": true}), Status: 403},
			{Name: "as a viewer", Call: set("viewer session", "", b{"running": true}), Status: 403},
			{Name: "narrowed to a pillar", Call: set("narrow session", "", b{"running": true}), Status: 403},
			{Name: "no question", Call: set("contributor", "", b{"question_id": "none"}), Status: 422,
				Holds: []string{"/question_id"}},
			{Name: "no pillar", Call: set("contributor", "", b{"agenda": b{"a/b": 1}}), Status: 422,
				Holds: []string{"/agenda/a~1b"}},
			{Name: "too many minutes", Call: set("contributor", "", b{"agenda": b{"operations": 601}}), Status: 422,
				Holds: []string{"/agenda/operations", "600"}},
			{Name: "too few", Call: set("contributor", "", b{"agenda": b{"operations": -1}}), Status: 422},
			{Name: "nothing new", Call: set("contributor", "0", b{"running": false, "show_notes": false}), Status: 200,
				Holds: []string{`"version":0`}},
			{Name: "move without clock", Call: set("contributor session", "0", b{"question_id": "oncall"}), Status: 200,
				Holds: []string{`"version":1`, `"oncall"`}, Lacks: []string{"question_since"}, Changes: true},
			{Name: "start", Call: set("contributor session", "1", b{"running": true}), Status: 200,
				Holds: []string{"question_since", "started_at", `"version":2`}, Changes: true},
			{Name: "stale", Call: set("owner session", "1", b{"question_id": "backup"}), Status: 412,
				Holds: []string{`"current"`, `"oncall"`}},
			{Name: "agenda", Call: set("owner session", "2", b{"agenda": b{"operations": 60, "reliability": 0}}), Status: 200,
				Holds: []string{`{"operations":60,"reliability":0}`, "started_at"}, Changes: true},
			{Name: "notes on the screen", Call: set("owner session", "", b{"show_notes": true}), Status: 200,
				Holds: []string{`"show_notes":true`}, Changes: true},
			{Name: "not for guests", Call: read("guest session"), Status: 403},
			{Name: "stop", Call: set("contributor session", "", b{"running": false}), Status: 200, Holds: []string{`"oncall"`},
				Lacks: []string{"question_since", "started_at"}, Changes: true},
		})
		before := s.OK("PATCH", at, b{"running": true}).At("question_since").String()
		same := s.OK("PATCH", at, b{"question_id": "oncall", "show_notes": false}).At("question_since").String()
		moved := s.OK("PATCH", at, b{"question_id": "backup"}).At("question_since").String()
		if before != same || moved <= before {
			t.Errorf("the question's clock shows %s, %s on the same question, %s on another", before, same, moved)
		}
	})
}

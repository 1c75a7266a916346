package api_test

import (
	"testing"

	"plumbline/models"
)

func TestFacilitation(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics/facilitation"
		s.guest("guest", id, "service-basics")
		s.narrowed("narrow", models.Grant{Role: models.Contributor, Pillars: []string{"operations"}})
		read := func(as string) call { return call{method: "GET", path: at, as: as} }
		set := func(as, seen string, body map[string]any) call {
			c := call{method: "PATCH", path: at, as: as, body: body}
			if seen != "" {
				c.header = map[string]string{"If-Match": `"` + seen + `"`}
			}
			return c
		}
		type b = map[string]any
		s.run([]scenario{
			{name: "nobody", call: read("nobody"), status: 401},
			{name: "stranger", call: read("stranger"), status: 404},
			{name: "the default agenda is two hours", call: read("viewer"), status: 200, holds: []string{`"agenda":{"operations":40,"reliability":40,"safekeeping":40}`, `"version":0`, `"running":false`},
				lacks: []string{"question", "updated"}},
			{name: "change as a stranger", call: set("stranger", "", b{"running": true}), status: 404},
			{name: "as a guest", call: set("guest session", "", b{"running": true}), status: 403},
			{name: "as a viewer", call: set("viewer session", "", b{"running": true}), status: 403},
			{name: "narrowed to a pillar", call: set("narrow session", "", b{"running": true}), status: 403},
			{name: "no question", call: set("contributor", "", b{"question_id": "none"}), status: 422, holds: []string{"/question_id"}},
			{name: "no pillar", call: set("contributor", "", b{"agenda": b{"a/b": 1}}), status: 422, holds: []string{"/agenda/a~1b"}},
			{name: "too many minutes", call: set("contributor", "", b{"agenda": b{"operations": 601}}), status: 422, holds: []string{"/agenda/operations", "600"}},
			{name: "too few", call: set("contributor", "", b{"agenda": b{"operations": -1}}), status: 422},
			{name: "nothing new", call: set("contributor", "0", b{"running": false, "show_notes": false}), status: 200, holds: []string{`"version":0`}},
			{name: "move without clock", call: set("contributor session", "0", b{"question_id": "oncall"}), status: 200, holds: []string{`"version":1`, `"oncall"`}, lacks: []string{"question_since"}, changes: true},
			{name: "start", call: set("contributor session", "1", b{"running": true}), status: 200, holds: []string{"question_since", "started_at", `"version":2`}, changes: true},
			{name: "stale", call: set("owner session", "1", b{"question_id": "backup"}), status: 412, holds: []string{`"current"`, `"oncall"`}},
			{name: "agenda", call: set("owner session", "2", b{"agenda": b{"operations": 60, "reliability": 0}}), status: 200, holds: []string{`{"operations":60,"reliability":0}`, "started_at"}, changes: true},
			{name: "notes on the screen", call: set("owner session", "", b{"show_notes": true}), status: 200, holds: []string{`"show_notes":true`}, changes: true},
			{name: "not for guests", call: read("guest session"), status: 403},
			{name: "stop", call: set("contributor session", "", b{"running": false}), status: 200, holds: []string{`"oncall"`}, lacks: []string{"question_since", "started_at"}, changes: true},
		})
		before := s.ok("PATCH", at, b{"running": true}).at("question_since").String()
		same := s.ok("PATCH", at, b{"question_id": "oncall", "show_notes": false}).at("question_since").String()
		moved := s.ok("PATCH", at, b{"question_id": "backup"}).at("question_since").String()
		if before != same || moved <= before {
			t.Errorf("the question's clock shows %s, %s on the same question, %s on another", before, same, moved)
		}
	})
}

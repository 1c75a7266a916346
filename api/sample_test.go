package api_test

import (
	"testing"

	"plumbline/models"
	"plumbline/questionnaires/builtin"
)

func TestSampleWorkload(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		add := func(as string) call { return call{method: "POST", path: "/workloads/sample", as: as} }
		s.run([]scenario{
			{name: "no token", call: add("nobody"), status: 401},
			{name: "viewer", call: add("viewer"), status: 403},
			{name: "contributor", call: add("contributor"), status: 403},
			{name: "architect", call: add("architect"), status: 201, holds: []string{`"plumbline":"sample"`, `"answered":2`}, changes: true},
			{name: "again", call: add("architect"), status: 409, code: "conflict", holds: []string{"Checkout"}},
		})
		id := s.ok("GET", "/workloads", nil).at("items/0/id").String()
		if got := s.ok("GET", "/workloads/"+id+"/milestones/1", nil); got.at("name").String() != "First half" || got.at("answered").String() != "1" {
			t.Errorf("the milestone: %s", got)
		}
		if got := s.ok("GET", "/workloads/"+id+"/lenses/service-basics", nil); got.at("notes").String() != "Held on paper" {
			t.Errorf("the review: %s", got)
		}
		lines := s.ok("GET", "/audit?limit=200", nil)
		for i := range lines.at("items").len() {
			line := lines.at("items/" + string(rune('0'+i)))
			if line.at("actor_name").String() == "Somebody made up" && line.at("actor_kind").String() != string(models.SystemActor) {
				t.Errorf("the log says that somebody made up did it: %s", line)
			}
		}
		s.ok("DELETE", "/workloads/"+id+"?confirm=Checkout", nil)
		s.run([]scenario{{name: "after it was deleted, with the lens that is there", call: add("architect"), status: 201, changes: true}})
	})
}

// A lens of the same name that is another one stays as it is, and nothing is made.
func TestSampleBesideAnotherLens(t *testing.T) {
	each(t, func(s *server) {
		s.ok("POST", "/lenses", builtin.Sample())
		s.run([]scenario{{name: "never published", call: call{method: "POST", path: "/workloads/sample", as: "architect"}, status: 409, holds: []string{"another lens of that name"}}})
		s.ok("POST", "/lenses/service-basics/versions", map[string]any{"version": "9.0"})
		s.run([]scenario{{name: "another version", call: call{method: "POST", path: "/workloads/sample", as: "architect"}, status: 409, holds: []string{"another lens of that name"}}})
	})
}

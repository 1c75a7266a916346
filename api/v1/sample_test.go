package v1_test

import (
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/questionnaires/builtin"
)

func TestSampleWorkload(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		add := func(as string) apitest.Call { return apitest.Call{Method: "POST", Path: "/workloads/sample", As: as} }
		s.RunScenarios([]apitest.Scenario{
			{Name: "no token", Call: add("nobody"), Status: 401},
			{Name: "viewer", Call: add("viewer"), Status: 403},
			{Name: "contributor", Call: add("contributor"), Status: 403},
			{Name: "architect", Call: add("architect"), Status: 201, Holds: []string{`"plumbline":"sample"`, `"answered":2`},
				Changes: true},
			{Name: "again", Call: add("architect"), Status: 409, Code: "conflict", Holds: []string{"Checkout"}},
		})
		id := s.OK("GET", "/workloads", nil).At("items/0/id").String()
		if got := s.OK("GET", "/workloads/"+id+"/milestones/1", nil); got.At("name").String() != "First half" ||
			got.At("answered").String() != "1" {
			t.Errorf("the milestone: %s", got)
		}
		if got := s.OK("GET", "/workloads/"+id+"/lenses/service-basics", nil); got.At("notes").String() != "Held on paper" {
			t.Errorf("the review: %s", got)
		}
		lines := s.OK("GET", "/audit?limit=200", nil)
		for i := range lines.At("items").Len() {
			line := lines.At("items/" + string(rune('0'+i)))
			if line.At("actor_name").String() == "Somebody made up" &&
				line.At("actor_kind").String() != string(models.SystemActor) {
				t.Errorf("the log says that somebody made up did it: %s", line)
			}
		}
		s.OK("DELETE", "/workloads/"+id+"?confirm=Checkout", nil)
		s.RunScenarios([]apitest.Scenario{{Name: "after it was deleted, with the lens that is there", Call: add("architect"),
			Status: 201, Changes: true}})
	})
}

// A lens of the same name that is another one stays as it is, and nothing is made.
func TestSampleBesideAnotherLens(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.OK("POST", "/lenses", builtin.SampleDocument())
		s.RunScenarios([]apitest.Scenario{{Name: "never published",
			Call: apitest.Call{Method: "POST", Path: "/workloads/sample", As: "architect"}, Status: 409,
			Holds: []string{"another lens of that name"}}})
		s.OK("POST", "/lenses/service-basics/versions", map[string]any{"version": "9.0"})
		s.RunScenarios([]apitest.Scenario{{Name: "another version",
			Call: apitest.Call{Method: "POST", Path: "/workloads/sample", As: "architect"}, Status: 409,
			Holds: []string{"another lens of that name"}}})
	})
}

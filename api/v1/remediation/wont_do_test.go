package remediation_test

import (
	"testing"

	"plumbline/api/apitest"
)

// An item that won't be done stands in the plan and the report with its reason, also in those of a milestone saved
// then; guests, who see no items, don't see it.
func TestItemsThatWontBeDoneStandInThePlan(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		answer(s, at+basics, "backup", "backup_daily")
		s.Guest("guest", id, "service-basics")
		s.OK("POST", at+"/items", map[string]any{"title": "Another region", "practices": []any{map[string]string{
			"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}})
		s.OK("POST", at+"/milestones", map[string]any{"name": "Before"})
		move := func(body map[string]any) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/items/1/move", As: "owner session", Body: body}
		}
		read := func(as, path string) apitest.Call { return apitest.Call{Method: "GET", Path: at + path, As: as} }
		s.RunScenarios([]apitest.Scenario{
			{Name: "without a reason", Call: move(map[string]any{"status": "wont_do", "note": "Too dear"}), Status: 422,
				Holds: []string{"/reason"}},
			{Name: "with one", Call: move(map[string]any{"status": "wont_do", "note": "Too dear",
				"reason": "not_worth_it"}), Status: 200, Changes: true},
			{Name: "plan", Call: read("viewer", "/plan"), Status: 200, Holds: []string{`"wont_do":[`, "Another region",
				`"reason":"not_worth_it"`, "Too dear", `"decided_by":"The owner"`, `"choice_id":"backup_apart"`}},
			{Name: "plan of one lens", Call: read("viewer", "/plan?lens=service-basics"), Status: 200,
				Holds: []string{`"wont_do":[`}},
			{Name: "plan of the milestone before", Call: read("viewer", "/plan?milestone=1"), Status: 200,
				Lacks: []string{"wont_do"}},
			{Name: "plan of a guest", Call: read("guest session", "/plan?lens=service-basics"), Status: 200,
				Lacks: []string{"wont_do", "Too dear"}},
		})
		s.OK("POST", at+"/milestones", map[string]any{"name": "After"})
		s.Expect(move(map[string]any{"status": "open"}), 200)
		s.RunScenarios([]apitest.Scenario{
			{Name: "plan once it is open again", Call: read("viewer", "/plan"), Status: 200, Lacks: []string{"wont_do"}},
			{Name: "plan of the milestone after", Call: read("viewer", "/plan?milestone=2"), Status: 200,
				Holds: []string{"Another region", "Too dear"}},
			{Name: "report of the milestone after", Call: read("viewer", "/report.pdf?milestone=2"), Status: 200},
		})
	})
}

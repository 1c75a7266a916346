package remediation_test

import (
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// Missing practices become items in one step: one for a question or for a practice, once for each practice, and from a
// proposal too; narrowed contributors make those of their pillars.
func TestItemsOfMissingPractices(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		at := "/workloads/" + s.Sample()
		s.OK("PATCH", at+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_daily"]}`)
		s.OK("PATCH", at+apitest.BasicsPath+"/answers/oncall", `{"selected":["oncall_rota"]}`)
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		practice := func(question, choice string) map[string]string {
			return map[string]string{"lens": "service-basics", "question": question, "choice": choice}
		}
		apart, tried := practice("backup", "backup_apart"), practice("backup", "backup_restore")
		alerts := practice("oncall", "oncall_alerts")
		proposal := s.OK("POST", at+"/proposals", map[string]any{"name": "First steps", "practices": []any{alerts, apart}})
		proposed := at + "/proposals/" + proposal.At("id").String() + "/items"
		make := func(as, each string, list ...any) apitest.Call {
			body := map[string]any{"practices": list}
			if each != "" {
				body["each"] = each
			}
			return apitest.Call{Method: "POST", Path: at + "/items/planned", As: as, Body: body}
		}
		post := func(as, path string) apitest.Call {
			return apitest.Call{Method: "POST", Path: path, As: as, Body: map[string]any{}}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: make("nobody", "", apart), Status: 401},
			{Name: "a stranger", Call: make("stranger", "", apart), Status: 404},
			{Name: "a viewer", Call: make("viewer", "", apart), Status: 403},
			{Name: "another pillar", Call: make("narrow session", "", apart, alerts), Status: 403},
			{Name: "no practice", Call: make("owner", ""), Status: 422},
			{Name: "an unknown one", Call: make("owner", "", practice("backup", "x")), Status: 422,
				Holds: []string{"/practices/0"}},
			{Name: "another size", Call: make("owner", "pillar", apart), Status: 422},
			{Name: "in place", Call: make("owner", "", practice("backup", "backup_daily")), Status: 409},
			{Name: "one for a question", Call: make("contributor session", "", apart, tried, apart), Status: 201, Changes: true,
				Holds: []string{`"number":1`, "Backup and restore: 2 practices", `"kind":"plan"`}, Lacks: []string{`"number":2`}},
			{Name: "again", Call: make("owner", "practice", tried), Status: 201, Holds: []string{`"number":1`},
				Lacks: []string{`"number":2`}},
			{Name: "of a proposal, by a viewer", Call: post("viewer", proposed), Status: 403},
			{Name: "of a proposal, by a stranger", Call: post("stranger", proposed), Status: 404},
			{Name: "of no proposal", Call: post("owner", at+"/proposals/"+models.NewID()+"/items"), Status: 404},
			{Name: "of a proposal", Call: post("narrow session", proposed), Status: 201, Changes: true,
				Holds: []string{`"number":1`, `"number":2`, `"kind":"proposal"`}},
		})
		if n := s.OK("GET", "/items", nil).At("items").Len(); n != 2 {
			t.Errorf("%d items", n)
		}
		key := apitest.Call{Method: "POST", Path: at + "/items/planned", As: "owner", Header: map[string]string{
			"Idempotency-Key": "once"}, Body: map[string]any{"practices": []any{practice("oncall", "oncall_runbook")}}}
		first := s.Expect(key, 201).Tree(t).At("items/0/id").String()
		if again := s.Expect(key, 201).Tree(t).At("items/0/id").String(); again != first {
			t.Errorf("sent again it gives %s, not %s", again, first)
		}
		s.OK("POST", "/items/"+first+"/move", `{"status":"wont_do","reason":"other","note":"No"}`)
		s.Expect(key, 409)
	})
}

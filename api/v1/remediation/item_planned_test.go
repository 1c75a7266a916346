package remediation_test

import (
	"fmt"
	"slices"
	"strings"
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

// Practices of several workloads become items in one step: all or none, once however often it is asked, with one
// owner, day and priority; what is wrong is named by its place. Permission is that of each workload.
func TestItemsOfMissingPracticesInSeveralWorkloads(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		checkout := s.Sample()
		stock := s.OK("POST", "/workloads", apitest.WorkloadBody("Stock", "service-basics")).At("id").String()
		for _, id := range []string{checkout, stock} {
			s.OK("PATCH", "/workloads/"+id+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_daily"]}`)
		}
		s.OK("PATCH", "/workloads/"+stock+apitest.BasicsPath+"/answers/oncall", `{"selected":["oncall_rota"]}`)
		s.NarrowedMember("pillar", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		s.NarrowedMember("load", models.MemberGrant{Role: models.Contributor, Workloads: []string{stock}})
		practice := func(workload, question, choice string) map[string]string {
			return map[string]string{"workload": workload, "lens": "service-basics", "question": question, "choice": choice}
		}
		apart, tried := practice(checkout, "backup", "backup_apart"), practice(checkout, "backup", "backup_restore")
		far, alerts := practice(stock, "backup", "backup_apart"), practice(stock, "oncall", "oncall_alerts")
		with := func(as string, fields map[string]any, list ...map[string]string) apitest.Call {
			body := map[string]any{"practices": list}
			for name, value := range fields {
				body[name] = value
			}
			return apitest.Call{Method: "POST", Path: "/plan/items", As: as, Body: body}
		}
		make := func(as string, list ...map[string]string) apitest.Call { return with(as, nil, list...) }
		wrong := func(name string, value any) apitest.Call {
			return with("owner", map[string]any{name: value}, apart, far)
		}
		many := slices.Repeat([]map[string]string{apart}, 501)
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: make("nobody", apart, far), Status: 401},
			{Name: "a stranger", Call: make("stranger", apart, far), Status: 422, Holds: []string{"/practices/0/workload",
				"/practices/1/workload"}, Lacks: []string{"Checkout", "Stock"}},
			{Name: "a viewer", Call: make("viewer", apart, far), Status: 403},
			{Name: "of another pillar", Call: make("pillar session", alerts, apart), Status: 403},
			{Name: "of one of the workloads", Call: make("load session", far, apart), Status: 422,
				Holds: []string{"/practices/1/workload"}, Lacks: []string{"Checkout"}},
			{Name: "no practice", Call: make("owner"), Status: 422},
			{Name: "too many", Call: make("owner", many...), Status: 422},
			{Name: "no workload", Call: make("owner", apart, practice("", "backup", "backup_apart")), Status: 422,
				Holds: []string{"/practices/1/workload"}},
			{Name: "a name for an id", Call: make("owner", practice("Checkout", "backup", "backup_apart")), Status: 422},
			{Name: "hostile ids", Call: make("owner", apart, practice("备份\u0000<b>", "x", "x"),
				practice("' or 1=1 --", "x", "x")), Status: 422},
			{Name: "unknown practices", Call: make("owner", apart, practice(stock, "backup", "x"), tried,
				practice(checkout, "none", "backup_apart"), practice(stock, "备份", "<b>")), Status: 422,
				Holds: []string{"/practices/1", "/practices/3", "/practices/4"}, Lacks: []string{"/practices/0", "/practices/2"}},
			{Name: "another size", Call: wrong("each", "pillar"), Status: 422, Holds: []string{"/each"}},
			{Name: "another priority", Call: wrong("priority", "huge"), Status: 422, Holds: []string{"/priority"}},
			{Name: "no day", Call: wrong("due_on", "2027-02-30"), Status: 422, Holds: []string{"/due_on"}},
			{Name: "another field", Call: wrong("title", "Mine"), Status: 422, Holds: []string{"/title"}},
			{Name: "a team without a name", Call: wrong("owner", map[string]string{"kind": "team"}), Status: 422,
				Holds: []string{"/owner/name"}},
			{Name: "a member who reaches one only", Call: wrong("owner", map[string]string{"kind": "member",
				"user_id": s.Users["load"].ID}), Status: 422, Holds: []string{"/owner/user_id"}},
			{Name: "in place", Call: make("owner", practice(stock, "backup", "backup_daily")), Status: 409},
			{Name: "in both", Call: with("contributor session", map[string]any{"due_on": "2031-05-01", "priority": "urgent",
				"owner": map[string]string{"kind": "team", "name": "Plattform 备份"}}, apart, far, tried, alerts, apart,
				practice(stock, "backup", "backup_daily")), Status: 201, Changes: true,
				Holds: []string{`"number":3`, "Backup and restore: 2 practices", `"due_on":"2031-05-01"`,
					`"due_source":"agreed"`, `"priority":"urgent"`, "Plattform 备份", `"kind":"plan"`},
				Lacks: []string{`"number":4`}},
			{Name: "again, for somebody else", Call: with("owner", map[string]any{"each": "practice", "priority": "low",
				"owner": map[string]string{"kind": "team", "name": "Others"}}, tried, far), Status: 201,
				Holds: []string{"Plattform"}, Lacks: []string{"Others", `"low"`, `"number":4`}},
		})
		if n := s.OK("GET", "/items", nil).At("items").Len(); n != 3 {
			t.Errorf("%d items", n)
		}
		runbooks := practice(stock, "oncall", "oncall_runbook")
		key := make("load session", runbooks)
		key.Header = map[string]string{"Idempotency-Key": "once"}
		first := s.Expect(key, 201).Tree(t).At("items/0/id").String()
		if again := s.Expect(key, 201).Tree(t).At("items/0/id").String(); again != first {
			t.Errorf("sent again it gives %s, not %s", again, first)
		}
		s.Expect(apitest.Call{Method: "POST", Path: "/plan/items", As: "load session", Header: key.Header,
			Body: map[string]any{"practices": []any{runbooks}, "each": "practice"}}, 409)
	})
}

// Items of a plan and of a proposal take an owner, a day and a priority as those of several workloads do.
func TestItemsOfMissingPracticesHaveAnOwner(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		at := "/workloads/" + s.Sample()
		s.OK("PATCH", at+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_daily"]}`)
		practices := `"practices":[{"lens":"service-basics","question":"backup","choice":"%s"}]`
		proposed := at + "/proposals/" + s.OK("POST", at+"/proposals", `{"name":"First steps",`+
			fmt.Sprintf(practices, "backup_apart")+`}`).At("id").String() + "/items"
		for path, body := range map[string]string{at + "/items/planned": fmt.Sprintf(practices, "backup_restore") + ",",
			proposed: ""} {
			for name, value := range map[string]string{"due_on": `"soon"`, "priority": `"huge"`,
				"owner/user_id": `{"kind":"member","user_id":"` + models.NewID() + `"}`} {
				field, _, _ := strings.Cut(name, "/")
				s.RunScenarios([]apitest.Scenario{{Name: path + " " + name, Status: 422, Holds: []string{`"/` + name + `"`},
					Call: apitest.Call{Method: "POST", Path: path, As: "owner", Body: "{" + body + `"` + field + `":` + value + "}"}}})
			}
			made := s.OK("POST", path, "{"+body+`"due_on":"2031-05-01","priority":"low","owner":{"kind":"outsider",`+
				`"name":"Ann"}}`).At("items/0")
			if made.At("due_on").String() != "2031-05-01" || made.At("priority").String() != "low" ||
				made.At("owner/name").String() != "Ann" {
				s.T.Errorf("%s made %s", path, made)
			}
		}
	})
}

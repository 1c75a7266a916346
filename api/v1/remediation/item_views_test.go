package remediation_test

import (
	"fmt"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// Roadmap, metrics and budget are for those who read items, and tell of what they reach.
func TestViewsOfItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		narrowedPeople(s, id)
		review := "/workloads/" + id + basics
		answer(s, review, "backup", "backup_daily")
		s.OK("PUT", "/plan/settings", map[string]any{"high_days": 30, "medium_days": 90, "due_soon_days": 7, "high_cap": 1,
			"currency": "EUR", "lead_after_days": 7, "sponsor_after_days": 21})
		hand := func(title string, days int, otherwise map[string]any) string {
			body := map[string]any{"title": title, "due_on": ahead(days), "practices": []any{}}
			for name, value := range otherwise {
				body[name] = value
			}
			return makeItem(s, id, body)
		}
		high := map[string]any{"practices": []any{practice("backup", "backup_apart")}, "build_cost": 100}
		hand("A", 10, high)
		hand("B", 20, high)
		last := hand("C", 80, map[string]any{"run_cost": 7, "owner": map[string]any{"kind": "team", "name": "Platform"}})
		hand("D", 40, map[string]any{"needs": []string{last[len("/items/"):]}})
		hand("E", -1, nil)
		done := hand("F", 5, nil)
		s.Expect(apitest.Call{Method: "POST", Path: done + "/verify", As: "owner session", Body: map[string]any{}}, 200)
		get := func(as, path string) apitest.Call { return apitest.Call{Method: "GET", Path: path, As: as} }
		var rows []apitest.Scenario
		for _, path := range []string{"/items/roadmap", "/items/metrics", "/items/budget"} {
			rows = append(rows, apitest.Scenario{Name: "nobody", Call: get("nobody", path), Status: 401},
				apitest.Scenario{Name: "guest", Call: get("guest session", path), Status: 403},
				apitest.Scenario{Name: "stranger", Call: get("stranger session", path), Status: 200,
					Lacks: []string{"Platform", `"title"`}},
				apitest.Scenario{Name: "stranger, of the workload", Status: 404,
					Call: get("stranger session", path+"?workload="+id)},
				apitest.Scenario{Name: "narrowed to other workloads", Call: get("away session", path), Status: 200,
					Lacks: []string{"Platform", `"title"`}},
				apitest.Scenario{Name: "a filter", Call: get("viewer session", path+"?due_to=soon"), Status: 422,
					Holds: []string{`"/due_to"`}})
		}
		s.RunScenarios(rows)
		road := s.Expect(get("viewer session", "/items/roadmap"), 200).Tree(t)
		var got []string
		for w := range road.At("windows").Len() {
			at := fmt.Sprintf("windows/%d/", w)
			text := road.At(at+"days").String() + ":"
			for i := range road.At(at + "items").Len() {
				text += road.At(fmt.Sprintf("%sitems/%d/title", at, i)).String()
			}
			got = append(got, text)
		}
		if want := "30:EA 60:DC 90: 0:B"; strings.Join(got, " ") != want {
			t.Errorf("the roadmap is %v, want %s", got, want)
		}
		if road.At("windows/3/items/0/over_cap").String() != "true" ||
			road.At("windows/1/items/1/pulled_by").String() != "4" {
			t.Errorf("marks: %s", road)
		}
		some := s.Expect(get("viewer session", "/items/roadmap?limit=1&workload="+id), 200).Tree(t)
		if some.At("windows/0/count").String() != "2" || some.At("windows/0/items").Len() != 1 {
			t.Errorf("one of each: %s", some)
		}
		metrics := s.Expect(get("viewer session", "/items/metrics"), 200).Tree(t)
		if metrics.At("active").String() != "5" || metrics.At("done").String() != "1" ||
			metrics.At("ages/0/count").String() != "5" || metrics.At("by_risk/0/with_sla").String() != "2" {
			t.Errorf("metrics: %s", metrics)
		}
		if now := metrics.At("by_month/0"); now.At("active").String() != "5" || now.At("done").String() != "1" ||
			now.At("ages/0/count").String() != "5" || now.At("breaches").String() != "0" {
			t.Errorf("the month: %s", now)
		}
		budget := s.Expect(get("viewer session", "/items/budget"), 200).Tree(t)
		if budget.At("currency").String() != "EUR" || budget.At("total/build_cost").String() != "200" ||
			budget.At("total/items").String() != "6" || budget.At("by_owner/0/owner/name").String() != "Platform" ||
			budget.At("by_owner/0/run_cost").String() != "7" || budget.At("by_status/1/status").String() != "done" {
			t.Errorf("budget: %s", budget)
		}
	})
}

// Other settings move a date only where an owner says so, item by item, and never one that people agreed on.
func TestSettingsMoveDatesOnlyWhenTold(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.Guest("guest", id, "service-basics")
		answer(s, "/workloads/"+id+basics, "backup", "backup_daily")
		one, agreed := makeItem(s, id, nil), makeItem(s, id, map[string]any{"due_on": ahead(3)})
		gone := makeItem(s, id, nil)
		s.OK("POST", gone+"/move", map[string]any{"status": "wont_do", "reason": "other", "note": "x"})
		settings := map[string]any{"high_days": 14, "medium_days": 60, "due_soon_days": 5, "high_cap": 3, "currency": "EUR",
			"lead_after_days": 3, "sponsor_after_days": 10}
		ids := func(paths ...string) map[string]any {
			list := []string{}
			for _, path := range paths {
				list = append(list, path[len("/items/"):])
			}
			return map[string]any{"ids": list}
		}
		do := func(as, what string, body map[string]any) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/plan/settings/" + what, As: as, Body: body}
		}
		var rows []apitest.Scenario
		for what, body := range map[string]map[string]any{"preview": settings, "apply": ids(one)} {
			rows = append(rows, apitest.Scenario{Name: "nobody", Call: do("nobody", what, body), Status: 401},
				apitest.Scenario{Name: "guest", Call: do("guest session", what, body), Status: 403},
				apitest.Scenario{Name: "architect", Call: do("architect session", what, body), Status: 403})
		}
		s.RunScenarios(append(rows, []apitest.Scenario{
			{Name: "stranger applies", Call: do("stranger session", "apply", ids(one)), Status: 422,
				Holds: []string{"no item of this workspace"}},
			{Name: "stranger previews", Call: do("stranger session", "preview", settings), Status: 200,
				Holds: []string{`"moves":[]`, `"agreed":0`}},
			{Name: "faults", Call: do("owner session", "preview", map[string]any{"high_days": 0}), Status: 422,
				Holds: []string{`"/high_days"`}},
			{Name: "preview", Call: do("owner session", "preview", settings), Status: 200, Holds: []string{
				`"number":1`, `"from":"` + ahead(30) + `","to":"` + ahead(14) + `"`, `"agreed":1`},
				Lacks: []string{`"number":2`, `"number":3`}},
			{Name: "set", Call: apitest.Call{Method: "PUT", Path: "/plan/settings", As: "owner session", Body: settings},
				Status: 200, Changes: true},
			{Name: "nothing moved", Call: apitest.Call{Method: "GET", Path: one, As: "owner session"}, Status: 200,
				Holds: []string{`"due_on":"` + ahead(30)}},
			{Name: "agreed ones", Call: do("owner session", "apply", ids(one, agreed)), Status: 422,
				Holds: []string{`"/ids/1/due_on"`, "people agreed"}},
			{Name: "closed ones", Call: do("owner session", "apply", ids(gone)), Status: 422, Holds: []string{"closed"}},
			{Name: "none", Call: do("owner session", "apply", ids()), Status: 422, Holds: []string{`"/ids"`}},
			{Name: "apply", Call: do("owner session", "apply", ids(one)), Status: 200, Changes: true, Holds: []string{
				`"due_on":"` + ahead(14), `"first_due_on":"` + ahead(30), `"sla_due_on":"` + ahead(14), `"due_source":"sla"`}},
			{Name: "again", Call: do("owner session", "apply", ids(one)), Status: 200},
			{Name: "activity", Call: apitest.Call{Method: "GET", Path: one + "/activity", As: "viewer session"}, Status: 200,
				Holds: []string{`"kind":"due"`, `"to":"` + ahead(14)}},
		}...))
	})
}

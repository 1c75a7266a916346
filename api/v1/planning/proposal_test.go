package planning_test

import (
	"fmt"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// practices are choices of questions of the lens that comes with the tests: "backup/backup_daily".
func practices(names ...string) (list []map[string]string) {
	for _, name := range names {
		question, choice, _ := strings.Cut(name, "/")
		list = append(list, map[string]string{"lens": "service-basics", "question": question, "choice": choice})
	}
	return list
}

// A what-if says what would be so, and saves nothing; viewers may ask, and a guest for what the link opens.
func TestWhatIf(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id
		s.OK("PATCH", at+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_no"]}`)
		s.Guest("guest", id, "service-basics")
		ask := func(as string, names ...string) apitest.Call {
			return apitest.Call{Method: "POST", Path: at + "/what-if", As: as,
				Body: map[string]any{"practices": practices(names...)}}
		}
		var all []string
		for _, way := range s.OK("GET", at+"/cheapest-path?goal=medium", nil).At("items").Value.([]any) {
			for _, p := range (apitest.Tree{Value: way}).At("practices").Value.([]any) {
				all = append(all, "backup/"+(apitest.Tree{Value: p}).At("choice_id").String())
			}
		}
		if len(all) != 4 {
			t.Fatalf("the cheapest path: %v", all)
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: ask("nobody", all...), Status: 401},
			{Name: "a stranger", Call: ask("stranger", all...), Status: 404},
			{Name: "an unknown question", Call: ask("viewer", "nope/x"), Status: 422,
				Holds: []string{"/practices/0", "does not have"}},
			{Name: "none of these", Call: ask("viewer", "backup/backup_no"), Status: 422, Holds: []string{"/practices/0"}},
			{Name: "one practice", Call: ask("viewer", all[0]), Status: 200, Holds: []string{`"state":"done"`}},
			{Name: "a guest", Call: ask("guest session", all...), Status: 200, Holds: []string{`"to":"NONE"`}},
			{Name: "the cheapest path", Call: ask("viewer", all...), Status: 200,
				Holds: []string{`"from":"HIGH"`, `"to":"NONE"`}, Lacks: []string{"in_place"}},
		})
		tried := s.OK("POST", at+"/what-if", map[string]any{"practices": practices(all...)})
		b, a := tried.At("before/risk_counts/HIGH").String(), tried.At("after/risk_counts/HIGH").String()
		if b != "1" || a != "0" {
			t.Errorf("high risks: %s before, %s after", b, a)
		}
		if tried.At("after/clear_high/questions").String() != "0" {
			t.Errorf("high risks are left: %s", tried.At("after"))
		}
	})
}

// Proposals are kept, edited with an ETag and deleted by contributors; each change leaves its audit line.
func TestProposals(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id + "/proposals"
		made := s.OK("POST", at, map[string]any{"name": "Backups", "note": "Cheap",
			"practices": practices("backup/backup_daily", "backup/backup_daily")})
		one := at + "/" + made.At("id").String()
		body := map[string]any{"name": "Later", "practices": practices("backup/backup_daily")}
		post := func(as string) apitest.Call { return apitest.Call{Method: "POST", Path: at, As: as, Body: body} }
		patch := func(as, tag string) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: one, As: as, Body: map[string]any{"note": "By " + as},
				Header: map[string]string{"If-Match": tag}}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: post("nobody"), Status: 401},
			{Name: "a stranger", Call: post("stranger"), Status: 404},
			{Name: "a viewer", Call: post("viewer"), Status: 403},
			{Name: "a viewer reads", Call: apitest.Call{Method: "GET", Path: at, As: "viewer"}, Status: 200,
				Holds: []string{"Backups"}},
			{Name: "a contributor", Call: post("contributor"), Status: 201, Changes: true},
			{Name: "without a name", Call: apitest.Call{Method: "POST", Path: at, As: "contributor",
				Body: map[string]any{"name": " ", "practices": practices()}}, Status: 422, Holds: []string{"/name"}},
			{Name: "an unknown practice", Call: apitest.Call{Method: "POST", Path: at, As: "contributor",
				Body: map[string]any{"name": "Odd", "practices": practices("backup/odd")}}, Status: 422,
				Holds: []string{"/practices/0"}},
			{Name: "edited", Call: patch("contributor", `"1"`), Status: 200, Holds: []string{"By contributor"},
				Changes: true},
			{Name: "edited again", Call: patch("owner", `"1"`), Status: 412, Holds: []string{"By contributor"}},
			{Name: "edited to what it is", Call: patch("contributor", `"2"`), Status: 200},
			{Name: "a viewer deletes", Call: apitest.Call{Method: "DELETE", Path: one, As: "viewer"}, Status: 403},
			{Name: "opened", Call: apitest.Call{Method: "GET", Path: one, As: "viewer"}, Status: 200,
				Holds: []string{`"what_if"`, `"state":"done"`}},
			{Name: "deleted", Call: apitest.Call{Method: "DELETE", Path: one, As: "contributor"}, Status: 204,
				Changes: true},
			{Name: "gone", Call: apitest.Call{Method: "GET", Path: one, As: "viewer"}, Status: 404},
		})
		if n := strings.Count(made.At("practices").String(), "backup_daily"); n != 1 {
			t.Errorf("a practice that was named twice is kept %d times", n)
		}
	})
}

// The plan of a workspace has what is missing in the workloads that one reaches, each practice once.
func TestTheWorkspacePlan(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.Sample()
		var ids []string
		for i := range 3 {
			id := s.OK("POST", "/workloads", map[string]any{"name": fmt.Sprint("Shop ", i), "description": "A shop",
				"environment": "PRODUCTION", "review_owner": "Ops", "lenses": []string{"service-basics"},
				"non_aws_regions": []string{"Frankfurt"}}).At("id").String()
			ids = append(ids, id)
			if i < 2 {
				s.OK("PATCH", "/workloads/"+id+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_no"]}`)
			}
		}
		plan := func(query string) apitest.Tree { return s.OK("GET", "/plan"+query, nil) }
		all := plan("")
		if all.At("workloads").String() != "2" || all.At("items/0/workloads").String() != "2" ||
			all.At("clear_high/questions").String() != "2" || all.At("clear_high/practices").String() != "4" {
			t.Errorf("the plan: %s", all)
		}
		if n := plan("?workload=" + ids[0]).At("items/0/workloads").String(); n != "1" {
			t.Errorf("narrowed to a workload: %s", n)
		}
		if n := plan("?workload=" + ids[2]).At("practices").String(); n != "0" {
			t.Errorf("a workload without answers: %s", n)
		}
		first := plan("?limit=1")
		second := plan("?limit=1&cursor=" + first.At("next_cursor").String())
		if a, b := first.At("items/0/choice_id").String(), second.At("items/0/choice_id").String(); a == b {
			t.Errorf("the second page begins with %s, too", a)
		}
		// Current at once: an answer that changes is in the next plan.
		s.OK("PATCH", "/workloads/"+ids[0]+apitest.BasicsPath+"/answers/backup",
			`{"selected":["backup_daily","backup_apart","backup_restore","backup_target"]}`)
		if n := plan("").At("clear_high/questions").String(); n != "1" {
			t.Errorf("after an answer: %s high risks", n)
		}
		path := s.OK("GET", "/cheapest-path?limit=1", nil)
		if path.At("practices").String() != "2" || path.At("items/0/workload_id").String() != ids[1] ||
			path.At("items/0/to").String() == "" {
			t.Errorf("the cheapest path: %s", path)
		}
		for path, status := range map[string]int{"/plan?workload=" + models.NewID(): 404, "/plan?cursor=odd": 422,
			"/plan?risk=ODD": 422, "/cheapest-path?cursor=odd": 422} {
			s.Expect(apitest.Call{Method: "GET", Path: path, As: "viewer"}, status)
		}
		r := s.Expect(apitest.Call{Method: "GET", Path: "/plan", As: "stranger"}, 200).Tree(t)
		if r.At("practices").String() != "0" {
			t.Errorf("a stranger's plan: %s", r)
		}
	})
}

package remediation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// practice names a practice of the basic lens.
func practice(question, choice string) map[string]any {
	return map[string]any{"lens": "service-basics", "question": question, "choice": choice}
}

// anItem is the body of an item that closes two practices on backups, with some members otherwise.
func anItem(otherwise map[string]any) map[string]any {
	body := map[string]any{"title": "Keep copies apart",
		"practices": []any{practice("backup", "backup_apart"), practice("backup", "backup_restore")}}
	for name, value := range otherwise {
		body[name] = value
	}
	return body
}

// makeItem makes an item as the owner's token and gives its path.
func makeItem(s *apitest.Server, workload string, otherwise map[string]any) string {
	s.T.Helper()
	return "/items/" + s.OK("POST", "/workloads/"+workload+"/items", anItem(otherwise)).At("id").String()
}

// narrowedPeople are a contributor of one pillar, one of another workload, a guest and people of another workspace.
func narrowedPeople(s *apitest.Server, workload string) {
	s.T.Helper()
	s.Guest("guest", workload, "service-basics")
	s.NarrowedMember("pillar", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
	s.NarrowedMember("away", models.MemberGrant{Role: models.Contributor, Workloads: []string{models.NewID()}})
}

func TestCreateItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		narrowedPeople(s, id)
		review := "/workloads/" + id + basics
		answer(s, review, "backup", "backup_daily")
		comment := s.OK("POST", review+"/answers/backup/comments", map[string]any{"body": "Who keeps them?"})
		parked := s.OK("POST", review+"/parking", map[string]any{"body": "Where do they go?"})
		other := s.OK("POST", "/workloads", apitest.WorkloadBody("Other", "service-basics")).At("id").String()
		elsewhere := s.OK("POST", "/workloads/"+other+basics+"/parking", map[string]any{"body": "No"})
		make := func(as string, otherwise map[string]any) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/workloads/" + id + "/items", As: as, Body: anItem(otherwise)}
		}
		origin := func(kind, id string) map[string]any {
			return map[string]any{"origin": map[string]any{"kind": kind, "id": id}}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: make("nobody", nil), Status: 401},
			{Name: "stranger", Call: make("stranger session", nil), Status: 404, Holds: []string{"no workload"}},
			{Name: "guest", Call: make("guest session", nil), Status: 403},
			{Name: "viewer", Call: make("viewer session", nil), Status: 403, Holds: []string{"contributor"}},
			{Name: "narrowed to other workloads", Call: make("away session", nil), Status: 404},
			{Name: "narrowed to other pillars", Call: make("pillar session", nil), Status: 403, Holds: []string{"limited"}},
			{Name: "several faults", Call: make("contributor session", map[string]any{"title": " ", "due_on": "soon",
				"priority": "x", "build_cost": -1}), Status: 422, Holds: []string{`"/title"`, `"/priority"`}},
			{Name: "days and costs", Call: make("contributor session", map[string]any{"due_on": "2026-02-30",
				"build_cost": -1, "needs": []string{"x"}, "links": []any{map[string]any{"url": "javascript:x"}},
				"owner": map[string]any{"kind": "team"}}), Status: 422,
				Holds: []string{`"/due_on"`, `"/build_cost"`, `"/needs/0"`, `"/links/0/url"`, `"/owner/name"`}},
			{Name: "no such practice", Call: make("contributor session", map[string]any{"practices": []any{
				practice("backup", "oncall_rota"), practice("x", "y"),
				map[string]any{"lens": "x", "question": "y", "choice": "z"}}}),
				Status: 422, Holds: []string{`"/practices/0"`, `"/practices/1"`, `"/practices/2"`}},
			{Name: "in place already", Call: make("contributor session", map[string]any{"practices": []any{
				practice("backup", "backup_daily")}}), Status: 422, Holds: []string{`"/practices"`, "in place already"}},
			{Name: "an owner who does not reach it", Call: make("contributor session", map[string]any{
				"owner": map[string]any{"kind": "member", "user_id": s.Users["stranger"].ID}}), Status: 422,
				Holds: []string{`"/owner/user_id"`}},
			{Name: "a parked point of another workload", Call: make("contributor session",
				origin("parked", elsewhere.At("id").String())), Status: 422, Holds: []string{`"/origin/id"`}},
			{Name: "no such comment", Call: make("contributor session", origin("comment", models.NewID())), Status: 422,
				Holds: []string{`"/origin/id"`, "no comment of this workload"}},
			{Name: "an origin that people don't give", Call: make("contributor session", origin("proposal", "x")),
				Status: 422, Holds: []string{`"/origin/kind"`}},
			{Name: "from a comment", Call: make("contributor session", origin("comment", comment.At("id").String())),
				Status: 201, Changes: true, Holds: []string{`"number":1`, `"kind":"comment"`, `"status":"open"`,
					`"due_source":"sla"`, `"due_on":"` + ahead(30) + `"`, `"risk":"HIGH"`, `"to":"`, `"created_by":"The contributor"`,
					`"closed":false`, `"update":true`, `"delete":false`}},
			{Name: "from a parked point, in full", Call: make("architect session", map[string]any{
				"origin":      map[string]any{"kind": "parked", "id": parked.At("id").String()},
				"description": "**Soon**", "due_on": ahead(3), "priority": "urgent", "effort": "LOW", "impact": "HIGH",
				"build_cost": 4000, "run_cost": 25, "tradeoff": "Costs more", "tradeoff_pillars": []string{"cost"},
				"links": []any{map[string]any{"title": "Plan", "url": "https://example.com/plan"}},
				"owner": map[string]any{"kind": "member", "user_id": s.Users["viewer"].ID}}), Status: 201, Changes: true,
				Holds: []string{`"number":2`, `"due_source":"agreed"`, `"due_soon":true`, `"name":"The viewer"`,
					`"build_cost":4000`, `"https://example.com/plan"`, `"currency":"USD"`}},
			{Name: "by a narrowed one in its pillar", Call: make("pillar session", map[string]any{
				"practices": []any{practice("oncall", "oncall_rota")}}), Status: 201, Changes: true},
		})
	})
}

func TestItemsAreMadeOnce(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		for _, path := range []string{"", "/batch"} {
			body := any(anItem(nil))
			if path != "" {
				body = map[string]any{"items": []any{anItem(nil), anItem(map[string]any{"title": "Second"})}}
			}
			c := apitest.Call{Method: "POST", Path: "/workloads/" + id + "/items" + path, As: "contributor session",
				Body: body, Header: map[string]string{"Idempotency-Key": "k" + path}}
			first, second := string(s.Expect(c, 201).Body), string(s.Expect(c, 201).Body)
			if first != second {
				s.T.Errorf("%s made again:\n%s\n%s", path, first, second)
			}
		}
		if n := s.OK("GET", "/items/counts", nil).At("total").String(); n != "3" {
			s.T.Errorf("%s items", n)
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "one of many is wrong", Status: 422, Call: apitest.Call{Method: "POST", Path: "/workloads/" + id +
				"/items/batch", As: "contributor session", Body: map[string]any{"items": []any{anItem(nil),
				anItem(map[string]any{"title": ""})}}}, Holds: []string{`"/items/1/title"`}, Lacks: []string{`"/items/0`}},
			{Name: "none", Status: 422, Call: apitest.Call{Method: "POST", Path: "/workloads/" + id + "/items/batch",
				As: "contributor session", Body: map[string]any{"items": []any{}}}, Holds: []string{`"/items"`}},
		})
	})
}

func TestReadItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		narrowedPeople(s, id)
		answer(s, "/workloads/"+id+basics, "backup", "backup_daily")
		one := makeItem(s, id, nil)
		read := func(as, path string) apitest.Call { return apitest.Call{Method: "GET", Path: path, As: as} }
		var rows []apitest.Scenario
		for _, path := range []string{one, one + "/comments", one + "/activity"} {
			rows = append(rows,
				apitest.Scenario{Name: "nobody", Call: read("nobody", path), Status: 401},
				apitest.Scenario{Name: "stranger", Call: read("stranger session", path), Status: 404, Lacks: []string{"copies"}},
				apitest.Scenario{Name: "guest", Call: read("guest session", path), Status: 403},
				apitest.Scenario{Name: "narrowed to other workloads", Call: read("away session", path), Status: 404},
				apitest.Scenario{Name: "narrowed to other pillars", Call: read("pillar session", path), Status: 200},
				apitest.Scenario{Name: "viewer", Call: read("viewer session", path), Status: 200})
		}
		for _, path := range []string{"/items", "/items/counts"} {
			rows = append(rows, apitest.Scenario{Name: "nobody", Call: read("nobody", path), Status: 401},
				apitest.Scenario{Name: "guest", Call: read("guest session", path), Status: 403},
				apitest.Scenario{Name: "stranger, of the workload", Call: read("stranger session", path+"?workload="+id),
					Status: 404},
				apitest.Scenario{Name: "narrowed, of the workload", Call: read("away session", path+"?workload="+id), Status: 404})
		}
		s.RunScenarios(append(rows,
			apitest.Scenario{Name: "stranger, list", Call: read("stranger session", "/items"), Status: 200,
				Holds: []string{`"items":[]`}},
			apitest.Scenario{Name: "stranger, counts", Call: read("stranger session", "/items/counts"), Status: 200,
				Holds: []string{`"total":0`}},
			apitest.Scenario{Name: "narrowed, list", Call: read("away session", "/items"), Status: 200,
				Holds: []string{`"items":[]`}},
			apitest.Scenario{Name: "by number", Call: read("viewer session", "/items/1"), Status: 200,
				Holds: []string{`"number":1`, `"lens_key":"service-basics"`, `"update":false`, `"pillar_id":"reliability"`}},
			apitest.Scenario{Name: "stranger, by number", Call: read("stranger session", "/items/1"), Status: 404},
			apitest.Scenario{Name: "no such number", Call: read("viewer session", "/items/2"), Status: 404},
			apitest.Scenario{Name: "no number", Call: read("viewer session", "/items/99999999999999999999"), Status: 404},
			apitest.Scenario{Name: "viewer, list", Call: read("viewer session", "/items"), Status: 200,
				Holds: []string{"Keep copies apart", `"choice_id":"backup_apart"`, `"lens_id":"`, `"workload":"`}},
			apitest.Scenario{Name: "faults of filters", Call: read("viewer session",
				"/items?status=open,x&due_from=soon&question=backup&priority=x"), Status: 422, Holds: []string{"/priority"}},
			apitest.Scenario{Name: "more faults of filters", Call: read("viewer session",
				"/items?status=open,x&due_from=soon&question=backup"), Status: 422,
				Holds: []string{`"/status"`, `"/due_from"`, `"/question"`}},
			apitest.Scenario{Name: "a lens that is not applied", Call: read("viewer session",
				"/items?workload="+id+"&lens=none&question=backup"), Status: 404},
			apitest.Scenario{Name: "me without a person", Call: read("viewer", "/items?owner=me"), Status: 422,
				Holds: []string{`"/owner"`}},
		))
	})
}

// titles are those of the items of a list, page by page.
func titles(s *apitest.Server, as, path string) (list []string) {
	s.T.Helper()
	for cursor := ""; ; {
		page := s.Expect(apitest.Call{Method: "GET", Path: path + cursor, As: as}, 200).Tree(s.T)
		for i := range page.At("items").Len() {
			list = append(list, page.At(fmt.Sprintf("items/%d/title", i)).String())
		}
		next, _ := page.Value.(map[string]any)["next_cursor"].(string)
		if next == "" {
			return list
		}
		cursor = "&cursor=" + next
	}
}

// Each filter and each order gives what it says, page by page, and the counts are those of the list.
func TestFiltersOfItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		other := s.OK("POST", "/workloads", apitest.WorkloadBody("Other", "service-basics")).At("id").String()
		review := "/workloads/" + id + basics
		answer(s, review, "backup", "backup_daily")
		answer(s, review, "oncall", "oncall_rota", "oncall_alerts")
		member := map[string]any{"kind": "member", "user_id": s.Users["viewer"].ID}
		team := map[string]any{"kind": "team", "name": "Platform"}
		a := makeItem(s, id, map[string]any{"title": "A copies", "owner": member, "due_on": ahead(-2), "priority": "low"})
		makeItem(s, id, map[string]any{"title": "B alerts", "owner": team, "due_on": ahead(5), "priority": "urgent",
			"practices": []any{practice("oncall", "oncall_review")}})
		c := makeItem(s, other, map[string]any{"title": "C other COPIES", "practices": []any{}})
		d := makeItem(s, id, map[string]any{"title": "D blocked", "due_on": ahead(-9), "practices": []any{}})
		s.OK("POST", d+"/move", map[string]any{"status": "blocked", "note": "Nobody"})
		s.OK("POST", c+"/move", map[string]any{"status": "wont_do", "note": "Why", "reason": "other"})
		s.Expect(apitest.Call{Method: "POST", Path: a + "/verify", As: "owner session", Body: map[string]any{"select": true}},
			200)
		answer(s, review, "backup", "backup_daily", "backup_apart") // A comes back
		for query, want := range map[string]string{
			"":                             "DABC",
			"sort=number":                  "DCBA",
			"sort=priority":                "BCDA",
			"sort=updated":                 "ACDB",
			"workload=" + id:               "DAB",
			"status=open":                  "AB",
			"status=blocked,wont_do":       "DC",
			"active=true":                  "DAB",
			"owner=me":                     "A",
			"owner=" + s.Users["owner"].ID: "",
			"owner_name=Platform":          "B",
			"unowned=true":                 "DC",
			"risk=HIGH":                    "A",
			"priority=urgent":              "B",
			"due_from=" + ahead(-2):        "AB",
			"due_to=" + ahead(-2):          "DA",
			"overdue=true":                 "DA",
			"regressed=true":               "A",
			"q=copies":                     "AC",
			"q=%232":                       "B",
			"workload=" + id + "&lens=service-basics&question=oncall": "B",
		} {
			for _, size := range []string{"1", "100"} {
				var got string
				for _, title := range titles(s, "viewer session", "/items?limit="+size+"&"+query) {
					got += title[:1]
				}
				// The priorities of C and D are the same: their ids decide.
				if got != want && (query != "sort=priority" || got != "BDCA") {
					t.Errorf("%s, %s a page: %s, want %s", query, size, got, want)
				}
			}
			if strings.HasPrefix(query, "sort") {
				continue
			}
			counts := s.Expect(apitest.Call{Method: "GET", Path: "/items/counts?" + query, As: "viewer session"}, 200).Tree(t)
			if n := counts.At("total").String(); n != fmt.Sprint(len(want)) {
				t.Errorf("%s counts %s, want %d", query, n, len(want))
			}
		}
	})
}

func TestChangeItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		narrowedPeople(s, id)
		review := "/workloads/" + id + basics
		answer(s, review, "backup", "backup_daily")
		one := makeItem(s, id, nil)
		next := makeItem(s, id, map[string]any{"title": "Next", "practices": []any{},
			"needs": []string{one[len("/items/"):]}})
		patch := func(as string, body map[string]any) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: one, As: as, Body: body}
		}
		title := map[string]any{"title": "Other"}
		stale := patch("contributor session", title)
		stale.Header = map[string]string{"If-Match": `"7"`}
		current := patch("contributor session", title)
		current.Header = map[string]string{"If-Match": `"1"`}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: patch("nobody", title), Status: 401},
			{Name: "stranger", Call: patch("stranger session", title), Status: 404},
			{Name: "guest", Call: patch("guest session", title), Status: 403},
			{Name: "viewer", Call: patch("viewer session", title), Status: 403},
			{Name: "narrowed to other workloads", Call: patch("away session", title), Status: 404},
			{Name: "narrowed to other pillars", Call: patch("pillar session", title), Status: 403},
			{Name: "stale", Call: stale, Status: 412, Holds: []string{`"current"`, "Keep copies apart"}},
			{Name: "unknown", Call: patch("contributor session", map[string]any{"status": "done"}), Status: 422,
				Holds: []string{"/status"}},
			{Name: "a circle", Call: patch("contributor session", map[string]any{"needs": []string{next[len("/items/"):]}}),
				Status: 422, Holds: []string{`"/needs"`, "#1 “Keep copies apart” needs #2 “Next” needs #1"}},
			{Name: "itself", Call: patch("contributor session", map[string]any{"needs": []string{one[len("/items/"):]}}),
				Status: 422, Holds: []string{`"/needs/0"`}},
			{Name: "to a practice in another pillar", Call: apitest.Call{Method: "PATCH", Path: next, As: "pillar session",
				Body: map[string]any{"practices": []any{practice("backup", "backup_apart")}}}, Status: 403},
			{Name: "with the ETag", Call: current, Status: 200, Changes: true, Holds: []string{`"title":"Other"`,
				`"version":2`, `"title":"Next"`}},
			{Name: "nothing", Call: patch("contributor session", title), Status: 200, Holds: []string{`"version":2`}},
			{Name: "by number", Call: apitest.Call{Method: "PATCH", Path: "/items/1", As: "architect session",
				Body: map[string]any{"due_on": ahead(60), "owner": map[string]any{"kind": "outsider", "name": "ACME"},
					"practices": []any{practice("backup", "backup_apart")}}}, Status: 200, Changes: true,
				Holds: []string{`"due_on":"` + ahead(60), `"first_due_on":"` + ahead(30), `"due_source":"agreed"`, `"ACME"`}},
			{Name: "no day", Call: patch("contributor session", map[string]any{"due_on": ""}), Status: 200, Changes: true,
				Lacks: []string{`"due_on":"` + ahead(60), `"due_source"`}, Holds: []string{`"first_due_on":"` + ahead(30)}},
		})
	})
}

func TestMoveItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		narrowedPeople(s, id)
		review := "/workloads/" + id + basics
		answer(s, review, "backup", "backup_daily")
		one := makeItem(s, id, nil)
		do := func(as, what string, body map[string]any) apitest.Call {
			return apitest.Call{Method: "POST", Path: one + "/" + what, As: as, Body: body}
		}
		started, blocked := map[string]any{"status": "in_progress"}, map[string]any{"status": "blocked", "note": "Waits"}
		choose := map[string]any{"select": true}
		var rows []apitest.Scenario
		for what, body := range map[string]map[string]any{"move": started, "complete": {}, "verify": choose} {
			rows = append(rows,
				apitest.Scenario{Name: "nobody", Call: do("nobody", what, body), Status: 401},
				apitest.Scenario{Name: "stranger", Call: do("stranger session", what, body), Status: 404},
				apitest.Scenario{Name: "guest", Call: do("guest session", what, body), Status: 403},
				apitest.Scenario{Name: "viewer", Call: do("viewer session", what, body), Status: 403},
				apitest.Scenario{Name: "narrowed to other workloads", Call: do("away session", what, body), Status: 404},
				apitest.Scenario{Name: "narrowed to other pillars", Call: do("pillar session", what, body), Status: 403})
		}
		s.RunScenarios(append(rows, []apitest.Scenario{
			{Name: "no status", Call: do("contributor session", "move", map[string]any{"status": "x"}), Status: 422,
				Holds: []string{`"/status"`}},
			{Name: "done", Call: do("contributor session", "move", map[string]any{"status": "done"}), Status: 409,
				Holds: []string{"verify"}},
			{Name: "blocked without a note", Call: do("contributor session", "move", map[string]any{"status": "blocked"}),
				Status: 422, Holds: []string{`"/note"`}},
			{Name: "given up without a reason", Call: do("contributor session", "move", map[string]any{"status": "wont_do",
				"note": "x"}), Status: 422, Holds: []string{`"/reason"`}},
			{Name: "given up without a note", Call: do("contributor session", "move", map[string]any{"status": "wont_do",
				"reason": "other"}), Status: 422, Holds: []string{`"/note"`}},
			{Name: "started", Call: do("contributor session", "move", started), Status: 200, Changes: true,
				Holds: []string{`"status":"in_progress"`, `"started_at"`}},
			{Name: "blocked", Call: do("contributor session", "move", blocked), Status: 200, Changes: true,
				Holds: []string{`"status_note":"Waits"`}},
			{Name: "confirmed too early", Call: do("contributor session", "verify", map[string]any{}), Status: 409,
				Holds: []string{"2 of 2 practices"}},
			{Name: "completed", Call: do("contributor session", "complete", map[string]any{"note": "Since Monday"}),
				Status: 200, Changes: true, Holds: []string{`"status":"to_verify"`, "Since Monday", `"closed":false`}},
			{Name: "confirmed by nobody", Call: do("owner", "verify", choose), Status: 403, Holds: []string{"by a person"}},
			{Name: "confirmed with its practices", Call: do("contributor session", "verify", choose), Status: 200,
				Changes: true, Holds: []string{`"status":"done"`, `"closed_by":"The contributor"`, `"closed":true`}},
			{Name: "given up when done", Call: do("contributor session", "move", map[string]any{"status": "wont_do",
				"reason": "other", "note": "x"}), Status: 409},
			{Name: "confirmed again", Call: do("contributor session", "verify", choose), Status: 409},
		}...))
		answer(s, review, "backup", "backup_daily")
		got := s.OK("GET", one, nil)
		if got.At("status").String() != "open" || got.At("reopened").String() != "1" ||
			got.At("regressed_at").String() == "" {
			s.T.Errorf("after a practice was lost it is %s", got)
		}
		activity := s.OK("GET", one+"/activity", nil).String()
		for _, kind := range []string{"created", "status", "practice_closed", "verified", "practice_lost", "reopened"} {
			if !strings.Contains(activity, `"`+kind+`"`) {
				s.T.Errorf("no activity %s: %s", kind, activity)
			}
		}
	})
}

func TestEditManyItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		narrowedPeople(s, id)
		answer(s, "/workloads/"+id+basics, "backup", "backup_daily")
		a, b := makeItem(s, id, nil)[len("/items/"):], makeItem(s, id, map[string]any{"practices": []any{}})[len("/items/"):]
		edit := func(as string, ids []string, move map[string]any) apitest.Call {
			body := map[string]any{"ids": ids, "fields": map[string]any{"priority": "high", "due_on": ahead(10),
				"owner": map[string]any{"kind": "team", "name": "Platform"}}}
			if move != nil {
				body["move"] = move
			}
			return apitest.Call{Method: "POST", Path: "/items/edit", As: as, Body: body}
		}
		both := []string{b, a}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: edit("nobody", both, nil), Status: 401},
			{Name: "stranger", Call: edit("stranger session", both, nil), Status: 422, Lacks: []string{"copies"}},
			{Name: "guest", Call: edit("guest session", both, nil), Status: 403},
			{Name: "viewer", Call: edit("viewer session", both, nil), Status: 403},
			{Name: "narrowed to other workloads", Call: edit("away session", both, nil), Status: 422,
				Holds: []string{"is no item of this workspace"}},
			{Name: "narrowed to other pillars", Call: edit("pillar session", both, nil), Status: 403},
			{Name: "one that is not there", Call: edit("contributor session", []string{a, models.NewID()}, nil), Status: 422,
				Holds: []string{`"/ids/1"`, "is no item of this workspace"}},
			{Name: "one twice", Call: edit("contributor session", []string{a, b, a}, nil), Status: 422,
				Holds: []string{`"/ids/2"`}},
			{Name: "none", Call: edit("contributor session", []string{}, nil), Status: 422, Holds: []string{`"/ids"`}},
			{Name: "nothing to change", Call: apitest.Call{Method: "POST", Path: "/items/edit", As: "contributor session",
				Body: map[string]any{"ids": both}}, Status: 422, Holds: []string{`"/fields"`}},
			{Name: "a move that misses a note", Call: edit("contributor session", both, map[string]any{"status": "blocked"}),
				Status: 422},
			{Name: "both", Call: edit("contributor session", both, map[string]any{"status": "in_progress"}), Status: 200,
				Changes: true, Holds: []string{`"status":"in_progress"`, `"Platform"`, `"due_on":"` + ahead(10) + `"`}},
			{Name: "again", Call: edit("contributor session", both, map[string]any{"status": "in_progress"}), Status: 200},
		})
		list := s.Expect(edit("contributor session", both, nil), 200).Tree(s.T)
		if list.At("items/0/id").String() != b || list.At("items/1/id").String() != a {
			s.T.Errorf("not in the order that was asked for: %s", list)
		}
	})
}

func TestDeleteItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		narrowedPeople(s, id)
		one := makeItem(s, id, nil)
		del := func(as, confirm string) apitest.Call {
			return apitest.Call{Method: "DELETE", Path: one + confirm, As: as}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: del("nobody", "?confirm=1"), Status: 401},
			{Name: "stranger", Call: del("stranger session", "?confirm=1"), Status: 404},
			{Name: "guest", Call: del("guest session", "?confirm=1"), Status: 403},
			{Name: "contributor", Call: del("contributor session", "?confirm=1"), Status: 403},
			{Name: "narrowed to other pillars", Call: del("pillar session", "?confirm=1"), Status: 403},
			{Name: "unconfirmed", Call: del("architect session", ""), Status: 422, Holds: []string{`"/confirm"`}},
			{Name: "by number", Call: apitest.Call{Method: "DELETE", Path: "/items/1?confirm=1", As: "architect session"},
				Status: 204, Changes: true},
			{Name: "again", Call: del("architect session", "?confirm=1"), Status: 404},
		})
		if n := s.OK("POST", "/workloads/"+id+"/items", anItem(nil)).At("number").String(); n != "2" {
			s.T.Errorf("the next one has the number %s", n)
		}
	})
}

func TestTalkAboutItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		narrowedPeople(s, id)
		one := makeItem(s, id, nil)
		say := func(as, body string) apitest.Call {
			return apitest.Call{Method: "POST", Path: one + "/comments", As: as, Body: map[string]any{"body": body}}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: say("nobody", "x"), Status: 401},
			{Name: "stranger", Call: say("stranger session", "x"), Status: 404},
			{Name: "guest", Call: say("guest session", "x"), Status: 403},
			{Name: "viewer", Call: say("viewer session", "x"), Status: 403},
			{Name: "narrowed to other workloads", Call: say("away session", "x"), Status: 404},
			{Name: "empty", Call: say("contributor session", " "), Status: 422, Holds: []string{`"/body"`}},
			{Name: "narrowed to other pillars", Call: say("pillar session", "All may talk"), Status: 201, Changes: true},
			{Name: "contributor", Call: say("contributor session", "Ask @"+s.EmailOf("viewer")), Status: 201, Changes: true,
				Holds: []string{`"name":"The viewer"`, `"version":1`}},
		})
		comment := one + "/comments/" + s.OK("GET", one+"/comments", nil).At("items/0/id").String()
		change := func(as string) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: comment, As: as, Body: map[string]any{"body": "Better"}}
		}
		stale := change("contributor session")
		stale.Header = map[string]string{"If-Match": `"9"`}
		other := makeItem(s, id, nil)
		s.RunScenarios([]apitest.Scenario{
			{Name: "stranger edits", Call: change("stranger session"), Status: 404},
			{Name: "another person edits", Call: change("architect session"), Status: 403},
			{Name: "under another item", Call: apitest.Call{Method: "PATCH", Path: other + strings.TrimPrefix(comment, one),
				As: "contributor session", Body: map[string]any{"body": "Better"}}, Status: 404},
			{Name: "stale", Call: stale, Status: 412, Holds: []string{`"current"`, "Ask"}},
			{Name: "author edits", Call: change("contributor session"), Status: 200, Changes: true,
				Holds: []string{`"edited_at"`, `"version":2`, `"mentions":[]`}},
			{Name: "another contributor deletes", Call: apitest.Call{Method: "DELETE", Path: comment, As: "pillar session"},
				Status: 403},
			{Name: "author deletes", Call: apitest.Call{Method: "DELETE", Path: comment, As: "contributor session"},
				Status: 204, Changes: true},
			{Name: "edit what is deleted", Call: change("contributor session"), Status: 409},
			{Name: "a gap", Call: apitest.Call{Method: "GET", Path: one + "/comments", As: "viewer session"}, Status: 200,
				Holds: []string{`"deleted_by":"The contributor"`, "All may talk"}, Lacks: []string{"Better"}},
		})
	})
}

func TestPlanSettings(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.Guest("guest", id, "service-basics")
		answer(s, "/workloads/"+id+basics, "backup", "backup_daily")
		one := makeItem(s, id, nil)
		body := func(otherwise map[string]any) map[string]any {
			b := map[string]any{"high_days": 14, "medium_days": 60, "due_soon_days": 5, "high_cap": 3, "currency": "EUR",
				"lead_after_days": 3, "sponsor_after_days": 10}
			for name, value := range otherwise {
				b[name] = value
			}
			return b
		}
		put := func(as string, otherwise map[string]any) apitest.Call {
			return apitest.Call{Method: "PUT", Path: "/plan/settings", As: as, Body: body(otherwise)}
		}
		get := func(as string) apitest.Call { return apitest.Call{Method: "GET", Path: "/plan/settings", As: as} }
		stale := put("owner session", nil)
		stale.Header = map[string]string{"If-Match": `"3"`}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: get("nobody"), Status: 401},
			{Name: "guest", Call: get("guest session"), Status: 403},
			{Name: "viewer", Call: get("viewer session"), Status: 200, Holds: []string{`"version":0`, `"high_days":30`}},
			{Name: "nobody sets", Call: put("nobody", nil), Status: 401},
			{Name: "architect sets", Call: put("architect session", nil), Status: 403, Holds: []string{"owner"}},
			{Name: "faults", Call: put("owner session", map[string]any{"high_days": 0, "currency": "eur"}), Status: 422,
				Holds: []string{`"/high_days"`}},
			{Name: "more faults", Call: put("owner session", map[string]any{"medium_days": 7, "currency": "eur",
				"sponsor_after_days": 1}), Status: 422, Holds: []string{`"/currency"`, `"/medium_days"`, `"/sponsor_after_days"`}},
			{Name: "a lead who is no member", Call: put("owner session", map[string]any{"lead_id": s.Users["stranger"].ID}),
				Status: 422, Holds: []string{`"/lead_id"`}},
			{Name: "stale", Call: stale, Status: 412, Holds: []string{`"current"`}},
			{Name: "owner", Call: put("owner session", map[string]any{"lead_id": s.Users["architect"].ID}), Status: 200,
				Changes: true, Holds: []string{`"version":1`, `"currency":"EUR"`, `"updated_by":"The owner"`}},
			{Name: "the same", Call: put("owner session", map[string]any{"lead_id": s.Users["architect"].ID}), Status: 200,
				Holds: []string{`"version":1`}},
			{Name: "another workspace has its own", Call: get("stranger session"), Status: 200, Holds: []string{`"version":0`}},
			{Name: "no day moved", Call: apitest.Call{Method: "GET", Path: one, As: "viewer session"}, Status: 200,
				Holds: []string{`"due_on":"` + ahead(30) + `"`, `"currency":"EUR"`}},
		})
		if got := s.OK("GET", makeItem(s, id, nil), nil).At("due_on").String(); got != ahead(14) {
			s.T.Errorf("a new item is due on %s", got)
		}
	})
}

// A workload that is shared brings its items with it, with what the share allows.
func TestItemsOfSharedWorkloads(t *testing.T) {
	for _, role := range []models.Role{models.Viewer, models.Contributor} {
		t.Run(string(role), func(t *testing.T) {
			apitest.Each(t, func(s *apitest.Server) {
				s.AddNeighbours()
				id := s.Sample()
				other := s.OK("POST", "/workloads", apitest.WorkloadBody("Other", "service-basics")).At("id").String()
				hidden := makeItem(s, other, map[string]any{"title": "Hidden", "practices": []any{}})
				one := makeItem(s, id, map[string]any{"needs": []string{hidden[len("/items/"):]}})
				s.AcceptedShare("/workloads/"+id, role)
				may := map[bool]int{true: 200, false: 403}[role == models.Contributor]
				move := apitest.Call{Method: "POST", Path: one + "/move", As: "foreign-contributor session",
					Body: map[string]any{"status": "in_progress"}}
				viewers := move
				viewers.As = "foreign-viewer session"
				read := func(as, path string) apitest.Call { return apitest.Call{Method: "GET", Path: path, As: as} }
				s.RunScenarios([]apitest.Scenario{
					{Name: "a third workspace", Call: read("third session", one), Status: 404},
					{Name: "an item of another workload", Call: read("foreign-viewer session", hidden), Status: 404},
					{Name: "needs what is hidden", Call: apitest.Call{Method: "PATCH", Path: one,
						As: "foreign-contributor session", Body: map[string]any{"needs": []string{hidden[len("/items/"):]}}},
						Status: may},
					{Name: "viewer", Call: read("foreign-viewer session", one), Status: 200, Lacks: []string{"Hidden"},
						Holds: []string{"Keep copies apart", `"needs":[{"id":"`}},
					{Name: "list", Call: read("foreign-viewer session", "/items"), Status: 200,
						Holds: []string{"Keep copies apart"}, Lacks: []string{"Hidden"}},
					{Name: "counts", Call: read("foreign-viewer session", "/items/counts"), Status: 200,
						Holds: []string{`"total":1`}},
					{Name: "its number is another workspace's", Call: read("foreign-viewer session", "/items/2"), Status: 404},
					{Name: "viewer moves", Call: viewers, Status: 403},
					{Name: "contributor moves", Call: move, Status: may, Changes: may == 200},
					{Name: "deletes", Call: apitest.Call{Method: "DELETE", Path: one + "?confirm=2", As: "stranger session"},
						Status: 403},
				})
			})
		})
	}
}

// Nobody learns of items beyond their narrowing from what an item needs.
func TestWhatIsNeededBeyondANarrowing(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		other := s.OK("POST", "/workloads", apitest.WorkloadBody("Other", "service-basics")).At("id").String()
		hidden := makeItem(s, other, map[string]any{"title": "Hidden", "practices": []any{}})[len("/items/"):]
		one := makeItem(s, id, map[string]any{"needs": []string{hidden}})
		s.NarrowedMember("here", models.MemberGrant{Role: models.Contributor, Workloads: []string{id}})
		patch := func(body map[string]any) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: one, As: "here session", Body: body}
		}
		free := makeItem(s, id, map[string]any{"title": "Free"})
		s.RunScenarios([]apitest.Scenario{
			{Name: "another title", Call: patch(map[string]any{"title": "New"}), Status: 200, Changes: true,
				Lacks: []string{"Hidden"}},
			{Name: "keeps what it needs", Call: patch(map[string]any{"needs": []string{hidden}}), Status: 200},
			{Name: "needs what is out of reach", Call: apitest.Call{Method: "PATCH", Path: free, As: "here session",
				Body: map[string]any{"needs": []string{hidden}}}, Status: 422, Holds: []string{`"/needs/0"`, "no item"}},
		})
		s.OK("PATCH", "/items/"+hidden, map[string]any{"needs": []string{free[len("/items/"):]}})
		r := s.Do(apitest.Call{Method: "PATCH", Path: free, As: "here session",
			Body: map[string]any{"needs": []string{one[len("/items/"):]}}})
		if r.Status != 422 || strings.Contains(string(r.Body), "Hidden") || !strings.Contains(string(r.Body), "needs #1") {
			s.T.Errorf("a circle through what is out of reach: %d %s", r.Status, r.Body)
		}
		if list := titles(s, "here session", "/items?limit=50"); slices.Contains(list, "Hidden") || len(list) != 2 {
			s.T.Errorf("the list has %v", list)
		}
	})
}

package api_test

import (
	"fmt"
	"strings"
	"testing"

	"plumbline/models"
)

func TestWorkload(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		at := "/workloads/" + id
		create := func(as string, body any) call { return call{method: "POST", path: "/workloads", as: as, body: body} }
		change := func(member string, value any) map[string]any {
			w := workload("Another")
			w[member] = value
			return w
		}
		patch := func(body string) call { return call{method: "PATCH", path: at, as: "architect", body: body} }
		long := strings.Repeat("ж", 101)
		s.run([]scenario{
			{name: "no token", call: create("nobody", workload("Another")), status: 401, code: "unauthenticated"},
			{name: "contributor", call: create("contributor", workload("Another")), status: 403, code: "forbidden"},
			{name: "nothing given", call: create("architect", `{}`), status: 422, holds: []string{"/name", "/description", "/environment", "/review_owner"}},
			{name: "no body", call: create("architect", ""), status: 400, code: "invalid"},
			{name: "a list", call: create("architect", `[]`), status: 422, code: "invalid"},
			{name: "null", call: create("architect", `null`), status: 422, code: "invalid"},
			{name: "several unknown members", call: create("architect", change("colour", "red")), status: 422, holds: []string{`"pointer":"/colour"`}},
			{name: "short name", call: create("architect", change("name", "ab")), status: 422, holds: []string{`"pointer":"/name"`}},
			{name: "blank name", call: create("architect", change("name", "    ")), status: 422, holds: []string{`"pointer":"/name"`}},
			{name: "long name in another script", call: create("architect", change("name", long)), status: 422, holds: []string{`"pointer":"/name"`}},
			{name: "unknown environment", call: create("architect", change("environment", "LAB")), status: 422, holds: []string{"PREPRODUCTION"}},
			{name: "no region", call: create("architect", change("aws_regions", []string{})), status: 422, holds: []string{`"pointer":"/aws_regions"`}},
			{name: "account that is none", call: create("architect", change("account_ids", []string{"111122223333", "12345"})), status: 422, holds: []string{`"pointer":"/account_ids/1"`}},
			{name: "address that is none", call: create("architect", change("architectural_design", "javascript:alert(1)")), status: 422, holds: []string{"/architectural_design"}},
			{name: "application that is none", call: create("architect", change("applications", []string{"arn:aws:s3:::x"})), status: 422, holds: []string{"/applications/0"}},
			{name: "tag value too long", call: create("architect", change("tags", map[string]string{"team.a": strings.Repeat("x", 257)})), status: 422, holds: []string{`"pointer":"/tags/team.a"`}},
			{name: "notes too long", call: create("architect", change("notes", strings.Repeat("x", models.MaxNotes+1))), status: 422, holds: []string{`"pointer":"/notes"`}},
			{name: "unknown lens", call: create("architect", workload("Another", "nothing")), status: 422, holds: []string{`"pointer":"/lenses/0"`}},
			{name: "same name", call: create("architect", workload("CHECK out")), status: 409, code: "conflict", holds: []string{"Checkout"}},
			{name: "longest everything", call: create("architect", change("name", strings.Repeat("ж", 100))), status: 201, changes: true},
			{name: "unknown query parameter", call: call{method: "GET", path: "/workloads?nmae=x", as: "viewer"}, status: 422, holds: []string{`"pointer":"/nmae"`}},
			{name: "limit out of bounds", call: call{method: "GET", path: "/workloads?limit=1000", as: "viewer"}, status: 422, holds: []string{"200"}},
			{name: "cursor that is none", call: call{method: "GET", path: "/workloads?cursor=xyz", as: "viewer"}, status: 422, holds: []string{"cursor"}},
			{name: "id that is none", call: call{method: "GET", path: "/workloads/%2e%2e", as: "viewer"}, status: 404},
			{name: "id with a NUL", call: call{method: "GET", path: "/workloads/%00", as: "viewer"}, status: 404},
			{name: "id that is not UTF-8", call: call{method: "GET", path: "/workloads/%ff%fe", as: "viewer"}, status: 404},
			{name: "method that is none", call: call{method: "POST", path: at, as: "owner", body: `{}`}, status: 405, code: "method_not_allowed"},
			{name: "path that is none", call: call{method: "GET", path: "/nothing", as: "owner"}, status: 404, code: "not_found"},
			{name: "patch as a contributor", call: call{method: "PATCH", path: at, as: "contributor", body: `{"name":"X"}`}, status: 403},
			{name: "patch nothing", call: patch(`{}`), status: 200, holds: []string{`"version":1`}},
			{name: "patch to the same", call: patch(`{"name":"Checkout"}`), status: 200, holds: []string{`"version":1`}},
			{name: "patch to a bad value", call: patch(`{"description":"x"}`), status: 422, holds: []string{"/description"}},
			{name: "patch", call: patch(`{"industry":"Retail","tags":{"team":"a"}}`), status: 200, holds: []string{`"version":2`, "Retail"}, changes: true},
			{name: "patch to empty", call: patch(`{"industry":"","tags":{}}`), status: 200, holds: []string{`"version":3`}, lacks: []string{"Retail"}, changes: true},
			{name: "stale patch", call: call{method: "PATCH", path: at, as: "architect", body: `{"industry":"X"}`, header: map[string]string{"If-Match": `"1"`}}, status: 412, code: "stale", holds: []string{`"current"`}},
			{name: "delete as a contributor", call: call{method: "DELETE", path: at + "?confirm=Checkout", as: "contributor"}, status: 403},
			{name: "delete unconfirmed", call: call{method: "DELETE", path: at + "?confirm=checkout", as: "architect"}, status: 422, holds: []string{"confirm"}},
			{name: "delete", call: call{method: "DELETE", path: at + "?confirm=Checkout", as: "architect"}, status: 204, changes: true},
			{name: "gone", call: call{method: "GET", path: at, as: "viewer"}, status: 404},
		})
	})
}

func TestListWorkloads(t *testing.T) {
	each(t, func(s *server) {
		for i := range 25 {
			s.ok("POST", "/workloads", workload(fmt.Sprintf("Load %02d ÄPFEL 100%%", i)))
		}
		var names []string
		for path := "/workloads?limit=10"; ; {
			page := s.ok("GET", path, nil)
			for i := range page.at("items").len() {
				names = append(names, page.at(fmt.Sprintf("items/%d/name", i)).String())
			}
			if page.at("next_cursor").v == nil {
				break
			}
			path = "/workloads?limit=10&cursor=" + page.at("next_cursor").String()
		}
		if len(names) != 25 || names[0] != "Load 00 ÄPFEL 100%" || names[24] != "Load 24 ÄPFEL 100%" {
			s.t.Errorf("the pages give %d names: %v", len(names), names)
		}
		for filter, want := range map[string]int{"load%2007": 1, "%C3%A4pfel": 25, "100%25": 25, "0_": 0, "nothing": 0} {
			if got := s.ok("GET", "/workloads?name="+filter, nil).at("items").len(); got != want {
				s.t.Errorf("the filter %s gives %d workloads, want %d", filter, got, want)
			}
		}
	})
}

func TestListWorkloadsFilteredAndSorted(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		other := workload("Ärger im Büro")
		other["environment"], other["review_owner"], other["description"] = "PREPRODUCTION", "Đặng Thu Hà", "Nimmt Klagen an"
		s.ok("POST", "/workloads", other)
		s.ok("PUT", "/workloads/"+id+"/lenses/service-basics/answers/backup", map[string]any{"selected": []string{"backup_no"}})
		list := func(query string) string {
			var names []string
			for path := "/workloads?limit=1&" + query; ; {
				page := s.ok("GET", path, nil)
				for i := range page.at("items").len() {
					names = append(names, page.at(fmt.Sprintf("items/%d/name", i)).String())
				}
				if page.at("next_cursor").v == nil {
					return strings.Join(names, ", ")
				}
				path = "/workloads?limit=1&" + query + "&cursor=" + page.at("next_cursor").String()
			}
		}
		const both = "Checkout, Ärger im Büro"
		for query, want := range map[string]string{
			"": both, "sort=name": both, "sort=risk": both, "sort=changed": both,
			"text=%C4%91%E1%BA%B6NG": "Ärger im Büro", "text=klagen+%C3%A4rger": "Ärger im Büro", "text=money": "Checkout", "text=money+klagen": "",
			"environment=PRODUCTION": "Checkout", "risk=HIGH": "Checkout", "risk=MEDIUM": "", "lens=service-basics": "Checkout",
			"lens=service-basics&risk=HIGH&environment=PREPRODUCTION": "",
		} {
			if got := list(query); got != want {
				t.Errorf("%s gives %q, want %q", query, got, want)
			}
		}
		first := s.ok("GET", "/workloads/"+id, nil)
		if first.at("changed_at").String() <= first.at("updated_at").String() || first.at("changed_by").String() == "" {
			t.Errorf("an answer is no change of the workload: %s", first)
		}
		cursor := s.ok("GET", "/workloads?limit=1&sort=risk", nil).at("next_cursor").String()
		get := func(path, as string) call { return call{method: "GET", path: path, as: as} }
		s.run([]scenario{
			{name: "a stranger finds nothing", call: get("/workloads?text=money", "stranger"), status: 200, lacks: []string{"Checkout"}},
			{name: "an unknown order", call: get("/workloads?sort=owner", "viewer"), status: 422, holds: []string{"/sort"}},
			{name: "an unknown risk", call: get("/workloads?risk=SOME", "viewer"), status: 422, holds: []string{"/risk"}},
			{name: "an unknown environment", call: get("/workloads?environment=LAB", "viewer"), status: 422, holds: []string{"/environment"}},
			{name: "the cursor of another order", call: get("/workloads?sort=changed&cursor="+cursor, "viewer"), status: 422, holds: []string{"cursor"}},
		})
	})
}

// A create that is sent again with the same key makes nothing new.
func TestIdempotencyKey(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		keyed := func(path, key string, body any) call {
			return call{method: "POST", path: path, as: "architect", body: body, header: map[string]string{"Idempotency-Key": key}}
		}
		for path, body := range map[string]any{
			"/workloads": workload("Once"), "/workloads/" + id + "/milestones": map[string]any{"name": "Once"},
		} {
			first, second := s.do(keyed(path, "key "+path, body)), s.do(keyed(path, "key "+path, body))
			if first.status != 201 || second.status != 201 || string(first.body) != string(second.body) {
				s.t.Errorf("%s: %d %s, then %d %s", path, first.status, first.body, second.status, second.body)
			}
			if r := s.do(call{method: "POST", path: path, as: "architect", body: body}); r.status != 409 {
				s.t.Errorf("%s without the key: %d, want 409", path, r.status)
			}
		}
		s.run([]scenario{
			{name: "same key, other request", call: keyed("/workloads", "key /workloads", workload("Twice")), status: 409, code: "conflict"},
			{name: "endless key", call: keyed("/workloads", strings.Repeat("k", 256), workload("Twice")), status: 422},
			{name: "other key", call: keyed("/workloads", "another", workload("Twice")), status: 201, changes: true},
		})
	})
}

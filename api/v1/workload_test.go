package v1_test

import (
	"fmt"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

func TestWorkload(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		create := func(as string, body any) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/workloads", As: as, Body: body}
		}
		change := func(member string, value any) map[string]any {
			w := apitest.WorkloadBody("Another")
			w[member] = value
			return w
		}
		patch := func(body string) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: at, As: "architect", Body: body}
		}
		long := strings.Repeat("ж", 101)
		s.RunScenarios([]apitest.Scenario{
			{Name: "no token", Call: create("nobody", apitest.WorkloadBody("Another")), Status: 401, Code: "unauthenticated"},
			{Name: "contributor", Call: create("contributor", apitest.WorkloadBody("Another")), Status: 403, Code: "forbidden"},
			{Name: "nothing given", Call: create("architect", `{}`), Status: 422,
				Holds: []string{"/name", "/description", "/environment", "/review_owner"}},
			{Name: "no body", Call: create("architect", ""), Status: 400, Code: "invalid"},
			{Name: "a list", Call: create("architect", `[]`), Status: 422, Code: "invalid"},
			{Name: "null", Call: create("architect", `null`), Status: 422, Code: "invalid"},
			{Name: "several unknown members", Call: create("architect", change("colour", "red")), Status: 422,
				Holds: []string{`"pointer":"/colour"`}},
			{Name: "short name", Call: create("architect", change("name", "ab")), Status: 422,
				Holds: []string{`"pointer":"/name"`}},
			{Name: "blank name", Call: create("architect", change("name", "    ")), Status: 422,
				Holds: []string{`"pointer":"/name"`}},
			{Name: "long name in another script", Call: create("architect", change("name", long)), Status: 422,
				Holds: []string{`"pointer":"/name"`}},
			{Name: "unknown environment", Call: create("architect", change("environment", "LAB")), Status: 422,
				Holds: []string{"PREPRODUCTION"}},
			{Name: "no region", Call: create("architect", change("aws_regions", []string{})), Status: 422,
				Holds: []string{`"pointer":"/aws_regions"`}},
			{Name: "region that is none", Call: create("architect", change("aws_regions", []string{"eu-central-1", "Mars"})),
				Status: 422, Holds: []string{`"pointer":"/aws_regions/1"`, "“Mars” is not the code of an AWS Region"}},
			{Name: "the same with a region that is none", Call: patch(`{"aws_regions":["eu central 1"]}`), Status: 422,
				Holds: []string{`"pointer":"/aws_regions/0"`}},
			{Name: "account that is none", Call: create("architect", change("account_ids", []string{"111122223333", "12345"})),
				Status: 422, Holds: []string{`"pointer":"/account_ids/1"`}},
			{Name: "address that is none", Call: create("architect", change("architectural_design", "javascript:alert(1)")),
				Status: 422, Holds: []string{"/architectural_design"}},
			{Name: "application that is none", Call: create("architect", change("applications", []string{"arn:aws:s3:::x"})),
				Status: 422, Holds: []string{"/applications/0"}},
			{Name: "tag value too long", Call: create("architect", change("tags",
				map[string]string{"team.a": strings.Repeat("x", 257)})), Status: 422, Holds: []string{`"pointer":"/tags/team.a"`}},
			{Name: "notes too long", Call: create("architect", change("notes", strings.Repeat("x", models.MaxNotes+1))),
				Status: 422, Holds: []string{`"pointer":"/notes"`}},
			{Name: "unknown lens", Call: create("architect", apitest.WorkloadBody("Another", "nothing")), Status: 422,
				Holds: []string{`"pointer":"/lenses/0"`}},
			{Name: "same name", Call: create("architect", apitest.WorkloadBody("CHECK out")), Status: 409, Code: "conflict",
				Holds: []string{"Checkout"}},
			{Name: "longest everything", Call: create("architect", change("name", strings.Repeat("ж", 100))), Status: 201,
				Changes: true},
			{Name: "unknown query parameter", Call: apitest.Call{Method: "GET", Path: "/workloads?nmae=x", As: "viewer"},
				Status: 422, Holds: []string{`"pointer":"/nmae"`}},
			{Name: "limit out of bounds", Call: apitest.Call{Method: "GET", Path: "/workloads?limit=1000", As: "viewer"},
				Status: 422, Holds: []string{"200"}},
			{Name: "cursor that is none", Call: apitest.Call{Method: "GET", Path: "/workloads?cursor=xyz", As: "viewer"},
				Status: 422, Holds: []string{"cursor"}},
			{Name: "id that is none", Call: apitest.Call{Method: "GET", Path: "/workloads/%2e%2e", As: "viewer"}, Status: 404},
			{Name: "id with a NUL", Call: apitest.Call{Method: "GET", Path: "/workloads/%00", As: "viewer"}, Status: 404},
			{Name: "id that is not UTF-8", Call: apitest.Call{Method: "GET", Path: "/workloads/%ff%fe", As: "viewer"},
				Status: 404},
			{Name: "method that is none", Call: apitest.Call{Method: "POST", Path: at, As: "owner", Body: `{}`}, Status: 405,
				Code: "method_not_allowed"},
			{Name: "path that is none", Call: apitest.Call{Method: "GET", Path: "/nothing", As: "owner"}, Status: 404,
				Code: "not_found"},
			{Name: "patch as a contributor", Call: apitest.Call{Method: "PATCH", Path: at, As: "contributor",
				Body: `{"name":"X"}`}, Status: 403},
			{Name: "patch nothing", Call: patch(`{}`), Status: 200, Holds: []string{`"version":1`}},
			{Name: "patch to the same", Call: patch(`{"name":"Checkout"}`), Status: 200, Holds: []string{`"version":1`}},
			{Name: "patch to a bad value", Call: patch(`{"description":"x"}`), Status: 422, Holds: []string{"/description"}},
			{Name: "patch", Call: patch(`{"industry":"Retail","tags":{"team":"a"}}`), Status: 200,
				Holds: []string{`"version":2`, "Retail"}, Changes: true},
			{Name: "patch to empty", Call: patch(`{"industry":"","tags":{}}`), Status: 200, Holds: []string{`"version":3`},
				Lacks: []string{"Retail"}, Changes: true},
			{Name: "stale patch", Call: apitest.Call{Method: "PATCH", Path: at, As: "architect", Body: `{"industry":"X"}`,
				Header: map[string]string{"If-Match": `"1"`}}, Status: 412, Code: "stale", Holds: []string{`"current"`}},
			{Name: "delete as a contributor", Call: apitest.Call{Method: "DELETE", Path: at + "?confirm=Checkout",
				As: "contributor"}, Status: 403},
			{Name: "delete unconfirmed", Call: apitest.Call{Method: "DELETE", Path: at + "?confirm=checkout", As: "architect"},
				Status: 422, Holds: []string{"confirm"}},
			{Name: "delete", Call: apitest.Call{Method: "DELETE", Path: at + "?confirm=Checkout", As: "architect"}, Status: 204,
				Changes: true},
			{Name: "gone", Call: apitest.Call{Method: "GET", Path: at, As: "viewer"}, Status: 404},
		})
	})
}

func TestListWorkloads(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		for i := range 25 {
			s.OK("POST", "/workloads", apitest.WorkloadBody(fmt.Sprintf("Load %02d ÄPFEL 100%%", i)))
		}
		var names []string
		for path := "/workloads?limit=10"; ; {
			page := s.OK("GET", path, nil)
			for i := range page.At("items").Len() {
				names = append(names, page.At(fmt.Sprintf("items/%d/name", i)).String())
			}
			if page.At("next_cursor").Value == nil {
				break
			}
			path = "/workloads?limit=10&cursor=" + page.At("next_cursor").String()
		}
		if len(names) != 25 || names[0] != "Load 00 ÄPFEL 100%" || names[24] != "Load 24 ÄPFEL 100%" {
			s.T.Errorf("the pages give %d names: %v", len(names), names)
		}
		for filter, want := range map[string]int{"load%2007": 1, "%C3%A4pfel": 25, "100%25": 25, "0_": 0, "nothing": 0} {
			if got := s.OK("GET", "/workloads?name="+filter, nil).At("items").Len(); got != want {
				s.T.Errorf("the filter %s gives %d workloads, want %d", filter, got, want)
			}
		}
	})
}

func TestListWorkloadsFilteredAndSorted(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		other := apitest.WorkloadBody("Ärger im Büro")
		other["environment"], other["review_owner"], other["description"] = "PREPRODUCTION", "Đặng Thu Hà", "Nimmt Klagen an"
		s.OK("POST", "/workloads", other)
		s.OK("PUT", "/workloads/"+id+"/lenses/service-basics/answers/backup",
			map[string]any{"selected": []string{"backup_no"}})
		list := func(query string) string {
			var names []string
			for path := "/workloads?limit=1&" + query; ; {
				page := s.OK("GET", path, nil)
				for i := range page.At("items").Len() {
					names = append(names, page.At(fmt.Sprintf("items/%d/name", i)).String())
				}
				if page.At("next_cursor").Value == nil {
					return strings.Join(names, ", ")
				}
				path = "/workloads?limit=1&" + query + "&cursor=" + page.At("next_cursor").String()
			}
		}
		const both = "Checkout, Ärger im Büro"
		for query, want := range map[string]string{
			"": both, "sort=name": both, "sort=risk": both, "sort=changed": both,
			"text=%C4%91%E1%BA%B6NG": "Ärger im Büro", "text=klagen+%C3%A4rger": "Ärger im Büro", "text=money": "Checkout",
			"text=money+klagen":      "",
			"environment=PRODUCTION": "Checkout", "risk=HIGH": "Checkout", "risk=MEDIUM": "", "lens=service-basics": "Checkout",
			"lens=service-basics&risk=HIGH&environment=PREPRODUCTION": "",
		} {
			if got := list(query); got != want {
				t.Errorf("%s gives %q, want %q", query, got, want)
			}
		}
		first := s.OK("GET", "/workloads/"+id, nil)
		if first.At("changed_at").String() <= first.At("updated_at").String() || first.At("changed_by").String() == "" {
			t.Errorf("an answer is no change of the workload: %s", first)
		}
		cursor := s.OK("GET", "/workloads?limit=1&sort=risk", nil).At("next_cursor").String()
		get := func(path, as string) apitest.Call { return apitest.Call{Method: "GET", Path: path, As: as} }
		s.RunScenarios([]apitest.Scenario{
			{Name: "a stranger finds nothing", Call: get("/workloads?text=money", "stranger"), Status: 200,
				Lacks: []string{"Checkout"}},
			{Name: "an unknown order", Call: get("/workloads?sort=owner", "viewer"), Status: 422, Holds: []string{"/sort"}},
			{Name: "an unknown risk", Call: get("/workloads?risk=SOME", "viewer"), Status: 422, Holds: []string{"/risk"}},
			{Name: "an unknown environment", Call: get("/workloads?environment=LAB", "viewer"), Status: 422,
				Holds: []string{"/environment"}},
			{Name: "the cursor of another order", Call: get("/workloads?sort=changed&cursor="+cursor, "viewer"), Status: 422,
				Holds: []string{"cursor"}},
		})
	})
}

// A create that is sent again with the same key makes nothing new.
func TestIdempotencyKey(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		keyed := func(path, key string, body any) apitest.Call {
			return apitest.Call{Method: "POST", Path: path, As: "architect", Body: body,
				Header: map[string]string{"Idempotency-Key": key}}
		}
		for path, body := range map[string]any{
			"/workloads": apitest.WorkloadBody("Once"), "/workloads/" + id + "/milestones": map[string]any{"name": "Once"},
		} {
			first, second := s.Do(keyed(path, "key "+path, body)), s.Do(keyed(path, "key "+path, body))
			if first.Status != 201 || second.Status != 201 || string(first.Body) != string(second.Body) {
				s.T.Errorf("%s: %d %s, then %d %s", path, first.Status, first.Body, second.Status, second.Body)
			}
			if r := s.Do(apitest.Call{Method: "POST", Path: path, As: "architect", Body: body}); r.Status != 409 {
				s.T.Errorf("%s without the key: %d, want 409", path, r.Status)
			}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "same key, other request", Call: keyed("/workloads", "key /workloads", apitest.WorkloadBody("Twice")),
				Status: 409, Code: "conflict"},
			{Name: "endless key", Call: keyed("/workloads", strings.Repeat("k", 256), apitest.WorkloadBody("Twice")),
				Status: 422},
			{Name: "other key", Call: keyed("/workloads", "another", apitest.WorkloadBody("Twice")), Status: 201, Changes: true},
		})
	})
}

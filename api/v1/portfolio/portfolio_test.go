package portfolio_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

func TestMain(m *testing.M) { apitest.Main(m) }

func TestPortfolio(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		bare := s.OK("POST", "/workloads", apitest.WorkloadBody("Bare")).At("id").String()
		open := s.OK("POST", "/workloads", apitest.WorkloadBody("Ωpen", "service-basics")).At("id").String()
		answer := func(question string, selected ...string) {
			s.OK("PUT", "/workloads/"+id+"/lenses/service-basics/answers/"+question, map[string]any{"selected": selected})
		}
		answer("backup", "backup_no")
		answer("oncall", "oncall_no")
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Viewer, Workloads: []string{bare}})
		s.Guest("guest", id, "service-basics")
		get := func(query, as string) apitest.Call {
			return apitest.Call{Method: "GET", Path: "/portfolio" + query, As: as}
		}
		rows := func(query, as string) apitest.Call {
			return apitest.Call{Method: "GET", Path: "/portfolio/workloads" + query, As: as}
		}
		file := func(format, query, as string) apitest.Call {
			return apitest.Call{Method: "GET", Path: "/portfolio/report." + format + query, As: as}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: get("", "nobody"), Status: 401},
			{Name: "nobody, of the rows", Call: rows("", "nobody"), Status: 401},
			{Name: "a guest", Call: get("", "guest session"), Status: 403},
			{Name: "a guest, of the rows", Call: rows("", "guest session"), Status: 403},
			{Name: "a stranger sees their own", Call: get("", "stranger"), Status: 200,
				Holds: []string{`"workloads":0`, `"practices":[]`}, Lacks: []string{"Bare", id}},
			{Name: "who is narrowed", Call: get("?everywhere=true", "narrow session"), Status: 200,
				Holds: []string{`"workloads":1`, "Bare", `"reviewed":0`}, Lacks: []string{"Ωpen", id}},
			{Name: "rows of who is narrowed", Call: rows("", "narrow session"), Status: 200, Holds: []string{`"items":[]`}},
			{Name: "a viewer", Call: get("", "viewer"), Status: 200, Holds: []string{`"workloads":3`, `"reviewed":1`,
				`"with_high_risks":1`, `"never_reviewed":[{`, "Ωpen", `"map_lens":{`, `"HIGH":2`, `"question_id":"backup"`}},
			{Name: "one lens", Call: get("?lens=service-basics", "viewer"), Status: 200, Holds: []string{`"workloads":2`},
				Lacks: []string{"Bare"}},
			{Name: "a lens that there is not", Call: get("?lens=moon", "viewer"), Status: 200, Holds: []string{`"workloads":0`}},
			{Name: "an environment", Call: get("?environment=PREPRODUCTION", "viewer"), Status: 200,
				Holds: []string{`"reviews_overdue":0`}},
			{Name: "an environment that there is not", Call: get("?environment=MOON", "viewer"), Status: 422},
			{Name: "an unknown parameter", Call: get("?pillar=x", "viewer"), Status: 422},
			{Name: "the cursor of another list", Call: rows("?cursor=eA", "viewer"), Status: 422},
			{Name: "rows", Call: rows("", "viewer"), Status: 200, Holds: []string{open, `"pillars":[{`},
				Lacks: []string{"Bare"}},
			{Name: "nobody, of a report", Call: file("pdf", "", "nobody"), Status: 401},
			{Name: "a guest, of a report", Call: file("html", "", "guest session"), Status: 403},
			{Name: "a report of who is narrowed", Call: file("md", "", "narrow session"), Status: 200,
				Holds: []string{"Bare"}, Lacks: []string{"Ωpen"}},
			{Name: "a report", Call: file("md", "?classification=Internal", "viewer"), Status: 200,
				Holds: []string{"Ωpen", "Internal", "1 of 3 workloads carries high risks: 2 in all.", "Bare"}},
			{Name: "a classification that is too long", Call: file("pdf", "?classification="+strings.Repeat("x", 41), "viewer"),
				Status: 422},
			{Name: "a format that there is not", Call: file("pptx", "", "viewer"), Status: 404},
			{Name: "rows, one a page", Call: rows("?limit=1", "viewer"), Status: 200, Holds: []string{id, "next_cursor"},
				Lacks: []string{open}},
		})
	})
}

// Pages have each workload once, the worst first, and go on where they were while workloads come and go.
func TestRowsOfThePortfolio(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		remove := func(id string) {
			name := s.OK("GET", "/workloads/"+id, nil).At("name").String()
			s.OK("DELETE", "/workloads/"+id+"?confirm="+url.QueryEscape(name), nil)
		}
		remove(s.Sample()) // the lens stays
		var want []string
		for n := range 7 {
			body := apitest.WorkloadBody(fmt.Sprint("Workload ", n), "service-basics")
			id := s.OK("POST", "/workloads", body).At("id").String()
			for _, question := range []string{"backup", "oncall"}[:n%3] {
				s.OK("PUT", "/workloads/"+id+"/lenses/service-basics/answers/"+question,
					map[string]any{"selected": []string{question + "_no"}})
			}
			want = append(want, id)
		}
		want = []string{want[2], want[5], want[1], want[4], want[0], want[3], want[6]}
		var got []string
		for cursor, page := "", 0; page == 0 || cursor != ""; page++ {
			list := s.OK("GET", "/portfolio/workloads?limit=2"+cursor, nil)
			for n := range list.At("items").Len() {
				got = append(got, list.At(fmt.Sprintf("items/%d/id", n)).String())
			}
			if cursor = ""; list.At("next_cursor").String() != "null" {
				cursor = "&cursor=" + list.At("next_cursor").String()
			}
			if page == 0 { // one that was seen goes
				remove(want[0])
			}
		}
		if !slices.Equal(got, want) {
			s.T.Errorf("%v, want %v", got, want)
		}
	})
}

package planning_test

import (
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

func TestCheckWorkload(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		bare := s.OK("POST", "/workloads", apitest.WorkloadBody("Bare")).At("id").String()
		get := func(path, query, as string) apitest.Call {
			return apitest.Call{Method: "GET", Path: path + "/check" + query, As: as}
		}
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Viewer, Workloads: []string{bare}})
		s.Guest("guest", id, "service-basics")
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: get(at, "", "nobody"), Status: 401},
			{Name: "a stranger", Call: get(at, "", "stranger"), Status: 404, Holds: []string{"There is no workload"}},
			{Name: "a guest", Call: get(at, "", "guest session"), Status: 403},
			{Name: "who is narrowed to another workload", Call: get(at, "", "narrow session"), Status: 404},
			{Name: "nothing is answered", Call: get(at, "?max_high=9&allow_unanswered=true", "viewer"), Status: 200,
				Holds: []string{`"passed":false`, `no question is answered`}},
			{Name: "no review", Call: get("/workloads/"+bare, "?max_high=9&allow_unanswered=true", "narrow session"),
				Status: 200, Holds: []string{`"passed":false`, `"kind":"reviewed"`}},
			{Name: "a lens that is not applied", Call: get(at, "?lens=resilience", "viewer"), Status: 404},
			{Name: "no milestone yet", Call: get(at, "?baseline=latest", "viewer"), Status: 404,
				Holds: []string{"no milestone yet"}},
			{Name: "a milestone that is none", Call: get(at, "?baseline=Spring", "viewer"), Status: 404,
				Holds: []string{"no milestone"}},
			{Name: "what got worse needs a baseline", Call: get(at, "?max_worse=0", "viewer"), Status: 422,
				Holds: []string{`"pointer":"/baseline"`}},
			{Name: "a bound that is none", Call: get(at, "?max_high=-1", "viewer"), Status: 422,
				Holds: []string{`"pointer":"/max_high"`}},
			{Name: "an unknown parameter", Call: get(at, "?max_low=1", "viewer"), Status: 422},
		})
		answer := func(question string, selected ...string) {
			s.OK("PUT", at+"/lenses/service-basics/answers/"+question, map[string]any{"selected": selected})
		}
		answer("backup", "backup_daily", "backup_apart", "backup_restore", "backup_target")
		answer("oncall", "oncall_no")
		s.OK("POST", at+"/milestones", map[string]any{"name": "Spring"})
		s.OK("POST", at+"/milestones", map[string]any{"name": "1st try"})
		answer("backup", "backup_no")
		const open = "?allow_unanswered=true&"
		s.RunScenarios([]apitest.Scenario{
			{Name: "open questions fail", Call: get(at, "?max_high=2", "viewer"), Status: 200,
				Holds: []string{`"passed":false`, `"text":"7 questions are not answered"`}},
			{Name: "two are allowed", Call: get(at, open+"max_high=2", "viewer"), Status: 200,
				Holds: []string{`"passed":true`, `"text":"2 high risks, at most 2 allowed"`}},
			{Name: "by default none is", Call: get(at, open, "viewer"), Status: 200, Holds: []string{`"passed":false`,
				`"title":"High risks","passed":false,"count":2,"most":0`}},
			{Name: "worse than the baseline, by name", Call: get(at, open+"max_worse=0&baseline=spring", "viewer"), Status: 200,
				Holds: []string{`"passed":false`, `"milestone":1,"name":"Spring"`, `"kind":"regressed"`,
					`"text":"1 new or regressed risk, at most 0 allowed"`}, Lacks: []string{`"kind":"new"`}},
			{Name: "by number", Call: get(at, open+"max_worse=1&baseline=2&lens=service-basics", "viewer"), Status: 200,
				Holds: []string{`"passed":true`, `"name":"1st try"`, `"lens":"service-basics"`}},
		})
	})
}

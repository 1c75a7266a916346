package v1_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// A question that no rule of its lens rates is undecided wherever it is told of, and never good.
func TestUndecidedOnTheAPI(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		load, review := s.GappedReview()
		get := func(path string) apitest.Call { return apitest.Call{Method: "GET", Path: path, As: "viewer"} }
		counts := `"UNANSWERED":1,"HIGH":0,"MEDIUM":0,"NONE":0,"NOT_APPLICABLE":0,"undecided":1`
		s.RunScenarios([]apitest.Scenario{
			{Name: "the answer", Call: get(review + "/answers/store"), Status: 200,
				Holds: []string{`"risk":"NONE","undecided":true`, "Undecided: the lens does not say", `"to":"NONE"`}},
			{Name: "the review", Call: get(review), Status: 200, Holds: []string{counts, `"answered":1`, `"score":0`}},
			{Name: "the workload", Call: get(load), Status: 200, Holds: []string{counts, `"score":0`}},
			{Name: "the list", Call: get("/workloads"), Status: 200, Holds: []string{counts}},
			{Name: "workloads with such questions", Call: get("/workloads?risk=UNDECIDED"), Status: 200,
				Holds: []string{`"Shop"`}},
			{Name: "workloads without risk", Call: get("/workloads?risk=NONE"), Status: 200, Lacks: []string{`"Shop"`}},
			{Name: "such answers", Call: get(review + "/answers?risk=UNDECIDED"), Status: 200, Holds: []string{`"store"`}},
			{Name: "answers without risk", Call: get(review + "/answers?risk=NONE"), Status: 200, Lacks: []string{`"store"`}},
			{Name: "the plan", Call: get(load + "/plan"), Status: 200,
				Holds: []string{`"entries":[]`, `"undecided":[{`, "the lens does not say"}},
			{Name: "findings of the lens", Call: get("/lenses/gapped/versions/1.0/findings"), Status: 200,
				Holds: []string{"missing-default", "they are undecided"}},
			{Name: "the export", Call: get(load + "/export"), Status: 200, Holds: []string{`"undecided": true`}},
		})
		s.OK("POST", load+"/milestones", map[string]any{"name": "Before"})
		s.RunScenarios([]apitest.Scenario{
			{Name: "the milestone", Call: get(load + "/milestones/1"), Status: 200, Holds: []string{counts, `"undecided":true`}},
			{Name: "the plan of the milestone", Call: get(load + "/plan?milestone=1"), Status: 200,
				Holds: []string{`"undecided":[{`}},
		})
		s.OK("PUT", review+"/answers/store", map[string]any{"selected": []string{"cho1", "cho2", "cho3"}})
		s.OK("PUT", review+"/answers/spend", map[string]any{"selected": []string{"all"}})
		s.RunScenarios([]apitest.Scenario{
			{Name: "decided", Call: get(review), Status: 200, Holds: []string{`"NONE":2,"NOT_APPLICABLE":0,"undecided":0`,
				`"score":100`}},
			{Name: "better than undecided", Call: get(load + "/compare"), Status: 200,
				Holds: []string{`"better":2`, `"undecided":true`}},
			{Name: "worse", Call: get(load + "/compare?from=now&to=1"), Status: 200, Holds: []string{`"worse":2`}},
		})
	})
}

// A file of an older release says NONE of what is undecided; it comes in, and is counted as undecided.
func TestUndecidedInOldArchives(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		load, _ := s.GappedReview()
		s.OK("POST", load+"/milestones", map[string]any{"name": "Before"})
		old := strings.ReplaceAll(string(s.ExportWorkload(strings.TrimPrefix(load, "/workloads/"))), `"undecided": true,`,
			"")
		if strings.Contains(old, "undecided") {
			t.Fatalf("still marked: %s", old)
		}
		other := s.Elsewhere()
		id := other.OK("POST", "/workloads/import", old).At("id").String()
		for _, path := range []string{"", "/milestones/1"} {
			other.PageHolds(path, []byte(other.OK("GET", "/workloads/"+id+path, nil).String()), `"undecided":1`)
		}
	})
}

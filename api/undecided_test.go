package api_test

import (
	"strings"
	"testing"
)

// gapped is a lens without a default rule: the second practice alone meets no rule.
const gapped = `{"schemaVersion":"2021-11-01","name":"Gapped","description":"No default","pillars":[{"id":"cost","name":"Cost","questions":[
{"id":"store","title":"How do you store it cheaply?","choices":[{"id":"cho1","title":"First practice"},{"id":"cho2","title":"Second practice"},
{"id":"cho3","title":"Third practice"},{"id":"store_no","title":"None of these"}],
"riskRules":[{"condition":"cho1 && cho2 && cho3","risk":"NO_RISK"},{"condition":"(cho1 && cho2) || (cho1 && cho3)","risk":"MEDIUM_RISK"},
{"condition":"store_no || (!cho1 && !cho2)","risk":"HIGH_RISK"}]},
{"id":"spend","title":"Who sees the spending?","choices":[{"id":"all","title":"Everybody"},{"id":"spend_no","title":"None of these"}],
"riskRules":[{"condition":"all","risk":"NO_RISK"},{"condition":"default","risk":"HIGH_RISK"}]}]}]}`

// gappedReview makes a workload that is reviewed with gapped, the first question undecided; it gives the addresses of workload and review.
func (s *server) gappedReview() (load, review string) {
	s.t.Helper()
	s.ok("POST", "/lenses", []byte(gapped))
	s.ok("POST", "/lenses/gapped/versions", map[string]any{"version": "1.0"})
	load = "/workloads/" + s.ok("POST", "/workloads", workload("Shop", "gapped")).at("id").String()
	review = load + "/lenses/gapped"
	s.ok("PUT", review+"/answers/store", map[string]any{"selected": []string{"cho2"}})
	return load, review
}

// A question that no rule of its lens rates is undecided wherever it is told of, and never good.
func TestUndecidedOnTheAPI(t *testing.T) {
	each(t, func(s *server) {
		load, review := s.gappedReview()
		get := func(path string) call { return call{method: "GET", path: path, as: "viewer"} }
		counts := `"UNANSWERED":1,"HIGH":0,"MEDIUM":0,"NONE":0,"NOT_APPLICABLE":0,"undecided":1`
		s.run([]scenario{
			{name: "the answer", call: get(review + "/answers/store"), status: 200, holds: []string{`"risk":"NONE","undecided":true`, "Undecided: the lens does not say", `"to":"NONE"`}},
			{name: "the review", call: get(review), status: 200, holds: []string{counts, `"answered":1`, `"score":0`}},
			{name: "the workload", call: get(load), status: 200, holds: []string{counts, `"score":0`}},
			{name: "the list", call: get("/workloads"), status: 200, holds: []string{counts}},
			{name: "workloads with such questions", call: get("/workloads?risk=UNDECIDED"), status: 200, holds: []string{`"Shop"`}},
			{name: "workloads without risk", call: get("/workloads?risk=NONE"), status: 200, lacks: []string{`"Shop"`}},
			{name: "such answers", call: get(review + "/answers?risk=UNDECIDED"), status: 200, holds: []string{`"store"`}},
			{name: "answers without risk", call: get(review + "/answers?risk=NONE"), status: 200, lacks: []string{`"store"`}},
			{name: "the plan", call: get(load + "/plan"), status: 200, holds: []string{`"entries":[]`, `"undecided":[{`, "the lens does not say"}},
			{name: "findings of the lens", call: get("/lenses/gapped/versions/1.0/findings"), status: 200, holds: []string{"missing-default", "they are undecided"}},
			{name: "the export", call: get(load + "/export"), status: 200, holds: []string{`"undecided": true`}},
		})
		s.ok("POST", load+"/milestones", map[string]any{"name": "Before"})
		s.run([]scenario{
			{name: "the milestone", call: get(load + "/milestones/1"), status: 200, holds: []string{counts, `"undecided":true`}},
			{name: "the plan of the milestone", call: get(load + "/plan?milestone=1"), status: 200, holds: []string{`"undecided":[{`}},
		})
		s.ok("PUT", review+"/answers/store", map[string]any{"selected": []string{"cho1", "cho2", "cho3"}})
		s.ok("PUT", review+"/answers/spend", map[string]any{"selected": []string{"all"}})
		s.run([]scenario{
			{name: "decided", call: get(review), status: 200, holds: []string{`"NONE":2,"NOT_APPLICABLE":0,"undecided":0`, `"score":100`}},
			{name: "better than undecided", call: get(load + "/compare"), status: 200, holds: []string{`"better":2`, `"undecided":true`}},
			{name: "worse", call: get(load + "/compare?from=now&to=1"), status: 200, holds: []string{`"worse":2`}},
		})
	})
}

// A file of an older release says NONE of what is undecided; it comes in, and is counted as undecided.
func TestUndecidedInOldArchives(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		load, _ := s.gappedReview()
		s.ok("POST", load+"/milestones", map[string]any{"name": "Before"})
		old := strings.ReplaceAll(string(s.export(strings.TrimPrefix(load, "/workloads/"))), `"undecided": true,`, "")
		if strings.Contains(old, "undecided") {
			t.Fatalf("still marked: %s", old)
		}
		other := s.elsewhere()
		id := other.ok("POST", "/workloads/import", old).at("id").String()
		for _, path := range []string{"", "/milestones/1"} {
			other.holds(path, []byte(other.ok("GET", "/workloads/"+id+path, nil).String()), `"undecided":1`)
		}
	})
}

// The pages have a word, a shape and a colour for it, none of them those of a good verdict.
func TestUndecidedOnPages(t *testing.T) {
	each(t, func(s *server) {
		load, review := s.gappedReview()
		for path, texts := range map[string][]string{
			"/?risk=UNDECIDED":          {"Shop", `shape undecided`, "1</span> Undecided"},
			load:                        {`shape undecided`, `<td data-label="Undecided">1</td>`, "Score 0"},
			review + "/questions/store": {`risk-box undecided`, "The lens does not say", "Undecided"},
			review + "/questions/spend?show=undecided": {`data-q="store" data-risk="undecided"`, "Undecided"},
			review + "/present?question=store":         {`verdict undecided`},
		} {
			s.holds(path, []byte(s.get("viewer session", path, 200)), texts...)
		}
		s.ok("POST", load+"/milestones", map[string]any{"name": "Before"})
		s.holds("milestone", []byte(s.get("viewer session", load+"/milestones/1", 200)), "Undecided")
		s.ok("PUT", review+"/answers/store", map[string]any{"selected": []string{"cho1", "cho2", "cho3"}})
		s.holds("compare", []byte(s.get("viewer session", load+"/compare", 200)), "Undecided", "better")
	})
}

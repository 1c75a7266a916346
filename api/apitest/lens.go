package apitest

import (
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/questionnaires/builtin"
)

// EditedLens gives the sample lens with something replaced, and fails if there was nothing to replace.
func EditedLens(t testing.TB, pairs ...string) []byte {
	t.Helper()
	text := string(builtin.SampleDocument())
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the sample lens has no %q", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return []byte(text)
}

// Recount counts every review of a workload from its answers and compares with the counts that are kept.
func (s *Server) Recount(workloadID string) {
	s.T.Helper()
	snap, err := s.Service.Reviews.Snapshot(s.Owner, workloadID, 0)
	Must(s.T, err)
	for _, r := range snap.Reviews {
		answers := models.ByQuestion(r.Answers)
		for i, p := range models.CountReview(r.Doc, answers, nil) {
			if got := r.Review.Pillars[i]; got.PillarID != p.PillarID || got.Counts != p.Counts {
				s.T.Errorf("%s, pillar %s: kept %+v, counted %+v", r.Lens.Key, p.PillarID, got.Counts, p.Counts)
			}
		}
		for _, a := range r.Answers {
			if _, q := r.Doc.Question(a.QuestionID); q.Rate(a.Rated()).Risk != a.Risk {
				s.T.Errorf("%s: stored risk %s, rated %s", a.QuestionID, a.Risk, q.Rate(a.Rated()).Risk)
			}
		}
	}
}

// PublishVersion publishes the document as a version of the sample lens.
func (s *Server) PublishVersion(version string, major bool, doc []byte) {
	s.T.Helper()
	s.OK("PUT", "/lenses/service-basics/draft", doc)
	s.OK("POST", "/lenses/service-basics/versions", map[string]any{"version": version, "major": major})
}

// gapped is a lens without a default rule: the second practice alone meets no rule.
const gapped = `{"schemaVersion":"2021-11-01","name":"Gapped","description":"No default",
"pillars":[{"id":"cost","name":"Cost","questions":[
{"id":"store","title":"How do you store it cheaply?",
"choices":[{"id":"cho1","title":"First practice"},{"id":"cho2","title":"Second practice"},
{"id":"cho3","title":"Third practice"},{"id":"store_no","title":"None of these"}],
"riskRules":[{"condition":"cho1 && cho2 && cho3","risk":"NO_RISK"},
{"condition":"(cho1 && cho2) || (cho1 && cho3)","risk":"MEDIUM_RISK"},
{"condition":"store_no || (!cho1 && !cho2)","risk":"HIGH_RISK"}]},
{"id":"spend","title":"Who sees the spending?",
"choices":[{"id":"all","title":"Everybody"},{"id":"spend_no","title":"None of these"}],
"riskRules":[{"condition":"all","risk":"NO_RISK"},{"condition":"default","risk":"HIGH_RISK"}]}]}]}`

// GappedReview makes a workload that is reviewed with gapped, the first question undecided; it gives the addresses of
// workload and review.
func (s *Server) GappedReview() (load, review string) {
	s.T.Helper()
	s.OK("POST", "/lenses", []byte(gapped))
	s.OK("POST", "/lenses/gapped/versions", map[string]any{"version": "1.0"})
	load = "/workloads/" + s.OK("POST", "/workloads", WorkloadBody("Shop", "gapped")).At("id").String()
	review = load + "/lenses/gapped"
	s.OK("PUT", review+"/answers/store", map[string]any{"selected": []string{"cho2"}})
	return load, review
}

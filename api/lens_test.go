package api_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/questionnaires/builtin"
)

// edited gives the sample lens with something replaced, and fails if there was nothing to replace.
func edited(t testing.TB, pairs ...string) []byte {
	t.Helper()
	text := string(builtin.Sample())
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the sample lens has no %q", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return []byte(text)
}

func TestImportLens(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		importing := call{method: "POST", path: "/lenses", as: "architect", body: builtin.Sample()}
		with := func(as string, body any) call { return call{method: "POST", path: "/lenses", as: as, body: body} }
		s.run([]scenario{
			{name: "no token", call: with("nobody", builtin.Sample()), status: 401, code: "unauthenticated"},
			{name: "too weak a role", call: with("contributor", builtin.Sample()), status: 403, code: "forbidden"},
			{name: "broken JSON", call: with("architect", `{"name": "x",`), status: 422, code: "invalid", holds: []string{`"line":1`, `"column"`}},
			{name: "empty", call: with("architect", ""), status: 422, code: "invalid"},
			{name: "not a lens", call: with("architect", `[1,2]`), status: 422, code: "invalid", holds: []string{"object"}},
			{name: "wrong type", call: with("architect", edited(t, `"name": "Service basics"`, `"name": 7`)), status: 422, holds: []string{`"pointer":"/name"`}},
			{name: "rule syntax", call: with("architect", edited(t, "oncall_rota && oncall_alerts", "oncall_rota & oncall_alerts")), status: 422, holds: []string{"/riskRules/0/condition", `"line"`}},
			{name: "rule with an unknown choice", call: with("architect", edited(t, "oncall_rota && oncall_alerts", "oncall_rote && oncall_alerts")), status: 422, holds: []string{"oncall_rote", "oncall_rota"}},
			{name: "larger than the format allows", call: with("architect", edited(t, `"schemaVersion"`, `"padding": "`+strings.Repeat("x", 600_000)+`", "schemaVersion"`)), status: 413, code: "too_large"},
			{name: "larger than is read", call: with("architect", bytes.Repeat([]byte(" "), 3_000_000)), status: 413, code: "too_large"},
			{name: "first import", call: importing, status: 201, holds: []string{`"has_draft":true`, `"key":"service-basics"`}, changes: true},
			{name: "same name again", call: importing, status: 409, code: "conflict", holds: []string{"draft"}},
			{name: "same name in other letters", call: with("architect", edited(t, `"name": "Service basics"`, `"name": "SERVICE  Basics"`)), status: 409, code: "conflict"},
		})
	})
}

func TestPublishLens(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		s.ok("POST", "/lenses", builtin.Sample())
		publish := func(as, version string, major bool) call {
			return call{method: "POST", path: "/lenses/service-basics/versions", as: as, body: map[string]any{"version": version, "major": major}}
		}
		draft := func(doc []byte) call {
			return call{method: "PUT", path: "/lenses/service-basics/draft", as: "architect", body: doc}
		}
		s.run([]scenario{
			{name: "stranger", call: publish("stranger", "1.0", true), status: 404, code: "not_found"},
			{name: "too weak a role", call: publish("contributor", "1.0", true), status: 403, code: "forbidden"},
			{name: "bad version name", call: publish("architect", "one point oh", true), status: 422, holds: []string{`"pointer":"/version"`}},
			{name: "unknown member", call: call{method: "POST", path: "/lenses/service-basics/versions", as: "architect", body: `{"version":"1.0","mayor":true}`}, status: 422, holds: []string{`"pointer":"/mayor"`}},
			{name: "apply before it is published", call: call{method: "POST", path: "/workloads", as: "architect", body: workload("Early", "service-basics")}, status: 409, code: "conflict"},
			{name: "publish", call: publish("architect", "1.0", false), status: 201, holds: []string{`"line":1`}, changes: true},
			{name: "no draft any more", call: publish("architect", "1.1", false), status: 404, code: "not_found"},
			{name: "rename of a published lens", call: draft(edited(t, `"name": "Service basics"`, `"name": "Service advanced"`)), status: 409, code: "conflict"},
			{name: "new draft", call: draft(edited(t, "Running the service", "Running it")), status: 200, changes: true},
			{name: "stale draft", call: call{method: "PUT", path: "/lenses/service-basics/draft", as: "architect", body: builtin.Sample(), header: map[string]string{"If-Match": `"1"`}}, status: 412, code: "stale", holds: []string{`"current"`}},
			{name: "duplicate version", call: publish("architect", "1.0", true), status: 409, code: "conflict", holds: []string{"1.0"}},
			{name: "minor", call: publish("architect", "1.1", false), status: 201, holds: []string{`"line":1`}, changes: true},
			{name: "draft that takes a question away", call: draft(without(t, "cost")), status: 200, changes: true},
			{name: "as a minor version", call: publish("architect", "1.2", false), status: 409, code: "conflict", holds: []string{"major"}},
			{name: "as a major version", call: publish("architect", "2.0", true), status: 201, holds: []string{`"line":2`}, changes: true},
			{name: "diff", call: call{method: "GET", path: "/lenses/service-basics/diff?from=1.1&to=2.0", as: "viewer"}, status: 200, holds: []string{`"kind":"removed"`, `"removes":true`}},
			{name: "diff with an unknown version", call: call{method: "GET", path: "/lenses/service-basics/diff?from=1.1&to=9", as: "viewer"}, status: 404},
			{name: "delete without confirmation", call: call{method: "DELETE", path: "/lenses/service-basics", as: "architect"}, status: 422},
			{name: "delete", call: call{method: "DELETE", path: "/lenses/service-basics?confirm=Service%20basics", as: "architect"}, status: 204, changes: true},
			{name: "gone", call: call{method: "GET", path: "/lenses/service-basics", as: "viewer"}, status: 404},
			{name: "import again under the same name", call: call{method: "POST", path: "/lenses", as: "architect", body: builtin.Sample()}, status: 201, holds: []string{`"key":"service-basics"`}, changes: true},
		})
	})
}

// without gives the sample lens without one question.
func without(t testing.TB, question string) []byte {
	t.Helper()
	var doc map[string]any
	must(t, json.Unmarshal(builtin.Sample(), &doc))
	removed := false
	for _, p := range doc["pillars"].([]any) {
		pillar := p.(map[string]any)
		var kept []any
		for _, q := range pillar["questions"].([]any) {
			if q.(map[string]any)["id"] == question {
				removed = true
				continue
			}
			kept = append(kept, q)
		}
		pillar["questions"] = kept
	}
	if !removed {
		t.Fatalf("the sample lens has no question %q", question)
	}
	data, err := json.Marshal(doc)
	must(t, err)
	return data
}

// shared gives the files of a folder of real input beside the repository. Without it the test is skipped, which is a failure in CI.
func shared(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "shared", pattern))
	must(t, err)
	if len(files) == 0 {
		if os.Getenv("CI") != "" && os.Getenv("PLUMBLINE_TEST_NO_SHARED") == "" {
			t.Fatalf("../shared/%s is not there", pattern)
		}
		t.Skipf("../shared/%s is not there", pattern)
	}
	return files
}

// Real lenses go in unchanged, come back byte for byte, are rated, and their own export is the same lens again.
func TestRealLenses(t *testing.T) {
	files := shared(t, "lenses/*.json")
	if len(files) < 8 {
		t.Fatalf("only %d lenses", len(files))
	}
	each(t, func(s *server) {
		t := s.t
		for _, file := range files {
			doc, err := os.ReadFile(file)
			must(t, err)
			key := s.ok("POST", "/lenses", doc).at("key").String()
			s.ok("POST", "/lenses/"+key+"/versions", map[string]any{"version": "1.0"})
			back := s.do(call{method: "GET", path: "/lenses/" + key + "/versions/1.0/document", as: "viewer"})
			if !bytes.Equal(back.body, doc) {
				s.t.Errorf("%s: the export differs from the import", file)
			}
			again := s.do(call{method: "GET", path: "/lenses/" + key + "/versions/1.0/document?format=plumbline", as: "viewer"})
			s.ok("PUT", "/lenses/"+key+"/draft", again.body)
			if diff := s.ok("GET", "/lenses/"+key+"/diff", nil); diff.at("pillars").len()+diff.at("fields").len() > 0 {
				s.t.Errorf("%s: the export in our own order is another lens: %s", file, diff)
			}
			s.reviewAll(key)
		}
	})
}

// reviewAll answers every question of a lens: the first choice, then all that are practices.
func (s *server) reviewAll(key string) {
	s.t.Helper()
	id := s.ok("POST", "/workloads", workload("Review of "+key, key)).at("id").String()
	base := "/workloads/" + id + "/lenses/" + key
	for _, a := range s.ok("GET", base+"/answers", nil).at("items").v.([]any) {
		question := tree{a}.at("question_id").String()
		choices := s.ok("GET", base+"/answers/"+question, nil).at("choices")
		var practices []string
		for i := range choices.len() {
			if c := choices.at(tree{i}.String()); c.at("none_of_these").String() == "false" {
				practices = append(practices, c.at("id").String())
			}
		}
		s.ok("PUT", base+"/answers/"+question, map[string]any{"selected": practices[:1]})
		s.ok("PUT", base+"/answers/"+question, map[string]any{"selected": practices})
	}
	review := s.ok("GET", base, nil)
	if review.at("answered").String() != review.at("questions").String() {
		s.t.Errorf("%s: %s of %s answered", key, review.at("answered"), review.at("questions"))
	}
	s.recount(id)
	if pdf := s.do(call{method: "GET", path: "/workloads/" + id + "/report.pdf", as: "viewer"}); !bytes.HasPrefix(pdf.body, []byte("%PDF-")) {
		s.t.Errorf("%s: no PDF: %d %.200s", key, pdf.status, pdf.body)
	}
}

// recount counts every review of a workload from its answers and compares with the counts that are kept.
func (s *server) recount(workloadID string) {
	s.t.Helper()
	snap, err := s.svc.Reviews.Snapshot(s.owner, workloadID, 0)
	must(s.t, err)
	for _, r := range snap.Reviews {
		answers := models.ByQuestion(r.Answers)
		for i, p := range models.Tally(r.Doc, answers, nil) {
			if got := r.Review.Pillars[i]; got.PillarID != p.PillarID || got.Counts != p.Counts {
				s.t.Errorf("%s, pillar %s: kept %+v, counted %+v", r.Lens.Key, p.PillarID, got.Counts, p.Counts)
			}
		}
		for _, a := range r.Answers {
			if _, q := r.Doc.Question(a.QuestionID); q.Rate(a.Rated()).Risk != a.Risk {
				s.t.Errorf("%s: stored risk %s, rated %s", a.QuestionID, a.Risk, q.Rate(a.Rated()).Risk)
			}
		}
	}
}

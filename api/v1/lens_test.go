package v1_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/questionnaires/builtin"
)

func TestImportLens(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		importing := apitest.Call{Method: "POST", Path: "/lenses", As: "architect", Body: builtin.SampleDocument()}
		with := func(as string, body any) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/lenses", As: as, Body: body}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "no token", Call: with("nobody", builtin.SampleDocument()), Status: 401, Code: "unauthenticated"},
			{Name: "too weak a role", Call: with("contributor", builtin.SampleDocument()), Status: 403, Code: "forbidden"},
			{Name: "broken JSON", Call: with("architect", `{"name": "x",`), Status: 422, Code: "invalid",
				Holds: []string{`"line":1`, `"column"`}},
			{Name: "empty", Call: with("architect", ""), Status: 422, Code: "invalid"},
			{Name: "not a lens", Call: with("architect", `[1,2]`), Status: 422, Code: "invalid", Holds: []string{"object"}},
			{Name: "wrong type", Call: with("architect", apitest.EditedLens(t, `"name": "Service basics"`, `"name": 7`)),
				Status: 422, Holds: []string{`"pointer":"/name"`}},
			{Name: "rule syntax", Call: with("architect", apitest.EditedLens(t, "oncall_rota && oncall_alerts",
				"oncall_rota & oncall_alerts")), Status: 422, Holds: []string{"/riskRules/0/condition", `"line"`}},
			{Name: "rule with an unknown choice", Call: with("architect",
				apitest.EditedLens(t, "oncall_rota && oncall_alerts", "oncall_rote && oncall_alerts")), Status: 422,
				Holds: []string{"oncall_rote", "oncall_rota"}},
			{Name: "larger than the format allows", Call: with("architect",
				apitest.EditedLens(t, `"schemaVersion"`, `"padding": "`+strings.Repeat("x", 600_000)+`", "schemaVersion"`)),
				Status: 413, Code: "too_large"},
			{Name: "larger than is read", Call: with("architect", bytes.Repeat([]byte(" "), 3_000_000)), Status: 413,
				Code: "too_large"},
			{Name: "first import", Call: importing, Status: 201, Holds: []string{`"has_draft":true`, `"key":"service-basics"`},
				Changes: true},
			{Name: "same name again", Call: importing, Status: 409, Code: "conflict", Holds: []string{"draft"}},
			{Name: "same name in other letters", Call: with("architect",
				apitest.EditedLens(t, `"name": "Service basics"`, `"name": "SERVICE  Basics"`)), Status: 409, Code: "conflict"},
		})
	})
}

func TestPublishLens(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.OK("POST", "/lenses", builtin.SampleDocument())
		publish := func(as, version string, major bool) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/lenses/service-basics/versions", As: as,
				Body: map[string]any{"version": version, "major": major}}
		}
		draft := func(doc []byte) apitest.Call {
			return apitest.Call{Method: "PUT", Path: "/lenses/service-basics/draft", As: "architect", Body: doc}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "stranger", Call: publish("stranger", "1.0", true), Status: 404, Code: "not_found"},
			{Name: "too weak a role", Call: publish("contributor", "1.0", true), Status: 403, Code: "forbidden"},
			{Name: "bad version name", Call: publish("architect", "one point oh", true), Status: 422,
				Holds: []string{`"pointer":"/version"`}},
			{Name: "unknown member", Call: apitest.Call{Method: "POST", Path: "/lenses/service-basics/versions", As: "architect",
				Body: `{"version":"1.0","mayor":true}`}, Status: 422, Holds: []string{`"pointer":"/mayor"`}},
			{Name: "apply before it is published", Call: apitest.Call{Method: "POST", Path: "/workloads", As: "architect",
				Body: apitest.WorkloadBody("Early", "service-basics")}, Status: 409, Code: "conflict"},
			{Name: "publish", Call: publish("architect", "1.0", false), Status: 201, Holds: []string{`"line":1`}, Changes: true},
			{Name: "no draft any more", Call: publish("architect", "1.1", false), Status: 404, Code: "not_found"},
			{Name: "rename of a published lens", Call: draft(apitest.EditedLens(t, `"name": "Service basics"`,
				`"name": "Service advanced"`)), Status: 409, Code: "conflict"},
			{Name: "new draft", Call: draft(apitest.EditedLens(t, "Running the service", "Running it")), Status: 200,
				Changes: true},
			{Name: "stale draft", Call: apitest.Call{Method: "PUT", Path: "/lenses/service-basics/draft", As: "architect",
				Body: builtin.SampleDocument(), Header: map[string]string{"If-Match": `"1"`}}, Status: 412, Code: "stale",
				Holds: []string{`"current"`}},
			{Name: "duplicate version", Call: publish("architect", "1.0", true), Status: 409, Code: "conflict",
				Holds: []string{"1.0"}},
			{Name: "minor", Call: publish("architect", "1.1", false), Status: 201, Holds: []string{`"line":1`}, Changes: true},
			{Name: "draft that takes a question away", Call: draft(lensWithout(t, "cost")), Status: 200, Changes: true},
			{Name: "as a minor version", Call: publish("architect", "1.2", false), Status: 409, Code: "conflict",
				Holds: []string{"major"}},
			{Name: "as a major version", Call: publish("architect", "2.0", true), Status: 201, Holds: []string{`"line":2`},
				Changes: true},
			{Name: "diff", Call: apitest.Call{Method: "GET", Path: "/lenses/service-basics/diff?from=1.1&to=2.0", As: "viewer"},
				Status: 200, Holds: []string{`"kind":"removed"`, `"removes":true`}},
			{Name: "diff with an unknown version", Call: apitest.Call{Method: "GET",
				Path: "/lenses/service-basics/diff?from=1.1&to=9", As: "viewer"}, Status: 404},
			{Name: "delete without confirmation", Call: apitest.Call{Method: "DELETE", Path: "/lenses/service-basics",
				As: "architect"}, Status: 422},
			{Name: "delete", Call: apitest.Call{Method: "DELETE", Path: "/lenses/service-basics?confirm=Service%20basics",
				As: "architect"}, Status: 204, Changes: true},
			{Name: "gone", Call: apitest.Call{Method: "GET", Path: "/lenses/service-basics", As: "viewer"}, Status: 404},
			{Name: "import again under the same name", Call: apitest.Call{Method: "POST", Path: "/lenses", As: "architect",
				Body: builtin.SampleDocument()}, Status: 201, Holds: []string{`"key":"service-basics"`}, Changes: true},
		})
	})
}

// lensWithout gives the sample lens without one question.
func lensWithout(t testing.TB, question string) []byte {
	t.Helper()
	var doc map[string]any
	apitest.Must(t, json.Unmarshal(builtin.SampleDocument(), &doc))
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
	apitest.Must(t, err)
	return data
}

// Real lenses go in unchanged, come back byte for byte, are rated, and their own export is the same lens again.
func TestRealLenses(t *testing.T) {
	files := apitest.SharedFiles(t, "lenses/*.json")
	if len(files) < 8 {
		t.Fatalf("only %d lenses", len(files))
	}
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		for _, file := range files {
			doc, err := os.ReadFile(file)
			apitest.Must(t, err)
			key := s.OK("POST", "/lenses", doc).At("key").String()
			s.OK("POST", "/lenses/"+key+"/versions", map[string]any{"version": "1.0"})
			back := s.Do(apitest.Call{Method: "GET", Path: "/lenses/" + key + "/versions/1.0/document", As: "viewer"})
			if !bytes.Equal(back.Body, doc) {
				s.T.Errorf("%s: the export differs from the import", file)
			}
			again := s.Do(apitest.Call{Method: "GET", Path: "/lenses/" + key + "/versions/1.0/document?format=plumbline",
				As: "viewer"})
			s.OK("PUT", "/lenses/"+key+"/draft", again.Body)
			if diff := s.OK("GET", "/lenses/"+key+"/diff", nil); diff.At("pillars").Len()+diff.At("fields").Len() > 0 {
				s.T.Errorf("%s: the export in our own order is another lens: %s", file, diff)
			}
			reviewAll(s, key)
		}
	})
}

// reviewAll answers every question of a lens: the first choice, then all that are practices.
func reviewAll(s *apitest.Server, key string) {
	s.T.Helper()
	id := s.OK("POST", "/workloads", apitest.WorkloadBody("Review of "+key, key)).At("id").String()
	base := "/workloads/" + id + "/lenses/" + key
	for _, a := range s.OK("GET", base+"/answers", nil).At("items").Value.([]any) {
		question := apitest.Tree{Value: a}.At("question_id").String()
		choices := s.OK("GET", base+"/answers/"+question, nil).At("choices")
		var practices []string
		for i := range choices.Len() {
			if c := choices.At(apitest.Tree{Value: i}.String()); c.At("none_of_these").String() == "false" {
				practices = append(practices, c.At("id").String())
			}
		}
		s.OK("PUT", base+"/answers/"+question, map[string]any{"selected": practices[:1]})
		s.OK("PUT", base+"/answers/"+question, map[string]any{"selected": practices})
	}
	review := s.OK("GET", base, nil)
	if review.At("answered").String() != review.At("questions").String() {
		s.T.Errorf("%s: %s of %s answered", key, review.At("answered"), review.At("questions"))
	}
	s.Recount(id)
	if pdf := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/report.pdf",
		As: "viewer"}); !bytes.HasPrefix(pdf.Body, []byte("%PDF-")) {
		s.T.Errorf("%s: no PDF: %d %.200s", key, pdf.Status, pdf.Body)
	}
}

package api_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/api"
	"plumbline/models"
	"plumbline/questionnaires/builtin"
)

func TestReview(t *testing.T) {
	each(t, func(s *server) {
		at := "/workloads/" + s.sample() + "/lenses"
		basics := at + "/service-basics"
		apply := func(as string, body any) call { return call{method: "POST", path: at, as: as, body: body} }
		notes := func(as string, body any) call { return call{method: "PATCH", path: basics, as: as, body: body} }
		s.run([]scenario{
			{name: "apply as a contributor", call: apply("contributor", `{"lens":"service-basics"}`), status: 403},
			{name: "apply twice", call: apply("architect", `{"lens":"service-basics"}`), status: 409, code: "conflict"},
			{name: "apply what is not there", call: apply("architect", `{"lens":"nothing"}`), status: 404},
			{name: "apply a version that is not there", call: apply("architect", `{"lens":"service-basics","version":"7"}`), status: 404},
			{name: "notes as a viewer", call: notes("viewer", `{"notes":"x"}`), status: 403},
			{name: "notes of a pillar that is not there", call: notes("contributor", `{"pillar_notes":{"nothing":"x"}}`), status: 422, holds: []string{"/pillar_notes/nothing"}},
			{name: "notes", call: notes("contributor", `{"notes":"Held today","pillar_notes":{"reliability":"Shaky"}}`), status: 200, holds: []string{"Held today", "Shaky", `"version":2`}, changes: true},
			{name: "the same notes", call: notes("contributor", `{"notes":"Held today"}`), status: 200, holds: []string{`"version":2`}},
			{name: "stale notes", call: call{method: "PATCH", path: basics, as: "contributor", body: `{"notes":"x"}`, header: map[string]string{"If-Match": `"1"`}}, status: 412, holds: []string{"Held today"}},
			{name: "all answers", call: call{method: "GET", path: basics + "/answers", as: "viewer"}, status: 200, holds: []string{`"oncall"`, `"cost"`}},
			{name: "answers of a pillar", call: call{method: "GET", path: basics + "/answers?pillar=reliability", as: "viewer"}, status: 200, holds: []string{`"backup"`}, lacks: []string{`"oncall"`}},
			{name: "answers of a pillar that is not there", call: call{method: "GET", path: basics + "/answers?pillar=x", as: "viewer"}, status: 404},
			{name: "answers of a risk that is none", call: call{method: "GET", path: basics + "/answers?risk=LOW", as: "viewer"}, status: 422},
			{name: "answers of a risk", call: call{method: "GET", path: basics + "/answers?risk=HIGH", as: "viewer"}, status: 200, holds: []string{`"items":[]`}},
			{name: "remove unconfirmed", call: call{method: "DELETE", path: basics, as: "architect"}, status: 422},
			{name: "remove", call: call{method: "DELETE", path: basics + "?confirm=service-basics", as: "architect"}, status: 204, changes: true},
			{name: "gone", call: call{method: "GET", path: basics, as: "viewer"}, status: 404},
			{name: "apply again", call: apply("architect", `{"lens":"service-basics","version":"1.0"}`), status: 201, holds: []string{`"answered":0`}, changes: true},
		})
	})
}

// A lens that was deleted lives on in its reviews, under its key, even if another lens has got that key.
func TestReviewOfADeletedLens(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		s.ok("DELETE", "/lenses/service-basics?confirm=Service%20basics", nil)
		s.ok("POST", "/lenses", builtin.Sample())
		s.run([]scenario{
			{name: "still there", call: call{method: "GET", path: at, as: "viewer"}, status: 200, holds: []string{`"lens_status":"DELETED"`}},
			{name: "still answered", call: call{method: "PUT", path: at + "/answers/cost", as: "contributor", body: `{"selected":["cost_alarm"]}`}, status: 200, changes: true},
			{name: "not upgraded", call: call{method: "POST", path: at + "/upgrade", as: "architect", body: `{"milestone":"Before"}`}, status: 409},
			{name: "not applied anew", call: call{method: "POST", path: "/workloads", as: "architect", body: workload("Other", "service-basics")}, status: 409},
			{name: "still in the report", call: call{method: "GET", path: "/workloads/" + id + "/plan?lens=service-basics", as: "viewer"}, status: 200},
			{name: "still exported", call: call{method: "GET", path: "/workloads/" + id + "/export", as: "viewer"}, status: 200, holds: []string{"cost_alarm"}},
		})
	})
}

// A minor version reaches the reviews at once; a major one waits, saves a milestone and carries answers over by id.
func TestUpgrade(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		s.ok("PUT", at+"/answers/cost", map[string]any{"selected": []string{"cost_alarm"}, "notes": "Going away"})
		s.ok("PUT", at+"/answers/backup", map[string]any{"selected": []string{"backup_daily", "backup_apart"}, "notes": "Stays"})
		s.ok("PATCH", at, map[string]any{"pillar_notes": map[string]string{"reliability": "Stays too"}})

		s.publish("1.1", false, edited(t, "oncall_rota && oncall_alerts &&", "oncall_rota &&", `backup_daily && (backup_apart || backup_restore)`, `backup_daily && backup_restore`))
		review := s.ok("GET", at, nil)
		if review.at("lens_version").String() != "1.1" || review.at("lens_status").String() != "CURRENT" {
			s.t.Errorf("after the minor version: %s", review)
		}
		if risk := s.ok("GET", at+"/answers/backup", nil).at("risk").String(); risk != "HIGH" {
			s.t.Errorf("the answer was not rated by the new rules: %s", risk)
		}
		s.recount(id)

		s.publish("2.0", true, without(t, "cost"))
		if status := s.ok("GET", at, nil).at("lens_status").String(); status != "NOT_CURRENT" {
			s.t.Errorf("after the major version the review is %s", status)
		}
		before := s.fingerprint()
		preview := s.ok("GET", at+"/upgrade", nil)
		if preview.at("dropped").String() != `["cost"]` || s.fingerprint() != before {
			s.t.Errorf("preview: %s", preview)
		}
		upgrade := func(as, body string) call {
			return call{method: "POST", path: at + "/upgrade", as: as, body: body}
		}
		s.run([]scenario{
			{name: "contributor", call: upgrade("contributor", `{"milestone":"Before 2.0"}`), status: 403},
			{name: "without a milestone", call: upgrade("architect", `{}`), status: 422, holds: []string{`"pointer":"/milestone"`}},
			{name: "to an older version", call: upgrade("architect", `{"milestone":"Before","version":"1.0"}`), status: 409},
			{name: "to a version that is not there", call: upgrade("architect", `{"milestone":"Before","version":"9"}`), status: 404},
			{name: "upgrade", call: upgrade("architect", `{"milestone":"Before 2.0"}`), status: 200, holds: []string{`"dropped":["cost"]`}, changes: true},
			{name: "again", call: upgrade("architect", `{"milestone":"Once more"}`), status: 409},
			{name: "question that is gone", call: call{method: "GET", path: at + "/answers/cost", as: "viewer"}, status: 404},
			{name: "question that stays", call: call{method: "GET", path: at + "/answers/backup", as: "viewer"}, status: 200, holds: []string{"Stays", `"risk":"MEDIUM"`}},
			{name: "the milestone keeps it", call: call{method: "GET", path: "/workloads/" + id + "/milestones/1", as: "viewer"}, status: 200, holds: []string{"Going away", "Before 2.0", `"lens_version":"1.1"`}},
			{name: "pillar notes", call: call{method: "GET", path: at, as: "viewer"}, status: 200, holds: []string{"Stays too", `"questions":8`}},
		})
		s.recount(id)
	})
}

func (s *server) publish(version string, major bool, doc []byte) {
	s.t.Helper()
	s.ok("PUT", "/lenses/service-basics/draft", doc)
	s.ok("POST", "/lenses/service-basics/versions", map[string]any{"version": version, "major": major})
}

func TestMilestone(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		at := "/workloads/" + id
		s.ok("PUT", at+"/lenses/service-basics/answers/backup", map[string]any{"selected": []string{"backup_daily"}, "notes": "As it was"})
		create := func(as, body string) call {
			return call{method: "POST", path: at + "/milestones", as: as, body: body}
		}
		s.run([]scenario{
			{name: "viewer", call: create("viewer", `{"name":"First"}`), status: 403},
			{name: "short name", call: create("contributor", `{"name":"F"}`), status: 422},
			{name: "create", call: create("contributor", `{"name":"First"}`), status: 201, holds: []string{`"number":1`, `"HIGH":1`}, changes: true},
			{name: "same name", call: create("contributor", `{"name":"FIR ST"}`), status: 409},
			{name: "not there", call: call{method: "GET", path: at + "/milestones/2", as: "viewer"}, status: 404},
			{name: "no number", call: call{method: "GET", path: at + "/milestones/x", as: "viewer"}, status: 404},
			{name: "huge number", call: call{method: "GET", path: at + "/milestones/99999999999999", as: "viewer"}, status: 404},
		})
		frozen := s.do(call{method: "GET", path: at + "/milestones/1", as: "viewer"})
		report := s.do(call{method: "GET", path: at + "/report.pdf?milestone=1", as: "viewer"})
		s.ok("PUT", at+"/lenses/service-basics/answers/backup", map[string]any{"selected": []string{"backup_no"}, "notes": "As it is"})
		s.ok("PATCH", at, map[string]any{"name": "Renamed"})
		s.ok("POST", at+"/milestones", map[string]any{"name": "Second"})
		again := s.do(call{method: "GET", path: at + "/milestones/1", as: "viewer"})
		if !bytes.Equal(frozen.body, again.body) || !strings.Contains(string(again.body), "As it was") {
			s.t.Errorf("the milestone changed: %s", again.body)
		}
		if r := s.do(call{method: "GET", path: at + "/report.pdf?milestone=1", as: "viewer"}); !bytes.Equal(report.body, r.body) {
			s.t.Error("the milestone's report changed")
		}
		if list := s.ok("GET", at+"/milestones", nil).at("items"); list.len() != 2 || list.at("0/number").String() != "2" {
			s.t.Errorf("milestones: %s", list)
		}
	})
}

// Everything about a workload comes back the same on another server.
func TestArchive(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		s.ok("PUT", at+"/answers/cost", map[string]any{"selected": []string{"cost_alarm"}, "choice_notes": map[string]string{"cost_owner": "Nobody"}})
		s.ok("PUT", at+"/answers/load", map[string]any{"not_applicable": map[string]any{"load_spare": map[string]any{"reason": "OTHER", "notes": "<b>&"}}, "notes": "Ελληνικά 🦉 \u2028"})
		s.ok("PUT", at+"/answers/access", map[string]any{"applicable": false, "reason": "OUT_OF_SCOPE"})
		s.ok("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "One"})
		s.publish("2.0", true, without(t, "cost"))
		s.ok("POST", at+"/upgrade", map[string]any{"milestone": "Two"})
		s.ok("PATCH", at, map[string]any{"notes": "All", "pillar_notes": map[string]string{"reliability": "Some"}})
		export := s.do(call{method: "GET", path: "/workloads/" + id + "/export", as: "viewer"})

		s.run([]scenario{
			{name: "contributor", call: call{method: "POST", path: "/workloads/import", as: "contributor", body: export.body}, status: 403},
			{name: "it is here already", call: call{method: "POST", path: "/workloads/import", as: "architect", body: export.body}, status: 409},
			{name: "not an archive", call: call{method: "POST", path: "/workloads/import", as: "architect", body: `{"format":"other"}`}, status: 422, holds: []string{`"pointer":"/format"`}},
			{name: "from the future", call: call{method: "POST", path: "/workloads/import", as: "architect", body: strings.Replace(string(export.body), `"format_version": 1`, `"format_version": 9`, 1)}, status: 422, holds: []string{"newer"}},
			{name: "a risk that does not follow", call: call{method: "POST", path: "/workloads/import?copy=true", as: "architect", body: strings.Replace(string(export.body), `"risk": "HIGH"`, `"risk": "NONE"`, 1)}, status: 422, holds: []string{"/risk"}},
			{name: "a lens that was touched", call: call{method: "POST", path: "/workloads/import?copy=true", as: "architect", body: strings.Replace(string(export.body), "Running the service", "Running this service", 1)}, status: 422, holds: []string{"digest"}},
			{name: "as a copy", call: call{method: "POST", path: "/workloads/import?copy=true", as: "architect", body: export.body}, status: 201, holds: []string{"Checkout (2)"}, changes: true},
		})

		other := newServer(s.t, s.store)
		other.tokens["owner"], _ = other.token(models.WithActor(s.t.Context(), models.ProgramActor(other.workspace("Elsewhere"))), models.Owner)
		other.ok("POST", "/lenses", builtin.Sample())
		s.ok("DELETE", "/workloads/"+id+"?confirm=Checkout", nil)
		if got := other.ok("POST", "/workloads/import", export.body).at("id").String(); got != id {
			s.t.Errorf("the import has the id %s, want %s", got, id)
		}
		again := other.do(call{method: "GET", path: "/workloads/" + id + "/export", as: "owner"})
		if !bytes.Equal(export.body, again.body) {
			s.t.Errorf("the export of the import is another one:\n%s\n---\n%s", export.body, again.body)
		}
	})
}

// The PDF passes qpdf, and every note is in its text.
func TestReportHoldsEveryNote(t *testing.T) {
	for _, tool := range []string{"qpdf", "pdftotext"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is not installed", tool)
			}
			t.Skipf("%s is not installed", tool)
		}
	}
	each(t, func(s *server) {
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		notes := []string{}
		note := func(text string) string {
			notes = append(notes, text)
			return text
		}
		for _, a := range s.ok("GET", at+"/answers", nil).at("items").v.([]any) {
			q := tree{a}.at("question_id").String()
			choices := s.ok("GET", at+"/answers/"+q, nil).at("choices")
			s.ok("PUT", at+"/answers/"+q, map[string]any{
				"selected":     []string{choices.at("0/id").String()},
				"choice_notes": map[string]string{choices.at("0/id").String(): note("Choice note on " + q + ": καλημέρα")},
				"not_applicable": map[string]any{choices.at("1/id").String(): map[string]any{
					"reason": "OTHER", "notes": note("Ruled out in " + q + ": доброе утро")}},
				"notes": note("Note on " + q + ": chào buổi sáng " + strings.Repeat("and so on ", 40)),
			})
		}
		s.ok("PATCH", at, map[string]any{"notes": note("Note on the review"), "pillar_notes": map[string]string{"reliability": note("Note on a pillar")}})
		s.ok("PATCH", "/workloads/"+id, map[string]any{"notes": note("Note on the workload")})
		file := filepath.Join(s.t.TempDir(), "plan.pdf")
		must(s.t, os.WriteFile(file, s.do(call{method: "GET", path: "/workloads/" + id + "/report.pdf?paper=letter", as: "viewer"}).body, 0o600))
		if out, err := exec.CommandContext(s.t.Context(), "qpdf", "--check", file).CombinedOutput(); err != nil {
			s.t.Errorf("qpdf: %v: %s", err, out)
		}
		text, err := exec.CommandContext(s.t.Context(), "pdftotext", "-layout", file, "-").Output()
		must(s.t, err)
		flat := strings.Join(strings.Fields(string(text)), " ")
		for _, n := range notes {
			if !strings.Contains(flat, strings.Join(strings.Fields(n), " ")) {
				s.t.Errorf("the PDF lacks %q", n)
			}
		}
	})
}

// An outage is never "not found", and health tells of it.
func TestOutage(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		must(s.t, s.store.Close())
		for _, path := range []string{"/workloads/" + id, "/lenses", "/workspace"} {
			if r := s.do(call{method: "GET", path: path, as: "owner"}); r.status != http.StatusServiceUnavailable && r.status != http.StatusInternalServerError {
				s.t.Errorf("%s without a database: %d %s", path, r.status, r.body)
			}
		}
		door := httptest.NewServer(api.New(s.svc, api.Options{Ready: s.store.Ping}))
		defer door.Close()
		for path, want := range map[string]int{"/healthz": 200, "/readyz": 503} {
			req, err := http.NewRequestWithContext(context.Background(), "GET", door.URL+path, nil)
			must(s.t, err)
			res, err := http.DefaultClient.Do(req)
			must(s.t, err)
			must(s.t, res.Body.Close())
			if res.StatusCode != want {
				s.t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
			}
		}
	})
}

package v1_test

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
	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/questionnaires/builtin"
)

func TestReview(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		at := "/workloads/" + s.Sample() + "/lenses"
		basics := at + "/service-basics"
		apply := func(as string, body any) apitest.Call {
			return apitest.Call{Method: "POST", Path: at, As: as, Body: body}
		}
		notes := func(as string, body any) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: basics, As: as, Body: body}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "apply as a contributor", Call: apply("contributor", `{"lens":"service-basics"}`), Status: 403},
			{Name: "apply twice", Call: apply("architect", `{"lens":"service-basics"}`), Status: 409, Code: "conflict"},
			{Name: "apply what is not there", Call: apply("architect", `{"lens":"nothing"}`), Status: 404},
			{Name: "apply a version that is not there", Call: apply("architect", `{"lens":"service-basics","version":"7"}`),
				Status: 404},
			{Name: "notes as a viewer", Call: notes("viewer", `{"notes":"x"}`), Status: 403},
			{Name: "notes of a pillar that is not there", Call: notes("contributor", `{"pillar_notes":{"nothing":"x"}}`),
				Status: 422, Holds: []string{"/pillar_notes/nothing"}},
			{Name: "notes", Call: notes("contributor", `{"notes":"Held today","pillar_notes":{"reliability":"Shaky"}}`),
				Status: 200, Holds: []string{"Held today", "Shaky", `"version":2`}, Changes: true},
			{Name: "the same notes", Call: notes("contributor", `{"notes":"Held today"}`), Status: 200,
				Holds: []string{`"version":2`}},
			{Name: "stale notes", Call: apitest.Call{Method: "PATCH", Path: basics, As: "contributor", Body: `{"notes":"x"}`,
				Header: map[string]string{"If-Match": `"1"`}}, Status: 412, Holds: []string{"Held today"}},
			{Name: "all answers", Call: apitest.Call{Method: "GET", Path: basics + "/answers", As: "viewer"}, Status: 200,
				Holds: []string{`"oncall"`, `"cost"`}},
			{Name: "answers of a pillar", Call: apitest.Call{Method: "GET", Path: basics + "/answers?pillar=reliability",
				As: "viewer"}, Status: 200, Holds: []string{`"backup"`}, Lacks: []string{`"oncall"`}},
			{Name: "answers of a pillar that is not there", Call: apitest.Call{Method: "GET", Path: basics + "/answers?pillar=x",
				As: "viewer"}, Status: 404},
			{Name: "answers of a risk that is none", Call: apitest.Call{Method: "GET", Path: basics + "/answers?risk=LOW",
				As: "viewer"}, Status: 422},
			{Name: "answers of a risk", Call: apitest.Call{Method: "GET", Path: basics + "/answers?risk=HIGH", As: "viewer"},
				Status: 200, Holds: []string{`"items":[]`}},
			{Name: "remove unconfirmed", Call: apitest.Call{Method: "DELETE", Path: basics, As: "architect"}, Status: 422},
			{Name: "remove", Call: apitest.Call{Method: "DELETE", Path: basics + "?confirm=service-basics", As: "architect"},
				Status: 204, Changes: true},
			{Name: "gone", Call: apitest.Call{Method: "GET", Path: basics, As: "viewer"}, Status: 404},
			{Name: "apply again", Call: apply("architect", `{"lens":"service-basics","version":"1.0"}`), Status: 201,
				Holds: []string{`"answered":0`}, Changes: true},
		})
	})
}

// A lens that was deleted lives on in its reviews, under its key, even if another lens has got that key.
func TestReviewOfADeletedLens(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		s.OK("DELETE", "/lenses/service-basics?confirm=Service%20basics", nil)
		s.OK("POST", "/lenses", builtin.SampleDocument())
		s.RunScenarios([]apitest.Scenario{
			{Name: "still there", Call: apitest.Call{Method: "GET", Path: at, As: "viewer"}, Status: 200,
				Holds: []string{`"lens_status":"DELETED"`}},
			{Name: "still answered", Call: apitest.Call{Method: "PUT", Path: at + "/answers/cost", As: "contributor",
				Body: `{"selected":["cost_alarm"]}`}, Status: 200, Changes: true},
			{Name: "not upgraded", Call: apitest.Call{Method: "POST", Path: at + "/upgrade", As: "architect",
				Body: `{"milestone":"Before"}`}, Status: 409},
			{Name: "not applied anew", Call: apitest.Call{Method: "POST", Path: "/workloads", As: "architect",
				Body: apitest.WorkloadBody("Other", "service-basics")}, Status: 409},
			{Name: "still in the report", Call: apitest.Call{Method: "GET",
				Path: "/workloads/" + id + "/plan?lens=service-basics", As: "viewer"}, Status: 200},
			{Name: "still exported", Call: apitest.Call{Method: "GET", Path: "/workloads/" + id + "/export", As: "viewer"},
				Status: 200, Holds: []string{"cost_alarm"}},
		})
	})
}

// A minor version reaches the reviews at once; a major one waits, saves a milestone and carries answers over by id.
func TestUpgrade(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		s.OK("PUT", at+"/answers/cost", map[string]any{"selected": []string{"cost_alarm"}, "notes": "Going away"})
		s.OK("PUT", at+"/answers/backup", map[string]any{"selected": []string{"backup_daily", "backup_apart"},
			"notes": "Stays"})
		s.OK("PATCH", at, map[string]any{"pillar_notes": map[string]string{"reliability": "Stays too"}})

		s.PublishVersion("1.1", false, apitest.EditedLens(t, "oncall_rota && oncall_alerts &&", "oncall_rota &&",
			`backup_daily && (backup_apart || backup_restore)`, `backup_daily && backup_restore`))
		review := s.OK("GET", at, nil)
		if review.At("lens_version").String() != "1.1" || review.At("lens_status").String() != "CURRENT" {
			s.T.Errorf("after the minor version: %s", review)
		}
		if risk := s.OK("GET", at+"/answers/backup", nil).At("risk").String(); risk != "HIGH" {
			s.T.Errorf("the answer was not rated by the new rules: %s", risk)
		}
		s.Recount(id)

		s.PublishVersion("2.0", true, lensWithout(t, "cost"))
		if status := s.OK("GET", at, nil).At("lens_status").String(); status != "NOT_CURRENT" {
			s.T.Errorf("after the major version the review is %s", status)
		}
		before := s.Fingerprint()
		preview := s.OK("GET", at+"/upgrade", nil)
		if preview.At("dropped").String() != `["cost"]` || s.Fingerprint() != before {
			s.T.Errorf("preview: %s", preview)
		}
		upgrade := func(as, body string) apitest.Call {
			return apitest.Call{Method: "POST", Path: at + "/upgrade", As: as, Body: body}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "contributor", Call: upgrade("contributor", `{"milestone":"Before 2.0"}`), Status: 403},
			{Name: "without a milestone", Call: upgrade("architect", `{}`), Status: 422,
				Holds: []string{`"pointer":"/milestone"`}},
			{Name: "to an older version", Call: upgrade("architect", `{"milestone":"Before","version":"1.0"}`), Status: 409},
			{Name: "to a version that is not there", Call: upgrade("architect", `{"milestone":"Before","version":"9"}`),
				Status: 404},
			{Name: "upgrade", Call: upgrade("architect", `{"milestone":"Before 2.0"}`), Status: 200,
				Holds: []string{`"dropped":["cost"]`}, Changes: true},
			{Name: "again", Call: upgrade("architect", `{"milestone":"Once more"}`), Status: 409},
			{Name: "question that is gone", Call: apitest.Call{Method: "GET", Path: at + "/answers/cost", As: "viewer"},
				Status: 404},
			{Name: "question that stays", Call: apitest.Call{Method: "GET", Path: at + "/answers/backup", As: "viewer"},
				Status: 200, Holds: []string{"Stays", `"risk":"MEDIUM"`}},
			{Name: "the milestone keeps it", Call: apitest.Call{Method: "GET", Path: "/workloads/" + id + "/milestones/1",
				As: "viewer"}, Status: 200, Holds: []string{"Going away", "Before 2.0", `"lens_version":"1.1"`}},
			{Name: "pillar notes", Call: apitest.Call{Method: "GET", Path: at, As: "viewer"}, Status: 200,
				Holds: []string{"Stays too", `"questions":8`}},
		})
		s.Recount(id)
	})
}

func TestMilestone(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		s.OK("PUT", at+"/lenses/service-basics/answers/backup",
			map[string]any{"selected": []string{"backup_daily"}, "notes": "As it was"})
		create := func(as, body string) apitest.Call {
			return apitest.Call{Method: "POST", Path: at + "/milestones", As: as, Body: body}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "viewer", Call: create("viewer", `{"name":"First"}`), Status: 403},
			{Name: "short name", Call: create("contributor", `{"name":"F"}`), Status: 422},
			{Name: "create", Call: create("contributor", `{"name":"First"}`), Status: 201,
				Holds: []string{`"number":1`, `"HIGH":1`}, Changes: true},
			{Name: "same name", Call: create("contributor", `{"name":"FIR ST"}`), Status: 409},
			{Name: "not there", Call: apitest.Call{Method: "GET", Path: at + "/milestones/2", As: "viewer"}, Status: 404},
			{Name: "no number", Call: apitest.Call{Method: "GET", Path: at + "/milestones/x", As: "viewer"}, Status: 404},
			{Name: "huge number", Call: apitest.Call{Method: "GET", Path: at + "/milestones/99999999999999", As: "viewer"},
				Status: 404},
		})
		frozen := s.Do(apitest.Call{Method: "GET", Path: at + "/milestones/1", As: "viewer"})
		report := s.Do(apitest.Call{Method: "GET", Path: at + "/report.pdf?milestone=1", As: "viewer"})
		s.OK("PUT", at+"/lenses/service-basics/answers/backup",
			map[string]any{"selected": []string{"backup_no"}, "notes": "As it is"})
		s.OK("PATCH", at, map[string]any{"name": "Renamed"})
		s.OK("POST", at+"/milestones", map[string]any{"name": "Second"})
		again := s.Do(apitest.Call{Method: "GET", Path: at + "/milestones/1", As: "viewer"})
		if !bytes.Equal(frozen.Body, again.Body) || !strings.Contains(string(again.Body), "As it was") {
			s.T.Errorf("the milestone changed: %s", again.Body)
		}
		if r := s.Do(apitest.Call{Method: "GET", Path: at + "/report.pdf?milestone=1",
			As: "viewer"}); !bytes.Equal(report.Body, r.Body) {
			s.T.Error("the milestone's report changed")
		}
		if list := s.OK("GET", at+"/milestones", nil).At("items"); list.Len() != 2 || list.At("0/number").String() != "2" {
			s.T.Errorf("milestones: %s", list)
		}
	})
}

// Everything about a workload comes back the same on another server.
func TestArchive(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		s.OK("PUT", at+"/answers/cost", map[string]any{"selected": []string{"cost_alarm"},
			"choice_notes": map[string]string{"cost_owner": "Nobody"}})
		s.OK("PUT", at+"/answers/load",
			map[string]any{"not_applicable": map[string]any{"load_spare": map[string]any{"reason": "OTHER", "notes": "<b>&"}},
				"notes": "Ελληνικά 🦉 \u2028"})
		s.OK("PUT", at+"/answers/access", map[string]any{"applicable": false, "reason": "OUT_OF_SCOPE"})
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "One"})
		s.PublishVersion("2.0", true, lensWithout(t, "cost"))
		s.OK("POST", at+"/upgrade", map[string]any{"milestone": "Two"})
		s.OK("PATCH", at, map[string]any{"notes": "All", "pillar_notes": map[string]string{"reliability": "Some"}})
		export := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/export", As: "viewer"})

		s.RunScenarios([]apitest.Scenario{
			{Name: "contributor", Call: apitest.Call{Method: "POST", Path: "/workloads/import", As: "contributor",
				Body: export.Body}, Status: 403},
			{Name: "it is here already", Call: apitest.Call{Method: "POST", Path: "/workloads/import", As: "architect",
				Body: export.Body}, Status: 409},
			{Name: "not an archive", Call: apitest.Call{Method: "POST", Path: "/workloads/import", As: "architect",
				Body: `{"format":"other"}`}, Status: 422, Holds: []string{`"pointer":"/format"`}},
			{Name: "from the future", Call: apitest.Call{Method: "POST", Path: "/workloads/import", As: "architect",
				Body: strings.Replace(string(export.Body), `"format_version": `, `"format_version": 9`, 1)}, Status: 422,
				Holds: []string{"newer"}},
			{Name: "a risk that does not follow", Call: apitest.Call{Method: "POST", Path: "/workloads/import?copy=true",
				As: "architect", Body: strings.Replace(string(export.Body), `"risk": "HIGH"`, `"risk": "NONE"`, 1)}, Status: 422,
				Holds: []string{"/risk"}},
			{Name: "a lens that was touched", Call: apitest.Call{Method: "POST", Path: "/workloads/import?copy=true",
				As: "architect", Body: strings.Replace(string(export.Body), "Running the service", "Running this service", 1)},
				Status: 422, Holds: []string{"digest"}},
			{Name: "as a copy", Call: apitest.Call{Method: "POST", Path: "/workloads/import?copy=true", As: "architect",
				Body: export.Body}, Status: 201, Holds: []string{"Checkout (2)"}, Changes: true},
		})

		other := apitest.NewServer(s.T, s.Store)
		other.Tokens["owner"], _ = other.Token(models.WithActor(s.T.Context(),
			models.ProgramActor(other.Workspace("Elsewhere"))), models.Owner)
		other.OK("POST", "/lenses", builtin.SampleDocument())
		s.OK("DELETE", "/workloads/"+id+"?confirm=Checkout", nil)
		if got := other.OK("POST", "/workloads/import", export.Body).At("id").String(); got != id {
			s.T.Errorf("the import has the id %s, want %s", got, id)
		}
		again := other.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/export", As: "owner"})
		if !bytes.Equal(export.Body, again.Body) {
			s.T.Errorf("the export of the import is another one:\n%s\n---\n%s", export.Body, again.Body)
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
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		notes := []string{}
		note := func(text string) string {
			notes = append(notes, text)
			return text
		}
		for _, a := range s.OK("GET", at+"/answers", nil).At("items").Value.([]any) {
			q := apitest.Tree{Value: a}.At("question_id").String()
			choices := s.OK("GET", at+"/answers/"+q, nil).At("choices")
			s.OK("PUT", at+"/answers/"+q, map[string]any{
				"selected":     []string{choices.At("0/id").String()},
				"choice_notes": map[string]string{choices.At("0/id").String(): note("Choice note on " + q + ": καλημέρα")},
				"not_applicable": map[string]any{choices.At("1/id").String(): map[string]any{
					"reason": "OTHER", "notes": note("Ruled out in " + q + ": доброе утро")}},
				"notes": note("Note on " + q + ": chào buổi sáng " + strings.Repeat("and so on ", 40)),
			})
		}
		s.OK("PATCH", at, map[string]any{"notes": note("Note on the review"),
			"pillar_notes": map[string]string{"reliability": note("Note on a pillar")}})
		s.OK("PATCH", "/workloads/"+id, map[string]any{"notes": note("Note on the workload")})
		file := filepath.Join(s.T.TempDir(), "plan.pdf")
		apitest.Must(s.T, os.WriteFile(file, s.Do(apitest.Call{Method: "GET",
			Path: "/workloads/" + id + "/report.pdf?paper=letter", As: "viewer"}).Body, 0o600))
		if out, err := exec.CommandContext(s.T.Context(), "qpdf", "--check", file).CombinedOutput(); err != nil {
			s.T.Errorf("qpdf: %v: %s", err, out)
		}
		text, err := exec.CommandContext(s.T.Context(), "pdftotext", "-layout", file, "-").Output()
		apitest.Must(s.T, err)
		flat := strings.Join(strings.Fields(string(text)), " ")
		for _, n := range notes {
			if !strings.Contains(flat, strings.Join(strings.Fields(n), " ")) {
				s.T.Errorf("the PDF lacks %q", n)
			}
		}
	})
}

// An outage is never "not found", and health tells of it.
func TestOutage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		apitest.Must(s.T, s.Store.Close())
		for _, path := range []string{"/workloads/" + id, "/lenses", "/workspace"} {
			if r := s.Do(apitest.Call{Method: "GET", Path: path, As: "owner"}); r.Status != http.StatusServiceUnavailable &&
				r.Status != http.StatusInternalServerError {
				s.T.Errorf("%s without a database: %d %s", path, r.Status, r.Body)
			}
		}
		door := httptest.NewServer(api.New(s.Service, api.Options{Ready: s.Store.Ping}))
		defer door.Close()
		for path, want := range map[string]int{"/healthz": 200, "/readyz": 503} {
			req, err := http.NewRequestWithContext(context.Background(), "GET", door.URL+path, nil)
			apitest.Must(s.T, err)
			res, err := http.DefaultClient.Do(req)
			apitest.Must(s.T, err)
			apitest.Must(s.T, res.Body.Close())
			if res.StatusCode != want {
				s.T.Errorf("%s: %d, want %d", path, res.StatusCode, want)
			}
		}
	})
}

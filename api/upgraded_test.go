package api_test

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/store/storetest"
)

// Of what each old release has left behind, all can be read, reported, checked and gone on with.
func TestUpgradedDatabaseIsWhole(t *testing.T) {
	t.Parallel()
	for _, release := range storetest.ReviewedDumps(t) {
		t.Run(path.Base(release), func(t *testing.T) {
			s := apitest.NewServer(t, storetest.OpenAt(t, storetest.RestoreDump(t, release)))
			enterWorkspace(s, "Default")
			workload := s.OK("GET", "/workloads", nil).At("items/0/id").String()
			upgradedReview(s, workload)
			upgradedMilestone(s, workload)
			upgradedReports(s, workload)
			if path.Base(release) >= "202611250004" {
				upgradedTalk(s, workload)
			}
			s.Recount(workload)
			if _, _, faults := s.Verdict("owner", "/audit/verify"); len(faults) != 0 {
				t.Errorf("the audit log: %v", faults)
			}
			at := "/workloads/" + workload + "/lenses/service-basics"
			s.OK("POST", at+"/upgrade", map[string]any{"version": "2.0", "milestone": "Before 2.0"})
			s.OK("PATCH", at+"/answers/secrets", map[string]any{"selected": []string{"secrets_vault"}})
			upgradedReports(s, workload)
			s.Recount(workload)
		})
	}
}

// Rows with odd values make reports too.
func TestUpgradedOddRowsAreReported(t *testing.T) {
	for _, release := range storetest.ReleaseDumps(t) {
		t.Run(release, func(t *testing.T) {
			s := apitest.NewServer(t, storetest.OpenAt(t, storetest.RestoreDump(t, release)))
			enterWorkspace(s, "Ops")
			workload := s.OK("GET", "/workloads", nil).At("items/0/id").String()
			for _, state := range []string{"", "?milestone=1"} {
				if text := reportText(s, "/workloads/"+workload+"/report.pdf"+state); text != "" &&
					!strings.Contains(text, "Who gets in?") {
					t.Errorf("report.pdf%s lacks the question: %s", state, text)
				}
			}
			if title := s.OK("GET", "/workloads/"+workload+"/lenses/ops/answers/sec_1",
				nil).At("title").String(); title != "Who gets in?" {
				t.Errorf("the question is %q", title)
			}
		})
	}
}

// enterWorkspace makes the owner one of the workspace that is called so.
func enterWorkspace(s *apitest.Server, name string) {
	s.T.Helper()
	spaces, err := s.Service.Workspaces.All(models.WithActor(s.T.Context(), models.ProgramActor("")))
	apitest.Must(s.T, err)
	for _, space := range spaces {
		if space.Name == name {
			s.Owner = models.WithActor(s.T.Context(), models.ProgramActor(space.ID))
		}
	}
	s.Tokens["owner"], _ = s.Token(s.Owner, models.Owner)
	s.Tokens["architect"] = s.Tokens["owner"]
}

// wantCounts wants numbers of risks as a reply gives them: unanswered, high, medium, none, not applicable.
func wantCounts(s *apitest.Server, what string, got apitest.Tree, want ...string) {
	s.T.Helper()
	for i, risk := range []string{"UNANSWERED", "HIGH", "MEDIUM", "NONE", "NOT_APPLICABLE"} {
		if n := got.At(risk).String(); n != want[i] {
			s.T.Errorf("%s: %s questions are %s, want %s", what, n, risk, want[i])
		}
	}
}

func upgradedReview(s *apitest.Server, workload string) {
	s.T.Helper()
	at := "/workloads/" + workload + "/lenses/service-basics"
	review := s.OK("GET", at, nil)
	wantCounts(s, "the review", review.At("risk_counts"), "1", "2", "1", "1", "1")
	for what, want := range map[string]string{"score": "30", "notes": "Second round in spring.", "lens_version": "1.0",
		"pillars/1/notes": "Ask the platform team."} {
		if got := review.At(what).String(); got != want {
			s.T.Errorf("the review has the %s %q, want %q", what, got, want)
		}
	}
	for question, want := range map[string][3]string{
		"oncall": {"MEDIUM", "The rota is in the *wiki*."}, "backup": {"HIGH", "Copies lie in the **same** account."},
		"cost": {"NONE", ""}, "secrets": {"HIGH", ""}, "deploy": {"UNANSWERED", ""},
		"load": {"NOT_APPLICABLE", "Another team's"},
	} {
		answer := s.OK("GET", at+"/answers/"+question, nil)
		if answer.At("risk").String() != want[0] || answer.At("notes").String() != want[1] {
			s.T.Errorf("%s: %v %v, want %v", question, answer.At("risk"), answer.At("notes"), want)
		}
	}
	if reply := s.Expect(apitest.Call{Method: "GET", Path: at + "/answers/backup", As: "owner"},
		200); !bytes.Contains(reply.Body, []byte("Agreed with the board")) {
		s.T.Errorf("the note of a choice is gone: %s", reply.Body)
	}
}

func upgradedMilestone(s *apitest.Server, workload string) {
	s.T.Helper()
	milestone := s.OK("GET", "/workloads/"+workload+"/milestones/1", nil)
	if name := milestone.At("name").String(); name != "First look" {
		s.T.Errorf("the milestone is called %q", name)
	}
	wantCounts(s, "the milestone", s.OK("GET", "/workloads/"+workload+"/milestones", nil).At("items/0/risk_counts"), "3",
		"2", "1", "0", "0")
	s.OK("GET", "/workloads/"+workload+"/compare?from=1", nil)
}

// upgradedReports renders the present state and the milestone.
func upgradedReports(s *apitest.Server, workload string) {
	s.T.Helper()
	plan := s.Expect(apitest.Call{Method: "GET", Path: "/workloads/" + workload + "/plan", As: "owner"}, 200)
	s.PageHolds("the plan", plan.Body, `"question_id":"backup"`, `"sets":[["backup_apart"],["backup_restore"]]`)
	now := reportText(s, "/workloads/"+workload+"/report.pdf")
	then := reportText(s, "/workloads/"+workload+"/report.pdf?milestone=1")
	if now == "" {
		s.T.Log("pdftotext is not installed: that the reports can be made is all that is known")
		return
	}
	for _, text := range []string{"Web shop", "Who notices when the service is down", "The rota is in the wiki.",
		"Agreed with the board"} {
		if !strings.Contains(now, text) || !strings.Contains(then, text) {
			s.T.Errorf("%q is not in both reports", text)
		}
	}
	if strings.Contains(then, "Another team's") || !strings.Contains(now, "Another team's") {
		s.T.Error("the milestone's report is that of the present state")
	}
}

// reportText gives the text of a report, one space between words; "" where there is no tool that reads it.
func reportText(s *apitest.Server, at string) string {
	s.T.Helper()
	pdf := s.Expect(apitest.Call{Method: "GET", Path: at, As: "owner"}, 200).Body
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 10_000 {
		s.T.Errorf("%s is no report: %d bytes, %.20q", at, len(pdf), pdf)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil && os.Getenv("CI") == "" {
		return ""
	}
	file := filepath.Join(s.T.TempDir(), "report.pdf")
	apitest.Must(s.T, os.WriteFile(file, pdf, 0o600))
	text, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	apitest.Must(s.T, err)
	return strings.Join(strings.Fields(string(text)), " ")
}

func upgradedTalk(s *apitest.Server, workload string) {
	s.T.Helper()
	at := "/workloads/" + workload + "/lenses/service-basics"
	for where, want := range map[string]string{"/answers/backup/comments": "who *owns* this?",
		"/assignments": `"name":"Bob"`, "/parking": "Ask about the vault"} {
		if r := s.Expect(apitest.Call{Method: "GET", Path: at + where, As: "owner"}, 200); !bytes.Contains(r.Body,
			[]byte(want)) {
			s.T.Errorf("%s lacks %q: %s", where, want, r.Body)
		}
	}
}

package api_test

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/store/storetest"
)

// Of what each old release has left behind, all can be read, reported, checked and gone on with.
func TestUpgradedDatabaseIsWhole(t *testing.T) {
	t.Parallel()
	for _, release := range storetest.Reviewed(t) {
		t.Run(path.Base(release), func(t *testing.T) {
			s := newServer(t, storetest.OpenAt(t, storetest.Restore(t, release)))
			s.enter("Default")
			workload := s.ok("GET", "/workloads", nil).at("items/0/id").String()
			s.upgradedReview(workload)
			s.upgradedMilestone(workload)
			s.upgradedReports(workload)
			if path.Base(release) >= "202611250004" {
				s.upgradedTalk(workload)
			}
			s.recount(workload)
			if _, _, faults := s.verdict("owner", "/audit/verify"); len(faults) != 0 {
				t.Errorf("the audit log: %v", faults)
			}
			at := "/workloads/" + workload + "/lenses/service-basics"
			s.ok("POST", at+"/upgrade", map[string]any{"version": "2.0", "milestone": "Before 2.0"})
			s.ok("PATCH", at+"/answers/secrets", map[string]any{"selected": []string{"secrets_vault"}})
			s.upgradedReports(workload)
			s.recount(workload)
		})
	}
}

// Rows with odd values make reports too.
func TestUpgradedOddRowsAreReported(t *testing.T) {
	for _, release := range storetest.Releases(t) {
		t.Run(release, func(t *testing.T) {
			s := newServer(t, storetest.OpenAt(t, storetest.Restore(t, release)))
			s.enter("Ops")
			workload := s.ok("GET", "/workloads", nil).at("items/0/id").String()
			for _, state := range []string{"", "?milestone=1"} {
				if text := s.report("/workloads/" + workload + "/report.pdf" + state); text != "" && !strings.Contains(text, "Who gets in?") {
					t.Errorf("report.pdf%s lacks the question: %s", state, text)
				}
			}
			if title := s.ok("GET", "/workloads/"+workload+"/lenses/ops/answers/sec_1", nil).at("title").String(); title != "Who gets in?" {
				t.Errorf("the question is %q", title)
			}
		})
	}
}

// enter makes the owner one of the workspace that is called so.
func (s *server) enter(name string) {
	s.t.Helper()
	spaces, err := s.svc.Workspaces.All(models.WithActor(s.t.Context(), models.ProgramActor("")))
	must(s.t, err)
	for _, space := range spaces {
		if space.Name == name {
			s.owner = models.WithActor(s.t.Context(), models.ProgramActor(space.ID))
		}
	}
	s.tokens["owner"], _ = s.token(s.owner, models.Owner)
	s.tokens["architect"] = s.tokens["owner"]
}

// counts wants numbers of risks as a reply gives them: unanswered, high, medium, none, not applicable.
func (s *server) counts(what string, got tree, want ...string) {
	s.t.Helper()
	for i, risk := range []string{"UNANSWERED", "HIGH", "MEDIUM", "NONE", "NOT_APPLICABLE"} {
		if n := got.at(risk).String(); n != want[i] {
			s.t.Errorf("%s: %s questions are %s, want %s", what, n, risk, want[i])
		}
	}
}

func (s *server) upgradedReview(workload string) {
	s.t.Helper()
	at := "/workloads/" + workload + "/lenses/service-basics"
	review := s.ok("GET", at, nil)
	s.counts("the review", review.at("risk_counts"), "1", "2", "1", "1", "1")
	for what, want := range map[string]string{"score": "30", "notes": "Second round in spring.", "lens_version": "1.0",
		"pillars/1/notes": "Ask the platform team."} {
		if got := review.at(what).String(); got != want {
			s.t.Errorf("the review has the %s %q, want %q", what, got, want)
		}
	}
	for question, want := range map[string][3]string{
		"oncall": {"MEDIUM", "The rota is in the *wiki*."}, "backup": {"HIGH", "Copies lie in the **same** account."},
		"cost": {"NONE", ""}, "secrets": {"HIGH", ""}, "deploy": {"UNANSWERED", ""}, "load": {"NOT_APPLICABLE", "Another team's"},
	} {
		answer := s.ok("GET", at+"/answers/"+question, nil)
		if answer.at("risk").String() != want[0] || answer.at("notes").String() != want[1] {
			s.t.Errorf("%s: %v %v, want %v", question, answer.at("risk"), answer.at("notes"), want)
		}
	}
	if reply := s.expect(call{method: "GET", path: at + "/answers/backup", as: "owner"}, 200); !bytes.Contains(reply.body, []byte("Agreed with the board")) {
		s.t.Errorf("the note of a choice is gone: %s", reply.body)
	}
}

func (s *server) upgradedMilestone(workload string) {
	s.t.Helper()
	milestone := s.ok("GET", "/workloads/"+workload+"/milestones/1", nil)
	if name := milestone.at("name").String(); name != "First look" {
		s.t.Errorf("the milestone is called %q", name)
	}
	s.counts("the milestone", s.ok("GET", "/workloads/"+workload+"/milestones", nil).at("items/0/risk_counts"), "3", "2", "1", "0", "0")
	s.ok("GET", "/workloads/"+workload+"/compare?from=1", nil)
}

// upgradedReports renders the present state and the milestone.
func (s *server) upgradedReports(workload string) {
	s.t.Helper()
	plan := s.expect(call{method: "GET", path: "/workloads/" + workload + "/plan", as: "owner"}, 200)
	s.holds("the plan", plan.body, `"question_id":"backup"`, `"sets":[["backup_apart"],["backup_restore"]]`)
	now := s.report("/workloads/" + workload + "/report.pdf")
	then := s.report("/workloads/" + workload + "/report.pdf?milestone=1")
	if now == "" {
		s.t.Log("pdftotext is not installed: that the reports can be made is all that is known")
		return
	}
	for _, text := range []string{"Web shop", "Who notices when the service is down", "The rota is in the wiki.", "Agreed with the board"} {
		if !strings.Contains(now, text) || !strings.Contains(then, text) {
			s.t.Errorf("%q is not in both reports", text)
		}
	}
	if strings.Contains(then, "Another team's") || !strings.Contains(now, "Another team's") {
		s.t.Error("the milestone's report is that of the present state")
	}
}

// report gives the text of a report, one space between words; "" where there is no tool that reads it.
func (s *server) report(at string) string {
	s.t.Helper()
	pdf := s.expect(call{method: "GET", path: at, as: "owner"}, 200).body
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 10_000 {
		s.t.Errorf("%s is no report: %d bytes, %.20q", at, len(pdf), pdf)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil && os.Getenv("CI") == "" {
		return ""
	}
	file := filepath.Join(s.t.TempDir(), "report.pdf")
	must(s.t, os.WriteFile(file, pdf, 0o600))
	text, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	must(s.t, err)
	return strings.Join(strings.Fields(string(text)), " ")
}

func (s *server) upgradedTalk(workload string) {
	s.t.Helper()
	at := "/workloads/" + workload + "/lenses/service-basics"
	for where, want := range map[string]string{"/answers/backup/comments": "who *owns* this?", "/assignments": `"name":"Bob"`, "/parking": "Ask about the vault"} {
		if r := s.expect(call{method: "GET", path: at + where, as: "owner"}, 200); !bytes.Contains(r.body, []byte(want)) {
			s.t.Errorf("%s lacks %q: %s", where, want, r.body)
		}
	}
}

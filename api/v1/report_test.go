package v1_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/reports"
)

// The report to leadership: who may have it, what is refused, and that it says what became of the workload.
func TestReportToLeadership(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		review := at + "/lenses/service-basics"
		s.OK("PUT", review+"/answers/backup", map[string]any{"selected": []string{"backup_no"}})
		s.OK("POST", at+"/milestones", map[string]any{"name": "Before"})
		s.OK("POST", at+"/items", map[string]any{"title": "Another region", "due_on": "2020-01-31",
			"owner": map[string]string{"kind": "team", "name": "Team Blue"}, "build_cost": 12000,
			"practices": []any{map[string]string{"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}})
		s.OK("PUT", review+"/answers/oncall", map[string]any{"selected": []string{"oncall_no"}})
		s.OK("POST", at+"/milestones", map[string]any{"name": "After"})
		s.Guest("guest", id, "service-basics")
		read := func(as, query string) apitest.Call {
			return apitest.Call{Method: "GET", Path: at + "/report.pdf?preset=leadership" + query, As: as}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: read("", ""), Status: 401},
			{Name: "stranger", Call: read("stranger", ""), Status: 404},
			{Name: "viewer", Call: read("viewer", ""), Status: 200},
			{Name: "another preset", Call: apitest.Call{Method: "GET", Path: at + "/report.pdf?preset=board", As: "viewer"},
				Status: 422, Holds: []string{"preset"}},
			{Name: "slides for architects", Call: apitest.Call{Method: "GET", Path: at + "/report.pptx?preset=architect",
				As: "viewer"}, Status: 422, Holds: []string{"/preset", "leadership"}},
			{Name: "slides without a preset", Call: apitest.Call{Method: "GET", Path: at + "/report.pptx", As: "viewer"},
				Status: 200},
			{Name: "a milestone that there is not", Call: read("viewer", "&milestone=9"), Status: 404},
			{Name: "since one that there is not", Call: read("viewer", "&since=9"), Status: 404},
			{Name: "since a later one", Call: read("viewer", "&milestone=1&since=2"), Status: 422, Holds: []string{"since"}},
			{Name: "since itself", Call: read("viewer", "&milestone=1&since=1"), Status: 422, Holds: []string{"since"}},
			{Name: "a classification that fills the page", Call: read("viewer", "&classification="+strings.Repeat("x", 41)),
				Status: 422, Holds: []string{"/classification"}},
			{Name: "a lens that is not applied", Call: read("viewer", "&lens=nothing"), Status: 404},
			{Name: "guest", Call: read("guest session", ""), Status: 200, Changes: true},
			{Name: "guest since a milestone", Call: read("guest session", "&since=1"), Status: 422},
		})
		live := pdfText(s, s.Expect(read("viewer", "&classification=Internal"), 200).Body)
		for _, want := range []string{"Report to leadership", "Draft, live state", "Internal",
			"Compared with Milestone 2: After",
			"Another region", "Team Blue", "31 Jan 2020", "overdue", "1 item is overdue", "12 000 USD", "Trend",
			"No risk is another one than it was."} {
			if !strings.Contains(live, want) {
				s.T.Errorf("the report lacks %q:\n%s", want, live)
			}
		}
		since := pdfText(s, s.Expect(read("viewer", "&since=1"), 200).Body)
		for _, want := range []string{"What changed since milestone 1", "1 risk changed: ", "a new answer (1)",
			"Answered anew", "The owner"} {
			if !strings.Contains(since, want) {
				s.T.Errorf("the comparison lacks %q:\n%s", want, since)
			}
		}
		if alone := pdfText(s, s.Expect(read("viewer", "&compare=none"), 200).Body); strings.Contains(alone, "What changed") {
			s.T.Errorf("it is compared though nobody asked:\n%s", alone)
		}
		html := s.Expect(apitest.Call{Method: "GET", Path: at + "/report.html?preset=leadership", As: "viewer"}, 200)
		for header, want := range map[string]string{"Content-Type": "text/html; charset=utf-8",
			"Content-Disposition": "attachment"} {
			if got := html.Header.Get(header); !strings.HasPrefix(got, want) {
				s.T.Errorf("%s is %q", header, got)
			}
		}
		if !bytes.Contains(html.Body, []byte("Another region")) {
			s.T.Errorf("the HTML file lacks what is planned:\n%s", html.Body)
		}
		if guest := s.Expect(apitest.Call{Method: "GET", Path: at + "/report.html?preset=leadership", As: "guest session"},
			200); bytes.Contains(guest.Body, []byte("Another region")) || !bytes.Contains(guest.Body, []byte("Guest copy")) {
			s.T.Errorf("a guest reads:\n%s", guest.Body)
		}
		seen := pdfText(s, s.Expect(read("guest session", ""), 200).Body)
		for _, lacks := range []string{"Another region", "Team Blue", "Compared with", "Trend"} {
			if strings.Contains(seen, lacks) {
				s.T.Errorf("a guest reads %q:\n%s", lacks, seen)
			}
		}
		if !strings.Contains(seen, "Guest copy") {
			s.T.Errorf("the copy of a guest does not say so:\n%s", seen)
		}
	})
}

// Every format is for the same people, of the same type as its name says, and cut down and marked alike for guests; the
// page offers each.
func TestReportsInEveryFormat(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		s.OK("PUT", at+"/lenses/service-basics/answers/backup", map[string]any{"selected": []string{"backup_no"}})
		s.OK("POST", at+"/items", map[string]any{"title": "Another region", "due_on": "2020-01-31",
			"practices": []any{map[string]string{"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}})
		s.Guest("guest", id, "service-basics")
		page := s.GetPage("viewer session", at+"/reports", 200)
		for _, f := range reports.Formats[1:] {
			name, preset := "report."+f.Extension(), reports.Leadership
			if !preset.ComesAs(f) {
				preset = reports.Architect
			}
			read := func(as, query string) apitest.Call {
				return apitest.Call{Method: "GET", Path: at + "/" + name + "?preset=" + string(preset) + query, As: as}
			}
			s.RunScenarios([]apitest.Scenario{
				{Name: name + " for nobody", Call: read("", ""), Status: 401},
				{Name: name + " for a stranger", Call: read("stranger", ""), Status: 404},
				{Name: name + " of a lens that is not applied", Call: read("viewer", "&lens=nothing"), Status: 404},
				{Name: name + " with a long classification", Call: read("viewer", "&classification="+strings.Repeat("x", 41)),
					Status: 422, Holds: []string{"/classification"}},
			})
			reply := s.Expect(read("viewer", "&classification=Internal"), 200)
			if got := reply.Header.Get("Content-Type"); got != f.MediaType() {
				s.T.Errorf("%s is of type %q", name, got)
			}
			if got := reply.Header.Get("Content-Disposition"); !strings.Contains(got, "."+f.Extension()+`"`) {
				s.T.Errorf("%s is called %q", name, got)
			}
			text := unpacked(s, reply.Body)
			for _, want := range []string{"Another region", "Internal"} {
				if !strings.Contains(text, want) {
					s.T.Errorf("%s lacks %q", name, want)
				}
			}
			copied := unpacked(s, s.Expect(read("guest session", ""), 200).Body)
			if strings.Contains(copied, "Another region") || !strings.Contains(copied, "Guest copy") {
				s.T.Errorf("%s for a guest:\n%s", name, copied)
			}
			if !strings.Contains(page, `value="`+string(f)+`"`) {
				s.T.Errorf("the page does not offer %s", name)
			}
			if strings.HasPrefix(f.MediaType(), "text/html") { // which Visit would take for a page of the server
				continue
			}
			file := s.Visit(apitest.Visit{Method: "GET", As: "viewer session",
				Path: at + "/report.pdf?preset=" + string(preset) + "&classification=Internal&format=" + string(f)})
			if file.Status != 200 || !bytes.Equal(file.Body, reply.Body) {
				s.T.Errorf("the page's %s is another file: %d", name, file.Status)
			}
		}
	})
}

// unpacked is what is in a file, in all parts of it if it has parts.
func unpacked(s *apitest.Server, file []byte) string {
	s.T.Helper()
	if !bytes.HasPrefix(file, []byte("PK")) {
		return string(file)
	}
	parts, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	apitest.Must(s.T, err)
	var all strings.Builder
	for _, part := range parts.File {
		r, err := part.Open()
		apitest.Must(s.T, err)
		_, err = io.Copy(&all, r)
		apitest.Must(s.T, err)
	}
	return all.String()
}

// What was planned when a milestone was saved stays in its report, whatever becomes of the items.
func TestReportOnAMilestoneKeepsItsPlan(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		s.OK("PUT", at+"/lenses/service-basics/answers/backup", map[string]any{"selected": []string{"backup_no"}})
		s.OK("POST", at+"/items", map[string]any{"title": "Another region", "due_on": "2020-01-31",
			"practices": []any{map[string]string{"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}})
		s.OK("POST", at+"/milestones", map[string]any{"name": "First"})
		frozen := apitest.Call{Method: "GET", Path: at + "/report.pdf?preset=leadership&milestone=1", As: "viewer"}
		before := s.Expect(frozen, 200).Body
		s.Expect(apitest.Call{Method: "POST", Path: "/items/1/move", As: "owner session",
			Body: map[string]any{"status": "wont_do", "note": "Too dear", "reason": "not_worth_it"}}, 200)
		s.OK("PATCH", at, map[string]any{"description": "Another one"})
		if after := s.Expect(frozen, 200).Body; !bytes.Equal(before, after) {
			s.T.Errorf("the report on the milestone changed:\n%s\n\n%s", pdfText(s, before), pdfText(s, after))
		}
		if text := pdfText(s, before); !strings.Contains(text, "Final, milestone 1: First") ||
			!strings.Contains(text, "Another region") {
			s.T.Errorf("the report lacks what was planned:\n%s", text)
		}
	})
}

// pdfText is the text of a report; without the tool the test is skipped, but not where CI says that all must be there.
func pdfText(s *apitest.Server, pdf []byte) string {
	s.T.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") != "" {
			s.T.Fatal("pdftotext must be there in CI")
		}
		s.T.Skip("pdftotext is not installed")
	}
	file := filepath.Join(s.T.TempDir(), "report.pdf")
	apitest.Must(s.T, os.WriteFile(file, pdf, 0o600))
	out, err := exec.CommandContext(s.T.Context(), tool, "-raw", "-enc", "UTF-8", file, "-").Output()
	apitest.Must(s.T, err)
	return strings.Join(strings.Fields(string(out)), " ")
}

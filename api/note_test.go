package api_test

import (
	"encoding/json"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// plainNote is what a person types with no Markdown in mind, a table and a picture beside it.
const plainNote = "> 99.9 % availability was measured\n# of nodes: 5\nfiles __init__.py and " +
	"*args\n\\\\fileserver\\_old\\*.log, vector<std::string>, AT&amp;T\n~~~ end\n" +
	"vpc\tcidr\tenv\n\n| Service | State |\n|---|---|\n| checkout | restored |\n\nsee " +
	"https://wiki.example/a_b_c\n\n![the plan](data:image/png;base64,"

var noteTag = regexp.MustCompile(`<[^>]*>`)

// A note reads alike in the preview, on the question page, in comments and in the report: what was typed stays, and a
// picture is a line.
func TestNotesReadAlikeEverywhere(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id, base := s.ReviewOfBackup()
		note := plainNote + strings.Repeat("iVBORw0K", 4000) + ")"
		body, err := json.Marshal(map[string]any{"notes": note})
		apitest.Must(s.T, err)
		preview := s.SendScript("contributor session", "POST", "/preview", string(body)).Tree(s.T).At("html").String()
		s.OK("PUT", base+"/answers/backup", map[string]any{"selected": []string{"backup_daily"}, "notes": note})
		comment := "> 99 % and __init__ of the comment"
		s.OK("POST", base+"/answers/backup/comments", map[string]any{"body": comment})
		page := s.GetPage("viewer session", base+apitest.BackupPath, 200)
		readNote(s, "the page", html.UnescapeString(page), comment)
		if !strings.Contains(page, preview) {
			s.T.Error("the page shows the note otherwise than the preview")
		}
		wants := []string{"> 99.9 % availability was measured", "# of nodes: 5", "files __init__.py and *args", "~~~ end",
			"vector<std::string>, AT&amp;T", "https://wiki.example/a_b_c", "Image: the plan, not shown (image/png, 23 KB)",
			"checkout restored", "vpc cidr env"}
		readNote(s, "the preview", html.UnescapeString(noteTag.ReplaceAllString(preview, " ")), wants...)
		if !strings.Contains(preview, "<table>") || !strings.Contains(preview, `<a href="https://wiki.example/a_b_c"`) {
			s.T.Errorf("no table or no link: %s", preview)
		}
		if tool, err := exec.LookPath("pdftotext"); err == nil {
			file := filepath.Join(s.T.TempDir(), "plan.pdf")
			apitest.Must(s.T, os.WriteFile(file, s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/report.pdf",
				As: "viewer"}).Body, 0o600))
			text, err := exec.CommandContext(s.T.Context(), tool, "-layout", file, "-").Output()
			apitest.Must(s.T, err)
			readNote(s, "the report", string(text), wants...)
		}
	})
}

func readNote(s *apitest.Server, where, text string, wants ...string) {
	s.T.Helper()
	text = strings.Join(strings.Fields(text), " ")
	for _, want := range append(wants, `\\fileserver\_old\*.log`) {
		if !strings.Contains(text, want) {
			s.T.Errorf("%s lacks %q", where, want)
		}
	}
}

// A contributor's note of 64 KB costs little wherever it is shown: once it was 6.5 GB for the page and 9 GB for the
// report.
func TestOneNoteDoesNotTakeTheServerDown(t *testing.T) {
	apitest.EachAlone(t, func(s *apitest.Server) {
		id, base := s.ReviewOfBackup()
		note := strings.Repeat("1. ", 1295) + strings.Repeat("\n\n", 30000)
		body, err := json.Marshal(map[string]any{"notes": note})
		apitest.Must(s.T, err)
		s.OK("PUT", base+"/answers/backup", map[string]any{"selected": []string{"backup_daily"}, "notes": note})
		for name, show := range map[string]func(){
			"preview": func() { s.SendScript("contributor session", "POST", "/preview", string(body)) },
			"page":    func() { s.GetPage("viewer session", base+apitest.BackupPath, 200) },
			"report":  func() { s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/report.pdf", As: "viewer"}) },
		} {
			show() // once to fill caches
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			show()
			runtime.ReadMemStats(&after)
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 100 {
				s.T.Errorf("the %s costs %d MB", name, mb)
			}
		}
	})
}

package web_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// flat is the text of a page with its white space as one reads it.
func flat(page string) string { return strings.Join(strings.Fields(page), " ") }

// The plan of a workload on its page: whoever reads the review reads the plan, it says what the API says, and filters
// in the address narrow it.
func TestThePlanOfAWorkloadInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		at := "/workloads/" + s.Sample()
		plan := at + "/plan"
		s.GetPage("stranger session", plan, 404)
		s.GetPage("nobody", plan, 303)
		empty := flat(s.GetPage("viewer session", plan, 200))
		if !strings.Contains(empty, "9 questions are not answered yet") || strings.Contains(empty, "<ol") {
			t.Error("an empty plan lists something, or does not say that answers are missing")
		}
		s.OK("PATCH", at+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_no"]}`)
		s.OK("PATCH", at+apitest.BasicsPath+"/answers/oncall", `{"selected":["oncall_rota","oncall_alerts"]}`)
		clear := s.OK("GET", at+"/plan", nil).At("clear_high")
		if clear.At("questions").String() != "1" || clear.At("practices").String() != "2" {
			t.Errorf("clear_high: %s", clear)
		}
		for _, who := range []string{"viewer session", "contributor session", "owner session"} {
			text := flat(s.GetPage(who, plan, 200))
			for _, want := range []string{"2 more practices clear 1 high risk.", "7 questions are not answered yet",
				`aria-current="page">Plan`, "Backup and restore", "What to improve, in this order"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %q is not on the page", who, want)
				}
			}
		}
		for query, want := range map[string]int{"?risk=high": 1, "?risk=high&pillar=operations": 0, "?pillar=reliability": 1,
			"?risk=nonsense": 2, "?impact=high": 0, "": 2} {
			text := s.GetPage("viewer session", plan+query, 200)
			if got := strings.Count(text, "<h3>"); got != want {
				t.Errorf("%q shows %d questions, want %d", query, got, want)
			}
		}
	})
}

var matrixLinks = regexp.MustCompile(`<a href="([^"]*impact=[^"]*)#questions">(\d+)<`)

// Practices of the framework's lens have an effort and an impact: each cell of the matrix leads to as many practices as
// it counts, and quick wins are those that the API calls so.
func TestQuickWinsInPages(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		t := s.T
		question := answeredFramework(s)
		at, _, _ := strings.Cut(question, "/lenses/")
		page := s.GetPage("viewer session", at+"/plan", 200)
		links := matrixLinks.FindAllStringSubmatch(page, -1)
		if len(links) < 6 {
			t.Fatalf("only %d cells of the matrix lead on", len(links))
		}
		for _, link := range links {
			path := strings.ReplaceAll(link[1], "&amp;", "&")
			list := s.GetPage("viewer session", path, 200)
			_, list, _ = strings.Cut(list, `id="questions"`)
			if got := fmt.Sprint(strings.Count(list, "<li>") - strings.Count(list, "<h3>")); got != link[2] {
				t.Errorf("%s leads to %s practices, and says %s", path, got, link[2])
			}
		}
		wins := strings.Count(s.OK("GET", at+"/plan", nil).String(), `"quick_win":true`)
		if more := regexp.MustCompile(`(\d+) more quick wins are`).FindStringSubmatch(flat(page)); wins < 6 || more == nil ||
			more[1] != fmt.Sprint(wins-5) {
			t.Errorf("%d quick wins in the API, %v more on the page", wins, more)
		}
	})
}

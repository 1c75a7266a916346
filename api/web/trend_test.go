package web_test

import (
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
)

// A trend begins with a sentence that says what will be there and when; then it is drawn, with the same numbers in
// tables, for those who may read the workload.
func TestTheTrendInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		now := time.Now().UTC()
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return now }
		s = s.SecondServer(s.Store, opt)
		w := newItemsOf(s)
		for _, path := range []string{"/trend", w.at + "/trend"} {
			s.GetPage("nobody", path, 303)
			w.says("viewer session", path, "The trend shows from the second day on", "Figures are kept at the end of each day")
		}
		s.GetPage("stranger session", w.at+"/trend", 404)
		late := w.make("contributor session", "title", "Late", "practices", backupPractice)
		s.OK("POST", w.at+"/milestones", map[string]any{"name": "Spring"})
		pass := func(days int) {
			for range days {
				now = now.AddDate(0, 0, 1)
				apitest.Must(t, s.Service.Trends.Note(t.Context()))
			}
			for _, who := range []string{"viewer", "contributor", "owner", "stranger"} {
				s.SignBack(who + " session")
			}
		}
		pass(40)
		s.PostForm("contributor session", late+"/verify", apitest.FormFields("select", "yes"), 303)
		pass(1)
		w.says("viewer session", w.at+"/trend", "Questions by risk", `To do <b class="num">1 → 0</b>`, `role="img"`,
			"questions: high from 1 to 1", "1</span> <a href=\""+w.at+"/milestones/1\">Spring</a>", "(now)",
			"How items are closed",
			">40</text>", "1 of 1 (100 %)", "<td>1</td><td>40</td><td>40</td>")
		text := s.GetPage("viewer session", w.at+"/trend?days=30", 200)
		if strings.Contains(text, ">Spring</a>") || !strings.Contains(text, `aria-current="true">30 days</a>`) {
			t.Error("the last 30 days show what is older, or do not say so")
		}
		w.says("viewer session", "/trend", "Trend", "Overdue", "How items are closed", "To do")
		if theirs := s.GetPage("stranger session", "/trend", 200); strings.Contains(theirs, "How items are closed") ||
			strings.Contains(theirs, "high from 1") {
			t.Error("a stranger sees figures of items")
		}
		w.says("viewer session", w.at, `href="`+w.at+`/trend">Trend</a>`)
		other := s.OK("POST", "/workloads", apitest.WorkloadBody("Other", "service-basics")).At("id").String()
		s.NarrowedMember("away", models.MemberGrant{Role: models.Viewer, Workloads: []string{other}})
		s.GetPage("away session", w.at+"/trend", 404)
	})
}

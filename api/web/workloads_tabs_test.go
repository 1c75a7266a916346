package web_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// A workload is four pages with an address each; the one that is shown says so, and what deletes something is in the
// last alone.
func TestTabsOfAWorkload(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.AddNeighbours()
		at := "/workloads/" + s.Sample()
		s.OK("PUT", at+"/lenses/service-basics/answers/backup", map[string]any{"selected": []string{"backup_no"}})
		tabs := map[string]string{"Overview": at, "Reviews": at + "/lenses", "Milestones": at + "/milestones",
			"Settings": at + "/settings"}
		for here, path := range tabs {
			s.GetPage("stranger session", path, 404)
			s.GetPage("nobody", path, 303)
			page := s.GetPage("owner session", path, 200)
			for name, href := range tabs {
				link := `<a href="` + href + `">` + name + "</a>"
				if name == here {
					link = `<a href="` + href + `" aria-current="page">` + name + "</a>"
				}
				if !strings.Contains(strings.ReplaceAll(page, "\n  ", " "), link) {
					t.Errorf("%s has no tab %s", path, link)
				}
			}
			if got := strings.Count(page, "btn danger"); (got > 0) != (here == "Settings") {
				t.Errorf("%s offers %d things that delete", here, got)
			}
		}
		s.PageHolds("what deletes", []byte(s.GetPage("owner session", at+"/settings", 200)), "Delete Checkout",
			"Type Checkout to confirm", at+"/lenses/service-basics/remove", "Export JSON")
		review := at + "/lenses/service-basics"
		s.PageHolds("the overview", []byte(s.GetPage("viewer session", at, 200)), "1 of 9 questions carries a high risk.",
			`href="`+review+`?pillar=reliability"`, `href="`+review+`?pillar=reliability&amp;show=high"`,
			`href="`+review+`?pillar=reliability&amp;show=unanswered"`)
		s.PageHolds("the numbers", []byte(s.GetPage("viewer session", at+"/lenses", 200)),
			`href="`+review+`?pillar=reliability&amp;show=high">1<`, "<span>0</span>")
	})
}

package web_test

import (
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// Owners set how reports look and save presets on a page without script; the page of reports offers these.
func TestReportSettings(t *testing.T) {
	apitest.EachAlone(t, func(s *apitest.Server) {
		const at = "/workspace/reports"
		id := s.Sample()
		look := func(primary string) map[string][]string {
			return apitest.FormFields("primary_color", primary, "accent_color", "", "footer", "Intern", "version", "0")
		}
		s.PostForm("viewer session", at, look("#7a1f3d"), 403)
		s.PageHolds("too pale", s.PostForm("owner session", at, look("#777777"), 422).Body, "4.47 to 1", "#777777", "Intern")
		s.PostForm("owner session", at, look("#7a1f3d"), 303)
		s.PostForm("owner session", at+"/presets", apitest.FormFields("name", "Vorstand", "base", "leadership", "sections",
			"work, trend", "language", "de", "paper", "letter", "risks", "HIGH"), 303)
		s.PageHolds("taken", s.PostForm("owner session", at+"/presets", apitest.FormFields("name", "VORSTAND", "base",
			"auditor", "language", "en", "paper", "a4"), 409).Body, "Vorstand")
		s.PageHolds("settings", []byte(s.GetPage("viewer session", at, 200)), "Vorstand",
			"Leadership: Who does what until when, Trend; fewer questions listed", "#7a1f3d")
		s.PageHolds("reports", []byte(s.GetPage("viewer session", "/workloads/"+id+"/reports", 200)), "Vorstand")
		link := regexp.MustCompile(`href="(/workspace/reports/presets/[0-9a-f]+)"`).FindStringSubmatch(
			s.GetPage("viewer session", at, 200))
		if link == nil {
			s.T.Fatal("the settings lead to no preset")
		}
		form := func(version string, more ...string) map[string][]string {
			fields := append([]string{"name", "Vorstand", "version", version, "language", "de", "paper", "letter",
				"classification", "", "footer", "Nur intern", "pillars", ""}, more...)
			return apitest.FormFields(fields...)
		}
		with := func(fields map[string][]string, sections ...string) map[string][]string {
			fields["section"], fields["risk"] = sections, []string{"HIGH", "MEDIUM"}
			return fields
		}
		s.GetPage("stranger session", link[1], 404)
		if page := s.GetPage("viewer session", link[1], 200); strings.Contains(page, "Save preset") {
			s.T.Error("a viewer is offered the form")
		}
		s.PageHolds("the form", []byte(s.GetPage("owner session", link[1], 200)), "Save preset", `value="work" checked`,
			"Open preview")
		s.PostForm("viewer session", link[1], with(form("1"), "work"), 403)
		s.PageHolds("no section", s.PostForm("owner session", link[1], form("1"), 422).Body, "at least one", "Nur intern")
		s.PostForm("owner session", link[1], with(form("1", "place_trend", "1", "place_work", "2"), "work", "trend"), 303)
		s.PageHolds("changed meanwhile", s.PostForm("owner session", link[1], with(form("1"), "work"), 412).Body, "Vorstand")
		s.PageHolds("the new order", []byte(s.GetPage("viewer session", at, 200)),
			"Leadership: Trend, Who does what until when; fewer questions listed")
		preview := s.Visit(apitest.Visit{Method: "GET", Path: link[1] + "/preview?workload=" + id,
			As: "viewer session"})
		if preview.Status != 303 {
			s.T.Fatalf("the preview: %d", preview.Status)
		}
		shown := s.Visit(apitest.Visit{Method: "GET", Path: preview.Header.Get("Location"), As: "viewer session"})
		s.PageHolds("the preview", shown.Body, "Nur intern", "Who does what until when")
		policy := shown.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(shown.Header.Get("Content-Disposition"), "inline") || !strings.Contains(policy, "sandbox") ||
			strings.Contains(policy, "script-src") {
			s.T.Errorf("the preview comes as %q with %q", shown.Header.Get("Content-Disposition"), policy)
		}
		saved := s.Visit(apitest.Visit{Method: "GET", Path: strings.Replace(preview.Header.Get("Location"), "format=html",
			"format=md", 1), As: "viewer session"})
		if got := saved.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
			s.T.Errorf("a file that browsers do not show comes as %q", got)
		}
	})
}

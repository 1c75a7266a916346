package web_test

import (
	"testing"

	"plumbline/api/apitest"
)

// Owners set how reports look and save presets on a page without script; the page of reports offers these.
func TestReportSettings(t *testing.T) {
	apitest.EachAlone(t, func(s *apitest.Server) {
		const at = "/workspace/reports"
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
		s.PageHolds("reports", []byte(s.GetPage("viewer session", "/workloads/"+s.Sample()+"/reports", 200)), "Vorstand")
	})
}

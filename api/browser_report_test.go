package api_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"plumbline/api/apitest"
)

// The HTML file of a report holds what pages hold, for whoever opens it anywhere: axe-core finds nothing in either
// scheme, and it is not wider than a phone.
func TestHTMLReportsInTheBrowser(t *testing.T) {
	source := axeSource(t)
	if source == "" {
		t.Skipf("%s is not set", axeVariable)
	}
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id := s.Sample()
		s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": "Another region", "due_on": "2020-01-31",
			"practices": []any{map[string]string{"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}})
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First"})
		for _, preset := range []string{"leadership", "architect"} {
			file := s.Expect(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/report.html?preset=" + preset,
				As: "viewer"}, 200).Body
			elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				_, err := w.Write(file)
				apitest.Must(t, err)
			}))
			t.Cleanup(elsewhere.Close)
			b := s.Browser()
			b.URL, b.Origin = elsewhere.URL, elsewhere.URL
			b.Open("/")
			for _, fault := range runAxe(b, source, false) {
				t.Errorf("%s: %s", preset, fault)
			}
			b.Scheme("dark")
			for _, fault := range runAxe(b, source, true) {
				t.Errorf("%s, dark: %s", preset, fault)
			}
			b.Size(390, 800)
			if width := apitest.ValueOf[int](b, "document.documentElement.scrollWidth"); width > 390 {
				t.Errorf("%s: %d pixels wide on a phone", preset, width)
			}
		}
	})
}

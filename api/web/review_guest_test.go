package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
)

// A guest link opens in a browser without a script: code, passcode, the one review, its report with the guest's mark,
// and nothing else.
func TestGuestPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		made := s.OK("POST", "/workloads/"+id+"/lenses/service-basics/guest-links",
			map[string]any{"name": "The board", "passcode": "open sesame",
				"expires_at": time.Now().Add(time.Hour)})
		link := made.At("url").String()
		if r := s.Visit(apitest.Visit{Method: "POST", Path: "/guest",
			Form: apitest.FormFields("code", "pll_garbage")}); r.Status != http.StatusNotFound {
			t.Errorf("no link: %d", r.Status)
		}
		asked := s.Visit(apitest.Visit{Method: "POST", Path: "/guest", Form: apitest.FormFields("code", link)})
		s.PageHolds("the link alone", asked.Body, "Passcode", made.At("code").String())
		if asked.Cookie() != nil {
			t.Fatal("the link opens without its passcode")
		}
		wrong := s.Visit(apitest.Visit{Method: "POST", Path: "/guest",
			Form: apitest.FormFields("code", made.At("code").String(), "passcode", "open barley")})
		if wrong.Status != http.StatusUnauthorized || wrong.Cookie() != nil ||
			!strings.Contains(string(wrong.Body), "Passcode") {
			t.Errorf("a wrong passcode: %d", wrong.Status)
		}
		opened := s.Visit(apitest.Visit{Method: "POST", Path: "/guest",
			Form: apitest.FormFields("code", made.At("code").String(), "passcode", "open sesame")})
		if opened.Status != http.StatusSeeOther {
			t.Fatalf("open: %d %s", opened.Status, opened.Body)
		}
		s.KeepCookie("the board", opened)
		home := []byte(s.GetPage("the board", "/", 200))
		s.PageHolds("the review", home, "The board", "/workloads/"+id+"/report.pdf", "Pillars of the review")
		if strings.Contains(string(home), `href="/members"`) || strings.Contains(string(home), `href="/audit"`) {
			t.Error("the guest's page leads where the guest may not go")
		}
		if pdf := s.GetPage("the board", "/workloads/"+id+"/report.pdf", 200); !strings.HasPrefix(pdf, "%PDF-") {
			t.Error("no PDF")
		}
		s.GetPage("the board", "/members", 403)
		s.GetPage("the board", "/workspace", 403)
		lines := s.OK("GET", "/audit?kind=guest%20link", nil)
		if lines.At("items").Len() < 3 {
			t.Errorf("made, opened and downloaded leave lines: %v", lines)
		}
	})
}

package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// A guest link opens in a browser without a script: code, passcode, the one review, its report with the guest's mark, and nothing else.
func TestGuestPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		made := s.ok("POST", "/workloads/"+id+"/lenses/service-basics/guest-links", map[string]any{"name": "The board", "passcode": "open sesame",
			"expires_at": time.Now().Add(time.Hour)})
		link := made.at("url").String()
		if r := s.visit(visit{method: "POST", path: "/guest", form: fields("code", "pll_garbage")}); r.status != http.StatusNotFound {
			t.Errorf("no link: %d", r.status)
		}
		asked := s.visit(visit{method: "POST", path: "/guest", form: fields("code", link)})
		s.holds("the link alone", asked.body, "Passcode", made.at("code").String())
		if asked.cookie() != nil {
			t.Fatal("the link opens without its passcode")
		}
		wrong := s.visit(visit{method: "POST", path: "/guest", form: fields("code", made.at("code").String(), "passcode", "open barley")})
		if wrong.status != http.StatusUnauthorized || wrong.cookie() != nil || !strings.Contains(string(wrong.body), "Passcode") {
			t.Errorf("a wrong passcode: %d", wrong.status)
		}
		opened := s.visit(visit{method: "POST", path: "/guest", form: fields("code", made.at("code").String(), "passcode", "open sesame")})
		if opened.status != http.StatusSeeOther {
			t.Fatalf("open: %d %s", opened.status, opened.body)
		}
		s.keep("the board", opened)
		home := []byte(s.get("the board", "/", 200))
		s.holds("the review", home, "The board", "/workloads/"+id+"/report.pdf", "Pillars of the review")
		if strings.Contains(string(home), `href="/members"`) || strings.Contains(string(home), `href="/audit"`) {
			t.Error("the guest's page leads where the guest may not go")
		}
		if pdf := s.get("the board", "/workloads/"+id+"/report.pdf", 200); !strings.HasPrefix(pdf, "%PDF-") {
			t.Error("no PDF")
		}
		s.get("the board", "/members", 403)
		s.get("the board", "/workspace", 403)
		lines := s.ok("GET", "/audit?kind=guest%20link", nil)
		if lines.at("items").len() < 3 {
			t.Errorf("made, opened and downloaded leave lines: %v", lines)
		}
	})
}

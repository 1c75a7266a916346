package web_test

import (
	"html"
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
		s.PageHolds("the review", home, "The board", "/workloads/"+id+"/report.pdf", "<h2>Pillars</h2>")
		if strings.Contains(string(home), `href="/members"`) || strings.Contains(string(home), `href="/workloads/`+id+`"`) {
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

// The guest's page is for somebody who wants to know how things stand: verdict, how much is answered, score, pillars
// and the first things to improve, as the plan has them. What is open never reads as good.
func TestGuestSeesHowThingsStand(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		s.Guest("guest", id, "service-basics")
		open := s.GetPage("guest session", "/", 200)
		s.PageHolds("nothing answered", []byte(open), "Shared with The board", "Nothing is answered yet", "0 of 9 answered",
			"may hold risks", "Download report", "View answers")
		for _, good := range []string{"No risk", "every practice"} {
			if strings.Contains(open, good) {
				s.T.Errorf("a review without an answer reads as good: %q", good)
			}
		}
		s.OK("PUT", at+"/answers/backup", map[string]any{"selected": []string{"backup_no"}, "notes": "Kept to ourselves"})
		s.OK("PUT", at+"/answers/oncall", map[string]any{"selected": []string{"oncall_no"}})
		s.OK("POST", at+"/answers/backup/comments", map[string]any{"body": "Between us"})
		s.OK("POST", at+"/parking", map[string]any{"body": "Who pays for it?"})
		page := s.GetPage("guest session", "/", 200)
		plan := s.OK("GET", "/workloads/"+id+"/plan", nil).At("entries")
		if plan.Len() != 2 {
			s.T.Fatalf("the plan: %v", plan)
		}
		last := 0
		for i := range plan.Len() {
			entry := plan.At(string(rune('0' + i)))
			title := strings.Index(page, html.EscapeString(entry.At("title").String()))
			if title < last || !strings.Contains(page, `href="`+at+"/questions/"+entry.At("question_id").String()+`"`) {
				s.T.Errorf("the page lacks %s, or has it elsewhere than the plan", entry.At("title"))
			}
			last = title
		}
		s.PageHolds("some answered", []byte(page), "2 of 9 answered", "carry a high risk", "7 questions are not answered yet",
			"The first things to improve", "Score ")
		for _, own := range []string{"Kept to ourselves", "Between us", "Who pays", "The contributor", "<textarea",
			"Guest links", "Edit</a>", "Share</a>"} {
			if strings.Contains(page, own) {
				s.T.Errorf("the guest's page has %q", own)
			}
		}
	})
}

// What the lens does not say is among the first things to look at, and no good verdict.
func TestGuestOfAnUndecidedReview(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		load, review := s.GappedReview()
		_, lens, _ := strings.Cut(review, "/lenses/")
		s.Guest("guest", strings.TrimPrefix(load, "/workloads/"), lens)
		s.PageHolds("undecided", []byte(s.GetPage("guest session", "/", 200)), "The lens does not say", "shape undecided",
			`/questions/store"`, "Score 0")
	})
}

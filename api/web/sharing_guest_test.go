package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
)

var guestLinkText = regexp.MustCompile(`value="([^"]*/guest#(plg_[A-Z2-7]+))"`)

// guestLinkForm is the form that creates a guest link, as its page has it.
func guestLinkForm(s *apitest.Server, page string, pairs ...string) url.Values {
	s.T.Helper()
	once := regexp.MustCompile(`name="once"\s+value="([0-9a-f]{32})"`).FindStringSubmatch(page)
	if once == nil {
		s.T.Fatalf("the form has no key of its own:\n%s", page)
	}
	return apitest.FormFields(append([]string{"once", once[1], "lens", "service-basics", "days", "30"}, pairs...)...)
}

// A guest link is created, shown once, listed with who opened it and when, and ended, without a script.
func TestGuestLinksPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id + "/guest-links"
		for who, status := range map[string]int{"nobody": 303, "stranger session": 404, "viewer session": 403,
			"contributor session": 403} {
			s.GetPage(who, at, status)
		}
		s.PageHolds("the workload", []byte(s.GetPage("architect session", "/workloads/"+id, 200)), `href="`+at+`"`)
		empty := s.GetPage("architect session", at, 200)
		s.PageHolds("no link yet", []byte(empty), "No guest links yet", "Create guest link", "In 30 days")

		bad := s.PostForm("architect session", at, guestLinkForm(s, empty, "name", "x", "passcode", "123"), 422)
		s.PageHolds("too short", bad.Body, `aria-invalid="true"`, "passcode", `value="x"`)
		s.PageHolds("an odd time", s.PostForm("architect session", at, url.Values{"name": {"The board"},
			"lens": {"service-basics"}, "days": {"99999"}}, 422).Body, "at most a year ahead")
		s.PostForm("architect session", at, url.Values{"name": {"The board"}, "lens": {"no-such"}, "days": {"7"}}, 404)

		form := guestLinkForm(s, empty, "name", "The board <b>", "passcode", "open sesame")
		made := s.PostForm("architect session", at, form, 200)
		link := guestLinkText.FindStringSubmatch(string(made.Body))
		if link == nil || !strings.Contains(string(made.Body), `data-copy="`+link[1]+`"`) {
			s.T.Fatalf("the page does not show the link with a button:\n%s", made.Body)
		}
		list := s.GetPage("architect session", at, 200)
		s.PageHolds("the list", []byte(list), "The board &lt;b&gt;", "with passcode", "Active", "End link", "never")
		if strings.Contains(list, link[2]) {
			s.T.Error("the list shows the secret")
		}
		code := apitest.FormFields("code", link[1], "passcode", "open sesame")
		s.KeepCookie("the board", s.PostForm("nobody", "/guest", code, 303))
		s.GetPage("the board", "/workloads/"+id+"/report.pdf", 200)

		own := regexp.MustCompile(`href="(` + regexp.QuoteMeta("/workloads/"+id) +
			`/lenses/[^"]*/guest-links/[0-9a-f]{32})"`).FindStringSubmatch(list)
		if own == nil {
			s.T.Fatalf("the list does not lead to the link:\n%s", list)
		}
		seen := s.GetPage("architect session", own[1], 200)
		s.PageHolds("who opened it", []byte(seen), "Link opened", "Report downloaded", "127.0.0.1", "1 time",
			"End the link for The board &lt;b&gt;")
		visits := s.OK("GET", own[1]+"/visits", nil)
		if visits.At("items").Len() != 2 || visits.At("items/0/kind").String() != "report" ||
			visits.At("items/1/kind").String() != "opened" || visits.At("items/1/address").String() != "127.0.0.1" {
			s.T.Errorf("visits by the API: %v", visits)
		}
		s.PostForm("viewer session", own[1]+"/end", url.Values{}, 403)
		s.GetPage("the board", "/", 200)
		s.PostForm("architect session", own[1]+"/end", url.Values{}, 303)
		s.PageHolds("after its end", []byte(s.GetPage("architect session", at, 200)), "Ended")
		if r := s.Visit(apitest.Visit{Method: "GET", Path: "/", As: "the board"}); r.Status != http.StatusSeeOther {
			s.T.Errorf("the guest still reads: %d", r.Status)
		}
		gone := s.PostForm("nobody", "/guest", code, 404)
		s.PageHolds("the link that has ended", gone.Body, "Ask whoever sent it to you for a new one")
	})
}

// The same form sent again makes no second link and shows the same one, so that a double click loses nothing; other
// words make another link.
func TestGuestLinkFormSentTwice(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id + "/guest-links"
		page := s.GetPage("owner session", at, 200)
		form := guestLinkForm(s, page, "name", "The board")
		bodies := make(chan string, 4)
		for range cap(bodies) {
			go func() {
				bodies <- string(s.Visit(apitest.Visit{Method: "POST", Path: at, As: "owner session", Form: form}).Body)
			}()
		}
		links := map[string]bool{}
		for range cap(bodies) {
			body := <-bodies
			if found := guestLinkText.FindStringSubmatch(body); found != nil {
				links[found[2]] = true
			} else {
				s.T.Errorf("no link is shown:\n%s", body)
			}
		}
		if n := s.OK("GET", "/workloads/"+id+"/lenses/service-basics/guest-links", nil).At("items").Len(); n != 1 ||
			len(links) != 1 {
			s.T.Errorf("%d links were made, %d shown", n, len(links))
		}
		for link := range links {
			s.PostForm("nobody", "/guest", apitest.FormFields("code", link), 303)
		}
		other := guestLinkForm(s, page, "name", "The auditors")
		s.PostForm("owner session", at, other, 200)
		rows := s.OK("GET", "/workloads/"+id+"/lenses/service-basics/guest-links", nil)
		if rows.At("items").Len() != 2 {
			s.T.Errorf("another form makes another link: %v", rows)
		}
		s.Expect(apitest.Call{Method: "DELETE", Path: "/workloads/" + id + "/lenses/service-basics/guest-links/" +
			rows.At("items/0/id").String(), As: "owner"}, 204)
		s.PageHolds("ended meanwhile", s.PostForm("owner session", at, other, 409).Body, "has ended since")
	})
}

// An invitation that is sent twice is one invitation, with one mail.
func TestInvitationFormSentTwice(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		page := s.GetPage("owner session", "/members", 200)
		once := regexp.MustCompile(`name="once"\s+value="([0-9a-f]{32})"`).FindStringSubmatch(page)
		if once == nil {
			s.T.Fatal("the form has no key of its own")
		}
		form := apitest.FormFields("once", once[1], "email", "new@example.org", "role", "viewer")
		link := regexp.MustCompile(`/join#pll_[A-Z2-7]+`)
		first := link.FindString(string(s.PostForm("owner session", "/members", form, 200).Body))
		second := link.FindString(string(s.PostForm("owner session", "/members", form, 200).Body))
		if first == "" || first != second || s.OK("GET", "/invitations", nil).At("items").Len() != 1 {
			s.T.Errorf("%q and %q, %v", first, second, s.OK("GET", "/invitations", nil))
		}
	})
}

// What was done is said once: neither a reload nor the way back says it again.
func TestBannersAreNotRepeated(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		link := s.Guest("guest", s.Sample(), "service-basics")
		end := "/workloads/" + link.WorkloadID + "/lenses/" + link.LensID + "/guest-links/" + link.ID + "/end"
		r := s.PostForm("owner session", end, url.Values{}, 303)
		var said *http.Cookie
		for _, c := range (&http.Response{Header: r.Header}).Cookies() {
			if c.Name == "plumbline_done" {
				said = c
			}
		}
		if said == nil {
			s.T.Fatalf("nothing is to be said: %v", r.Header)
		}
		to := r.Header.Get("Location")
		const banner = "The guest link has ended"
		cookies := "plumbline_session=" + s.Sessions["owner session"] + "; " + said.Name + "=" + said.Value
		now := s.Visit(apitest.Visit{Method: "GET", Path: to, As: "owner session",
			Header: map[string]string{"Cookie": cookies}})
		if !strings.Contains(string(now.Body), banner) ||
			!strings.Contains(now.Header.Get("Set-Cookie"), "plumbline_done=;") {
			s.T.Errorf("it is not said, or not forgotten: %v", now.Header)
		}
		if strings.Contains(s.GetPage("owner session", to, 200), banner) {
			s.T.Error("it is said again")
		}
	})
}

// The page says in what state links are; those of old times are expired.
func TestGuestLinkStates(t *testing.T) {
	now := time.Now()
	for want, link := range map[models.GuestLinkState]models.GuestLink{
		models.GuestLinkActive:  {ExpiresAt: now.Add(time.Second)},
		models.GuestLinkExpired: {ExpiresAt: now},
		models.GuestLinkEnded:   {ExpiresAt: now.Add(time.Hour), RevokedAt: now},
	} {
		if got := link.State(now); got != want {
			t.Errorf("%+v is %s, want %s", link, got, want)
		}
	}
}

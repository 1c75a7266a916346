package web_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/delivery"
)

// An administrator sees which mail failed and why, has it sent again, and discards one; the accounts page counts them.
func TestTheOutboxPage(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, box := apitest.MailingServer(base)
		box.Fail = delivery.NewError(delivery.NeverTaken, errors.New("550 <b>nobody</b> of that name"))
		invite := func(email string) (id, secret string) {
			s.Do(apitest.Call{Method: "POST", Path: "/invitations", As: "owner session",
				Body: map[string]any{"email": email, "role": "viewer"}})
			mails := s.SentMails(box)
			if len(mails) != 1 {
				s.T.Fatalf("mails: %+v", mails)
			}
			_, secret, _ = strings.Cut(mails[0].Text, "/join#")
			return mails[0].ID, secret[:20]
		}
		first, secret := invite("one@example.org")
		second, _ := invite("two@example.org")
		page := s.GetPage("administrator session", "/admin/outbox?state=failed", http.StatusOK)
		for _, want := range []string{"one@example.org", "two@example.org", "Failed", "Invitation",
			"550 &lt;b&gt;nobody&lt;/b&gt; of that name", "/admin/outbox/" + first + "/retry"} {
			if !strings.Contains(page, want) {
				s.T.Errorf("the page lacks %q", want)
			}
		}
		if strings.Contains(page, secret) || strings.Contains(page, "sends no mail") {
			s.T.Errorf("the page: %s", page)
		}
		if page := s.GetPage("administrator session", "/admin/users", http.StatusOK); !strings.Contains(page, "2 mails") {
			s.T.Errorf("the accounts page does not say that 2 failed")
		}
		box.Fail = nil
		r := s.PostForm("administrator session", "/admin/outbox/"+first+"/retry", nil, http.StatusSeeOther)
		if to := r.Header.Get("Location"); to != "/admin/outbox?done=retried" {
			s.T.Errorf("retry leads to %s", to)
		}
		if got := s.SentMails(box); len(got) != 1 || got[0].ID != first {
			s.T.Errorf("mails: %+v", got)
		}
		s.PostForm("administrator session", "/admin/outbox/"+first+"/discard", nil, http.StatusConflict) // it was sent
		s.PostForm("administrator session", "/admin/outbox/"+second+"/discard", nil, http.StatusSeeOther)
		page = s.GetPage("administrator session", "/admin/outbox", http.StatusOK)
		if strings.Contains(page, "two@example.org") || !strings.Contains(page, "Sent") {
			s.T.Errorf("the page: %s", page)
		}
	})
}

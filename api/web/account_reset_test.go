package web_test

import (
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// From the sign-in page a reset link is asked for where the server sends mail. The page says the same whether or not
// there is such an account.
func TestResetFromTheSignInPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		if page := s.GetPage("nobody", "/signin", 200); strings.Contains(page, `href="/reset"`) {
			t.Error("a server without mail offers one")
		}
		s.PageHolds("without mail", []byte(s.GetPage("nobody", "/reset", 200)), "This server sends no mail")
		with, box := apitest.MailingServer(s)
		with.PageHolds("sign-in", []byte(with.GetPage("nobody", "/signin", 200)), `href="/reset"`)
		for _, row := range []struct {
			email string
			mails int
		}{{s.Users["viewer"].Email, 1}, {"nobody@nowhere.example", 0}} {
			r := with.PostForm("nobody", "/reset", apitest.FormFields("email", row.email), http.StatusSeeOther)
			if to := r.Header.Get("Location"); to != "/signin?done=reset-sent" {
				t.Errorf("%s: leads to %s", row.email, to)
			}
			if got := with.SentMails(box); len(got) != row.mails {
				t.Errorf("%s: %d mails", row.email, len(got))
			}
		}
		r := with.PostForm("nobody", "/reset", apitest.FormFields("email", "no address"), http.StatusUnprocessableEntity)
		with.PageHolds("refused", r.Body, `value="no address"`)
	})
}

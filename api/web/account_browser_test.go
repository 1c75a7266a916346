package web_test

import (
	"testing"

	"plumbline/api/apitest"
)

// A wrong password keeps the address and says so, and nobody is signed in.
func TestSignInThroughTheForm(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		b := s.Browser()
		b.Announce("status of 401") // the form comes back as a refusal
		b.Open("/members")
		b.Sees("h1", "Sign in")
		b.Fill("#signin-email", s.Users["owner"].Email)
		b.Fill("#signin-password", "not the password")
		b.Keys("Enter")
		b.Wait(".alert")
		if email := apitest.ValueOf[string](b,
			`document.querySelector("#signin-email").value`); email != s.Users["owner"].Email {
			t.Errorf("the address is lost: %q", email)
		}
		b.Fill("#signin-password", apitest.Password)
		b.Keys("Enter")
		b.Sees("h1", "Members")
		b.Click(".who > summary")
		b.Click(`form[action="/signout"] button`)
		b.Sees("h1", "Sign in")
		b.Open("/members")
		b.Sees("h1", "Sign in")
	})
}

// Without a line the page says nothing false: what was open stays, and the next page comes when the line is back.
func TestTheLineToTheServerBreaks(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		b := s.Browser().As("viewer session")
		b.Open("/members")
		b.Offline(true)
		if apitest.ValueOf[bool](b, `navigator.onLine`) {
			t.Error("the browser believes that it has a line")
		}
		if _, err := apitest.Evaluate[int](b, `fetch("/members").then((r) => r.status)`); err == nil {
			t.Error("a request came through")
		}
		b.Offline(false)
		if got := apitest.ValueOf[int](b, `fetch("/members").then((r) => r.status)`); got != 200 {
			t.Errorf("with the line back: %d", got)
		}
		b.Open("/")
		b.Sees("h1", "Workloads")
	})
}

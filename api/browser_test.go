package api_test

import "testing"

// A wrong password keeps the address and says so, and nobody is signed in.
func TestSignInThroughTheForm(t *testing.T) {
	onSQLite(t, func(s *server) {
		b := s.browser()
		b.announce("status of 401") // the form comes back as a refusal
		b.open("/members")
		b.sees("h1", "Sign in")
		b.fill("#signin-email", s.users["owner"].Email)
		b.fill("#signin-password", "not the password")
		b.keys("Enter")
		b.wait(".alert")
		if email := value[string](b, `document.querySelector("#signin-email").value`); email != s.users["owner"].Email {
			t.Errorf("the address is lost: %q", email)
		}
		b.fill("#signin-password", password)
		b.keys("Enter")
		b.sees("h1", "Members")
		b.click(".who > summary")
		b.click(`form[action="/signout"] button`)
		b.sees("h1", "Sign in")
		b.open("/members")
		b.sees("h1", "Sign in")
	})
}

// Without a line the page says nothing false: what was open stays, and the next page comes when the line is back.
func TestTheLineToTheServerBreaks(t *testing.T) {
	onSQLite(t, func(s *server) {
		b := s.browser().as("viewer session")
		b.open("/members")
		b.offline(true)
		if value[bool](b, `navigator.onLine`) {
			t.Error("the browser believes that it has a line")
		}
		if _, err := ask[int](b, `fetch("/members").then((r) => r.status)`); err == nil {
			t.Error("a request came through")
		}
		b.offline(false)
		if got := value[int](b, `fetch("/members").then((r) => r.status)`); got != 200 {
			t.Errorf("with the line back: %d", got)
		}
		b.open("/")
		b.sees("h1", "Workloads")
	})
}

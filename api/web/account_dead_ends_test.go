package web_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/store/storetest"
)

// Where people can't go on, the page says what to do: before the server is set up, with a link that is over, on a page
// that is not theirs.
func TestDeadEndsSayTheNextStep(t *testing.T) {
	apitest.EachAddress(t, func(t *testing.T, dsn string) {
		s := apitest.ServerAt(t, dsn, storetest.OpenAt(t, dsn))
		s.PageHolds("a link that is over", s.PostForm("nobody", "/join", apitest.FormFields("code", "pll_over"), 404).Body,
			"Ask whoever sent it to you for a new one", `<a class="btn" href="/signin">Sign in</a>`)
		if page := s.GetPage("nobody", "/join", 200); strings.Contains(page, `href="/signin"`) {
			t.Error("before a link was tried the page leads to the sign-in")
		}
		s.PageHolds("a page of others", []byte(s.GetPage("viewer session", "/audit", 403)), "You don",
			"An owner of the workspace, or an administrator, can give you the role", `href="/members">View members</a>`)
		s.PageHolds("a code of a step that was ended", s.PostForm("viewer session", "/account/codes/confirm",
			apitest.FormFields("code", "123456", "address", "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ"), 409).Body,
			"Enable two-factor", "once more")

		const unset = "This server is not set up yet."
		if page := s.GetPage("nobody", "/signin", 200); strings.Contains(page, unset) {
			t.Error("a server with an administrator is told to be not set up")
		}
		storetest.ExecStatement(t, dsn, "UPDATE users SET admin = false")
		s.PageHolds("before the set-up", []byte(s.GetPage("nobody", "/signin", 200)), unset, "plumbline setup-link",
			`href="/join"`)
	})
}

// Ending sessions, revoking tokens and invitations asks first: the button lies behind a question, without a script too.
func TestEndingAsksFirst(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		addSecondSession(s, "owner")
		s.OK("POST", "/invitations", map[string]any{"email": "new@example.com", "role": "viewer"})
		for path, buttons := range map[string][]string{
			"/account": {`<button class="btn danger">Sign out</button>`,
				`<button class="btn danger">Sign out all other sessions</button>`},
			"/tokens":  {`<button class="btn danger">Revoke token</button>`},
			"/members": {`<button class="btn danger">Revoke invitation</button>`},
		} {
			page := s.GetPage("owner session", path, 200)
			for _, button := range buttons {
				before, _, found := strings.Cut(page, button)
				opened, closed := strings.LastIndex(before, "<details"), strings.LastIndex(before, "</details>")
				if !found || opened < closed {
					s.T.Errorf("%s: %s is not behind a question", path, button)
				}
			}
		}
	})
}

func addSecondSession(s *apitest.Server, name string) {
	s.PostForm("nobody", "/signin", apitest.FormFields("email", s.EmailOf(name), "password", apitest.Password), 303)
}

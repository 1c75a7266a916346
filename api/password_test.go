package api_test

import (
	"strings"
	"testing"

	"plumbline/models"
)

// weakPasswords have 12 characters and more, and are guessed first all the same; each with a word of the reason.
var weakPasswords = map[string]string{
	"password1234": "common", "Password2026!": "common", "aaaaaaaaaaaa": "again", "abcdefghijkl": "sequence", "123456789012": "sequence",
	"poiuytrewqas": "keys", "Plumbline2026!": "name of this product",
}

// Weak passwords are refused wherever one is set, with the reason, and change nothing; good ones are taken there.
func TestWeakPasswordsAreRefusedEverywhere(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		invited := "grace.hopper." + s.here[:6] + "@example.com"
		invitation, _, err := s.svc.Members.Invite(s.owner, models.InvitationInput{Email: invited, Grant: models.Grant{Role: models.Viewer}})
		must(t, err)
		reset, _, err := s.svc.Users.Reset(s.owner, s.email("contributor"), false)
		must(t, err)
		newcomer := "new." + s.here[:6] + "@example.com"
		places := map[string]struct {
			call func(password string) call
			own  string // a password that is the person's name
		}{
			"change": {func(p string) call {
				return call{method: "PUT", path: "/me/password", as: "viewer session", body: map[string]any{"password": password, "new_password": p}}
			}, "TheViewer2026!"},
			"invitation": {func(p string) call {
				return call{method: "POST", path: "/links/use", body: map[string]any{"code": invitation, "name": "Grace Hopper", "password": p}}
			}, "gracehopper1906"},
			"reset": {func(p string) call {
				return call{method: "POST", path: "/links/use", body: map[string]any{"code": reset, "password": p}}
			}, s.email("contributor")},
			"create": {func(p string) call {
				return call{method: "POST", path: "/users", as: "administrator session", body: map[string]any{"email": newcomer, "name": "Ada Lovelace", "password": p}}
			}, "Lovelace1815!"},
		}
		for name, place := range places {
			for weak, why := range weakPasswords {
				if r := s.do(place.call(weak)); r.status != 422 || !strings.Contains(r.tree(t).at("errors/0/message").String(), why) {
					t.Errorf("%s with %q: %d %s, want words with %q", name, weak, r.status, r.body, why)
				}
			}
			if r := s.do(place.call(place.own)); r.status != 422 || !strings.Contains(string(r.body), "your name") {
				t.Errorf("%s with the person's own name: %d %s", name, r.status, r.body)
			}
			if r := s.do(place.call("seven green bottles")); r.status >= 300 {
				t.Errorf("%s with a good one: %d %s", name, r.status, r.body)
			}
		}
	})
}

// The page says what is wrong beside the field. A workspace's name counts as one's own.
func TestWeakPasswordOnThePage(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		_, err := s.svc.Workspaces.Rename(s.owner, models.WorkspaceInput{Name: "Zeppelinwerft " + s.here[:4]})
		must(t, err)
		r := s.post("viewer session", "/account/password", fields("password", password, "new_password", "Zeppelinwerft1!"), 422)
		s.holds("account", r.body, "name of this product or workspace")
	})
}

package api_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// weakPasswords have 12 characters and more, and are guessed first all the same; each with a word of the reason.
var weakPasswords = map[string]string{
	"password1234": "common", "Password2026!": "common", "aaaaaaaaaaaa": "again", "abcdefghijkl": "sequence",
	"123456789012": "sequence",
	"poiuytrewqas": "keys", "Plumbline2026!": "name of this product",
}

// Weak passwords are refused wherever one is set, with the reason, and change nothing; good ones are taken there.
func TestWeakPasswordsAreRefusedEverywhere(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		invited := "grace.hopper." + s.WorkspaceID[:6] + "@example.com"
		invitation, _, err := s.Service.Members.Invite(s.Owner,
			models.InvitationInput{Email: invited, Grant: models.MemberGrant{Role: models.Viewer}},
			models.IdempotencyKey{})
		apitest.Must(t, err)
		reset, _, err := s.Service.Users.Reset(s.Owner, s.EmailOf("contributor"), false)
		apitest.Must(t, err)
		newcomer := "new." + s.WorkspaceID[:6] + "@example.com"
		places := map[string]struct {
			call func(password string) apitest.Call
			own  string // a password that is the person's name
		}{
			"change": {func(p string) apitest.Call {
				return apitest.Call{Method: "PUT", Path: "/me/password", As: "viewer session",
					Body: map[string]any{"password": apitest.Password, "new_password": p}}
			}, "TheViewer2026!"},
			"invitation": {func(p string) apitest.Call {
				return apitest.Call{Method: "POST", Path: "/links/use",
					Body: map[string]any{"code": invitation, "name": "Grace Hopper", "password": p}}
			}, "gracehopper1906"},
			"reset": {func(p string) apitest.Call {
				return apitest.Call{Method: "POST", Path: "/links/use", Body: map[string]any{"code": reset, "password": p}}
			}, s.EmailOf("contributor")},
			"create": {func(p string) apitest.Call {
				return apitest.Call{Method: "POST", Path: "/users", As: "administrator session",
					Body: map[string]any{"email": newcomer, "name": "Ada Lovelace", "password": p}}
			}, "Lovelace1815!"},
		}
		for name, place := range places {
			for weak, why := range weakPasswords {
				if r := s.Do(place.call(weak)); r.Status != 422 || !strings.Contains(r.Tree(t).At("errors/0/message").String(),
					why) {
					t.Errorf("%s with %q: %d %s, want words with %q", name, weak, r.Status, r.Body, why)
				}
			}
			if r := s.Do(place.call(place.own)); r.Status != 422 || !strings.Contains(string(r.Body), "your name") {
				t.Errorf("%s with the person's own name: %d %s", name, r.Status, r.Body)
			}
			if r := s.Do(place.call("seven green bottles")); r.Status >= 300 {
				t.Errorf("%s with a good one: %d %s", name, r.Status, r.Body)
			}
		}
	})
}

// The page says what is wrong beside the field. A workspace's name counts as one's own.
func TestWeakPasswordOnThePage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, err := s.Service.Workspaces.Rename(s.Owner, models.WorkspaceInput{Name: "Zeppelinwerft " + s.WorkspaceID[:4]})
		apitest.Must(t, err)
		r := s.PostForm("viewer session", "/account/password", apitest.FormFields("password", apitest.Password,
			"new_password", "Zeppelinwerft1!"), 422)
		s.PageHolds("account", r.Body, "name of this product or workspace")
	})
}

package auth_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// maps makes a mapping to a role in the house's workspace.
func (h *oidcServer) maps(claim, value string, role models.Role) models.RoleMapping {
	h.T.Helper()
	m, err := h.Service.Mappings.Create(h.As("administrator session"),
		models.MappingInput{Claim: claim, Value: value, WorkspaceID: h.WorkspaceID, Role: role})
	apitest.Must(h.T, err)
	return m
}

// Claims are read from the ID token and from userinfo, flat, by path and by names with dots, as texts, numbers, truth
// values and lists of them; a text is never taken apart.
func TestClaimsOfEveryForm(t *testing.T) {
	eachHouse(t, func(h *oidcServer) {
		for claim, value := range map[string]string{"groups": "staff", "realm_access.roles": "lead",
			"https://example.com/roles": "lead", "resource_access.my.app.roles": "lead",
			"a.b": "flat", "level": "3", "employee": "true", "teams.name": "t1"} {
			h.maps(claim, value, models.Viewer)
		}
		roles := func(values ...any) map[string]any { return map[string]any{"roles": values} }
		for i, row := range []struct {
			name       string
			token      map[string]any // claims of the ID token
			info       map[string]any // of userinfo
			letsPeople bool
		}{
			{"none", nil, nil, false},
			{"a list", map[string]any{"groups": []string{"other", "staff"}}, nil, true},
			{"a text", map[string]any{"groups": "staff"}, nil, true},
			{"a text with spaces is one value", map[string]any{"groups": "other staff"}, nil, false},
			{"a text with commas is one value", map[string]any{"groups": "staff,other"}, nil, false},
			{"a list in userinfo", nil, map[string]any{"groups": []string{"staff"}}, true},
			{"the ID token's wins", map[string]any{"groups": []string{"other"}}, map[string]any{"groups": []string{"staff"}},
				false},
			{"nested", map[string]any{"realm_access": roles("lead")}, nil, true},
			{"nested in userinfo", nil, map[string]any{"realm_access": roles("lead")}, true},
			{"flat with a dot", map[string]any{"realm_access.roles": "lead"}, nil, true},
			{"the flat one wins", map[string]any{"a.b": "other", "a": map[string]any{"b": "flat"}}, nil, false},
			{"an address as a name", map[string]any{"https://example.com/roles": []string{"lead"}}, nil, true},
			{"deep, a key with a dot on the way", map[string]any{"resource_access": map[string]any{"my.app": roles("lead")}},
				nil, true},
			{"a number", map[string]any{"level": 3}, nil, true},
			{"another number", map[string]any{"level": 3.5}, nil, false},
			{"a truth value", map[string]any{"employee": true}, nil, true},
			{"not true", map[string]any{"employee": false}, nil, false},
			{"mixed lists", map[string]any{"groups": []any{1, nil, "staff", map[string]any{}}}, nil, true},
			{"a list of objects", map[string]any{"teams": []any{map[string]any{"name": "t0"}, map[string]any{"name": "t1"}}},
				nil, true},
			{"an object where a list is wanted", map[string]any{"groups": map[string]any{"staff": true}}, nil, false},
		} {
			subject := fmt.Sprintf("f-%d", i)
			person := apitest.ClaimsOf(subject, subject+"."+h.WorkspaceID[:6]+"@example.org", true)
			delete(person, "groups")
			for k, v := range row.token {
				person[k] = v
			}
			h.idp.Set(func() {
				h.idp.Info = map[string]any{"sub": subject}
				for k, v := range row.info {
					h.idp.Info[k] = v
				}
			})
			end := h.browser().signIn(person)
			if (end == "/") != row.letsPeople || (end != "/" && end != "/signin?error=no_access") {
				h.T.Errorf("%s: ended at %s", row.name, end)
			}
		}
	})
}

// Userinfo is believed of the same subject alone; where it can't be reached nobody loses a role; where it is refused,
// the ID token counts.
func TestUserinfoThatFails(t *testing.T) {
	eachHouse(t, func(h *oidcServer) {
		h.maps("groups", "staff", models.Architect)
		email := "u." + h.WorkspaceID[:6] + "@example.org"
		person := apitest.ClaimsOf("u-1", email, true)
		delete(person, "groups")
		try := func(info map[string]any, status int, want string) {
			h.T.Helper()
			h.idp.Set(func() { h.idp.Info, h.idp.Status = info, status })
			if end := h.browser().signIn(person); end != want {
				h.T.Errorf("%v, status %d: ended at %s, want %s", info, status, end, want)
			}
		}
		mine := map[string]any{"sub": "u-1", "groups": []string{"staff"}}
		role := func() string {
			status, body := func() (int, apitest.Tree) {
				b := h.browser()
				h.idp.Set(func() { h.idp.Status = 0; h.idp.Info = mine })
				b.signIn(person)
				return b.session()
			}()
			return fmt.Sprint(status, body.At("workspace/role"))
		}
		try(mine, 0, "/")
		try(map[string]any{"sub": "u-2", "groups": []string{"staff"}}, 0, "/signin?error=invalid")
		try(map[string]any{"groups": []string{"staff"}}, 0, "/signin?error=invalid")
		before := h.audit()
		try(mine, http.StatusBadGateway, "/signin?error=unavailable")
		if h.audit() != before {
			h.T.Error("an outage of userinfo changes roles")
		}
		if got := role(); got != "200architect" && got != "200 architect" {
			h.T.Errorf("afterwards: %s", got)
		}
		try(nil, http.StatusForbidden, "/") // the account is known; the claims of the ID token give no role
	})
}

// Mappings that can't match say so, from what came at sign-ins, refused ones too; the log has the names of claims and
// no values.
func TestMappingsThatCantMatch(t *testing.T) {
	eachHouse(t, func(h *oidcServer) {
		if m := h.maps("before.anything", "x", models.Viewer); m.Warning != "" {
			h.T.Errorf("before the first sign-in: %q", m.Warning)
		}
		person := apitest.ClaimsOf("w-1", "w."+h.WorkspaceID[:6]+"@example.org", true, "hidden-value-one")
		person["realm_access"] = map[string]any{"roles": []string{"hidden-value-two"}}
		if end := h.browser().signIn(person); end != "/signin?error=no_access" {
			h.T.Fatalf("ended at %s", end)
		}
		for claim, want := range map[string]string{"groups": "", "realm_access.roles": "", "Groups": "spelled groups",
			"realm_access": "realm_access.roles", "roles": "the latest one brought"} {
			if m := h.maps(claim, "hidden-value-one", models.Viewer); (want == "") != (m.Warning == "") ||
				!strings.Contains(m.Warning, want) {
				h.T.Errorf("a mapping of %s: %q, want %q", claim, m.Warning, want)
			}
		}
		if end := h.browser().signIn(person); end != "/" {
			h.T.Fatalf("with a mapping: ended at %s", end)
		}
		list := h.Do(apitest.Call{Method: "GET", Path: "/mappings", As: "administrator session"})
		matched := map[string]bool{}
		for i := range list.Tree(h.T).At("items").Len() {
			m := list.Tree(h.T).At(fmt.Sprintf("items/%d", i))
			matched[m.At("claim").String()] = m.At("matched_at").Value != nil
		}
		if !matched["groups"] || matched["realm_access.roles"] || matched["roles"] {
			h.T.Errorf("which mappings matched: %v", matched)
		}
		seen := h.Do(apitest.Call{Method: "GET", Path: "/mappings/claims", As: "administrator session"})
		for _, name := range []string{`"groups"`, `"realm_access.roles"`, `"email"`, `"latest":true`} {
			if !strings.Contains(string(seen.Body), name) {
				h.T.Errorf("the claims lack %s: %s", name, seen.Body)
			}
		}
		logged := h.log.String()
		if !strings.Contains(logged, "realm_access.roles") {
			h.T.Error("the log does not name the claims")
		}
		if strings.Contains(logged+string(seen.Body), "hidden-value") {
			h.T.Error("values of claims are kept or logged")
		}
	})
}

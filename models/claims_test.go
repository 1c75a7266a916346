package models

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func claimsIn(t *testing.T, text string) IdentityClaims {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var c IdentityClaims
	if err := d.Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestClaimValues(t *testing.T) {
	c := claimsIn(t,
		`{"groups": ["a", "b", 7, true, null, ["x"], {"name": "inner"}], "team": "Domain Admins", "scope": "openid, profile", "level": 3, "big": 12345678901234567890,
		"staff": true, "empty": "", "none": null, "realm_access": {"roles": ["r1", "r2"], "deep": {"er": "z"}}, "https://example.com/roles": ["u1"],
		"a.b": "flat", "a": {"b": "nested", "c": "only nested"}, "x": {"y.z": "half"}, "resource_access": {"my.app": {"roles": ["owner"]}},
		"memberships": [{"team": "t1"}, {"team": "t2"}, "t3"]}`)
	for name, want := range map[string][]string{
		"groups": {"a", "b", "7", "true"}, "team": {"Domain Admins"}, "scope": {"openid, profile"}, "level": {"3"},
		"big":   {"12345678901234567890"},
		"staff": {"true"}, "empty": nil, "none": nil, "realm_access": nil, "realm_access.roles": {"r1", "r2"},
		"realm_access.deep.er":      {"z"},
		"https://example.com/roles": {"u1"}, "a.b": {"flat"}, "a.c": {"only nested"}, "x.y.z": {"half"},
		"resource_access.my.app.roles": {"owner"},
		"memberships.team":             {"t1", "t2"}, "groups.name": {"inner"}, "": nil, ".": nil, "realm_access.": nil,
		"realm_access.roles.x": nil, "nothing": nil, "Groups": nil,
	} {
		if got := c.Values(name); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	want := []string{"a.b", "a.c", "big", "empty", "groups", "groups.name", "https://example.com/roles", "level",
		"memberships", "memberships.team", "none", "realm_access.deep.er", "realm_access.roles",
		"resource_access.my.app.roles", "scope", "staff", "team", "x.y.z"}
	if got := c.Names(); !slices.Equal(got, want) {
		t.Errorf("names: %q, want %q", got, want)
	}
}

func TestClaimsAreBounded(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 500) + "1" + strings.Repeat("}", 500)
	c := claimsIn(t, `{"deep": `+deep+`}`)
	for i := range 5000 {
		c["n"+strings.Repeat("x", i%150)+strings.Repeat("y", i/150)] = "v"
	}
	if got := c.Names(); len(got) != MaxClaimNames {
		t.Errorf("%d names", len(got))
	}
	if got := c.Values("deep" + strings.Repeat(".a", 98)); got != nil {
		t.Errorf("an object says %q", got)
	}
}

func TestClaimsOfTheFirstSourceWin(t *testing.T) {
	all := IdentityClaims{"groups": "signed", "sub": "1", "email": "",
		"x": nil}.With(IdentityClaims{"groups": "other", "team": "t", "email": "e", "x": "y"})
	if all.Text("groups") != "signed" || all.Text("team") != "t" || all.Text("email") != "e" || all.Text("x") != "y" ||
		len(all) != 5 {
		t.Errorf("%v", all)
	}
}

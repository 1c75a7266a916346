package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/store/storetest"
)

// filledDatabase is a database with the workspaces Default and Other, Ada who owns Default, and Bob who is in none.
func filledDatabase(t *testing.T, dsn string) (ada string) {
	p := startProgram(t, "serve", "--data", dsn)
	p.signal(syscall.SIGTERM)
	mustSucceed(t, p.wait())
	mustRun(t, "", "workspace", "create", "Other", "--data", dsn)
	ada, _, _ = strings.Cut(mustRun(t, "long enough for all\n", "user", "create", "ada@example.com", "--name", "Ada", "--admin",
		"--password-stdin", "--data", dsn), " ")
	mustRun(t, "", "user", "create", "bob@example.com", "--name", "Bob", "--data", dsn)
	mustRun(t, "", "member", "add", "ada@example.com", "--role", "owner", "--workspace", "Default", "--data", dsn)
	return ada
}

// Wrong input and unknown names end with status 2 and a reason, and change nothing.
func TestBesideRefuses(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		ada := filledDatabase(t, dsn)
		before := listedState(t, dsn)
		here := "--workspace=default"
		for _, row := range []struct {
			args      []string
			complaint string
		}{
			{[]string{"user", "create", "ada@example.com", "--name", "Twin"}, "already"},
			{[]string{"user", "create", "ADA@example.com", "--name", "Twin"}, "already"},
			{[]string{"user", "create", "eve@example.com"}, "--name"},
			{[]string{"user", "create", "no address", "--name", "Eve"}, "email"},
			{[]string{"user", "create", "eve@example.com", "--name", "Eve\x1b[2J"}, "control"},
			{[]string{"user", "create", "eve@example.com", "--name", "Eve", "--password-stdin"}, "no password"},
			{[]string{"user", "create", "eve@example.com", "--name", "Eve", "--password", "long enough for all"},
				"unknown flag"},
			{[]string{"user", "create", "eve@example.com", "--name", "Eve", "--url", "review.example.org"}, "--url"},
			{[]string{"user", "show", "eve@example.com"}, "no user"},
			{[]string{"user", "show", models.NewID()}, "no user"},
			{[]string{"user", "update", "bob@example.com"}, "nothing to change"},
			{[]string{"user", "update", "bob@example.com", "--email", "ada@example.com"}, "already"},
			{[]string{"user", "update", "bob@example.com", "--disable", "--enable"}, "together"},
			{[]string{"user", "update", "eve@example.com", "--disable"}, "no user"},
			{[]string{"user", "update", "ada@example.com", "--no-admin"}, "last administrator"},
			{[]string{"user", "update", "ada@example.com", "--disable"}, "last administrator"},
			{[]string{"user", "reset", "eve@example.com"}, "no user"},
			{[]string{"workspace", "create", "o THER"}, "exists already"},
			{[]string{"workspace", "create", ""}, "name"},
			{[]string{"workspace", "rename", "Third"}, "--workspace"},
			{[]string{"workspace", "rename", "x", here}, "name"},
			{[]string{"member", "list"}, "Other"},
			{[]string{"member", "list", "--workspace", "third"}, "Default"},
			{[]string{"member", "add", "bob@example.com", here}, "--role"},
			{[]string{"member", "add", "bob@example.com", here, "--role", "boss"}, "--role"},
			{[]string{"member", "add", "eve@example.com", here, "--role", "viewer"}, "no user"},
			{[]string{"member", "add", "ada@example.com", here, "--role", "viewer"}, "already"},
			{[]string{"member", "add", "bob@example.com", here, "--role", "viewer", "--workload", "Nothing"}, "no workload"},
			{[]string{"member", "add", "bob@example.com", here, "--role", "viewer", "--workload", models.NewID()},
				"no workload"},
			{[]string{"member", "add", "bob@example.com", here, "--role", "architect", "--pillar", "cost"}, "contributors only"},
			{[]string{"member", "update", "bob@example.com", here, "--role", "viewer"}, "no member"},
			{[]string{"member", "update", "ada@example.com", here, "--role", "viewer"}, "last owner"},
			{[]string{"member", "update", "ada@example.com", here}, "nothing to change"},
			{[]string{"member", "update", "ada@example.com", here, "--all-pillars", "--pillar", "cost"}, "without"},
			{[]string{"member", "remove", "bob@example.com", here}, "no member"},
			{[]string{"member", "remove", "ada@example.com", here}, "last owner"},
			{[]string{"member", "remove", ada, here}, "e-mail address"},
			{[]string{"member", "remove", "ada@example.com", "--workspace", "Other"}, "no member"},
			{[]string{"member", "invite", "ada@example.com", here, "--role", "viewer"}, "already"},
			{[]string{"member", "invite", "nobody", here, "--role", "viewer"}, "email"},
			{[]string{"token", "create"}, "Default"},
			{[]string{"token", "create", here, "--expires", "soon"}, "--expires"},
			{[]string{"token", "create", here, "--expires", "2020-01-01T00:00:00Z"}, "future"},
			{[]string{"token", "create", here, "--expires", "-3d"}, "--expires"},
			{[]string{"token", "revoke", "nothing", here}, "no token"},
			{[]string{"key", "create", here, "--secret-key-file", sampleFile}, sampleFile},
			{[]string{"key", "revoke", "PLAK0000000000000000", here}, "no access key"},
			{[]string{"setup-link"}, "administrator already"},
		} {
			status, out, errOut := runCommand(t, "", append(row.args, "--data", dsn)...)
			if status != exitFailed || out != "" || !strings.Contains(errOut, row.complaint) {
				t.Errorf("%v: status %d, want a complaint about %q: %s%s", row.args, status, row.complaint, out, errOut)
			}
		}
		if after := listedState(t, dsn); after != before {
			t.Errorf("what was refused changed something:\n%s\nbefore:\n%s", after, before)
		}
		for _, args := range [][]string{{"user", "list"}, {"workspace", "create", "Team"}, {"setup-link"}, {"key", "list"}} {
			if status, _, errOut := runCommand(t, "", append(args, "--data", storetest.SQLite(t))...); status != exitFailed ||
				!strings.Contains(errOut, "start the server once") {
				t.Errorf("%v without a database: %d %s", args, status, errOut)
			}
		}
	})
}

// listedState is all that the lists show.
func listedState(t *testing.T, dsn string) string {
	t.Helper()
	all := mustRun(t, "", "user", "list", "--json", "--data", dsn) +
		mustRun(t, "", "workspace", "list", "--json", "--data", dsn)
	for _, space := range []string{"Default", "Other"} {
		for _, noun := range []string{"member", "token", "key"} {
			all += mustRun(t, "", noun, "list", "--json", "--data", dsn, "--workspace", space)
		}
	}
	return all
}

// A workspace's commands touch that workspace and no other, whichever way it is named.
func TestTwoWorkspaces(t *testing.T) {
	t.Parallel()
	dsn := storetest.SQLite(t)
	filledDatabase(t, dsn)
	var spaces []spaceRow
	mustSucceed(t, json.Unmarshal([]byte(mustRun(t, "", "workspace", "list", "--json", "--data", dsn)), &spaces))
	if len(spaces) != 2 || spaces[1].Name != "Other" {
		t.Fatalf("%+v", spaces)
	}
	for _, ref := range []string{spaces[1].ID, spaces[1].AccountID, "OTHER"} {
		mustRun(t, "", "token", "create", "--workspace", ref, "--data", dsn)
	}
	var here, there []credentialRow
	mustSucceed(t,
		json.Unmarshal([]byte(mustRun(t, "", "token", "list", "--json", "--workspace", "Other", "--data", dsn)), &there))
	mustSucceed(t,
		json.Unmarshal([]byte(mustRun(t, "", "token", "list", "--json", "--workspace", "Default", "--data", dsn)), &here))
	if len(there) != 3 || len(here) != 1 {
		t.Errorf("%d tokens in the other workspace, %d in the first", len(there), len(here))
	}
	if status, _,
		errOut := runCommand(t, "", "token", "revoke", there[0].ID, "--workspace", "Default", "--data",
		dsn); status != exitFailed || !strings.Contains(errOut, "no token") {
		t.Errorf("revoke a token of another workspace: %d %s", status, errOut)
	}
	if out := mustRun(t, "", "member", "list", "--json", "--workspace", "Other", "--data", dsn); out != "[]" {
		t.Errorf("members of the other: %s", out)
	}
}

// What a member may do is changed piece by piece; what was not given stays.
func TestMemberUpdate(t *testing.T) {
	t.Parallel()
	dsn := storetest.SQLite(t)
	workload, _ := reviewedDatabase(t, dsn)
	mustRun(t, "", "user", "create", "bob@example.com", "--name", "Bob", "--data", dsn)
	mustRun(t, "", "member", "add", "bob@example.com", "--role", "contributor", "--workload", "check out", "--pillar",
		"security", "--data", dsn)
	for _, row := range []struct{ args, want string }{
		{"", "contributor [" + workload + "] [security]"},
		{"--pillar cost --pillar security", "contributor [" + workload + "] [cost security]"},
		{"--all-workloads", "contributor [] [cost security]"},
		{"--workload " + workload, "contributor [" + workload + "] [cost security]"},
		{"--all-pillars --role viewer", "viewer [" + workload + "] []"},
		{"--all-workloads", "viewer [] []"},
		{"--role architect", "architect [] []"},
	} {
		if row.args != "" {
			mustRun(t, "",
				append([]string{"member", "update", "bob@example.com", "--data", dsn}, strings.Fields(row.args)...)...)
		}
		var members []memberRow
		mustSucceed(t, json.Unmarshal([]byte(mustRun(t, "", "member", "list", "--json", "--data", dsn)), &members))
		m := members[0]
		if got := m.Role + " [" + strings.Join(m.Workloads, " ") + "] [" + strings.Join(m.Pillars, " ") +
			"]"; got != row.want {
			t.Errorf("after %q: %s, want %s", row.args, got, row.want)
		}
	}
	mustRun(t, "", "member", "remove", "BOB@example.com", "--data", dsn)
	if out := mustRun(t, "", "member", "list", "--data", dsn); strings.Contains(out, "bob") {
		t.Errorf("removed, and still there:\n%s", out)
	}
}

// An account made without a password is entered by the link that was printed, and changed by what is given.
func TestUserCommands(t *testing.T) {
	t.Parallel()
	dsn := storetest.SQLite(t)
	p := startProgram(t, "serve", "--data", dsn)
	made := mustRun(t, "", "user", "create", "bob@example.com", "--name", "Bob", "--data", dsn, "--url",
		"https://Review.example.org:443/")
	parts := regexp.MustCompile(`^([0-9a-f]{32})  bob@example.com\nhttps://review\.example\.org/join#(pll_[A-Z2-7]{40})$`).FindStringSubmatch(made)
	if parts == nil {
		t.Fatalf("user create printed %q", made)
	}
	b := p.browser()
	use := map[string]string{"code": parts[2], "password": "blue moon rising"}
	for _, want := range []int{200, 404} {
		if got, reply := b.ask("POST", "/links/use", use); got != want {
			t.Errorf("use the link: %d, want %d: %s", got, want, reply)
		}
	}
	mustRun(t, "", "user", "update", parts[1], "--name", "Robert", "--admin", "--data", dsn)
	var user userRow
	mustSucceed(t,
		json.Unmarshal([]byte(mustRun(t, "", "user", "show", "bob@example.com", "--json", "--data", dsn)), &user))
	if user.Name != "Robert" || !user.Admin || !user.HasPassword || user.LastSignInAt == nil {
		t.Errorf("%+v", user)
	}
	mustRun(t, "short and windows lines\r\n", "user", "create", "eve@example.com", "--name", "Eve", "--admin",
		"--password-stdin", "--data", dsn)
	if got := p.browser().signIn("eve@example.com", "short and windows lines"); got != 201 {
		t.Errorf("a password with the line end of Windows: %d", got)
	}
	mustRun(t, "", "user", "update", "bob@example.com", "--no-admin", "--disable", "--data", dsn)
	if got, _ := b.ask("GET", "/session", nil); got != 401 {
		t.Errorf("the session of an account that was shut: %d", got)
	}
	mustRun(t, "", "user", "update", "bob@example.com", "--enable", "--data", dsn)
	if got := b.signIn("bob@example.com", "blue moon rising"); got != 201 {
		t.Errorf("opened again: %d", got)
	}
	if out := mustRun(t, "", "user", "list", "--find", "OBER", "--data", dsn); strings.Count(out, "\n") != 1 ||
		!strings.Contains(out, "Robert") {
		t.Errorf("user list --find:\n%s", out)
	}
	if status, _,
		errOut := runCommand(t, "eleven char\n", "user", "create", "x@example.com", "--name", "X", "--password-stdin",
		"--data", dsn); status != exitFailed ||
		!strings.Contains(errOut, "password") || strings.Contains(errOut, "eleven char\n") {
		t.Errorf("a short password: %d %s", status, errOut)
	}
}

// A list is whole however long it is.
func TestListsAreWhole(t *testing.T) {
	t.Parallel()
	dsn := storetest.SQLite(t)
	p := startProgram(t, "serve", "--data", dsn)
	for range models.MaxPage + 1 {
		p.must("POST", "/tokens", map[string]string{"name": "One of many", "role": "viewer"}, nil)
	}
	if out := mustRun(t, "", "token", "list", "--data", dsn); strings.Count(out, "One of many") != models.MaxPage+1 {
		t.Errorf("%d of %d tokens are listed", strings.Count(out, "One of many"), models.MaxPage+1)
	}
}

func TestMomentFrom(t *testing.T) {
	now := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"90d": now.AddDate(0, 0, 90), "1d": now.AddDate(0, 0, 1), "12h": now.Add(12 * time.Hour),
		"2027-01-31T00:00:00Z": time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC),
		"":                     {}, "d": {}, "0d": {}, "-1d": {}, "1.5d": {}, "999999999999d": {}, "-1h": {}, "tomorrow": {}, "2027-01-31": {},
		"90": {},
	} {
		got, err := output.ParseMoment(text, now)
		if !got.Equal(want) || (err == nil) == want.IsZero() {
			t.Errorf("%q: %v %v, want %v", text, got, err, want)
		}
	}
}

package main

import (
	"strings"
	"testing"

	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// Two workspaces share, and a guest link is made and ended, all beside the database while a server runs; what the other
// side may not see it does not find.
func TestShareAndGuestCommands(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	p := startProgram(t, "serve", "--data", data)
	run := func(want int, args ...string) string {
		t.Helper()
		status, out, errs := runCommand(t, "", append(args, "--data", data)...)
		if status != want {
			t.Fatalf("%v: %d\n%s%s", args, status, out, errs)
		}
		return strings.TrimSpace(out)
	}
	run(exitOK, "workspace", "create", "Other team")
	var lens, workload struct{ ID string }
	p.must("POST", "/lenses", builtin.SampleDocument(), &lens)
	p.must("POST", "/lenses/service-basics/versions", map[string]any{"version": "1.0"}, nil)
	p.must("POST", "/workloads",
		map[string]any{"name": "Shop", "description": "Sells shoes", "environment": "PRODUCTION", "review_owner": "You",
			"aws_regions": []string{"eu-central-1"}, "lenses": []string{"service-basics"}}, &workload)
	account := ""
	for _, line := range strings.Split(run(exitOK, "workspace", "list"), "\n") {
		if strings.Contains(line, "Other team") {
			account = strings.Fields(line)[1]
		}
	}
	here, there := []string{"--workspace", "Default"}, []string{"--workspace", "Other team"}
	in := func(where []string, args ...string) []string { return append(args, where...) }

	run(exitFailed, in(here, "share", "offer", account)...) // of what
	run(exitFailed, in(there, "share", "offer", account, "--workload", "Shop")...)
	id := run(exitOK, in(here, "share", "offer", account, "--workload", "Shop", "--role", "contributor")...)
	if list := run(exitOK, in(there, "share", "received")...); !strings.Contains(list, id) ||
		!strings.Contains(list, "pending") {
		t.Errorf("what is offered:\n%s", list)
	}
	run(exitFailed, in(there, "export", "workload", workload.ID)...)
	run(exitFailed, in(here, "share", "accept", id)...) // one's own offer
	run(exitOK, in(there, "share", "accept", id)...)
	run(exitOK, in(there, "export", "workload", workload.ID)...)
	if list := run(exitOK, in(here, "share", "list", "--workload", "Shop")...); !strings.Contains(list, "accepted") {
		t.Errorf("the shares:\n%s", list)
	}
	run(exitOK, in(here, "share", "revoke", id, "--workload", "Shop")...)
	run(exitFailed, in(there, "export", "workload", workload.ID)...)

	link := run(exitOK, in(here, "guest", "create", "Shop", "service-basics", "--name", "The board", "--expires", "2d")...)
	_, code, found := strings.Cut(link, "/guest#")
	if !found {
		t.Fatalf("the link: %s", link)
	}
	p.must("POST", "/guest", map[string]any{"code": code}, nil)
	list := run(exitOK, in(here, "guest", "list", "Shop", "service-basics")...)
	if !strings.Contains(list, "The board") || strings.Contains(list, code) {
		t.Errorf("the links:\n%s", list)
	}
	row := strings.Fields(strings.Split(list, "\n")[1])
	if row[2] != "1" {
		t.Errorf("it was opened once:\n%s", list)
	}
	run(exitFailed, in(there, "guest", "revoke", workload.ID, "service-basics", row[0])...)
	run(exitOK, in(here, "guest", "revoke", "Shop", "service-basics", row[0])...)
	if status, err := p.ask(t.Context(), "POST", "/api/v1/guest", map[string]any{"code": code}, nil); status != 404 {
		t.Errorf("a link that ended opens: %d %v", status, err)
	}
}

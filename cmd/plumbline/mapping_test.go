package main

import (
	"strings"
	"testing"

	"plumbline/models/store/storetest"
)

// Mappings are made, listed and taken away beside the database.
func TestMappingCommands(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	startProgram(t, "serve", "--data", data)
	run := func(want int, args ...string) string {
		t.Helper()
		status, out, errs := runCommand(t, "", append(args, "--data", data)...)
		if status != want {
			t.Fatalf("%v: %d\n%s%s", args, status, out, errs)
		}
		return out
	}
	id := strings.TrimSpace(run(exitOK, "mapping", "create", "groups", "cloud team", "--role", "architect"))
	run(exitOK, "mapping", "create", "groups", "root", "--role", "administrator")
	run(exitFailed, "mapping", "create", "groups", "cloud team", "--role", "viewer") // has a role there already
	run(exitFailed, "mapping", "create", "groups", "x", "--role", "king")
	run(exitFailed, "mapping", "create", "groups", "x", "--role", "viewer", "--workspace", "Nowhere")
	list := run(exitOK, "mapping", "list")
	if !strings.Contains(list, "groups=cloud team") || !strings.Contains(list, "administrator") ||
		strings.Count(list, "\n") != 3 {
		t.Errorf("the list:\n%s", list)
	}
	run(exitOK, "mapping", "delete", id)
	run(exitFailed, "mapping", "delete", id)
	if list := run(exitOK, "mapping", "list", "--json"); strings.Contains(list, "cloud team") ||
		!strings.Contains(list, `"role": "administrator"`) {
		t.Errorf("the list after it:\n%s", list)
	}
}

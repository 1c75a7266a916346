package main

import (
	"strings"
	"testing"
	"time"

	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// An item goes from its making to its end beside the database while a server runs.
func TestItemCommands(t *testing.T) {
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
	holds := func(text string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in:\n%s", want, text)
			}
		}
	}
	p.must("POST", "/lenses", builtin.SampleDocument(), nil)
	p.must("POST", "/lenses/service-basics/versions", map[string]any{"version": "1.0"}, nil)
	p.must("POST", "/workloads",
		map[string]any{"name": "Shop", "description": "Sells shoes", "environment": "PRODUCTION", "review_owner": "You",
			"aws_regions": []string{"eu-central-1"}, "lenses": []string{"service-basics"}}, nil)
	run(exitFailed, "items", "create", "Shop", "Copies", "--practice", "backup")
	run(exitFailed, "items", "create", "Shop", "Copies", "--owner", "Platform")
	if got := run(exitOK, "items", "create", "Shop", "Keep copies apart", "--practice",
		"service-basics/backup/backup_apart", "--owner", "team:Platform", "--due", "2031-01-31", "--build-cost", "4000",
		"--priority", "high"); got != "#1" {
		t.Errorf("it made %q", got)
	}
	holds(run(exitOK, "items", "list", "--workload", "Shop", "--owner", "Platform"), "#1", "2031-01-31", "Platform")
	ofQuestion := []string{"items", "export", "--workload", "Shop", "--lens", "service-basics", "--question"}
	holds(run(exitOK, append(ofQuestion, "backup", "--owner", "Platform", "--format", "ics")...), "BEGIN:VEVENT",
		"20310131", "Keep copies apart")
	holds(run(exitOK, append(ofQuestion, "backup", "--status", "active,done")...), "Keep copies apart")
	for _, none := range [][]string{{"--unowned"}, {"--risk", "medium"}, {"--overdue"}, {"--regressed"}, {"--text", "#2"},
		{"--priority", "low"}, {"--due-to", "2030-12-31"}, {"--status", "done"}} {
		if out := run(exitOK, append([]string{"items", "export"}, none...)...); strings.Contains(out, "Keep copies apart") {
			t.Errorf("%v exports %s", none, out)
		}
	}
	run(exitFailed, append(ofQuestion, "backup", "--status", "x")...)
	run(exitFailed, "items", "export", "--owner", "nobody@example.org")
	holds(run(exitOK, "items", "list", "--json"), `"number": 1`, `"choice_id": "backup_apart"`)
	holds(run(exitOK, "items", "edit", "1", "--title", "Copies far away", "--owner", "none"), "Copies far away")
	run(exitFailed, "items", "move", "1", "--to", "blocked")
	holds(run(exitOK, "items", "move", "1", "--to", "blocked", "--note", "No budget"), "blocked")
	run(exitOK, "items", "comment", "1", "Ask again in May")
	holds(run(exitOK, "items", "show", "1"), "Copies far away", "No budget", "backup_apart, missing")
	holds(run(exitOK, "items", "show", "1", "--json"), `"status": "blocked"`)
	holds(run(exitOK, "items", "roadmap"), "later", "#1")
	holds(run(exitOK, "items", "roadmap", "--json"), `"high_cap": 5`)
	holds(run(exitOK, "items", "budget"), "4000 USD", "2031-01")
	holds(run(exitOK, "items", "metrics"), "0-30", "all")
	holds(run(exitOK, "items", "metrics", "--months"), "MEDIAN_AGE", time.Now().UTC().Format("2006-01"))
	run(exitFailed, "items", "verify", "1")
	run(exitOK, "items", "verify", "1", "--select")
	holds(run(exitOK, "items", "list", "--status", "done"), "Copies far away")
	holds(run(exitOK, "plan-settings", "set", "--high-days", "14", "--currency", "EUR", "--preview"), "agreed dates stay")
	run(exitOK, "plan-settings", "set", "--high-days", "14", "--currency", "EUR")
	holds(run(exitOK, "plan-settings", "show"), "14", "EUR")
	holds(run(exitOK, "plan-settings", "show", "--json"), `"high_days": 14`)
	run(exitFailed, "plan-settings", "apply", "1")
	run(exitFailed, "items", "show", "7")
}

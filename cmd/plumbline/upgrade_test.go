package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models/store/storetest"
)

const renamedOnce = `{"schemaVersion":"2021-11-01","name":"Renamed ids","description":"d","pillars":[{"id":"ops_1","name":"Operations","questions":[` +
	`{"id":"dp_1","title":"How do you run it?","choices":[{"id":"bp_1","title":"With a runbook","helpfulResource":{"displayText":"r"},"improvementPlan":{"displayText":"p"}},` +
	`{"id":"bp_2","title":"By heart","helpfulResource":{"displayText":"r"},"improvementPlan":{"displayText":"p"}}],` +
	`"riskRules":[{"condition":"bp_1","risk":"NO_RISK"},{"condition":"default","risk":"HIGH_RISK"}]}]}]}`

// A review is upgraded beside the database while a server runs: shown first, then with a map, and the lens gets another
// display name.
func TestUpgradeAndRenameCommands(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	p := startProgram(t, "serve", "--data", data)
	run := func(want int, input string, args ...string) string {
		t.Helper()
		status, out, errs := runCommand(t, input, append(args, "--data", data)...)
		if status != want {
			t.Fatalf("%v: %d\n%s%s", args, status, out, errs)
		}
		return out + errs
	}
	later := strings.NewReplacer("ops_1", "OPS_1", "dp_1", "DP_1", "bp_1", "BP_1", "bp_2", "BP_2").Replace(renamedOnce)
	var workload struct{ ID string }
	p.must("POST", "/lenses", []byte(renamedOnce), nil)
	p.must("POST", "/lenses/renamed-ids/versions", map[string]any{"version": "1"}, nil)
	p.must("POST", "/workloads",
		map[string]any{"name": "Shop", "description": "Sells shoes", "environment": "PRODUCTION", "review_owner": "You",
			"aws_regions": []string{"eu-central-1"}, "lenses": []string{"renamed-ids"}}, &workload)
	at := "/workloads/" + workload.ID + "/lenses/renamed-ids"
	p.must("PUT", at+"/answers/dp_1", map[string]any{"selected": []string{"bp_1"}, "notes": "Said"}, nil)
	p.must("PUT", "/lenses/renamed-ids/draft", []byte(later), nil)
	p.must("POST", "/lenses/renamed-ids/versions", map[string]any{"version": "2", "major": true}, nil)

	shown := run(exitOK, "", "review", "upgrade", "Shop", "renamed-ids")
	if !strings.Contains(shown, "Nothing was changed") || !strings.Contains(shown, "in_milestone: 1 × answer of dp_1") ||
		!strings.Contains(shown, "would carry 4 more ids") {
		t.Errorf("shown:\n%s", shown)
	}
	if wrong := run(exitFailed, `{"questions":{"dp_1":"DP_9"}}`, "review", "upgrade", "Shop", "renamed-ids", "--map",
		"-"); !strings.Contains(wrong, "map/questions/dp_1") {
		t.Errorf("a wrong map:\n%s", wrong)
	}
	run(exitFailed, `{"rules":{}}`, "review", "upgrade", "Shop", "renamed-ids", "--map", "-")
	file := filepath.Join(t.TempDir(), "map.json")
	if err := os.WriteFile(file,
		[]byte("\ufeff"+`{"pillars":{"ops_1":"OPS_1"},"questions":{"dp_1":"DP_1"},"choices":{"bp_1":"BP_1"}}`),
		0o600); err != nil {
		t.Fatal(err)
	}
	done := run(exitOK, "", "review", "upgrade", "Shop", "renamed-ids", "--map", file, "--milestone", "Before 2",
		"--format", "json")
	if !strings.Contains(done, `"done": true`) || !strings.Contains(done, `"outcome": "carried"`) {
		t.Errorf("done:\n%s", done)
	}
	var answer struct{ Notes, Risk string }
	p.must("GET", at+"/answers/DP_1", nil, &answer)
	if answer.Notes != "Said" || answer.Risk != "NONE" {
		t.Errorf("the answer: %+v", answer)
	}
	run(exitOK, "", "lens", "rename", "renamed-ids", "Our framework")
	var lens struct{ Name string }
	p.must("GET", "/lenses/renamed-ids", nil, &lens)
	if lens.Name != "Our framework" {
		t.Errorf("the lens is displayed as %q", lens.Name)
	}
	run(exitFailed, "", "lens", "rename", "renamed-ids", " ")
}

package main

import (
	"strings"
	"testing"

	"plumbline/models/store/storetest"
)

// The plan, the cheapest path and what-ifs are alike, whether the command looks into the database or asks a server; and
// a what-if saves nothing.
func TestPlanBesideAndByServer(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		id, _ := reviewedDatabase(t, dsn)
		p := startProgram(t, "serve", "--data", dsn)
		_, secret, _ := runCommand(t, "", "token", "create", "--data", dsn)
		p.token = strings.TrimSpace(secret)
		answer := "/workloads/" + id + "/lenses/service-basics/answers/backup"
		p.must("PUT", answer, map[string]any{"selected": []string{"backup_no"}}, nil)
		t.Setenv("PLUMBLINE_TOKEN", p.token)
		for _, row := range []struct {
			args   string
			status int
			holds  string
		}{
			{"", exitOK, "4 practices are missing in 1 workload. 2 of them clear 1 high risk."},
			{"--workload checkout --order effort", exitOK, "service-basics  reliability  backup"},
			{"--pillar operations", exitOK, "Nothing is missing."},
			{"--risk medium", exitOK, "Nothing is missing."},
			{"--format json", exitOK, `"clear_high": {`},
			{"--format csv --workload " + id, exitOK, "lens,pillar,question,code,practice,effort"},
			{"--cheapest", exitOK, "2 practices clear 1 high risk in 1 workload."},
			{"--cheapest --goal medium --format csv", exitOK, "Checkout,service-basics,reliability,backup,,HIGH,NONE,backup_"},
			{"--workload Checkout --what-if backup:backup_daily,backup:backup_restore", exitOK, "High risks: 1, then 0."},
			{"--workload Checkout --what-if service-basics:backup:backup_daily --format json", exitOK, `"state": "done"`},
			{"--workload Checkout --what-if backup:nope", exitFailed, "does not have"},
			{"--workload Checkout --what-if backup", exitFailed, "QUESTION:PRACTICE"},
			{"--what-if backup:backup_daily", exitFailed, "needs --workload"},
			{"--workload Nothing", exitFailed, "no workload"},
		} {
			var outs []string
			for _, where := range [][]string{{"--data", dsn}, {"--server", p.url}} {
				args := append(append([]string{"plan"}, strings.Fields(row.args)...), where...)
				status, out, errOut := runCommand(t, "", args...)
				if status != row.status || !strings.Contains(out+errOut, row.holds) {
					t.Errorf("%s: status %d, want %d with %q\n%s%s", args, status, row.status, row.holds, out, errOut)
				}
				outs = append(outs, out)
			}
			if outs[0] != outs[1] {
				t.Errorf("%s: beside the database\n%s\nand by the server\n%s", row.args, outs[0], outs[1])
			}
		}
	})
}

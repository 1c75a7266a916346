package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models/store/storetest"
)

// The command says the same beside the database and by the server, and both make the same report.
func TestPortfolioBesideAndByServer(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		id, _ := reviewedDatabase(t, dsn)
		p := startProgram(t, "serve", "--data", dsn)
		_, secret, _ := runCommand(t, "", "token", "create", "--data", dsn)
		p.token = strings.TrimSpace(secret)
		p.must("PUT", "/workloads/"+id+"/lenses/service-basics/answers/backup",
			map[string]any{"selected": []string{"backup_no"}}, nil)
		t.Setenv("PLUMBLINE_TOKEN", p.token)
		for _, row := range []struct {
			args   string
			status int
			holds  string
		}{
			{"", exitOK, "All workloads (1)"},
			{"--json --lens service-basics", exitOK, `"with_high_risks": 1`},
			{"--lens moon", exitOK, "All workloads (0)"},
			{"--out - --format md --classification Internal", exitOK, "1 of 1 workload carries high risks: 1 in all."},
			{"--out - --format pdf --paper letter", exitOK, "%PDF-"},
			{"--out - --json", exitFailed, "--format json"},
			{"--out - --classification " + strings.Repeat("x", 41), exitFailed, "at most 40 characters"},
			{"--environment MOON", exitFailed, "environment"},
		} {
			var outs []string
			for _, where := range [][]string{{"--data", dsn}, {"--server", p.url}} {
				args := append(append([]string{"portfolio"}, strings.Fields(row.args)...), where...)
				status, out, errOut := runCommand(t, "", args...)
				if status != row.status || !strings.Contains(out+errOut, row.holds) {
					t.Errorf("%s: status %d, want %d with %q\n%.500s%s", args, status, row.status, row.holds, out, errOut)
				}
				outs = append(outs, out)
			}
			if outs[0] != outs[1] && !strings.Contains(row.args, "--json") { // which says the moment
				t.Errorf("%s: beside the database and by the server are not the same", row.args)
			}
		}
		dir := t.TempDir()
		mustRun(t, "", "portfolio", "--data", dsn, "--out", dir, "--format", "csv")
		files, err := filepath.Glob(filepath.Join(dir, "portfolio*.csv"))
		if err != nil || len(files) != 1 {
			t.Fatalf("%v, %v", files, err)
		}
		if text, err := os.ReadFile(files[0]); err != nil || !strings.Contains(string(text), "Checkout") {
			t.Errorf("%v: %s", err, text)
		}
	})
}

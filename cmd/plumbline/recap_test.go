package main

import (
	"strings"
	"testing"

	"plumbline/models/store/storetest"
)

// The recap is alike, whether the command looks into the database or asks a server; and each says why it sends none.
func TestRecapBesideAndByServer(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		id, _ := reviewedDatabase(t, dsn)
		t.Setenv("PLUMBLINE_SECRET_KEY", strings.Repeat("A", 43)+"=")
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
			{"--workload checkout --preview", exitOK, "High risks: 1\n"},
			{"--workload checkout --preview --attended Ada,Bob --note Thanks", exitOK, "Took part: Ada, Bob\n"},
			{"--workload checkout --lens service-basics --preview --format json", exitOK, `"subject": "Review of `},
			{"--workload checkout --lens nope --preview", exitFailed, "is applied to this workload"},
			{"--workload Nothing --preview", exitFailed, "no workload"},
			{"--workload checkout --to mallory@example.org", exitFailed, "nobody with access"},
			{"--preview", exitFailed, "--workload"},
		} {
			for _, where := range [][]string{{"--data", dsn, "--url", p.url}, {"--server", p.url}} {
				args := append(append([]string{"recap"}, strings.Fields(row.args)...), where...)
				status, out, errOut := runCommand(t, "", args...)
				if status != row.status || !strings.Contains(out+errOut, row.holds) {
					t.Errorf("%s: status %d, want %d with %q\n%s%s", args, status, row.status, row.holds, out, errOut)
				}
			}
		}
		for _, args := range [][]string{{"user", "create", "--name", "Ada"}, {"member", "add", "--role", "viewer"}} {
			args = append(args, "ada@example.org", "--data", dsn)
			if status, out, errOut := runCommand(t, "", args...); status != exitOK {
				t.Fatalf("%s: %s%s", args, out, errOut)
			}
		}
		send := []string{"recap", "--workload", "checkout", "--to", "ada@example.org"}
		status, _, errOut := runCommand(t, "", append(send, "--server", p.url)...)
		if status != exitFailed || !strings.Contains(errOut, "no mail server is set up") {
			t.Errorf("by a server without mail: %d %s", status, errOut)
		}
		status, out, errOut := runCommand(t, "", append(send, "--data", dsn)...)
		if status != exitOK || !strings.Contains(out, "The recap is in the outbox for 1.") {
			t.Errorf("beside the database: %d %s%s", status, out, errOut)
		}
		if _, out, _ = runCommand(t, "", "outbox", "list", "--data", dsn); !strings.Contains(out, "recap") {
			t.Errorf("the outbox: %s", out)
		}
	})
}

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"plumbline/models/store/storetest"
)

var headPrinted = regexp.MustCompile(`head ([0-9a-f]{64}): intact`)

// The log is checked beside the database: 0 when it is intact, 1 when it is not or a head that was noted is gone, 2
// when nothing could be checked.
func TestAuditVerify(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		verify := func(status int, holds string, args ...string) string {
			t.Helper()
			got, out, errOut := runCommand(t, "", append([]string{"audit", "verify", "--data", dsn}, args...)...)
			if got != status || !strings.Contains(out+errOut, holds) || (status == exitFailed) != (errOut != "") {
				t.Errorf("%v: status %d, want %d and %q: %s%s", args, got, status, holds, out, errOut)
			}
			return out
		}
		server := startProgram(t, "serve", "--data", dsn)
		out := verify(exitOK, "instance: lines ")
		for range 40 { // on PostgreSQL lines are sealed within a second
			if !strings.Contains(out, "not sealed yet") {
				break
			}
			time.Sleep(100 * time.Millisecond)
			out = verify(exitOK, "instance: lines ")
		}
		heads := headPrinted.FindAllStringSubmatch(out, -1)
		if len(heads) != 2 || strings.Count(out, "\n") != 2 {
			t.Fatalf("two chains, not %s", out)
		}
		noted := heads[1][1]
		server.must("PATCH", "/workspace", map[string]any{"name": "Renamed"}, nil)
		server.must("PATCH", "/workspace", map[string]any{"name": "Named again"}, nil)
		server.signal(syscall.SIGTERM)
		mustSucceed(t, server.wait())

		verify(exitOK, "Named again", "--head", noted)
		verify(exitOK, "Named again", "--workspace", "named AGAIN", "--head", strings.ToUpper(noted))
		verify(exitOK, "instance: ", "--workspace", "instance", "--head", heads[0][1])
		verify(exitFound, "is in none of these chains", "--workspace", "instance", "--head", noted)
		verify(exitFound, "is in none of these chains", "--head", strings.Repeat("0", 64))
		verify(exitFailed, "64 hexadecimal", "--head", "abc")
		verify(exitFailed, "no workspace", "--workspace", "nowhere")

		storetest.ExecStatement(t, dsn,
			"UPDATE audit SET actor_name = 'Somebody else' WHERE workspace_id <> '' AND position = 1")
		verify(exitFound, "position 1, seq ", "--head", noted)
		verify(exitOK, "instance: ", "--workspace", "instance")
		// Without a head the program must not seal the edited line again, however often it looks.
		storetest.ExecStatement(t, dsn, "DELETE FROM audit_heads")
		verify(exitFound, "head missing")
		verify(exitFound, "edited line")
	})
	if status, _,
		errOut := runCommand(t, "", "audit", "verify", "--data",
		filepath.Join(t.TempDir(), "none.db")); status != exitFailed || !strings.Contains(errOut, "no database") {
		t.Errorf("no database: %d %s", status, errOut)
	}
}

func TestAuditExport(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	server := startProgram(t, "serve", "--data", data)
	server.signal(syscall.SIGTERM)
	mustSucceed(t, server.wait())
	file := filepath.Join(t.TempDir(), "audit.csv")
	for _, row := range []struct {
		args   []string
		status int
		starts string
	}{
		{[]string{}, exitOK, `{"seq":`},
		{[]string{"--workspace", "Default", "--format", "csv"}, exitOK, "seq,position,at,"},
		{[]string{"--workspace", "instance"}, exitOK, `{"seq":`},
		{[]string{"--format", "csv", "--out", file}, exitOK, ""},
		{[]string{"--workspace", "nowhere"}, exitFailed, ""},
		{[]string{"--format", "xml"}, exitFailed, ""},
		{[]string{"--out", filepath.Join(file, "under-a-file")}, exitFailed, ""},
	} {
		status, out, errOut := runCommand(t, "", append([]string{"audit", "export", "--data", data}, row.args...)...)
		if status != row.status || !strings.HasPrefix(out, row.starts) || (status == exitFailed) != (errOut != "") {
			t.Errorf("%v: %d %s%s", row.args, status, out, errOut)
		}
		if strings.HasPrefix(row.starts, "{") {
			var line struct{ Kind string }
			mustSucceed(t, json.Unmarshal([]byte(strings.SplitN(out, "\n", 2)[0]), &line))
			if line.Kind != "audit" {
				t.Errorf("%v: the export's own line is missing: %s", row.args, out)
			}
		}
	}
	written, err := os.ReadFile(file)
	mustSucceed(t, err)
	if !strings.HasPrefix(string(written), "seq,position,at,") {
		t.Errorf("the file is %s", written)
	}
	if left, err := filepath.Glob(file + "*.part"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// The list has the lines that the flags ask for, the newest first, as a table or as JSON.
func TestAuditList(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	server := startProgram(t, "serve", "--data", data)
	server.signal(syscall.SIGTERM)
	mustSucceed(t, server.wait())
	mustRun(t, "", "key", "create", "--data", data, "--name", "Nightly")
	kinds := func(args ...string) (kinds []string) {
		t.Helper()
		out := mustRun(t, "", append([]string{"audit", "list", "--json", "--data", data}, args...)...)
		var lines []struct{ Kind string }
		mustSucceed(t, json.Unmarshal([]byte(out), &lines))
		for _, l := range lines {
			kinds = append(kinds, l.Kind)
		}
		return kinds
	}
	today := time.Now().UTC()
	for want, args := range map[string][]string{
		"[access key]": {"--kind", "access key"},
		"[]":           {"--kind", "access key", "--since", today.AddDate(0, 0, 1).Format(time.DateOnly)},
	} {
		if got := fmt.Sprint(kinds(args...)); got != want {
			t.Errorf("%v: %s, want %s", args, got, want)
		}
	}
	until := []string{"--kind", "access key", "--until", today.Format(time.DateOnly)}
	if len(kinds(until...)) != 1 || len(kinds("--kind", "access key", "--action", "lens.publish")) != 0 ||
		len(kinds("--limit", "1")) != 1 || len(kinds("--workspace", "instance")) == 0 {
		t.Error("--until, --action, --limit or --workspace does not do what it says")
	}
	out := mustRun(t, "", "audit", "list", "--data", data, "--kind", "access key")
	if !strings.Contains(out, "Access key created") || !strings.Contains(out, "name: - → Nightly") {
		t.Errorf("the table is %s", out)
	}
	exported := mustRun(t, "", "audit", "export", "--data", data, "--kind", "access key")
	if strings.Count(exported, `"seq":`) != 1 || !strings.Contains(exported, "Nightly") {
		t.Errorf("the export of access keys is %s", exported)
	}
	for _, args := range [][]string{{"--since", "yesterday"}, {"--limit", "0"}, {"--workspace", "nowhere"}} {
		if status, _, errOut := runCommand(t, "", append([]string{"audit", "list", "--data", data},
			args...)...); status != exitFailed || errOut == "" {
			t.Errorf("%v: %d %s", args, status, errOut)
		}
	}
}

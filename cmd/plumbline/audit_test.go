package main

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plumbline/models/store/storetest"
)

// The command line tells an audit that was tampered with from one that was not, by its exit status and in words.
func TestAuditVerify(t *testing.T) {
	data := storetest.SQLite(t)
	start(t, "serve", "--data", data) // makes a workspace with its lenses, and a token
	status, out, errs := command(t, "", "audit", "verify", "--data", data)
	if status != exitOK || strings.Count(out, " intact ") != 2 || !strings.HasPrefix(out, "instance ") {
		t.Fatalf("verify: %d\n%s%s", status, out, errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	head := lines[1][strings.LastIndexByte(lines[1], ' ')+1:]
	for _, row := range []struct {
		head   string
		status int
	}{{head, exitOK}, {strings.Repeat("ab", 32), exitFound}, {"short", exitFailed}} {
		if status, out, _ := command(t, "", "audit", "verify", "--data", data, "--head", row.head); status != row.status {
			t.Errorf("--head %s: %d\n%s", row.head, status, out)
		}
	}
	status, out, _ = command(t, "", "audit", "export", "--data", data, "--format", "csv")
	if status != exitOK || !strings.HasPrefix(out, "seq,position,at,") || !strings.Contains(out, "token.manage") {
		t.Errorf("export: %d\n%s", status, out)
	}
	file := filepath.Join(t.TempDir(), "audit.jsonl")
	if status, _, errs := command(t, "", "audit", "export", "--data", data, "--instance", "--out", file); status != exitOK {
		t.Errorf("export of the instance: %d %s", status, errs)
	}
	driver := "sqlite3"
	if !slices.Contains(sql.Drivers(), driver) {
		driver = "sqlite"
	}
	db, err := sql.Open(driver, data)
	must(t, err)
	defer db.Close()
	_, err = db.Exec("DELETE FROM audit WHERE position = 2 AND workspace_id <> ''")
	must(t, err)
	status, out, _ = command(t, "", "audit", "verify", "--data", data)
	if status != exitFound || !strings.Contains(out, "BROKEN") || !strings.Contains(out, "position 2 was removed") {
		t.Errorf("a removed line: %d\n%s", status, out)
	}
	if status, _, errs := command(t, "", "audit", "verify", "--data", filepath.Join(t.TempDir(), "none.db")); status != exitFailed || !strings.Contains(errs, "no database") {
		t.Errorf("no database: %d %s", status, errs)
	}
}

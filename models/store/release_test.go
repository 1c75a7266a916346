package store_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// A release that brings a migration adds a dump: go test ./models/store -run OldReleases -dump <its last migration>.
var dumpFlag = flag.String("dump", "", "write a new dump under this name; one that exists stays")

// firstWithPeople is the first release whose dump has accounts.
const firstWithPeople = "202611250003"

// firstWithTogether is the first release whose dump has comments.
const firstWithTogether = "202611250004"

func TestOldReleasesStillOpen(t *testing.T) {
	if *dumpFlag != "" {
		writeDump(t, *dumpFlag)
	}
	golden, err := os.ReadFile(filepath.Join("testdata", "schema_sqlite.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for _, release := range storetest.ReleaseDumps(t) {
		t.Run(release, func(t *testing.T) {
			s := storetest.OpenAt(t, storetest.RestoreDump(t, release))
			if got := schemaText(t, s); got != string(golden) {
				t.Errorf("an upgraded database differs from a new one:\n%s", got)
			}
			w := newWorld()
			mustRead(t, s, func(tx *store.Tx) error {
				table := baseNouns(w)
				if release >= firstWithPeople {
					table = append(table, accountNouns(w)...)
				}
				if release >= firstWithTogether {
					table = append(table, commentNouns(w)...)
				}
				for _, n := range table {
					v, err := n.get(tx)
					checkQuery(t, n.want)(v, err)
				}
				checkQuery(t, []models.Review{w.review})(tx.Reviews(w.workload.ID))
				line := w.line(1)
				line.Seq, line.Position = 1, 1
				line.Hash = line.Seal(nil)
				checkQuery(t, []models.AuditLine{line})(tx.Audit(w.workspace.ID, models.AuditQuery{}))
				problems, err := store.QueryRows(tx, "SELECT 'broken reference in ' || \"table\" FROM pragma_foreign_key_check")
				checkQuery(t, 0)(len(problems), err)
				return nil
			})
			mustWrite(t, s, func(tx *store.Tx) error { return answerVerb(tx, w, "sec_1") })
		})
	}
}

func writeDump(t *testing.T, name string) {
	file := filepath.Join("storetest", "testdata", name+".sql")
	if _, err := os.Stat(file); err == nil {
		t.Fatalf("%s exists: dumps are frozen", file)
	}
	path := storetest.SQLite(t)
	s := storetest.OpenAt(t, path)
	w := withTogether(t, s)
	mustWrite(t, s, func(tx *store.Tx) error { return tx.AppendAudit(w.line(1)) })
	if err := os.WriteFile(file, []byte(storetest.WriteDump(t, path)), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Skipf("%s is written; run the test again", file)
}

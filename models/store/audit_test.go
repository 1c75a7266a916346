package store_test

import (
	"errors"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/audit"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// chainVerdict seals what there is and walks the chain of a workspace.
func chainVerdict(t *testing.T, s *store.Store, workspaceID string) (v audit.Verdict) {
	t.Helper()
	if err := s.SealAudit(testContext); err != nil {
		t.Fatal(err)
	}
	mustRead(t, s, func(tx *store.Tx) (err error) {
		v, err = tx.AuditVerdict(workspaceID, nil)
		return err
	})
	return v
}

// Lines of two workspaces and the instance in one transaction go to three chains; a transaction that is
// rolled back, or breaks off, leaves none.
func TestAuditChains(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		line := func(space string) models.AuditLine { l := w.line(1); l.WorkspaceID = space; return l }
		spaces := []string{"", w.workspace.ID, "another"}
		for range 130 { // more than a page of AuditFrom in each chain
			mustWrite(t, s, func(tx *store.Tx) error {
				return firstError(tx.AppendAudit(line("another")), tx.AppendAudit(line("")), tx.AppendAudit(line(w.workspace.ID)),
					tx.AppendAudit(line("")))
			})
		}
		heads := map[string]string{}
		for i, want := range []int64{260, 130, 130} {
			v := chainVerdict(t, s, spaces[i])
			if !v.Intact() || v.Lines != want {
				t.Errorf("chain %q: %+v", spaces[i], v)
			}
			heads[spaces[i]] = string(v.Head)
		}
		refused := errors.New("refused")
		for _, fail := range []func() error{func() error { return refused }, func() error { panic(refused) }} {
			func() {
				defer func() { _ = recover() }()
				err := s.Write(testContext, func(tx *store.Tx) error {
					return firstError(tx.AppendAudit(line("")), tx.AppendAudit(line("another")), fail())
				})
				if !errors.Is(err, refused) {
					t.Errorf("%v", err)
				}
			}()
		}
		for space, head := range heads {
			if v := chainVerdict(t, s, space); !v.Intact() || string(v.Head) != head {
				t.Errorf("after a rollback, chain %q: %+v", space, v)
			}
		}
		mustRead(t, s, func(tx *store.Tx) error {
			checkQuery(t, []string{"", w.workspace.ID, "another"})(tx.AuditSpaces())
			return nil
		})
	})
}

// Lists come back as they were written, beside texts, and are part of what the chain proves.
func TestAuditOfLists(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		line := w.line(1)
		line.Changes = []models.FieldChange{
			models.ListChange("selected", []string{"a", "b, c"}, nil), {Field: "notes", From: "a, b"},
			models.ListChange("tags", nil, []string{"x"}),
		}
		mustWrite(t, s, func(tx *store.Tx) error { return tx.AppendAudit(line) })
		mustRead(t, s, func(tx *store.Tx) error {
			lines, err := tx.Audit(w.workspace.ID, models.AuditQuery{})
			if err != nil || len(lines) != 1 {
				t.Fatalf("%d lines, %v", len(lines), err)
			}
			checkQuery(t, line.Changes)(lines[0].Changes, err)
			return nil
		})
		if v := chainVerdict(t, s, w.workspace.ID); !v.Intact() || v.Lines != 1 {
			t.Errorf("%+v", v)
		}
	})
}

// The lines of old releases are chained when the store opens, once.
func TestOldReleasesVerify(t *testing.T) {
	for _, release := range storetest.ReleaseDumps(t) {
		path := storetest.RestoreDump(t, release)
		var head string
		for range 2 {
			s := storetest.OpenAt(t, path)
			v := chainVerdict(t, s, newWorld().workspace.ID)
			if !v.Intact() || v.Lines == 0 || head != "" && head != string(v.Head) {
				t.Errorf("%s: %+v", release, v)
			}
			head = string(v.Head)
		}
	}
}

// A chain that lost its head is not made good when the store opens again.
func TestAChainWithoutAHeadStaysBroken(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		w := newWorld().create(t, s)
		for i := range 3 {
			mustWrite(t, s, func(tx *store.Tx) error { return tx.AppendAudit(w.line(i)) })
		}
		chainVerdict(t, s, w.workspace.ID)
		storetest.ExecStatement(t, dsn, "UPDATE audit SET actor_name = 'x' WHERE position = 2")
		storetest.ExecStatement(t, dsn, "DELETE FROM audit_heads")
		v := chainVerdict(t, storetest.OpenAt(t, dsn), w.workspace.ID)
		if len(v.Faults) != 2 || !strings.HasPrefix(v.Faults[0].What, "edited line") ||
			!strings.HasPrefix(v.Faults[1].What, "head missing") {
			t.Errorf("%+v", v)
		}
	})
}

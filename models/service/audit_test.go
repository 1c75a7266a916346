package service_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// audited is a server with twelve audit lines in a workspace, and a way around the store.
type audited struct {
	t     *testing.T
	svc   *service.Service
	space string
	ctx   context.Context // the system in the workspace
	db    *sql.DB
}

func eachAudited(t *testing.T, test func(*audited)) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		driver := sqliteDriver()
		if strings.HasPrefix(dsn, "postgres") {
			driver = "pgx"
		}
		st := storetest.OpenAt(t, dsn)
		db, err := sql.Open(driver, dsn)
		must(t, err)
		t.Cleanup(func() { must(t, db.Close()) })
		test(newAudited(t, st, db))
	})
}

func sqliteDriver() string {
	if slices.Contains(sql.Drivers(), "sqlite3") {
		return "sqlite3"
	}
	return "sqlite"
}

func newAudited(t *testing.T, st *store.Store, db *sql.DB) *audited {
	svc := service.New(st, service.Options{Passwords: service.PasswordCost{MemoryKB: 8, Passes: 1, Lanes: 1}})
	space, err := svc.Workspaces.Create(models.WithActor(t.Context(), service.SystemActor("")), models.WorkspaceInput{Name: "Ops"})
	must(t, err)
	a := &audited{t: t, svc: svc, space: space.ID, ctx: models.WithActor(t.Context(), service.SystemActor(space.ID)), db: db}
	for i := range 12 {
		_, _, err := svc.Tokens.Create(a.ctx, models.TokenInput{Name: fmt.Sprintf("Token %d", i), Role: models.Viewer})
		must(t, err)
	}
	return a
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// do changes the database behind the store's back.
func (a *audited) do(query string) {
	a.t.Helper()
	_, err := a.db.Exec(strings.ReplaceAll(query, "$space", "'"+a.space+"'"))
	must(a.t, err)
}

func (a *audited) verify() service.Chain {
	a.t.Helper()
	chain, err := a.svc.Audit.Verify(a.ctx)
	must(a.t, err)
	return chain
}

// Whatever somebody does to the lines behind the program's back is found, at its place, and nothing else is.
func TestTamperingIsFound(t *testing.T) {
	for name, row := range map[string]struct {
		query string
		at    int64  // position of the only fault
		what  string // it says
		lines int64
	}{
		"an edited change":     {`UPDATE audit SET changes = '[{"field":"name","to":"Else"}]' WHERE workspace_id = $space AND position = 5`, 5, "not as it was written", 12},
		"another actor":        {`UPDATE audit SET actor_name = 'Bob' WHERE workspace_id = $space AND position = 1`, 1, "not as it was written", 12},
		"another actor's id":   {`UPDATE audit SET actor_id = 'x' WHERE workspace_id = $space AND position = 2`, 2, "not as it was written", 12},
		"another kind of one":  {`UPDATE audit SET actor_kind = 'token' WHERE workspace_id = $space AND position = 3`, 3, "not as it was written", 12},
		"another time":         {`UPDATE audit SET at = at + 1 WHERE workspace_id = $space AND position = 4`, 4, "not as it was written", 12},
		"another address":      {`UPDATE audit SET address = '192.0.2.1' WHERE workspace_id = $space AND position = 6`, 6, "not as it was written", 12},
		"another action":       {`UPDATE audit SET action = 'token.explode' WHERE workspace_id = $space AND position = 7`, 7, "not as it was written", 12},
		"another noun":         {`UPDATE audit SET kind = 'lens' WHERE workspace_id = $space AND position = 8`, 8, "not as it was written", 12},
		"another thing":        {`UPDATE audit SET thing_id = 'x' WHERE workspace_id = $space AND position = 9`, 9, "not as it was written", 12},
		"another workload":     {`UPDATE audit SET workload_id = 'x' WHERE workspace_id = $space AND position = 12`, 12, "not as it was written", 12},
		"a removed line":       {`DELETE FROM audit WHERE workspace_id = $space AND position = 5`, 6, "position 5 was removed", 11},
		"removed lines":        {`DELETE FROM audit WHERE workspace_id = $space AND position BETWEEN 5 AND 7`, 8, "5 to 7 were removed", 9},
		"the first line":       {`DELETE FROM audit WHERE workspace_id = $space AND position = 1`, 2, "position 1 was removed", 11},
		"the last line":        {`DELETE FROM audit WHERE workspace_id = $space AND position = 12`, 12, "12 to 12, were removed", 11},
		"all lines":            {`DELETE FROM audit WHERE workspace_id = $space`, 12, "1 to 12, were removed", 0},
		"the kept end":         {`UPDATE audit_heads SET lines = 11 WHERE workspace_id = $space`, 11, "kept end", 12},
		"the kept end is gone": {`DELETE FROM audit_heads WHERE workspace_id = $space`, 0, "kept end", 12},
		"an added line": {`INSERT INTO audit (workspace_id, workload_id, at, actor_kind, actor_id, actor_name, address, action, kind, thing_id, changes, position, hash)
			SELECT workspace_id, workload_id, at, actor_kind, actor_id, actor_name, address, action, kind, thing_id, changes, 0, hash FROM audit
			WHERE workspace_id = $space AND position = 1`, 0, "not written by this chain", 13},
	} {
		t.Run(name, func(t *testing.T) {
			eachAudited(t, func(a *audited) {
				if before := a.verify(); !before.Intact() || before.Lines != 12 || len(before.Head) != 32 {
					t.Fatalf("before: %+v", before)
				}
				a.do(row.query)
				after := a.verify()
				if len(after.Faults) != 1 || after.Faults[0].Position != row.at || !strings.Contains(after.Faults[0].What, row.what) || after.Lines != row.lines {
					a.t.Errorf("found %d lines and %+v", after.Lines, after.Faults)
				}
			})
		})
	}
}

// An edited line with a hash to match shows at the next one, and one at the end in the kept end.
func TestAHashThatMatchesTheEditShows(t *testing.T) {
	eachAudited(t, func(a *audited) {
		page, err := a.svc.Audit.List(a.ctx, models.AuditQuery{})
		must(t, err)
		for _, position := range []int64{6, 12} {
			line, before := page.Items[12-position], page.Items[12-position+1]
			line.ActorName = "Bob"
			a.do(fmt.Sprintf(`UPDATE audit SET actor_name = 'Bob', hash = %s WHERE workspace_id = $space AND position = %d`, a.literal(line.Seal(before.Hash)), position))
		}
		faults := a.verify().Faults
		if len(faults) != 2 || faults[0].Position != 7 || !strings.Contains(faults[1].What, "kept end") {
			a.t.Errorf("found %+v", faults)
		}
	})
}

func (a *audited) literal(b []byte) string {
	if strings.HasSuffix(a.t.Name(), "postgres") {
		return fmt.Sprintf(`'\x%x'`, b)
	}
	return fmt.Sprintf(`x'%x'`, b)
}

// Writers at once, in two workspaces and with some that fail, leave chains without a gap.
func TestWritersAtOnceKeepTheChain(t *testing.T) {
	eachAudited(t, func(a *audited) {
		other, err := a.svc.Workspaces.Create(a.ctx, models.WorkspaceInput{Name: "Dev"})
		must(t, err)
		elsewhere := models.WithActor(t.Context(), service.SystemActor(other.ID))
		var writers sync.WaitGroup
		for i := range 16 {
			writers.Go(func() {
				for range 10 {
					ctx := a.ctx
					if i%4 == 0 {
						ctx = elsewhere
					}
					if _, _, err := a.svc.Tokens.Create(ctx, models.TokenInput{Name: "At once", Role: models.Viewer}); err != nil {
						a.t.Error(err)
					}
					if err := a.svc.Tokens.Revoke(ctx, "nothing"); models.CodeOf(err) != models.NotFound {
						a.t.Error(err)
					}
				}
			})
		}
		writers.Wait()
		chains, err := a.svc.Audit.VerifyAll(a.ctx, nil)
		must(t, err)
		lines := map[string]int64{}
		for _, c := range chains {
			lines[c.WorkspaceID] = c.Lines
			if !c.Intact() {
				a.t.Errorf("%q: %+v", c.WorkspaceID, c.Faults)
			}
		}
		if lines[a.space] != 12+120 || lines[other.ID] != 40 || lines[""] != 2 {
			a.t.Errorf("lines: %v", lines)
		}
	})
}

// Lines of a release that did not chain them are chained when its database is opened.
func TestOldLinesAreChained(t *testing.T) {
	for _, release := range storetest.Releases(t) {
		svc := service.New(storetest.OpenAt(t, storetest.Restore(t, release)), service.Options{})
		chains, err := svc.Audit.VerifyAll(models.WithActor(t.Context(), service.SystemActor("")), nil)
		must(t, err)
		for _, c := range chains {
			if !c.Intact() || c.Lines == 0 {
				t.Errorf("%s: %+v", release, c)
			}
		}
		if len(chains) == 0 {
			t.Errorf("%s: no chain", release)
		}
	}
}

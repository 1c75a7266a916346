package store_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// withFaultyLine runs a test with a store whose line to PostgreSQL can be made to fail.
func withFaultyLine(t *testing.T, run func(*testing.T, *store.Store, *storetest.FaultProxy)) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		proxy := storetest.NewProxy(t, dsn)
		s, err := store.Open(testContext, proxy.DSN, store.Options{Timeout: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
		run(t, s, proxy)
	})
}

// transactionKinds are one of each kind of transaction.
func transactionKinds(s *store.Store, w testWorld) map[string]func() error {
	return map[string]func() error{
		"ping": func() error { return s.Ping(testContext) },
		"read": func() error {
			return s.Read(testContext, func(tx *store.Tx) error { return notFoundNoun(tx.Workload(w.workload.ID)) })
		},
		"write": func() error {
			return s.Write(testContext, func(tx *store.Tx) error { return tx.UpdateWorkload(w.workload) })
		},
	}
}

func TestPostgresThatHangs(t *testing.T) {
	withFaultyLine(t, func(t *testing.T, s *store.Store, proxy *storetest.FaultProxy) {
		w := newWorld().create(t, s)
		errorCode(t, s.Write(testContext, func(tx *store.Tx) error { // it stops in the middle of a transaction
			proxy.Stall(true)
			return tx.UpdateWorkload(w.workload)
		}), models.CodeUnavailable)
		var all sync.WaitGroup
		for name, ask := range transactionKinds(s, w) {
			for range 10 { // more than there are connections, for three kinds
				all.Go(func() {
					if err := ask(); models.CodeOf(err) != models.CodeUnavailable {
						t.Errorf("%s on a database that hangs: %v", name, err)
					}
				})
			}
		}
		all.Wait()
		short, cancel := context.WithTimeout(testContext, 50*time.Millisecond)
		defer cancel()
		errorCode(t, s.Ping(short), models.CodeUnavailable)
		if _, err := store.Open(testContext, proxy.DSN,
			store.Options{Timeout: time.Second}); models.CodeOf(err) != models.CodeUnavailable {
			t.Errorf("a store opens on a database that hangs: %v", err)
		}
		proxy.Stall(false)
		checkHealed(t, s, w)
	})
}

func TestPostgresThatBreaks(t *testing.T) {
	withFaultyLine(t, func(t *testing.T, s *store.Store, proxy *storetest.FaultProxy) {
		w := newWorld().create(t, s)
		reads := func(tx *store.Tx) error { return notFoundNoun(tx.Workload(w.workload.ID)) }
		for name, run := range map[string]func(context.Context, func(*store.Tx) error) error{"read": s.Read,
			"write": s.Write} {
			err := run(testContext, func(tx *store.Tx) error {
				if err := reads(tx); err != nil {
					return err
				}
				proxy.Reset()
				_ = reads(tx) // this one meets the reset, the next one a connection that is closed
				return reads(tx)
			})
			if models.CodeOf(err) != models.CodeUnavailable {
				t.Errorf("%s on a line that broke: %v", name, err)
			}
			proxy.Reset() // connections that nobody uses: nobody notices
			checkHealed(t, s, w)
		}
		err := s.Write(testContext, func(tx *store.Tx) error {
			err := tx.UpdateWorkload(w.workload)
			proxy.Reset()
			return err
		})
		errorCode(t, err, models.CodeUnavailable)
		if !strings.Contains(err.Error(), "look whether it was") {
			t.Errorf("nobody knows how the commit ended, but it says: %v", err)
		}
		proxy.Refuse(true)
		for name, ask := range transactionKinds(s, w) {
			if err := ask(); models.CodeOf(err) != models.CodeUnavailable {
				t.Errorf("%s without a server: %v", name, err)
			}
		}
		proxy.Refuse(false)
		checkHealed(t, s, w)
	})
}

// A transaction whose statements all go with the commit is not run again where only the reply to the commit was lost.
func TestACommitWithoutAReplyIsNotRepeated(t *testing.T) {
	withFaultyLine(t, func(t *testing.T, s *store.Store, proxy *storetest.FaultProxy) {
		w := newWorld().create(t, s)
		lines := func() (count int) {
			mustRead(t, s, func(tx *store.Tx) error {
				all, err := tx.Audit(w.workload.WorkspaceID, models.AuditQuery{})
				count = len(all)
				return err
			})
			return count
		}
		write := func(before func()) error {
			return s.Write(testContext, func(tx *store.Tx) error {
				before()
				return tx.AppendAudit(w.line(1))
			})
		}
		for range 3 { // the connection knows the statements
			if err := write(func() {}); err != nil {
				t.Fatal(err)
			}
		}
		had := lines()
		err := write(sync.OnceFunc(proxy.LoseReplies))
		switch added := lines() - had; {
		case err == nil && added != 1:
			t.Errorf("the change was acknowledged, and is there %d times", added)
		case err != nil && added > 1:
			t.Errorf("the change is there %d times: %v", added, err)
		}
	})
}

// checkHealed wants that all goes well again. What waited for the database may still hold connections for a while.
func checkHealed(t *testing.T, s *store.Store, w testWorld) {
	t.Helper()
	for name, ask := range transactionKinds(s, w) {
		err := ask()
		for deadline := time.Now().Add(time.Minute); err != nil && time.Now().Before(deadline); err = ask() {
			errorCode(t, err, models.CodeUnavailable)
		}
		if err != nil {
			t.Errorf("%s never heals: %v", name, err)
		}
	}
}

const endBackends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND " +
	"pid <> pg_backend_pid()"

// Backends that an administrator ends are an outage to whoever uses them, and none to whoever comes next.
func TestPostgresEndsBackends(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		w := newWorld().create(t, s)
		for name, run := range map[string]func(context.Context, func(*store.Tx) error) error{"read": s.Read,
			"write": s.Write} {
			errorCode(t, run(testContext, func(tx *store.Tx) error {
				if err := notFoundNoun(tx.Workload(w.workload.ID)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				storetest.ExecStatement(t, dsn, endBackends)
				_ = notFoundNoun(tx.Workload(w.workload.ID))
				return notFoundNoun(tx.Workload(w.workload.ID))
			}), models.CodeUnavailable)
			storetest.ExecStatement(t, dsn, endBackends)
			for name, ask := range transactionKinds(s, w) {
				if err := ask(); err != nil {
					t.Errorf("%s after idle backends ended: %v", name, err)
				}
			}
		}
	})
}

// A statement, and the wait for a lock, have a limit of their own; what a database that only reads refuses is
// an outage.
func TestPostgresLimits(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s, err := store.Open(testContext, dsn, store.Options{Timeout: 200 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		w := newWorld().create(t, s)
		errorCode(t, s.Read(testContext, func(tx *store.Tx) error {
			return notFoundNoun(store.QueryRows(tx, "SELECT 'x' FROM pg_sleep(60)"))
		}), models.CodeUnavailable)
		mustWrite(t, storetest.OpenAt(t, dsn), func(tx *store.Tx) error {
			err := notFoundNoun(tx.Workload(w.workload.ID))
			errorCode(t, s.Write(testContext, func(tx *store.Tx) error { return tx.UpdateWorkload(w.workload) }),
				models.CodeUnavailable)
			return err
		})
		storetest.ExecStatement(t, dsn, "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || "+
			"' SET default_transaction_read_only = on'; END $$")
		storetest.ExecStatement(t, dsn, endBackends)
		errorCode(t, s.Write(testContext, func(tx *store.Tx) error { return tx.UpdateWorkload(w.workload) }),
			models.CodeUnavailable)
	})
}

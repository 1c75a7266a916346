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

// faulty runs a test with a store whose line to PostgreSQL can be made to fail.
func faulty(t *testing.T, run func(*testing.T, *store.Store, *storetest.Proxy)) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		proxy := storetest.NewProxy(t, dsn)
		s, err := store.Open(ctx, proxy.DSN, store.Options{Timeout: time.Second})
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

// asks are one of each kind of transaction.
func asks(s *store.Store, w world) map[string]func() error {
	return map[string]func() error{
		"ping": func() error { return s.Ping(ctx) },
		"read": func() error {
			return s.Read(ctx, func(tx *store.Tx) error { return lost(tx.Workload(w.workload.ID)) })
		},
		"write": func() error {
			return s.Write(ctx, func(tx *store.Tx) error { return tx.UpdateWorkload(w.workload) })
		},
	}
}

func TestPostgresThatHangs(t *testing.T) {
	faulty(t, func(t *testing.T, s *store.Store, proxy *storetest.Proxy) {
		w := newWorld().create(t, s)
		code(t, s.Write(ctx, func(tx *store.Tx) error { // it stops in the middle of a transaction
			proxy.Stall(true)
			return tx.UpdateWorkload(w.workload)
		}), models.Unavailable)
		var all sync.WaitGroup
		for name, ask := range asks(s, w) {
			for range 10 { // more than there are connections, for three kinds
				all.Go(func() {
					if err := ask(); models.CodeOf(err) != models.Unavailable {
						t.Errorf("%s on a database that hangs: %v", name, err)
					}
				})
			}
		}
		all.Wait()
		short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		code(t, s.Ping(short), models.Unavailable)
		if _, err := store.Open(ctx, proxy.DSN,
			store.Options{Timeout: time.Second}); models.CodeOf(err) != models.Unavailable {
			t.Errorf("a store opens on a database that hangs: %v", err)
		}
		proxy.Stall(false)
		heals(t, s, w)
	})
}

func TestPostgresThatBreaks(t *testing.T) {
	faulty(t, func(t *testing.T, s *store.Store, proxy *storetest.Proxy) {
		w := newWorld().create(t, s)
		reads := func(tx *store.Tx) error { return lost(tx.Workload(w.workload.ID)) }
		for name, run := range map[string]func(context.Context, func(*store.Tx) error) error{"read": s.Read,
			"write": s.Write} {
			err := run(ctx, func(tx *store.Tx) error {
				if err := reads(tx); err != nil {
					return err
				}
				proxy.Reset()
				_ = reads(tx) // this one meets the reset, the next one a connection that is closed
				return reads(tx)
			})
			if models.CodeOf(err) != models.Unavailable {
				t.Errorf("%s on a line that broke: %v", name, err)
			}
			proxy.Reset() // connections that nobody uses: nobody notices
			heals(t, s, w)
		}
		err := s.Write(ctx, func(tx *store.Tx) error {
			err := tx.UpdateWorkload(w.workload)
			proxy.Reset()
			return err
		})
		code(t, err, models.Unavailable)
		if !strings.Contains(err.Error(), "look whether it was") {
			t.Errorf("nobody knows how the commit ended, but it says: %v", err)
		}
		proxy.Refuse(true)
		for name, ask := range asks(s, w) {
			if err := ask(); models.CodeOf(err) != models.Unavailable {
				t.Errorf("%s without a server: %v", name, err)
			}
		}
		proxy.Refuse(false)
		heals(t, s, w)
	})
}

// heals wants that all goes well again. What waited for the database may still hold connections for a while.
func heals(t *testing.T, s *store.Store, w world) {
	t.Helper()
	for name, ask := range asks(s, w) {
		err := ask()
		for deadline := time.Now().Add(time.Minute); err != nil && time.Now().Before(deadline); err = ask() {
			code(t, err, models.Unavailable)
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
			code(t, run(ctx, func(tx *store.Tx) error {
				if err := lost(tx.Workload(w.workload.ID)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				storetest.Exec(t, dsn, endBackends)
				_ = lost(tx.Workload(w.workload.ID))
				return lost(tx.Workload(w.workload.ID))
			}), models.Unavailable)
			storetest.Exec(t, dsn, endBackends)
			for name, ask := range asks(s, w) {
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
		s, err := store.Open(ctx, dsn, store.Options{Timeout: 200 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		w := newWorld().create(t, s)
		code(t, s.Read(ctx, func(tx *store.Tx) error {
			return lost(store.Query(tx, "SELECT 'x' FROM pg_sleep(60)"))
		}), models.Unavailable)
		write(t, storetest.OpenAt(t, dsn), func(tx *store.Tx) error {
			err := lost(tx.Workload(w.workload.ID))
			code(t, s.Write(ctx, func(tx *store.Tx) error { return tx.UpdateWorkload(w.workload) }), models.Unavailable)
			return err
		})
		storetest.Exec(t, dsn, "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || "+
			"' SET default_transaction_read_only = on'; END $$")
		storetest.Exec(t, dsn, endBackends)
		code(t, s.Write(ctx, func(tx *store.Tx) error { return tx.UpdateWorkload(w.workload) }), models.Unavailable)
	})
}

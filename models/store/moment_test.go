package store_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"plumbline/models/store"
	"plumbline/models/store/observe"
	"plumbline/models/store/storetest"
)

// eachCounted runs the test on each engine, with the number of its read transactions.
func eachCounted(t *testing.T, test func(t *testing.T, s *store.Store, reads *atomic.Int32)) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		reads := &atomic.Int32{}
		count := func(_ context.Context, writes bool) {
			if !writes {
				reads.Add(1)
			}
		}
		opt := store.Options{Observer: &observe.Observer{Transaction: count}}
		test(t, storetest.OpenWith(t, dsn, opt), reads)
	})
}

// workloadName reads one thing with a context.
func workloadName(ctx context.Context, t *testing.T, s *store.Store, w testWorld) (name string) {
	t.Helper()
	err := s.Read(ctx, func(tx *store.Tx) error {
		load, err := tx.Workload(w.workload.ID)
		name = load.Name
		return err
	})
	if err != nil {
		t.Errorf("read: %v", err)
	}
	return name
}

func rename(t *testing.T, s *store.Store, w testWorld, name string) {
	t.Helper()
	err := s.Write(testContext, func(tx *store.Tx) error {
		return store.ExecStatement(tx, "UPDATE workloads SET name = ? WHERE id = ?", name, w.workload.ID)
	})
	if err != nil {
		t.Errorf("write: %v", err)
	}
}

func TestWhatIsReadTogetherIsOfOneMoment(t *testing.T) {
	eachCounted(t, func(t *testing.T, s *store.Store, reads *atomic.Int32) {
		w := newWorld().create(t, s)
		before := reads.Load()
		var kept context.Context
		for range 40 { // more often than there are connections
			rename(t, s, w, "Old")
			err := s.ReadTogether(testContext, func(together context.Context) error {
				kept = together
				if got := workloadName(together, t, s, w); got != "Old" {
					t.Errorf("the first read has %q", got)
				}
				rename(t, s, w, "New")
				return s.ReadTogether(together, func(within context.Context) error {
					if got := workloadName(within, t, s, w); got != "Old" {
						t.Errorf("the second read has %q", got)
					}
					return nil
				})
			})
			if err != nil {
				t.Fatalf("read together: %v", err)
			}
		}
		if n := reads.Load() - before; n != 40 {
			t.Errorf("%d transactions, want 40", n)
		}
		if got := workloadName(kept, t, s, w); got != "New" {
			t.Errorf("a read with the context of a reading that is over has %q", got)
		}
	})
}

func TestReadingTogetherGivesErrorsBack(t *testing.T) {
	eachCounted(t, func(t *testing.T, s *store.Store, reads *atomic.Int32) {
		mine := errors.New("mine")
		if err := s.ReadTogether(testContext, func(context.Context) error { return mine }); !errors.Is(err, mine) {
			t.Errorf("the error is %v", err)
		}
		ended, end := context.WithCancel(testContext)
		end()
		err := s.ReadTogether(testContext, func(together context.Context) error {
			within, stop := context.WithCancel(together)
			stop()
			return s.Read(within, func(tx *store.Tx) error {
				_, err := tx.Workload(testID("wkld", 1))
				return err
			})
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a read whose own context ended: %v", err)
		}
		if err := s.ReadTogether(ended, func(context.Context) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("a reading whose context ended: %v", err)
		}
	})
}

// With every connection in the hands of somebody who wants to write, nobody would go on.
func TestNoWriteWithinReadTogether(t *testing.T) {
	eachCounted(t, func(t *testing.T, s *store.Store, _ *atomic.Int32) {
		nothing := func(*store.Tx) error { return nil }
		var kept context.Context
		err := s.ReadTogether(testContext, func(together context.Context) error {
			kept = together
			if err := s.Write(together, nothing); err == nil {
				t.Error("a write was taken")
			}
			return s.Read(together, func(*store.Tx) error {
				if err := s.Write(together, nothing); err == nil {
					t.Error("a write was taken while a read runs")
				}
				return nil
			})
		})
		if err != nil {
			t.Errorf("read together: %v", err)
		}
		if err := s.Write(kept, nothing); err != nil {
			t.Errorf("a write after the reading: %v", err)
		}
	})
}

// A read while another one runs, and one after a statement that failed, have transactions of their own.
func TestReadsThatCannotBeTogether(t *testing.T) {
	eachCounted(t, func(t *testing.T, s *store.Store, reads *atomic.Int32) {
		w := newWorld().create(t, s)
		before := reads.Load()
		err := s.ReadTogether(testContext, func(together context.Context) error {
			err := s.Read(together, func(*store.Tx) error {
				rename(t, s, w, "Meanwhile")
				if got := workloadName(together, t, s, w); got != "Meanwhile" {
					t.Errorf("the read within a read has %q", got)
				}
				return nil
			})
			failed := s.Read(together, func(tx *store.Tx) error { return store.FailedStatement(tx) })
			if failed == nil {
				t.Error("the statement did not fail")
			}
			if got := workloadName(together, t, s, w); got != "Meanwhile" {
				t.Errorf("the read after one that failed has %q", got)
			}
			return err
		})
		if err != nil {
			t.Errorf("read together: %v", err)
		}
		if n := reads.Load() - before; n != 3 {
			t.Errorf("%d transactions, want 3", n)
		}
	})
}

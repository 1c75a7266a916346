package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// inLine runs the writes on SQLite so that each waits in line behind the one before, and gives their errors.
func inLine(t *testing.T, s *store.Store, writes ...func(*store.Tx) error) []error {
	t.Helper()
	errs := make([]error, len(writes))
	begun := make(chan struct{})
	var wait sync.WaitGroup
	for i, fn := range writes {
		wait.Go(func() {
			errs[i] = s.Write(ctx, func(tx *store.Tx) error {
				if i == 0 {
					close(begun)
					await(t, func() bool { return store.Line(s) == len(writes)-1 })
				}
				return fn(tx)
			})
		})
		if i == 0 {
			<-begun
		}
		if i < len(writes)-1 { // the last one lets the first go on
			await(t, func() bool { return store.Line(s) == i })
		}
	}
	wait.Wait()
	return errs
}

func await(t *testing.T, done func() bool) {
	for range 5000 {
		if done() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("waited in vain")
}

func TestWritesInLineShareACommit(t *testing.T) {
	s := storetest.OpenAt(t, storetest.SQLite(t))
	store.LetGroupsWait(s, time.Minute) // a busy machine must not tear them apart
	w := newWorld().create(t, s)
	put := func(q string) func(*store.Tx) error {
		return func(tx *store.Tx) error { return tx.PutAnswer(w.answer(q)) }
	}
	unseen := func(tx *store.Tx) error {
		code(t, lost(tx.Answer(w.review.ID, "b")), models.NotFound) // its own transaction undid it
		check(t, w.answer("a"))(tx.Answer(w.review.ID, "a"))
		read(t, s, func(tx *store.Tx) error { // not committed, and so not seen
			code(t, lost(tx.Answer(w.review.ID, "a")), models.NotFound)
			return nil
		})
		return nil
	}
	failing := func(tx *store.Tx) error { return first(put("b")(tx), fmt.Errorf("no")) }
	errs := inLine(t, s, put("a"), failing, unseen, put("c"))
	if errs[0] != nil || errs[1] == nil || errs[2] != nil || errs[3] != nil {
		t.Errorf("errors: %v", errs)
	}
	read(t, s, func(tx *store.Tx) error {
		check(t, []models.Answer{w.answer("a"), w.answer("c")})(tx.Answers(w.review.ID))
		return nil
	})
}

// A transaction that SQLite ends by itself takes the whole group with it: nobody is told that a change was kept.
func TestALostTransactionFailsItsWholeGroup(t *testing.T) {
	s := storetest.OpenAt(t, storetest.SQLite(t))
	store.LetGroupsWait(s, time.Minute) // a busy machine must not tear them apart
	w := newWorld().create(t, s)
	errs := inLine(t, s,
		func(tx *store.Tx) error { return tx.PutAnswer(w.answer("a")) },
		func(tx *store.Tx) error { return store.Exec(tx, "ROLLBACK") },
		func(tx *store.Tx) error { return tx.PutAnswer(w.answer("c")) })
	code(t, errs[0], models.Unavailable)
	code(t, errs[1], models.Unavailable)
	if errs[2] != nil {
		t.Errorf("the write after it: %v", errs[2])
	}
	read(t, s, func(tx *store.Tx) error {
		check(t, []models.Answer{w.answer("c")})(tx.Answers(w.review.ID))
		return nil
	})
}

func TestAGroupHasBounds(t *testing.T) {
	s := storetest.OpenAt(t, storetest.SQLite(t))
	w := newWorld().create(t, s)
	seen := func(want int) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			read(t, s, func(tx *store.Tx) error {
				answers, err := tx.Answers(w.review.ID)
				check(t, want)(len(answers), err)
				return nil
			})
			return nil
		}
	}
	errs := inLine(t, s, func(tx *store.Tx) error {
		time.Sleep(10 * time.Millisecond) // longer than a group may last
		return tx.PutAnswer(w.answer("a"))
	}, seen(1))
	if first(errs...) != nil {
		t.Error(errs)
	}
}

func TestWhoIsInLineWhenTheStoreClosesIsTold(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		s, err := store.Open(ctx, dsn, store.Options{})
		if err := first(err, store.CloseEngine(s)); err != nil {
			t.Fatal(err)
		}
		code(t, s.Write(ctx, func(*store.Tx) error { return nil }), models.Unavailable)
		code(t, s.Read(ctx, func(*store.Tx) error { return nil }), models.Unavailable)
	})
}

// A store that closes while a write is in its group commits that first: it was promised, or is about to be.
func TestClosingKeepsTheGroup(t *testing.T) {
	path := storetest.SQLite(t)
	s := storetest.OpenAt(t, path)
	w := newWorld().create(t, s)
	store.LetGroupsWait(s, time.Minute)
	var closing sync.WaitGroup
	begun := make(chan struct{})
	closing.Go(func() {
		<-begun
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	err := s.Write(ctx, func(tx *store.Tx) error {
		close(begun)
		await(t, func() bool { return store.Line(s) == 1 })
		return tx.PutAnswer(w.answer("a"))
	})
	closing.Wait()
	if err != nil {
		t.Fatalf("the write that was under way: %v", err)
	}
	read(t, storetest.OpenAt(t, path), func(tx *store.Tx) error {
		check(t, w.answer("a"))(tx.Answer(w.review.ID, "a"))
		return nil
	})
}

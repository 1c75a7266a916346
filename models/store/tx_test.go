package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

func TestSixteenWritersLoseNothing(t *testing.T) {
	const writers, rounds = 16, 100
	for _, locksReview := range []bool{true, false} {
		storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
			w := newWorld().create(t, s)
			var wait sync.WaitGroup
			for range writers {
				wait.Go(func() {
					for range rounds {
						if err := s.Write(testContext, func(tx *store.Tx) error { return increment(tx, w, locksReview) }); err != nil {
							t.Errorf("write: %v", err)
							return
						}
					}
				})
			}
			wait.Wait()
			mustRead(t, s, func(tx *store.Tx) error {
				a, err := tx.Answer(w.review.ID, "sec_1")
				if a.Version != writers*rounds {
					t.Errorf("%d of %d changes are there", a.Version, writers*rounds)
				}
				return err
			})
		})
	}
}

// An answer that does not exist yet has no row to lock.
func TestTheFirstWritersOfAnAnswerLoseNothing(t *testing.T) {
	const writers, questions = 4, 50
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		for q := range questions {
			var wait sync.WaitGroup
			for range writers {
				wait.Go(func() {
					err := s.Write(testContext, func(tx *store.Tx) error { return raiseError(tx, w, fmt.Sprint("q_", q)) })
					if err != nil {
						t.Errorf("write: %v", err)
					}
				})
			}
			wait.Wait()
		}
		mustRead(t, s, func(tx *store.Tx) error {
			answers, err := tx.Answers(w.review.ID)
			for _, a := range answers {
				if a.Version != writers {
					t.Errorf("%d of %d changes of %s are there", a.Version, writers, a.QuestionID)
				}
			}
			return err
		})
	})
}

func increment(tx *store.Tx, w testWorld, locksReview bool) error {
	if locksReview {
		if _, _, err := tx.Review(w.workload.ID, w.lens.ID); err != nil {
			return err
		}
	}
	return raiseError(tx, w, "sec_1")
}

func raiseError(tx *store.Tx, w testWorld, question string) error {
	a, err := tx.Answer(w.review.ID, question)
	if models.CodeOf(err) == models.CodeNotFound {
		a, err = w.answer(question), nil
		a.Version = 0
	}
	if err != nil {
		return err
	}
	a.Version++
	return tx.PutAnswer(a)
}

func TestReadersDoNotWaitForAWriterAndSeeOneMoment(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		changed := w.workload
		changed.Notes = "changed"
		mustWrite(t, s, func(tx *store.Tx) error {
			if err := tx.UpdateWorkload(changed); err != nil {
				return err
			}
			mustRead(t, s, func(tx *store.Tx) error { checkQuery(t, w.workload)(tx.Workload(w.workload.ID)); return nil })
			return nil
		})
		again := changed
		again.Notes = "changed again"
		mustRead(t, s, func(tx *store.Tx) error {
			checkQuery(t, changed)(tx.Workload(w.workload.ID))
			mustWrite(t, s, func(tx *store.Tx) error { return tx.UpdateWorkload(again) })
			checkQuery(t, changed)(tx.Workload(w.workload.ID))
			errorCode(t, notFoundNoun(tx.Answer(w.review.ID, "sec_1")), models.CodeNotFound)
			mustWrite(t, s, func(tx *store.Tx) error { return tx.PutAnswer(w.answer("sec_1")) })
			errorCode(t, notFoundNoun(tx.Answer(w.review.ID, "sec_1")), models.CodeNotFound)
			return nil
		})
		mustRead(t, s, func(tx *store.Tx) error { checkQuery(t, again)(tx.Workload(w.workload.ID)); return nil })
	})
}

func TestAReadTransactionCanNotWrite(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		err := s.Read(testContext, func(tx *store.Tx) error { return tx.DeleteWorkload(w.workload.ID) })
		if err == nil {
			t.Error("a read transaction deleted a workload")
		}
		mustRead(t, s, func(tx *store.Tx) error { checkQuery(t, w.workload)(tx.Workload(w.workload.ID)); return nil })
	})
}

func TestWhatFailsIsUndone(t *testing.T) {
	boom := errors.New("boom")
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		put := func(tx *store.Tx) {
			if err := tx.PutAnswer(w.answer("sec_1")); err != nil {
				t.Error(err)
			}
		}
		if err := s.Write(testContext, func(tx *store.Tx) error { put(tx); return boom }); err != boom {
			t.Errorf("error of fn comes back as %v", err)
		}
		func() {
			defer func() {
				if p := recover(); p != "bang" {
					t.Errorf("recovered %v", p)
				}
			}()
			_ = s.Write(testContext, func(tx *store.Tx) error { put(tx); panic("bang") })
		}()
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = s.Write(testContext, func(tx *store.Tx) error { put(tx); runtime.Goexit(); return nil })
		}()
		<-done
		canceled, cancel := context.WithCancel(testContext)
		err := s.Write(canceled, func(tx *store.Tx) error { put(tx); cancel(); return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("canceled write: %v", err)
		}
		mustRead(t, s,
			func(tx *store.Tx) error {
				errorCode(t, notFoundNoun(tx.Answer(w.review.ID, "sec_1")),
					models.CodeNotFound)
				return nil
			})
		mustWrite(t, s, func(tx *store.Tx) error { put(tx); return nil })
		mustRead(t, s,
			func(tx *store.Tx) error {
				checkQuery(t, w.answer("sec_1"))(tx.Answer(w.review.ID, "sec_1"))
				return nil
			})
	})
}

// Writes that wait in line share a commit on SQLite; what one of them does wrong must stay with it.
func TestNeighboursInTheLineDoNotShareFailures(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		var kept, canceled atomic.Int64
		var wait sync.WaitGroup
		for n := range 400 {
			wait.Go(func() {
				defer func() { _ = recover() }()
				own, cancel := context.WithCancel(testContext)
				defer cancel()
				if n%5 == 4 {
					time.AfterFunc(time.Duration(n%7)*100*time.Microsecond, cancel)
				}
				err := s.Write(own, func(tx *store.Tx) error {
					a := w.answer(fmt.Sprintf("q_%d", n))
					if err := tx.PutAnswer(a); err != nil {
						return err
					}
					switch n % 5 {
					case 1:
						return errors.New("refused")
					case 2:
						panic("bang")
					case 3:
						return tx.CreateWorkspace(w.workspace) // a conflict: the statement fails
					}
					return nil
				})
				switch {
				case n%5 == 0 && err != nil:
					t.Errorf("a good write failed: %v", err)
				case n%5 == 3:
					errorCode(t, err, models.CodeConflict)
				case n%5 == 4 && err != nil && !errors.Is(err, context.Canceled):
					t.Errorf("a canceled write: %v", err)
				case n%5 == 4 && err != nil:
					canceled.Add(1)
				}
				if err == nil {
					kept.Add(1)
				}
			})
		}
		wait.Wait()
		mustRead(t, s, func(tx *store.Tx) error {
			answers, err := tx.Answers(w.review.ID)
			if int64(len(answers)) != kept.Load() {
				t.Errorf("%d answers are there, %d were acknowledged", len(answers), kept.Load())
			}
			for _, a := range answers {
				var n int
				if _, err := fmt.Sscanf(a.QuestionID, "q_%d", &n); err != nil || (n%5 != 0 && n%5 != 4) {
					t.Errorf("answer %s was refused and is there", a.QuestionID)
				}
			}
			return err
		})
		if kept.Load() < 80 || kept.Load()+canceled.Load() != 160 {
			t.Errorf("%d kept, %d canceled", kept.Load(), canceled.Load())
		}
	})
}

func TestCancelingWhoWaitsInLine(t *testing.T) {
	s := storetest.OpenAt(t, storetest.SQLite(t))
	w := newWorld().create(t, s)
	short, cancel := context.WithTimeout(testContext, 20*time.Millisecond)
	defer cancel()
	mustWrite(t, s, func(*store.Tx) error {
		err := s.Write(short, func(*store.Tx) error { t.Error("two writers at once"); return nil })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("write that waits: %v", err)
		}
		return nil
	})
	mustWrite(t, s, func(tx *store.Tx) error { return tx.PutAnswer(w.answer("sec_1")) })
}

func TestAContextThatEndedRunsNothing(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		ended, cancel := context.WithCancel(testContext)
		cancel()
		for name, run := range map[string]func(context.Context, func(*store.Tx) error) error{"read": s.Read,
			"write": s.Write} {
			err := run(ended, func(*store.Tx) error { t.Errorf("%s ran", name); return nil })
			if name == "read" && err == nil || err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", name, err)
			}
		}
		half, stop := context.WithCancel(testContext)
		err := s.Read(half, func(tx *store.Tx) error {
			stop()
			_, err := tx.Workspaces()
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("read whose context ends: %v", err)
		}
		mustRead(t, s, func(*store.Tx) error { return nil })
	})
}

func TestAnOutageIsNeverNotFound(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		var kept *store.Tx
		mustRead(t, s, func(tx *store.Tx) error { kept = tx; return nil })
		for _, n := range baseNouns(w) {
			if _, err := n.get(kept); err == nil || models.CodeOf(err) == models.CodeNotFound {
				t.Errorf("%s from a transaction that is over: %v", n.name, err)
			}
		}
		if err := kept.PutAnswer(w.answer("q")); err == nil {
			t.Error("wrote into a transaction that is over")
		}
		if err := s.Ping(testContext); err != nil {
			t.Errorf("ping: %v", err)
		}
		if err := firstError(s.Close(), s.Close()); err != nil {
			t.Errorf("close: %v", err)
		}
		errorCode(t, s.Ping(testContext), models.CodeUnavailable)
		errorCode(t, s.Read(testContext, func(tx *store.Tx) error { return notFoundNoun(tx.Workload("x")) }),
			models.CodeUnavailable)
		errorCode(t, s.Write(testContext, func(tx *store.Tx) error { return notFoundNoun(tx.Workload("x")) }),
			models.CodeUnavailable)
	})
}

func TestCloseWaitsForTheTransactionsThatRun(t *testing.T) {
	dsn := storetest.SQLite(t)
	s := storetest.OpenAt(t, dsn)
	w := newWorld().create(t, s)
	closed := make(chan error)
	mustWrite(t, s, func(tx *store.Tx) error {
		go func() { closed <- s.Close() }()
		select {
		case <-closed:
			t.Error("closed under a transaction")
		case <-time.After(30 * time.Millisecond):
		}
		return tx.PutAnswer(w.answer("sec_1"))
	})
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	mustRead(t, storetest.OpenAt(t, dsn),
		func(tx *store.Tx) error { return notFoundNoun(tx.Answer(w.review.ID, "sec_1")) })
}

func TestErrorsNameNoSecretsOfTheDriver(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		err := s.Write(testContext, func(tx *store.Tx) error { return tx.CreateWorkload(w.workload) })
		e, ok := errors.AsType[*models.Error](err)
		if !ok || e.Message != "there is already such a workload" || errors.Unwrap(e) == nil ||
			strings.Contains(e.Message, "constraint") {
			t.Errorf("conflict: %#v", err)
		}
	})
}

func awaitTrue(t *testing.T, done func() bool) {
	t.Helper()
	for range 5000 {
		if done() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("waited in vain")
}

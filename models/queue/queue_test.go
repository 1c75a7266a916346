package queue

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"plumbline/models"
)

// checkSettled fails unless nobody works or waits and every place is free again.
func checkSettled(t *testing.T, q *Queue) {
	t.Helper()
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.free != q.opt.Places || q.waiting != 0 || len(q.turns) != 0 || len(q.lines) != 0 {
		t.Errorf("%d of %d places are free, %d wait, turns %v, lines %v", q.free, q.opt.Places, q.waiting, q.turns, q.lines)
	}
}

// A group that asks for very much holds another one up by one piece of work a place, not by its whole line.
func TestGroupsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New(Options{Places: 1, MaxWait: time.Hour})
		var mu sync.Mutex
		var order []string
		ask := func(group string) {
			go func() {
				_ = q.Do(t.Context(), group, func(context.Context) error {
					time.Sleep(time.Second)
					mu.Lock()
					defer mu.Unlock()
					order = append(order, group)
					return nil
				})
			}()
			synctest.Wait()
		}
		for range 20 {
			ask("greedy")
		}
		ask("second")
		ask("third")
		ask("second")
		time.Sleep(time.Minute)
		mu.Lock()
		defer mu.Unlock()
		want := []string{"greedy", "greedy", "second", "third", "greedy", "second", "greedy"}
		if len(order) != 23 || !slices.Equal(order[:7], want) {
			t.Errorf("worked for %v, want %v first", order, want)
		}
		checkSettled(t, q)
	})
}

// Whatever happens (success, failure, panic, clients that leave before or in the line, waits that are too long), no
// more than the places are taken, and in the end all of them are free.
func TestPlacesAreNeverLost(t *testing.T) {
	for seed := range uint64(50) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { randomLoad(t, seed) })
		})
	}
}

func randomLoad(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	q := New(Options{Places: 1 + r.IntN(4), Line: 1 + r.IntN(40), Each: 1 + r.IntN(20),
		MaxWait: time.Duration(1+r.IntN(3000)) * time.Millisecond})
	var mu sync.Mutex
	running := 0
	var all sync.WaitGroup
	for range 200 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(r.IntN(5000))*time.Millisecond)
		group, works, breaks := fmt.Sprint(r.IntN(5)), time.Duration(r.IntN(200))*time.Millisecond, r.IntN(10) == 0
		all.Go(func() {
			defer cancel()
			defer func() { _ = recover() }()
			err := q.Do(ctx, group, func(context.Context) error {
				mu.Lock()
				running++
				if running > q.opt.Places {
					t.Errorf("%d run at once, there are %d places", running, q.opt.Places)
				}
				mu.Unlock()
				time.Sleep(works)
				mu.Lock()
				running--
				mu.Unlock()
				if breaks {
					panic("broken")
				}
				return nil
			})
			if err != nil && models.CodeOf(err) != models.CodeUnavailable && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("refused with %v", err)
			}
		})
		if r.IntN(2) == 0 {
			time.Sleep(time.Duration(r.IntN(60)) * time.Millisecond)
		}
	}
	all.Wait()
	checkSettled(t, q)
}

func TestLineIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New(Options{What: "reports", Places: 1, Line: 3, Each: 2, MaxWait: 10 * time.Second})
		slow := func(context.Context) error { time.Sleep(time.Minute); return nil }
		failed := make(chan error, 10)
		ask := func(group string) {
			go func() { failed <- q.Do(t.Context(), group, slow) }()
			synctest.Wait()
		}
		ask("a")
		ask("a")
		ask("a")
		ask("a") // one too many of its group
		checkRefused(t, <-failed)
		ask("b")
		ask("c") // one too many in all
		checkRefused(t, <-failed)
		time.Sleep(11 * time.Second)
		for range 3 {
			checkRefused(t, <-failed)
		}
		time.Sleep(time.Minute)
		if err := <-failed; err != nil {
			t.Error(err)
		}
		checkSettled(t, q)
	})
}

func checkRefused(t *testing.T, err error) {
	t.Helper()
	e, is := errors.AsType[*models.Error](err)
	if !is || e.Code != models.CodeUnavailable || e.Wait < time.Second || e.Wait > time.Minute {
		t.Errorf("refused with %v, want unavailable and a time to try again", err)
	}
}

func TestWhoLeavesFreesTheLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New(Options{Places: 1, Line: 1})
		release := make(chan struct{})
		go func() { _ = q.Do(t.Context(), "a", func(context.Context) error { <-release; return nil }) }()
		synctest.Wait()
		ctx, leave := context.WithCancel(t.Context())
		left, came := make(chan error, 1), make(chan error, 1)
		go func() { left <- q.Do(ctx, "b", func(context.Context) error { return nil }) }()
		synctest.Wait()
		leave()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("who left got %v", err)
		}
		go func() { came <- q.Do(t.Context(), "c", func(context.Context) error { return nil }) }()
		synctest.Wait()
		close(release)
		if err := <-came; err != nil {
			t.Error(err)
		}
		checkSettled(t, q)
	})
}

// Work that needs a place inside of work that has one would wait for itself.
func TestOnePlaceIsEnough(t *testing.T) {
	q, other := New(Options{Places: 1}), New(Options{Places: 1})
	ran := 0
	work := func(context.Context) error { ran++; return nil }
	err := q.Do(t.Context(), "a", func(ctx context.Context) error {
		if other.free != 1 || q.free != 0 {
			t.Error("the places are not counted")
		}
		return errors.Join(q.Do(ctx, "a", work), other.Do(ctx, "a", work))
	})
	if err != nil || ran != 2 {
		t.Errorf("ran %d, %v", ran, err)
	}
	checkSettled(t, q)
	checkSettled(t, other)
}

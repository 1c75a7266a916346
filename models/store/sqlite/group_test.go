package sqlite

import (
	"errors"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"plumbline/models"
)

type writeFunc = func(gorm.ConnPool) ([]models.ReviewEvent, error)

// inLine runs the writes so that each waits in line behind the one before, and returns their errors. A busy
// machine does not tear their group apart, unless the test set another age.
func inLine(t *testing.T, e testEngine, writes ...writeFunc) []error {
	t.Helper()
	waiting := func() int {
		e.writer.mu.Lock()
		defer e.writer.mu.Unlock()
		return len(e.writer.waiting)
	}
	errs := make([]error, len(writes))
	begun := make(chan struct{})
	var wait sync.WaitGroup
	for i, fn := range writes {
		wait.Go(func() {
			errs[i] = e.Write(testContext, func(conn gorm.ConnPool) ([]models.ReviewEvent, error) {
				if i == 0 {
					close(begun)
					awaitTrue(t, func() bool { return waiting() == len(writes)-1 })
				}
				return fn(conn)
			})
		})
		if i == 0 {
			<-begun
		}
		if i < len(writes)-1 { // the last one lets the first go on
			awaitTrue(t, func() bool { return waiting() == i })
		}
	}
	wait.Wait()
	return errs
}

func openPatient(t *testing.T) testEngine {
	e := openEngine(t)
	<-e.events // of the table
	e.writer.groupAge = time.Minute
	return e
}

// lookingWrite returns a write that changes nothing and looks around.
func lookingWrite(look func(gorm.ConnPool)) writeFunc {
	return func(conn gorm.ConnPool) ([]models.ReviewEvent, error) {
		look(conn)
		return nil, nil
	}
}

// Writes in line share a commit: the later ones see the earlier ones, others see nothing before it, and one
// that fails undoes its own changes only.
func TestWritesInLineShareACommit(t *testing.T) {
	e := openPatient(t)
	failure := errors.New("no")
	failing := func(conn gorm.ConnPool) ([]models.ReviewEvent, error) {
		_, err := statement("INSERT INTO words VALUES ('b')", 2)(conn)
		return nil, errors.Join(err, failure)
	}
	look := lookingWrite(func(conn gorm.ConnPool) {
		if own, others := tableRows(t, conn), e.committed(t); own != "a" || others != "" {
			t.Errorf("the group sees %q, others see %q", own, others)
		}
		if len(e.events) != 0 {
			t.Error("events came before the commit")
		}
	})
	errs := inLine(t, e, statement("INSERT INTO words VALUES ('a')", 1), failing, look,
		statement("INSERT INTO words VALUES ('c')", 3))
	if errs[0] != nil || !errors.Is(errs[1], failure) || errs[2] != nil || errs[3] != nil {
		t.Errorf("errors: %v", errs)
	}
	if got := e.committed(t); got != "a c" {
		t.Errorf("there are %q", got)
	}
	for _, want := range []int{1, 3} {
		if got := <-e.events; got.Version != want {
			t.Errorf("event %d came, want %d", got.Version, want)
		}
	}
}

// A transaction that SQLite ends by itself takes the whole group with it: nobody is told that a change was kept.
func TestALostTransactionFailsItsWholeGroup(t *testing.T) {
	e := openPatient(t)
	errs := inLine(t, e, statement("INSERT INTO words VALUES ('a')", 1), statement("ROLLBACK", 2),
		statement("INSERT INTO words VALUES ('c')", 3))
	if models.CodeOf(errs[0]) != models.CodeUnavailable || models.CodeOf(errs[1]) != models.CodeUnavailable {
		t.Errorf("the lost group: %v", errs[:2])
	}
	if errs[2] != nil {
		t.Errorf("the write after it: %v", errs[2])
	}
	if got := e.committed(t); got != "c" {
		t.Errorf("there are %q", got)
	}
	if got := <-e.events; got.Version != 3 || len(e.events) != 0 {
		t.Errorf("event %d came, and %d more", got.Version, len(e.events))
	}
}

func TestAGroupIsLimitedInTime(t *testing.T) {
	e := openPatient(t)
	e.writer.groupAge = time.Nanosecond
	errs := inLine(t, e, statement("INSERT INTO words VALUES ('a')", 1), lookingWrite(func(gorm.ConnPool) {
		if got := e.committed(t); got != "a" {
			t.Errorf("others see %q", got)
		}
	}))
	if errs[0] != nil || errs[1] != nil {
		t.Error(errs)
	}
}

func TestAGroupIsLimitedInSize(t *testing.T) {
	e := openPatient(t)
	seen := make([]string, maxGroup+1)
	writes := []writeFunc{statement("INSERT INTO words VALUES ('a')", 1)}
	for i := 1; i <= maxGroup; i++ {
		writes = append(writes, lookingWrite(func(gorm.ConnPool) { seen[i] = e.committed(t) }))
	}
	for i, err := range inLine(t, e, writes...) {
		if err != nil {
			t.Errorf("write %d: %v", i, err)
		}
	}
	if seen[maxGroup-1] != "" || seen[maxGroup] != "a" {
		t.Errorf("the last of the group sees %q committed, the first after it %q", seen[maxGroup-1], seen[maxGroup])
	}
}

// A Close while a write is in its group commits that first: it was promised, or is about to be.
func TestClosingKeepsTheGroup(t *testing.T) {
	e := openPatient(t)
	path := e.database.path
	var closing sync.WaitGroup
	begun := make(chan struct{})
	closing.Go(func() {
		<-begun
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	err := e.Write(testContext, func(conn gorm.ConnPool) ([]models.ReviewEvent, error) {
		close(begun)
		awaitTrue(t, func() bool {
			e.writer.mu.Lock()
			defer e.writer.mu.Unlock()
			return len(e.writer.waiting) == 1
		})
		return statement("INSERT INTO words VALUES ('a')", 1)(conn)
	})
	closing.Wait()
	if err != nil {
		t.Fatalf("the write that was under way: %v", err)
	}
	again, err := Open(path, Options{}, func(models.ReviewEvent) {})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := (testEngine{Engine: again}).committed(t); got != "a" {
		t.Errorf("there are %q", got)
	}
}

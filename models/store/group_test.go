package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/observe"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires"
)

// waitingContext tells when an operation waits in line.
type waitingContext struct {
	context.Context
	waits func()
}

func (c waitingContext) Done() <-chan struct{} {
	c.waits()
	return c.Context.Done()
}

// operation is a write of one answer.
type operation struct {
	at models.AnswerPath
	fn func(*store.Tx) error
}

// atOnce runs the operations so that they wait in line together, and returns their errors and what they panicked with.
func atOnce(t *testing.T, s *store.Store, w testWorld, all ...operation) []error {
	t.Helper()
	errs := make([]error, len(all))
	var wait, inLine sync.WaitGroup
	began, open := make(chan struct{}), make(chan struct{})
	begin := sync.OnceFunc(func() { close(began) })
	wait.Go(func() {
		err := store.WriteAnswer(testContext, s, w.at("first"), func(*store.Tx) error {
			begin()
			<-open
			return nil
		})
		if err != nil {
			t.Errorf("the first: %v", err)
		}
	})
	<-began
	for i, op := range all {
		inLine.Add(1)
		wait.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("panic: %v", p)
				}
			}()
			ctx := waitingContext{testContext, sync.OnceFunc(inLine.Done)}
			errs[i] = store.WriteAnswer(ctx, s, op.at, op.fn)
		})
		inLine.Wait()
	}
	close(open)
	wait.Wait()
	return errs
}

func (w testWorld) at(question string) models.AnswerPath {
	return models.AnswerPath{Workload: w.workload.ID, Lens: w.lens.Key, Question: question}
}

// raise raises the version of an answer, moves a question of its pillar from unanswered to high and records that.
func (w testWorld) raise(question string) operation {
	return operation{w.at(question), func(tx *store.Tx) error {
		if owner, err := tx.WorkloadOwner(w.workload.ID); err != nil || owner != w.workspace.ID {
			return fmt.Errorf("owner %q, %w", owner, err)
		}
		r, lens, err := tx.Review(w.workload.ID, w.lens.Key)
		if err != nil || r.ID != w.review.ID || lens.ID != w.lens.ID {
			return fmt.Errorf("review %q with lens %q, %w", r.ID, lens.ID, err)
		}
		a, err := tx.Answer(r.ID, question)
		if models.CodeOf(err) == models.CodeNotFound {
			a, err = w.answer(question), nil
			a.Version = 0
		}
		a.Version++
		l := w.line(1)
		l.ThingID = fmt.Sprint(question, " ", a.Version)
		moved := models.PillarReview{PillarID: "security", Counts: questionnaires.RiskCounts{Unanswered: -1, High: 1}}
		tx.Publish(models.ReviewEvent{Kind: models.EventAnswer, WorkloadID: w.workload.ID, QuestionID: question,
			Version: a.Version})
		return firstError(err, tx.PutAnswer(a), tx.AddPillarCounts(r.ID, moved, t0.Add(time.Minute), "Eve"),
			tx.AppendAudit(l))
	}}
}

func (o operation) then(do func(*store.Tx) error) operation {
	return operation{o.at, func(tx *store.Tx) error {
		if err := o.fn(tx); err != nil {
			return err
		}
		return do(tx)
	}}
}

// Operations that come at the same time see each other's changes as if they came one after the other; what fails takes
// only itself back.
func TestAnswersWrittenTogether(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		var writes atomic.Int64
		s := storetest.OpenWith(t, dsn, store.Options{Observer: &observe.Observer{Transaction: func(_ context.Context,
			write bool) {
			if write {
				writes.Add(1)
			}
		}}})
		w := newWorld().create(t, s)
		events := make(chan models.ReviewEvent, 100)
		if err := s.Listen(testContext, func(e models.ReviewEvent) { events <- e }, func() {}); err != nil {
			t.Fatal(err)
		}
		writes.Store(0)
		errs := atOnce(t, s, w,
			w.raise("sec_1"),
			w.raise("sec_1").then(func(*store.Tx) error { return errRefused }),
			w.raise("sec_2"),
			w.raise("sec_1").then(func(*store.Tx) error { panic("its own") }),
			w.raise("sec_1"),
			w.raise("sec_2").then(func(tx *store.Tx) error { return notFoundNoun(tx.Workload("x")) }), // runs alone
			w.raise("sec_1").then(func(tx *store.Tx) error { // so does this one, and finds no such pillar
				return tx.AddPillarCounts(w.review.ID, models.PillarReview{PillarID: "x",
					Counts: questionnaires.RiskCounts{High: 1}}, t0, "")
			}),
			operation{models.AnswerPath{Workload: "x", Lens: "ops", Question: "sec_1"}, w.raise("sec_1").fn},
		)
		for i, want := range []string{"", "refused", "", "panic: its own", "", "no such workload", "no such pillar", ""} {
			if got := errs[i]; (got == nil) != (want == "") || got != nil && !strings.Contains(got.Error(), want) {
				t.Errorf("operation %d: %v, want %q", i, got, want)
			}
		}
		checkTogether(t, s, w, map[string]int{"sec_1": 3, "sec_2": 1})
		for range 4 {
			awaitAnswerEvent(t, events)
		}
	})
}

func awaitAnswerEvent(t *testing.T, events chan models.ReviewEvent) {
	t.Helper()
	for deadline := time.After(10 * time.Second); ; {
		select {
		case e := <-events:
			if e.Kind == models.EventAnswer {
				return
			}
		case <-deadline:
			t.Error("an event of an answer is missing")
			return
		}
	}
}

// checkTogether compares answers, counts and audit lines with how often each answer was raised.
func checkTogether(t *testing.T, s *store.Store, w testWorld, raised map[string]int) {
	t.Helper()
	mustRead(t, s, func(tx *store.Tx) error {
		sum, lines := 0, map[string]bool{}
		for question, n := range raised {
			sum += n
			a, err := tx.Answer(w.review.ID, question)
			if err != nil || a.Version != n {
				t.Errorf("%s: version %d, %v; want %d", question, a.Version, err, n)
			}
			for i := range n {
				lines[fmt.Sprint(question, " ", i+1)] = true
			}
		}
		r, _, err := tx.Review(w.workload.ID, w.lens.Key)
		if err != nil {
			return err
		}
		want := w.review.Pillars[0].Counts.Plus(questionnaires.RiskCounts{Unanswered: -sum, High: sum})
		if r.Pillars[0].Counts != want || r.UpdatedBy != "Eve" {
			t.Errorf("counts %+v by %s, want %+v by Eve", r.Pillars[0].Counts, r.UpdatedBy, want)
		}
		log, err := tx.Audit(w.workspace.ID, models.AuditQuery{PageRequest: models.PageRequest{Limit: 100}})
		for _, l := range log {
			if !lines[l.ThingID] {
				t.Errorf("audit line %q is one too many", l.ThingID)
			}
			delete(lines, l.ThingID)
		}
		if len(lines) > 0 {
			t.Errorf("no audit lines of %v", lines)
		}
		return err
	})
}

// On PostgreSQL those who wait share one transaction.
func TestAnswersWrittenTogetherAreOneTransaction(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		var writes atomic.Int64
		s := storetest.OpenWith(t, dsn, store.Options{Observer: &observe.Observer{Transaction: func(_ context.Context,
			write bool) {
			if write {
				writes.Add(1)
			}
		}}})
		w := newWorld().create(t, s)
		writes.Store(0)
		for _, err := range atOnce(t, s, w, w.raise("sec_1"), w.raise("sec_2"), w.raise("sec_1"), w.raise("sec_1")) {
			if err != nil {
				t.Error(err)
			}
		}
		if n := writes.Load(); n != 2 {
			t.Errorf("%d transactions, want 2: that of the first and one for all who waited", n)
		}
		checkTogether(t, s, w, map[string]int{"sec_1": 3, "sec_2": 1})
	})
}

// Whoever holds a workload or a review keeps those waiting who want that, and nobody else.
func TestAGroupWaitsForNobody(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		w := newWorld().create(t, s)
		other := w
		other.workload = newWorkload(w.workspace.ID, 2, "Other")
		other.review.ID, other.review.WorkloadID = testID("revw", 2), other.workload.ID
		mustWrite(t, s, func(tx *store.Tx) error {
			return firstError(tx.CreateWorkload(other.workload), tx.CreateReview(other.review))
		})
		for name, hold := range map[string]func(*store.Tx) error{
			"workload": func(tx *store.Tx) error { return notFoundNoun(tx.WorkloadOwner(w.workload.ID)) },
			"review":   func(tx *store.Tx) error { return notFoundNoun(tx.Reviews(w.workload.ID)) },
		} {
			held := make(chan error)
			mustWrite(t, s, func(tx *store.Tx) error {
				if err := hold(tx); err != nil {
					return err
				}
				go func() {
					op := w.raise("sec_1")
					held <- store.WriteAnswer(testContext, s, op.at, op.fn)
				}()
				for range 2 {
					op := other.raise("sec_2")
					if err := store.WriteAnswer(testContext, s, op.at, op.fn); err != nil {
						t.Errorf("%s: %v", name, err)
					}
				}
				select {
				case err := <-held:
					t.Errorf("%s: who wants what is held does not wait: %v", name, err)
				default:
				}
				return nil
			})
			if err := <-held; err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// A group whose commit gets no reply is not run again: each change is there once or not at all, and nobody is told that
// it is.
func TestAGroupWithoutAReplyIsNotRepeated(t *testing.T) {
	withFaultyLine(t, func(t *testing.T, s *store.Store, proxy *storetest.FaultProxy) {
		w := newWorld().create(t, s)
		op := w.raise("sec_1")
		for range 3 { // the connection knows the statements
			if err := store.WriteAnswer(testContext, s, op.at, op.fn); err != nil {
				t.Fatal(err)
			}
		}
		lose := op.then(func(*store.Tx) error { proxy.LoseReplies(); return nil })
		err := store.WriteAnswer(testContext, s, lose.at, lose.fn)
		raised := 0
		look := func(tx *store.Tx) error {
			a, err := tx.Answer(w.review.ID, "sec_1")
			raised = a.Version
			return err
		}
		for tries := 0; s.Read(testContext, look) != nil && tries < 100; tries++ { // until the line is whole again
			time.Sleep(100 * time.Millisecond)
		}
		if raised < 3 || raised > 4 || err == nil && raised != 4 {
			t.Errorf("the change came back with %v, and the version went from 3 to %d", err, raised)
		}
	})
}

// A session that is revoked is seen so by whoever asks next, among others who ask.
func TestCredentialsReadTogether(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		user := models.User{ID: testID("user", 1), Email: "ada@example.com", Name: "Ada", CreatedAt: t0, Version: 1}
		sessions := make([]models.Session, 8)
		mustWrite(t, s, func(tx *store.Tx) error {
			err := firstError(tx.CreateUser(user), tx.CreateMember(models.Member{WorkspaceID: w.workspace.ID, UserID: user.ID,
				Role: models.Owner, Source: models.LocalMember, CreatedAt: t0}))
			for i := range sessions {
				sessions[i] = models.Session{ID: testID("sess", i), Hash: []byte{byte(i), 7}, UserID: user.ID,
					WorkspaceID: w.workspace.ID, CreatedAt: t0, SeenAt: t0, ExpiresAt: t0.Add(time.Hour)}
				err = firstError(err, tx.CreateSession(sessions[i]))
			}
			return err
		})
		var wait sync.WaitGroup
		for i, session := range sessions {
			wait.Go(func() {
				ask := func(hash []byte) (got models.Session, err error) {
					err = store.ReadCredential(testContext, s, store.SessionCredential, hash, func(tx *store.Tx) error {
						if got, err = tx.SessionByHash(hash); err != nil {
							return err
						}
						if u, err := tx.User(got.UserID); err != nil || u.ID != user.ID {
							return fmt.Errorf("user %q, %w", u.ID, err)
						}
						return notFoundNoun(tx.Member(got.WorkspaceID, got.UserID))
					})
					return got, err
				}
				for range 20 {
					if got, err := ask(session.Hash); err != nil || got.ID != session.ID || !got.RevokedAt.IsZero() {
						t.Errorf("session %d: %v, %v", i, got.ID, err)
					}
				}
				if _, err := ask([]byte{byte(i), 8}); models.CodeOf(err) != models.CodeNotFound {
					t.Errorf("an unknown secret: %v", err)
				}
				if err := s.Write(testContext, func(tx *store.Tx) error { return tx.RevokeSession(session.ID, t0) }); err != nil {
					t.Error(err)
				}
				if got, err := ask(session.Hash); err != nil || got.RevokedAt.IsZero() {
					t.Errorf("session %d is not revoked: %v", i, err)
				}
			})
		}
		wait.Wait()
	})
}

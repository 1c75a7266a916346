package sqlite

import (
	"context"
	"database/sql"
	"os"
	"slices"
	"sync"
	"time"

	"gorm.io/gorm"

	"plumbline/models"
)

// Bounds of a group: how many writes share one commit, and how long the first of them waits for the others.
const (
	maxGroup    = 32
	maxGroupAge = 5 * time.Millisecond
)

// writeSession is the one connection that writes. Writes run one after the other; those that wait in line share a
// commit, and so the wait for the disk, which is most of what a small write costs. Each but the first of a group runs
// under a savepoint, so that its failure undoes its own changes only, and none returns before the commit of all.
type writeSession struct {
	connection *connection
	groupAge   time.Duration // how long the first write of a group waits for the others at most
	intact     func() error  // whether what was committed is where the next start will find it

	mu      sync.Mutex
	busy    bool            // somebody has the turn
	waiting []chan struct{} // those who wait for it, in order

	// These belong to who has the turn.
	group  *writeGroup // the open transaction
	closed bool
}

// writeGroup is one SQLite transaction with the writes in it.
type writeGroup struct {
	began time.Time
	size  int
	kept  []func() // what the members do once all is on disk, in their order; quick, since it keeps the turn
	done  chan struct{}
	err   error // of the commit; read it after done
}

func newWriter(pool *sql.DB, intact func() error) *writeSession {
	return &writeSession{connection: &connection{pool: pool}, groupAge: maxGroupAge, intact: intact}
}

func (w *writeSession) run(ctx context.Context, fn func(gorm.ConnPool) error, committed func()) error {
	if err := w.enter(ctx); err != nil {
		return err
	}
	g, err := w.join(ctx)
	if err != nil {
		w.pass()
		return err
	}
	err = w.member(ctx, g, membership{fn, committed})
	<-g.done
	if g.err != nil {
		return g.err
	}
	return err
}

// enter waits for the turn.
func (w *writeSession) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if turn := w.queue(); turn != nil {
		select {
		case <-turn:
		case <-ctx.Done():
			w.quit(turn)
			return ctx.Err()
		}
	}
	if w.closed {
		w.pass()
		return os.ErrClosed
	}
	return nil
}

// queue takes the turn if it is free, and a place in the line otherwise: the channel is closed when the turn comes.
func (w *writeSession) queue() chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.busy {
		w.busy = true
		return nil
	}
	turn := make(chan struct{})
	w.waiting = append(w.waiting, turn)
	return turn
}

// quit takes somebody out of the line. Who got the turn in the meantime must pass it on.
func (w *writeSession) quit(turn chan struct{}) {
	w.mu.Lock()
	i := slices.Index(w.waiting, turn)
	if i >= 0 {
		w.waiting = slices.Delete(w.waiting, i, i+1)
	}
	w.mu.Unlock()
	if i < 0 {
		w.pass()
	}
}

// join opens the transaction, or a savepoint in the one that the writes before have left open.
func (w *writeSession) join(ctx context.Context) (*writeGroup, error) {
	if w.group != nil {
		if err := w.connection.control("SAVEPOINT member"); err != nil {
			w.abort(err)
			return nil, err
		}
		w.group.size++
		return w.group, nil
	}
	if err := w.connection.open(ctx); err != nil {
		return nil, err
	}
	if err := w.connection.control("BEGIN IMMEDIATE"); err != nil {
		w.connection.rollback()
		return nil, err
	}
	w.group = &writeGroup{began: time.Now(), size: 1, done: make(chan struct{})}
	return w.group, nil
}

// membership is one write: what it does, and what it does once that is on disk.
type membership struct {
	fn        func(gorm.ConnPool) error
	committed func()
}

// member runs one write of the group and passes the turn on, after a panic too.
func (w *writeSession) member(ctx context.Context, g *writeGroup, m membership) (err error) {
	t := &transaction{connection: w.connection}
	returned := false
	defer func() {
		t.over = true
		if !returned || err != nil {
			w.undo(g)
		} else {
			w.keep(g, m.committed)
		}
		w.pass()
	}()
	err = m.fn(t)
	if err == nil {
		err = ctx.Err()
	}
	returned = true
	return err
}

// keep makes the member's changes part of the group.
func (w *writeSession) keep(g *writeGroup, committed func()) {
	g.kept = append(g.kept, committed)
	if g.size == 1 {
		return
	}
	if err := w.connection.control("RELEASE member"); err != nil {
		w.abort(err)
	}
}

// undo takes the member's changes back: the first member has the transaction for itself.
func (w *writeSession) undo(g *writeGroup) {
	if g.size == 1 {
		w.connection.rollback()
		w.finish(nil)
		return
	}
	for _, query := range [...]string{"ROLLBACK TO member", "RELEASE member"} {
		if err := w.connection.control(query); err != nil {
			w.abort(err)
			return
		}
	}
}

// pass hands the turn to the next in line, with the transaction still open if the group has room; else it commits.
func (w *writeSession) pass() {
	if g := w.group; g != nil && (g.size >= maxGroup || time.Since(g.began) > w.groupAge) {
		w.commit()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiting) == 0 && w.group != nil {
		w.mu.Unlock()
		w.commit()
		w.mu.Lock()
	}
	if len(w.waiting) == 0 {
		w.busy = false
		return
	}
	close(w.waiting[0])
	w.waiting = slices.Delete(w.waiting, 0, 1)
}

func (w *writeSession) commit() {
	if err := w.connection.control("COMMIT"); err != nil {
		w.abort(err)
		return
	}
	w.finish(w.intact())
}

// abort fails the whole group: the transaction can't go on.
func (w *writeSession) abort(err error) {
	w.connection.rollback()
	if code, _ := ExplainError(err); code != models.CodeUnavailable {
		err = models.Errorf(models.CodeUnavailable, "the change could not be saved; try again later").Because(err)
	}
	w.finish(err)
}

// finish tells the members of the group how it ended.
func (w *writeSession) finish(err error) {
	g := w.group
	if g == nil {
		return
	}
	w.group, g.err = nil, err
	if err == nil {
		for _, committed := range g.kept {
			committed()
		}
	}
	close(g.done)
}

// close waits for the writes that run; those still in line find the writer closed.
func (w *writeSession) close() error {
	if err := w.enter(context.Background()); err != nil {
		return err
	}
	w.closed = true
	if w.group != nil { // handed over by the write before, and not committed yet
		w.commit()
	}
	if w.connection.conn != nil {
		w.connection.discard()
	}
	w.pass()
	return w.connection.pool.Close()
}

package sqlite

import (
	"context"
	"database/sql"
	"os"
	"sync"

	"gorm.io/gorm"
)

// readSessions are the sessions that read. Each is opened when it is first needed.
type readSessions struct {
	pool   *sql.DB
	idle   chan *connection
	closed chan struct{}
	once   sync.Once
}

func newReaders(pool *sql.DB, size int) *readSessions {
	r := &readSessions{pool: pool, idle: make(chan *connection, size), closed: make(chan struct{})}
	for range size {
		r.idle <- &connection{pool: pool}
	}
	return r
}

func (r *readSessions) run(ctx context.Context, fn func(gorm.ConnPool) error) error {
	s, err := r.take(ctx)
	if err != nil {
		return err
	}
	defer func() { r.idle <- s }()
	if err := s.open(ctx); err != nil {
		return err
	}
	if err := s.control("BEGIN"); err != nil {
		s.discard()
		return err
	}
	t := &transaction{connection: s}
	defer func() {
		t.over = true
		s.rollback()
	}()
	return fn(t)
}

func (r *readSessions) take(ctx context.Context) (*connection, error) {
	select {
	case <-r.closed:
		return nil, os.ErrClosed
	default:
	}
	select {
	case s := <-r.idle:
		return s, nil
	case <-r.closed:
		return nil, os.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// close waits until every reader is back.
func (r *readSessions) close() error {
	r.once.Do(func() {
		close(r.closed)
		for range cap(r.idle) {
			if s := <-r.idle; s.conn != nil {
				s.discard()
			}
		}
	})
	return r.pool.Close()
}

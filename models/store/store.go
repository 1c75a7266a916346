package store

import (
	"context"
	"errors"
	"sync/atomic"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/observe"
	"plumbline/models/store/reading"
	"plumbline/models/store/sealing"
	"plumbline/models/store/sqlite"
)

// Store is one open database. It is safe for concurrent use.
type Store struct {
	engine    Engine
	gorm      *gorm.DB // shared settings and row schemas; transactions bring their own connection
	listeners listeners
	sealer    *sealing.Sealer // nil on SQLite
	groups    *groups         // nil on SQLite
	observer  *observe.Observer
	closed    atomic.Bool
}

// Tx is one transaction. It must not be kept after the function it was given to has returned, nor be used by two
// goroutines at once.
type Tx struct {
	db      *gorm.DB
	conn    gorm.ConnPool
	engine  Engine
	dialect sqlDialect
	broken  bool                 // a statement failed
	locks   bool                 // rows that are read are locked: a write transaction on PostgreSQL
	audit   []models.AuditLine   // to be written at the end of the transaction
	events  []models.ReviewEvent // to be sent with the commit
	after   []func()             // to be called after the commit, in this process

	unsealed bool // audit lines were written that are to be sealed after the commit

	who    *whoRow      // of the credential that was read
	member *groupMember // nil: the transaction is its own
	later  laterRunner  // nil: there is none, and statements run at once
}

// commitRefused gives the error of a statement that went with the commit the meaning that Tx.failed gives others.
func (s *Store) commitRefused(err error) error {
	if _, told := errors.AsType[*models.Error](err); told || err == nil {
		return err
	}
	if code, _ := s.engine.Explain(err); code == models.CodeInvalid {
		return models.Errorf(models.CodeInvalid, "the change holds a text that can't be stored").Because(err)
	}
	return err
}

// ReadApart is Read for what need not be of one moment, such as who asks: each statement sees the database as it is
// when it runs, and costs no more than itself.
func (s *Store) ReadApart(ctx context.Context, fn func(*Tx) error) error {
	apart, is := s.engine.(interface {
		ReadApart(ctx context.Context, fn func(gorm.ConnPool) error) error
	})
	if !is || s.closed.Load() || reading.RefuseWrite(ctx, s) != nil {
		return s.Read(ctx, fn)
	}
	err := apart.ReadApart(ctx, func(conn gorm.ConnPool) error {
		return fn(s.tx(ctx, s.observer.Begin(ctx, conn, false), false))
	})
	return explainError(ctx, s.engine.Explain, "read", err)
}

// Read runs fn in one read transaction: all its queries see the database as it is at one moment. It does not wait for
// writers. An error of fn is returned as it is. Within ReadTogether it is part of that transaction.
func (s *Store) Read(ctx context.Context, fn func(*Tx) error) error {
	if s.closed.Load() {
		return errClosed()
	}
	if r := reading.Enter(ctx, s); r != nil {
		tx := s.tx(ctx, r.Conn, false)
		defer func() { r.Leave(tx.broken) }()
		return explainError(ctx, s.engine.Explain, "read", fn(tx))
	}
	err := s.engine.Read(ctx,
		func(conn gorm.ConnPool) error { return fn(s.tx(ctx, s.observer.Begin(ctx, conn, false), false)) })
	return explainError(ctx, s.engine.Explain, "read", err)
}

// ReadTogether runs fn in one read transaction: whatever is read with the context that fn gets is of one moment. What
// is read with it later has a transaction of its own, and so has a read that begins while another one runs.
//
// The transaction has its connection until fn returns. So fn must not wait for anything but the database, nor write:
// with all connections in the hands of those who want another one, nobody would go on.
func (s *Store) ReadTogether(ctx context.Context, fn func(context.Context) error) error {
	return reading.Together(ctx, s, func(read func(gorm.ConnPool) error) error {
		return s.Read(ctx, func(tx *Tx) error { return read(tx.conn) })
	}, fn)
}

// Write runs fn in one write transaction and commits it; when Write returns nil, the change is on disk. An error of
// fn rolls back and is returned as it is; a panic rolls back and goes on. On PostgreSQL fn runs again after a deadlock
// or a serialization failure, so it must do nothing but work on the Tx and set variables that it sets again each time.
func (s *Store) Write(ctx context.Context, fn func(*Tx) error) error {
	if s.closed.Load() {
		return errClosed()
	}
	if err := reading.RefuseWrite(ctx, s); err != nil {
		return err
	}
	var after []func()
	unsealed := false
	err := s.engine.Write(ctx, func(conn gorm.ConnPool) ([]models.ReviewEvent, error) {
		tx := s.tx(ctx, s.observer.Begin(ctx, conn, true), true)
		tx.later, _ = conn.(laterRunner)
		if err := fn(tx); err != nil {
			return nil, err
		}
		after = tx.after
		err := tx.writeAudit()
		unsealed = tx.unsealed
		return tx.events, err
	})
	if unsealed {
		s.sealer.Due()
	}
	if err == nil {
		for _, call := range after {
			call()
		}
	}
	return explainError(ctx, s.engine.Explain, "write", s.commitRefused(err))
}

var pingStatement = newStatement("SELECT 1")

// Ping reports whether the database answers: nil, or an Unavailable error.
func (s *Store) Ping(ctx context.Context) error {
	return s.Read(ctx, func(tx *Tx) error {
		var n int
		return tx.scan(pingStatement, nil, &n)
	})
}

// Incomplete reports whether the database was copied from a running server without its write-ahead log, and
// lacks the newest changes. It opens only with Options.AcceptIncomplete.
func (s *Store) Incomplete() bool {
	e, is := s.engine.(*sqlite.Engine)
	return is && e.Incomplete()
}

// Close lets the transactions that run finish and closes the database; every later call gives an Unavailable error.
// Closing twice is no error.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	s.listeners.end()
	s.sealer.Close()
	return s.engine.Close()
}

func (s *Store) tx(ctx context.Context, conn gorm.ConnPool, writes bool) *Tx {
	db := s.gorm.Session(&gorm.Session{Context: ctx, NewDB: true})
	db.Statement.ConnPool = conn
	d := dialectOf(db)
	return &Tx{db: db, conn: conn, engine: s.engine, dialect: d, locks: writes && d == postgresDialect}
}

func errClosed() error {
	return models.Errorf(models.CodeUnavailable, "the database is closed").Because(errors.New("store: closed"))
}

package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// maxStatements bounds the statements that a connection keeps. The store's own are fewer than a hundred.
const maxStatements = 256

// connection is one SQLite connection with its prepared statements. GORM's PrepareStmt is of no use here: a statement
// that it prepares inside a transaction dies with it, so that each transaction would prepare all its statements again.
type connection struct {
	pool  *sql.DB
	conn  *sql.Conn // nil: not open yet, or given up
	stmts map[string]*sql.Stmt
}

func (s *connection) open(ctx context.Context) error {
	if s.conn != nil {
		return nil
	}
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return err
	}
	s.conn, s.stmts = conn, map[string]*sql.Stmt{}
	return nil
}

// stmt returns the prepared statement, or nil when the connection keeps enough of them.
func (s *connection) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := s.stmts[query]; ok {
		return st, nil
	}
	if len(s.stmts) >= maxStatements {
		return nil, nil
	}
	st, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.stmts[query] = st
	return st, nil
}

// control runs a statement such as COMMIT, which must not be cut off.
func (s *connection) control(query string) error {
	_, err := s.exec(context.Background(), query)
	return err
}

func (s *connection) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	st, err := s.stmt(ctx, query)
	switch {
	case err != nil:
		return nil, err
	case st == nil:
		return s.conn.ExecContext(ctx, query, args...)
	}
	return st.ExecContext(ctx, args...)
}

// rollback ends the transaction whatever state it is in. Where SQLite itself rolled back already, the statement
// fails; the connection is then given up, so that nothing can be left open on it.
func (s *connection) rollback() {
	if err := s.control("ROLLBACK"); err != nil {
		s.discard()
	}
}

// discard returns the connection up; the next open makes a new one. Its statements are closed first:
// database/sql keeps a connection open as long as it has statements, and SQLite copies the write-ahead log
// into the file only when the last connection closes.
func (s *connection) discard() {
	for _, st := range s.stmts {
		_ = st.Close() // the connection goes anyway
	}
	// A connection that reports ErrBadConn is closed instead of going back to the pool: all errors mean that
	// it is gone.
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	s.conn, s.stmts = nil, nil
}

// errOver is what a Tx gives that was kept beyond its transaction.
var errOver = errors.New("sqlite: the transaction is over")

// transaction is one use of a connection: the connection that GORM sees. The context is looked at before each
// statement and does not cut one off: the drivers pay a goroutine per statement or row for that, and none of the
// store's statements runs for long.
type transaction struct {
	connection *connection
	over       bool
}

func (t *transaction) ready(ctx context.Context) (context.Context, error) {
	if t.over {
		return nil, errOver
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return context.WithoutCancel(ctx), nil
}

// PrepareContext is part of gorm.ConnPool; the caller owns the statement.
func (t *transaction) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	ctx, err := t.ready(ctx)
	if err != nil {
		return nil, err
	}
	return t.connection.conn.PrepareContext(ctx, query)
}

// ExecContext is part of gorm.ConnPool.
func (t *transaction) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx, err := t.ready(ctx)
	if err != nil {
		return nil, err
	}
	return t.connection.exec(ctx, query, args...)
}

// QueryContext is part of gorm.ConnPool.
func (t *transaction) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx, err := t.ready(ctx)
	if err != nil {
		return nil, err
	}
	st, err := t.connection.stmt(ctx, query)
	switch {
	case err != nil:
		return nil, err
	case st == nil:
		return t.connection.conn.QueryContext(ctx, query, args...)
	}
	return st.QueryContext(ctx, args...)
}

// QueryRowContext is part of gorm.ConnPool. A Row can be made to fail only by a context that has ended.
func (t *transaction) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	calm, err := t.ready(ctx)
	if err != nil {
		ended, end := context.WithCancel(ctx)
		end()
		return t.connection.pool.QueryRowContext(ended, query)
	}
	st, err := t.connection.stmt(calm, query)
	if err != nil || st == nil {
		return t.connection.conn.QueryRowContext(calm, query, args...)
	}
	return st.QueryRowContext(calm, args...)
}

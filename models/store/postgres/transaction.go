package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	beginRead  = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	beginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED"

	rollbackWait = 5 * time.Second
)

// transaction is one on a connection. BEGIN is sent with its first statement; without any, nothing is.
type transaction struct{ conn *sql.Conn }

// PrepareContext is part of gorm.ConnPool.
func (t transaction) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return t.conn.PrepareContext(ctx, query)
}

// ExecContext is part of gorm.ConnPool.
func (t transaction) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.conn.ExecContext(ctx, query, args...)
}

// QueryContext is part of gorm.ConnPool.
func (t transaction) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.conn.QueryContext(ctx, query, args...)
}

// QueryRowContext is part of gorm.ConnPool.
func (t transaction) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.conn.QueryRowContext(ctx, query, args...)
}

// Later runs a statement whose result nobody waits for: with the next one whose result is wanted, or the commit. Where
// it fails, that one does.
func (t transaction) Later(query string, args ...any) error {
	return pipelined(t.conn, func(c *pipelineConn) error {
		c.queue = append(c.queue, queued{query, args})
		return nil
	})
}

func (t transaction) begin(query string) error {
	return pipelined(t.conn, func(c *pipelineConn) error {
		c.queue, c.answered = nil, false
		if query != "" {
			c.queue = []queued{{query: query}}
		}
		return nil
	})
}

// commit sends what is kept with COMMIT, unless there was no statement at all.
func (t transaction) commit(ctx context.Context) error {
	return pipelined(t.conn, func(c *pipelineConn) error {
		if c.Conn.Conn().PgConn().TxStatus() == 'I' && len(c.queue) <= 1 {
			c.queue = nil
			return nil
		}
		// A transaction that the server has answered nothing of may run again on another connection. So COMMIT must not
		// be among what was not answered: nobody would know whether it was done.
		if !c.answered {
			if err := c.flush(ctx); err != nil {
				return err
			}
		}
		tag, err := c.send(ctx, "COMMIT")
		if err != nil {
			return commitFailed(err)
		}
		if tag.String() != "COMMIT" {
			return fmt.Errorf("postgres: commit: %w", pgx.ErrTxCommitRollback)
		}
		return nil
	})
}

// rollback takes everything back, on a connection that works. It does not end with the caller's context, or the
// connection would have to be closed.
func (t transaction) rollback() error {
	return pipelined(t.conn, func(c *pipelineConn) error {
		c.queue = nil
		conn := c.Conn.Conn()
		if conn.IsClosed() || conn.PgConn().TxStatus() == 'I' {
			return nil
		}
		ctx, cancel := context.WithTimeout(context.Background(), rollbackWait)
		defer cancel()
		if _, err := conn.Exec(ctx, "ROLLBACK"); err != nil {
			return errors.Join(fmt.Errorf("postgres: roll back: %w", err), conn.Close(ctx))
		}
		return nil
	})
}

// unanswered tells whether the connection broke before the server did anything in the transaction.
func (t transaction) unanswered() (is bool) {
	_ = pipelined(t.conn, func(c *pipelineConn) error {
		is = !c.answered && c.Conn.Conn().IsClosed()
		return nil
	})
	return is
}

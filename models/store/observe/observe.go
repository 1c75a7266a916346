// Package observe lets tests see which transactions and statements a store runs, and for which request, and the log
// which queries are slow.
//
// It may import GORM, for the shape of a connection. It knows no engine and no tables, and changes nothing of what
// passes through it. A server observes nothing but slow queries.
package observe

import (
	"context"
	"database/sql"

	"gorm.io/gorm"
)

// Observer is told what a store is about to do; the context is that of whoever asked for it. It is called by many
// goroutines at once. What is nil is not called.
type Observer struct {
	Transaction func(ctx context.Context, writes bool)
	Statement   func(ctx context.Context, query string)
}

// Begin tells of a transaction that has just begun and gives its connection, which tells of each statement on it. A
// nil Observer gives the connection as it is.
func (o *Observer) Begin(ctx context.Context, conn gorm.ConnPool, writes bool) gorm.ConnPool {
	if o == nil {
		return conn
	}
	if o.Transaction != nil {
		o.Transaction(ctx, writes)
	}
	if o.Statement == nil {
		return conn
	}
	return &observedConnection{conn, o.Statement}
}

// observedConnection is a connection that tells of each statement before it runs.
type observedConnection struct {
	gorm.ConnPool
	tell func(context.Context, string)
}

// ExecContext is part of gorm.ConnPool.
func (c *observedConnection) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	c.tell(ctx, query)
	return c.ConnPool.ExecContext(ctx, query, args...)
}

// QueryContext is part of gorm.ConnPool.
func (c *observedConnection) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	c.tell(ctx, query)
	return c.ConnPool.QueryContext(ctx, query, args...)
}

// QueryRowContext is part of gorm.ConnPool.
func (c *observedConnection) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	c.tell(ctx, query)
	return c.ConnPool.QueryRowContext(ctx, query, args...)
}

package postgres

import (
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// A PostgreSQL that hangs must not hang the server. The database itself gives up a statement, or the wait for
// a lock, after the limit of Options.Timeout. Where it does not even do that, because the machine or the line
// to it stands still, a connection that has to wait for the other side for one and a half times as long is
// given up.

// withLimits makes the connections of a pool give up. It lets the limits be off until the migrations are
// done, which may take long.
func withLimits(config *pgx.ConnConfig, limit time.Duration, on *atomic.Bool) {
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = limit
	}
	dial := config.DialFunc
	config.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &impatientConn{Conn: conn, limit: limit + limit/2, on: on}, nil
	}
}

// serverLimits tells PostgreSQL the limits of a new connection. They are no startup parameters, which poolers refuse.
func serverLimits(limit time.Duration) func(context.Context, *pgx.Conn) error {
	set := fmt.Sprintf("SET statement_timeout = %[1]d; SET lock_timeout = %[1]d; "+
		"SET idle_in_transaction_session_timeout = %[2]d", limit.Milliseconds(), 10*limit.Milliseconds())
	return func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, set)
		return err
	}
}

// impatientConn is a connection on which no single read or write waits for longer than the limit. The
// deadlines that its user sets hold too.
type impatientConn struct {
	net.Conn
	limit time.Duration
	on    *atomic.Bool

	mu          sync.Mutex
	read, write time.Time // the user's deadlines
}

func (c *impatientConn) SetDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read, c.write = t, t
	return c.Conn.SetDeadline(t)
}

func (c *impatientConn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read = t
	return c.Conn.SetReadDeadline(t)
}

func (c *impatientConn) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.write = t
	return c.Conn.SetWriteDeadline(t)
}

func (c *impatientConn) Read(b []byte) (int, error) {
	if err := c.arm(&c.read, c.Conn.SetReadDeadline); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

func (c *impatientConn) Write(b []byte) (int, error) {
	if err := c.arm(&c.write, c.Conn.SetWriteDeadline); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

// arm sets the deadline of the limit, where the user's does not come before it.
func (c *impatientConn) arm(users *time.Time, set func(time.Time) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if mine := time.Now().Add(c.limit); c.on.Load() && (users.IsZero() || mine.Before(*users)) {
		return set(mine)
	}
	return set(*users)
}

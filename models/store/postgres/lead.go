package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// leadLock is the key under which servers agree who leads: "leads" in ASCII.
const leadLock = 0x6c65616473

// Lead runs fn while this server has the lock of the leader, on a session of its own, and reports whether it got it.
// The lock is one of a transaction, which lasts until fn returns: a pooler gives such a transaction one session, while
// it would lose a lock of a session. The transaction reads nothing, so that it keeps nothing from being cleaned up.
func (e *Engine) Lead(ctx context.Context, fn func(context.Context) error) (led bool, err error) {
	connecting, cancel := context.WithTimeout(ctx, e.limit)
	defer cancel()
	config := e.events.config.Copy()
	config.RuntimeParams["application_name"] = "plumbline scheduler"
	conn, err := pgx.ConnectConfig(connecting, config)
	if err != nil {
		return false, err
	}
	defer func() { // ends the transaction, and with it the lock
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(closing)
	}()
	tx, err := conn.Begin(connecting)
	if err != nil {
		return false, err
	}
	err = tx.QueryRow(connecting, "SELECT pg_try_advisory_xact_lock($1)", int64(leadLock)).Scan(&led)
	if err != nil || !led {
		return false, err
	}
	return true, fn(ctx)
}

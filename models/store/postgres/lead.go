package postgres

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"plumbline/models"
)

// Lead runs fn while this server has the lock of the leader, on a session of its own, and reports whether it got it.
// The lock is one of a transaction, which lasts until fn returns: a pooler gives such a transaction one session, while
// it would lose a lock of a session. The transaction reads nothing, so that it keeps nothing from being cleaned up.
//
// The context of fn ends with the session, since another server may lead from then on; what fn says of that is an
// Unavailable error. fn may still be at it for a moment when another server begins.
func (e *Engine) Lead(ctx context.Context, fn func(context.Context) error) (led bool, err error) {
	connecting, cancel := context.WithTimeout(ctx, e.limit)
	defer cancel()
	config := e.events.config.Copy()
	config.RuntimeParams["application_name"] = "plumbline scheduler"
	conn, err := pgx.ConnectConfig(connecting, config)
	if err != nil {
		return false, err
	}
	defer func() { // the lock is free when Lead returns: a session that is closed has it for a moment longer
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_, _ = conn.Exec(closing, "ROLLBACK")
		_ = conn.Close(closing)
	}()
	answers, err := conn.PgConn().Exec(connecting, tryLead).ReadAll()
	if err != nil || string(answers[1].Rows[0][0]) != "t" {
		return false, err
	}
	return true, whileConnected(ctx, conn, fn)
}

// tryLead begins the transaction and takes the lock of the leader, "leads" in ASCII, if nobody has it. The transaction
// waits while the lock lasts, and no limit on that may end it, from its first moment on: so it is one message.
const tryLead = "BEGIN; SELECT pg_try_advisory_xact_lock(x'6c65616473'::bigint) " +
	"FROM set_config('idle_in_transaction_session_timeout', '0', true)"

// whileConnected runs fn with a context that ends with the connection, on which nothing else may go on meanwhile: only
// by waiting for what the server sends does one learn at once that it sends no more.
func whileConnected(ctx context.Context, conn *pgx.Conn, fn func(context.Context) error) error {
	working, lose := context.WithCancelCause(ctx)
	defer lose(nil)
	waiting, enough := context.WithCancel(ctx)
	var watch sync.WaitGroup
	watch.Go(func() {
		for waiting.Err() == nil {
			if _, err := conn.WaitForNotification(waiting); err != nil && waiting.Err() == nil {
				lose(err)
				return
			}
		}
	})
	defer watch.Wait()
	defer enough()
	err := fn(working)
	if lost := context.Cause(working); err != nil && lost != nil && ctx.Err() == nil {
		return models.Errorf(models.CodeUnavailable, "this server leads no more: its session with the database has ended").
			Because(errors.Join(lost, err))
	}
	return err
}

package postgres

import (
	"context"
	"time"
)

const (
	notifyPause  = 20 * time.Millisecond // between notifications of one process
	notifyWait   = 5 * time.Second
	dropPause    = time.Minute
	notifyOthers = "SELECT pg_notify('" + channel + "', $1)"
	dropOld      = "DELETE FROM events WHERE at < now() - interval '10 minutes'"
)

// notifyAll notifies the other processes of events that this one has written, until the bus closes, and drops old ones
// in passing.
func (b *eventBus) notifyAll() {
	var dropped time.Time
	for {
		select {
		case <-b.written:
		case <-b.ctx.Done():
			select {
			case <-b.written:
				b.notify()
			default:
			}
			return
		}
		b.notify()
		if time.Since(dropped) > dropPause {
			dropped = time.Now()
			b.exec(dropOld)
		}
		b.rest(notifyPause)
	}
}

func (b *eventBus) notify() { b.exec(notifyOthers, b.own) }

// exec runs what may fail: others find the events by themselves, and old ones are dropped another time.
func (b *eventBus) exec(query string, args ...any) {
	ctx, cancel := context.WithTimeout(context.Background(), notifyWait)
	defer cancel()
	if _, err := b.pool.ExecContext(ctx, query, args...); err != nil {
		b.log.Debug("other processes are not notified of events", "error", err)
	}
}

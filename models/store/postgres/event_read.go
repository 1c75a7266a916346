package postgres

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"plumbline/models"
)

const (
	pollEvery     = time.Second            // where notifications arrive, and one may get lost
	pollDeaf      = 500 * time.Millisecond // where none arrive
	readPause     = 10 * time.Millisecond  // between two reads
	readWait      = 10 * time.Second
	readBatch     = 1000
	readBefore    = 500 // ids before the newest at the start, of which some may not be committed yet
	shortestPause = 100 * time.Millisecond
	longestPause  = 10 * time.Second

	newestEvent = "SELECT COALESCE(max(id), 0) FROM events"
	someEvents  = "SELECT id, '' FROM events WHERE id > $1 ORDER BY id"
	newEvents   = "SELECT id, payload FROM events WHERE id > $1 OR id = ANY($2::bigint[]) ORDER BY id LIMIT $3"
)

// readAll puts the events of all processes, until the bus closes.
func (b *eventBus) readAll() {
	var ids *eventIDs // nil: not known where to go on
	pause := shortestPause
	for first := true; ; first = false {
		err := b.readNew(&ids)
		if b.ctx.Err() != nil {
			return
		}
		if first {
			close(b.read)
		}
		if err == nil {
			pause = shortestPause
			if !b.rest(readPause) || !b.awaitEvents(&ids) {
				return
			}
			continue
		}
		ids = nil
		b.log.Warn("events can't be read; trying again", "error", err, "in", pause)
		if !b.rest(pause) {
			return
		}
		pause = min(2*pause, longestPause)
	}
}

// awaitEvents waits until there is something to read, or it is time to look.
func (b *eventBus) awaitEvents(ids **eventIDs) bool {
	every := pollEvery
	if b.deaf.Load() {
		every = pollDeaf
	}
	timer := time.NewTimer(every)
	defer timer.Stop()
	select {
	case <-b.wake:
	case <-timer.C:
	case <-b.again:
		*ids = nil
	case <-b.ctx.Done():
		return false
	}
	return true
}

// readNew puts what is new. Where it is not known what that is, it begins with what comes from now on, and has all who
// listen load everything again.
func (b *eventBus) readNew(ids **eventIDs) error {
	ctx, cancel := context.WithTimeout(b.ctx, readWait)
	defer cancel()
	if *ids == nil {
		now, err := b.startReading(ctx)
		if err != nil {
			return err
		}
		*ids = now
		b.put(models.ReviewEvent{Kind: models.EventResync, At: time.Now().UTC()})
	}
	for {
		n := 0
		err := b.each(ctx, func(id int64, text string) {
			n++
			if (*ids).take(id, time.Now()) {
				b.hand(text)
			}
		}, newEvents, (*ids).last, (*ids).missing(time.Now()), readBatch)
		if err != nil || n < readBatch {
			return err
		}
	}
}

// startReading gives the state of a process that has seen all events that are committed, and none of those that are
// not.
func (b *eventBus) startReading(ctx context.Context) (*eventIDs, error) {
	var newest int64
	if err := b.pool.QueryRowContext(ctx, newestEvent).Scan(&newest); err != nil {
		return nil, err
	}
	ids := newEventIDs(max(newest-readBefore, 0))
	return ids, b.each(ctx, func(id int64, _ string) { ids.take(id, time.Now()) }, someEvents, ids.last)
}

// each runs a query for events.
func (b *eventBus) each(ctx context.Context, event func(int64, string), query string, args ...any) (err error) {
	rows, err := b.pool.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func(rows *sql.Rows) { err = errors.Join(err, rows.Close()) }(rows)
	for rows.Next() {
		var id int64
		var text string
		if err := rows.Scan(&id, &text); err != nil {
			return err
		}
		event(id, text)
	}
	return rows.Err()
}

func (b *eventBus) hand(text string) {
	e, err := fromPayload(text)
	if err != nil {
		b.log.Warn("an event can't be read", "error", err)
		return
	}
	b.put(e)
}

package service

import (
	"context"
	"sync"
	"time"

	"plumbline/models/store"
)

// touched notes when credentials are used, to the minute, and remembers the minute in which this process noted a use last, so that
// of many requests at once one writes.
type touched struct {
	mu   sync.Mutex
	last map[string]time.Time
}

func newTouched() *touched { return &touched{last: map[string]time.Time{}} }

// note writes the use of a credential where its minute is not noted yet. The request need not wait for whoever is writing, and that the use could
// not be noted is no reason to refuse it.
func (t *touched) note(ctx context.Context, f *floor, id string, seen time.Time, write func(*store.Tx, time.Time) error) {
	minute := f.now().Truncate(time.Minute)
	if !seen.Before(minute) || !t.first(id, minute) {
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		if err := f.store.Write(ctx, func(tx *store.Tx) error { return write(tx, minute) }); err != nil {
			f.log.WarnContext(ctx, "could not note the use of a credential", "id", id, "error", err)
		}
	}()
}

func (t *touched) first(id string, minute time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.last[id].Before(minute) {
		return false
	}
	if len(t.last) > 10_000 { // of credentials that are long gone
		clear(t.last)
	}
	t.last[id] = minute
	return true
}

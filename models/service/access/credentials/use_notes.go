package credentials

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"plumbline/models/store"
)

// Bounds of what is noted in the background.
const (
	maxUses     = 10_000 // credentials whose use waits to be noted, and those that are remembered as noted
	usesAtOnce  = 100    // that one transaction notes
	usesTimeout = 10 * time.Second
)

// credentialUse is the newest use of a credential that is not noted yet.
type credentialUse struct {
	minute time.Time
	write  func(*store.Tx, time.Time) error // must never move the time back: another server may have noted a later one
}

// UseNotes notes in the background when credentials are used, to the minute: one worker writes the newest use of
// each, some at a time. It remembers which minute it took last for each credential, so that of many requests at once
// one leads to a write.
type UseNotes struct {
	log   *slog.Logger
	write func(context.Context, func(*store.Tx) error) error // one transaction

	mu      sync.Mutex
	last    map[string]time.Time // by id of the credential
	waiting map[string]credentialUse
	working bool
}

// NewUseNotes makes UseNotes that write in transactions of write.
func NewUseNotes(log *slog.Logger, write func(context.Context, func(*store.Tx) error) error) *UseNotes {
	return &UseNotes{log: log, write: write, last: map[string]time.Time{}, waiting: map[string]credentialUse{}}
}

// Note takes the use of a credential on, where its minute is not noted yet. The request need not wait for whoever is
// writing, and that the use could not be noted is no reason to refuse it.
func (t *UseNotes) Note(id string, now, seen time.Time, write func(*store.Tx, time.Time) error) {
	minute := now.Truncate(time.Minute)
	if !seen.Before(minute) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, waits := t.waiting[id]; !t.last[id].Before(minute) || !waits && len(t.waiting) >= maxUses {
		return
	}
	if len(t.last) >= maxUses { // of credentials that are long gone
		clear(t.last)
	}
	t.last[id], t.waiting[id] = minute, credentialUse{minute, write}
	if !t.working {
		t.working = true
		go t.work()
	}
}

// work notes until nothing waits.
func (t *UseNotes) work() {
	for {
		uses := t.take()
		if uses == nil {
			return
		}
		if err := t.store(uses); err != nil {
			t.log.Warn("could not note the use of credentials; the next use tries again", "number", len(uses),
				"error", err)
			t.forget(uses)
		}
	}
}

// take returns some of what waits; nil, and the end of the work, if nothing does.
func (t *UseNotes) take() map[string]credentialUse {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		t.working = false
		return nil
	}
	uses := map[string]credentialUse{}
	for id, u := range t.waiting {
		if uses[id] = u; len(uses) == usesAtOnce {
			break
		}
	}
	maps.DeleteFunc(t.waiting, func(id string, _ credentialUse) bool { _, taken := uses[id]; return taken })
	return uses
}

// store writes in the order of the ids, so that two servers don't wait for each other.
func (t *UseNotes) store(uses map[string]credentialUse) error {
	ctx, cancel := context.WithTimeout(context.Background(), usesTimeout)
	defer cancel()
	return t.write(ctx, func(tx *store.Tx) error {
		for _, id := range slices.Sorted(maps.Keys(uses)) {
			if err := uses[id].write(tx, uses[id].minute); err != nil {
				return err
			}
		}
		return nil
	})
}

// forget makes the next use of what could not be noted be taken on again.
func (t *UseNotes) forget(uses map[string]credentialUse) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, u := range uses {
		if t.last[id].Equal(u.minute) {
			delete(t.last, id)
		}
	}
}

// Idle reports whether nothing waits to be noted.
func (t *UseNotes) Idle() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.working
}

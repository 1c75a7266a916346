package access

import (
	"context"
	"sync"
	"time"

	"plumbline/models"
)

// pendingSignOuts are the sessions that were signed out of while the database could not be written, as on a full
// disk: they are over at once, in this process, and are written as soon as that is possible.
type pendingSignOuts struct {
	mu      sync.Mutex
	by      map[string]models.Actor // by session
	running bool                    // a try is due
	stopped bool
}

// endedPause is how long a session that ended waits for the next try to write it.
const endedPause = 2 * time.Second

func newPendingSignOuts() *pendingSignOuts { return &pendingSignOuts{by: map[string]models.Actor{}} }

// has reports whether the session was signed out of.
func (e *pendingSignOuts) has(session string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, has := e.by[session]
	return has
}

// note keeps the session of the actor ended until write has succeeded for it.
func (e *pendingSignOuts) note(actor models.Actor, write func(models.Actor) error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.by[actor.SessionID] = actor
	e.schedule(write)
}

// schedule lets a try begin after a pause, one for all.
func (e *pendingSignOuts) schedule(write func(models.Actor) error) {
	if e.running || e.stopped || len(e.by) == 0 {
		return
	}
	e.running = true
	time.AfterFunc(endedPause, func() {
		e.try(write)
		e.mu.Lock()
		defer e.mu.Unlock()
		e.running = false
		e.schedule(write)
	})
}

// try writes all that wait, and returns the number of those that still do.
func (e *pendingSignOuts) try(write func(models.Actor) error) int {
	e.mu.Lock()
	var waiting []models.Actor
	for _, actor := range e.by {
		waiting = append(waiting, actor)
	}
	e.mu.Unlock()
	for i, actor := range waiting {
		if err := write(actor); models.CodeOf(err) == models.CodeUnavailable {
			return len(waiting) - i
		}
		e.mu.Lock()
		delete(e.by, actor.SessionID)
		e.mu.Unlock()
	}
	return 0
}

// stop makes the last try, and returns the number of sessions that could not be written.
func (e *pendingSignOuts) stop(write func(models.Actor) error) int {
	e.mu.Lock()
	e.stopped = true
	e.mu.Unlock()
	return e.try(write)
}

// SignOut ends the session that the request came with: of a user or a guest. While the database can't be written the
// session is over all the same, on this server, and is written later.
func (s Sessions) SignOut(ctx context.Context) error {
	actor := models.ActorFrom(ctx)
	err := s.signOut(ctx, actor)
	if actor.SessionID == "" || models.CodeOf(err) != models.CodeUnavailable {
		return err
	}
	s.core.Log.WarnContext(
		ctx,
		"a sign-out could not be written: the session is over on this server, and is written later",
		"session",
		actor.SessionID,
		"error",
		err,
	)
	s.steps.signOuts.note(actor, s.writeEnded)
	return nil
}

func (s Sessions) writeEnded(actor models.Actor) error {
	ctx, cancel := context.WithTimeout(models.WithActor(context.Background(), actor), 10*time.Second)
	defer cancel()
	err := s.signOut(ctx, actor)
	if err != nil && models.CodeOf(err) != models.CodeUnavailable {
		s.core.Log.ErrorContext(ctx, "a session that was signed out of could not be ended in the database", "session",
			actor.SessionID, "error", err)
	}
	return err
}

// Settle writes, at the end of a server, the sign-outs that could not be written before. An error says how many could
// not be even now.
func (s Sessions) Settle() error {
	if n := s.steps.signOuts.stop(s.writeEnded); n > 0 {
		return models.Errorf(models.CodeUnavailable,
			"%d sessions that people signed out of could not be written: they last again after the next start", n)
	}
	return nil
}

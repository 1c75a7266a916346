package schedule

import "context"

// LookUnled looks as a leader does whose session has ended and who has not noticed yet.
func (w *Worker) LookUnled(ctx context.Context) error {
	w.round.Lock()
	defer w.round.Unlock()
	return w.look(ctx)
}

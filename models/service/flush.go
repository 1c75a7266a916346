package service

import (
	"context"
	"slices"
	"time"
)

// Flush waits until nothing is left to be done in the background, or ctx ends, which is its error: mails are sent, uses of
// credentials noted, other servers told who is present. It is for a server that stops, before its database closes.
func (s *Service) Flush(ctx context.Context) error {
	for slices.ContainsFunc(s.idle, func(idle func() bool) bool { return !idle() }) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
	return nil
}

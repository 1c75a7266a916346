package postgres

import (
	"slices"
	"testing"
	"time"
)

// An id that is committed after a higher one is taken once, for a minute; so is one that was passed over before the
// process began.
func TestEventIDs(t *testing.T) {
	now := time.Now()
	s := newEventIDs(10)
	for _, row := range []struct {
		id  int64
		new bool
	}{{9, false}, {10, false}, {12, true}, {12, false}, {11, true}, {11, false}, {15, true}} {
		if got := s.take(row.id, now); got != row.new {
			t.Errorf("%d: %v", row.id, got)
		}
	}
	missing := s.missing(now.Add(skippedFor))
	slices.Sort(missing)
	if !slices.Equal(missing, []int64{13, 14}) {
		t.Errorf("missing %v", missing)
	}
	if missing := s.missing(now.Add(skippedFor + 1)); len(missing) > 0 || s.take(13, now) {
		t.Errorf("after a minute %v", missing)
	}
	if s.take(1e12, now); len(s.missing(now)) > mostSkipped {
		t.Errorf("%d ids are asked for", len(s.missing(now)))
	}
}

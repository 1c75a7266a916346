package postgres

import (
	"maps"
	"slices"
	"time"
)

const (
	skippedFor  = time.Minute // how long an id that was passed over is asked for: no transaction commits later than that
	mostSkipped = 5000        // ids that are asked for at once
)

// eventIDs knows which events a process has seen. Ids are given in the transactions and are committed in any order, so
// one that was passed over may still come, unless its transaction failed.
type eventIDs struct {
	last    int64 // the highest id that was seen
	skipped map[int64]time.Time
}

func newEventIDs(last int64) *eventIDs { return &eventIDs{last: last, skipped: map[int64]time.Time{}} }

// take notes an id, and tells whether it is new.
func (s *eventIDs) take(id int64, now time.Time) bool {
	if id <= s.last {
		_, is := s.skipped[id]
		delete(s.skipped, id)
		return is
	}
	for i := max(s.last+1, id-mostSkipped); i < id && len(s.skipped) < mostSkipped; i++ {
		s.skipped[i] = now
	}
	s.last = id
	return true
}

// missing lists the ids that may still come.
func (s *eventIDs) missing(now time.Time) []int64 {
	maps.DeleteFunc(s.skipped, func(_ int64, since time.Time) bool { return now.Sub(since) > skippedFor })
	return slices.AppendSeq([]int64{}, maps.Keys(s.skipped))
}

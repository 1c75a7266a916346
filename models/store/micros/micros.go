// Package micros converts times to what the store keeps of them: whole microseconds since 1970, in UTC. It
// imports nothing of ours.
package micros

import "time"

// Of returns a time as microseconds since 1970; 0 is the zero time.
func Of(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the opposite of Of; times come back in UTC.
func Time(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

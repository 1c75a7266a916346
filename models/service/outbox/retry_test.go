package outbox

import (
	"testing"
	"time"
)

// The waits double from half a minute up to an hour, with something left to chance.
func TestTheWaitsBetweenTriesDouble(t *testing.T) {
	w := &Worker{times: Times{}.withDefaults()}
	for attempts, usual := range map[int]time.Duration{1: 30 * time.Second, 2: time.Minute, 5: 8 * time.Minute,
		7: 32 * time.Minute, 8: time.Hour, 9: time.Hour, 100_000: time.Hour} {
		seen := map[time.Duration]bool{}
		for range 50 {
			wait := w.retryAfter(attempts)
			if wait > usual || wait < usual-usual/4-1 {
				t.Errorf("after %d attempts: %s, want about %s", attempts, wait, usual)
			}
			seen[wait] = true
		}
		if len(seen) < 10 {
			t.Errorf("after %d attempts: %d different waits of 50", attempts, len(seen))
		}
	}
}

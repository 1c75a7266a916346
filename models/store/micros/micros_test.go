package micros

import (
	"testing"
	"time"
)

func TestTimesComeBack(t *testing.T) {
	late, early := time.Date(2026, 2, 28, 23, 59, 59, 999_999_000, time.UTC), time.UnixMicro(-1).UTC()
	for _, at := range []time.Time{{}, late, early} {
		if got := Time(Of(at)); got != at {
			t.Errorf("%v comes back as %v", at, got)
		}
	}
	local := time.Date(2026, 1, 1, 1, 0, 0, 1_999, time.FixedZone("", 3600))
	if got := Time(Of(local)); got != time.Date(2026, 1, 1, 0, 0, 0, 1_000, time.UTC) {
		t.Errorf("%v comes back as %v", local, got)
	}
	if Of(time.Time{}) != 0 {
		t.Error("the zero time is not 0")
	}
}

package output

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxDays is more than the years that databases can hold.
const maxDays = 100_000

// ParseMoment reads a moment as such (RFC 3339), or as days or hours from now.
func ParseMoment(text string, now time.Time) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= maxDays {
			return now.Add(time.Duration(n) * 24 * time.Hour), nil
		}
	} else if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return now.Add(d), nil
	}
	return time.Time{},
		fmt.Errorf("--expires must be days (90d), hours (12h), a day (2027-01-31) or a moment (2027-01-31T00:00:00Z), not %q", text)
}

// TimeOrNever is a moment for people, "never" for none.
func TimeOrNever(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.RFC3339)
}

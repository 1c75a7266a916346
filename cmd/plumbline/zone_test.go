package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Time zones are set from the command line, and what is none is refused.
func TestTimeZonesFromTheCommandLine(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "zones.db")
	startProgram(t, "serve", "--data", data)
	for _, row := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"user", "create", "ada@example.com", "--name", "Ada", "--password-stdin"}, exitOK, "ada@example.com"},
		{[]string{"workspace", "time-zone", "../etc/passwd", "--workspace", "Default"}, exitFailed, "time zone"},
		{[]string{"workspace", "time-zone", "Local", "--workspace", "Default"}, exitFailed, "time zone"},
		{[]string{"workspace", "time-zone", "europe/berlin", "--workspace", "Default"}, exitOK, "Europe/Berlin  Default"},
		{[]string{"token", "create", "--expires", "2028-03-26", "--workspace", "Default"}, exitOK, "plb_"},
		{[]string{"token", "list", "--workspace", "Default"}, exitOK, "2028-03-26T22:00Z"},
		{[]string{"token", "create", "--expires", "2028-02-30", "--workspace", "Default"}, exitFailed, "--expires"},
		{[]string{"token", "create", "--expires", "2020-01-01", "--workspace", "Default"}, exitFailed, "future"},
		{[]string{"workspace", "list", "--json"}, exitOK, `"time_zone": "Europe/Berlin"`},
		{[]string{"user", "update", "ada@example.com", "--time-zone", "Atlantis"}, exitFailed, "time zone"},
		{[]string{"user", "update", "ada@example.com", "--time-zone", "Asia/Tokyo"}, exitOK, "ada@example.com"},
		{[]string{"user", "show", "ada@example.com", "--json"}, exitOK, `"time_zone": "Asia/Tokyo"`},
		{[]string{"user", "update", "ada@example.com", "--time-zone", ""}, exitOK, "ada@example.com"},
		{[]string{"user", "show", "ada@example.com", "--json"}, exitOK, `"time_zone": ""`},
	} {
		status, out, errs := runCommand(t, "seven green bottles\n", append(row.args, "--data", data)...)
		if status != row.status || !strings.Contains(out+errs, row.want) {
			t.Errorf("%v: status %d: %s%s", row.args, status, out, errs)
		}
	}
}

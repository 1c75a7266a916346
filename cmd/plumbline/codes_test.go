package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Weak passwords are refused on standard input too, with the reason; the server and a workspace can require one-time
// codes from the command line.
func TestPasswordsAndCodesFromTheCommandLine(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "codes.db")
	startProgram(t, "serve", "--data", data)
	for weak, why := range map[string]string{"password1234\n": "common", "aaaaaaaaaaaa": "again",
		"ada.lovelace@example.com\n": "your name"} {
		status, _, errs := runCommand(t, weak, "user", "create", "ada.lovelace@example.com", "--name", "Ada Lovelace",
			"--password-stdin", "--data", data)
		if status == exitOK || !strings.Contains(errs, why) {
			t.Errorf("%q: status %d: %s", weak, status, errs)
		}
	}
	for _, row := range []struct {
		args []string
		want string
	}{
		{[]string{"user", "create", "ada.lovelace@example.com", "--name", "Ada Lovelace", "--password-stdin"},
			"ada.lovelace@example.com"},
		{[]string{"user", "require-codes", "on"}, "required: yes"},
		{[]string{"user", "require-codes", "off"}, "required: no"},
		{[]string{"workspace", "require-codes", "on", "--workspace", "Default"}, "Default"},
		{[]string{"mapping", "claims"}, "CLAIM"},
	} {
		if status, out,
			errs := runCommand(t, "seven green bottles\n", append(row.args, "--data", data)...); status != exitOK ||
			!strings.Contains(out, row.want) {
			t.Errorf("%v: status %d: %s%s", row.args, status, out, errs)
		}
	}
	if status, out, errs := runCommand(t, "", "workspace", "list", "--data", data, "--json"); status != exitOK ||
		!strings.Contains(out, `"require_one_time_codes": true`) {
		t.Errorf("the list does not say it: %s%s", out, errs)
	}
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models/store/storetest"
)

// Presets are saved, changed and deleted beside the database, and reports are made by their names.
func TestPresets(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		id, _ := reviewedDatabase(t, dsn)
		dir := t.TempDir()
		file := func(name string) string { return filepath.Join(dir, name) }
		expect := func(status int, holds string, args ...string) {
			t.Helper()
			got, out, errOut := runCommand(t, "", append(args, "--data", dsn)...)
			if got != status || !strings.Contains(out+errOut, holds) {
				t.Errorf("%s: status %d, want %d with %q\n%s%s", args, got, status, holds, out, errOut)
			}
		}
		svg := `<svg viewBox="0 0 9 3"><rect width="9" height="3" fill="#7a1f3d"/></svg>`
		mustSucceed(t, os.WriteFile(file("logo.svg"), []byte(svg), 0o600))
		mustSucceed(t, os.WriteFile(file("bad.svg"), []byte(`<svg viewBox="0 0 9 3"><script/></svg>`), 0o600))
		board := "Für den Vorstand"
		report := []string{"report", "--workload", id, "--format", "md", "--out", file("a.md"), "--preset"}

		expect(exitFailed, "4.47 to 1", "presets", "brand", "--primary", "#777777")
		expect(exitFailed, "element script", "presets", "brand", "--logo", file("bad.svg"))
		expect(exitOK, "600 by 200 pixels", "presets", "brand", "--primary", "#7a1f3d", "--footer", "Intern", "--logo",
			file("logo.svg"))
		expect(exitFailed, "", "presets", "save", board)
		expect(exitOK, "", "presets", "save", board, "--base", "leadership", "--sections", "work,trend", "--language", "de")
		expect(exitOK, "", "presets", "save", board, "--paper", "letter")
		expect(exitOK, "work,trend", "presets", "list")
		expect(exitFailed, "saved preset", append(report, "nobody's")...)
		expect(exitOK, "", append(report, "für den vorstand")...)
		data, err := os.ReadFile(file("a.md"))
		mustSucceed(t, err)
		for _, want := range []string{"Intern", "Scorecard; Risks taken on purpose", "“Für den Vorstand”"} {
			if !strings.Contains(string(data), want) {
				t.Errorf("the report does not say %q", want)
			}
		}
		expect(exitOK, "none", "presets", "brand", "--logo", "none")
		expect(exitOK, "", "presets", "delete", board)
		expect(exitFailed, "", "presets", "delete", board)
		expect(exitFailed, "saved preset", append(report, board)...)
	})
}

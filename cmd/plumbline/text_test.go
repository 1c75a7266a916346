package main

import (
	"os"
	"strings"
	"testing"

	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/keyfile"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// utf16 is a text in UTF-16, little-endian, as PowerShell writes files.
func utf16(s string, mark bool) string {
	out := ""
	if mark {
		out = "\xff\xfe"
	}
	for _, c := range []byte(s) {
		out += string([]byte{c, 0})
	}
	return out
}

// Every file and pipe takes UTF-8 with a byte-order mark and any line ends, and names another encoding.
func TestTextsOfCommands(t *testing.T) {
	t.Parallel()
	dir, data := t.TempDir(), storetest.SQLite(t)
	answers, err := os.ReadFile(sampleFile)
	mustSucceed(t, err)
	key := keyfile.NewKey()
	for name, input := range map[string]struct {
		text  string
		run   func(text string) (status int, said string)
		bytes bool // line ends belong to it
	}{
		"answers": {text: string(answers), run: func(text string) (int, string) {
			status, _, errOut := runCommand(t, text, "report", "--lens", sampleLens, "--answers", "-", "--out", "-")
			return status, errOut
		}},
		"lens": {text: string(builtin.SampleDocument()), run: func(text string) (int, string) {
			status, out, errOut := runCommand(t, "", "lens", "test", writeFile(t, dir, "lens.json", text))
			return status, out + errOut
		}},
		"configuration": {text: "log_level: warn\nsession_idle: 1h\n", run: func(text string) (int, string) {
			_, err := configFile(strings.NewReader(text))
			return checkFailed(err)
		}},
		"keys": {text: "# one\n" + key + "\n", run: func(text string) (int, string) {
			_, err := keyFlags{SecretKeyFile: writeFile(t, dir, "keys", text)}.secretKeys(data)
			return checkFailed(err)
		}},
		"password": {text: "correct horse battery staple\n", run: func(text string) (int, string) {
			got, err := passwordFrom(strings.NewReader(text))
			if err == nil && strings.TrimRight(got, "\r\n") != "correct horse battery staple" {
				t.Errorf("the password is %q", got)
			}
			return checkFailed(err)
		}},
		"secret": {text: "hush\n", run: func(text string) (int, string) {
			got, err := files.Secret("--x", writeFile(t, dir, "secret", text), "PLUMBLINE_NOT_SET")
			if err == nil && got != "hush" {
				t.Errorf("the secret is %q", got)
			}
			return checkFailed(err)
		}},
		"archive": {text: "{\n\"format\": \"x\"\n}\n", bytes: true, run: func(text string) (int, string) {
			status, _, errOut := runCommand(t, text, "import", "workload", "-", "--data", data)
			if strings.Contains(errOut, "this is not the export of a workload") {
				status = exitOK // it was read
			}
			return status, errOut
		}},
	} {
		lines := strings.NewReplacer("\n", "\r\n").Replace(input.text)
		for what, text := range map[string]string{"plain": input.text, "a mark": "\ufeff" + input.text, "CR LF": lines,
			"both": "\ufeff" + lines} {
			if status, said := input.run(text); status != exitOK {
				t.Errorf("%s, %s: %d %s", name, what, status, said)
			}
		}
		for what, text := range map[string]string{"UTF-16": utf16(input.text, true), "UTF-16 ": utf16(input.text, false)} {
			if status, said := input.run(text); status == exitOK || !strings.Contains(said, strings.TrimSpace(what)) ||
				strings.Contains(said, key[:8]) {
				t.Errorf("%s in %s: %d %s", name, what, status, said)
			}
		}
		for what, text := range map[string]string{"Latin-1": "\xe9" + input.text, "at the end": input.text + "\xe9"} {
			if name == "password" && what == "at the end" {
				continue // behind the line
			}
			if status, said := input.run(text); status == exitOK || !strings.Contains(said, "UTF-8") {
				t.Errorf("%s, %s: %d %s", name, what, status, said)
			}
		}
	}
}

func checkFailed(err error) (int, string) {
	if err != nil {
		return exitFailed, err.Error()
	}
	return exitOK, ""
}

// Old line ends of a Mac in files of YAML.
func TestCarriageReturnsAlone(t *testing.T) {
	answers, err := os.ReadFile(sampleFile)
	mustSucceed(t, err)
	if status, _,
		errOut := runCommand(t, strings.ReplaceAll(string(answers), "\n", "\r"), "report", "--lens", sampleLens, "--answers",
		"-", "--out", "-"); status != exitOK {
		t.Errorf("%d %s", status, errOut)
	}
	if _, err := configFile(strings.NewReader("log_level: warn\rsession_idle: 1h\r")); err != nil {
		t.Error(err)
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"plumbline/models/store/storetest"
	"plumbline/models/urls"
	"plumbline/questionnaires/builtin"
)

const (
	sampleLens = "../../questionnaires/builtin/sample/service-basics.json"
	sampleFile = "sample/answers.yaml"
)

func writeFile(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	mustSucceed(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestLensLint(t *testing.T) {
	dir := t.TempDir()
	bad := writeFile(t, dir, "bad.json",
		strings.Replace(string(builtin.SampleDocument()), "oncall_rota && oncall_alerts", "oncall_rota && && oncall_alerts",
			1))
	warned := writeFile(t, dir, "warned.json",
		strings.Replace(string(builtin.SampleDocument()), `"schemaVersion": "2021-11-01",`, "", 1))
	for _, row := range []struct {
		args   []string
		status int
		holds  string
	}{
		{[]string{"lens", "lint", sampleLens}, exitOK, ""},
		{[]string{"lens", "lint", sampleLens, "--strict"}, exitOK, ""},
		{[]string{"lens", "lint", bad}, exitFound, bad + ":"},
		{[]string{"lens", "lint", sampleLens, bad}, exitFound, "error: "},
		{[]string{"lens", "lint", warned}, exitOK, "warning: "},
		{[]string{"lens", "lint", filepath.Join(dir, "missing.json")}, exitFailed, ""},
		{[]string{"lens", "lint"}, exitFailed, ""},
		{[]string{"lens", "lint", sampleLens, "--format", "xml"}, exitFailed, ""},
	} {
		status, out, errOut := runCommand(t, "", row.args...)
		if status != row.status || !strings.Contains(out, row.holds) {
			t.Errorf("%v: status %d, want %d: %s%s", row.args, status, row.status, out, errOut)
		}
		if (status == exitFailed) != (errOut != "") {
			t.Errorf("%v: status %d and on standard error %q", row.args, status, errOut)
		}
	}
	_, out, _ := runCommand(t, "", "lens", "lint", "--format", "json", bad)
	var problems []fileProblem
	mustSucceed(t, json.Unmarshal([]byte(out), &problems))
	if len(problems) != 1 || problems[0].Line == 0 || problems[0].Column == 0 ||
		!strings.Contains(problems[0].Pointer, "/riskRules/0/condition") {
		t.Errorf("as JSON: %s", out)
	}
}

func TestLensTest(t *testing.T) {
	dead := writeFile(t, t.TempDir(), "dead.json", strings.Replace(string(builtin.SampleDocument()),
		"!cost_alarm && !cost_owner", "cost_alarm && cost_owner && cost_unused", 1))
	if status, out, _ := runCommand(t, "", "lens", "test", sampleLens); status != exitOK ||
		!strings.Contains(out, "9 questions, 0 findings") {
		t.Errorf("the sample: %d %s", status, out)
	}
	if status, out, _ := runCommand(t, "", "lens", "test", dead); status != exitFound ||
		!strings.Contains(out, "rule-never-fires") || !strings.Contains(out, "risk-unreachable") {
		t.Errorf("a lens with a dead rule: %d %s", status, out)
	}
	_, out, _ := runCommand(t, "", "lens", "test", dead, "--format", "json")
	var findings []ruleFinding
	if mustSucceed(t, json.Unmarshal([]byte(out), &findings)); len(findings) < 2 {
		t.Errorf("as JSON: %s", out)
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pdf := filepath.Join(dir, "plan.pdf")
	if status, _,
		errOut := runCommand(t, "", "report", "--lens", sampleLens, "--answers", sampleFile, "--out",
		pdf); status != exitOK || errOut != "" {
		t.Fatalf("%d %s", status, errOut)
	}
	first, err := os.ReadFile(pdf)
	mustSucceed(t, err)
	answers, err := os.ReadFile(sampleFile)
	mustSucceed(t, err)
	status, again, _ := runCommand(t, string(answers), "report", "--lens", sampleLens, "--answers", "-", "--out", "-")
	if status != exitOK || !bytes.Equal(first, []byte(again)) || !bytes.HasPrefix(first, []byte("%PDF-")) {
		t.Errorf("the same answers give another PDF (%d and %d bytes)", len(first), len(again))
	}
	if status, out,
		_ := runCommand(t, string(answers), "report", "--lens", sampleLens, "--answers", "-", "--out", "-", "--paper",
		"letter"); status != exitOK || out == again {
		t.Errorf("Letter is like A4: status %d", status)
	}
	for change, complaint := range map[string]string{
		"date: 2026-11-20|date: soon":                    "date",
		"  cost|  costs":                                 "",
		"selected: [oncall_rota|selected: [oncall_rotta": "oncall_rotta",
		"  oncall:|  on_call:":                           "answers/on_call",
		"environment: PRODUCTION|environment: LAB":       "environment",
		"reason: ARCHITECTURE|reason: MY_ARCHITECTURE":   "answers/load/choices/load_limits/reason",
		"date: |colour: red\ndate: ":                     "colour",
		"workload:|workload: [":                          "",
	} {
		from, to, _ := strings.Cut(change, "|")
		if !strings.Contains(string(answers), from) {
			continue
		}
		status, _, errOut := runCommand(t, strings.Replace(string(answers), from, to, 1), "report", "--lens", sampleLens, "--answers",
			"-", "--out", pdf)
		if status != exitFailed && complaint != "" || !strings.Contains(errOut, complaint) {
			t.Errorf("%s: status %d: %s", change, status, errOut)
		}
	}
	if now, err := os.ReadFile(pdf); err != nil || !bytes.Equal(now, first) {
		t.Errorf("a report that failed touched the file: %v", err)
	}
}

// The form that "lens form" prints is an answers file as it is, and with choices uncommented.
func TestForm(t *testing.T) {
	t.Parallel()
	_, form, _ := runCommand(t, "", "lens", "form", sampleLens)
	for _, text := range []string{form, strings.Replace(form, "# - backup_daily", "- backup_daily", 1)} {
		if status, out,
			errOut := runCommand(t, text, "report", "--lens", sampleLens, "--answers", "-", "--out", "-"); status != exitOK ||
			!strings.HasPrefix(out, "%PDF-") {
			t.Errorf("%d %s", status, errOut)
		}
	}
}

// A workload goes from one server to another by two commands, beside the running servers.
func TestExportImport(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		workload, _ := reviewedDatabase(t, dsn)
		running := startProgram(t, "serve", "--data", dsn)
		file := filepath.Join(t.TempDir(), "checkout.json")
		if status, _,
			errOut := runCommand(t, "", "export", "workload", "check OUT", "--data", dsn, "-o", file); status != exitOK {
			t.Fatalf("export: %s", errOut)
		}
		other := storetest.SQLite(t)
		if status, _, errOut := runCommand(t, "", "import", "workload", file, "--data", other); status != exitFailed ||
			!strings.Contains(errOut, "start the server once") {
			t.Errorf("import into nothing: %d %s", status, errOut)
		}
		receiver := startProgram(t, "serve", "--data", other)
		status, out, errOut := runCommand(t, "", "import", "workload", file, "--data", other, "--dry-run")
		if status != exitOK || !strings.Contains(out, "workload: Checkout\n") ||
			!strings.Contains(out, ", is added\nmilestones: ") {
			t.Errorf("try the import: %d %s%s", status, out, errOut)
		}
		if status, out, errOut := runCommand(t, "", "import", "workload", file, "--data", other); status != exitOK ||
			!strings.HasPrefix(out, workload) {
			t.Fatalf("import: %d %s%s", status, out, errOut)
		}
		if status, _, errOut := runCommand(t, "", "import", "workload", file, "--data", other); status != exitFailed ||
			!strings.Contains(errOut, "copy") {
			t.Errorf("import again: %d %s", status, errOut)
		}
		_, again, _ := runCommand(t, "", "export", "workload", workload, "--data", other)
		first, err := os.ReadFile(file)
		mustSucceed(t, err)
		if again != string(first) {
			t.Error("what comes back is not what went out")
		}
		folder := t.TempDir()
		runCommand(t, "", "export", "workload", workload, "--data", other, "-o", folder)
		if named, err := os.ReadFile(filepath.Join(folder, "Checkout.json")); err != nil || string(named) != again {
			t.Errorf("into a folder it goes under the name of the workload: %v", err)
		}
		status, secret, _ := runCommand(t, "", "token", "create", "--data", other, "--role", "viewer")
		receiver.token = strings.TrimSpace(secret)
		var list struct{ Items []struct{ Name string } }
		receiver.must("GET", "/workloads", nil, &list)
		if status != exitOK || len(list.Items) != 1 || list.Items[0].Name != "Checkout" {
			t.Errorf("with the token of the command line: %d %+v", status, list)
		}
		for _, p := range []*runningProgram{running, receiver} {
			p.signal(syscall.SIGTERM)
			mustSucceed(t, p.wait())
		}
	})
}

func TestStartPrintsASetUpLink(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	first := startProgram(t, "serve", "--data", data)
	if first.setup == "" {
		t.Error("the first start printed no set-up link")
	}
	first.must("GET", "/workspace", nil, nil)
	first.signal(syscall.SIGTERM)
	mustSucceed(t, first.wait())
	if info, err := os.Stat(data); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the database is readable by others: %v %v", info.Mode(), err)
	}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "demo")
	var list struct {
		Items []struct {
			Name     string
			Answered int
		}
	}
	p.must("GET", "/workloads", nil, &list)
	if len(list.Items) != 1 || list.Items[0].Answered == 0 {
		t.Errorf("the demo has %+v", list)
	}
	// The link that it prints signs in by itself, once.
	_, secret, _ := strings.Cut(p.setup, "#")
	open := func() *http.Response {
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := client.PostForm(p.url+urls.Join, url.Values{"code": {secret}})
		mustSucceed(t, err)
		mustSucceed(t, res.Body.Close())
		return res
	}
	if res := open(); res.StatusCode != http.StatusSeeOther || len(res.Cookies()) == 0 ||
		res.Header.Get("Location") != urls.Home {
		t.Errorf("the link of the demo: %d to %q, %d cookies", res.StatusCode, res.Header.Get("Location"), len(res.Cookies()))
	}
	if res := open(); res.StatusCode != http.StatusNotFound || len(res.Cookies()) != 0 {
		t.Errorf("the link a second time: %d", res.StatusCode)
	}
	p.signal(syscall.SIGINT)
	mustSucceed(t, p.wait())
	// Under an address of other machines there is no such link.
	p = startProgram(t, "demo", "--url", "https://demo.example.org")
	if p.setup != "" || !strings.Contains(p.printed("out"), "demo@example.com") {
		t.Errorf("beyond this machine it prints\n%s", p.printed("out"))
	}
	p.signal(syscall.SIGINT)
	mustSucceed(t, p.wait())
}

func TestSettings(t *testing.T) {
	dir := t.TempDir()
	config := writeFile(t, dir, "plumbline.yaml", "listen: 127.0.0.1:0\nlog_level: info\ndata: "+
		filepath.Join(dir, "from-file.db")+"\n")
	p := startProgram(t, "serve", "--config", config)
	p.signal(syscall.SIGTERM)
	mustSucceed(t, p.wait())
	if _, err := os.Stat(filepath.Join(dir, "from-file.db")); err != nil {
		t.Errorf("the configuration file was not read: %v", err)
	}
	t.Setenv("PLUMBLINE_DATA", filepath.Join(dir, "from-environment.db"))
	p = startProgram(t, "serve", "--config", config)
	p.signal(syscall.SIGTERM)
	mustSucceed(t, p.wait())
	if _, err := os.Stat(filepath.Join(dir, "from-environment.db")); err != nil {
		t.Errorf("the environment does not win over the file: %v", err)
	}
	wrong := writeFile(t, dir, "wrong.yaml", "lisen: 127.0.0.1:0\n")
	notYAML := writeFile(t, dir, "not.yaml", "listen: [\n")
	for complaint, args := range map[string][]string{
		"lisen":         {"serve", "--config", wrong},
		"not YAML":      {"serve", "--config", notYAML},
		"HOST:PORT":     {"serve", "--listen", "8080"},
		"go together":   {"serve", "--tls-cert", sampleFile},
		"--tls-":        {"serve", "--tls-cert", "none.pem", "--tls-key", "none.pem"},
		"log-level":     {"serve", "--log-level", "loud"},
		"unknown flag":  {"serve", "--colour"},
		"shutdown":      {"serve", "--shutdown-timeout", "-1s"},
		"nowhere":       {"serve", "--data", filepath.Join(dir, "nowhere", "x.db")},
		"expected one":  {"lens"},
		"unexpected ar": {"report", "extra"},
	} {
		if status, out, errOut := runCommand(t, "", args...); status != exitFailed || !strings.Contains(errOut, complaint) {
			t.Errorf("%v: status %d, want a complaint about %q: %s%s", args, status, complaint, out, errOut)
		}
	}
	if status, out, _ := runCommand(t, "", "--version"); status != exitOK || !strings.HasPrefix(out, "plumbline ") {
		t.Errorf("--version: %d %q", status, out)
	}
}

// The lenses of the program can be listed, read, checked and taken along.
func TestShippedLensCommands(t *testing.T) {
	t.Parallel()
	status, out, errOut := runCommand(t, "", "lens", "list", "--format", "json")
	var rows []lensRow
	if mustSucceed(t, json.Unmarshal([]byte(out), &rows)); status != exitOK || len(rows) != 5 {
		t.Fatalf("list: %d %s%s", status, out, errOut)
	}
	if first := rows[0]; first.Key != "wellarchitected" || first.Pillars != 6 || first.Questions != 57 ||
		first.Practices != 307 {
		t.Errorf("the framework is listed as %+v", first)
	}
	if _, text, _ := runCommand(t, "", "lens", "list"); strings.Count(text, "\n") != 6 {
		t.Errorf("list: %s", text)
	}
	for _, row := range rows {
		for name, args := range map[string][]string{"lint": {"lens", "lint", row.Key}, "test": {"lens", "test", row.Key}} {
			if status, out, errOut := runCommand(t, "", args...); status != exitOK || strings.Contains(out, ": warning: ") {
				t.Errorf("%s of %s: %d %s%s", name, row.Key, status, out, errOut)
			}
		}
		if status, page, _ := runCommand(t, "", "lens", "show", row.Key); status != exitOK ||
			!strings.HasPrefix(page, "# "+row.Name) {
			t.Errorf("show %s: %d %.80s", row.Key, status, page)
		}
		file := filepath.Join(t.TempDir(), "aws.json")
		if status, _,
			errOut := runCommand(t, "", "lens", "export", row.Key, "--format", "aws", "-o", file); status != exitOK {
			t.Errorf("export %s: %d %s", row.Key, status, errOut)
		}
		if status, out, _ := runCommand(t, "", "lens", "lint", "--strict", file); status != exitOK {
			t.Errorf("AWS would not take the export of %s: %s", row.Key, out)
		}
		_, whole, _ := runCommand(t, "", "lens", "export", row.Key)
		if _, again,
			_ := runCommand(t, "", "lens", "export", writeFile(t, t.TempDir(), "whole.json", whole)); again != whole {
			t.Errorf("the export of the export of %s is another one", row.Key)
		}
	}
	for _, args := range [][]string{{"lens", "show", "nothing"}, {"lens", "export", "nothing"}, {"lens", "show", sampleFile}} {
		if status, out, errOut := runCommand(t, "", args...); status != exitFailed || out != "" || errOut == "" {
			t.Errorf("%v: %d %s%s", args, status, out, errOut)
		}
	}
}

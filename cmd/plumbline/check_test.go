package main

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"syscall"
	"testing"

	"plumbline/models/store/storetest"
)

// The check gives one verdict, whether it looks into the database or asks a server.
func TestCheckBesideAndByServer(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		id, _ := reviewedDatabase(t, dsn)
		p := startProgram(t, "serve", "--data", dsn)
		_, secret, _ := runCommand(t, "", "token", "create", "--data", dsn)
		p.token = strings.TrimSpace(secret)
		at := "/workloads/" + id
		answer := func(question string, selected ...string) {
			p.must("PUT", at+"/lenses/service-basics/answers/"+question, map[string]any{"selected": selected}, nil)
		}
		answer("backup", "backup_daily", "backup_apart", "backup_restore", "backup_target")
		p.must("POST", at+"/milestones", map[string]any{"name": "Spring"}, nil)
		answer("backup", "backup_no")
		t.Setenv("PLUMBLINE_TOKEN", p.token)
		of := []string{"check", "--workload", "Checkout", "--server", p.url}
		for _, row := range []struct {
			args   string
			status int
			holds  string
		}{
			{"--workload checkout", exitFound, "Checkout fails"},
			{"--workload Checkout --max-high 1", exitFound, "8 questions are not answered"},
			{"--workload Checkout --max-high 1 --allow-unanswered", exitOK, "Checkout passes"},
			{"--workload " + id + " --allow-unanswered --max-worse 0 --baseline latest", exitFound,
				"Since milestone 1, Spring:\n  regressed "},
			{"--workload Checkout --allow-unanswered --max-worse 1 --baseline Spring --lens service-basics", exitOK,
				"regressed"},
			{"--workload Checkout --max-worse 1", exitFailed, "baseline"},
			{"--workload Checkout --baseline Autumn", exitFailed, `"Autumn"`},
			{"--workload Checkout --lens resilience", exitFailed, "resilience"},
			{"--workload Nothing", exitFailed, "no workload"},
			{"--workload Checkout --max-high=-1", exitFailed, "0 or more"},
		} {
			for _, where := range [][]string{{"--data", dsn}, {"--server", p.url}} {
				args := append(append([]string{"check"}, strings.Fields(row.args)...), where...)
				status, out, errOut := runCommand(t, "", args...)
				if status != row.status || !strings.Contains(out+errOut, row.holds) {
					t.Errorf("%s: status %d, want %d with %q\n%s%s", args, status, row.status, row.holds, out, errOut)
				}
			}
		}
		sameVerdicts(t, dsn, p.url)
		sameTrends(t, dsn, p.url)
		t.Setenv("PLUMBLINE_TOKEN", "plb_WRONG")
		if status, _, errOut := runCommand(t, "", of...); status != exitFailed {
			t.Errorf("with a wrong token: %d %s", status, errOut)
		}
		t.Setenv("PLUMBLINE_TOKEN", "")
		if status, _, errOut := runCommand(t, "", of...); status != exitFailed ||
			!strings.Contains(errOut, "PLUMBLINE_TOKEN") {
			t.Errorf("without a token: %d %s", status, errOut)
		}
		t.Setenv("PLUMBLINE_TOKEN", p.token)
		p.signal(syscall.SIGTERM)
		mustSucceed(t, p.wait())
		if status, _, errOut := runCommand(t, "", of...); status != exitFailed ||
			!strings.Contains(errOut, "no answer") {
			t.Errorf("no server: %d %s", status, errOut)
		}
	})
}

// sameVerdicts compares what programs read of both ways.
func sameVerdicts(t *testing.T, dsn, server string) {
	t.Helper()
	args := []string{"check", "--workload", "Checkout", "--baseline", "1", "--max-worse", "0", "--format"}
	for _, format := range []string{"text", "json", "junit"} {
		_, beside, _ := runCommand(t, "", append(args, format, "--data", dsn)...)
		_, asked, _ := runCommand(t, "", append(args, format, "--server", server)...)
		if beside != asked || beside == "" {
			t.Errorf("%s: beside the database\n%s\nof the server\n%s", format, beside, asked)
		}
		switch format {
		case "json":
			var v struct {
				Passed  bool
				Changes []struct{ Kind string }
			}
			if err := json.Unmarshal([]byte(beside), &v); err != nil || v.Passed || len(v.Changes) != 1 {
				t.Errorf("as JSON: %v\n%s", err, beside)
			}
		case "junit":
			var suite struct {
				Tests    int `xml:"tests,attr"`
				Failures int `xml:"failures,attr"`
				Cases    []struct {
					Name    string  `xml:"name,attr"`
					Failure *string `xml:"failure"`
				} `xml:"testcase"`
			}
			if err := xml.Unmarshal([]byte(beside), &suite); err != nil || suite.Tests != 4 || suite.Failures != 2 ||
				len(suite.Cases) != 4 || suite.Cases[1].Failure == nil ||
				!strings.Contains(*suite.Cases[1].Failure, "regressed: ") {
				t.Errorf("as JUnit: %v\n%s", err, beside)
			}
		}
	}
}

// sameTrends compares what the command trend prints of both ways.
func sameTrends(t *testing.T, dsn, server string) {
	t.Helper()
	for _, args := range []string{"trend", "trend --workload Checkout --step day", "trend --workload Checkout --json",
		"trend --workload Checkout --milestones", "compare --workload Checkout --json"} {
		status, beside, errOut := runCommand(t, "", append(strings.Fields(args), "--data", dsn)...)
		_, asked, _ := runCommand(t, "", append(strings.Fields(args), "--server", server)...)
		if status != exitOK || beside != asked || (args != "trend" && !strings.Contains(beside, "Spring")) {
			t.Errorf("%s: beside the database\n%s%s\nof the server\n%s", args, beside, errOut, asked)
		}
	}
	for _, args := range []string{"trend --from yesterday", "trend --milestones",
		"compare --workload Checkout --from Spring", "compare --workload Nowhere"} {
		if status, _, _ := runCommand(t, "", append(strings.Fields(args), "--data", dsn)...); status != exitFailed {
			t.Errorf("%s: status %d", args, status)
		}
	}
	_, beside, _ := runCommand(t, "", "compare", "--workload", "Checkout", "--data", dsn)
	_, asked, _ := runCommand(t, "", "compare", "--workload", "Checkout", "--server", server)
	if beside != asked || !strings.HasPrefix(beside, "WHAT") {
		t.Errorf("compare: beside the database\n%s\nof the server\n%s", beside, asked)
	}
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models/store/storetest"
	"plumbline/reports/reportstest"
)

// Reports on a workload are alike, whether the command looks into the database or asks a server.
func TestReportBesideAndByServer(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		id, _ := reviewedDatabase(t, dsn)
		p := startProgram(t, "serve", "--data", dsn)
		_, secret, _ := runCommand(t, "", "token", "create", "--data", dsn)
		p.token = strings.TrimSpace(secret)
		p.must("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First look"}, nil)
		t.Setenv("PLUMBLINE_TOKEN", p.token)
		for _, row := range []struct {
			args   string
			status int
			holds  string
		}{
			{"--workload checkout", exitOK, "%PDF-"},
			{"--workload checkout --preset leadership", exitOK, "%PDF-"},
			{"--workload " + id + " --preset leadership --milestone 1 --since none --paper letter", exitOK, "%PDF-"},
			{"--workload checkout --preset leadership --since 1 --classification Internal", exitOK, "%PDF-"},
			{"--workload checkout --lens service-basics", exitOK, "%PDF-"},
			{"--workload checkout --preset leadership --format html", exitOK, "<!DOCTYPE html>"},
			{"--workload checkout --milestone 1 --format html", exitOK, "Improvement plan"},
			{"--workload checkout --format docx", exitOK, "word/document.xml"},
			{"--workload checkout --preset leadership --format xlsx", exitOK, "xl/workbook.xml"},
			{"--workload checkout --preset leadership --format json", exitOK, `{"shape":"plumbline-report/1"`},
			{"--workload checkout --format csv", exitOK, "Lens,Part,Number,Question,Risk,State,Practice,More,"},
			{"--workload checkout --preset leadership --format csv", exitOK, "Item,Owner,Due,Effort,Status,"},
			{"--workload checkout --preset leadership --format pptx", exitOK, "ppt/presentation.xml"},
			{"--workload checkout --format pptx", exitFailed, "slides hold the report to leadership only"},
			{"--workload checkout --format oscal-ar", exitOK, `{"assessment-results":{"uuid":`},
			{"--workload checkout --preset auditor --format oscal-poam", exitOK, `"oscal-version":"1.2.2"`},
			{"--workload checkout --preset leadership --format oscal-poam", exitFailed, "OSCAL has no report to leadership"},
			{"--workload checkout --preset leadership --format md", exitOK, "\n## On one page\n"},
			{"--workload checkout --preset leadership --since 7", exitFailed, "milestone 7"},
			{"--workload checkout --since soon", exitFailed, "--since must be the number of a milestone, or none"},
			{"--workload checkout --milestone=-1", exitFailed, "--milestone must be"},
			{"--workload Nothing", exitFailed, "no workload"},
			{"--workload checkout --answers x.yaml", exitFailed, "can't be used together"},
			{"", exitFailed, "name what to report on"},
		} {
			var outs []string
			for _, where := range [][]string{{"--data", dsn}, {"--server", p.url}} {
				args := append(append([]string{"report", "--out", "-"}, strings.Fields(row.args)...), where...)
				status, out, errOut := runCommand(t, "", args...)
				if status != row.status || !strings.Contains(out+errOut, row.holds) {
					t.Errorf("%s: status %d, want %d with %q\n%.200s%s", args, status, row.status, row.holds, out, errOut)
				}
				outs = append(outs, out)
			}
			if outs[0] != outs[1] {
				t.Errorf("%s: beside the database %d bytes, by the server others, %d", row.args, len(outs[0]), len(outs[1]))
			}
		}
		own := filepath.Join(t.TempDir(), "own.docx")
		file, err := reportstest.Zipped(reportstest.WordTemplate())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(own, file, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, row := range []struct {
			args   []string
			status int
			holds  string
		}{
			{[]string{"--data", dsn, "--format", "docx", "--template", own}, exitOK, "word/document.xml"},
			{[]string{"--data", dsn, "--format", "docx", "--template", "report_test.go"}, exitFailed, "must be a DOCX file"},
			{[]string{"--data", dsn, "--format", "docx", "--template", own + "x"}, exitFailed, "no such file"},
			{[]string{"--data", dsn, "--template", own}, exitFailed, "is for reports as DOCX only"},
			{[]string{"--server", p.url, "--format", "docx", "--template", own}, exitFailed, "a server takes none"},
			{[]string{"--server", p.url, "--font", own}, exitFailed, "--font needs --data or --answers"},
			{[]string{"--data", dsn, "--font", own}, exitFailed, "this is no TrueType font"},
			{[]string{"--data", dsn, "--font", own + "x"}, exitFailed, "no such file"},
		} {
			status, out, errOut := runCommand(t, "", append([]string{"report", "--out", "-", "--workload", "checkout"},
				row.args...)...)
			if status != row.status || !strings.Contains(out+errOut, row.holds) {
				t.Errorf("%s: status %d, want %d with %q\n%.200s%s", row.args, status, row.status, row.holds, out, errOut)
			}
		}
		dir := t.TempDir()
		for _, where := range [][]string{{"--data", dsn}, {"--server", p.url}} {
			args := append([]string{"report", "--workload", id, "--preset", "leadership", "--milestone", "1", "--out", dir},
				where...)
			if status, _, errOut := runCommand(t, "", args...); status != exitOK {
				t.Errorf("%s: %d %s", args, status, errOut)
			}
			if _, err := os.Stat(filepath.Join(dir, "Checkout leadership milestone 1.pdf")); err != nil {
				t.Errorf("%s: %v", args, err)
			}
			os.Remove(filepath.Join(dir, "Checkout leadership milestone 1.pdf"))
		}
		for args, complaint := range map[string]string{
			"--answers x.yaml": "needs --lens",
			"--answers x.yaml --lens resilience --milestone 1": "need --workload",
		} {
			status, _, errOut := runCommand(t, "", append([]string{"report", "--out", "-"}, strings.Fields(args)...)...)
			if status != exitFailed || !strings.Contains(errOut, complaint) {
				t.Errorf("%s: %d %s", args, status, errOut)
			}
		}
	})
}

// A review that is kept in a file has a report to leadership too.
func TestReportToLeadershipFromAFile(t *testing.T) {
	t.Parallel()
	status, out, errOut := runCommand(t, "", "report", "--lens", sampleLens, "--answers", sampleFile, "--preset",
		"leadership", "--out", "-")
	if status != exitOK || !strings.HasPrefix(out, "%PDF-") || errOut != "" {
		t.Errorf("%d %.20s %s", status, out, errOut)
	}
}

// A server that is started with a font makes the reports that the command makes with it.
func TestReportsOfAServerHaveItsFont(t *testing.T) {
	const font = "/usr/share/fonts/truetype/noto/NotoSansTamil-Regular.ttf"
	if _, err := os.Stat(font); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the font is not installed: ", err)
	}
	dsn := filepath.Join(t.TempDir(), "plumbline.db")
	id, _ := reviewedDatabase(t, dsn)
	if status, _, errOut := runCommand(t, "", "serve", "--data", dsn, "--font", "report_test.go"); status != exitFailed ||
		!strings.Contains(errOut, "--font report_test.go: this is no TrueType font") {
		t.Errorf("a wrong font: %d %s", status, errOut)
	}
	p := startProgram(t, "serve", "--data", dsn, "--font", font)
	_, secret, _ := runCommand(t, "", "token", "create", "--data", dsn)
	p.token = strings.TrimSpace(secret)
	p.must("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "வணக்கம்"}, nil)
	t.Setenv("PLUMBLINE_TOKEN", p.token)
	made := func(args ...string) string {
		return mustRun(t, "", append([]string{"report", "--workload", id, "--milestone", "1", "--out", "-"}, args...)...)
	}
	served := made("--server", p.url)
	if served != made("--data", dsn, "--font", font) {
		t.Error("the report of the server is another than the one that is made with the font")
	}
	_, without, errOut := runCommand(t, "", "report", "--workload", id, "--milestone", "1", "--out", "-", "--data", dsn)
	if served == without || !strings.Contains(errOut, "Tamil") {
		t.Errorf("the font makes no difference: %s", errOut)
	}
}

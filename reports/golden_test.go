package reports_test

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/markdown/hostile"
	q "plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/reportstest"
)

var updateGolden = flag.Bool("update", false, "write the digests of testdata/pdf.sha256 anew")

const digestFile = "testdata/pdf.sha256"

// goldenCase is one report whose bytes are held.
type goldenCase struct {
	snap    models.Snapshot
	options reports.ReportOptions
}

// goldenCases are reports that between them use every part of a report.
func goldenCases(t testing.TB) map[string]goldenCase {
	whole, noted, milestone, file := reportstest.Full(t), reportstest.Full(t), reportstest.Full(t), reportstest.Full(t)
	zoned := reportstest.Full(t)
	zoned.TimeZone = "America/St_Johns"
	noted.Workload.Notes = reportstest.Everything
	milestone.Milestone = &models.Milestone{Number: 3, Name: "Second quarter", CreatedAt: reportstest.At}
	file.Workload.ID, file.WorkspaceName, file.AccountID = "", "", ""
	long := reportstest.Random(t, 3)
	cases := map[string]goldenCase{
		"full":           {whole, reports.ReportOptions{}},
		"letter":         {whole, reports.ReportOptions{Paper: reports.PaperLetter}},
		"guest copy":     {whole, reports.ReportOptions{Watermark: "Guest copy for Ines Böll · link of 23 Nov 2026"}},
		"time zone":      {zoned, reports.ReportOptions{}},
		"notes":          {noted, reports.ReportOptions{}},
		"milestone":      {milestone, reports.ReportOptions{}},
		"answers file":   {file, reports.ReportOptions{}},
		"plan":           {reportstest.Plan(t), reports.ReportOptions{}},
		"one lens":       {long, reports.ReportOptions{Lens: "lens-1", Paper: reports.PaperLetter}},
		"no lens":        {reportstest.Snapshot(nil, nil), reports.ReportOptions{}},
		"items not done": {wontDoSnapshot(t), reports.ReportOptions{}},
		"empty snapshot": {models.Snapshot{}, reports.ReportOptions{}},
	}
	for seed := range uint64(6) {
		cases[fmt.Sprint("random ", seed)] = goldenCase{reportstest.Random(t, seed),
			reports.ReportOptions{Paper: reports.PaperSize(seed % 2)}}
	}
	var everyHostile []string
	notes := hostile.LargestNotes()
	for _, name := range slices.Sorted(maps.Keys(notes)) {
		note := notes[name]
		everyHostile = append(everyHostile, note[:min(len(note), 3000)])
	}
	cases["hostile notes"] = goldenCase{withNotes(t, everyHostile), reports.ReportOptions{}}
	return cases
}

// withNotes gives each note a question of its own.
func withNotes(t testing.TB, notes []string) models.Snapshot {
	const inPillar = 20 // the most that a lens may have
	sizes := make([]int, (len(notes)+inPillar-1)/inPillar)
	for i := range sizes {
		sizes[i] = min(inPillar, len(notes)-i*inPillar)
	}
	lens := reportstest.Lens(t, reportstest.LensDocument(t, "Notes", sizes, 3))
	return reportstest.Snapshot([]*q.Lens{lens}, func(p, n int, of *q.Question) models.AnswerFields {
		return models.AnswerFields{Applicable: true, Notes: notes[p*inPillar+n],
			Choices: reportstest.Select(of.Choices[2].ID)}
	})
}

// TestGoldenReports holds what is in the files, down to the last byte but for how it is packed: a later
// version of Go may pack the same streams otherwise. Run with -update to accept a change, and look at the
// files first (REPORTS_KEEP).
func TestGoldenReports(t *testing.T) {
	var got strings.Builder
	cases := goldenCases(t)
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		c := cases[name]
		pdf, warnings := renderPDF(t, c.snap, c.options)
		fmt.Fprintf(&got, "%x  %s\n", sha256.Sum256(append(unpackObjects(t, pdf), fmt.Sprint(warnings)...)), name)
	}
	if *updateGolden {
		if err := os.WriteFile(digestFile, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(digestFile)
	if err != nil {
		t.Fatal(err)
	}
	held := slices.Collect(strings.Lines(string(want)))
	for line := range strings.Lines(got.String()) {
		if !slices.Contains(held, line) {
			t.Errorf("the bytes of this report have changed: %s", line)
		}
	}
	if n := strings.Count(got.String(), "\n"); n != len(held) {
		t.Errorf("%d reports, %d digests", n, len(held))
	}
}

var streamHead = regexp.MustCompile(`/Length (\d+)[^>]*>>\nstream\n`)

// unpackObjects returns the objects of a file with their streams inflated, without what depends on the size of the
// packed ones.
func unpackObjects(t *testing.T, pdf []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	rest := pdf[:bytes.LastIndex(pdf, []byte("\nstartxref\n"))]
	for {
		at := streamHead.FindSubmatchIndex(rest)
		if at == nil {
			break
		}
		length, err := strconv.Atoi(string(rest[at[2]:at[3]]))
		if err != nil {
			t.Fatal(err)
		}
		out.Write(rest[:at[2]])
		out.Write(rest[at[3]:at[1]])
		stream := rest[at[1] : at[1]+length]
		if r, err := zlib.NewReader(bytes.NewReader(stream)); err != nil {
			out.Write(stream)
		} else if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		rest = rest[at[1]+length:]
	}
	out.Write(rest)
	return out.Bytes()
}

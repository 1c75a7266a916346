package reports_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/reports"
	"plumbline/reports/format"
	"plumbline/reports/pdf/tagged/taggedtest"
	"plumbline/reports/reportstest"
)

// taggedSources are reports that between them have every kind of block, with little to say and with much.
func taggedSources(t testing.TB) map[string]reports.Source {
	noted, _ := notedFramework(t)
	sources := map[string]reports.Source{
		"audited":    auditedSource(t),
		"noted":      {Snapshot: noted},
		"everything": {Snapshot: oneQuestion(t, reportstest.Everything)},
		"hostile":    {Snapshot: withNotes(t, hostileNotes())},
		"no lens":    {Snapshot: reportstest.Snapshot(nil, nil)},
		"nothing":    {Snapshot: models.Snapshot{}},
	}
	for seed := range uint64(5) {
		sources[fmt.Sprint("random ", seed)] = randomSource(t, seed)
	}
	return sources
}

// TestReportsAreTagged holds every preset, on both papers, against what machines can check of PDF/UA-1.
func TestReportsAreTagged(t *testing.T) {
	t.Parallel()
	for name, s := range taggedSources(t) {
		for _, preset := range reports.Presets {
			for _, paper := range []reports.PaperSize{reports.PaperA4, reports.PaperLetter} {
				opt := reports.ReportOptions{Paper: paper, Classification: "Internal"}
				if paper == reports.PaperLetter {
					opt.Watermark = "Guest copy for Ines Böll · link of 23 Nov 2026"
				}
				pdf := renderAs(t, s, preset, format.PDF, opt)
				for _, fault := range taggedtest.Check(pdf) {
					t.Errorf("%s to %s on paper %v: %s", name, preset, paper, fault)
				}
				if len(pdf) > 3<<20 {
					t.Errorf("%s to %s has %d bytes", name, preset, len(pdf))
				}
			}
		}
	}
}

// Other programs find the file sound, and tagged.
func TestTaggedReportsAreSound(t *testing.T) {
	t.Parallel()
	for _, preset := range reports.Presets {
		pdf := renderAs(t, auditedSource(t), preset, format.PDF, reports.ReportOptions{Watermark: "Guest copy"})
		checkPDF(t, pdf)
		said := runPDFTool(t, pdf, "pdfinfo", "FILE")
		for _, want := range []string{`Tagged: +yes`, `Metadata Stream: +yes`} {
			if !regexp.MustCompile(want).MatchString(said) {
				t.Errorf("to %s it lacks %q: %s", preset, want, said)
			}
		}
	}
}

var structureText = regexp.MustCompile(`^ *"(.*)"$`)

// readAloud is the text of a PDF in the order of its structure, without white space.
func readAloud(t *testing.T, pdf []byte) string {
	t.Helper()
	var out strings.Builder
	for line := range strings.Lines(runPDFTool(t, pdf, "pdfinfo", "-enc", "UTF-8", "-struct-text", "FILE")) {
		if found := structureText.FindStringSubmatch(strings.TrimRight(line, "\n")); found != nil {
			out.WriteString(found[1])
		}
	}
	return withoutSpace(out.String())
}

// TestTaggedReportsReadInOrder holds that a report read aloud says what its HTML file says, in the same order. Its foot
// is at the end of that file, and on each page of this one, where it is not read.
func TestTaggedReportsReadInOrder(t *testing.T) {
	t.Parallel()
	opt := reports.ReportOptions{Classification: "Internal"}
	for name, c := range map[string]struct {
		reports.Source
		preset reports.Preset
	}{
		"leadership": {auditedSource(t), reports.Leadership},
		"auditor":    {auditedSource(t), reports.Auditor},
		"architect":  {reports.Source{Snapshot: reportstest.Plan(t)}, reports.Architect},
		"everything": {reports.Source{Snapshot: oneQuestion(t, readable)}, reports.Architect},
	} {
		said := readAloud(t, renderAs(t, c.Source, c.preset, format.PDF, opt))
		pieces := piecesOf(t, renderHTML(t, c.Source, c.preset, opt))
		at := 0
		for _, piece := range pieces[:len(pieces)-1] {
			for _, part := range strings.Split(piece, " / ") {
				part = withoutSpace(part)
				next := strings.Index(said[at:], part)
				if next < 0 {
					t.Errorf("%s: %.100q does not follow %.80q", name, part, said[max(0, at-80):at])
					continue
				}
				at += next + len(part)
			}
		}
		if strings.Contains(said, "Page1of") {
			t.Errorf("%s: the feet of pages are read aloud", name)
		}
	}
}

// readable is a note with every construct of Markdown, without the scripts that fonts lack.
const readable = "# Heading & more\n\ntext of *two*\nlines `code` [link](https://example.com/a_b \"the title\")\n\n" +
	"```go\nfunc main() {\n}\n```\n\n| a | b |\n|---|---|\n| one | two |\n\n> quoted\n> > deeper\n\n1. one\n2. two\n   " +
	"- nested\n     - more nested\n10. ten\n\n---\n\n* star\n* list\n"

// A copy for one reader says so once, first, to those who hear it.
func TestTheWatermarkIsReadOnce(t *testing.T) {
	opt := reports.ReportOptions{Watermark: "Guest copy for Ines Böll · link of 23 Nov 2026"}
	said := readAloud(t, renderAs(t, auditedSource(t), reports.Leadership, format.PDF, opt))
	times := strings.Count(said, "GuestcopyforInes")
	if !strings.HasPrefix(said, withoutSpace(opt.Watermark)) || times != 1 {
		t.Errorf("the report begins with %.100q, and has the mark %d times", said, times)
	}
}

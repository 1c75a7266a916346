package reports_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"plumbline/reports"
	"plumbline/reports/doc"
	"plumbline/reports/reportstest"
)

// outlineReport writes a report as indented text: a format without pages, which needs no more than the package doc.
type outlineReport struct {
	strings.Builder
	t      testing.TB
	indent int
}

func (o *outlineReport) line(format string, args ...any) {
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "⏎")
	o.WriteString(strings.TrimRight(strings.Repeat("  ", o.indent)+text, " ") + "\n")
}

// costWithin writes blocks one step to the right.
func (o *outlineReport) within(all []doc.Block) {
	o.indent++
	for _, b := range all {
		o.block(b)
	}
	o.indent--
}

// spans writes texts as one; what a click opens follows its text.
func (o *outlineReport) spans(all []doc.Span) string {
	var out strings.Builder
	for _, s := range all {
		out.WriteString(string(s.Text))
		if s.URL != "" {
			fmt.Fprintf(&out, "<%s>", s.URL)
		}
	}
	return out.String()
}

// block writes a block of a report. Blocks that need no page are all that a report is made of.
func (o *outlineReport) block(b doc.Block) {
	switch b := b.(type) {
	case doc.Cover:
		o.cover(b)
	case doc.Part:
		o.line("## %s %s [%s]", b.Number, b.Title, b.Place)
		o.within(b.Intro)
		o.within(b.Items)
	case doc.Item:
		o.line("### %s %s [%s]", b.Number, b.Title, b.Place)
		o.within(b.Body)
	case doc.Row:
		o.line("%s: %s%s", b.Label, b.See.Text, b.See.Place)
		o.within(b.Body)
	case doc.Risk:
		o.line("%s: %s", b.Name, b.Why)
	case doc.Reference:
		o.line("%s %s (%s) → %s", b.Number, b.Title, b.Risk, b.See.Place)
	case doc.Choice:
		o.line("(%c)", "x -"[b.State])
		o.within(b.Body)
	case doc.Tally:
		for _, c := range b.Counts {
			o.line("%d %s", c.N, c.Name)
		}
	case doc.Chart:
		o.line("%s, %s", b.Title, b.Value)
		for _, row := range b.Rows {
			o.line("  %s: %+v, %s → %s", row.Name, row.Counts, row.Value, row.Place)
		}
	case doc.Paragraph:
		o.line("%s", o.spans(b.Spans))
	case doc.Note:
		o.line("note: %s", b.Source)
	case doc.Rule:
	case doc.Grid:
		o.grid(b)
	default:
		o.t.Errorf("a report has a %T", b)
	}
}

// grid writes a row in a line.
func (o *outlineReport) grid(g doc.Grid) {
	var names []string
	for _, c := range g.Columns {
		names = append(names, string(c.Name))
	}
	o.line("| %s", strings.Join(names, " | "))
	for _, row := range g.Rows {
		var cells []string
		for _, c := range row.Cells {
			text := o.spans(c.Spans) + string(c.Remark)
			if c.GoTo != "" {
				text += " → " + c.GoTo
			}
			cells = append(cells, text)
		}
		o.line("| %s", strings.Join(cells, " | "))
	}
}

func (o *outlineReport) cover(c doc.Cover) {
	o.line("%s: %s", c.Kind, c.Title)
	o.line("%q %s", c.Topics, c.More)
	for _, f := range c.Facts {
		o.line("%s: %s", f.Name, f.Value)
	}
}

const outlineFile = "testdata/plan.txt"

// TestGoldenReportsAsText holds what a report says, apart from how a format sets it. Run with -update to
// accept a change.
func TestGoldenReportsAsText(t *testing.T) {
	s := reportstest.Plan(t)
	s.Workload.Notes = "A *note* with 汉字."
	s.Reviews[0].Review.Pillars[0].Notes = "Of a pillar."
	r, err := reports.DescribeReport(s, reports.ReportOptions{Watermark: "for tests"},
		func(r rune) bool { return r < 0x3000 })
	if err != nil {
		t.Fatal(err)
	}
	o := &outlineReport{t: t}
	o.line("%s | %s | %s | %s | %s | %s | %s | %s", r.Title, r.Author, r.Subject, r.At, r.Name, r.Topics, r.Foot,
		r.Mark)
	for _, section := range r.Sections {
		o.line("# %s [%s] %s", section.Title, section.Place, section.Topic)
		o.within(section.Body)
	}
	if *updateGolden {
		if err := os.WriteFile(outlineFile, []byte(o.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(outlineFile)
	if err != nil {
		t.Fatal(err)
	}
	if got := o.String(); got != string(want) {
		t.Errorf("the report says something else:\n%s", firstDifference(got, string(want)))
	}
}

// firstDifference returns the first line that two texts do not share.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n got %s\nwant %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}

// Every place that a report points to is in it, once.
func TestPlacesOfAReport(t *testing.T) {
	for seed := range uint64(5) {
		r, err := reports.DescribeReport(reportstest.Random(t, seed), reports.ReportOptions{},
			func(rune) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		is, wanted := map[string]int{}, map[string]bool{}
		for _, s := range r.Sections {
			is[s.Place]++
			gatherPlaces(s.Body, is, wanted)
		}
		for place, n := range is {
			if n != 1 || place == "" {
				t.Errorf("seed %d: the place %q is there %d times", seed, place, n)
			}
		}
		for place := range wanted {
			if is[place] == 0 {
				t.Errorf("seed %d: nothing is at %q", seed, place)
			}
		}
		if len(wanted) < 5 {
			t.Errorf("seed %d: only %d places are pointed to", seed, len(wanted))
		}
	}
}

// gatherPlaces gathers the places of blocks and those that they point to.
func gatherPlaces(all []doc.Block, is map[string]int, wanted map[string]bool) {
	for _, b := range all {
		switch b := b.(type) {
		case doc.Part:
			is[b.Place]++
			gatherPlaces(b.Intro, is, wanted)
			gatherPlaces(b.Items, is, wanted)
		case doc.Item:
			is[b.Place]++
			gatherPlaces(b.Body, is, wanted)
		case doc.Row:
			if b.See.Place != "" {
				wanted[b.See.Place] = true
			}
		case doc.Reference:
			wanted[b.See.Place] = true
		case doc.Grid:
			for _, row := range b.Rows {
				for _, c := range row.Cells {
					if c.GoTo != "" {
						wanted[c.GoTo] = true
					}
				}
			}
		case doc.Chart:
			for _, row := range b.Rows {
				wanted[row.Place] = true
			}
		}
	}
}

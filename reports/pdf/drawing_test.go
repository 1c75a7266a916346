package pdf

import (
	"fmt"
	"strings"
	"testing"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// The more a cell counts, the darker its ground; the number stands in it, and nothing counted is a dash.
func TestMatrixShadesGrowWithTheCount(t *testing.T) {
	m := doc.Matrix{Title: "title", Across: "across", Down: "down", Columns: make([]doc.CleanText, 5),
		Rows: []doc.MatrixRow{{Name: "row", Cells: []doc.MatrixCell{{N: 0}, {N: 1}, {N: 5}, {N: 20}}}}}
	pages := setReport(t, doc.ChapterSection, m)
	var greys []uint8
	var numbers []string
	for _, m := range pages[0][len(pages[0])-1].marks {
		switch m := m.(type) {
		case areaMark:
			if m.color.r != m.color.g || m.color.g != m.color.b {
				t.Errorf("the ground %v is no grey", m.color)
			}
			greys = append(greys, m.color.r)
		case textMark:
			numbers = append(numbers, m.run.shown)
		}
	}
	if len(greys) != 5 || greys[0] != greys[4] || greys[0] <= greys[1] || greys[1] <= greys[2] || greys[2] <= greys[3] ||
		greys[3] < 0xb0 {
		t.Errorf("the greys are %x", greys)
	}
	if got := strings.Join(numbers, "|"); got != "row|–|1|5|20|–" {
		t.Errorf("the row shows %s", got)
	}
}

// A matrix of three by three is at most 150 points high, and a trend not much more; both stay on one page. Without
// anything to count they are nothing.
func TestDrawingsAreCompactAndWhole(t *testing.T) {
	full := milestonesTrend(12)
	full.Risks = full.Risks[:2]
	for name, c := range map[string]struct {
		block doc.Block
		high  float64
	}{"matrix": {effortMatrix(), 150}, "trend": {full, 150}, "all risks": {milestonesTrend(12), 175}} {
		for lines := 30; lines < linesOfPage; lines += 2 {
			pages := setReport(t, doc.ChapterSection, fillerLines(lines), c.block)
			last := pages[len(pages)-1]
			if len(pages) == 1 {
				continue
			}
			shown := shownOn(pages)
			if strings.ReplaceAll(shown[0], "fill|", "") != "Title|" || strings.Contains(shown[1], "fill") {
				t.Errorf("%s below %d lines is torn: %q", name, lines, shown)
			}
			if end := last[len(last)-1]; end.y+end.height > c.high {
				t.Errorf("%s is %.1f points high, want at most %g", name, end.y+end.height, c.high)
			}
		}
	}
	for _, b := range []doc.Block{doc.Matrix{Title: "t", Columns: []doc.CleanText{"c"}}, doc.Trend{Title: "t"},
		doc.Matrix{Title: "t", Rows: []doc.MatrixRow{{}}}} {
		if len(setReport(t, doc.ChapterSection, b)[0]) != 1 {
			t.Errorf("%#v adds something", b)
		}
	}
}

// A matrix with more columns than have room is a table.
func TestWideMatrixIsATable(t *testing.T) {
	m := doc.Matrix{Down: "down", Rows: []doc.MatrixRow{{Name: "row"}}}
	for i := range 10 {
		m.Columns = append(m.Columns, doc.CleanText(fmt.Sprint("c", i)))
		m.Rows[0].Cells = append(m.Rows[0].Cells, doc.MatrixCell{N: i, Name: "name"})
	}
	if shown := shownOn(setReport(t, doc.ChapterSection, m))[0]; !strings.Contains(shown,
		"|down|c0|c1|c2|c3|c4|c5|c6|c7|c8|c9|row|–|name|1|name|2|name|") {
		t.Error(shown)
	}
}

// The newest points of a trend are drawn, and a longer one says how many there are. All columns have one scale.
func TestTrendDrawsTheNewest(t *testing.T) {
	for points, want := range map[int]string{1: "M1|", 12: "M1|", 13: "M2|", 30: "M19|"} {
		pages := setReport(t, doc.ChapterSection, milestonesTrend(points))
		shown := shownOn(pages)[0]
		if at := strings.Index(shown, "|M"); !strings.HasPrefix(shown[at+1:], want) {
			t.Errorf("%d points: %s", points, shown)
		}
		if said := strings.Contains(shown, fmt.Sprintf("|last 12 of %d|", points)); said != (points > 12) {
			t.Errorf("%d points: it says so: %v", points, said)
		}
		if !strings.Contains(shown, fmt.Sprintf("|M%d|", points)) {
			t.Errorf("%d points: the newest is missing: %s", points, shown)
		}
	}
	trend := doc.Trend{Risks: []q.Risk{q.RiskHigh, q.RiskNone}, Points: []doc.TrendPoint{
		{Counts: q.RiskCounts{High: 1, None: 1, Medium: 50}}, {Counts: q.RiskCounts{None: 4}}, {}}}
	var fills []fillMark
	for _, m := range setReport(t, doc.ChapterSection, trend)[0][2].marks {
		if m, is := m.(fillMark); is {
			fills = append(fills, m)
		}
	}
	if len(fills) != 3 || fills[0].h != trendHigh/4 || fills[1].h != trendHigh/4 || fills[2].h != trendHigh ||
		fills[0].risk != q.RiskHigh || fills[1].y+fills[1].h != fills[0].y || fills[0].y+fills[0].h != trendHigh {
		t.Errorf("the columns are %+v", fills)
	}
}

// In a row of a report, a drawing takes the text column; elsewhere, the whole width.
func TestDrawingsTakeTheirColumn(t *testing.T) {
	for name, b := range map[string]doc.Block{"grid": actionsGrid(2), "matrix": effortMatrix(),
		"trend": milestonesTrend(3)} {
		for left, body := range map[float64]doc.Block{0: b, labelWidth: doc.Row{Body: []doc.Block{b}}} {
			least := 1000.0
			for _, box := range setReport(t, doc.ChapterSection, body)[0][1:] {
				for _, m := range box.marks {
					if _, is := m.(placeMark); !is {
						x, _, _, _ := extentOf(t, m)
						least = min(least, x)
					}
				}
			}
			if least < left || least > left+2 {
				t.Errorf("the %s begins at %.1f, want %g", name, least, left)
			}
		}
	}
}

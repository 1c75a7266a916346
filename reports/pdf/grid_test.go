package pdf

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plumbline/reports/doc"
)

// bothPapers are the papers that a report may have.
var bothPapers = []doc.PaperSize{doc.PaperA4, doc.PaperLetter}

// The head of a grid stands on each of its pages, above its rows and nowhere else; no row is on two pages and none is
// lost.
func TestGridGoesOnUnderItsHead(t *testing.T) {
	for _, paper := range bothPapers {
		for _, rows := range []int{1, 2, 21, 40, 500} {
			_, pages := setSections(t, paper, doc.Section{Title: "Title", Place: "place", Body: []doc.Block{
				wordsParagraph("before"), actionsGrid(rows), wordsParagraph("after")}})
			next := 1
			for i, shown := range shownOn(pages) {
				texts := strings.Split(shown, "|")
				has := slices.ContainsFunc(texts, func(s string) bool { return strings.HasPrefix(s, "Action ") })
				if heads := strings.Count(shown, "|Owner|"); heads > 1 || (heads == 1) != has {
					t.Errorf("%d rows: page %d has %d heads: %s", rows, i+1, heads, shown)
				}
				if i > 0 && has && texts[0] != "#" {
					t.Errorf("%d rows: page %d starts with %q", rows, i+1, texts[0])
				}
				for ; slices.Contains(texts, fmt.Sprint(next)) && strings.Contains(shown, fmt.Sprint("Action ", next)); next++ {
					if row := fmt.Sprint("Security, question ", next); next%3 != 2 && !slices.Contains(texts, row) {
						t.Errorf("%d rows: row %d is torn on page %d: %s", rows, next, i+1, shown)
					}
				}
			}
			if next != rows+1 {
				t.Errorf("%d rows: the rows end at %d", rows, next-1)
			}
		}
	}
}

// A grid without rows is nothing, not even its head or its place, and in a row of a report it is a dash.
func TestEmptyGridIsNothing(t *testing.T) {
	g := actionsGrid(0)
	g.Layout.Above = 100
	with, without := setReport(t, doc.ChapterSection, g, wordsParagraph("x")),
		setReport(t, doc.ChapterSection, wordsParagraph("x"))
	if shownOn(with)[0] != shownOn(without)[0] || with[0][1].y != without[0][1].y {
		t.Errorf("it shows %q", shownOn(with))
	}
	if shown := shownOn(setReport(t, doc.ChapterSection, doc.Row{Label: "label", Body: []doc.Block{g}}))[0]; !strings.
		Contains(shown, "label|–|") {
		t.Errorf("in a row it shows %q", shown)
	}
	for _, g := range []doc.Grid{{Rows: make([]doc.GridRow, 3)}, {Columns: make([]doc.GridColumn, 3)}} {
		if len(setReport(t, doc.ChapterSection, g)[0]) != 1 {
			t.Errorf("%v adds something", g)
		}
	}
	// Without names there is no head, and a row without cells has dashes.
	bare := doc.Grid{Columns: make([]doc.GridColumn, 2), Rows: make([]doc.GridRow, 90)}
	for i, shown := range shownOn(setReport(t, doc.ChapterSection, bare)) {
		if strings.Trim(strings.TrimPrefix(shown, "Title|"), "–|") != "" {
			t.Errorf("page %d: %s", i+1, shown)
		}
	}
}

// A row that is longer than a page goes on over pages, each under the head, and begins where there is room.
func TestGridWithALongRow(t *testing.T) {
	long := strings.TrimSuffix(strings.Repeat("fill\n", 150), "\n")
	g := actionsGrid(3)
	g.Rows[1].Cells[2] = textCell(doc.CleanText(long))
	for _, paper := range bothPapers {
		_, pages := setSections(t, paper, doc.Section{Title: "Title", Place: "place", Body: []doc.Block{g,
			wordsParagraph("after")}})
		shown := shownOn(pages)
		if n := strings.Count(strings.Join(shown, ""), "fill|"); n != 150 || len(pages) != 3 && len(pages) != 4 {
			t.Errorf("%d lines on %d pages", n, len(pages))
		}
		if strings.Count(shown[0], "fill|") < 40 {
			t.Errorf("the long row leaves a hole: %s", shown[0])
		}
		for i, s := range shown[1:] {
			if strings.Contains(s, "fill|") && !strings.HasPrefix(s, "#|Action|") {
				t.Errorf("page %d starts with %q", i+2, s[:20])
			}
		}
	}
}

// A long row leaves no head alone at the foot of a page, and no single line on either side of a page's end.
func TestGridWithALongFirstRow(t *testing.T) {
	for lines := 40; lines < 75; lines += 2 {
		g := actionsGrid(1)
		g.Rows[0].Cells[2] = textCell(doc.CleanText(strings.TrimSuffix(strings.Repeat("fill\n", lines), "\n")))
		for above := 0; above < linesOfPage; above += 6 {
			body := []doc.Block{fillerAbove(above), g}
			if above == 0 {
				body = body[1:] // below the title
			}
			_, pages := setSections(t, bothPapers[lines/2%2], doc.Section{Title: "Title", Place: "place", Body: body})
			for i, shown := range shownOn(pages) {
				if n := strings.Count(shown, "fill|"); strings.Contains(shown, "|Owner|") && n < 2 {
					t.Errorf("%d lines below %d: page %d has %d of them: %s", lines, above, i+1, n, shown)
				}
			}
		}
	}
}

// fillerAbove is so many lines of text and one.
func fillerAbove(lines int) doc.Paragraph {
	return wordsParagraph(doc.CleanText(strings.Repeat("above\n", lines) + "above"))
}

// Numbers and their names end at the right edge of their column, other texts begin at its left.
func TestGridAlignsFigures(t *testing.T) {
	d, pages := setSections(t, doc.PaperA4,
		doc.Section{Title: "Title", Place: "place", Body: []doc.Block{actionsGrid(21)}})
	names := map[string]int{}
	for _, m := range pages[0][1].marks {
		if m, is := m.(textMark); is && (m.run.shown == "helps" || m.run.shown == "#") {
			names[m.run.shown] = int(m.x + m.run.width + 0.5)
		}
	}
	if names["helps"] != int(d.width+0.5) {
		t.Errorf("the name of the last column ends at %d, the page at %.1f", names["helps"], d.width)
	}
	for _, b := range pages[0][2:] {
		var texts []textMark
		for _, m := range b.marks {
			if m, is := m.(textMark); is {
				texts = append(texts, m)
			}
		}
		first, last := texts[0], texts[len(texts)-1]
		if end := int(first.x + first.run.width + 0.5); end != names["#"] {
			t.Errorf("%q ends at %d, want %d", first.run.shown, end, names["#"])
		}
		if end := int(last.x + last.run.width + 0.5); end != names["helps"] {
			t.Errorf("%q ends at %d, want %d", last.run.shown, end, names["helps"])
		}
	}
}

// A grid with more columns than a page is wide shows each cell with the name of its column.
func TestGridWithManyColumns(t *testing.T) {
	g := doc.Grid{Rows: make([]doc.GridRow, 2)}
	for i := range 30 {
		g.Columns = append(g.Columns, doc.GridColumn{Name: doc.CleanText(fmt.Sprint("name ", i)), Share: 1})
		for r := range g.Rows {
			g.Rows[r].Cells = append(g.Rows[r].Cells, textCell(doc.CleanText(fmt.Sprintf("cell %d.%d", r, i))))
		}
	}
	shown := strings.Join(shownOn(setReport(t, doc.ChapterSection, g)), "")
	for _, want := range []string{"name 0|cell 0.0|", "name 29|cell 0.29|name 0|cell 1.0|", "name 29|cell 1.29|"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not in %s", want, shown)
		}
	}
}

// A row is a place that links lead to, and a cell's text leads where it says. Rows are not in the outline.
func TestGridLinks(t *testing.T) {
	d, pages := setSections(t, doc.PaperA4,
		doc.Section{Title: "Title", Place: "place", Body: []doc.Block{actionsGrid(60)}})
	c := d.canvas(pages)
	if one, last := c.number("action-1"), c.number("action-60"); one != "1" || last == "1" || last == "0" {
		t.Errorf("the rows are on pages %s and %s", one, last)
	}
	links, titles := 0, 0
	for _, page := range pages {
		for _, b := range page {
			for _, m := range b.marks {
				switch m := m.(type) {
				case textMark:
					if m.run.goTo == "action-1" {
						links++
					}
				case placeMark:
					if m.title != "" {
						titles++
					}
				}
			}
		}
	}
	if links < 60 || titles != 1 {
		t.Errorf("%d links, %d bookmarks", links, titles)
	}
}

// Readers that speak the page, and searches, meet a row cell by cell.
func TestGridReadsCellByCell(t *testing.T) {
	section := doc.Section{Title: "Title", Place: "p", Body: []doc.Block{actionsGrid(4)}}
	out, err := Render(doc.Report{Sections: []doc.Section{section}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("pdftotext is not installed")
	}
	file := filepath.Join(t.TempDir(), "grid.pdf")
	if err := os.WriteFile(file, out, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-enc", "UTF-8", "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Join(strings.Fields(string(text)), " ")
	for _, want := range []string{"# Action Owner Due Questions it helps 1 Action 1 Security, question 1 Somebody " +
		"12 Nov 2026 0 2 Action 2 that takes some words to say Somebody 12 Nov 2026 7 3 Action 3 that takes some words " +
		"to say that takes some words to say Security, question 3 Somebody 12 Nov 2026 3 weeks late 14"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in %q", want, words)
		}
	}
}

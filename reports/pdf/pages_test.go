package pdf

import (
	"fmt"
	"strings"
	"testing"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// setSections sets a report of sections on a paper.
func setSections(t *testing.T, paper doc.PaperSize, sections ...doc.Section) (*pdfDocument, [][]placedBox) {
	t.Helper()
	r := doc.Report{Paper: paper, Topics: "all", Sections: sections}
	if _, err := Render(r); err != nil {
		t.Fatal(err)
	}
	d := newDocument(r)
	d.sections()
	return d, d.pages()
}

// A page of A4 holds the title and 54 lines of body text.
const linesOfPage = 54

func TestWhatStaysTogether(t *testing.T) {
	last := doc.Paragraph{Layout: doc.Layout{Keep: true}, Spans: doc.PlainSpan("kept", doc.StyleBody)}
	item := func(lines, need int) doc.Item {
		return doc.Item{Number: "1.1", Title: "item", Place: "p", Lines: need, Body: []doc.Block{fillerLines(lines),
			wordsParagraph("end")}}
	}
	part := func(needs doc.SpaceNeed, items ...doc.Block) doc.Part {
		return doc.Part{Title: "part", Place: "q", Needs: needs, Items: items}
	}
	for name, c := range map[string]struct {
		blocks []doc.Block
		where  map[string]int
	}{
		"a full page":   {[]doc.Block{fillerLines(linesOfPage - 1), wordsParagraph("end")}, map[string]int{"end": 1}},
		"one line more": {[]doc.Block{fillerLines(linesOfPage), wordsParagraph("end")}, map[string]int{"end": 2}},
		"kept with what is before": {[]doc.Block{fillerLines(linesOfPage - 1), wordsParagraph("before"), last},
			map[string]int{"before": 2, "kept": 2}},
		"a short item moves whole": {[]doc.Block{fillerLines(linesOfPage - 12), item(12, 0)}, map[string]int{"item": 2,
			"end": 2}},
		"a long item begins here": {[]doc.Block{fillerLines(linesOfPage - 12), item(40, 0)}, map[string]int{"item": 1,
			"end": 2}},
		"an item without its lines": {[]doc.Block{fillerLines(linesOfPage - 12), item(40, 13)}, map[string]int{"item": 2,
			"end": 2}},
		"a part without need": {[]doc.Block{fillerLines(linesOfPage - 10), part(doc.NoNeed, wordsParagraph("first"))},
			map[string]int{"part": 1}},
		"a part needs a quarter": {[]doc.Block{fillerLines(linesOfPage - 10), part(doc.QuarterPage, wordsParagraph("first"))},
			map[string]int{"part": 2}},
		"a quarter is left": {[]doc.Block{fillerLines(linesOfPage - 16), part(doc.QuarterPage, wordsParagraph("first"))},
			map[string]int{"part": 1}},
		"a part needs a third": {[]doc.Block{fillerLines(linesOfPage - 16), part(doc.ThirdOfPage, wordsParagraph("first"))},
			map[string]int{"part": 2}},
		"a part comes with its first item": {[]doc.Block{fillerLines(linesOfPage - 12), part(doc.NoNeed, item(12, 0),
			wordsParagraph("second"))},
			map[string]int{"part": 2, "item": 2, "second": 2}},
		"a rule keeps what follows": {[]doc.Block{fillerLines(linesOfPage - 1), wordsParagraph("before"), doc.Rule{Above: 4,
			Below: 4}, wordsParagraph("after")},
			map[string]int{"before": 2, "after": 2}},
	} {
		pages := setReport(t, doc.ChapterSection, c.blocks...)
		for text, want := range c.where {
			if got := pageOf(pages, text); got != want {
				t.Errorf("%s: %q is on page %d, want %d: %v", name, text, got, want, shownOn(pages))
			}
		}
	}
}

// A chart on an overview shows as many rows as what stands below it leaves room for, and says how many it left out.
func TestOverviewIsOnePage(t *testing.T) {
	chart := doc.Chart{Title: "chart", Rest: "rows shown"}
	for i := range 20 {
		chart.Rows = append(chart.Rows,
			doc.ChartRow{Name: doc.CleanText(fmt.Sprint("row ", i)), Counts: q.RiskCounts{High: i}})
	}
	for below, want := range map[int]string{1: "12 of 20 rows shown", 40: "8 of 20 rows shown"} {
		pages := setReport(t, doc.OverviewSection, wordsParagraph("above"), chart, fillerLines(below), wordsParagraph("end"))
		if len(pages) != 1 || pageOf(pages, "end") != 1 {
			t.Errorf("%d lines below: %d pages", below, len(pages))
		}
		if shown := shownOn(pages)[0]; !strings.Contains(shown, want) || strings.Index(shown,
			want) > strings.Index(shown, "|end|") {
			t.Errorf("%d lines below: %s, want %q", below, shown, want)
		}
	}
}

// The cover gives up its white space before it becomes two pages.
func TestCoverIsOnePage(t *testing.T) {
	for words, whole := range map[int]bool{1: true, 15: true, 36: true, 100: false} {
		title := doc.CleanText(strings.Repeat("a long title ", words))
		facts := []doc.Fact{{Name: "State", Value: "Live"}, {Name: "Owner"}}
		pages := setReport(t, doc.CoverSection, doc.Cover{Kind: "Plan", Title: title, Facts: facts})
		if len(pages) != 1 {
			t.Errorf("%d pages with a title of %d bytes", len(pages), len(title))
		}
		if got := pages[0][0].height == 168; got != whole {
			t.Errorf("a title of %d bytes leaves the space above it whole: %v", len(title), got)
		}
	}
}

// The list of contents is where the report wants it, and has sections and parts but no items and no cover.
func TestContents(t *testing.T) {
	d := newDocument(doc.Report{Topics: "all", Sections: []doc.Section{
		{Kind: doc.CoverSection, Title: "Cover", Place: "cover", Body: []doc.Block{doc.Cover{Title: "cover title"}}},
		{Kind: doc.ContentsSection, Title: "Contents", Place: "contents"},
		{Title: "First", Place: "first", Topic: "topic", Body: []doc.Block{
			doc.Part{Number: "1", Title: "part", Place: "p", Items: []doc.Block{doc.Item{Number: "1.1", Title: "item",
				Place: "i"}}}}},
		{Title: "Last", Place: "last"},
	}})
	d.sections()
	pages := d.pages()
	if got := shownOn(pages); len(got) != 4 || got[1] != "Contents|First|1  part|Last|" {
		t.Errorf("pages: %q", got)
	}
	c := d.canvas(pages)
	for place, want := range map[string]string{"cover": "1", "contents": "2", "first": "3", "p": "3", "i": "3",
		"last": "4"} {
		if got := c.number(place); got != want {
			t.Errorf("%s is on page %s, want %s", place, got, want)
		}
	}
	topics := []doc.CleanText{"all", "all", "topic", "all"}
	for i, page := range pages {
		if got := headOf(page, "all", "all"); got != topics[i] {
			t.Errorf("the running head of page %d names %q, want %q", i+1, got, topics[i])
		}
	}
}

package pdf

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// wordsParagraph is a paragraph of plain text.
func wordsParagraph(t doc.CleanText) doc.Paragraph {
	return doc.Paragraph{Spans: doc.PlainSpan(t, doc.StyleBody)}
}

// fillerLines is so many lines of 13 points.
func fillerLines(lines int) doc.Paragraph {
	return wordsParagraph(doc.CleanText(strings.TrimSuffix(strings.Repeat("fill\n", lines), "\n")))
}

// setReport sets a report of one section with the blocks.
func setReport(t *testing.T, kind doc.SectionKind, body ...doc.Block) [][]placedBox {
	t.Helper()
	r := doc.Report{Sections: []doc.Section{{Kind: kind, Title: "Title", Place: "place", Body: body}}}
	if out, err := Render(r); err != nil || !bytes.HasPrefix(out, []byte("%PDF-1.7")) {
		t.Fatalf("%d bytes, %v", len(out), err)
	}
	d := newDocument(r)
	d.sections()
	return d.pages()
}

// shownOn returns the texts of each page, lines parted by "|".
func shownOn(pages [][]placedBox) []string {
	out := make([]string, len(pages))
	for i, page := range pages {
		for _, b := range page {
			for _, m := range b.marks {
				if m, is := m.(textMark); is {
					out[i] += strings.TrimSpace(m.run.shown) + "|"
				}
			}
		}
	}
	return out
}

// pageOf returns the page on which a text is shown, from 1; 0 if it is on none.
func pageOf(pages [][]placedBox, text string) int {
	for i, shown := range shownOn(pages) {
		if strings.Contains("|"+shown, "|"+text+"|") {
			return i + 1
		}
	}
	return 0
}

// blockSamples has a block of every kind with the text that shows it.
var blockSamples = map[string]struct {
	block doc.Block
	shows string
}{
	"Part": {doc.Part{Number: "2", Title: "part", Place: "p", Items: []doc.Block{wordsParagraph("first")}},
		"2|part|first"},
	"Item": {doc.Item{Number: "2.1", Title: "item", Place: "p", Body: []doc.Block{wordsParagraph("body")}},
		"2.1|item|body"},
	"Paragraph": {wordsParagraph("text"), "text"},
	"Row":       {doc.Row{Label: "label", Body: []doc.Block{wordsParagraph("value")}}, "label|value"},
	"Risk":      {doc.Risk{Risk: q.RiskHigh, Name: "High risk", Why: "because"}, "High risk|because"},
	"Reference": {doc.Reference{Number: "1.1", Title: "title", See: doc.PageReference{Text: "page ", Place: "place"}},
		"1.1|title"},
	"Rule":   {doc.Rule{Above: 4, Below: 4}, ""},
	"Choice": {doc.Choice{State: doc.ChoiceMissing, Body: []doc.Block{wordsParagraph("choice")}}, "choice"},
	"Tally":  {doc.Tally{Counts: []doc.RiskCount{{Risk: q.RiskHigh, Name: "high", N: 3}}}, "3 high"},
	"Chart": {doc.Chart{Title: "chart", Value: "Score", Rows: []doc.ChartRow{{Name: "row", Value: "70"}}},
		"chart|Score|row|70"},
	"Grid": {doc.Grid{Columns: []doc.GridColumn{{Name: "what", Share: 2}, {Name: "how many", Figures: true}},
		Rows: []doc.GridRow{{Place: "p", Cells: []doc.GridCell{{Risk: q.RiskHigh, Spans: doc.PlainSpan("cell",
			doc.StyleBody), Remark: "remark"}, {}}}}}, "what|how many|cell|remark|–"},
	"Matrix": {doc.Matrix{Title: "matrix", Across: "effort", Down: "impact", Columns: []doc.CleanText{"low", "high"},
		Rows: []doc.MatrixRow{{Name: "much", Cells: []doc.MatrixCell{{N: 3, Name: "quick"}, {Name: "big"}}}}},
		"matrix|effort|impact|low|high|much|3|quick|–|big"},
	"Trend": {doc.Trend{Title: "trend", Value: "Score", Risks: []q.Risk{q.RiskHigh, q.RiskNone},
		Points: []doc.TrendPoint{{Name: "M1", Detail: "1 May", Counts: q.RiskCounts{High: 4}, Value: "70"},
			{Name: "M2", Value: "80"}}},
		"trend|M1|1 May|M2|4|0|0|0|Score|70|80"},
	"Note":       {doc.Note{Source: "note"}, "note"},
	"Subheading": {doc.Subheading{Level: 1, Spans: doc.PlainSpan("sub", doc.StyleStrong)}, "sub"},
	"List":       {doc.List{Items: []doc.ListItem{{Marker: "–", Body: []doc.Block{wordsParagraph("item")}}}}, "–|item"},
	"Quote":      {doc.Quote{Body: []doc.Block{wordsParagraph("quoted")}}, "quoted"},
	"CodeBlock":  {doc.CodeBlock{Info: "go", Lines: []doc.CleanText{"code"}}, "go|code"},
	"Separator":  {doc.Separator{}, ""},
	"Table": {doc.Table{Columns: 1, Rows: [][][]doc.Span{{doc.PlainSpan("head", doc.StyleBody)}, {doc.PlainSpan("cell",
		doc.StyleBody)}}}, "head|cell"},
	"Cover": {doc.Cover{Kind: "kind", Title: "title", Topics: []doc.CleanText{"topic"}, More: "more",
		Facts: []doc.Fact{{Name: "n", Value: "v"}}}, "kind|title|topic|more|n|v"},
}

// Every kind of block that the package doc has is set: none is lost without a word.
func TestEveryBlockIsSet(t *testing.T) {
	kinds := blockKinds(t)
	if len(kinds) != len(blockSamples) {
		t.Errorf("%d kinds of block, %d samples", len(kinds), len(blockSamples))
	}
	for _, kind := range kinds {
		sample, known := blockSamples[kind]
		if !known {
			t.Errorf("there is no sample of doc.%s", kind)
			continue
		}
		if name := reflect.TypeOf(sample.block).Name(); name != kind {
			t.Errorf("the sample of doc.%s is a doc.%s", kind, name)
		}
		section := doc.ChapterSection
		if kind == "Cover" {
			section = doc.CoverSection
		}
		pages := setReport(t, section, sample.block)
		if empty := setReport(t, doc.ChapterSection); len(pages[0]) <= len(empty[0]) {
			t.Errorf("doc.%s adds nothing to a page", kind)
		}
		if shown := shownOn(pages)[0]; !strings.Contains(shown, sample.shows) {
			t.Errorf("doc.%s shows %q, want %q", kind, shown, sample.shows)
		}
	}
}

// blockKinds are the types of the package doc with a method that says they are blocks.
func blockKinds(t *testing.T) (kinds []string) {
	t.Helper()
	files, err := filepath.Glob("../doc/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if f, is := d.(*ast.FuncDecl); is && f.Name.Name == "block" && f.Recv.List[0].Names == nil {
				kinds = append(kinds, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	return kinds
}

// A row that has nothing to show says so, whether it has no blocks or blocks without text.
func TestEmptyRowHasADash(t *testing.T) {
	for _, body := range [][]doc.Block{nil, {doc.Note{}}} {
		if shown := shownOn(setReport(t, doc.ChapterSection, doc.Row{Label: "label",
			Body: body}))[0]; !strings.Contains(shown, "label|–|") {
			t.Errorf("%v shows %q", body, shown)
		}
	}
}

// Package tabular makes tables of a report, for spreadsheets and programs: one of all that it says line by line, one
// for each of its grids and drawings, one of the questions of each section, and one of the practices.
//
// Numbers and dates are such where a whole column has them. It may import reports/chart, reports/doc and reports/table.
package tabular

import (
	"slices"
	"strings"
	"unicode/utf16"

	"plumbline/reports/chart"
	"plumbline/reports/doc"
	"plumbline/reports/table"
)

// Tables are all of a report, the one of its text first. Texts that are too long for a cell go on in the next line, so
// that nothing is cut.
func Tables(d doc.Report) []table.Table {
	w := &writer{report: d, names: map[string]bool{}}
	w.text = table.Table{Name: w.name("Report"), Columns: []table.Column{{Name: "Section", Width: 26},
		{Name: "Part", Width: 26}, {Name: "Name", Width: 24}, {Name: "Text", Width: 100, Wrap: true}}}
	if d.Mark != "" {
		w.line("", string(d.Mark))
	}
	for _, s := range d.Sections {
		w.section(s)
	}
	w.at, w.part = "", ""
	w.line("", string(d.FootText()))
	all := append([]table.Table{w.text}, w.tables...)
	if ledger := ledgerOf(d, w.name("Practices")); len(ledger.Rows) > 0 {
		all = append(all, ledger)
	}
	return all
}

// writer collects the tables.
type writer struct {
	report  doc.Report
	names   map[string]bool // of tables so far, in small letters
	text    table.Table
	tables  []table.Table
	at      string // the section
	part    string
	heading string // the line above, which may be the title of a table
}

// Bounds of spreadsheets.
const (
	longestName = 31    // of a sheet, in units of UTF-16
	longestCell = 32000 // and of a cell, with some room for a sign in front
)

// name makes a name for a table that no other one has, and that spreadsheets take.
func (w *writer) name(wanted string) string {
	wanted = strings.Trim(strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' || r == '\uFFFE' || r == '\uFFFF' {
			return ' '
		}
		return r
	}, wanted)), " "), "' ")
	if wanted == "" || strings.EqualFold(wanted, "history") { // which programs keep to themselves
		wanted = "Table"
	}
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = " (" + number(n) + ")"
		}
		name := strings.TrimRight(cut(wanted, longestName-len(end)), "' ") + end
		if key := strings.ToLower(name); !w.names[key] {
			w.names[key] = true
			return name
		}
	}
}

// cut is the beginning of a text, at most so many units of UTF-16.
func cut(s string, most int) string {
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > most {
			return s[:i]
		}
	}
	return s
}

// cutBetween is such a beginning that ends between two words, unless a word is very long.
func cutBetween(s string, most int) string {
	begin := cut(s, most)
	if at := strings.LastIndexAny(begin, " \n"); len(begin) < len(s) && at > len(begin)-200 {
		return begin[:at+1]
	}
	return begin
}

// add puts a row into a table. What is too long for a cell goes on in rows below, behind the same first cells.
func add(t *table.Table, same int, row []string) {
	for {
		rest, more := make([]string, len(row)), false
		copy(rest, row[:same])
		for i, cell := range row {
			if begin := cutBetween(cell, longestCell); i >= same && len(begin) < len(cell) {
				row[i], rest[i], more = begin, cell[len(begin):], true
			}
		}
		for i := range row[:same] {
			row[i] = cut(row[i], longestCell)
		}
		t.Rows = append(t.Rows, row)
		if !more {
			return
		}
		row = rest
	}
}

// line adds to the table of the text.
func (w *writer) line(name, text string) {
	if strings.TrimSpace(text) == "" {
		if name == "" {
			return
		}
		text = dash
	}
	add(&w.text, 2, []string{w.at, w.part, name, text})
}

// dash stands where there is nothing.
const dash = "–"

// section adds a chapter: its text, a table of its questions, and its grids.
func (w *writer) section(s doc.Section) {
	if s.Kind == doc.ContentsSection {
		return
	}
	w.at, w.part, w.heading = string(s.Title), "", ""
	before := len(w.text.Rows)
	w.blocks(s.Body)
	if questions := questionsOf(s, w); len(questions.Rows) > 0 {
		w.tables = append(w.tables, questions)
		if len(w.text.Rows) == before {
			w.line("Questions", number(len(questions.Rows)))
		}
	}
}

func (w *writer) blocks(all []doc.Block) {
	for _, b := range all {
		w.block(b)
	}
}

// block adds a block that is no question.
func (w *writer) block(b doc.Block) {
	above := w.heading
	w.heading = ""
	switch b := b.(type) {
	case doc.Cover:
		w.line("", string(b.Kind))
		w.line("Title", string(b.Title))
		for _, t := range append(append([]doc.CleanText{}, b.Topics...), b.More) {
			w.line("", string(t))
		}
		for _, f := range b.Facts {
			w.line(string(f.Name), string(f.Value))
		}
	case doc.Part:
		w.part = string(doc.Heading(b.Number, b.Title))
		w.blocks(b.Intro)
		if len(b.Intro) == 0 {
			w.line("Questions", number(len(b.Items)))
		}
		w.part = ""
	case doc.Item: // has a row in the table of questions
	case doc.Row:
		w.row(b)
	case doc.Paragraph:
		if len(b.Spans) == 1 && b.Spans[0].Style == doc.StyleStrong {
			w.heading = string(b.Spans[0].Text)
		}
		w.line("", string(doc.Text(b.Spans)))
	case doc.Tally:
		w.line("", string(b.InLine()))
		if b.Large {
			w.grid("Risks", b.Grid())
		}
	case doc.Chart:
		w.drawing(b, b.Title, b.Grid())
	case doc.Matrix:
		w.drawing(b, b.Title, b.Grid())
	case doc.Trend:
		w.drawing(b, b.Title, b.Grid())
	case doc.Grid:
		if above == "" {
			above = w.at
		}
		w.grid(above, b)
	default:
		w.line("", textOf(b))
	}
}

// row adds a line with its label, and what is in it that has a table of its own.
func (w *writer) row(r doc.Row) {
	w.line(string(r.Label), textOfAll(r.Body))
}

// drawing adds the table that stands for one, and is drawn where that can be.
func (w *writer) drawing(b doc.Block, title doc.CleanText, g doc.Grid) {
	w.line("", string(title))
	w.grid(string(title), g)
	if len(g.Rows) > 0 {
		t := &w.tables[len(w.tables)-1]
		t.Chart = chartOf(b, *t)
	}
}

// chartOf says how a table is drawn; nil is not at all.
func chartOf(b doc.Block, t table.Table) *table.Chart {
	c, is := chart.Of(b)
	if !is || len(t.Rows) != len(c.Categories) {
		return nil
	}
	out := &table.Chart{Title: c.Title, Description: c.Description(), Lines: c.Lines}
	for _, s := range c.Series {
		at := slices.IndexFunc(t.Columns, func(column table.Column) bool { return column.Name == s.Name })
		if at < 1 || t.Columns[at].Kind != table.Number {
			return nil
		}
		fill, ink := s.Colours(c.Lines)
		out.Series = append(out.Series, table.Series{Column: at, Colour: fill, Ink: ink})
	}
	return out
}

// grid adds a table of its own, and says in the text where it is.
func (w *writer) grid(title string, g doc.Grid) {
	if len(g.Rows) == 0 {
		return
	}
	t := gridTable(g)
	t.Name = w.name(title)
	w.line("Table", "Sheet “"+t.Name+"”")
	w.tables = append(w.tables, t)
}

package tabular

import (
	"strings"

	"plumbline/reports/doc"
	"plumbline/reports/table"
)

// Single is the one table of a report for formats that hold one: who does what until when of a report to leadership,
// how answers changed of one to auditors, workloads by pillar of one on many, else the practices, each with its
// question and state. The name of its last column, which has nothing else in it, says which report it is, and for whom
// a copy is.
func Single(d doc.Report) table.Table {
	t := ledgerOf(d, "Practices")
	for _, s := range d.Sections {
		if s.Place == "work" || s.Place == "history" || s.Place == "map" {
			t = firstTable(s)
		}
	}
	about := string(d.FootText())
	if d.Mark != "" {
		about = strings.TrimPrefix(about+" · "+string(d.Mark), " · ")
	}
	t.Columns = append(t.Columns, table.Column{Name: about})
	for i := range t.Rows {
		t.Rows[i] = append(t.Rows[i], "")
	}
	return t
}

// firstTable is the first table of a section, with the sentences about what it leaves out below it. Where a plan has no
// item, it has the names of the columns only.
func firstTable(s doc.Section) table.Table {
	t, found := table.Table{Columns: []table.Column{{Name: "Item"}, {Name: "Owner"}, {Name: "Due"}, {Name: "Effort"},
		{Name: "Status"}}}, false
	for i, b := range s.Body {
		switch b := b.(type) {
		case doc.Grid:
			if i > 0 && !found && !isHeading(s.Body[i-1]) {
				t, found = gridTable(b), true
				continue
			}
			if found {
				return t
			}
		case doc.Paragraph:
			if found && len(b.Spans) > 0 && b.Spans[0].Style == doc.StyleSmall {
				row := make([]string, len(t.Columns))
				for n, c := range t.Columns { // the first column of texts
					if c.Kind == table.Text {
						row[n] = string(doc.Text(b.Spans))
						break
					}
				}
				t.Rows = append(t.Rows, row)
			}
		}
	}
	return t
}

// isHeading tells the line above another table.
func isHeading(b doc.Block) bool {
	p, is := b.(doc.Paragraph)
	return is && len(p.Spans) == 1 && p.Spans[0].Style == doc.StyleStrong
}

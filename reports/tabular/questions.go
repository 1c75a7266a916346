package tabular

import (
	"slices"
	"strings"

	"plumbline/reports/doc"
	"plumbline/reports/table"
)

// known are the first columns of a table of questions; those behind are named by what is said of them.
var known = []table.Column{{Name: "Part", Width: 28}, {Name: "Number", Width: 10},
	{Name: "Question", Width: 60, Wrap: true}, {Name: "Risk", Width: 14}, {Name: "Why", Width: 50, Wrap: true}}

// about is the column of what has no label.
const about = "About"

// questionsOf is a table with a row for each question of a section, and a column for each thing that is said of them.
func questionsOf(s doc.Section, w *writer) table.Table {
	var rows []map[string]string
	var labels []string
	each(s.Body, "", func(part string, b doc.Block) {
		row := map[string]string{"Part": part}
		switch b := b.(type) {
		case doc.Reference:
			row["Number"], row["Question"] = string(b.Number), string(b.Title)
			row["Risk"] = string(doc.RiskName(b.Risk))
		case doc.Item:
			row["Number"], row["Question"] = string(b.Number), string(b.Title)
			last := about
			for _, block := range b.Body {
				last = say(row, block, last)
				if !slices.ContainsFunc(known, func(c table.Column) bool { return c.Name == last }) &&
					!slices.Contains(labels, last) {
					labels = append(labels, last)
				}
			}
		}
		rows = append(rows, row)
	})
	if len(rows) == 0 {
		return table.Table{}
	}
	t := table.Table{Name: w.name(string(s.Title)), Columns: slices.Clone(known)}
	for _, l := range labels {
		t.Columns = append(t.Columns, table.Column{Name: l, Width: widest, Wrap: true})
	}
	for _, row := range rows {
		cells := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			cells[i] = row[c.Name]
		}
		add(&t, 2, cells)
	}
	return t
}

// each calls see for each question of a section, and for each reference to one that stands where questions do.
func each(all []doc.Block, part string, see func(part string, b doc.Block)) {
	for _, b := range all {
		switch b := b.(type) {
		case doc.Part:
			each(b.Items, string(doc.Heading(b.Number, b.Title)), see)
		case doc.Item:
			see(part, b)
		case doc.Reference:
			see(part, b)
		}
	}
}

// say adds a block to a question's row, below its label, or that of the block before where it has none. It returns the
// label.
func say(row map[string]string, b doc.Block, last string) string {
	label, text := last, ""
	switch b := b.(type) {
	case doc.Risk:
		row["Risk"] = string(b.Name)
		label, text = "Why", string(b.Why)
	case doc.Row:
		if b.Label != "" {
			label = string(b.Label)
		}
		if label == "Risk" || label == "Part" || label == "Number" || label == "Question" {
			label += " "
		}
		text = textOfAll(b.Body)
		if text == "" {
			text = dash
		}
	default:
		text = textOf(b)
	}
	if row[label] != "" {
		text = row[label] + "\n" + text
	}
	row[label] = text
	return label
}

// notRated is the label of the practices of a question that does not apply, which are named in one paragraph.
const notRated = "Not rated"

// ledgerOf is a table of the practices, each with its question, and its state in the review.
func ledgerOf(d doc.Report, name string) table.Table {
	t := table.Table{Name: name, Columns: []table.Column{{Name: "Lens", Width: 24}, {Name: "Part", Width: 28},
		{Name: "Number", Width: 10}, {Name: "Question", Width: 40, Wrap: true}, {Name: "Risk", Width: 14},
		{Name: "State", Width: 16}, {Name: "Practice", Width: 60, Wrap: true}, {Name: "More", Width: 60, Wrap: true}}}
	for _, s := range d.Sections {
		if s.Topic == "" { // it is no review of a lens
			continue
		}
		each(s.Body, "", func(part string, b doc.Block) {
			item, _ := b.(doc.Item)
			risk := ""
			for _, b := range item.Body {
				switch b := b.(type) {
				case doc.Risk:
					risk = string(b.Name)
				case doc.Row:
					practice := func(state, title, more string) {
						add(&t, 6, []string{string(s.Topic), part, string(item.Number), string(item.Title), risk, state, title, more})
					}
					for _, one := range b.Body {
						switch one := one.(type) {
						case doc.Choice:
							if len(one.Body) > 0 {
								practice(string(one.State.Word()), textOf(one.Body[0]), textOfAll(one.Body[1:]))
							}
						case doc.Paragraph:
							if b.Label == notRated {
								practice("not rated", textOf(one), "")
							}
						}
					}
				}
			}
		})
	}
	return t
}

// textOfAll is what blocks say, one below the other.
func textOfAll(all []doc.Block) string {
	parts := make([]string, 0, len(all))
	for _, b := range all {
		parts = append(parts, textOf(b))
	}
	return strings.Join(parts, "\n")
}

// textOf is what a block says as plain text.
func textOf(b doc.Block) string {
	switch b := b.(type) {
	case doc.Paragraph:
		return string(doc.Text(b.Spans))
	case doc.Subheading:
		return string(doc.Text(b.Spans))
	case doc.Row:
		if b.Label == "" {
			return textOfAll(b.Body)
		}
		return string(b.Label) + ": " + textOfAll(b.Body)
	case doc.Risk:
		return string(b.Name) + ": " + string(b.Why)
	case doc.Reference:
		return string(doc.RiskName(b.Risk)) + ": " + string(doc.Heading(b.Number, b.Title))
	case doc.Choice:
		return string(b.State.Mark()) + " " + textOfAll(b.Body)
	case doc.Tally:
		return string(b.InLine())
	case doc.Note:
		return textOfAll(b.Blocks())
	case doc.Quote:
		return "> " + textOfAll(b.Body)
	case doc.List:
		lines := make([]string, 0, len(b.Items))
		for _, item := range b.Items {
			lines = append(lines, string(item.Marker)+" "+textOfAll(item.Body))
		}
		return strings.Join(lines, "\n")
	case doc.CodeBlock:
		lines := []string{}
		if b.Info != "" {
			lines = append(lines, string(b.Info))
		}
		for _, l := range b.Lines {
			lines = append(lines, string(l))
		}
		return strings.Join(lines, "\n")
	case doc.Table:
		lines := make([]string, 0, len(b.Rows))
		for _, row := range b.Rows {
			cells := make([]string, 0, len(row))
			for _, spans := range row {
				cells = append(cells, string(doc.Text(spans)))
			}
			lines = append(lines, strings.Join(cells, " | "))
		}
		return strings.Join(lines, "\n")
	}
	return ""
}

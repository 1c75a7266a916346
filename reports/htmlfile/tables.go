package htmlfile

import (
	"strconv"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// riskClass is the class with the colour of a risk.
func riskClass(r q.Risk) string {
	switch r {
	case q.RiskHigh:
		return "high"
	case q.RiskMedium:
		return "medium"
	case q.RiskNone:
		return "none"
	case q.RiskUndecided:
		return "undecided"
	case q.RiskNotApplicable:
		return "na"
	}
	return "open"
}

// shapes are those of the risks, as pages show them, on a grid of 12.
var shapes = map[string]string{
	"high":      `<path d="M3.5 1h5L11 3.5v5L8.5 11h-5L1 8.5v-5z"/>`,
	"medium":    `<path d="M6 1l5.4 9.8H.6z"/>`,
	"none":      `<circle cx="6" cy="6" r="5"/>`,
	"undecided": `<path d="M6 .6L11.4 6 6 11.4.6 6z"/>`,
	"na":        `<path d="M1.5 5h9v2h-9z"/>`,
	"open":      `<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
}

// shape is the shape of a risk that stands without its word; nothing without a risk.
func shape(r q.Risk) string {
	if r == "" {
		return ""
	}
	class := riskClass(r)
	return `<span class="risk ` + class + `"><svg viewBox="0 0 12 12" role="img" aria-label="` +
		text(doc.RiskName(r)) + `">` + shapes[class] + `</svg></span>`
}

// riskWord is the shape of a risk with its word.
func riskWord(r q.Risk, name doc.CleanText) string {
	class := riskClass(r)
	return `<span class="risk ` + class + `"><svg viewBox="0 0 12 12" aria-hidden="true">` + shapes[class] + `</svg> ` +
		text(name) + `</span>`
}

// scroll opens a table that may be wider than the screen.
const scroll = `<div class="scroll" tabindex="0"><table>` + "\n"

func (w *writer) chart(c doc.Chart) {
	if len(c.Rows) == 0 {
		return
	}
	w.put(scroll, "<caption>", text(c.Title), "</caption><thead><tr><td></td>")
	for _, r := range c.Risks {
		w.put(`<th scope="col" class="n">`, shape(r), "</th>")
	}
	w.put(`<th scope="col" class="n">`, text(c.Value), "</th></tr></thead>\n<tbody>\n")
	for _, row := range c.Rows {
		w.put(`<tr><th scope="row">`)
		w.linked(row.Name, row.Place)
		w.put("</th>")
		for _, r := range c.Risks {
			w.put(`<td class="n">`, strconv.Itoa(row.Counts.Of(r)), "</td>")
		}
		w.put(`<td class="n">`, text(row.Value), "</td></tr>\n")
	}
	w.put("</tbody></table></div>\n")
}

// linked is a text that leads to a place, or only the text.
func (w *writer) linked(t doc.CleanText, place string) {
	if place == "" {
		w.put(text(t))
		return
	}
	w.put(`<a href="#`, id(place), `">`, text(t), "</a>")
}

func (w *writer) grid(g doc.Grid) {
	if len(g.Rows) == 0 {
		return
	}
	w.put(scroll, "<thead><tr>")
	for _, c := range g.Columns {
		w.put(`<th scope="col"`, figures(c), ">", text(c.Name), "</th>")
	}
	w.put("</tr></thead>\n<tbody>\n")
	for _, row := range g.Rows {
		w.put("<tr", at(row.Place), ">")
		for i, c := range g.Columns {
			if i >= len(row.Cells) {
				w.put("<td>", dash, "</td>")
				continue
			}
			open, end := "<td", "</td>"
			if i == 0 {
				open, end = `<th scope="row"`, "</th>"
			}
			w.put(open, figures(c), ">")
			w.cell(row.Cells[i])
			w.put(end)
		}
		w.put("</tr>\n")
	}
	w.put("</tbody></table></div>\n")
}

// figures is the class of a column of numbers.
func figures(c doc.GridColumn) string {
	if c.Figures {
		return ` class="n"`
	}
	return ""
}

func (w *writer) cell(c doc.GridCell) {
	if c.Risk != "" {
		w.put(shape(c.Risk), " ")
	}
	if c.GoTo != "" {
		w.put(`<a href="#`, id(c.GoTo), `">`)
	}
	w.spans(c.Spans)
	if c.GoTo != "" {
		w.put("</a>")
	}
	if c.Remark != "" {
		w.put(`<span class="remark">`, text(c.Remark), "</span>")
	}
}

func (w *writer) matrix(m doc.Matrix) {
	w.put(scroll, "<caption>", text(m.Title), `</caption><thead><tr><th scope="col">`, text(m.Down), " / ",
		text(m.Across), "</th>")
	for _, c := range m.Columns {
		w.put(`<th scope="col" class="n">`, text(c), "</th>")
	}
	w.put("</tr></thead>\n<tbody>\n")
	for _, row := range m.Rows {
		w.put(`<tr><th scope="row">`, text(row.Name), "</th>")
		for _, c := range row.Cells {
			count := dash
			if c.N > 0 {
				count = strconv.Itoa(c.N)
			}
			w.put(`<td class="n">`, count)
			if c.Name != "" {
				w.put(`<span class="remark">`, text(c.Name), "</span>")
			}
			w.put("</td>")
		}
		w.put("</tr>\n")
	}
	w.put("</tbody></table></div>\n")
}

func (w *writer) trend(t doc.Trend) {
	w.put(scroll, "<caption>", text(t.Title), "</caption><thead><tr><td></td>")
	for _, p := range t.Points {
		w.put(`<th scope="col" class="n">`, text(p.Name))
		if p.Detail != "" {
			w.put(`<span class="remark">`, text(p.Detail), "</span>")
		}
		w.put("</th>")
	}
	w.put("</tr></thead>\n<tbody>\n")
	for i, r := range t.Risks {
		w.put(`<tr><th scope="row">`)
		if i < len(t.Names) {
			w.put(riskWord(r, t.Names[i]))
		} else {
			w.put(shape(r))
		}
		w.put("</th>")
		for _, p := range t.Points {
			w.put(`<td class="n">`, strconv.Itoa(p.Counts.Of(r)), "</td>")
		}
		w.put("</tr>\n")
	}
	w.put(`<tr><th scope="row">`, text(t.Value), "</th>")
	for _, p := range t.Points {
		w.put(`<td class="n">`, text(p.Value), "</td>")
	}
	w.put("</tr>\n</tbody></table></div>\n")
}

// noteTable is a table of a note; the first row is its head.
func (w *writer) noteTable(t doc.Table) {
	w.put(scroll)
	for i, row := range t.Rows {
		open, end := "<td>", "</td>"
		if i == 0 {
			open, end = `<th scope="col">`, "</th>"
			w.put("<thead>")
		}
		w.put("<tr>")
		for n := range t.Columns {
			w.put(open)
			if n < len(row) {
				w.spans(row[n])
			}
			w.put(end)
		}
		w.put("</tr>")
		if i == 0 {
			w.put("</thead><tbody>")
		}
		w.put("\n")
	}
	if len(t.Rows) > 0 {
		w.put("</tbody>")
	}
	w.put("</table></div>\n")
}

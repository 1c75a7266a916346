package docx

import (
	"strconv"
	"strings"

	q "plumbline/questionnaires"
	"plumbline/reports/chart"
	"plumbline/reports/doc"
	"plumbline/reports/ooxml"
)

// writer collects the body of the document.
type writer struct {
	report    doc.Report
	paper     paper
	sides     int // the margins at the left and at the right together
	out       strings.Builder
	places    map[string]int    // their numbers, which name bookmarks
	marks     int               // bookmarks so far
	addresses map[string]string // addresses outside: the ids of their relations
	links     []ooxml.Relation
	charts    []chart.Chart
	lists     []listStart // numbered lists so far

	indent int      // of what is written now
	before []prefix // in front of the next paragraph
	style  string   // of paragraphs that have none of their own, such as those of a quote
	list   *item    // the item of a list that the next paragraph begins
	depth  int      // of lists within each other
	inPart bool     // an item is below a part
	choice choiceAt // where in a practice the next paragraph is
}

// choiceAt is a place in a practice, whose paragraphs are close together.
type choiceAt int

const (
	notInChoice choiceAt = iota
	choiceBegins
	inChoice
)

// prefix is a short text in front of a paragraph: a label, or the sign of a practice.
type prefix struct {
	run string
	at  int // where it begins
}

func (w *writer) put(parts ...string) {
	for _, p := range parts {
		w.out.WriteString(p)
	}
}

// plainRun is a text in a style of characters; "" is none.
func plainRun(text, style string) string { return run(text, style, false) }

// run is a text. Line ends and tabs stay what they are.
func run(text, style string, rightToLeft bool) string {
	if text == "" {
		return ""
	}
	var out strings.Builder
	out.WriteString("<w:r>")
	if style != "" || rightToLeft {
		out.WriteString("<w:rPr>")
		if style != "" {
			out.WriteString(`<w:rStyle w:val="` + style + `"/>`)
		}
		if rightToLeft {
			out.WriteString("<w:rtl/>")
		}
		out.WriteString("</w:rPr>")
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			out.WriteString("<w:br/>")
		}
		for n, piece := range strings.Split(line, "\t") {
			if n > 0 {
				out.WriteString("<w:tab/>")
			}
			if piece != "" {
				out.WriteString(`<w:t xml:space="preserve">` + ooxml.Text(piece) + `</w:t>`)
			}
		}
	}
	out.WriteString("</w:r>")
	return out.String()
}

// characterStyles are those of spans within a paragraph.
var characterStyles = map[doc.TextStyle]string{doc.StyleStrong: "Strong", doc.StyleItalic: "Emphasis",
	doc.StyleCode: "CodeText", doc.StyleQuiet: "QuietText", doc.StyleSmall: "SmallText", doc.StyleAside: "SmallText",
	doc.StyleSource: "SmallText", doc.StyleCaption: "SmallText"}

// paragraphStyles are those of paragraphs that are of one style; their spans need none.
var paragraphStyles = map[doc.TextStyle]string{doc.StyleQuiet: "Quiet", doc.StyleSmall: "Remark",
	doc.StyleAside: "Remark", doc.StyleSource: "Remark", doc.StyleCaption: "Remark", doc.StyleLead: "Lead",
	doc.StyleHeadline: "Headline"}

// riskStyles are the styles of the words for risks.
var riskStyles = map[q.Risk]string{q.RiskHigh: "HighRisk", q.RiskMedium: "MediumRisk", q.RiskNone: "NoRisk",
	q.RiskUndecided: "UndecidedRisk"}

// riskRun is the word for a risk.
func riskRun(r q.Risk, name doc.CleanText) string {
	style, known := riskStyles[r]
	if !known {
		style = "OpenRisk"
	}
	return plainRun(string(name), style)
}

// spans writes a text in its styles; whole is the style that its paragraph has already.
func (w *writer) spans(spans []doc.Span, whole doc.TextStyle) string {
	var out strings.Builder
	for _, s := range spans {
		style := characterStyles[s.Style]
		if s.Style == whole {
			style = ""
		}
		if s.URL == "" {
			out.WriteString(run(string(s.Text), style, ooxml.RightToLeft(string(s.Text))))
			continue
		}
		out.WriteString(`<w:hyperlink r:id="` + w.address(s.URL) + `">` +
			run(string(s.Text), "Hyperlink", ooxml.RightToLeft(string(s.Text))) + `</w:hyperlink>`)
	}
	return out.String()
}

// address is the id of the relation that leads to an address outside.
func (w *writer) address(url string) string {
	id, known := w.addresses[url]
	if !known {
		id = "link" + strconv.Itoa(len(w.addresses)+1)
		w.addresses[url] = id
		w.links = append(w.links, ooxml.Relation{ID: id, Kind: "hyperlink", Target: url, Outside: true})
	}
	return id
}

// bookmark is the name of a place.
func (w *writer) bookmark(place string) string {
	n, known := w.places[place]
	if !known {
		n = len(w.places) + 1
		w.places[place] = n
	}
	return "place_" + strconv.Itoa(n)
}

// marked puts runs at a place that links lead to.
func (w *writer) marked(place, runs string) string {
	if place == "" {
		return runs
	}
	w.marks++
	id := strconv.Itoa(w.marks)
	return `<w:bookmarkStart w:id="` + id + `" w:name="` + w.bookmark(place) + `"/>` + runs +
		`<w:bookmarkEnd w:id="` + id + `"/>`
}

// leading makes runs lead to a place of the document.
func (w *writer) leading(place, runs string) string {
	if place == "" || runs == "" {
		return runs
	}
	return `<w:hyperlink w:anchor="` + w.bookmark(place) + `" w:history="1">` + runs + `</w:hyperlink>`
}

// paragraph writes runs as a paragraph in a style, behind what stands in front of it.
func (w *writer) paragraph(style, runs string, rightToLeft bool) {
	if style == "" {
		style = w.style
	}
	w.put("<w:p><w:pPr>")
	begin := ""
	if w.list != nil && style == "" {
		style = w.list.style
	}
	if style != "" {
		w.put(`<w:pStyle w:val="`, style, `"/>`)
	}
	hanging := 0
	if w.choice == choiceBegins {
		w.put(`<w:keepNext/>`)
	}
	if w.list != nil {
		w.put(`<w:numPr><w:ilvl w:val="`, strconv.Itoa(w.list.level), `"/><w:numId w:val="`, strconv.Itoa(w.list.number),
			`"/></w:numPr>`)
		hanging = listIndent
	}
	if len(w.before) > 0 {
		w.put(`<w:tabs>`)
		for i, p := range w.before {
			at := w.indent
			if i+1 < len(w.before) {
				at = w.before[i+1].at
			}
			w.put(`<w:tab w:val="left" w:pos="`, strconv.Itoa(at), `"/>`)
			begin += p.run + `<w:r><w:tab/></w:r>`
		}
		w.put(`</w:tabs>`)
		hanging = w.indent - w.before[0].at
	}
	if rightToLeft && hanging == 0 {
		w.put(`<w:bidi/>`)
	}
	switch w.choice {
	case choiceBegins:
		w.put(`<w:spacing w:before="90" w:after="20"/>`)
		w.choice = inChoice
	case inChoice:
		w.put(`<w:spacing w:after="40"/>`)
	}
	if w.indent > 0 || hanging > 0 {
		w.put(`<w:ind w:left="`, strconv.Itoa(w.indent), `" w:hanging="`, strconv.Itoa(hanging), `"/>`)
	}
	w.put("</w:pPr>", begin, runs, "</w:p>")
	w.before, w.list = nil, nil
}

// text writes a paragraph of spans.
func (w *writer) text(spans []doc.Span) {
	whole, style := doc.StyleBody, ""
	if len(spans) > 0 && w.style == "" {
		if s, is := paragraphStyles[spans[0].Style]; is {
			whole, style = spans[0].Style, s
		}
	}
	w.paragraph(style, w.spans(spans, whole), ooxml.RightToLeft(string(doc.Text(spans))))
}

// heading writes a heading at a place.
func (w *writer) heading(level int, place string, t doc.CleanText, onNewPage bool) {
	w.put(`<w:p><w:pPr><w:pStyle w:val="Heading`, strconv.Itoa(level), `"/>`)
	if onNewPage {
		w.put(`<w:pageBreakBefore/>`)
	}
	if ooxml.RightToLeft(string(t)) {
		w.put(`<w:bidi/>`)
	}
	w.put(`</w:pPr>`, w.marked(place, run(string(t), "", ooxml.RightToLeft(string(t)))), `</w:p>`)
}

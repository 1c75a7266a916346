package htmlfile

import (
	"fmt"
	"strconv"

	"plumbline/reports/doc"
)

// blocks writes one block after the other.
func (w *writer) blocks(all []doc.Block) {
	for _, b := range all {
		w.block(b)
	}
}

// block writes a block of the report.
func (w *writer) block(b doc.Block) {
	switch b := b.(type) {
	case doc.Cover:
		w.cover(b)
	case doc.Part:
		w.heading(3, b.Place, b.Number, b.Title)
		w.inPart = true
		w.blocks(b.Intro)
		w.blocks(b.Items)
		w.inPart = false
	case doc.Item:
		level := 3
		if w.inPart {
			level = 4
		}
		w.heading(level, b.Place, b.Number, b.Title)
		w.blocks(b.Body)
	case doc.Paragraph:
		w.paragraph(b)
	case doc.Row:
		w.row(b)
	case doc.Risk:
		w.put(`<div class="row"><div class="label">`, riskWord(b.Risk, b.Name), `</div><div>`, text(b.Why), "</div></div>\n")
	case doc.Reference:
		w.reference(b)
	case doc.Rule, doc.Separator:
		w.put("<hr>\n")
	case doc.Choice:
		w.choice(b)
	case doc.Tally:
		w.tally(b)
	case doc.Chart:
		w.chart(b)
	case doc.Grid:
		w.grid(b)
	case doc.Matrix:
		w.matrix(b)
	case doc.Trend:
		w.trend(b)
	case doc.Note:
		w.blocks(b.Blocks())
	default:
		w.noteBlock(b)
	}
}

func (w *writer) cover(c doc.Cover) {
	w.put(`<p class="kind">`, text(c.Kind), "</p>\n")
	w.heading(1, "", "", c.Title)
	for _, t := range c.Topics {
		w.put("<p>", text(t), "</p>\n")
	}
	if c.More != "" {
		w.put(`<p class="quiet">`, text(c.More), "</p>\n")
	}
	w.put("<dl>\n")
	for _, f := range c.Facts {
		value := text(f.Value)
		if value == "" {
			value = dash
		}
		w.put("<dt>", text(f.Name), "</dt><dd>", value, "</dd>\n")
	}
	w.put("</dl>\n")
}

// dash stands where there is nothing.
const dash = "–"

// styleClasses are the classes of paragraphs that are of one style.
var styleClasses = map[doc.TextStyle]string{doc.StyleQuiet: "quiet", doc.StyleSmall: "small", doc.StyleAside: "aside",
	doc.StyleSource: "source", doc.StyleCaption: "caption", doc.StyleLead: "lead", doc.StyleHeadline: "headline"}

func (w *writer) paragraph(p doc.Paragraph) {
	class := ""
	if len(p.Spans) > 0 {
		class = styleClasses[p.Spans[0].Style]
	}
	if class != "" {
		class = ` class="` + class + `"`
	}
	w.put("<p", class, ">")
	w.spans(p.Spans)
	w.put("</p>\n")
}

// spans writes a text in its styles.
func (w *writer) spans(spans []doc.Span) {
	for _, s := range spans {
		if s.URL != "" {
			w.put(`<a href="`, text(doc.CleanText(s.URL)), `" rel="noreferrer">`)
		}
		switch s.Style {
		case doc.StyleStrong:
			w.put("<strong>", text(s.Text), "</strong>")
		case doc.StyleItalic:
			w.put("<em>", text(s.Text), "</em>")
		case doc.StyleCode:
			w.put("<code>", text(s.Text), "</code>")
		default:
			w.put(text(s.Text))
		}
		if s.URL != "" {
			w.put("</a>")
		}
	}
}

func (w *writer) row(r doc.Row) {
	w.put(`<div class="row"><div class="label">`, text(r.Label), `</div><div>`)
	if len(r.Body) == 0 {
		w.put(dash)
	}
	w.blocks(r.Body)
	if r.See.Place != "" {
		w.put(`<a class="small" href="#`, id(r.See.Place), `">`, text(r.See.WithoutPage("more")), "</a>")
	}
	w.put("</div></div>\n")
}

func (w *writer) reference(r doc.Reference) {
	title := r.Title
	if r.Number != "" {
		title = r.Number + "  " + title
	}
	w.put("<p>", shape(r.Risk), " ")
	if r.See.Place == "" {
		w.put(text(title))
	} else {
		w.put(`<a href="#`, id(r.See.Place), `">`, text(title), "</a>")
	}
	w.put("</p>\n")
}

func (w *writer) choice(c doc.Choice) {
	w.put(`<div class="choice"><span role="img" aria-label="`, text(c.State.Word()), `">`, text(c.State.Mark()),
		"</span><div>")
	w.blocks(c.Body)
	w.put("</div></div>\n")
}

func (w *writer) tally(t doc.Tally) {
	class := "tally"
	if t.Large {
		class = "figures"
	}
	w.put(`<ul class="`, class, "\">\n")
	for _, c := range t.Counts {
		if t.Large {
			w.put(`<li class="`, riskClass(c.Risk), `">`, riskWord(c.Risk, c.Name))
			w.put("<b>", strconv.Itoa(c.N), "</b>")
			if c.Change != "" {
				w.put(`<span class="remark">`, text(c.Change), "</span>")
			}
			w.put("</li>\n")
			continue
		}
		w.put("<li>", shape(c.Risk), fmt.Sprintf(" %d ", c.N), text(c.Name), "</li>\n")
	}
	w.put("</ul>\n")
}

// noteBlock writes a block of a note. Headings of notes are below those of the report.
func (w *writer) noteBlock(b doc.Block) {
	switch b := b.(type) {
	case doc.Subheading:
		w.put("<p><strong>")
		w.spans(b.Spans)
		w.put("</strong></p>\n")
	case doc.List:
		w.put("<ul>\n")
		for _, item := range b.Items {
			w.put("<li>")
			if b.Ordered {
				w.put(text(item.Marker), " ")
			}
			w.blocks(item.Body)
			w.put("</li>\n")
		}
		w.put("</ul>\n")
	case doc.Quote:
		w.put("<blockquote>\n")
		w.blocks(b.Body)
		w.put("</blockquote>\n")
	case doc.CodeBlock:
		w.put(`<pre tabindex="0"><code>`)
		for _, l := range b.Lines {
			w.put(text(l), "\n")
		}
		w.put("</code></pre>\n")
	case doc.Table:
		w.noteTable(b)
	}
}

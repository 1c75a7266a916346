package docx

import (
	"plumbline/reports/doc"
	"plumbline/reports/ooxml"
)

// section writes a chapter.
func (w *writer) section(s doc.Section, first bool) {
	switch s.Kind {
	case doc.CoverSection:
	case doc.ContentsSection:
		w.contents(s)
		return
	default:
		w.heading(1, s.Place, doc.Heading("", s.Title), !s.Joins && !first)
	}
	w.blocks(s.Body)
}

// contents is a table of contents that leads to the headings. Its pages are not known here, so that it has no numbers;
// whoever wants them adds them in the word processor.
func (w *writer) contents(s doc.Section) {
	w.put(`<w:p><w:pPr><w:pStyle w:val="TOCHeading"/><w:pageBreakBefore/></w:pPr>`,
		w.marked(s.Place, plainRun(string(s.Title), "")), `</w:p>`)
	begin := `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">` +
		` TOC \o "1-2" \n \h \z </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`
	entry := func(style, place string, t doc.CleanText) {
		w.put(`<w:p><w:pPr><w:pStyle w:val="`, style, `"/></w:pPr>`, begin,
			w.leading(place, plainRun(string(t), "")), `</w:p>`)
		begin = ""
	}
	for _, section := range w.report.Sections {
		if !section.Listed() {
			continue
		}
		entry("TOC1", section.Place, doc.Heading("", section.Title))
		for _, b := range section.Body {
			if p, is := b.(doc.Part); is {
				entry("TOC2", p.Place, doc.Heading(p.Number, p.Title))
			}
		}
	}
	w.put(`<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr>`, begin, `<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`)
}

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
		w.heading(2, b.Place, doc.Heading(b.Number, b.Title), false)
		w.blocks(b.Intro)
		w.inPart = true
		w.blocks(b.Items)
		w.inPart = false
	case doc.Item:
		level := 2
		if w.inPart {
			level = 3
		}
		w.heading(level, b.Place, doc.Heading(b.Number, b.Title), false)
		w.blocks(b.Body)
	case doc.Paragraph:
		w.text(b.Spans)
	case doc.Row:
		w.row(b)
	case doc.Risk:
		w.labelled(riskRun(b.Risk, b.Name), func() { w.text(doc.PlainSpan(b.Why, doc.StyleBody)) })
	case doc.Reference:
		w.reference(b)
	case doc.Choice:
		w.practice(b)
	case doc.Tally:
		if b.Large {
			w.figures(b)
		} else {
			w.text(doc.PlainSpan(b.InLine(), doc.StyleBody))
		}
	case doc.Chart:
		w.drawing(b, b.Title, b.Grid())
	case doc.Grid:
		w.table("", b)
	case doc.Matrix:
		w.table(b.Title, b.Grid())
	case doc.Trend:
		w.drawing(b, b.Title, b.Grid())
	case doc.Note:
		w.blocks(b.Blocks())
	default:
		w.noteBlock(b)
	}
}

func (w *writer) cover(c doc.Cover) {
	w.paragraph("Subtitle", plainRun(string(c.Kind), ""), false)
	w.paragraph("Title", run(string(c.Title), "", ooxml.RightToLeft(string(c.Title))), ooxml.RightToLeft(string(c.Title)))
	for _, t := range append(append([]doc.CleanText{}, c.Topics...), c.More) {
		if t != "" {
			w.paragraph("Subtitle", run(string(t), "", ooxml.RightToLeft(string(t))), false)
		}
	}
	w.gap()
	for _, f := range c.Facts {
		value := f.Value
		if value == "" {
			value = dash
		}
		w.labelled(plainRun(string(f.Name), "Label"), func() { w.text(doc.PlainSpan(value, doc.StyleBody)) })
	}
}

// dash stands where there is nothing.
const dash = "–"

// gap is a little white space, which also keeps one table from the next.
func (w *writer) gap() { w.put(`<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>`) }

// labelled writes what is inside beside a label.
func (w *writer) labelled(label string, inside func()) {
	if label != "" {
		w.before = append(w.before, prefix{label, w.indent})
	}
	old := w.indent
	w.indent += labelWidth
	inside()
	w.indent = old
	w.before = nil
}

// row writes blocks beside their label. A label in front of what can't stand on its line has one of its own.
func (w *writer) row(r doc.Row) {
	body := r.Body
	if len(body) == 0 {
		body = []doc.Block{doc.Paragraph{Spans: doc.PlainSpan(dash, doc.StyleBody)}}
	}
	if r.See.Place != "" {
		runs := w.leading(r.See.Place, plainRun(string(r.See.WithoutPage("more")), "Hyperlink"))
		if p, is := body[0].(doc.Paragraph); is && len(p.Spans) > 0 {
			w.labelled(plainRun(string(r.Label), "Label"), func() {
				w.paragraph(paragraphStyles[p.Spans[0].Style], w.spans(p.Spans, p.Spans[0].Style)+plainRun("  ", "")+runs, false)
				w.blocks(body[1:])
			})
			return
		}
	}
	w.labelled(plainRun(string(r.Label), "Label"), func() {
		if len(w.before) > 0 && !startsWithLine(body[0]) {
			w.paragraph("", "", false)
		}
		w.blocks(body)
	})
}

// startsWithLine tells blocks that a label can stand in front of.
func startsWithLine(b doc.Block) bool {
	switch b := b.(type) {
	case doc.Paragraph, doc.Choice:
		return true
	case doc.Tally:
		return !b.Large
	case doc.Note:
		blocks := b.Blocks()
		return len(blocks) > 0 && startsWithLine(blocks[0])
	case doc.Subheading:
		return true
	}
	return false
}

func (w *writer) reference(r doc.Reference) {
	w.list = &item{style: "ListBullet", number: bulletList}
	old := w.indent
	w.indent += listIndent
	w.paragraph("", riskRun(r.Risk, doc.RiskName(r.Risk))+plainRun(": ", "")+
		w.leading(r.See.Place, plainRun(string(doc.Heading(r.Number, r.Title)), "Hyperlink")), false)
	w.indent = old
}

// practice writes a practice behind the sign of its state.
func (w *writer) practice(c doc.Choice) {
	w.before = append(w.before, prefix{plainRun(string(c.State.Mark()), ""), w.indent})
	old := w.indent
	w.indent += listIndent
	if len(c.Body) > 1 {
		w.choice = choiceBegins
	}
	if len(c.Body) == 0 || !startsWithLine(c.Body[0]) {
		w.paragraph("", "", false)
	}
	w.blocks(c.Body)
	w.indent, w.choice = old, notInChoice
}

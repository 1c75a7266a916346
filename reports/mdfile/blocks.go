package mdfile

import (
	"strings"

	"plumbline/reports/doc"
)

// blocks writes one block after the other, with empty lines between, but for short ones of the same kind.
func (w *writer) blocks(all []doc.Block) {
	bullet := "- "
	for i, b := range all {
		tight := false
		if i > 0 {
			tight = isShort(all[i-1]) && isShort(b)
			_, after := all[i-1].(doc.List)
			if _, is := b.(doc.List); is && after && bullet == "- " { // two lists, not one
				bullet = "* "
			} else {
				bullet = "- "
			}
		}
		if !tight {
			w.gap()
		}
		w.block(b, bullet)
	}
}

// isShort tells lines of a list.
func isShort(b doc.Block) bool {
	switch b := b.(type) {
	case doc.Reference:
		return true
	case doc.Choice:
		return len(b.Body) == 1
	}
	return false
}

// block writes a block of the report.
func (w *writer) block(b doc.Block, bullet string) {
	switch b := b.(type) {
	case doc.Cover:
		w.cover(b)
	case doc.Part:
		w.heading(3, b.Number, b.Title)
		w.inPart = true
		w.blocks(b.Intro)
		w.blocks(b.Items)
		w.inPart = false
	case doc.Item:
		level := 3
		if w.inPart {
			level = 4
		}
		w.heading(level, b.Number, b.Title)
		w.blocks(b.Body)
	case doc.Paragraph:
		w.paragraph(b.Spans)
	case doc.Row:
		w.row(b)
	case doc.Risk:
		w.labelled(b.Name, doc.PlainSpan(b.Why, doc.StyleBody))
	case doc.Reference:
		w.line("- " + escaped(string(doc.RiskName(b.Risk))) + ": " + w.linked(doc.Heading(b.Number, b.Title), b.See.Place))
	case doc.Choice:
		w.nest(bullet, func() { w.choice(b) })
	case doc.Tally:
		if b.Large {
			w.table("", b.Grid())
		} else {
			w.paragraph(doc.PlainSpan(b.InLine(), doc.StyleBody))
		}
	case doc.Chart:
		w.table(b.Title, b.Grid())
	case doc.Grid:
		w.table("", b)
	case doc.Matrix:
		w.table(b.Title, b.Grid())
	case doc.Trend:
		w.table(b.Title, b.Grid())
	case doc.Note:
		w.blocks(b.Blocks())
	default:
		w.noteBlock(b, bullet)
	}
}

func (w *writer) cover(c doc.Cover) {
	if c.Kind != "" {
		w.gap()
		w.paragraph(doc.PlainSpan(c.Kind, doc.StyleBody))
	}
	w.heading(1, "", c.Title)
	for _, t := range append(append([]doc.CleanText{}, c.Topics...), c.More) {
		if t != "" {
			w.gap()
			w.paragraph(doc.PlainSpan(t, doc.StyleBody))
		}
	}
	w.gap()
	for _, f := range c.Facts {
		w.nest("- ", func() { w.labelled(f.Name, doc.PlainSpan(f.Value, doc.StyleBody)) })
	}
}

// dash stands where there is nothing.
const dash = "–"

// labelled writes a paragraph with a label in front.
func (w *writer) labelled(label doc.CleanText, spans []doc.Span) {
	if strings.TrimSpace(string(doc.Text(spans))) == "" {
		spans = doc.PlainSpan(dash, doc.StyleBody)
	}
	if label != "" {
		spans = append([]doc.Span{{Text: label + ":", Style: doc.StyleStrong}, {Text: " "}}, spans...)
	}
	w.paragraph(spans)
}

func (w *writer) row(r doc.Row) {
	body := r.Body
	var first []doc.Span
	if len(body) == 0 {
		first = doc.PlainSpan(dash, doc.StyleBody)
	} else if p, is := body[0].(doc.Paragraph); is {
		first, body = p.Spans, body[1:]
	} else if t, is := body[0].(doc.Tally); is && !t.Large {
		first, body = doc.PlainSpan(t.InLine(), doc.StyleBody), body[1:]
	}
	switch {
	case first != nil:
		w.labelled(r.Label, first)
	case r.Label != "":
		w.paragraph([]doc.Span{{Text: r.Label + ":", Style: doc.StyleStrong}})
	}
	if len(body) > 0 {
		w.gap()
		w.blocks(body)
	}
	if r.See.Place != "" {
		w.gap()
		w.line(w.linked(r.See.WithoutPage("more"), r.See.Place))
	}
}

// choice writes a practice behind the sign of its state.
func (w *writer) choice(c doc.Choice) {
	mark := doc.Span{Text: c.State.Mark() + " "}
	body := c.Body
	if len(body) > 0 {
		if p, is := body[0].(doc.Paragraph); is {
			w.paragraph(append([]doc.Span{mark}, p.Spans...))
			body = body[1:]
			if len(body) > 0 {
				w.gap()
			}
			w.blocks(body)
			return
		}
	}
	w.paragraph([]doc.Span{mark})
	w.gap()
	w.blocks(body)
}

// noteBlock writes a block of a note. A heading of a note is a line that stands out: the outline is the report's.
func (w *writer) noteBlock(b doc.Block, bullet string) {
	switch b := b.(type) {
	case doc.Subheading:
		w.paragraph(doc.HeadSpans(b.Spans))
	case doc.List:
		w.list(b, bullet)
	case doc.Quote:
		w.nest("> ", func() { w.blocks(b.Body) })
	case doc.CodeBlock:
		w.codeBlock(b)
	case doc.Separator:
		w.line(rule)
	case doc.Table:
		w.noteTable(b)
	}
}

func (w *writer) list(l doc.List, bullet string) {
	for i, item := range l.Items {
		if i > 0 && !l.Tight {
			w.gap()
		}
		marker := bullet
		if l.Ordered {
			marker = string(item.Marker) + " "
		}
		w.nest(marker, func() { w.blocks(item.Body) })
	}
}

// codeBlock writes lines as they are, between fences longer than any in them.
func (w *writer) codeBlock(c doc.CodeBlock) {
	most := 2
	for _, l := range c.Lines {
		most = max(most, longest(string(l)))
	}
	fence := strings.Repeat("`", most+1)
	w.line(fence + strings.TrimSpace(strings.NewReplacer("`", "", "\n", " ").Replace(string(c.Info))))
	for _, l := range c.Lines {
		for one := range strings.SplitSeq(string(l), "\n") {
			w.line(one)
		}
	}
	w.line(fence)
}

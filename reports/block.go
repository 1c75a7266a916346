package reports

import (
	"strings"

	"plumbline/reports/doc"
)

// White space above blocks, in points, for formats that have pages.
const (
	closeLine      = 2.0 // of what belongs to the line before
	closeReference = 3.0 // of lines that follow each other in a list
	afterNote      = 4.0 // of a choice, where the one before has a note
	closeRow       = 4.0 // of a row about the same thing, such as the ways to a lower risk
	nextRow        = 5.0 // of a row in a list of facts
	leadGap        = 6.0 // between the headline and what follows it
	nextPractice   = 7.0
	wideRow        = 9.0 // of a row with an explanation
	afterFigures   = 10.0
	afterIntro     = 12.0 // of the facts after the sentence that says what a section is
	overviewGap    = 22.0 // of the parts of an overview
	figureGap      = 26.0 // of its figures
)

// spaceAbove asks for white space above a block, in points.
func spaceAbove(points float64) doc.Layout { return doc.Layout{Above: points} }

// keptBelow ties a block to what is before it, with white space between, in points.
func keptBelow(points float64) doc.Layout { return doc.Layout{Above: points, Keep: true} }

// paragraphOf is a text in one style.
func paragraphOf(t doc.CleanText, s doc.TextStyle) doc.Paragraph {
	return doc.Paragraph{Spans: doc.PlainSpan(t, s)}
}

// keptParagraph is a text that stays with what is before it.
func keptParagraph(t doc.CleanText, s doc.TextStyle) doc.Paragraph {
	return doc.Paragraph{Layout: keptBelow(0), Spans: doc.PlainSpan(t, s)}
}

// labelledRow puts blocks beside a label.
func labelledRow(l doc.Layout, label doc.CleanText, body ...doc.Block) doc.Row {
	return doc.Row{Layout: l, Label: label, Body: body}
}

// textRow is a row with one text.
func textRow(l doc.Layout, label, value doc.CleanText) doc.Row {
	return labelledRow(l, label, paragraphOf(value, doc.StyleBody))
}

// str takes in a plain text from the snapshot.
func (r *reportBuilder) str(where, s string) doc.CleanText {
	return r.take(where, strings.TrimRight(s, "\n "))
}

// value is a row with one plain text, empty where the text is blank.
func (r *reportBuilder) value(l doc.Layout, label doc.CleanText, where, s string) doc.Row {
	if t := r.str(where, s); strings.TrimSpace(string(t)) != "" {
		return textRow(l, label, t)
	}
	return labelledRow(l, label)
}

// notes is a row with Markdown, or nothing.
func (r *reportBuilder) notes(label doc.CleanText, where, s string) []doc.Block {
	if s == "" {
		return nil
	}
	return []doc.Block{labelledRow(spaceAbove(nextRow), label, doc.Note{Source: r.take(where, s)})}
}

// linkTo is a text that is an address, clickable where it may be.
func linkTo(address doc.CleanText, s doc.TextStyle) doc.Span {
	return doc.LinkedSpan(doc.Span{Text: address, Style: s}, string(address))
}

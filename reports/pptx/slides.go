package pptx

import (
	"strings"
	"unicode/utf8"

	"plumbline/reports/chart"
	"plumbline/reports/doc"
)

// slide is a slide in the making.
type slide struct {
	title doc.CleanText
	cover *doc.Cover
	body  []element
}

// element is a text or a table of a slide.
type element struct {
	style style
	spans []doc.Span // of a text
	table *grid
}

// style is how a text looks.
type style int

const (
	textStyle style = iota
	leadStyle
	captionStyle
	remarkStyle
)

// slidesOf says what is on each slide. The page with the verdict gives two: the verdict, and what is to be done.
func slidesOf(d doc.Report) (all []slide) {
	var left []doc.CleanText
	for _, s := range d.Sections {
		switch {
		case s.Kind == doc.CoverSection:
			if c, is := s.Body[0].(doc.Cover); is {
				all = append(all, slide{title: c.Title, cover: &c})
			}
		case s.Kind == doc.ContentsSection:
		case s.Kind == doc.OverviewSection:
			all = append(all, overview(s)...)
		case len(all) < mostSlides:
			if one := (slide{title: s.Title, body: elements(s.Body)}); len(one.body) > 0 {
				all = append(all, one)
			}
		default:
			left = append(left, s.Title)
		}
	}
	if len(left) > 0 {
		last := &all[len(all)-1]
		last.body = append(last.body, element{style: remarkStyle, spans: doc.PlainSpan("More in the report: "+
			doc.CleanText(joined(left))+".", doc.StyleBody)})
	}
	return all
}

func joined(names []doc.CleanText) string {
	parts := make([]string, 0, len(names))
	for _, n := range names {
		parts = append(parts, string(n))
	}
	return strings.Join(parts, ", ")
}

// overview divides the page with the verdict: the sentence and what it rests on, and from the first table on what is to
// be done.
func overview(s doc.Section) []slide {
	verdict, rest := slide{title: s.Title}, slide{}
	at := len(s.Body)
	for i, b := range s.Body {
		if _, is := heading(b); is {
			at = i
			break
		}
		if p, is := b.(doc.Paragraph); is && i == 0 {
			verdict.title = doc.Text(p.Spans)
			continue
		}
		verdict.body = append(verdict.body, elements(s.Body[i:i+1])...)
	}
	if at < len(s.Body) {
		rest.title, _ = heading(s.Body[at])
		rest.body = elements(s.Body[at+1:])
		return []slide{verdict, rest}
	}
	return []slide{verdict}
}

// heading tells the line above a table.
func heading(b doc.Block) (doc.CleanText, bool) {
	p, is := b.(doc.Paragraph)
	if is && len(p.Spans) == 1 && p.Spans[0].Style == doc.StyleStrong {
		return p.Spans[0].Text, true
	}
	return "", false
}

// elements are the texts and tables of blocks.
func elements(all []doc.Block) (out []element) {
	add := func(s style, spans []doc.Span) { out = append(out, element{style: s, spans: spans}) }
	drawing := func(b doc.Block, title doc.CleanText, g doc.Grid, rest doc.CleanText) {
		if len(g.Rows) > 0 {
			add(captionStyle, doc.PlainSpan(title, doc.StyleBody))
			one := &grid{Grid: g, rest: rest}
			if c, is := chart.Of(b); is {
				one.chart = new(withValues(b, c))
			}
			out = append(out, element{table: one})
		}
	}
	for _, b := range all {
		switch b := b.(type) {
		case doc.Paragraph:
			add(styleOf(b), b.Spans)
		case doc.Row:
			add(textStyle, row(b))
		case doc.Tally:
			if b.Large {
				out = append(out, element{table: &grid{tally: b.Counts}})
			} else {
				add(textStyle, doc.PlainSpan(b.InLine(), doc.StyleBody))
			}
		case doc.Chart:
			drawing(b, b.Title, b.Grid(), b.Rest)
		case doc.Matrix:
			drawing(b, b.Title, b.Grid(), "")
		case doc.Trend:
			drawing(b, b.Title, b.Grid(), "")
		case doc.Grid:
			if len(b.Rows) > 0 {
				out = append(out, element{table: &grid{Grid: b}})
			}
		}
	}
	return out
}

// withValues adds the values at the end of bars to their names, since no table tells them.
func withValues(b doc.Block, c chart.Chart) chart.Chart {
	of, is := b.(doc.Chart)
	if !is {
		return c
	}
	for i, r := range of.Rows {
		if value := strings.TrimSpace(string(r.Value)); value != "" && value != dash {
			c.Categories[i] += " (" + strings.ToLower(string(of.Value)) + " " + value + ")"
		}
	}
	return c
}

func styleOf(p doc.Paragraph) style {
	if len(p.Spans) == 0 {
		return textStyle
	}
	switch p.Spans[0].Style {
	case doc.StyleLead:
		return leadStyle
	case doc.StyleStrong:
		return captionStyle
	case doc.StyleSmall:
		return remarkStyle
	}
	return textStyle
}

// row is a text with its label in front.
func row(r doc.Row) (spans []doc.Span) {
	if r.Label != "" {
		spans = append(spans, doc.Span{Text: r.Label + ": ", Style: doc.StyleStrong})
	}
	for i, b := range r.Body {
		p, is := b.(doc.Paragraph)
		if !is {
			continue
		}
		if i > 0 {
			spans = append(spans, doc.Span{Text: " "})
		}
		spans = append(spans, p.Spans...)
	}
	return spans
}

// Bounds of texts on a slide, in characters. A longer one ends in “…”; the report has all of it.
const (
	longestText  = 700
	longestCell  = 110
	longestTitle = 160
)

// short is a text on one line with at most so many characters.
func short(t doc.CleanText, most int) string {
	s := strings.Join(strings.Fields(string(t)), " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimRight(string([]rune(s)[:most-1]), " ") + "…"
}

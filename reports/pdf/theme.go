package pdf

import "plumbline/reports/doc"

// rgb is a colour of the light theme, as the pages use it, on white.
type rgb struct{ r, g, b uint8 }

var (
	ink             = rgb{0x1b, 0x1f, 0x24}
	ink2            = rgb{0x57, 0x60, 0x6a}
	ink3            = rgb{0x8b, 0x94, 0x9e} // shapes and rules only: too light for text
	hair            = rgb{0xe4, 0xe0, 0xd9}
	accent          = rgb{0x1f, 0x5f, 0x8b}
	highRed         = rgb{0xb3, 0x26, 0x1e}
	mediumGold      = rgb{0x8a, 0x5a, 0x00}
	noneGreen       = rgb{0x1d, 0x6b, 0x3f}
	undecidedViolet = rgb{0x6b, 0x3f, 0xa0}
	codeGround      = rgb{0xf6, 0xf4, 0xf0}
)

// style is how a stretch of text looks. Sizes and leading are in points.
type style struct {
	face  faceID
	size  float64
	lead  float64
	color rgb
}

var (
	body     = style{sans, 9.5, 13, ink}
	quiet    = style{sans, 9.5, 13, ink2}
	strong   = style{sansBold, 9.5, 13, ink}
	code     = style{mono, 8.5, 12, ink}
	small    = style{sans, 8, 11, ink2}
	label    = style{sans, 8.5, 13, ink2}
	h1       = style{sansBold, 20, 25, ink}
	h2       = style{sansBold, 14, 18, ink}
	h3       = style{sansBold, 11, 15, ink}
	running  = style{sans, 8, 11, ink2}
	headline = style{sansBold, 26, 32, ink}
)

// docStyles are the styles of a report's own texts.
var docStyles = [...]style{
	doc.Body:     body,
	doc.Strong:   strong,
	doc.Italic:   body.with(sansItalic),
	doc.Code:     body.inCode(),
	doc.Quiet:    quiet,
	doc.Small:    small,
	doc.Aside:    quiet.sized(8.5, 12),
	doc.Source:   body.sized(8.5, 12),
	doc.Caption:  small.sized(8.5, 13),
	doc.Lead:     {sans, 14, 20, ink2},
	doc.Headline: headline,
}

// in, with and sized give the style with one thing changed.
func (s style) in(c rgb) style      { s.color = c; return s }
func (s style) with(f faceID) style { s.face = f; return s }
func (s style) sized(size, lead float64) style {
	s.size, s.lead = size, lead
	return s
}

// inCode is the fixed-width face within text, a little smaller, since that face runs large.
func (s style) inCode() style { return s.with(mono).sized(s.size*0.92, s.lead) }

// The page, in points. 18 mm margins; every page shares two columns: labels left, text right.
const (
	millimetre = 72 / 25.4
	margin     = 18 * millimetre
	labelWidth = 92.0
	rule       = 0.5
)

// paperSize gives width and height in points.
func paperSize(p doc.Paper) (w, h float64) {
	if p == doc.Letter {
		return 612, 792
	}
	return 595.28, 841.89
}

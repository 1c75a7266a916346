package pdf

import "plumbline/reports/doc"

// rgbColor is a colour of the light theme, as the pages use it, on white.
type rgbColor struct{ r, g, b uint8 }

var (
	inkColor        = rgbColor{0x1b, 0x1f, 0x24}
	softInkColor    = rgbColor{0x57, 0x60, 0x6a}
	shapeInkColor   = rgbColor{0x8b, 0x94, 0x9e} // shapes and rules only: too light for text
	hairlineColor   = rgbColor{0xe4, 0xe0, 0xd9}
	accentColor     = rgbColor{0x1f, 0x5f, 0x8b} // a brand has one of its own
	titleColor      = rgbColor{0x1b, 0x1f, 0x25} // stands for inkColor, or for the colour of titles of a brand
	highRiskColor   = rgbColor{0xb3, 0x26, 0x1e}
	mediumRiskColor = rgbColor{0x8a, 0x5a, 0x00}
	noRiskColor     = rgbColor{0x1d, 0x6b, 0x3f}
	undecidedColor  = rgbColor{0x6b, 0x3f, 0xa0}
	codeGroundColor = rgbColor{0xf6, 0xf4, 0xf0}
)

// textStyle is how a stretch of text looks. Sizes and leading are in points.
type textStyle struct {
	face  faceID
	size  float64
	lead  float64
	color rgbColor
}

var (
	bodyStyle     = textStyle{sansRegular, 9.5, 13, inkColor}
	quietStyle    = textStyle{sansRegular, 9.5, 13, softInkColor}
	strongStyle   = textStyle{sansBold, 9.5, 13, inkColor}
	codeStyle     = textStyle{monoRegular, 8.5, 12, inkColor}
	smallStyle    = textStyle{sansRegular, 8, 11, softInkColor}
	labelStyle    = textStyle{sansRegular, 8.5, 13, softInkColor}
	h1Style       = textStyle{sansBold, 20, 25, titleColor}
	h2Style       = textStyle{sansBold, 14, 18, titleColor}
	h3Style       = textStyle{sansBold, 11, 15, inkColor}
	runningStyle  = textStyle{sansRegular, 8, 11, softInkColor}
	headlineStyle = textStyle{sansBold, 26, 32, titleColor}
)

// docStyles are the styles of a report's own texts.
var docStyles = [...]textStyle{
	doc.StyleBody:     bodyStyle,
	doc.StyleStrong:   strongStyle,
	doc.StyleItalic:   bodyStyle.with(sansItalic),
	doc.StyleCode:     bodyStyle.inCode(),
	doc.StyleQuiet:    quietStyle,
	doc.StyleSmall:    smallStyle,
	doc.StyleAside:    quietStyle.sized(8.5, 12),
	doc.StyleSource:   bodyStyle.sized(8.5, 12),
	doc.StyleCaption:  smallStyle.sized(8.5, 13),
	doc.StyleLead:     {sansRegular, 14, 20, softInkColor},
	doc.StyleHeadline: headlineStyle,
}

// in, with and sized give the style with one thing changed.
func (s textStyle) in(c rgbColor) textStyle { s.color = c; return s }
func (s textStyle) with(f faceID) textStyle { s.face = f; return s }
func (s textStyle) sized(size, lead float64) textStyle {
	s.size, s.lead = size, lead
	return s
}

// inCode is the fixed-width face within text, a little smaller, since that face runs large.
func (s textStyle) inCode() textStyle { return s.with(monoRegular).sized(s.size*0.92, s.lead) }

// The page, in points. 18 mm margins; every page shares two columns: labels left, text right.
const (
	pointsPerMillimetre = 72 / 25.4
	pageMargin          = 18 * pointsPerMillimetre
	labelWidth          = 92.0
	widestHole          = 0.42
	ruleWidth           = 0.5
)

// Reports with very much to say are set a tenth smaller, with less white space between lines and a narrower column of
// labels: body text of 8.5 points on 10.8.
const (
	denseScale      = 0.87
	denseLeading    = 0.91
	denseLabelWidth = 84.0
	denseHole       = 0.12
)

// paperSize returns width and height in points.
func paperSize(p doc.PaperSize) (w, h float64) {
	if p == doc.PaperLetter {
		return 612, 792
	}
	return 595.28, 841.89
}

// branded is what a colour is in the brand of the report.
func (c *pdfCanvas) branded(color rgbColor) rgbColor {
	switch {
	case color == titleColor && (c.brand == nil || c.brand.Primary == nil):
		return inkColor
	case color == titleColor:
		return rgbOf(*c.brand.Primary)
	case color == accentColor && c.brand != nil && c.brand.Accent != nil:
		return rgbOf(*c.brand.Accent)
	}
	return color
}

func rgbOf(c doc.Color) rgbColor { return rgbColor{c.R, c.G, c.B} }

package pdf

import (
	"bytes"

	"github.com/jung-kurt/gofpdf"
)

// scaledPDF is the PDF library in units of the typesetter: everything is set for a page that is larger by the scale,
// and drawn smaller by it. Texts, white space and drawings keep their proportions. Whatever paints is marked content.
type scaledPDF struct {
	*gofpdf.Fpdf
	scale  float64
	height float64 // of the page, in points
	marked *markedContent
}

// box is a rectangle as PDF has it: left, bottom, right, top, in points from the lower left corner of the page.
func (p scaledPDF) box(x, y, w, h float64) [4]float64 {
	return [4]float64{x * p.scale, p.height - (y+h)*p.scale, (x + w) * p.scale, p.height - y*p.scale}
}

func (p scaledPDF) Text(x, y float64, text string) {
	p.marked.begin()
	p.Fpdf.Text(x*p.scale, y*p.scale, text)
}

func (p scaledPDF) SetFont(family, style string, size float64) {
	p.Fpdf.SetFont(family, style, size*p.scale)
}

func (p scaledPDF) SetLineWidth(width float64) { p.Fpdf.SetLineWidth(width * p.scale) }

func (p scaledPDF) Line(x1, y1, x2, y2 float64) {
	p.marked.begin()
	p.Fpdf.Line(x1*p.scale, y1*p.scale, x2*p.scale, y2*p.scale)
}

func (p scaledPDF) Rect(x, y, w, h float64, how string) {
	p.marked.begin()
	p.Fpdf.Rect(x*p.scale, y*p.scale, w*p.scale, h*p.scale, how)
}

func (p scaledPDF) Circle(x, y, r float64, how string) {
	p.marked.begin()
	p.Fpdf.Circle(x*p.scale, y*p.scale, r*p.scale, how)
}

func (p scaledPDF) Polygon(points []gofpdf.PointType, how string) {
	at := make([]gofpdf.PointType, len(points))
	for i, point := range points {
		at[i] = gofpdf.PointType{X: point.X * p.scale, Y: point.Y * p.scale}
	}
	p.marked.begin()
	p.Fpdf.Polygon(at, how)
}

func (p scaledPDF) MoveTo(x, y float64) {
	p.marked.begin()
	p.Fpdf.MoveTo(x*p.scale, y*p.scale)
}

func (p scaledPDF) LineTo(x, y float64) { p.Fpdf.LineTo(x*p.scale, y*p.scale) }

// Picture draws a PNG, of which a report has one.
func (p scaledPDF) Picture(data []byte, x, y, w, h float64) {
	const name = "picture"
	options := gofpdf.ImageOptions{ImageType: "PNG"}
	p.RegisterImageOptionsReader(name, options, bytes.NewReader(data))
	p.marked.begin()
	p.ImageOptions(name, x*p.scale, y*p.scale, w*p.scale, h*p.scale, false, options, 0, "")
}

func (p scaledPDF) Bookmark(title string, level int, y float64) {
	p.Fpdf.Bookmark(title, level, y*p.scale)
}

package pdf

import "github.com/jung-kurt/gofpdf"

// scaledPDF is the PDF library in units of the typesetter: everything is set for a page that is larger by the scale,
// and drawn smaller by it. Texts, white space and drawings keep their proportions.
type scaledPDF struct {
	*gofpdf.Fpdf
	scale float64
}

func (p scaledPDF) Text(x, y float64, text string) { p.Fpdf.Text(x*p.scale, y*p.scale, text) }

func (p scaledPDF) SetFont(family, style string, size float64) {
	p.Fpdf.SetFont(family, style, size*p.scale)
}

func (p scaledPDF) SetLineWidth(width float64) { p.Fpdf.SetLineWidth(width * p.scale) }

func (p scaledPDF) Line(x1, y1, x2, y2 float64) {
	p.Fpdf.Line(x1*p.scale, y1*p.scale, x2*p.scale, y2*p.scale)
}

func (p scaledPDF) Rect(x, y, w, h float64, how string) {
	p.Fpdf.Rect(x*p.scale, y*p.scale, w*p.scale, h*p.scale, how)
}

func (p scaledPDF) Circle(x, y, r float64, how string) {
	p.Fpdf.Circle(x*p.scale, y*p.scale, r*p.scale, how)
}

func (p scaledPDF) Polygon(points []gofpdf.PointType, how string) {
	at := make([]gofpdf.PointType, len(points))
	for i, point := range points {
		at[i] = gofpdf.PointType{X: point.X * p.scale, Y: point.Y * p.scale}
	}
	p.Fpdf.Polygon(at, how)
}

func (p scaledPDF) MoveTo(x, y float64) { p.Fpdf.MoveTo(x*p.scale, y*p.scale) }

func (p scaledPDF) LineTo(x, y float64) { p.Fpdf.LineTo(x*p.scale, y*p.scale) }

func (p scaledPDF) Link(x, y, w, h float64, link int) {
	p.Fpdf.Link(x*p.scale, y*p.scale, w*p.scale, h*p.scale, link)
}

func (p scaledPDF) LinkString(x, y, w, h float64, url string) {
	p.Fpdf.LinkString(x*p.scale, y*p.scale, w*p.scale, h*p.scale, url)
}

func (p scaledPDF) SetLink(link int, y float64, page int) { p.Fpdf.SetLink(link, y*p.scale, page) }

func (p scaledPDF) Bookmark(title string, level int, y float64) {
	p.Fpdf.Bookmark(title, level, y*p.scale)
}

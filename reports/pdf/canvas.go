package pdf

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/shaping"
	"plumbline/reports/pdf/tagged"
)

// linkTarget is where a named place ended up.
type linkTarget struct {
	page  int           // from 1
	y     float64       // from the top of the page
	title doc.CleanText // of what is there; "" if it has none
}

// pdfCanvas draws marks with the PDF library and keeps its state small: a font or a colour is set only when it changes.
type pdfCanvas struct {
	pdf   scaledPDF
	set   *lineSetter
	spots map[string]linkTarget
	face  faceID
	size  float64
	fills rgbColor
	pen   rgbColor
	nib   float64
	dirty bool // the library's state is not known
	brand *doc.Brand
}

// text draws a run with its baseline at y, as content of an element of the structure; its link is one below that.
func (c *pdfCanvas) text(x, y float64, r textRun, n *tagged.Node) {
	if r.shown == "" {
		return
	}
	to, linked := c.target(r)
	if linked = linked && n != nil && !c.pdf.marked.only; linked {
		n = r.link.below(n)
	}
	c.pdf.marked.enter(n)
	c.font(r.face, r.style.size)
	c.fill(r.style.color)
	switch {
	case r.shaped != nil:
		c.letters(x, y, r)
	case r.meant == "" && r.level%2 == 1:
		c.mirrored(x, y, r)
	case r.meant == "":
		c.pdf.Text(x, y, r.shown)
	case strings.IndexFunc(r.meant, shaping.RightToLeft) >= 0:
		c.backwards(x+r.width, y, r)
	default:
		c.standIn(x, y, r.shown, r.meant)
	}
	if linked {
		to.Box = c.pdf.box(x, y-0.8*r.style.size, r.width, 1.1*r.style.size)
		c.pdf.marked.tree.Link(n, to)
	}
}

// target is where a run leads, with words for that.
func (c *pdfCanvas) target(r textRun) (to tagged.Link, ok bool) {
	if r.url != "" {
		return tagged.Link{URL: r.url, Contents: r.url}, true
	}
	s, known := c.spots[r.goTo]
	if r.goTo == "" || !known {
		return to, false
	}
	words := "Page " + strconv.Itoa(s.page)
	if s.title != "" {
		words += ": " + strings.ReplaceAll(string(s.title), "\n", " ")
	}
	return tagged.Link{Page: s.page - 1, Top: c.pdf.height - s.y*c.pdf.scale, Contents: words}, true
}

// standIn draws stand-ins with what they mean behind them, for searching, copying and reading aloud.
func (c *pdfCanvas) standIn(x, y float64, shown, meant string) {
	c.meaning(meant, func() { c.pdf.Text(x, y, shown) })
}

// meaning says which text something that is drawn stands for.
func (c *pdfCanvas) meaning(text string, draw func()) {
	c.pdf.marked.begin()
	c.pdf.RawWriteStr("/Span <</ActualText <" + hexUTF16(text) + ">>> BDC")
	draw()
	c.pdf.RawWriteStr("EMC")
}

// backwards draws the stand-ins of a right-to-left word one by one from its right end, where the word begins:
// readers take the order of such a word from the places of its characters.
func (c *pdfCanvas) backwards(right, y float64, r textRun) {
	meant := []rune(r.meant)
	step := r.width / float64(len(meant))
	for i, m := range meant {
		c.standIn(right-float64(i+1)*step, y, string(StandIn), string(m))
	}
}

// font selects a face at a size. It is written again after dirty even if nothing changed, since a new page may have
// set another font behind the canvas.
func (c *pdfCanvas) font(f faceID, size float64) {
	if c.dirty || c.face != f || c.size != size {
		c.pdf.SetFont(c.set.face(f).family, "", size)
		c.face, c.size = f, size
		c.dirty = false
	}
}

// fill sets the colour of areas and of text: the library writes less when both are the same.
func (c *pdfCanvas) fill(color rgbColor) {
	color = c.branded(color)
	if c.fills != color {
		c.pdf.SetFillColor(int(color.r), int(color.g), int(color.b))
		c.pdf.SetTextColor(int(color.r), int(color.g), int(color.b))
		c.fills = color
	}
}

// stroke sets colour and width of lines. The width is in points.
func (c *pdfCanvas) stroke(color rgbColor, width float64) {
	color = c.branded(color)
	if c.pen != color {
		c.pdf.SetDrawColor(int(color.r), int(color.g), int(color.b))
		c.pen = color
	}
	if c.nib != width {
		c.pdf.SetLineWidth(width)
		c.nib = width
	}
}

// polygon fills or ("D") outlines a shape given as x, y pairs.
func (c *pdfCanvas) polygon(how string, at ...float64) {
	points := make([]gofpdf.PointType, 0, len(at)/2)
	for i := 0; i+1 < len(at); i += 2 {
		points = append(points, gofpdf.PointType{X: at[i], Y: at[i+1]})
	}
	c.pdf.Polygon(points, how)
}

// number is the page of a place.
func (c *pdfCanvas) number(goTo string) string { return strconv.Itoa(c.spots[goTo].page) }

// bookmark adds a line to the outline. The library turns UTF-8 into UTF-16 three bytes at a time; a character beyond
// the basic plane is handed over as two surrogates of three bytes each, which come out as the pair they are.
func (c *pdfCanvas) bookmark(title doc.CleanText, level int, y float64) {
	c.pdf.Bookmark(surrogatePairs(strings.ReplaceAll(string(title), "\n", " ")), level, y)
}

// surrogatePairs encodes UTF-8 with each character beyond the basic plane as two surrogates (CESU-8); see bookmark.
func surrogatePairs(s string) string {
	var out []byte
	for _, r := range s {
		if r <= 0xFFFF {
			out = append(out, string(r)...)
			continue
		}
		hi, lo := utf16.EncodeRune(r)
		for _, u := range []rune{hi, lo} {
			out = append(out, 0xE0|byte(u>>12), 0x80|byte(u>>6&0x3F), 0x80|byte(u&0x3F))
		}
	}
	return string(out)
}

// hexUTF16 writes a PDF text string: UTF-16, big-endian, with its mark, in hexadecimal.
func hexUTF16(s string) string {
	out := make([]byte, 0, 4+4*len(s))
	out = append(out, "FEFF"...)
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, hexDigits[u>>12], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
	}
	return string(out)
}

const hexDigits = "0123456789ABCDEF"

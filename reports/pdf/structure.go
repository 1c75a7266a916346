package pdf

import (
	"strconv"

	"github.com/jung-kurt/gofpdf"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// Artifacts are what is drawn and says nothing that the text does not: programs that read aloud skip it.
const (
	layoutArtifact    = "/Artifact <</Type /Layout>> BDC"
	repeatedArtifact  = "/Artifact <</Type /Pagination>> BDC"
	headArtifact      = "/Artifact <</Type /Pagination /Subtype /Header>> BDC"
	footArtifact      = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
	watermarkArtifact = "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC"
)

// markedContent puts whatever is drawn into a stretch of the page that says what it is: part of an element of the
// structure, or an artifact. A stretch begins with the first thing drawn in it, and ends where another begins.
type markedContent struct {
	pdf  *gofpdf.Fpdf
	tree *tagged.Tree
	want contentTag
	open contentTag
	only bool // one artifact, whatever is asked for
}

// contentTag is what a stretch of a page is; the zero contentTag is nothing.
type contentTag struct {
	node     *tagged.Node
	artifact string
}

// enter says what is drawn next: an element's content, or a layout artifact without one.
func (m *markedContent) enter(n *tagged.Node) {
	switch {
	case m.only:
	case n == nil:
		m.want = contentTag{artifact: layoutArtifact}
	default:
		m.want = contentTag{node: n}
	}
}

// aside draws something that is one artifact, links and all.
func (m *markedContent) aside(artifact string, draw func()) {
	m.want, m.only = contentTag{artifact: artifact}, true
	draw()
	m.only = false
}

// begin opens the stretch that was asked for, unless it is open. Everything that paints comes here first.
func (m *markedContent) begin() {
	if m.open == m.want {
		return
	}
	m.end()
	m.open = m.want
	if m.want.node == nil {
		m.pdf.RawWriteStr(m.want.artifact)
		return
	}
	m.pdf.RawWriteStr("/" + m.want.node.Kind().String() + " <</MCID " + strconv.Itoa(m.tree.Mark(m.want.node)) + ">> BDC")
}

// end closes the open stretch, if there is one: none goes over pages.
func (m *markedContent) end() {
	if m.open != (contentTag{}) {
		m.pdf.RawWriteStr("EMC")
		m.open = contentTag{}
	}
}

// spanLink is the element of a link, which begins with the first run that is drawn: a link may go over lines and pages.
type spanLink struct{ node *tagged.Node }

// below is the element of the link, below the one that has it.
func (l *spanLink) below(n *tagged.Node) *tagged.Node {
	if l.node == nil {
		l.node = n.Add(tagged.LinkText)
	}
	return l.node
}

// picturedMark is a drawing that says something, with words for it in the structure.
type picturedMark struct {
	node       *tagged.Node
	x, y, w, h float64 // its bounds
	mark       drawnMark
}

// draw draws it as the content of its element.
func (m picturedMark) draw(c *pdfCanvas, x, y float64) {
	c.pdf.marked.enter(m.node)
	m.node.SetBox(c.pdf.box(x+m.x, y+m.y, m.w, m.h))
	m.mark.draw(c, x, y)
}

// within sets what belongs to a new element of the structure.
func (f *boxFlow) within(kind tagged.Kind, set func()) { f.under(f.node.Add(kind), set) }

// under sets what belongs to an element of the structure.
func (f *boxFlow) under(n *tagged.Node, set func()) {
	before := f.node
	f.node = n
	set()
	f.node = before
}

// pictured is a drawing in a square that says what nothing else does, with words for it.
func (f *boxFlow) pictured(words doc.CleanText, x, y, size float64, m drawnMark) picturedMark {
	return picturedMark{f.node.AddFigure(string(words)), x, y, size, size, m}
}

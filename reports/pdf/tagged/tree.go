// Package tagged is what a PDF file says beside its pages, for programs that read it aloud, reflow it or keep it: the
// tree of its structure (PDF/UA-1, ISO 14289-1), metadata in XML (XMP), and the colour space that its colours are in
// (PDF/A-2b, ISO 19005-2).
//
// A Tree grows while a report is set: each Node is one element, such as a heading or a cell, in reading order. While
// pages are drawn, Mark ties what is drawn to its element, and Link a rectangle that can be clicked. Objects then
// writes all of it. The package knows no typesetter and imports nothing of the program's own. The same calls give the
// same bytes.
package tagged

// Kind is a standard type of structure (ISO 32000-1, 14.8.4).
type Kind uint8

// The types that reports use. Those of headings come from Heading.
const (
	Document Kind = iota
	Section
	Division
	Paragraph
	Quote
	Contents
	Entry
	Reference
	List
	ListItem
	Label
	ListBody
	Table
	Caption
	TableHead
	TableBody
	Row
	HeaderCell
	Cell
	Figure
	LinkText
	Span
	Code
	heading1
)

// kindNames are the names that the standard gives them.
var kindNames = [...]string{"Document", "Sect", "Div", "P", "BlockQuote", "TOC", "TOCI", "Reference", "L", "LI", "Lbl",
	"LBody", "Table", "Caption", "THead", "TBody", "TR", "TH", "TD", "Figure", "Link", "Span", "Code",
	"H1", "H2", "H3", "H4", "H5", "H6"}

// String is the name that the standard gives the type.
func (k Kind) String() string { return kindNames[k] }

// Heading is the kind of a heading of a level; levels beyond 6 are 6, below 1 are 1.
func Heading(level int) Kind { return heading1 + Kind(min(max(level, 1), 6)-1) }

// Node is an element of the structure. A nil Node takes everything and keeps nothing.
type Node struct {
	kids      []kid
	picture   *picture // of a figure
	number    int32    // of its object, once it is written
	kind      Kind
	attribute attribute
}

// attribute is something that an element says of itself.
type attribute uint8

// The attributes.
const (
	noAttribute attribute = iota
	namesColumn
	namesRow
	hasSigns
	hasNumbers
)

// attributeTexts are the attributes in PDF's own words.
var attributeTexts = [...]string{"", "/O /Table /Scope /Column", "/O /Table /Scope /Row",
	"/O /List /ListNumbering /Disc", "/O /List /ListNumbering /Decimal"}

// picture is what a figure shows, in words, and where it is.
type picture struct {
	alt string
	box [4]float64
}

// kid is what an element holds: another element, marked content, or a link's rectangle.
type kid struct {
	node *Node
	page int32 // from 0
	mark int32 // the number of marked content on its page, or -1 - the number of a link
}

// Add puts a new element at the end of this one.
func (n *Node) Add(kind Kind) *Node {
	if n == nil {
		return nil
	}
	below := &Node{kind: kind}
	n.kids = append(n.kids, kid{node: below})
	return below
}

// AddFigure puts a drawing at the end of the element, and says in words what it shows.
func (n *Node) AddFigure(alt string) *Node {
	below := n.Add(Figure)
	if below != nil {
		below.picture = &picture{alt: alt}
	}
	return below
}

// AddHeader puts a cell at the end of a row that names the other cells of its column, or of its row.
func (n *Node) AddHeader(ofRow bool) *Node {
	below := n.Add(HeaderCell)
	if below != nil {
		below.attribute = namesColumn
		if ofRow {
			below.attribute = namesRow
		}
	}
	return below
}

// AddCell puts a cell at the end of a row; the first one may name the row.
func (n *Node) AddCell(names bool) *Node {
	if names {
		return n.AddHeader(true)
	}
	return n.Add(Cell)
}

// Clear takes everything out of the element.
func (n *Node) Clear() {
	if n != nil {
		n.kids = nil
	}
}

// AddList puts a list at the end of the element. What its labels are is told apart: numbers, or signs.
func (n *Node) AddList(ordered bool) *Node {
	below := n.Add(List)
	if below != nil {
		below.attribute = hasSigns
		if ordered {
			below.attribute = hasNumbers
		}
	}
	return below
}

// SetBox says where on its page a figure is: left, bottom, right, top, in points from the page's lower left corner.
func (n *Node) SetBox(box [4]float64) {
	if n != nil && n.picture != nil {
		n.picture.box = box
	}
}

// Kind is what the element is.
func (n *Node) Kind() Kind { return n.kind }

// empty reports whether nothing is in the element, so that it can be left out. A cell counts, though it be empty:
// rows have as many cells as their table has columns.
func (n *Node) empty() bool {
	if n.kind == HeaderCell || n.kind == Cell {
		return false
	}
	for _, k := range n.kids {
		if k.node == nil || !k.node.empty() {
			return false
		}
	}
	return true
}

// Tree is the structure of a document.
type Tree struct {
	root  *Node
	pages [][]*Node // of each page, the elements of its marked content by number
	links []Link
}

// Link is a rectangle on a page that leads somewhere: to URL, or else to a place in the document.
type Link struct {
	Box      [4]float64 // left, bottom, right, top, in points
	URL      string     // ASCII; "" leads to Page
	Page     int        // from 0
	Top      float64    // on Page, in points from its lower edge
	Contents string     // where it leads, in words

	from int // the page it is on
	node *Node
}

// NewTree has a document without anything in it.
func NewTree() *Tree { return &Tree{root: &Node{kind: Document}} }

// Root is the document.
func (t *Tree) Root() *Node { return t.root }

// NextPage begins a page; what is marked from here on is on it.
func (t *Tree) NextPage() { t.pages = append(t.pages, nil) }

// Mark ties the next stretch of the page to an element, and returns its number on the page.
func (t *Tree) Mark(n *Node) int {
	at := len(t.pages) - 1
	mark := len(t.pages[at])
	t.pages[at] = append(t.pages[at], n)
	n.kids = append(n.kids, kid{page: int32(at), mark: int32(mark)})
	return mark
}

// Link makes an element of the kind LinkText lead somewhere, from a rectangle on the page.
func (t *Tree) Link(n *Node, to Link) {
	to.from, to.node = len(t.pages)-1, n
	n.kids = append(n.kids, kid{page: int32(to.from), mark: int32(-1 - len(t.links))})
	t.links = append(t.links, to)
}

// marks is how many stretches are tied to elements.
func (t *Tree) marks() (n int) {
	for _, marks := range t.pages {
		n += len(marks)
	}
	return n
}

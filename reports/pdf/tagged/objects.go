package tagged

import (
	"bytes"
	"fmt"
	"strconv"
)

// Objects are PDF objects without streams, which may be packed together.
type Objects struct {
	First  int     // the number of the first one; the others follow
	Root   int     // the number of the tree's root
	Annots [][]int // of each page, the numbers of its links

	data []byte
	ends []int // where each object ends in data
}

// Len is how many there are.
func (o *Objects) Len() int { return len(o.ends) }

// End is where the first n of them end in All.
func (o *Objects) End(n int) int {
	if n == 0 {
		return 0
	}
	return o.ends[n-1]
}

// All is the text of all of them, one right behind the other.
func (o *Objects) All() []byte { return o.data }

// Objects writes the tree as objects whose numbers start at first. pages are the numbers of the document's pages, and
// page i is to have i as its StructParents.
func (t *Tree) Objects(first int, pages []int) *Objects {
	w := &objectWriter{out: &Objects{First: first, Root: first, Annots: make([][]int, len(pages))}, pages: pages}
	w.next = first + 2 // the root, and the tree of parents
	w.number(t.root)
	w.links = w.next
	w.buffer.Grow(64*(w.next-first) + 16*t.marks() + 320*len(t.links))
	w.out.ends = make([]int, 0, w.next-first+len(t.links))
	w.put("<</Type /StructTreeRoot /K ").ref(int(t.root.number)).put(" /ParentTree ").ref(first + 1).
		put(" /ParentTreeNextKey ").int(len(pages) + len(t.links)).put(">>").end()
	w.parents(t)
	w.element(t.root, first)
	for i, l := range t.links {
		w.link(l, len(pages)+i)
		w.out.Annots[l.from] = append(w.out.Annots[l.from], w.links+i)
	}
	w.out.data = w.buffer.Bytes()
	return w.out
}

// objectWriter writes objects one after the other, in the order of their numbers.
type objectWriter struct {
	out    *Objects
	buffer bytes.Buffer
	pages  []int
	next   int // number that is free
	links  int // number of the first link
}

func (w *objectWriter) put(s string) *objectWriter { w.buffer.WriteString(s); return w }
func (w *objectWriter) ref(n int) *objectWriter    { return w.int(n).put(" 0 R") }

func (w *objectWriter) int(n int) *objectWriter {
	w.buffer.Write(strconv.AppendInt(w.buffer.AvailableBuffer(), int64(n), 10))
	return w
}

// box writes the corners of a rectangle.
func (w *objectWriter) box(b [4]float64) *objectWriter {
	fmt.Fprintf(&w.buffer, "[%.2f %.2f %.2f %.2f]", b[0], b[1], b[2], b[3])
	return w
}

// end ends an object.
func (w *objectWriter) end() { w.out.ends = append(w.out.ends, w.buffer.Len()) }

// number gives the element and all below it their numbers, in reading order. What is empty gets none.
func (w *objectWriter) number(n *Node) {
	n.number = int32(w.next)
	w.next++
	for _, k := range n.kids {
		if k.node != nil && !k.node.empty() {
			w.number(k.node)
		}
	}
}

// parents writes which element each marked content of each page belongs to, and each link.
func (w *objectWriter) parents(t *Tree) {
	w.put("<</Nums [")
	for i, marks := range t.pages {
		w.int(i).put(" [")
		for _, n := range marks {
			w.ref(int(n.number)).put(" ")
		}
		w.put("] ")
	}
	for i, l := range t.links {
		w.int(len(w.pages) + i).put(" ").ref(int(l.node.number)).put(" ")
	}
	w.put("]>>").end()
}

// element writes an element, and those below it.
func (w *objectWriter) element(n *Node, parent int) {
	page := int32(-1)
	for _, k := range n.kids {
		if k.node == nil {
			page = k.page
			break
		}
	}
	w.put("<</S /").put(n.kind.String()).put(" /P ").ref(parent)
	if page >= 0 {
		w.put(" /Pg ").ref(w.pages[page])
	}
	switch {
	case n.picture != nil:
		w.put(" /Alt ").put(TextString(n.picture.alt)).put(" /A <</O /Layout /BBox ").box(n.picture.box).put(">>")
	case n.attribute != noAttribute:
		w.put(" /A <<").put(attributeTexts[n.attribute]).put(">>")
	}
	w.kids(n, page)
	w.put(">>").end()
	for _, k := range n.kids {
		if k.node != nil && k.node.number != 0 {
			w.element(k.node, int(n.number))
		}
	}
}

// kids writes what an element holds; page is the one that it names itself.
func (w *objectWriter) kids(n *Node, page int32) {
	w.put(" /K [")
	for _, k := range n.kids {
		switch {
		case k.node != nil:
			if k.node.number != 0 {
				w.ref(int(k.node.number)).put(" ")
			}
		case k.mark < 0:
			w.put("<</Type /OBJR /Obj ").ref(w.links + int(-1-k.mark)).put(" /Pg ").ref(w.pages[k.page]).put(">> ")
		case k.page == page:
			w.int(int(k.mark)).put(" ")
		default:
			w.put("<</Type /MCR /Pg ").ref(w.pages[k.page]).put(" /MCID ").int(int(k.mark)).put(">> ")
		}
	}
	w.put("]")
}

// link writes a link; key is its place in the tree of parents. It is printed like the page, as archives ask for.
func (w *objectWriter) link(l Link, key int) {
	w.put("<</Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect ").box(l.Box).put(" /P ").ref(w.pages[l.from]).
		put(" /StructParent ").int(key).put(" /Contents ").put(TextString(l.Contents))
	if l.URL != "" {
		w.put(" /A <</S /URI /URI ").put(TextString(l.URL)).put(">>>>").end()
		return
	}
	w.put(" /Dest [").ref(w.pages[l.Page])
	fmt.Fprintf(&w.buffer, " /XYZ 0 %.2f null]>>", l.Top)
	w.end()
}

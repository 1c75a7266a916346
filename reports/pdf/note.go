package pdf

import (
	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// noteSetter sets the blocks of one note.
type noteSetter struct {
	*boxFlow
	begun bool // something stands above, in the same list item or quote
}

// blocks sets all blocks, one below the other.
func (n *noteSetter) blocks(all []doc.Block) {
	for _, b := range all {
		if n.begun {
			n.space(4)
		}
		n.block(b)
		n.begun = true
	}
}

// block sets one block. Headings inside notes stay small: the report's own are the landmarks.
func (n *noteSetter) block(b doc.Block) {
	switch b := b.(type) {
	case doc.Subheading:
		n.subheading(b)
	case doc.List:
		n.list(b)
	case doc.Quote:
		n.quote(b)
	case doc.CodeBlock:
		n.code(b)
	case doc.Separator:
		n.space(6)
		n.add(6, lineMark{n.x, 0, 60, 0, ruleWidth, shapeInkColor})
	case doc.Table:
		n.table(b)
	case doc.Paragraph:
		n.para(styledSpans(b.Spans)...)
	}
}

// subheading is a little larger on the first two levels.
func (n *noteSetter) subheading(b doc.Subheading) {
	n.space(6)
	spans := styledSpans(b.Spans)
	if b.Level <= 2 {
		large := strongStyle.sized(10.5, 14)
		spans = spansStyledBy(b.Spans, func(s doc.TextStyle) textStyle {
			if s == doc.StyleCode {
				return large.inCode()
			}
			return large
		})
	}
	n.para(spans...)
	n.keep()
}

// list sets a marker in front of each item and its blocks behind it.
func (n *noteSetter) list(l doc.List) {
	list, before := n.node.AddList(l.Ordered), n.node
	defer func() { n.node = before }()
	for i, item := range l.Items {
		n.node = list.Add(tagged.ListItem)
		indent := 12.0
		if l.Ordered {
			indent = max(16, n.set.measure(item.Marker, bodyStyle)+5)
		}
		if n.begun {
			n.space(map[bool]float64{true: 2, false: 4}[l.Tight])
		}
		if i > 0 && i == len(l.Items)-1 {
			n.keep()
		}
		n.within(tagged.Label, func() {
			n.pinText(n.x, n.leading(bodyStyle), styledSpan{text: item.Marker, style: quietStyle})
		})
		n.node = n.node.Add(tagged.ListBody)
		n.indented(indent, func() {
			if len(item.Body) == 0 {
				n.add(n.leading(bodyStyle))
			}
			n.begun = false
			n.blocks(item.Body)
		})
	}
}

// quote sets its blocks beside a vertical rule.
func (n *noteSetter) quote(q doc.Quote) {
	from := len(n.boxes)
	x := n.x
	n.begun = false
	n.within(tagged.Quote, func() { n.indented(12, func() { n.blocks(q.Body) }) })
	for i := from; i < len(n.boxes); i++ {
		b := &n.boxes[i]
		top := b.before
		if i == from {
			top = 0
		}
		b.marks = append(b.marks, lineMark{x + 1, -top, 0, b.height + top, 1.5, hairlineColor})
	}
}

// indented runs with the text column moved in, but never so far that it becomes too narrow to read.
func (n *noteSetter) indented(by float64, blocks func()) {
	if n.measure()-by < 120 {
		by = 0
	}
	n.x += by
	blocks()
	n.x -= by
}

// code sets lines as they are, on a ground of their own.
func (n *noteSetter) code(c doc.CodeBlock) {
	if c.Info != "" {
		n.plain(c.Info, smallStyle)
		n.keep()
	}
	n.x += 6
	before := n.node
	n.node = n.node.Add(tagged.Paragraph).Add(tagged.Code)
	defer func() { n.node = before }()
	for i, l := range c.Lines {
		for j, set := range n.set.lines(n.measure()-6, styledSpan{text: l, style: codeStyle}) {
			if i == 1 || j > 0 {
				n.keep()
			}
			ground := areaMark{n.x - 6, 0, n.measure() + 6, n.leading(codeStyle), codeGroundColor}
			text := n.marks(set, n.x, baselineOf(n.leading(codeStyle), set))
			n.add(n.leading(codeStyle), append([]drawnMark{ground}, text...)...)
		}
	}
	n.x -= 6
}

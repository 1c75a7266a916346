package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// restoreText returns what the parser took for markup although it stands alone, and what it trims.
func restoreText(root ast.Node, source []byte) {
	for n := root.FirstChild(); n != nil; {
		next := n.NextSibling()
		if list, ok := n.(*ast.List); ok && isSingleItem(list, source) {
			n = listToText(root, list, source)
		}
		if n.Kind() == ast.KindParagraph {
			restoreIndent(n, source)
		}
		n = next
	}
	// It fails only where the function does, which never does.
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.List:
			if n.IsOrdered() {
				restoreNumbers(n, source)
			}
		case *ast.Text:
			joinPieces(n, source)
		}
		return ast.WalkContinue, nil
	})
}

// joinPieces takes in the pieces of a text that the parser cut, and the backslash at its end: a path, "C:\temp\", is no
// line break.
func joinPieces(t *ast.Text, source []byte) {
	for !t.SoftLineBreak() && !t.HardLineBreak() {
		next, ok := t.NextSibling().(*ast.Text)
		if !ok || next.Segment.Start != t.Segment.Stop || t.IsRaw() || next.IsRaw() {
			return
		}
		t.Segment.Stop = next.Segment.Stop
		t.SetSoftLineBreak(next.SoftLineBreak())
		t.SetHardLineBreak(next.HardLineBreak())
		t.Parent().RemoveChild(t.Parent(), next)
	}
	if t.HardLineBreak() && t.Segment.Stop < len(source) && source[t.Segment.Stop] == '\\' {
		t.Segment.Stop++
	}
}

// isSingleItem tells a list of one item that is rather a line of text: numbered ("2026. A year"), starred ("*
// required"), empty, or an amount ("- 5 °C").
func isSingleItem(list *ast.List, source []byte) bool {
	item := list.FirstChild()
	if item.NextSibling() != nil {
		return false
	}
	block := item.FirstChild()
	if block == nil {
		return true
	}
	if block.NextSibling() != nil || block.Lines().Len() == 0 || block.Kind() != ast.KindParagraph &&
		block.Kind() != ast.KindTextBlock {
		return false
	}
	first := block.Lines().At(0)
	return list.Marker != '-' || isFigure(first.Value(source))
}

// listToText makes a paragraph of a list of one item, its marker in front as it was typed.
func listToText(root ast.Node, list *ast.List, source []byte) ast.Node {
	p := ast.NewParagraph()
	item := list.FirstChild()
	marker := text.NewSegment(item.Pos(), item.Pos()+
		len(bytes.TrimRight(source[item.Pos():lineEnd(source, item.Pos())], " \t")))
	if block := item.FirstChild(); block != nil {
		p.SetLines(block.Lines())
		marker.Stop = block.Lines().At(0).Start
		for c := block.FirstChild(); c != nil; {
			next := c.NextSibling()
			p.AppendChild(p, c)
			c = next
		}
	}
	t := ast.NewTextSegment(marker)
	if p.FirstChild() == nil {
		p.AppendChild(p, t)
	} else {
		p.InsertBefore(p, p.FirstChild(), t)
	}
	root.ReplaceChild(root, list, p)
	return p
}

// restoreIndent puts the leading spaces back in front of the lines of a paragraph: people align columns with them.
func restoreIndent(p ast.Node, source []byte) {
	for n := p.FirstChild(); n != nil; n = n.NextSibling() {
		if t, ok := n.(*ast.Text); ok {
			at := t.Segment.Start
			for at > 0 && (source[at-1] == ' ' || source[at-1] == '\t') {
				at--
			}
			if at == 0 || source[at-1] == '\n' {
				t.Segment = text.NewSegment(at, t.Segment.Stop)
			}
		}
	}
}

func lineEnd(source []byte, at int) int {
	if i := bytes.IndexByte(source[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(source)
}

// restoreNumbers gives every item of numbered lists its number as typed, or counts where all have the same: "1. 1. 1."
// means 1, 2, 3.
func restoreNumbers(list *ast.List, source []byte) {
	same, n := true, 0
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		same = same && typedNumber(item, source) == list.Start
	}
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		number := typedNumber(item, source)
		if same {
			number = list.Start + n
		}
		item.SetAttributeString("number", number)
		n++
	}
}

// ItemNumber is the number of an item of a numbered list.
func ItemNumber(item ast.Node) int {
	n, _ := item.AttributeString("number")
	number, _ := n.(int)
	return number
}

// typedNumber reads the digits in front of an item: nine at most, or it would be none.
func typedNumber(item ast.Node, source []byte) int {
	n := 0
	for at := max(item.Pos(), 0); at < len(source) && source[at] >= '0' && source[at] <= '9'; at++ {
		n = 10*n + int(source[at]-'0')
	}
	return n
}

package markdown

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Terminal sets a document as plain text for a terminal of so many columns. Links name where they lead as the resolver
// says, in brackets behind their words.
func Terminal(source string, columns int, link LinkResolver) string {
	n := Parse(source)
	if n.Root == nil {
		return string(n.Source)
	}
	t := terminalText{source: n.Source, link: link}
	t.blocks(n.Root, "", columns)
	return strings.TrimRight(t.out.String(), "\n") + "\n"
}

// terminalText is the text so far.
type terminalText struct {
	out    strings.Builder
	source []byte
	link   LinkResolver
}

// blocks writes what a block holds, each line behind the indentation.
func (t *terminalText) blocks(parent ast.Node, indent string, columns int) {
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		switch n := node.(type) {
		case *ast.Heading:
			words := t.words(n)
			line := map[bool]string{true: "=", false: "-"}[n.Level == 1]
			fmt.Fprintf(&t.out, "%s%s\n%s%s\n\n", indent, words, indent, strings.Repeat(line, utf8.RuneCountInString(words)))
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			for line := range strings.Lines(string(node.Lines().Value(t.source))) {
				t.out.WriteString(strings.TrimRight(indent+"    "+line, " \n") + "\n")
			}
			t.out.WriteString("\n")
		case *ast.List:
			t.list(n, indent, columns)
		case *extast.Table:
			t.table(n, indent, columns)
		case *ast.Blockquote:
			t.blocks(n, indent+"  ", columns)
		default:
			t.out.WriteString(wrapText(t.words(node), indent, indent, columns) + "\n\n")
		}
	}
}

func (t *terminalText) list(list *ast.List, indent string, columns int) {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "- "
		if list.IsOrdered() {
			mark = fmt.Sprintf("%d. ", ItemNumber(item))
		}
		inner := terminalText{source: t.source, link: t.link}
		deeper := indent + strings.Repeat(" ", len(mark))
		inner.blocks(item, deeper, columns)
		text := strings.TrimRight(inner.out.String(), "\n")
		t.out.WriteString(indent + mark + strings.TrimPrefix(text, deeper) + "\n")
	}
	t.out.WriteString("\n")
}

// words are those below a node, on one line, without their markup.
func (t *terminalText) words(node ast.Node) string {
	var out strings.Builder
	// It fails only where the function does, which never does.
	_ = ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				out.Write(n.Segment.Value(t.source))
				if n.SoftLineBreak() || n.HardLineBreak() {
					out.WriteString(" ")
				}
			}
		case *ast.AutoLink:
			if entering {
				out.Write(n.Label(t.source))
			}
		case *ast.Link:
			if to := t.link(string(n.Destination)); !entering && to != "" {
				out.WriteString(" (" + to + ")")
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(out.String()), " ")
}

// tick marks in a table that what stands above holds.
const tick = "✓"

// table writes columns where they fit, and else a paragraph for each row.
func (t *terminalText) table(table *extast.Table, indent string, columns int) {
	var rows [][]string
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, t.words(cell))
		}
		rows = append(rows, cells)
	}
	widths, total := make([]int, len(rows[0])), len(indent)
	for i := range widths {
		for _, cells := range rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(cells[i]))
		}
		total += widths[i] + 2
	}
	if total-2 > columns {
		t.tableRows(rows, indent, columns)
		return
	}
	for _, cells := range rows {
		line := indent
		for i, cell := range cells {
			line += cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2)
		}
		t.out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	t.out.WriteString("\n")
}

// tableRows writes for each row its first cell, and indented below it what the others say under their heads.
func (t *terminalText) tableRows(rows [][]string, indent string, columns int) {
	deeper := indent + "    "
	for _, cells := range rows[1:] {
		t.out.WriteString(wrapText(cells[0], indent, indent, columns) + "\n")
		var ticked []string
		for i, cell := range cells[1:] {
			if cell == tick {
				ticked = append(ticked, rows[0][i+1])
			} else if cell != "" {
				t.out.WriteString(wrapText(rows[0][i+1]+": "+cell, deeper, deeper+"  ", columns) + "\n")
			}
		}
		if len(ticked) > 0 {
			t.out.WriteString(wrapText(tick+" "+strings.Join(ticked, ", "), deeper, deeper+"  ", columns) + "\n")
		}
	}
	t.out.WriteString("\n")
}

// wrapText breaks a text between words: the first line stands behind one indentation, the others behind another.
func wrapText(text, first, others string, columns int) string {
	var out strings.Builder
	line := first
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
			line += word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > columns:
			out.WriteString(line + "\n")
			line = others + word
		default:
			line += " " + word
		}
	}
	out.WriteString(line)
	return out.String()
}

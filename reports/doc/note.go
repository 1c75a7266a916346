package doc

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"plumbline/models/markdown"
)

// Note is a note as its writer typed it: Markdown.
type Note struct {
	Layout
	Source CleanText
}

// The blocks of a note, beside Paragraph.
type (
	// Subheading is a heading inside a note, of level 1 to 6; the report's own headings are above all of them.
	Subheading struct {
		Level int
		Spans []Span
	}

	// List has a marker in front of each item. The items of a tight one follow each other closely.
	List struct {
		Ordered bool
		Tight   bool
		Items   []ListItem
	}

	// ListItem is an item of a List. Its body may be empty.
	ListItem struct {
		Marker CleanText // a dash, or a number with its sign
		Body   []Block
	}

	// Quote is what somebody else said.
	Quote struct{ Body []Block }

	// CodeBlock is lines that are shown as they are, with a blank for each column that a tab stands for.
	CodeBlock struct {
		Info  CleanText // what the writer called it, such as the language; "" if nothing
		Lines []CleanText
	}

	// Separator parts what is above it from what is below.
	Separator struct{}

	// Table is rows of cells; the first row is the head. A row may have fewer cells than there are columns.
	Table struct {
		Columns int
		Rows    [][][]Span
	}
)

func (Note) block()       {}
func (Subheading) block() {}
func (List) block()       {}
func (Quote) block()      {}
func (CodeBlock) block()  {}
func (Separator) block()  {}
func (Table) block()      {}

// Blocks reads the note. What Markdown would hide is shown as typed: HTML, comments, and where a link leads.
func (n Note) Blocks() []Block {
	if n.Source == "" {
		return nil
	}
	read := markdown.Parse(string(n.Source))
	if read.Root == nil {
		return []Block{Paragraph{Spans: PlainSpan(withoutTabs(string(read.Source), textTabs), StyleBody)}}
	}
	return noteReader{read.Source}.blocks(read.Root)
}

// Columns between the stops of a tab.
const (
	textTabs = 8
	codeTabs = 4
)

// noteReader turns the tree of one note into blocks; source is what the tree points into.
type noteReader struct{ source []byte }

// blocks turns each child of a node into a block.
func (r noteReader) blocks(parent ast.Node) []Block {
	out := make([]Block, 0, parent.ChildCount())
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, r.block(n))
	}
	return out
}

func (r noteReader) block(n ast.Node) Block {
	switch n := n.(type) {
	case *ast.Heading:
		return Subheading{Level: n.Level, Spans: r.spans(n, StyleStrong)}
	case *ast.List:
		return r.list(n)
	case *ast.Blockquote:
		return Quote{r.blocks(n)}
	case *ast.FencedCodeBlock:
		code := CodeBlock{Lines: r.lines(n)}
		if n.Info != nil {
			code.Info = CleanText(n.Info.Value(r.source))
		}
		return code
	case *ast.CodeBlock:
		return CodeBlock{Lines: r.lines(n)}
	case *ast.HTMLBlock:
		return CodeBlock{Lines: codeLines(strings.Split(markdown.RawHTML(n, r.source), "\n"))}
	case *ast.ThematicBreak:
		return Separator{}
	case *extast.Table:
		return r.table(n)
	}
	return Paragraph{Spans: r.spans(n, StyleBody)}
}

func (r noteReader) list(n *ast.List) List {
	out := List{Ordered: n.IsOrdered(), Tight: n.IsTight, Items: make([]ListItem, 0, n.ChildCount())}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		marker := CleanText("–")
		if n.IsOrdered() {
			marker = CleanText(strconv.Itoa(markdown.ItemNumber(item))) + CleanText(n.Marker)
		}
		out.Items = append(out.Items, ListItem{marker, r.blocks(item)})
	}
	return out
}

func (r noteReader) table(n *extast.Table) Table {
	out := Table{Columns: len(n.Alignments), Rows: make([][][]Span, 0, n.ChildCount())}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cells := make([][]Span, 0, row.ChildCount())
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, r.spans(cell, StyleBody))
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// lines returns the lines of a code block as they were typed.
func (r noteReader) lines(n ast.Node) []CleanText {
	segments := n.Lines()
	all := make([]string, segments.Len())
	for i := range all {
		segment := segments.At(i)
		all[i] = strings.TrimRight(string(segment.Value(r.source)), "\n")
	}
	return codeLines(all)
}

func codeLines(lines []string) []CleanText {
	out := make([]CleanText, len(lines))
	for i, l := range lines {
		out[i] = withoutTabs(l, codeTabs)
	}
	return out
}

// withoutTabs puts blanks up to the next stop in the place of each tab; stops are so many columns apart.
func withoutTabs(l string, every int) CleanText {
	if !strings.Contains(l, "\t") {
		return CleanText(l)
	}
	var out strings.Builder
	column := 0
	for _, r := range l {
		if r != '\t' {
			out.WriteRune(r)
			if column++; r == '\n' {
				column = 0
			}
			continue
		}
		n := every - column%every
		out.WriteString(strings.Repeat(" ", n))
		column += n
	}
	return CleanText(out.String())
}

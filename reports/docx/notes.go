package docx

import (
	"strconv"
	"strings"

	"plumbline/reports/doc"
	"plumbline/reports/ooxml"
)

// noteBlock writes a block of a note. A heading of a note is a line that stands out: the outline is the report's.
func (w *writer) noteBlock(b doc.Block) {
	switch b := b.(type) {
	case doc.Subheading:
		w.text(doc.HeadSpans(b.Spans))
	case doc.List:
		w.listBlock(b)
	case doc.Quote:
		old := w.style
		w.style = "Quote"
		w.indent += listIndent
		w.blocks(b.Body)
		w.indent -= listIndent
		w.style = old
	case doc.CodeBlock:
		w.code(b)
	case doc.Separator:
		w.paragraph("Separator", "", false)
	case doc.Table:
		w.noteTable(b)
	}
}

// item is a paragraph's place in a list.
type item struct {
	style         string
	level, number int // of the list
}

// deepest is the deepest level that word processors number.
const deepest = 8

// The lists that every document has; numbered ones follow.
const bulletList = 1

// mostLists is how many numbered lists a document has as such. Word processors grow slow with them; the numbers of
// further ones are text.
const mostLists = 1000

// listStart is a numbered list: what its first item's number is, and the sign behind it.
type listStart struct {
	level, from int
	sign        string
}

// listBlock writes a list, whose items may hold further ones.
func (w *writer) listBlock(l doc.List) {
	level := min(w.depth, deepest)
	number := bulletList
	if l.Ordered {
		number = w.numberedList(l, level)
	}
	w.depth++
	w.indent += listIndent
	for _, one := range l.Items {
		switch {
		case number == 0:
			w.before = append(w.before, prefix{plainRun(string(one.Marker), ""), w.indent - listIndent})
		case l.Ordered:
			w.list = &item{"ListNumber", level, number}
		default:
			w.list = &item{"ListBullet", level, number}
		}
		if len(one.Body) == 0 || !startsWithLine(one.Body[0]) {
			w.paragraph("", "", false)
		}
		w.blocks(one.Body)
	}
	w.indent -= listIndent
	w.depth--
}

// numberedList starts a list that counts like the one of a note; 0 where its numbers have to be text.
func (w *writer) numberedList(l doc.List, level int) int {
	if len(w.lists) == mostLists || len(l.Items) == 0 {
		return 0
	}
	first := string(l.Items[0].Marker)
	from, err := strconv.Atoi(strings.TrimRight(first, ".)"))
	if err != nil || from > 30000 {
		return 0
	}
	for i, one := range l.Items {
		if string(one.Marker) != strconv.Itoa(from+i)+first[len(first)-1:] {
			return 0
		}
	}
	w.lists = append(w.lists, listStart{level, from, first[len(first)-1:]})
	return bulletList + len(w.lists)
}

// numbering says how lists are numbered: bullets, and numbers with a dot or a bracket.
func (w *writer) numbering() string {
	var out strings.Builder
	out.WriteString(ooxml.Head + `<w:numbering` + names + `>`)
	signs := []string{"", ".", ")"}
	for id, sign := range signs {
		out.WriteString(`<w:abstractNum w:abstractNumId="` + strconv.Itoa(id) + `">` +
			`<w:multiLevelType w:val="hybridMultilevel"/>`)
		for level := range deepest + 1 {
			format, text := "decimal", "%"+strconv.Itoa(level+1)+sign
			if sign == "" {
				format, text = "bullet", "–"
			}
			left := strconv.Itoa((level + 1) * listIndent)
			out.WriteString(`<w:lvl w:ilvl="` + strconv.Itoa(level) + `"><w:start w:val="1"/><w:numFmt w:val="` + format +
				`"/><w:lvlText w:val="` + text + `"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="` + left + `" w:hanging="` +
				strconv.Itoa(listIndent) + `"/></w:pPr></w:lvl>`)
		}
		out.WriteString(`</w:abstractNum>`)
	}
	out.WriteString(`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)
	for i, l := range w.lists {
		kind := "1"
		if l.sign == ")" {
			kind = "2"
		}
		out.WriteString(`<w:num w:numId="` + strconv.Itoa(bulletList+1+i) + `"><w:abstractNumId w:val="` + kind +
			`"/><w:lvlOverride w:ilvl="` + strconv.Itoa(l.level) + `"><w:startOverride w:val="` + strconv.Itoa(l.from) +
			`"/></w:lvlOverride></w:num>`)
	}
	return out.String() + `</w:numbering>`
}

// code writes lines as they are.
func (w *writer) code(c doc.CodeBlock) {
	lines := make([]string, 0, len(c.Lines)+1)
	if c.Info != "" {
		lines = append(lines, string(c.Info))
	}
	for _, l := range c.Lines {
		lines = append(lines, string(l))
	}
	w.paragraph("Code", plainRun(strings.Join(lines, "\n"), ""), false)
	w.gap()
}

package markdown

import (
	"bytes"
	"html"
	"html/template"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	htmlout "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// LinkResolver says where a link of a document leads, "" where it leads nowhere and is text.
type LinkResolver func(to string) string

// Heading is a heading of a document: its level, its words, and the id by which an address names it.
type Heading struct {
	Level int
	Text  string
	ID    string
}

// Document sets a document of ours, such as a page of the help, as HTML. It is as safe as HTML, and differs where a
// document is no note: headings are headings, with ids; lines are wrapped in the source and flow on the page; links
// lead where the resolver says.
func Document(source string, link LinkResolver) template.HTML {
	n := Parse(source)
	if n.Root == nil {
		return template.HTML(`<p class="asis">` + html.EscapeString(string(n.Source)) + `</p>`)
	}
	d := documentTags{link: link, ids: map[string]int{}}
	out := renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(htmlout.NewRenderer(), 1000),
		util.Prioritized(tagNames{}, 100),
		util.Prioritized(d, 50),
	))
	var page bytes.Buffer
	if out.Render(&page, n.Source, n.Root) != nil {
		return template.HTML(`<p class="asis">` + html.EscapeString(string(n.Source)) + `</p>`)
	}
	return template.HTML(page.String())
}

// Headings returns the headings of a document in their order.
func Headings(source string) (list []Heading) {
	n := Parse(source)
	if n.Root == nil {
		return nil
	}
	ids := map[string]int{}
	for node := n.Root.FirstChild(); node != nil; node = node.NextSibling() {
		if h, is := node.(*ast.Heading); is {
			words := PlainText(h, n.Source)
			list = append(list, Heading{h.Level, words, headingID(words, ids)})
		}
	}
	return list
}

// Links returns where the links of a document lead, as they are written.
func Links(source string) (list []string) {
	n := Parse(source)
	if n.Root == nil {
		return nil
	}
	// It fails only where the function does, which never does.
	_ = ast.Walk(n.Root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, is := node.(*ast.Link); is && entering {
			list = append(list, string(link.Destination))
		}
		return ast.WalkContinue, nil
	})
	return list
}

// headingID makes an id of a heading's words; a number tells the second of the same words from the first.
func headingID(words string, seen map[string]int) string {
	id := strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return '-'
	}, words), "-")
	for strings.Contains(id, "--") {
		id = strings.ReplaceAll(id, "--", "-")
	}
	if seen[id]++; seen[id] > 1 {
		return id + "-" + strconv.Itoa(seen[id])
	}
	return id
}

// documentTags are the tags that documents have otherwise than notes.
type documentTags struct {
	link LinkResolver
	ids  map[string]int
}

// RegisterFuncs is part of renderer.NodeRenderer.
func (d documentTags) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindText, d.text)
	r.Register(ast.KindHeading, d.heading)
	r.Register(ast.KindLink, d.anchor)
	r.Register(ast.KindFencedCodeBlock, d.code)
	r.Register(ast.KindCodeBlock, d.code)
	r.Register(extast.KindTableCell, d.cell)
}

// text writes a line break as the white space that it is.
func (documentTags) text(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Text)
	err := writeString(w, html.EscapeString(string(n.Segment.Value(src))))
	if err == nil && (n.SoftLineBreak() || n.HardLineBreak()) {
		err = writeString(w, "\n")
	}
	return ast.WalkContinue, err
}

func (d documentTags) heading(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	tag := "h" + strconv.Itoa(n.Level)
	if !entering {
		return ast.WalkContinue, writeString(w, "</"+tag+">\n")
	}
	id := html.EscapeString(headingID(PlainText(n, src), d.ids))
	return ast.WalkContinue, writeString(w, "<"+tag+` id="`+id+`">`)
}

func (d documentTags) anchor(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	to := d.link(string(node.(*ast.Link).Destination))
	switch {
	case to == "":
		return ast.WalkContinue, nil
	case leadsOut(to):
		return ast.WalkContinue, writeString(w, openOrClose(entering, anchorTag(to), "</a>"))
	}
	return ast.WalkContinue, writeString(w, openOrClose(entering, `<a href="`+html.EscapeString(to)+`">`, "</a>"))
}

// code can be scrolled from the keyboard, since commands are not broken.
func (documentTags) code(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	return ast.WalkSkipChildren, writeString(w, `<pre tabindex="0"><code>`+
		html.EscapeString(string(node.Lines().Value(src)))+"</code></pre>\n")
}

func (documentTags) cell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	tag, open := "td", "<td"
	if node.Parent().Kind() == extast.KindTableHeader {
		tag, open = "th", `<th scope="col"`
	}
	if node.(*extast.TableCell).Alignment == extast.AlignCenter {
		open += ` class="mid"`
	}
	return ast.WalkContinue, writeString(w, openOrClose(entering, open+">", "</"+tag+">\n"))
}

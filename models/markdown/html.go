package markdown

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	htmlout "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// HTML sets a note as HTML for a page. It is safe: nothing is loaded by showing it, links lead to the web or to a mail
// box only, and no markup of the writer's own gets through. Headings become bold lines, since the page's own are the
// landmarks; a line break is a line break; what Markdown would hide (HTML, where an image lies, where other links lead)
// is shown as typed.
func HTML(note string) template.HTML {
	if note == "" {
		return ""
	}
	n := Parse(note)
	var out bytes.Buffer
	if n.Root == nil || htmlRenderer().Render(&out, n.Source, n.Root) != nil {
		return template.HTML(`<p class="asis">` + html.EscapeString(string(n.Source)) + `</p>`)
	}
	return template.HTML(out.String())
}

var htmlRenderer = sync.OnceValue(func() renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(htmlout.NewRenderer(), 1000),
		util.Prioritized(tagNames{}, 100), // the lower number comes last and wins
	))
})

// tagNames are the tags that notes have otherwise than the library would write them.
type tagNames struct{}

// RegisterFuncs is part of renderer.NodeRenderer.
func (t tagNames) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindText, t.text)
	r.Register(ast.KindHeading, wrapRenderer("<p><strong>", "</strong></p>\n"))
	r.Register(ast.KindHTMLBlock, t.htmlBlock)
	r.Register(ast.KindFencedCodeBlock, t.fenced)
	r.Register(ast.KindLink, t.link)
	r.Register(ast.KindImage, t.image)
	r.Register(ast.KindAutoLink, t.autoLink)
	r.Register(ast.KindList, t.list)
	r.Register(ast.KindListItem, t.item)
	r.Register(extast.KindTable,
		wrapRenderer("<div class=\"wide\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>\n", "</table></div>\n"))
	r.Register(extast.KindTableHeader, wrapRenderer("<tr>\n", "</tr>\n"))
	r.Register(extast.KindTableRow, wrapRenderer("<tr>\n", "</tr>\n"))
	r.Register(extast.KindTableCell, t.cell)
}

func wrapRenderer(before, after string) renderer.NodeRendererFunc {
	return func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, writeString(w, openOrClose(entering, before, after))
	}
}

func openOrClose(entering bool, before, after string) string {
	if entering {
		return before
	}
	return after
}

// text writes every character as it was typed. Spaces in a row and tabs are kept apart, since people align columns with
// them.
func (tagNames) text(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Text)
	err := writeWithGaps(w, n.Segment.Value(src))
	if err == nil && (n.SoftLineBreak() || n.HardLineBreak()) {
		err = writeString(w, "<br>\n")
	}
	return ast.WalkContinue, err
}

func writeWithGaps(w util.BufWriter, s []byte) error {
	for len(s) > 0 {
		from := bytes.IndexAny(s, "\t")
		if i := bytes.Index(s, []byte("  ")); i >= 0 && (from < 0 || i < from) {
			from = i
		}
		if from < 0 {
			break
		}
		gap := s[from:]
		gap = gap[:len(gap)-len(bytes.TrimLeft(gap, " \t"))]
		if err := writeString(w, html.EscapeString(string(s[:from]))+`<span class="gap">`+string(gap)+"</span>"); err != nil {
			return err
		}
		s = s[from+len(gap):]
	}
	return writeString(w, html.EscapeString(string(s)))
}

// RawHTML returns the text of an HTML block, its last line included.
func RawHTML(n *ast.HTMLBlock, src []byte) string {
	s := string(n.Lines().Value(src))
	if n.HasClosure() {
		s += string(n.ClosureLine.Value(src))
	}
	return strings.TrimRight(s, "\n")
}

func (tagNames) htmlBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	return ast.WalkSkipChildren,
		writeString(w, `<p class="asis">`+html.EscapeString(RawHTML(node.(*ast.HTMLBlock), src))+"</p>\n")
}

// fenced shows what stands behind the opening fence, as a report does.
func (tagNames) fenced(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.FencedCodeBlock)
	if !entering {
		return ast.WalkContinue, writeString(w, "</code></pre>\n")
	}
	caption := ""
	if n.Info != nil {
		caption = `<p class="asis">` + html.EscapeString(string(n.Info.Value(src))) + "</p>\n"
	}
	return ast.WalkContinue, writeString(w, caption+"<pre><code>"+html.EscapeString(string(n.Lines().Value(src))))
}

func (tagNames) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	to, title := string(n.Destination), ""
	if len(n.Title) > 0 {
		title = " “" + html.EscapeString(string(n.Title)) + "”"
	}
	switch {
	case leadsOut(to):
		return ast.WalkContinue, writeString(w, openOrClose(entering, anchorTag(to), "</a>"+title))
	case entering:
		return ast.WalkContinue, nil
	}
	return ast.WalkContinue, writeString(w, " ("+html.EscapeString(to)+")"+title)
}

func (tagNames) image(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	words, rest := ImageText(PlainText(n, src), string(n.Destination))
	if rest != "" {
		words += " (" + rest + ")"
	}
	if len(n.Title) > 0 {
		words += " “" + string(n.Title) + "”"
	}
	return ast.WalkSkipChildren, writeString(w, html.EscapeString(words))
}

// PlainText returns the words below a node without their markup.
func PlainText(n ast.Node, src []byte) string {
	var out strings.Builder
	// It fails only where the function does, which never does.
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			out.Write(n.Segment.Value(src))
		case *ast.AutoLink:
			out.Write(n.Label(src))
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

func (tagNames) autoLink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	to, label := LinkAddress(n, src), html.EscapeString(string(n.Label(src)))
	if !leadsOut(to) {
		return ast.WalkContinue, writeString(w, label)
	}
	return ast.WalkContinue, writeString(w, anchorTag(to)+label+"</a>")
}

// LinkAddress is where a bare link leads.
func LinkAddress(n *ast.AutoLink, src []byte) string {
	to := string(n.URL(src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(to), "mailto:") {
		to = "mailto:" + to
	}
	return to
}

func (tagNames) list(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.List)
	if !n.IsOrdered() {
		return ast.WalkContinue, writeString(w, openOrClose(entering, "<ul>\n", "</ul>\n"))
	}
	open := "<ol"
	if n.Marker == ')' {
		open += ` class="paren"`
	}
	if n.Start != 1 {
		open += fmt.Sprintf(` start="%d"`, n.Start)
	}
	return ast.WalkContinue, writeString(w, openOrClose(entering, open+">\n", "</ol>\n"))
}

// item says its number where it is not the next one.
func (tagNames) item(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, writeString(w, "</li>\n")
	}
	open := "<li>"
	if last := node.PreviousSibling(); last != nil && node.Parent().(*ast.List).IsOrdered() {
		if n := ItemNumber(node); n != ItemNumber(last)+1 {
			open = fmt.Sprintf(`<li value="%d">`, n)
		}
	}
	if first := node.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
		open += "\n"
	}
	return ast.WalkContinue, writeString(w, open)
}

func (tagNames) cell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if node.Parent().Kind() == extast.KindTableHeader {
		return ast.WalkContinue, writeString(w, openOrClose(entering, `<th scope="col">`, "</th>\n"))
	}
	return ast.WalkContinue, writeString(w, openOrClose(entering, "<td>", "</td>\n"))
}

func anchorTag(to string) string {
	return `<a href="` + html.EscapeString(to) + `" rel="noopener noreferrer nofollow">`
}

// leadsOut tells links to the web and to mail boxes from those that could do something here.
func leadsOut(to string) bool {
	lower := strings.ToLower(to)
	return strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") ||
		strings.HasPrefix(lower, "mailto:")
}

func writeString(w util.BufWriter, s string) error {
	_, err := w.WriteString(s)
	return err
}

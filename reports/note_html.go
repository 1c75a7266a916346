package reports

import (
	"bytes"
	"html"
	"html/template"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	htmlout "github.com/yuin/goldmark/renderer/html"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// NoteHTML sets a note as HTML for a page, by the rules that the PDF follows: Markdown is Markdown, and what it would hide is shown as typed: HTML,
// where an image lies, links that lead neither to the web nor to a mail box. Nothing is loaded by showing it, and no markup of the writer's own gets
// through. Headings become bold lines, since the page's own are the landmarks; a line break is a line break.
func NoteHTML(note string) template.HTML {
	if note == "" {
		return ""
	}
	if nested(note) {
		return template.HTML(`<p class="asis">` + html.EscapeString(note) + `</p>`)
	}
	src := []byte(note)
	var out bytes.Buffer
	if err := noteRenderer().Render(&out, src, markdown().Parse(gmtext.NewReader(src))); err != nil {
		return template.HTML(`<p class="asis">` + html.EscapeString(note) + `</p>`)
	}
	return template.HTML(out.String())
}

var noteRenderer = sync.OnceValue(func() renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(htmlout.NewRenderer(htmlout.WithHardWraps()), 1000),
		util.Prioritized(noteTags{}, 100), // the lower number comes last and wins
	))
})

// noteTags are the tags that notes have otherwise than Markdown would.
type noteTags struct{}

// RegisterFuncs is part of renderer.NodeRenderer.
func (t noteTags) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, t.heading)
	r.Register(ast.KindHTMLBlock, t.htmlBlock)
	r.Register(ast.KindRawHTML, t.rawHTML)
	r.Register(ast.KindLink, t.link)
	r.Register(ast.KindImage, t.image)
	r.Register(ast.KindAutoLink, t.autoLink)
}

func (noteTags) heading(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		return ast.WalkContinue, write(w, "<p><strong>")
	}
	return ast.WalkContinue, write(w, "</strong></p>\n")
}

func (noteTags) htmlBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.HTMLBlock)
	text := string(n.Lines().Value(src))
	if n.HasClosure() {
		text += string(n.ClosureLine.Value(src))
	}
	return ast.WalkSkipChildren, write(w, `<p class="asis">`+html.EscapeString(strings.TrimRight(text, "\n"))+"</p>\n")
}

func (noteTags) rawHTML(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	return ast.WalkSkipChildren, write(w, html.EscapeString(string(node.(*ast.RawHTML).Segments.Value(src))))
}

func (noteTags) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	to := string(node.(*ast.Link).Destination)
	switch {
	case leadsOut(to) && entering:
		return ast.WalkContinue, write(w, anchor(to))
	case leadsOut(to):
		return ast.WalkContinue, write(w, "</a>")
	case entering:
		return ast.WalkContinue, nil
	}
	return ast.WalkContinue, write(w, " ("+html.EscapeString(to)+")")
}

func (noteTags) image(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Image)
	to := string(n.Destination)
	if !entering {
		return ast.WalkContinue, write(w, " ("+html.EscapeString(to)+")")
	}
	return ast.WalkContinue, write(w, "Image: ")
}

func (noteTags) autoLink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	to, label := string(n.URL(src)), html.EscapeString(string(n.Label(src)))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(to), "mailto:") {
		to = "mailto:" + to
	}
	if !leadsOut(to) {
		return ast.WalkContinue, write(w, label)
	}
	return ast.WalkContinue, write(w, anchor(to)+label+"</a>")
}

func anchor(to string) string {
	return `<a href="` + html.EscapeString(to) + `" rel="noopener noreferrer nofollow">`
}

// leadsOut tells links to the web and to mail boxes from those that could do something here.
func leadsOut(to string) bool {
	lower := strings.ToLower(to)
	return strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "mailto:")
}

func write(w util.BufWriter, s string) error {
	_, err := w.WriteString(s)
	return err
}

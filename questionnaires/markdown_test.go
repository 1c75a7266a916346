package questionnaires

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"plumbline/questionnaires/jsontree"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

var updateGolden = flag.Bool("update", false, "rewrite the golden files")

// parseMarkdown parses a page as a reader's program would, with the usual extensions.
func parseMarkdown(source []byte) ast.Node {
	return goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
}

// TestMarkdownGolden shows what a page looks like, with guidance and without.
func TestMarkdownGolden(t *testing.T) {
	got := mustParse(t, []byte(lensWithGuidance(t))).Markdown()
	golden := "testdata/lens-guided.md"
	if *updateGolden {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := readFile(t, golden); !bytes.Equal(got, want) {
		t.Errorf("got\n%s", got)
	}
}

// TestMarkdownShowsTexts puts markup into every text: the page must show it as it is, with no structure of its own.
func TestMarkdownShowsTexts(t *testing.T) {
	for _, nasty := range []string{
		`<script>alert(1)</script>`, `[a](http://evil.example)`, `![a](x)`, `*a* _b_ **c** ~~d~~`, `# heading`, `a # b #`,
		`- item`, `+ item`,
		`1. item`, `12) item`, `> quote`, `&lt;b&gt; &copy;`, `a \ b \* c`, "`odd", "a | b", `===`, `---`, `***`,
		`<https://evil.example>`,
		`https://evil.example/path`, `[ref]: https://evil.example`, `www_a_b`, `| a | b |`, `a:b`, `\`, "~~~", "2", "-", "=",
	} {
		doc := lensWithGuidance(t)
		for _, spot := range []string{"Tiny", "A lens for tests", "Pillar", "Question?", "Why it matters", "Read on", `"Two`,
			"Do one", "Because.",
			"Look.", "First.", "Know it.", "everyone", `"Why?`, "Silence"} {
			quoted := string(jsontree.AppendString(nil, nasty))
			quoted = quoted[1 : len(quoted)-1]
			if spot[0] == '"' {
				quoted = `"` + quoted
			}
			doc = strings.Replace(doc, spot, quoted, 1)
		}
		lens := mustParse(t, []byte(doc))
		source := lens.Markdown()
		plain, kinds := visibleText(parseMarkdown(source), source)
		if want := 15; strings.Count(plain, nasty) < want {
			t.Errorf("%q is shown %d times, want %d:\n%s", nasty, strings.Count(plain, nasty), want, source)
		}
		base := mustParse(t, []byte(lensWithGuidance(t))).Markdown()
		_, usual := visibleText(parseMarkdown(base), base)
		for kind, n := range kinds {
			if usual[kind] != n && kind != "Text" && kind != "String" {
				t.Errorf("%q makes %d × %s where there are %d:\n%s", nasty, n, kind, usual[kind], source)
			}
		}
	}
}

// visibleText returns the text of a page and counts its parts by kind.
func visibleText(root ast.Node, source []byte) (string, map[string]int) {
	var b strings.Builder
	kinds := map[string]int{}
	if err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		kinds[n.Kind().String()]++
		if n.Type() == ast.TypeBlock {
			b.WriteByte('\n')
		}
		if leaf, ok := n.(*ast.Text); ok {
			b.Write(unescaped(leaf.Value(source)))
		}
		return ast.WalkContinue, nil
	}); err != nil {
		panic(err)
	}
	return b.String(), kinds
}

// unescaped takes the backslashes away that the renderer would.
func unescaped(s []byte) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("\\`*_[]<>#|~&:/.)-+=!", s[i+1]) >= 0 {
			i++
		}
		out = append(out, s[i])
	}
	return out
}

// TestMarkdownLinks: only http and https become links, and the address survives.
func TestMarkdownLinks(t *testing.T) {
	for url, linked := range map[string]bool{
		"https://example.com/why":                  true,
		"http://example.com/a?b=1&copy;=2_(x)_<y>": true,
		"HTTPS://example.com/":                     true,
		"javascript:alert(1)":                      false,
		"https://spaced.example/a b":               false,
		"data:text/html,x":                         false,
	} {
		doc := strings.Replace(string(readFile(t, tinyFile)), "https://example.com/why", url, 1)
		source := mustParse(t, []byte(doc)).Markdown()
		found := false
		if err := ast.Walk(parseMarkdown(source), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if link, ok := n.(*ast.Link); ok && entering &&
				strings.HasPrefix(strings.ToLower(string(link.Destination)), strings.ToLower(url[:15])) {
				found = true
			}
			return ast.WalkContinue, nil
		}); err != nil {
			t.Fatal(err)
		}
		if found != linked {
			t.Errorf("%s: linked %v\n%s", url, found, source)
		}
	}
}

func TestMarkdownCode(t *testing.T) {
	for in, want := range map[string]string{
		"Run `aws s3 ls *` now.": "Run `aws s3 ls *` now.",
		"`a` and `b`":            "`a` and `b`",
		"one ` only":             "one \\` only",
		"empty `` pair":          "empty \\`\\` pair",
		"*bold* `*code*`":        "\\*bold\\* `*code*`",
	} {
		if got := inlineWithCode(in); got != want {
			t.Errorf("marked(%q) = %q, want %q", in, got, want)
		}
	}
	if got := codeSpan("a ` b `` c `"); got != "``` a ` b `` c ` ```" {
		t.Errorf("fence: %q", got)
	}
}

func TestMarkdownOfPublishedLenses(t *testing.T) {
	for _, file := range sharedLenses(t) {
		lens := mustParse(t, readFile(t, file))
		source := lens.Markdown()
		plain, kinds := visibleText(parseMarkdown(source), source)
		headings := 1 + len(lens.Pillars) + lens.Questions()
		for _, p := range lens.Pillars {
			for _, q := range p.Questions {
				headings += len(q.Choices)
				for _, c := range q.Choices {
					if !strings.Contains(plain, oneLine(c.Title)) {
						t.Errorf("%s: %q is not shown", file, c.Title)
					}
				}
			}
		}
		if kinds["Heading"] != headings || kinds["HTMLBlock"]+kinds["RawHTML"]+kinds["Image"]+kinds["AutoLink"] > 0 {
			t.Errorf("%s: %d headings, want %d; %v", file, kinds["Heading"], headings, kinds)
		}
	}
}

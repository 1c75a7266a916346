package reports_test

import (
	"regexp"
	"strings"
	"testing"

	"plumbline/reports"
)

func TestNoteHTML(t *testing.T) {
	for in, want := range map[string]string{
		"":                                       "",
		"plain **bold** `code`":                  "<p>plain <strong>bold</strong> <code>code</code></p>",
		"one\ntwo":                               "<p>one<br>\ntwo</p>",
		"# Head":                                 "<p><strong>Head</strong></p>",
		"<script>alert(1)</script>":              `<p class="asis">&lt;script&gt;alert(1)&lt;/script&gt;</p>`,
		"a <b onclick=x>b</b>":                   "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>",
		"<!-- hidden -->":                        `<p class="asis">&lt;!-- hidden --&gt;</p>`,
		"[x](javascript:alert(1))":               "<p>x (javascript:alert(1))</p>",
		"[x](//evil.example)":                    "<p>x (//evil.example)</p>",
		"[x](https://a.example/?a=1&b=2)":        `<p><a href="https://a.example/?a=1&amp;b=2" rel="noopener noreferrer nofollow">x</a></p>`,
		`[x](https://a.example/"onclick="y)`:     `<p><a href="https://a.example/&#34;onclick=&#34;y" rel="noopener noreferrer nofollow">x</a></p>`,
		"![alt](https://a.example/i.png)":        "<p>Image: alt (https://a.example/i.png)</p>",
		"see https://a.example/x.":               `<p>see <a href="https://a.example/x" rel="noopener noreferrer nofollow">https://a.example/x</a>.</p>`,
		"<ops@example.com>":                      `<p><a href="mailto:ops@example.com" rel="noopener noreferrer nofollow">ops@example.com</a></p>`,
		"- a\n- b":                               "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
		"```\n</textarea><script>x\n```":         "<pre><code>&lt;/textarea&gt;&lt;script&gt;x\n</code></pre>",
		strings.Repeat("> ", 40) + "<b>deep</b>": `<p class="asis">` + strings.Repeat("&gt; ", 40) + "&lt;b&gt;deep&lt;/b&gt;</p>",
	} {
		if got := strings.TrimSpace(string(reports.NoteHTML(in))); got != want {
			t.Errorf("%q\n gives %s\n  want %s", in, got, want)
		}
	}
}

var (
	tags  = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>`)
	safe  = regexp.MustCompile(`^(p|strong|em|code|pre|br|hr|ul|ol|li|blockquote|a|del)$`)
	plain = regexp.MustCompile(`^( class="(asis|language-[^"<>]*)"| start="\d+"| href="(https?://|mailto:)[^"<>]*" rel="noopener noreferrer nofollow"| /)?$`)
)

// FuzzNoteHTML: whatever is written, no tag and no attribute beyond these comes out, and no comment hides anything.
func FuzzNoteHTML(f *testing.F) {
	for _, s := range []string{"# a\n\n* b\n  1. c", "<img src=x onerror=y>", "[a]( <javascript:x> \"t\")", "![a][b]\n\n[b]: data:x", "```a\"b\nc", "<!-- -->", "a\x00b", "<HTTPS://X>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, note string) {
		out := string(reports.NoteHTML(note))
		if strings.Contains(out, "<!") {
			t.Fatalf("%q hides something: %s", note, out)
		}
		for _, tag := range tags.FindAllStringSubmatch(out, -1) {
			if !safe.MatchString(strings.ToLower(tag[2])) || (tag[1] == "" && !plain.MatchString(strings.ToLower(tag[3]))) {
				t.Fatalf("%q gives the tag %s in %s", note, tag[0], out)
			}
		}
		if n := strings.Count(out, "<"); n != len(tags.FindAllString(out, -1)) {
			t.Fatalf("%q leaves a bracket: %s", note, out)
		}
	})
}

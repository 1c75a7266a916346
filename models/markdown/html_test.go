package markdown_test

import (
	"regexp"
	"strings"
	"testing"

	"plumbline/models/markdown"
)

func TestHTML(t *testing.T) {
	for in, want := range map[string]string{
		"":                                   "",
		"plain **bold** `code`":              "<p>plain <strong>bold</strong> <code>code</code></p>",
		"one\ntwo":                           "<p>one<br>\ntwo</p>",
		"# Head":                             "<p><strong>Head</strong></p>",
		"<script>alert(1)</script>":          `<p class="asis">&lt;script&gt;alert(1)&lt;/script&gt;</p>`,
		"a <b onclick=x>b</b>":               "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>",
		"<!-- hidden -->":                    `<p class="asis">&lt;!-- hidden --&gt;</p>`,
		"[x](javascript:alert(1))":           "<p>x (javascript:alert(1))</p>",
		"[x](//evil.example)":                "<p>x (//evil.example)</p>",
		"[x](https://a.example/?a=1&b=2)":    `<p><a href="https://a.example/?a=1&amp;b=2" rel="noopener noreferrer nofollow">x</a></p>`,
		`[x](https://a.example/"onclick="y)`: `<p><a href="https://a.example/&#34;onclick=&#34;y" rel="noopener noreferrer nofollow">x</a></p>`,
		"![alt](https://a.example/i.png)":    "<p>Image: alt (https://a.example/i.png)</p>",
		"see https://a.example/x.":           `<p>see <a href="https://a.example/x" rel="noopener noreferrer nofollow">https://a.example/x</a>.</p>`,
		"<ops@example.com>":                  `<p><a href="mailto:ops@example.com" rel="noopener noreferrer nofollow">ops@example.com</a></p>`,
		"- a\n- b":                           "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
		"```\n</textarea><script>x\n```":     "<pre><code>&lt;/textarea&gt;&lt;script&gt;x\n</code></pre>",
		strings.Repeat("> ", 40) + "<b>deep</b>": `<p class="asis">` + strings.Repeat("&gt; ", 40) +
			"&lt;b&gt;deep&lt;/b&gt;</p>",
		"| a | b |\n|---|---|\n| x |":         "<div class=\"wide\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>\n<tr>\n<th scope=\"col\">a</th>\n<th scope=\"col\">b</th>\n</tr>\n<tr>\n<td>x</td>\n<td></td>\n</tr>\n</table></div>",
		"1) a\n2) b\n7) c":                    "<ol class=\"paren\">\n<li>a</li>\n<li>b</li>\n<li value=\"7\">c</li>\n</ol>",
		"3. a\n3. b":                          "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>",
		"[x](https://a.example \"more\")":     `<p><a href="https://a.example" rel="noopener noreferrer nofollow">x</a> “more”</p>`,
		"http://wiki:8080/a_b_c":              `<p><a href="http://wiki:8080/a_b_c" rel="noopener noreferrer nofollow">http://wiki:8080/a_b_c</a></p>`,
		"ftp://a.example data:x javascript:y": "<p>ftp://a.example data:x javascript:y</p>",
		"a  b\tc":                             "<p>a<span class=\"gap\">  </span>b<span class=\"gap\">\t</span>c</p>",
		"```go\nx\n```":                       "<p class=\"asis\">go</p>\n<pre><code>x\n</code></pre>",
		"*a b* **c** _d e_ __f g__ `h` > i":   "<p><em>a b</em> <strong>c</strong> <em>d e</em> <strong>f g</strong> <code>h</code> &gt; i</p>",
		"> quoted\n> more":                    "<blockquote>\n<p>quoted<br>\nmore</p>\n</blockquote>",
		"## Part 2\n# Review 2026":            "<p><strong>Part 2</strong></p>\n<p><strong>Review 2026</strong></p>",
		"![](data:image/png;base64," + strings.Repeat("iVBORw0K", 1000) + ")": "<p>Image, not shown (image/png, 6 KB)</p>",
		strings.Repeat("1. ", 1295) + "x": `<p class="asis">` +
			strings.Repeat("1. ", 1295) + "x</p>",
	} {
		if got := strings.TrimSpace(string(markdown.HTML(in))); got != want {
			t.Errorf("%q\n gives %s\n  want %s", in, got, want)
		}
	}
}

var (
	tagNames  = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>`)
	safeNotes = regexp.MustCompile(`^(p|strong|em|code|pre|br|hr|ul|ol|li|blockquote|a|div|span|table|tr|th|td)$`)
	plainTag  = regexp.MustCompile(`^( class="(asis|gap|paren)"| class="paren" start="\d+"| start="\d+"| value="\d+"| scope="col"| class="wide" role="region" aria-label="table" tabindex="0"| href="(https?://|mailto:)[^"<>]*" rel="noopener noreferrer nofollow"| /)?$`)
)

// FuzzHTML: whatever is written, no tag and no attribute beyond these comes out, and no comment hides anything.
func FuzzHTML(f *testing.F) {
	for _, s := range []string{"# a\n\n* b\n  1. c", "<img src=x onerror=y>", "[a]( <javascript:x> \"t\")",
		"![a][b]\n\n[b]: data:x", "```a\"b\nc", "<!-- -->", "a\x00b", "<HTTPS://X>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, note string) {
		out := string(markdown.HTML(note))
		if strings.Contains(out, "<!") {
			t.Fatalf("%q hides something: %s", note, out)
		}
		for _, tag := range tagNames.FindAllStringSubmatch(out, -1) {
			if !safeNotes.MatchString(strings.ToLower(tag[2])) ||
				(tag[1] == "" && !plainTag.MatchString(strings.ToLower(tag[3]))) {
				t.Fatalf("%q gives the tag %s in %s", note, tag[0], out)
			}
		}
		if n := strings.Count(out, "<"); n != len(tagNames.FindAllString(out, -1)) {
			t.Fatalf("%q leaves a bracket: %s", note, out)
		}
	})
}

package markdown

import (
	"slices"
	"strings"
	"testing"
)

func leadNowhere(string) string { return "" }

func TestDocument(t *testing.T) {
	for source, want := range map[string]string{
		"## Two words\n\n## Two words":      "<h2 id=\"two-words\">Two words</h2>\n<h2 id=\"two-words-2\">",
		"### The `--url` flag":              `<h3 id="the-url-flag">The <code>--url</code> flag</h3>`,
		"a\nb":                              "<p>a\nb</p>",
		"see [it](./x.md#y) now":            `<p>see <a href="/help/./x.md#y">it</a> now</p>`,
		"see [it](./none) now":              "<p>see it now</p>",
		"[it](javascript:alert(1))":         "<p>it</p>",
		"<script>alert(1)</script>":         `<p class="asis">&lt;script&gt;alert(1)&lt;/script&gt;</p>`,
		"```sh\na < b\n```":                 "<pre tabindex=\"0\"><code>a &lt; b\n</code></pre>",
		"| a | b |\n| - | :-: |\n| 1 | 2 |": `<td class="mid">2</td>`,
		"*a* & **b**":                       "<p><em>a</em> &amp; <strong>b</strong></p>",
	} {
		got := string(Document(source, func(to string) string {
			if strings.HasPrefix(to, "./x") {
				return "/help/" + to
			}
			return ""
		}))
		if !strings.Contains(got, want) {
			t.Errorf("%q is %q, want %q", source, got, want)
		}
	}
	deep := strings.Repeat("> ", 40) + "a"
	if got := string(Document(deep+"\n<script>", leadNowhere)); strings.Contains(got, "<script>") {
		t.Errorf("beyond the limits: %q", got)
	}
	if list := Links("[a](./b.md) and [c](/d)"); !slices.Equal(list, []string{"./b.md", "/d"}) {
		t.Errorf("links: %q", list)
	}
	if list := Headings("# A\n\ntext\n\n## B c"); !slices.Equal(list, []Heading{{1, "A", "a"}, {2, "B c", "b-c"}}) {
		t.Errorf("headings: %v", list)
	}
}

func TestTerminal(t *testing.T) {
	for _, row := range []struct{ source, want string }{
		{"# A\n\nOne two three four five.", "A\n=\n\nOne two three four\nfive.\n"},
		{"- one two three four five\n- six", "- one two three four\n  five\n- six\n"},
		{"2. a\n3. b", "2. a\n3. b\n"},
		{"```\nvery long command line, as it is\n```", "    very long command line, as it is\n"},
		{"see [it](./x.md)", "see it (help x)\n"},
		{"| a | b |\n| - | - |\n| `1` | two |", "a  b\n1  two\n"},
		{"| a | what it is | x | y |\n| - | - | - | - |\n| 1 | one two three four five | ✓ | |\n",
			"1\n    what it is: one\n      two three four\n      five\n    ✓ x\n"},
	} {
		if got := Terminal(row.source, 20, func(string) string { return "help x" }); got != row.want {
			t.Errorf("%q is\n%s, want\n%s", row.source, got, row.want)
		}
	}
}

package markdown_test

import (
	"encoding/base64"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"plumbline/models/markdown"
)

// plainNotes are what people type without Markdown in mind. Every character of them is shown.
var plainNotes = []string{
	"> 99.9 % availability was measured", ">= 5 nodes", ">5", "> $500 a month", "> ~5 ms", "> -1", ">>> import os",
	">> /var/log/app.log", "a\n> 5 b",
	"# of nodes: 5", "# Hosts: 12", "# Disks = 3", "#1234", "# 5 is open", "#", "##", "## About C #", "C#", "text\n# of",
	"files __init__.py", "__init__", "if __name__ == \"__main__\":", "_old_", "_private", "a_b_c", "see _id_ and _rev_",
	"__a__ __b__",
	`\\fileserver\_old\*.log`, `C:\new`, `C:\temp\`, "C:\\temp\\\nnext", `\d+\.\d+`, `\*`, `a\_b`, `\\`, `back\slash`,
	`\# \- \[x\]`,
	"~~~ end", "~~~", "```", "~/path", "~5", "~~no~~", "```sh\nls -l", "text\n~~~\nmore",
	"*args, **kwargs", "f(*a, *b)", "5 * 3 * 2", "5*3*2", "2**8", "*.log and *.txt", "(*.log|*.txt)", "SELECT *, count(*)",
	"char *p, *q;", "* required", "a* b*",
	"/* comment */", "**/*.go", "*/5 * * * *", "***x",
	"<T>", "List<T> a<b>", "a < b > c", "<none>", "vector<std::string>", "<foo:bar>", "<!-- note -->", "<user@host",
	"<a href=x>", "&amp;", "&copy; &#169; &nbsp;", "AT&T", "a && b",
	"1) only", "2026. That was the year.", "1. First thing", "10) ten", "- 5 °C", "+ 5 %", "+ 5 %\n+ 7 %", "- $5",
	"+49 170 1234", "-", "+", "*", "1.",
	"Total\n=====\n5", "Total\n==", "a\n=", "x|y", "a | b | c", "|", "a | b\nc | d",
	"| a | b |\n|---|---|\n| one | two | three |",
	"http://", "https://", "www.", "mailto:", "user@", "@here", "[x]", "[ ] open", "[1]", "f[0](x)", "a[i][j]", "[x]()",
	"[a]: http://b.example/c \"d\"", "[a][b]", "![x]", "!important",
	"don`t and can`t", "it`s in foo` bar", "`odd", "a `` b", "'quoted' \"too\"",
	"vpc\tcidr\tenv\nvpc-a\t10.0.0.0/16\tprod", "  two\n    four  spaces", "a  b   c", "{a: [b, c]}",
	"$HOME ${x} $(y) %d", "a^b ~ c", "…", "a\\\nb",
}

var anyTag = regexp.MustCompile(`<[^>]*>`)

// visibleText returns the text of a page.
func visibleText(note string) string {
	return strings.Trim(html.UnescapeString(anyTag.ReplaceAllString(string(markdown.HTML(note)), "")), "\n")
}

func TestPlainNotesKeepEveryCharacter(t *testing.T) {
	for _, note := range plainNotes {
		if got := visibleText(note); got != note {
			t.Errorf("%q\nreads %q", note, got)
		}
		around := "before\n\n" + note + "\n\nafter"
		if got := strings.Join(strings.Fields(visibleText(around)), " "); got != strings.Join(strings.Fields(around), " ") {
			t.Errorf("%q\nreads %q", around, got)
		}
	}
}

// TestCaseOfPlainNotes holds the project's own case, line by line and as a whole.
func TestCaseOfPlainNotes(t *testing.T) {
	const note = "> 99.9 % availability was measured\n# of nodes: 5\nfiles __init__.py\n\\\\fileserver\\_old\\*.log\n~~~ end\nvpc\tcidr\tenv\nvpc-a\t10.0.0.0/16\tprod"
	if got := visibleText(note); got != note {
		t.Errorf("reads %q", got)
	}
	if data, err := os.ReadFile("../../../shared/cases/notes-plain-text.txt"); err == nil {
		if got := visibleText(string(data)); got != strings.Trim(string(data), "\n") {
			t.Errorf("the case reads %q", got)
		}
	}
}

// TestEmbeddedDataIsOneWord: data is shortened wherever it stands, and nothing around it is lost. Long words are no
// data.
func TestEmbeddedDataIsOneWord(t *testing.T) {
	picture := make([]byte, 48<<10)
	for i := range picture {
		picture[i] = byte(i * i >> 3)
	}
	data := base64.StdEncoding.EncodeToString(picture[:45<<10])
	var wrapped strings.Builder
	for i := 0; i < len(data); i += 76 {
		wrapped.WriteString(data[i:min(i+76, len(data))] + "\n")
	}
	for in, want := range map[string]string{
		"![the plan](data:image/png;base64," + data + ") after": "Image: the plan, not shown (image/png, 45 KB) after",
		"before data:image/png;base64," + data + " after":       "before data:image/png;base64,…45-KB-not-shown after",
		`<img src="data:image/gif;base64,` + data + `">`:        `<img src="data:image/gif;base64,…45-KB-not-shown">`,
		"[image1]: <data:image/png;base64," + data + ">":        "[image1]: <data:image/png;base64,…45-KB-not-shown>",
		"before\n\n" + wrapped.String() + "\nafter":             "before\nbase64…45-KB-not-shown\nafter",
		"blob " + data + " after":                               "blob base64…45-KB-not-shown after",
		"data:image/png;base64,iVBORw0KGgo=":                    "data:image/png;base64,iVBORw0KGgo=",
		strings.Repeat("abcdefghij", 1000):                      strings.Repeat("abcdefghij", 1000),
		"https://a.example/" + strings.Repeat("path/", 600):     "https://a.example/" + strings.Repeat("path/", 600),
	} {
		if got := visibleText(in); got != want {
			t.Errorf("%.60q reads %.200q, want %.80q", in, got, want)
		}
	}
}

// TestBeyondTheLimits: what is too deep or too long is plain text, complete.
func TestBeyondTheLimits(t *testing.T) {
	for name, note := range map[string]string{
		"quotes": strings.Repeat("> ", 40) + "deep", "numbers": strings.Repeat("1. ", 40) + "deep",
		"bullets":   strings.Repeat("- ", 40) + "deep",
		"staircase": nestedItems(30), "lines": strings.Repeat("- a\n", 10100) + "end",
	} {
		n := markdown.Parse(note)
		if n.Root != nil {
			t.Errorf("%s: there is a tree", name)
		}
		if string(n.Source) != note || visibleText(note) != note {
			t.Errorf("%s: text is lost", name)
		}
	}
	if markdown.Parse(nestedItems(8)).Root == nil {
		t.Error("eight lists within each other are no tree")
	}
}

// TestEmphasisIsNotDeep: marks in one paragraph are limited, since a browser's tree is.
func TestEmphasisIsNotDeep(t *testing.T) {
	note := strings.Repeat("*a ", 5000) + "b" + strings.Repeat(" c*", 5000)
	page := string(markdown.HTML(note))
	if n := strings.Count(page, "<em>"); n > 400 {
		t.Errorf("%d times emphasis", n)
	}
	if page = string(markdown.HTML("**a** " + strings.Repeat("x ", 100) + "**b**")); strings.Count(page, "<strong>") != 2 {
		t.Errorf("usual emphasis is lost: %s", page)
	}
}

// TestEmptyLinesAreFew: no note is pages of nothing.
func TestEmptyLinesAreFew(t *testing.T) {
	if got := string(markdown.Parse("a\n\n\nb" + strings.Repeat("\n", 100) + "c").Source); got != "a\n\n\nb\n\n\n\nc" {
		t.Errorf("%q", got)
	}
}

// TestTablesAreSmall: a table that is mostly what it implies stays text.
func TestTablesAreSmall(t *testing.T) {
	head := strings.Repeat("|a", 200) + "|\n" + strings.Repeat("|-", 200) + "|\n"
	for rows, want := range map[int]bool{20: true, 100: false} {
		if got := strings.Contains(string(markdown.HTML(head+strings.Repeat("|b|\n", rows))), "<table>"); got != want {
			t.Errorf("%d rows of 200 columns: a table: %v, want %v", rows, got, want)
		}
	}
}

func nestedItems(n int) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return strings.TrimSuffix(out.String(), "\n")
}

package reports_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"plumbline/reports"
	"plumbline/reports/format"
)

func renderHTML(t testing.TB, s reports.Source, preset reports.Preset, opt reports.ReportOptions) string {
	t.Helper()
	var out bytes.Buffer
	opt.Format = format.HTML
	if _, err := reports.Write(&out, s, preset, opt); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// shownText is what a reader of the file sees.
func shownText(t testing.TB, file string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode && n.Parent.Data != "style" {
			out.WriteString(n.Data + " ")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return out.String()
}

// The HTML file says what the PDF says, with the same id.
func TestHTMLSaysWhatThePDFSays(t *testing.T) {
	t.Parallel()
	s := leadershipSource(t)
	file := renderHTML(t, s, reports.Leadership, reports.ReportOptions{Classification: "Internal"})
	pdf, _ := renderLeadership(t, s, reports.ReportOptions{Classification: "Internal"})
	words, shown := pdfWords(t, pdf), shownText(t, file)
	id := reportID.FindStringSubmatch(words)
	if id == nil {
		t.Fatal("the PDF has no id")
	}
	wantTexts(t, shown, id[1], "Ada Lovelace", "overdue by 22 days", "What changed since milestone 2", "CISO",
		"6\u00a0000\u00a0EUR",
		"Next review", "1 Mar 2027", "1 fewer")
	numbers := regexp.MustCompile(`\d+ of \d+ questions?[^.]*\.`)
	for _, sentence := range numbers.FindAllString(words, -1) {
		wantTexts(t, shown, sentence)
	}
	if again := renderHTML(t, leadershipSource(t), reports.Leadership,
		reports.ReportOptions{Classification: "Internal"}); again != file {
		t.Error("equal sources give other bytes")
	}
	if full := shownText(t, renderHTML(t, s, reports.Architect, reports.ReportOptions{})); true {
		wantTexts(t, full, "Improvement plan", "Reviewed in two afternoons with everybody who is on call.", "Contents")
	}
}

// Whatever people typed, the file has no script, no address that a click should not open and nothing from elsewhere; it
// is well formed, its headings don't skip a level and each link inside it has a target.
func TestHTMLIsHarmlessAndWhole(t *testing.T) {
	t.Parallel()
	for seed := range uint64(16) {
		s := randomSource(t, seed)
		s.Workload.Name = `</title><script>alert(1)</script><img src=x onerror=alert(1)>`
		s.Workload.Notes = "[a](javascript:alert(1)) <script>alert(1)</script> ![x](https://example.com/x.png)"
		for _, preset := range reports.Presets {
			checkHTML(t, fmt.Sprintf("%s of seed %d", preset, seed),
				renderHTML(t, s, preset, reports.ReportOptions{Watermark: `"><b onclick=x>`}))
		}
	}
}

func checkHTML(t *testing.T, name, file string) {
	t.Helper()
	ids, links, level := map[string]int{}, map[string]bool{}, 0
	var open []string
	z := html.NewTokenizer(strings.NewReader(file))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		if kind == html.EndTagToken {
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("%s: </%s> ends %v", name, token.Data, open)
			}
			open = open[:len(open)-1]
			continue
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		switch token.Data {
		case "script", "img", "iframe", "link", "form", "object", "base":
			t.Errorf("%s: there is a %s", name, token.Data)
		case "h1", "h2", "h3", "h4", "h5", "h6":
			now := int(token.Data[1] - '0')
			if now > level+1 {
				t.Errorf("%s: after a heading of level %d comes %s", name, level, token.Data)
			}
			level = now
		}
		for _, a := range token.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s: <%s %s>", name, token.Data, a.Key)
			case a.Key == "id":
				if ids[a.Val]++; ids[a.Val] > 1 {
					t.Errorf("%s: the id %q is there twice", name, a.Val)
				}
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				links[a.Val[1:]] = true
			case a.Key == "href" && !regexp.MustCompile(`^(https?://|mailto:)`).MatchString(a.Val), a.Key == "src":
				t.Errorf("%s: a link leads to %q", name, a.Val)
			}
		}
		if kind == html.StartTagToken && !strings.Contains(" meta br hr ", " "+token.Data+" ") {
			open = append(open, token.Data)
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: %v are not ended", name, open)
	}
	for to := range links {
		if ids[to] == 0 {
			t.Errorf("%s: a link leads to #%s, which is not there", name, to)
		}
	}
}

package reports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	unsafe "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"plumbline/models/markdown/hostile"
	"plumbline/reports"
	"plumbline/reports/format"
	"plumbline/reports/jsonfile"
	"plumbline/reports/reportstest"
)

// renderAs makes a report as a file of a format, and fails the test if it can't or if a second one is another.
// REPORTS_KEEP names a directory that keeps it.
func renderAs(t testing.TB, s reports.Source, preset reports.Preset, f reports.Format,
	opt reports.ReportOptions) []byte {
	t.Helper()
	opt.Format = f
	var out, again bytes.Buffer
	for _, w := range []*bytes.Buffer{&out, &again} {
		if _, err := reports.Write(w, s, preset, opt); err != nil {
			t.Fatalf("%s to %s: %v", f, preset, err)
		}
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("%s to %s: the same data gives other bytes", f, preset)
	}
	if dir := os.Getenv("REPORTS_KEEP"); dir != "" {
		name := strings.ReplaceAll(fmt.Sprintf("%s-%s.%s", t.Name(), preset, f), "/", "-")
		if err := os.WriteFile(filepath.Join(dir, name), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// listNumber is what is in front of an item of a list, which other formats leave to whoever shows them.
// Words that only lead elsewhere are not looked for either, nor signs that others tell in words.
var listNumber = regexp.MustCompile(`^\s*(\d+[.)]|Contents|details|more|[○✓–])\s*$`)

// piecesOf are the stretches of text of an HTML file: each title, number, reason, and line of a note.
func piecesOf(t testing.TB, file string) (all []string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(file))
	skip := ""
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		switch {
		case kind == html.StartTagToken && (token.Data == "style" || token.Data == "title"):
			skip = token.Data
		case kind == html.EndTagToken && token.Data == skip:
			skip = ""
		case kind != html.TextToken || skip != "" || listNumber.MatchString(token.Data):
		case strings.TrimSpace(token.Data) != "":
			all = append(all, token.Data)
		}
	}
	return all
}

// readers give the text of a file, in reading order.
var readers = map[reports.Format]func(testing.TB, []byte) string{
	format.Word:  documentText,
	format.Excel: workbookText,
	format.JSON: func(t testing.TB, file []byte) string {
		var all struct{ Shape string }
		if err := json.Unmarshal(file, &all); err != nil || all.Shape != jsonfile.Shape {
			t.Fatalf("%v, shape %q", err, all.Shape)
		}
		var out strings.Builder
		sayValues(t, json.NewDecoder(bytes.NewReader(file)), "", &out)
		return out.String()
	},
	format.Markdown: func(t testing.TB, file []byte) string {
		var page bytes.Buffer
		reader := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(unsafe.WithUnsafe()))
		if err := reader.Convert(file, &page); err != nil {
			t.Fatal(err)
		}
		z := html.NewTokenizer(bytes.NewReader(page.Bytes()))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			if tag := z.Token().Data; kind == html.StartTagToken && !strings.Contains(" h1 h2 h3 h4 p ul ol li a strong em "+
				"code pre blockquote table thead tbody tr th td br hr ", " "+tag+" ") {
				t.Errorf("there is a <%s>", tag)
			}
		}
		return shownText(t, page.String())
	},
}

// hostileNotes are those that cost careless readers of Markdown the most, cut to a size that many tests can afford.
func hostileNotes() (all []string) {
	notes := hostile.LargestNotes()
	for _, name := range slices.Sorted(maps.Keys(notes)) {
		all = append(all, notes[name][:min(len(notes[name]), 3000)])
	}
	return all
}

// unsaid are members of a JSON file that say nothing to a reader.
var unsaid = map[string]bool{"kind": true, "style": true, "url": true, "place": true, "goto": true, "risk": true}

// sayValues writes the next value of a JSON file, which is that of a member, and what is in it.
func sayValues(t testing.TB, d *json.Decoder, member string, out *strings.Builder) {
	token, err := d.Token()
	if err != nil {
		t.Fatal(err)
	}
	if token != json.Delim('{') && token != json.Delim('[') {
		if !unsaid[member] {
			fmt.Fprint(out, token, " ")
		}
		return
	}
	for d.More() {
		if token == json.Delim('{') {
			name, err := d.Token()
			if err != nil {
				t.Fatal(err)
			}
			member = name.(string)
		}
		sayValues(t, d, member, out)
	}
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
}

// TestFormatsSayTheSame holds that each format says whatever the HTML file says: every title, note, reason and number,
// whatever people typed, in both presets.
func TestFormatsSayTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		sources := map[string]reports.Source{"random": randomSource(t, seed)}
		if seed == 0 {
			sources["full"] = auditedSource(t)
			sources["everything"] = reports.Source{Snapshot: oneQuestion(t, reportstest.Everything)}
			sources["hostile"] = reports.Source{Snapshot: withNotes(t, hostileNotes())}
		}
		for name, s := range sources {
			for _, preset := range reports.Presets {
				opt := reports.ReportOptions{Watermark: "Guest copy for Ines", Classification: "Internal"}
				pieces := piecesOf(t, renderHTML(t, s, preset, opt))
				for f, read := range readers {
					said := withoutSpace(read(t, renderAs(t, s, preset, f, opt)))
					missing := 0
					for _, piece := range pieces {
						if !strings.Contains(said, withoutSpace(piece)) {
							if missing++; missing < 4 {
								t.Errorf("%s %d as %s to %s lacks %.200q", name, seed, f, preset, piece)
							}
						}
					}
				}
			}
		}
	}
}

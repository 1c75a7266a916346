package reports_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"plumbline/models"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/csvfile"
	"plumbline/reports/format"
	"plumbline/reports/reportstest"
	"plumbline/reports/table"
)

// partsOf opens a zip file, and holds that each part is there once, that its checksum is right, and that XML can be
// read as such.
func partsOf(t testing.TB, file []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("the first part is %s", z.File[0].Name)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if parts[f.Name] != nil {
			t.Errorf("%s is there twice", f.Name)
		}
		parts[f.Name] = data
		if strings.HasSuffix(f.Name, ".xlsx") { // the values of a chart
			partsOf(t, data)
			continue
		}
		eachToken(t, f.Name, data, func(xml.Token) {})
	}
	return parts
}

// eachToken reads a part of XML.
func eachToken(t testing.TB, name string, data []byte, see func(xml.Token)) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		see(token)
	}
}

// runsOf is what the runs of a part say: the content of its elements t, with blanks for tabs and ends of lines.
func runsOf(t testing.TB, name string, data []byte) string {
	t.Helper()
	var out strings.Builder
	within := false
	eachToken(t, name, data, func(token xml.Token) {
		switch token := token.(type) {
		case xml.StartElement:
			within = token.Name.Local == "t"
		case xml.EndElement:
			if within = false; token.Name.Local != "t" {
				out.WriteByte(' ')
			}
		case xml.CharData:
			if within {
				out.Write(token)
			}
		}
	})
	return out.String()
}

// documentText is what the document of a word processor says, with what stands above and below its pages.
func documentText(t testing.TB, file []byte) string {
	t.Helper()
	parts := partsOf(t, file)
	all := ""
	for _, name := range []string{"word/header2.xml", "word/document.xml", "word/footer1.xml"} {
		all += runsOf(t, name, parts[name]) + "\n"
	}
	checkReferences(t, parts)
	return all
}

// workbookText is what the sheets of a workbook say. Dates are told as reports tell them.
func workbookText(t testing.TB, file []byte) string {
	t.Helper()
	parts := partsOf(t, file)
	var all strings.Builder
	for n := 1; parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", n)] != nil; n++ {
		name := fmt.Sprintf("xl/worksheets/sheet%d.xml", n)
		if !bytes.Contains(parts[name], []byte("<autoFilter ")) || !bytes.Contains(parts[name], []byte(`state="frozen"`)) {
			t.Errorf("%s has no filters, or its head moves", name)
		}
		value, text := false, ""
		eachToken(t, name, parts[name], func(token xml.Token) {
			switch token := token.(type) {
			case xml.StartElement:
				value = token.Name.Local == "v"
				if token.Name.Local == "f" {
					t.Errorf("%s has a formula", name)
				}
			case xml.EndElement:
				if token.Name.Local == "c" {
					all.WriteString(table.Unguard(text) + " ")
					text = ""
				}
				value = false
			case xml.CharData:
				text += string(token)
				if n, err := strconv.ParseFloat(string(token), 64); value && err == nil {
					day, _ := table.Moment(n, false)
					text += " " + labels.CalendarDay(day)
				}
			}
		})
	}
	return all.String()
}

// checkReferences holds that each link inside a document leads to a bookmark of it, each bookmark is there once, and
// each address outside is a web or mail address.
func checkReferences(t testing.TB, parts map[string][]byte) {
	t.Helper()
	marks, links := map[string]int{}, map[string]bool{}
	eachToken(t, "word/document.xml", parts["word/document.xml"], func(token xml.Token) {
		e, _ := token.(xml.StartElement)
		for _, a := range e.Attr {
			switch {
			case e.Name.Local == "bookmarkStart" && a.Name.Local == "name":
				marks[a.Value]++
			case e.Name.Local == "hyperlink" && a.Name.Local == "anchor":
				links[a.Value] = true
			}
		}
	})
	for name, n := range marks {
		if n > 1 {
			t.Errorf("the bookmark %s is there %d times", name, n)
		}
	}
	for name := range links {
		if marks[name] == 0 {
			t.Errorf("a link leads to %s, which is not there", name)
		}
	}
	eachToken(t, "relations", parts["word/_rels/document.xml.rels"], func(token xml.Token) {
		e, _ := token.(xml.StartElement)
		target, outside := "", false
		for _, a := range e.Attr {
			if a.Name.Local == "Target" {
				target = a.Value
			}
			outside = outside || a.Value == "External"
		}
		switch {
		case outside && !strings.HasPrefix(target, "http://") && !strings.HasPrefix(target, "https://") &&
			!strings.HasPrefix(target, "mailto:"):
			t.Errorf("a link leads to %q", target)
		case target != "" && !outside && parts["word/"+target] == nil:
			t.Errorf("there is no part %s", target)
		}
	})
}

// throughOffice opens a file in LibreOffice and gives it back as another sort of file. Without LibreOffice the test is
// skipped: CI has none.
func throughOffice(t *testing.T, file []byte, from, to string) []byte {
	t.Helper()
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("soffice is not installed")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "report."+from), file, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless",
		"--convert-to", to, "--outdir", filepath.Join(dir, "out"), filepath.Join(dir, "report."+from))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	end, _, _ := strings.Cut(to, ":")
	made, err := os.ReadFile(filepath.Join(dir, "out", "report."+end))
	if err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("REPORTS_KEEP"); keep != "" {
		name := strings.ReplaceAll(t.Name(), "/", "-") + "-" + from + "." + end
		if err := os.WriteFile(filepath.Join(keep, name), made, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return made
}

// LibreOffice opens the document, and what it prints has all of the text.
func TestDocumentsOpenInOffice(t *testing.T) {
	for preset, s := range map[reports.Preset]reports.Source{reports.Leadership: leadershipSource(t),
		reports.Architect: randomSource(t, 4)} {
		t.Run(string(preset), func(t *testing.T) {
			file := renderAs(t, s, preset, format.Word, reports.ReportOptions{Classification: "Internal",
				Watermark: "Guest copy for Ines"})
			printed := withoutSpace(pdfWords(t, throughOffice(t, file, "docx", "pdf")))
			for _, piece := range strings.Fields(documentText(t, file)) {
				if isLatin(piece) && !strings.Contains(printed, withoutSpace(piece)) {
					t.Errorf("the pages lack %q", piece)
				}
			}
		})
	}
}

// isLatin tells words of letters that every font has.
func isLatin(s string) bool {
	for _, r := range s {
		if r < '0' || r > 'z' {
			return false
		}
	}
	return true
}

// A note that no cell can hold goes on in the cell below, down to its last word, and LibreOffice opens the workbook.
func TestWorkbooksCutNothing(t *testing.T) {
	t.Parallel()
	words := make([]string, 0, 8000)
	for n := range cap(words) {
		words = append(words, fmt.Sprintf("word%d", n))
	}
	note := strings.Join(words, " ")[:64<<10]
	file := renderAs(t, reports.Source{Snapshot: oneQuestion(t, note)}, reports.Architect, format.Excel,
		reports.ReportOptions{})
	all := workbookText(t, file)
	if strings.Contains(all, "cut: a cell holds no more") {
		t.Error("a cell is cut")
	}
	for _, word := range strings.Fields(note) {
		at := strings.Index(all, word)
		if at < 0 && !strings.Contains(withoutSpace(all), word) {
			t.Fatalf("%q is missing", word)
		}
	}
	opened := string(throughOffice(t, file, "xlsx", `csv:Text - txt - csv (StarCalc):44,34,76,1`))
	if !strings.Contains(opened, "Checkout service") {
		t.Errorf("LibreOffice reads:\n%.2000s", opened)
	}
}

// Slides have a title each, their tables are real, what a slide has no room for is said, and LibreOffice shows them.
func TestSlides(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		s := randomSource(t, seed)
		if seed == 0 {
			s = leadershipSource(t)
		}
		file := renderAs(t, s, reports.Leadership, format.PowerPoint,
			reports.ReportOptions{Classification: "Internal", Watermark: "Guest copy for Ines"})
		parts := partsOf(t, file)
		all, n := "", 0
		for name := "ppt/slides/slide1.xml"; parts[name] != nil; name = fmt.Sprintf("ppt/slides/slide%d.xml", n+1) {
			text := runsOf(t, name, parts[name])
			n++
			all += text
			if !bytes.Contains(parts[name], []byte(`<p:ph type="title"/>`)) && !bytes.Contains(parts[name],
				[]byte(`<p:ph type="ctrTitle"/>`)) {
				t.Errorf("seed %d: slide %d has no title", seed, n)
			}
			wantTexts(t, text, "Guest copy for Ines", "Internal, Draft")
		}
		if n < 5 || n > 8 {
			t.Errorf("seed %d: %d slides", seed, n)
		}
		wantTexts(t, all, "Report to leadership", "Scorecard", "Who does what until when", "What leadership is asked for")
		page := renderHTML(t, s, reports.Leadership, reports.ReportOptions{})
		for _, said := range regexp.MustCompile(`<p class="(?:headline|lead)">(.*?)</p>`).FindAllStringSubmatch(page, -1) {
			wantTexts(t, all, html.UnescapeString(said[1]))
		}
		if items := len(s.Work.Items); items > 25 {
			wantTexts(t, all, fmt.Sprintf("25 of %d items are shown", items))
		}
		if seed == 0 {
			wantTexts(t, all, "Ada Lovelace", "1 Nov 2026", "overdue by 22 days", "CISO", "Trend", "M2")
		}
	}
	if _, err := reports.Write(io.Discard, leadershipSource(t), reports.Architect,
		reports.ReportOptions{Format: format.PowerPoint}); models.CodeOf(err) != models.CodeInvalid {
		t.Errorf("slides for architects: %v", err)
	}
}

func TestSlidesOpenInOffice(t *testing.T) {
	for name, s := range map[string]reports.Source{"full": leadershipSource(t), "random": randomSource(t, 4)} {
		t.Run(name, func(t *testing.T) {
			file := renderAs(t, s, reports.Leadership, format.PowerPoint, reports.ReportOptions{Classification: "Internal"})
			printed := withoutSpace(pdfWords(t, throughOffice(t, file, "pptx", "pdf")))
			for name, part := range partsOf(t, file) {
				if !strings.HasPrefix(name, "ppt/slides/slide") {
					continue
				}
				for _, piece := range strings.Fields(runsOf(t, name, part)) {
					if isLatin(piece) && !strings.Contains(printed, withoutSpace(piece)) {
						t.Errorf("the slides lack %q", piece)
					}
				}
			}
		})
	}
}

// The one table of a report has a row for each practice, and for leadership for each item; what begins like a formula
// is text, and what the report leaves out of a long list is said.
func TestReportsAsValues(t *testing.T) {
	t.Parallel()
	read := func(s reports.Source, preset reports.Preset) table.Sheet {
		file := renderAs(t, s, preset, format.CSV, reports.ReportOptions{Watermark: "Guest copy for Ines"})
		sheet, err := csvfile.Read(file, table.Limits{Lines: 10000, Columns: 20, Text: 1 << 24})
		if err != nil {
			t.Fatal(err)
		}
		if last := sheet.Header[len(sheet.Header)-1]; !strings.HasSuffix(last, " · Guest copy for Ines") {
			t.Errorf("the last column is %q", last)
		}
		return sheet
	}
	s := leadershipSource(t)
	s.Reviews[0].Doc.Pillars[0].Questions[2].Choices[1].Title = "=HYPERLINK(1)"
	practices := read(s, reports.Architect)
	if n, least := len(practices.Lines), 6*44; n < least {
		t.Errorf("%d practices, want at least %d", n, least)
	}
	found := false
	for _, l := range practices.Lines {
		found = found || strings.Contains(l.At(6).Text, "=HYPERLINK(1)")
	}
	if !found {
		t.Error("a practice is missing")
	}
	if items := read(s, reports.Leadership); len(items.Lines) != 3 || items.Lines[0].At(1).Text != "#1  Work on "+
		"Plan network so that it keeps working" {
		t.Errorf("the plan is %v", items)
	}
	changes := read(auditedSource(t), reports.Auditor)
	if n := len(changes.Lines); n != reports.MaxAnswerChanges+1 ||
		!strings.HasPrefix(changes.Lines[n-1].At(0).Text, "The newest 400 changes") {
		t.Errorf("the history has %d lines, the last of them %v", n, changes.Lines[n-1])
	}
	long := read(randomSource(t, 4), reports.Leadership)
	if n := len(long.Lines); n != 26 || !strings.HasPrefix(long.Lines[n-1].At(0).Text, "25 of ") {
		t.Errorf("the long plan has %d lines, the last of them %v", n, long.Lines[n-1])
	}
}

// Charts of documents and slides are native: each has the counts of the answers, the same in the workbook that is
// opened to edit it, and a description in words. Where a chart would be too large to be read, the table stands alone.
func TestNativeCharts(t *testing.T) {
	t.Parallel()
	s := leadershipSource(t)
	counts, value := s.Counts(), regexp.MustCompile(`<c:v>(\d+)</c:v>`)
	for f, folder := range map[reports.Format]string{format.Word: "word", format.PowerPoint: "ppt"} {
		parts := partsOf(t, renderAs(t, s, reports.Leadership, f, reports.ReportOptions{}))
		charts, described := 0, 0
		for name, part := range parts {
			if strings.HasPrefix(name, folder+"/document.xml") || strings.HasPrefix(name, folder+"/slides/slide") {
				described += strings.Count(string(part), `descr="Stacked bars. Questions by pillar`) +
					strings.Count(string(part), `descr="Lines. High and medium risks at each milestone. M1: 30 high, 9 medium`)
			}
			if !strings.HasPrefix(name, folder+"/charts/chart") {
				continue
			}
			charts++
			sum, inBook := 0, 0
			for _, n := range value.FindAllStringSubmatch(string(part), -1) {
				one, _ := strconv.Atoi(n[1])
				sum += one
			}
			book := partsOf(t, parts[folder+"/embeddings/"+strings.TrimSuffix(filepath.Base(name), ".xml")+".xlsx"])
			for _, n := range regexp.MustCompile(`<v>(\d+)</v>`).FindAllSubmatch(book["xl/worksheets/sheet1.xml"], -1) {
				one, _ := strconv.Atoi(string(n[1]))
				inBook += one
			}
			trend := 30 + 9 + 25 + 12 + counts.High + counts.Medium
			if sum != inBook || sum != counts.Total() && sum != trend {
				t.Errorf("%s of %s adds up to %d, and %d in its workbook", name, f, sum, inBook)
			}
		}
		if charts != 2 || described != 2 {
			t.Errorf("%s has %d charts, %d of them described", f, charts, described)
		}
	}
	book := partsOf(t, renderAs(t, s, reports.Leadership, format.Excel, reports.ReportOptions{}))
	charts, described := 0, 0
	for name, part := range book {
		if strings.HasPrefix(name, "xl/drawings/drawing") {
			described += strings.Count(string(part), `descr="Stacked bars. Questions by pillar`) +
				strings.Count(string(part), `descr="Lines. High and medium risks`)
		}
		if strings.HasPrefix(name, "xl/charts/chart") {
			charts++
			if !bytes.Contains(part, []byte("!$B$2:$B$7")) && !bytes.Contains(part, []byte("!$C$2:$C$4")) {
				t.Errorf("%s is not drawn from the cells:\n%s", name, part)
			}
		}
	}
	if charts != 2 || described != 2 {
		t.Errorf("the workbook has %d charts, %d of them described", charts, described)
	}
	many := make([]int, 10)
	for i := range many {
		many[i] = 1
	}
	var lenses []*q.Lens
	for range 5 {
		lenses = append(lenses, reportstest.Lens(t, reportstest.LensDocument(t, "A lens", many, 3)))
	}
	large := reports.Source{Snapshot: reportstest.Snapshot(lenses, reportstest.Mixed)}
	for name := range partsOf(t, renderAs(t, large, reports.Leadership, format.PowerPoint, reports.ReportOptions{})) {
		if strings.Contains(name, "chart") {
			t.Errorf("there is %s of 50 pillars", name)
		}
	}
}

// A report in a template has its styles, pages and heads, and all that the report says; nothing else of the file.
func TestReportsInATemplate(t *testing.T) {
	t.Parallel()
	file, err := reportstest.Zipped(reportstest.WordTemplate())
	if err != nil {
		t.Fatal(err)
	}
	s, opt := leadershipSource(t), reports.ReportOptions{Classification: "Internal", Watermark: "Guest copy for Ines"}
	plain := documentText(t, renderAs(t, s, reports.Leadership, format.Word, opt))
	opt.Template = file
	made := renderAs(t, s, reports.Leadership, format.Word, opt)
	parts := partsOf(t, made)
	text, all := runsOf(t, "document", parts["word/document.xml"]), ""
	for name, part := range parts {
		if strings.HasPrefix(name, "word/header") || strings.HasPrefix(name, "word/footer") {
			all += runsOf(t, name, part)
		}
		if strings.Contains(name, "vba") || bytes.Contains(part, []byte("Not this")) ||
			bytes.Contains(part, []byte("w:num=")) {
			t.Errorf("%s is taken of the template", name)
		}
	}
	wantTexts(t, all, "Example AG", "Internal", "Guest copy for Ines", "Page 1 of 1", "Draft")
	for _, word := range strings.Fields(plain) {
		if !strings.Contains(text+all, word) {
			t.Errorf("the document lacks %q", word)
		}
	}
	document, styles := string(parts["word/document.xml"]), string(parts["word/styles.xml"])
	for _, want := range []string{`<w:pStyle w:val="berschrift1"/>`, `<w:rStyle w:val="PlumblineLabel"/>`,
		`w:left="1800"`, `<w:pgSz w:w="12240"`} {
		if !strings.Contains(document, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
	if strings.Contains(document, `w:val="Heading1"`) || strings.Contains(styles, `w:styleId="Heading1"`) ||
		strings.Contains(styles, "numPr") || !strings.Contains(styles, `<w:color w:val="FF0000"/>`) ||
		strings.Count(styles, `w:default="1"`) != 1 {
		t.Errorf("the styles are %s", styles)
	}
	for _, used := range regexp.MustCompile(`<w:(?:pStyle|rStyle|tblStyle|basedOn) w:val="([^"]*)"`).FindAllStringSubmatch(
		document+styles, -1) {
		if !strings.Contains(styles, `w:styleId="`+used[1]+`"`) {
			t.Errorf("there is no style %q", used[1])
		}
	}
	for f, wrong := range map[reports.Format][]byte{format.PDF: file, format.Word: []byte("nothing")} {
		if _, err := reports.Write(io.Discard, s, reports.Leadership,
			reports.ReportOptions{Format: f, Template: wrong}); models.CodeOf(err) != models.CodeInvalid {
			t.Errorf("%s: %v", f, err)
		}
	}
	printed := withoutSpace(pdfWords(t, throughOffice(t, made, "docx", "pdf")))
	for _, want := range []string{"ExampleAG", "GuestcopyforInes", "Questionsbypillar"} {
		if !strings.Contains(printed, want) {
			t.Errorf("the pages lack %s", want)
		}
	}
}

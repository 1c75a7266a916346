package reports_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/reportstest"
)

func oneQuestion(t testing.TB, notes string) models.Snapshot {
	lens := reportstest.Lens(t, reportstest.LensDocument(t, "Lens", []int{1}, 3))
	return reportstest.Snapshot([]*q.Lens{lens}, func(_, _ int, of *q.Question) models.AnswerFields {
		return models.AnswerFields{Applicable: true, Notes: notes, Choices: reportstest.Select(of.Choices[2].ID)}
	})
}

func TestScripts(t *testing.T) {
	for name, note := range map[string]string{
		"greek": reportstest.Greek, "cyrillic": reportstest.Cyrillic, "vietnamese": reportstest.Vietnamese,
		"symbols":               reportstest.Symbol,
		"decomposed vietnamese": norm.NFD.String(reportstest.Vietnamese),
	} {
		t.Run(name, func(t *testing.T) {
			pdf, warnings := renderPDF(t, oneQuestion(t, note), reports.ReportOptions{})
			if len(warnings) > 0 {
				t.Errorf("warnings: %v", warnings)
			}
			checkPDF(t, pdf)
			wantTexts(t, pdfWords(t, pdf), norm.NFC.String(note))
		})
	}
}

func TestVietnameseAlphabet(t *testing.T) {
	var letters strings.Builder
	for _, base := range "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" {
		for _, tone := range []string{"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"} {
			letters.WriteString(string(base) + tone)
		}
	}
	letters.WriteString("dđDĐ₫")
	for form, note := range map[string]string{"composed": norm.NFC.String(letters.String()),
		"decomposed": norm.NFD.String(letters.String())} {
		pdf, warnings := renderPDF(t, oneQuestion(t, note), reports.ReportOptions{})
		if len(warnings) > 0 {
			t.Errorf("%s: %v", form, warnings)
		}
		wantTexts(t, pdfWords(t, pdf), norm.NFC.String(note))
		if fonts := runPDFTool(t, pdf, "pdffonts", "FILE"); strings.Contains(fonts, "dejavu") {
			t.Errorf("%s: the main font lacks letters", form)
		}
	}
}

func TestWhatFontsLackIsShownAndListed(t *testing.T) {
	for name, c := range map[string]struct{ note, script, point string }{
		"chinese": {reportstest.Chinese, "Han", "U+5907"},
		"emoji":   {reportstest.Emoji, "Symbols and emoji", "U+1F389"},
		"tamil":   {"வணக்கம்", "Tamil", "U+0BB5"},
		"bengali": {"নমস্কার", "Bengali", "U+09A8"},
		"control": {"a\x07b", "Control characters", "U+0007"},
		"bidi":    {"a\u202Eb", "Control characters", "U+202E"},
	} {
		t.Run(name, func(t *testing.T) {
			pdf, warnings := renderPDF(t, oneQuestion(t, "before "+c.note+" after"), reports.ReportOptions{})
			checkPDF(t, pdf)
			if len(warnings) != 1 || warnings[0].Where != "Notes of question 1.1" ||
				!strings.Contains(warnings[0].Message, c.script) || !strings.Contains(warnings[0].Message, c.point) {
				t.Fatalf("warnings: %v", warnings)
			}
			all := pdfWords(t, pdf)
			wantTexts(t, all, "Characters this report could not show", warnings[0].Where, c.point, "before", "after")
		})
	}
	pdf, _ := renderPDF(t, oneQuestion(t,
		reportstest.Chinese+" and "+reportstest.Emoji+"\n\n"+reportstest.Arabic+"\n\n"+reportstest.Hindi),
		reports.ReportOptions{})
	wantTexts(t, pdfWords(t, pdf),
		append(strings.Fields(reportstest.Arabic+" "+reportstest.Hindi), reportstest.Chinese, "🎉")...)
}

func TestOneWarningForEachField(t *testing.T) {
	s := oneQuestion(t, reportstest.Chinese)
	s.Workload.Name, s.Workload.Notes, s.WorkspaceName = "倉 workload", reportstest.Chinese, "\xff\xfe"
	s.Reviews[0].Review.Notes = "வணக்கம்"
	_, warnings := renderPDF(t, s, reports.ReportOptions{})
	seen := map[string]int{}
	for _, w := range warnings {
		seen[w.Where]++
	}
	for _, where := range []string{"Workload name", "Notes of the workload", "Workspace name",
		"Notes of question 1.1", "Notes of the review of Lens"} {
		if seen[where] != 1 {
			t.Errorf("%q has %d warnings: %v", where, seen[where], warnings)
		}
	}
	if len(warnings) != 5 {
		t.Errorf("%d warnings: %v", len(warnings), warnings)
	}
}

func TestMarkdown(t *testing.T) {
	pdf, _ := renderPDF(t, oneQuestion(t, reportstest.Everything), reports.ReportOptions{})
	checkPDF(t, pdf)
	wantTexts(t, pdfWords(t, pdf), "Heading & more", reportstest.Script, "inline <b>bold</b> &amp; code <x> text "+
		"(http://example.com/a_b) “the title”",
		"js (javascript:alert(1))", "https://auto.example/x", "bare https://bare.example/path?q=1 and ops@example.com",
		`[ref]: https://defined.example/only "hidden"`, "Image: picture (https://img.example/p.png)",
		"<!-- a comment --> <pre> raw </pre>",
		"go func main() {", `println("├ tab")`, "a b one two", "quoted deeper", "1. one",
		"2. two – nested – more nested", "10. ten",
		"indented code", "– star – list", reportstest.Symbol)
	plain := runPDFTool(t, pdf, "qpdf", "--qdf", "--object-streams=disable", "FILE", "-")
	for _, want := range []string{"(http://example.com/a_b)", "(https://auto.example/x)",
		"(https://bare.example/path?q=1)", "(mailto:ops@example.com)"} {
		if !strings.Contains(plain, "/URI "+want) {
			t.Errorf("no link to %s", want)
		}
	}
	if strings.Contains(plain, "/URI (javascript") {
		t.Error("a script is clickable")
	}
}

func TestLongTexts(t *testing.T) {
	for name, note := range map[string]string{
		"64 KB note":        strings.Repeat("All of it is printed, down to the last word. ", 1500)[:64<<10],
		"10,000 characters": strings.Repeat("abcdefghij", 1000),
		"long code":         "`" + strings.Repeat("0123456789", 500) + "`",
		"long URL":          "https://example.com/" + strings.Repeat("path/", 600),
		"many lines":        strings.Repeat("- item\n", 9000)[:60000],
		"wide characters":   strings.Repeat("汉", 20000),
	} {
		t.Run(name, func(t *testing.T) {
			s := oneQuestion(t, note)
			pdf, _ := renderPDF(t, s, reports.ReportOptions{Paper: reports.PaperLetter})
			checkPDF(t, pdf)
			want := strings.Trim(strings.ReplaceAll(note, "- ", "– "), "`")
			wantTexts(t, bodyText(pdfWords(t, pdf), "Checkout service", "Lens", "Live state, 23 Nov 2026, 10:42 UTC",
				"Checkout service Lens"), want)
			checkMargins(t, pdf)
		})
	}
}

// checkMargins fails for a word that reaches over the margins.
func checkMargins(t *testing.T, pdf []byte) {
	t.Helper()
	const margin, width = 0.87 * 51.0, 612.0
	for l := range strings.Lines(runPDFTool(t, pdf, "pdftotext", "-bbox", "FILE", "-")) {
		var x0, y0, x1, y1 float64
		const word = `    <word xMin="%f" yMin="%f" xMax="%f" yMax="%f">`
		if n, _ := fmt.Sscanf(l, word, &x0, &y0, &x1, &y1); n == 4 && (x0 < margin-1 || x1 > width-margin+1) {
			t.Fatalf("over the margin: %s", l)
		}
	}
}

package reports_test

import (
	"regexp"
	"strings"
	"testing"

	"plumbline/reports"
	"plumbline/reports/reportstest"
)

// TestNoHeadingAlone holds every page's last line against the titles of the report.
func TestNoHeadingAlone(t *testing.T) {
	number := regexp.MustCompile(`^(\d+(\.\d+)? |[A-Z][a-z]+ risk: \d|Still open)`)
	for _, paper := range []reports.PaperSize{reports.PaperA4, reports.PaperLetter} {
		for notes := range 4 {
			s := reportstest.Full(t)
			for i := range s.Reviews[0].Answers {
				s.Reviews[0].Answers[i].Notes = strings.Repeat("one more line\n\n", 1+(i*7+notes*5)%45)
			}
			pdf, _ := renderPDF(t, s, reports.ReportOptions{Paper: paper})
			for i, page := range strings.Split(pdfWords(t, pdf), "\f") {
				lines := strings.Split(strings.TrimSpace(bodyText(page, "Checkout service Framework lens",
					"Checkout service")), "\n")
				last := lines[len(lines)-1]
				if i > 3 && !strings.Contains(page, "Still open") && (number.MatchString(last) &&
					!strings.Contains(last, "page ") || strings.HasPrefix(last, "How do you")) {
					t.Errorf("paper %v: page %d ends with the heading %q", paper, i+1, last)
				}
			}
		}
	}
}

// TestQuestionsStayWhole: a short question is not torn in two, so its number and its last row are on one page.
func TestQuestionsStayWhole(t *testing.T) {
	pdf, _ := renderPDF(t, reportstest.Full(t), reports.ReportOptions{})
	pages := strings.Split(pdfWords(t, pdf), "\f")
	for i, page := range pages {
		lines := strings.Split(strings.TrimSpace(bodyText(page, "Checkout service Framework lens")), "\n")
		if strings.HasPrefix(lines[0], "Notes ") || strings.HasPrefix(lines[0], "Last updated") ||
			strings.HasPrefix(lines[0], "Selected") {
			t.Errorf("page %d starts in the middle of a question: %q", i+1, lines[0])
		}
	}
}

func TestChartIsWorstFirst(t *testing.T) {
	pdf, _ := renderPDF(t, reportstest.Full(t), reports.ReportOptions{})
	page := strings.Split(pdfWords(t, pdf), "\f")[1]
	at := -1
	for _, row := range []string{"3 Reliability", "1 Operational excellence", "5 Cost optimization", "2 Security",
		"6 Sustainability", "4 Performance efficiency"} {
		next := indexOf(page, row)
		if next <= at {
			t.Errorf("%q is at %d, after %d", row, next, at)
		}
		at = next
	}
}

// TestStandInsAreDrawn looks into the page itself: a frame for each character, with the character behind it.
func TestStandInsAreDrawn(t *testing.T) {
	pdf, _ := renderPDF(t, oneQuestion(t, "x 备份 y 🎉 z"), reports.ReportOptions{})
	plain := runPDFTool(t, pdf, "qpdf", "--qdf", "--object-streams=disable", "FILE", "-")
	for meant, drawn := range map[string]string{"feff59074efd": "25af25af", "feffd83cdf89": "25af"} {
		found := regexp.MustCompile(`/ActualText <` + meant +
			`>>> BDC\nBT [^<]*<(.*?)> Tj ET\nEMC`).FindStringSubmatch(plain)
		if found == nil || found[1] != drawn {
			t.Errorf("%s is drawn as %q", meant, found)
		}
	}
}

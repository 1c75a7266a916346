package reports_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"plumbline/models"
	q "plumbline/questionnaires"
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

// The title of a question, why it has its risk and how to lower that are on one page.
func TestQuestionsBeginWhole(t *testing.T) {
	risk := regexp.MustCompile(`^(High risk|Medium risk|No risk|Unanswered|Undecided|To lower it) `)
	pdf, _ := renderPDF(t, reportstest.Full(t), reports.ReportOptions{})
	pages := strings.Split(pdfWords(t, pdf), "\f")
	for i, page := range pages[3 : len(pages)-2] {
		lines := strings.Split(strings.TrimSpace(bodyText(page, "Checkout service Framework lens")), "\n")
		if risk.MatchString(lines[0]) {
			t.Errorf("page %d starts in the middle of a question: %q", i+4, lines[0])
		}
	}
}

// notedFramework is a review by the framework's lens with a note on each choice that was answered and on most
// questions.
func notedFramework(t testing.TB) (s models.Snapshot, noted int) {
	s = reportstest.Snapshot([]*q.Lens{builtinLens(t, "wellarchitected")}, func(p, n int,
		of *q.Question) models.AnswerFields {
		a := reportstest.Mixed(p, n, of)
		if a.Notes != "" {
			noted++
		}
		for i := range a.Choices {
			noted++
			a.Choices[i].Notes = fmt.Sprintf("Note %d: checked with the team on call, the runbook was found and is up to date.",
				noted)
		}
		return a
	})
	return s, noted
}

// A review of all 57 questions with 193 notes once had 59 pages. What is said is the same, on half of them.
func TestArchitectReportIsShort(t *testing.T) {
	s, noted := notedFramework(t)
	pdf, _ := renderPDF(t, s, reports.ReportOptions{})
	pages := strings.Split(strings.TrimSuffix(pdfWords(t, pdf), "\f"), "\f")
	if len(pages) > 29 {
		t.Errorf("%d pages for %d notes", len(pages), noted)
	}
	all := withoutSpace(strings.Join(pages, ""))
	for n := range noted {
		if note := fmt.Sprintf("Note%d:checkedwiththeteam", n+1); strings.Count(all, note) > 1 {
			t.Errorf("%q is told twice", note)
		}
	}
	for _, plan := range pages[2:4] {
		wantTexts(t, plan, "Practice", "Effort", "Impact")
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

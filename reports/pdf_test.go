package reports_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/improvement"
	"plumbline/reports/reportstest"
)

func TestFullReview(t *testing.T) {
	s := reportstest.Full(t)
	pdf, warnings := renderPDF(t, s, reports.ReportOptions{})
	if !bytes.HasPrefix(pdf, []byte("%PDF-1.7\n")) || !bytes.HasSuffix(pdf, []byte("%%EOF\n")) {
		t.Error("the file does not look like a PDF")
	}
	if len(warnings) > 0 {
		t.Errorf("warnings: %v", warnings)
	}
	if bytes.Contains(pdf, []byte(" Tj ET")) {
		t.Error("a page is not compressed")
	}
	checkPDF(t, pdf)
	all := pdfWords(t, pdf)
	for _, a := range s.Reviews[0].Answers {
		_, question := s.Reviews[0].Doc.Question(a.QuestionID)
		for _, c := range question.Choices {
			if !c.NoneOfThese() {
				wantTexts(t, all, c.Title)
			}
		}
	}
	wantTexts(t, all, q.ScoreFormula, "Reviewed in two afternoons", "Security was reviewed first.",
		"Practice 6 of P2Q3 is agreed")
	if n := strings.Count(withoutSpace(all),
		withoutSpace("Break-glass user ops-emergency still has a key")); n != countNotes(s) {
		t.Errorf("%d notes in the report, %d in the snapshot", n, countNotes(s))
	}
}

func countNotes(s models.Snapshot) (n int) {
	for _, a := range s.Reviews[0].Answers {
		if a.Notes != "" {
			n++
		}
	}
	return n
}

func TestPageNumbers(t *testing.T) {
	pdf, _ := renderPDF(t, reportstest.Full(t), reports.ReportOptions{})
	pages := strings.Split(strings.TrimSuffix(pdfWords(t, pdf), "\f"), "\f")
	for i, page := range pages {
		if want := fmt.Sprintf("Page %d of %d", i+1, len(pages)); !strings.Contains(page, want) {
			t.Errorf("page %d does not say %q", i+1, want)
		}
		if head := strings.Contains(page, "Checkout service Framework lens"); head != (i > 0) {
			t.Errorf("page %d: running head %v", i+1, head)
		}
	}
	starts := map[string]string{"Summary": "2", "Improvement plan": "3"}
	for title, want := range starts {
		if found := regexp.MustCompile(`(?m)^(\d+) ` + title + `$`).FindStringSubmatch(pages[2]); found == nil ||
			found[1] != want {
			t.Errorf("contents: %q on page %v, want %s", title, found, want)
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^(\d+) (\d  \w.*|\d \w.*)$`).FindAllStringSubmatch(pages[2], -1) {
		var n int
		if _, err := fmt.Sscan(m[1], &n); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(withoutSpace(pages[n-1]), withoutSpace(m[2])) {
			t.Errorf("contents: %q is not on page %d", m[2], n)
		}
	}
}

func TestSummaryIsOnePage(t *testing.T) {
	for _, paper := range []reports.PaperSize{reports.PaperA4, reports.PaperLetter} {
		for _, lenses := range []int{1, 3} {
			var all []*q.Lens
			for range lenses {
				doc := reportstest.LensDocument(t, strings.Repeat("Long lens name ", 8), []int{3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, 5)
				doc = bytes.ReplaceAll(doc, []byte("Operational excellence"), []byte(strings.Repeat("Operational ",
					10)))
				all = append(all, reportstest.Lens(t, doc))
			}
			pdf, _ := renderPDF(t, reportstest.Snapshot(all, reportstest.Mixed), reports.ReportOptions{Paper: paper})
			pages := strings.Split(pdfWords(t, pdf), "\f")
			if !strings.Contains(pages[1], "Summary") || !strings.Contains(pages[2], "Contents") {
				t.Errorf("paper %v, %d lenses: the summary does not fit page 2", paper, lenses)
			}
			if lenses == 3 && !regexp.MustCompile(`\b\d+ of 30 pillars shown`).MatchString(pages[1]) {
				t.Error("the chart leaves pillars out without saying so")
			}
		}
	}
}

func TestSameBytes(t *testing.T) {
	s := reportstest.Full(t)
	s.Workload.Notes = reportstest.Everything
	first, _ := renderPDF(t, s, reports.ReportOptions{})
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			var out bytes.Buffer
			if _, err := reports.PDF(&out, s, reports.ReportOptions{}); err != nil {
				t.Error(err)
			} else if !bytes.Equal(out.Bytes(), first) {
				t.Error("the same snapshot gave other bytes")
			}
		})
	}
	wg.Wait()
	s.At = s.At.AddDate(0, 0, 1)
	if later, _ := renderPDF(t, s, reports.ReportOptions{}); bytes.Equal(later, first) {
		t.Error("another moment gave the same bytes")
	}
}

func TestOutlineAndLinks(t *testing.T) {
	s := reportstest.Full(t)
	pdf, _ := renderPDF(t, s, reports.ReportOptions{})
	info := runPDFTool(t, pdf, "qpdf", "--json", "--json-key=outlines", "FILE")
	for _, want := range []string{"Cover", "Summary", "Contents", "Workload properties", "Improvement plan",
		"Framework lens", "2  Security", "2.2  How do"} {
		if !strings.Contains(info, `"title": "`+want) {
			t.Errorf("the outline lacks %q", want)
		}
	}
	plain := runPDFTool(t, pdf, "qpdf", "--qdf", "--object-streams=disable", "FILE", "-")
	p, err := improvement.Derive(s, "")
	if err != nil {
		t.Fatal(err)
	}
	practices := 0
	for _, e := range p.Entries {
		for _, pr := range e.Practices {
			practices += len(pr.Links)
		}
	}
	uris := strings.Count(plain, "/URI (https://docs.example.com/lens/")
	if uris < practices || practices == 0 {
		t.Errorf("%d links to improvements, want at least %d", uris, practices)
	}
	if inside := strings.Count(plain, "/Dest ["); inside < 2*len(p.Entries)+57 {
		t.Errorf("only %d places are linked", inside)
	}
	for _, want := range []string{"/Lang (en)", "/DisplayDocTitle true", "/Creator"} {
		if !strings.Contains(plain, want) {
			t.Errorf("the file lacks %q", want)
		}
	}
}

func TestOneLens(t *testing.T) {
	a, b := reportstest.Lens(t, reportstest.LensDocument(t, "First lens", []int{2}, 3)),
		reportstest.Lens(t, reportstest.LensDocument(t, "Second lens", []int{2}, 3))
	s := reportstest.Snapshot([]*q.Lens{a, b}, reportstest.Mixed)
	both, _ := renderPDF(t, s, reports.ReportOptions{})
	wantTexts(t, pdfWords(t, both), "A1.2", "B1.2", "First lens", "Second lens")
	one, _ := renderPDF(t, s, reports.ReportOptions{Lens: "lens-1"})
	all := pdfWords(t, one)
	wantTexts(t, all, "B1.2", "Second lens")
	if strings.Contains(all, "A1.2") || strings.Contains(all, "First lens") {
		t.Error("the other lens is in the report")
	}
	if _,
		err := reports.PDF(io.Discard, s, reports.ReportOptions{Lens: "nope"}); models.CodeOf(err) != models.CodeNotFound {
		t.Errorf("an unknown lens gave %v", err)
	}
}

func TestVerdicts(t *testing.T) {
	lens := reportstest.Lens(t, reportstest.LensDocument(t, "Small lens", []int{2, 1}, 3))
	every := func(f models.AnswerFields) reportstest.Answering {
		return func(_, _ int, of *q.Question) models.AnswerFields {
			out := f
			out.Choices = nil
			for _, c := range f.Choices {
				c.ChoiceID = of.ID + c.ChoiceID
				out.Choices = append(out.Choices, c)
			}
			return out
		}
	}
	yes := models.AnswerFields{Applicable: true}
	with := func(ids ...string) models.AnswerFields { f := yes; f.Choices = reportstest.Select(ids...); return f }
	for _, c := range []struct {
		name  string
		snap  models.Snapshot
		wants []string
	}{
		{"empty", reportstest.Snapshot([]*q.Lens{lens}, every(yes)), []string{
			"Nothing is answered yet: 3 questions are open.",
			"Still open: 3 questions", "0 of 3 questions"}},
		{"high", reportstest.Snapshot([]*q.Lens{lens}, every(with("_2"))), []string{
			"3 of 3 questions carry a high risk.",
			"to put in place, of 3 questions", "2 of them in Operational excellence."}},
		{"medium", reportstest.Snapshot([]*q.Lens{lens}, every(with("_0"))),
			[]string{"No high risk; 3 questions carry a medium one.", "to put in place, of 3 questions"}},
		{"none", reportstest.Snapshot([]*q.Lens{lens}, every(with("_0", "_1"))), []string{"No risk is left",
			"Nothing to improve: no question carries"}},
		{"all not applicable", reportstest.Snapshot([]*q.Lens{lens}, every(models.AnswerFields{Reason: models.OutOfScope})),
			[]string{"None of the questions applies", "Reason: out of scope.", "no question applies"}},
		{"no lenses", reportstest.Snapshot(nil, nil), []string{"No lens has been applied to this workload yet.",
			"Nothing to improve"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			pdf, warnings := renderPDF(t, c.snap, reports.ReportOptions{})
			checkPDF(t, pdf)
			wantTexts(t, pdfWords(t, pdf), c.wants...)
			if len(warnings) > 0 {
				t.Errorf("warnings: %v", warnings)
			}
		})
	}
}

func TestMilestoneAndDates(t *testing.T) {
	s := reportstest.Full(t)
	s.Milestone = &models.Milestone{Number: 3, Name: "Second quarter", CreatedAt: reportstest.At}
	pdf, _ := renderPDF(t, s, reports.ReportOptions{})
	wantTexts(t, pdfWords(t, pdf), "Milestone 3: Second quarter", "23 Nov 2026, 10:42 UTC")
	for _, key := range []string{"/CreationDate ", "/ModDate "} {
		if !bytes.Contains(pdf, []byte(key+"(D:20261123104207Z)")) {
			t.Errorf("%s is not the snapshot's time", key)
		}
	}
	s.At, s.Milestone = s.At.AddDate(-2000, 0, 0), nil
	if _, err := reports.PDF(io.Discard, s, reports.ReportOptions{}); err != nil {
		t.Error(err)
	}
	var zero models.Snapshot
	a, _ := renderPDF(t, zero, reports.ReportOptions{})
	b, _ := renderPDF(t, zero, reports.ReportOptions{})
	if !bytes.Equal(a, b) {
		t.Error("a snapshot without a date follows the clock")
	}
}

type full1 struct{ left int }

func (f *full1) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return f.left, errors.New("disk full")
	}
	return len(p), nil
}

func TestWriteError(t *testing.T) {
	if _, err := reports.PDF(&full1{100}, reportstest.Full(t), reports.ReportOptions{}); err == nil ||
		!strings.Contains(err.Error(), "disk full") {
		t.Errorf("got %v", err)
	}
	s := reportstest.Full(t)
	s.Reviews[0].Doc = nil
	var out bytes.Buffer
	if _, err := reports.PDF(&out, s, reports.ReportOptions{}); err == nil || out.Len() > 0 {
		t.Errorf("a review without questions gave %v and %d bytes", err, out.Len())
	}
}

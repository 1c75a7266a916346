package portfolio_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/figures"
	"plumbline/models/portfolio"
	q "plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
	"plumbline/reports"
)

// fleet is a portfolio of so many workloads with the framework's lens: of each third one nothing is answered.
func fleet(workloads int, name func(int) string) portfolio.Portfolio {
	framework, _ := builtin.LensByKey("wellarchitected")
	doc, lens := framework.Parse(), models.Lens{ID: "l", Key: "wellarchitected", Name: "Framework"}
	p := portfolio.Portfolio{At: time.Date(2026, 11, 30, 20, 0, 0, 0, time.UTC), Today: "2026-11-30",
		Spaces: []portfolio.Space{{ID: "s", Name: "Fleet"}}, Lenses: []portfolio.LensUse{{Lens: lens, Workloads: workloads}},
		Map: portfolio.HeatMap{Lens: lens}, Items: &portfolio.Items{Active: 7, Overdue: 2, Ages: [4]int{1, 2, 3, 1},
			Costs: []portfolio.Cost{{Currency: "EUR", Build: 12_000, Run: 30}}}}
	for _, pillar := range doc.Pillars {
		p.Map.Pillars = append(p.Map.Pillars, portfolio.Pillar{ID: pillar.ID, Name: pillar.Name})
	}
	for n := range workloads {
		row := portfolio.HeatRow{Workload: n}
		for i, pillar := range doc.Pillars {
			c := q.RiskCounts{Unanswered: len(pillar.Questions)}
			if n%3 > 0 {
				c = q.RiskCounts{High: (n + i) % 4, Medium: n % 2, None: 3, Unanswered: i % 2}
			}
			row.Cells, row.Counts = append(row.Cells, c), row.Counts.Plus(c)
			p.Map.Pillars[i].Counts = p.Map.Pillars[i].Counts.Plus(c)
		}
		p.Workloads = append(p.Workloads, portfolio.Workload{ID: fmt.Sprint(n), Name: name(n), Counts: row.Counts,
			Workspace: "Fleet", ReviewOwner: "Owner of " + name(n), NextReviewOn: []string{"", "2026-11-01"}[n%2]})
		p.Map.Rows, p.Counts = append(p.Map.Rows, row), p.Counts.Plus(row.Counts)
	}
	pillar := doc.Pillars[1]
	for n, question := range pillar.Questions[:min(workloads, 5)] {
		p.Practices = append(p.Practices, portfolio.Practice{Lens: lens, Pillar: pillar, Question: question,
			Choice: question.Choices[0], Missing: 9 - n, Of: 10, High: 5 - n, Medium: 4})
		p.Questions = append(p.Questions, portfolio.Question{Lens: lens, Pillar: pillar, Question: question, High: 5 - n,
			Medium: 1, Of: 10})
		p.Oldest = append(p.Oldest, portfolio.OldRisk{WorkloadID: fmt.Sprint(n), Workload: name(n), Lens: lens,
			Question: question, Since: p.At.AddDate(0, -n-1, 0)})
	}
	p.Unmet = 40
	for n := range min(workloads, 15) {
		p.Trend.Points = append(p.Trend.Points, figures.Point{Day: figures.AddDays("2026-08-17", 7*n), Items: true,
			Workloads: n, Figures: figures.Figures{Counts: q.RiskCounts{High: 40 - n, Medium: n, None: 9}}})
	}
	return p
}

func written(t testing.TB, p portfolio.Portfolio, f reports.Format) (string, []reports.RenderWarning) {
	t.Helper()
	var out bytes.Buffer
	warnings, err := reports.WritePortfolio(&out, p, reports.ReportOptions{Format: f, Classification: "Internal"})
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return out.String(), warnings
}

// Every format can be made of nothing and of much, the same data give the same bytes, and none is empty.
func TestPortfoliosInEveryFormat(t *testing.T) {
	for _, workloads := range []int{0, 1, 3, 120} {
		p := fleet(workloads, func(n int) string { return fmt.Sprint("Workload ", n) })
		for _, f := range reports.PortfolioFormats() {
			first, _ := written(t, p, f)
			later := p
			later.At = p.At.Add(time.Hour)
			if again, _ := written(t, later, f); first != again {
				t.Errorf("%s of %d workloads: other bytes", f, workloads)
			}
			if len(first) < 40 {
				t.Errorf("%s of %d workloads: %q", f, workloads, first)
			}
		}
	}
	for _, f := range []reports.Format{"pptx", "oscal-ar"} {
		if _, err := reports.WritePortfolio(&bytes.Buffer{}, fleet(1, func(int) string { return "W" }),
			reports.ReportOptions{Format: f}); models.CodeOf(err) != models.CodeInvalid {
			t.Errorf("%s: %v", f, err)
		}
	}
}

// What is told: every workload with each of its counts, what they lack, the oldest risks, items and their cost.
func TestWhatPortfoliosSay(t *testing.T) {
	p := fleet(40, func(n int) string { return fmt.Sprintf("Λ%d 決済 <b>&\"'", n) })
	text, _ := written(t, p, "md")
	for n := range 40 {
		if !strings.Contains(text, fmt.Sprintf("Λ%d 決済", n)) {
			t.Errorf("workload %d is missing", n)
		}
	}
	for _, part := range []string{"26 of 40 workloads carry high risks", "14 workloads were never reviewed", "2 overdue",
		"9 of 10", "The 5 most common of 40 are shown", p.Practices[0].Choice.Title, "12 000 EUR", "Internal",
		"The last 12 of 15 weeks are shown"} {
		if !strings.Contains(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text), part) {
			t.Errorf("%q is missing in\n%s", part, text)
		}
	}
	if got := strings.Count(text, "never reviewed"); got < 7 {
		t.Errorf("%d workloads are told as never reviewed", got)
	}
	if _, warnings := written(t, p, "pdf"); len(warnings) == 0 {
		t.Error("a PDF without a font for a script says nothing of it")
	}
	values, _ := written(t, p, "csv")
	if lines := strings.Count(values, "\n"); lines < 41 {
		t.Errorf("the table has %d lines", lines)
	}
}

// A PDF on 1,000 workloads, and one on 100.
func BenchmarkPortfolioPDF(b *testing.B) {
	for _, workloads := range []int{100, 1000} {
		p := fleet(workloads, func(n int) string { return fmt.Sprint("Workload ", n) })
		b.Run(fmt.Sprint(workloads), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				written(b, p, "pdf")
			}
		})
	}
}

// The look of the workspace is on the report.
func TestPortfoliosHaveTheLookOfTheWorkspace(t *testing.T) {
	p := fleet(2, func(n int) string { return fmt.Sprint("Workload ", n) })
	var plain, dressed bytes.Buffer
	var look branding.Look
	for _, out := range []*bytes.Buffer{&plain, &dressed} {
		if _, err := reports.WritePortfolio(out, p, reports.ReportOptions{Format: "html", Look: look}); err != nil {
			t.Fatal(err)
		}
		look.Brand.PrimaryColor, look.Brand.Footer = "#7a1f3d", "For the board"
	}
	if text := dressed.String(); !strings.Contains(text, "For the board") || !strings.Contains(text, "7a1f3d") ||
		strings.Contains(plain.String(), "7a1f3d") {
		t.Error("colour or footer are not on the report")
	}
}

package reports_test

import (
	"strconv"
	"testing"

	"plumbline/reports"
	"plumbline/reports/doc"
	"plumbline/reports/reportstest"
)

// The counts of practices are those of the marks that stand at the questions, whatever was answered.
func TestPracticesAreCounted(t *testing.T) {
	for seed := range uint64(40) {
		s := reportstest.Random(t, seed)
		r, err := reports.DescribeReport(s, reports.ReportOptions{}, func(rune) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]int{}
		all := 0
		for _, review := range s.Reviews {
			for _, pillar := range review.Doc.Pillars {
				for _, question := range pillar.Questions {
					for _, c := range question.Choices {
						if !c.NoneOfThese() {
							all++
						}
					}
				}
			}
		}
		for _, section := range r.Sections {
			if section.Place != "ledger" {
				continue
			}
			g := section.Body[1].(doc.Grid)
			sum := g.Rows[len(g.Rows)-1]
			for i, c := range g.Columns[1:] {
				told[string(c.Name)], _ = strconv.Atoi(string(sum.Cells[i+1].Spans[0].Text))
				by := 0
				for _, row := range g.Rows[:len(g.Rows)-1] {
					n, _ := strconv.Atoi(string(row.Cells[i+1].Spans[0].Text))
					by += n
				}
				if by != told[string(c.Name)] {
					t.Errorf("seed %d: %s: the pillars have %d, all together %d", seed, c.Name, by, told[string(c.Name)])
				}
			}
		}
		sum := told["In place"] + told["Missing"] + told["Not applicable"] + told["Open"]
		if sum != all || told["All"] != all {
			t.Errorf("seed %d: %v for %d practices", seed, told, all)
		}
	}
}

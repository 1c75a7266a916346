package portfolio

import (
	"fmt"
	"strings"

	"plumbline/models/labels"
	"plumbline/questionnaires"
)

// riskCell is one pillar of a workload, or of all: its numbers, and how dark it is. It can be read in grey: the numbers
// stand beside the shapes of the risks, and the darker it is the more of its questions have a high risk.
type riskCell struct {
	Pillar, Href string
	Text         string // what it says, for those who do not see it
	High, Medium int
	Open         int // questions that nobody answered
	Level        int // 0: nothing to show, 1: no risk, 2: medium ones only, 3: high ones, 4: a third or more are high
	Short        string
}

func cellOf(c questionnaires.RiskCounts, pillar string) riskCell {
	cell := riskCell{Pillar: pillar, High: c.High, Medium: c.Medium, Open: c.Unanswered}
	applies := c.Total() - c.NotApplicable
	switch {
	case c.Total() == 0:
		cell.Text, cell.Short = "not in this version of the lens", "–"
	case applies == 0:
		cell.Text, cell.Short = "does not apply", "n/a"
	case c.Unanswered == applies:
		cell.Text, cell.Short = "nothing is answered", "–"
	case c.High*3 >= applies:
		cell.Level = 4
	case c.High > 0:
		cell.Level = 3
	case c.Medium > 0:
		cell.Level = 2
	case c.Undecided > 0:
		cell.Text = labels.CountLabel(c.Undecided, "question is undecided", "questions are undecided")
		cell.Short = "undecided"
	default:
		cell.Level, cell.Text, cell.Short = 1, "no risk", "no risk"
	}
	if cell.Level > 1 {
		cell.Text = fmt.Sprintf("%d high, %d medium", c.High, c.Medium)
	}
	if c.Unanswered > 0 && c.Unanswered < applies {
		cell.Text = strings.Join([]string{cell.Text, fmt.Sprintf("%d not answered", c.Unanswered)}, ", ")
	}
	return cell
}

package page

import (
	"fmt"
	"math"
	"strconv"

	"plumbline/models/labels"
	"plumbline/questionnaires"
)

// barPart is one risk's share of a stacked bar that is 100 wide.
type barPart struct{ Class, X, Width string }

// barParts gives the parts that are not empty, the worst first.
func barParts(c questionnaires.RiskCounts) (parts []barPart) {
	total := float64(c.Total())
	at := 0
	number := func(n int) string { return strconv.FormatFloat(math.Round(float64(n)/total*10000)/100, 'f', -1, 64) }
	for _, r := range RiskMarks(c) {
		if r.N > 0 {
			parts = append(parts, barPart{r.Class, number(at), number(r.N)})
			at += r.N
		}
	}
	return parts
}

// RiskBar is a stacked bar of risks with what it is called: the template "bar" draws it.
type RiskBar struct {
	Title  string
	Counts questionnaires.RiskCounts
}

// RiskBarOf names the bar after what it is of, and says what it shows.
func RiskBarOf(of string, c questionnaires.RiskCounts) RiskBar {
	return RiskBar{of + ": " + inWords(c), c}
}

func inWords(c questionnaires.RiskCounts) string {
	words := ""
	for _, r := range RiskMarks(c) {
		if r.N > 0 {
			if words != "" {
				words += ", "
			}
			words += fmt.Sprintf("%d %s", r.N, labels.InSentence(r.Word))
		}
	}
	if words == "" {
		return "no questions"
	}
	return words
}

// ScoreOf is the score out of 100, a dash where no question applies.
func ScoreOf(c questionnaires.RiskCounts) string {
	if n, ok := c.Score(); ok {
		return strconv.Itoa(n)
	}
	return "–"
}

package planning

import (
	"strconv"
	"strings"

	"plumbline/models/comparison"
	"plumbline/models/service/trend"
)

// Comparison is a whole comparison as the API gives it. The command line prints it too.
type Comparison = comparisonJSON

// ComparisonOf is a comparison as the API gives it.
func ComparisonOf(c trend.Compared) Comparison { return comparisonOut(c) }

// ComparedLine is a question whose risk is another one, or of which an item or an acceptance changed, or an item that
// was opened, closed or reopened.
type ComparedLine struct{ What, From, To, Why string }

// Changes lists what changed, questions before items.
func (c comparisonJSON) Changes() (lines []ComparedLine) {
	for _, l := range c.Lenses {
		for _, p := range l.Pillars {
			for _, q := range p.Questions {
				if q.moved() || len(q.Why) > 0 {
					lines = append(lines, ComparedLine{q.ShortName, q.From.word(), q.To.word(), whyText(q.Why)})
				}
			}
		}
	}
	if c.Items == nil {
		return lines
	}
	for _, part := range []struct {
		word string
		list []itemChange
	}{{"opened", c.Items.Opened}, {"closed", c.Items.Closed}, {"reopened", c.Items.Reopened}} {
		for _, i := range part.list {
			lines = append(lines, ComparedLine{"#" + strconv.Itoa(i.Number) + " " + i.Title, "", part.word, i.Note})
		}
	}
	return lines
}

func (q comparedQuestion) moved() bool {
	return q.Presence != string(comparison.InBoth) || q.From.word() != q.To.word()
}

// word is the risk of an answer, "" where the question is not there.
func (a *comparedAnswer) word() string {
	switch {
	case a == nil:
		return ""
	case a.Undecided:
		return "UNDECIDED"
	}
	return a.Risk
}

func whyText(list []causeJSON) string {
	parts := make([]string, len(list))
	for n, c := range list {
		parts[n] = c.Text
	}
	return strings.Join(parts, "; ")
}

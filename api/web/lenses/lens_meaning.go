package lenses

import (
	"fmt"
	"slices"
	"strings"

	"plumbline/models/labels"
	"plumbline/questionnaires"
)

// ruleMeaning is what follows from a question's rules: how a selection is rated, what is odd, and the truth table.
type ruleMeaning struct {
	Choices  []tryChoice
	Tried    bool
	Class    string // of the risk of what is tried
	Word     string
	Rule     string // that decided
	Reason   string // with the cheapest way down
	Problems []problemView
	Findings []string
	Fine     bool // there is nothing odd
	Columns  []tableColumn
	Outcomes []outcomeView
	Small    bool
	Broken   bool // the rules can't be read
}

type tryChoice struct {
	ID, Title string
	On        bool
}

// tableColumn is a choice in the truth table: by its number in the question.
type tableColumn struct {
	N         int
	ID, Title string
}

type outcomeView struct {
	Class, Word string
	Rule        string
	Share       string
	Rows        []rowView
	Left        int
	Smallest    []string
	More        bool
	None        []string
}

type rowView struct {
	Cells []cellView
	Words string
}

type cellView struct{ Sign, Words string }

// meaningOf works on a question that Parse returned; tried holds the choices that are ticked.
func meaningOf(q *questionnaires.Question, tried []string) ruleMeaning {
	m := ruleMeaning{}
	m.try(q, tried)
	for _, f := range q.Findings() {
		m.Findings = append(m.Findings, f.Message)
	}
	m.Fine = len(m.Findings) == 0
	m.table(q)
	return m
}

func (m *ruleMeaning) try(q *questionnaires.Question, tried []string) {
	for _, c := range q.Choices {
		m.Choices = append(m.Choices, tryChoice{c.ID, c.Title, slices.Contains(tried, c.ID)})
	}
	rating := q.Rate(questionnaires.Answer{Selected: tried})
	m.Tried = rating.Basis != questionnaires.OnNoAnswer
	m.Class, m.Word = riskWords(rating.Risk)
	m.Reason = labels.Explain(rating.Reason()).Text()
	if m.Tried {
		m.Rule = ruleWords(q, rating.Rule)
	}
}

// ruleWords names a rule by its number, which counts from 1.
func ruleWords(q *questionnaires.Question, i int) string {
	switch {
	case i < 0:
		return "no rule"
	case strings.TrimSpace(q.RiskRules[i].Condition) == "default":
		return "otherwise"
	}
	return fmt.Sprintf("rule %d", i+1)
}

func (m *ruleMeaning) table(q *questionnaires.Question) {
	t, ok := q.Table()
	if !ok {
		return
	}
	m.Small = t.Small
	for i, c := range q.Choices {
		if slices.Contains(t.Columns, c.ID) {
			m.Columns = append(m.Columns, tableColumn{i + 1, c.ID, c.Title})
		}
	}
	total := 0
	for _, o := range t.Outcomes {
		total += o.Selections
	}
	for _, o := range t.Outcomes {
		view := outcomeView{Rule: ruleWords(q, o.Rule), Left: o.Left, More: o.More}
		view.Class, view.Word = riskWords(o.Risk)
		view.Share = fmt.Sprintf("%d of %s", o.Selections, countNoun(total, "selection", "selections"))
		for _, row := range o.Rows {
			view.Rows = append(view.Rows, rowViewOf(row, m.Columns))
		}
		if !t.Small {
			for _, set := range o.Smallest {
				view.Smallest = append(view.Smallest, titlesOf(q, set))
			}
		}
		for _, id := range o.None {
			view.None = append(view.None, q.Choice(id).Title)
		}
		m.Outcomes = append(m.Outcomes, view)
	}
}

func rowViewOf(row questionnaires.TableRow, columns []tableColumn) rowView {
	var v rowView
	var on, off []string
	for i, cell := range row {
		switch n := fmt.Sprint(columns[i].N); cell {
		case questionnaires.CellSelected:
			v.Cells, on = append(v.Cells, cellView{"✓", "selected"}), append(on, n)
		case questionnaires.CellUnselected:
			v.Cells, off = append(v.Cells, cellView{"✗", "not selected"}), append(off, n)
		default:
			v.Cells = append(v.Cells, cellView{"·", "either"})
		}
	}
	switch {
	case len(on)+len(off) == 0:
		v.Words = "whatever is selected"
	case len(off) == 0:
		v.Words = strings.Join(on, " and ")
	case len(on) == 0:
		v.Words = "not " + strings.Join(off, ", not ")
	default:
		v.Words = strings.Join(on, " and ") + ", not " + strings.Join(off, ", not ")
	}
	return v
}

// titlesOf names choices by their titles.
func titlesOf(q *questionnaires.Question, ids []string) string {
	if len(ids) == 0 {
		return "any choice that no rule names"
	}
	titles := make([]string, len(ids))
	for i, id := range ids {
		titles[i] = "“" + q.Choice(id).Title + "”"
	}
	return strings.Join(titles, " and ")
}

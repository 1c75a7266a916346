package plancmd

import (
	"fmt"
	"strconv"
	"strings"

	"plumbline/api/v1/planning"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models/labels"
	"plumbline/questionnaires"
	"plumbline/reports/csvfile"
	"plumbline/reports/table"
)

// row is a line of a table.
type row []string

// Cells is part of output.TableRow.
func (r row) Cells() []string {
	cells := make([]string, len(r))
	for i, text := range r {
		cells[i] = output.Line(text)
	}
	return cells
}

// printed is a table with its heads; the columns in numbers hold numbers.
type printed struct {
	heads   string
	numbers string // the heads of columns with numbers
	rows    []row
}

// table prints as text below its verdict, or as CSV without it.
func (c *Command) table(program *command.Program, verdict string, t printed) error {
	if c.Format != "csv" {
		if _, err := fmt.Fprintln(program.Out, verdict); err != nil || len(t.rows) == 0 {
			return err
		}
		return output.List(output.ListFlag{}, program.Out, t.heads, t.rows)
	}
	file := table.Table{Name: "Plan"}
	for _, head := range strings.Fields(t.heads) {
		column := table.Column{Name: labels.InSentence(head)}
		if strings.Contains(" "+t.numbers+" ", " "+head+" ") {
			column.Kind = table.Number
		}
		file.Columns = append(file.Columns, column)
	}
	for _, r := range t.rows {
		file.Rows = append(file.Rows, r)
	}
	return csvfile.Write(program.Out, file)
}

func planVerdict(p planning.Plan) string {
	if p.Practices == 0 {
		return "Nothing is missing." + unanswered(p.Unanswered)
	}
	return fmt.Sprintf("%s missing in %s. %d of them clear %s.%s", labels.CountLabel(p.Practices, "practice is",
		"practices are"), labels.PluralCount(p.Workloads, "workload"), p.ClearHigh.Practices,
		labels.PluralCount(p.ClearHigh.Questions-p.ClearHigh.Stuck, "high risk"), unanswered(p.Unanswered))
}

func unanswered(n int) string {
	if n == 0 {
		return ""
	}
	return " " + labels.CountLabel(n, "question is", "questions are") + " not answered."
}

func planTable(p planning.Plan) printed {
	t := printed{heads: "LENS PILLAR QUESTION CODE PRACTICE EFFORT IMPACT WORKLOADS HIGH MEDIUM ALONE REMOVED TITLE",
		numbers: "WORKLOADS HIGH MEDIUM ALONE REMOVED"}
	for _, m := range p.Items {
		t.rows = append(t.rows, row{m.LensKey, m.PillarID, m.QuestionID, m.DocumentID, m.ChoiceID, m.Effort, m.Impact,
			strconv.Itoa(m.Workloads), strconv.Itoa(m.High), strconv.Itoa(m.Medium), strconv.Itoa(m.Alone),
			strconv.FormatFloat(m.RiskRemoved, 'f', -1, 64), m.Title})
	}
	return t
}

func pathVerdict(p planning.Path, goal string) string {
	what := "high risk"
	if goal == "medium" {
		what = "high or medium risk"
	}
	if p.Questions == 0 {
		return "No question has a " + what + "."
	}
	verdict := fmt.Sprintf("%s %s in %s.", labels.CountLabel(p.Practices, "practice clears", "practices clear"),
		labels.PluralCount(p.Questions-p.Stuck, what), labels.PluralCount(p.Workloads, "workload"))
	if p.Stuck > 0 {
		verdict += " " + labels.CountLabel(p.Stuck, "risk", "risks") + " can not be lowered by more practices."
	}
	return verdict
}

func pathTable(p planning.Path) printed {
	t := printed{heads: "WORKLOAD LENS PILLAR QUESTION CODE FROM TO PRACTICE EFFORT TITLE"}
	for _, way := range p.Items {
		of := row{way.Workload, way.LensKey, way.PillarID, way.QuestionID, way.DocumentID, way.From, way.To}
		if len(way.Practices) == 0 {
			t.rows = append(t.rows, append(of, "", "", ""))
		}
		for _, practice := range way.Practices {
			t.rows = append(t.rows, append(of[:len(of):len(of)], practice.ChoiceID, practice.Effort, practice.Title))
		}
	}
	return t
}

func triedVerdict(w planning.WhatIf) string {
	score := func(n *int) string {
		if n == nil {
			return "none"
		}
		return strconv.Itoa(*n)
	}
	verdict := fmt.Sprintf("High risks: %d, then %d. Medium risks: %d, then %d. Score: %s, then %s.",
		w.Before.RiskCounts.High, w.After.RiskCounts.High, w.Before.RiskCounts.Medium, w.After.RiskCounts.Medium,
		score(w.Before.Score), score(w.After.Score))
	for _, p := range w.Practices {
		if p.State != "done" {
			verdict += "\n" + output.Line(p.Title) + ": " + labels.InSentence(strings.ReplaceAll(p.State, "_", " "))
		}
	}
	return verdict
}

func triedTable(w planning.WhatIf) printed {
	risk := func(key string, undecided bool) string {
		return labels.Risk(questionnaires.RiskOf(questionnaires.Risk(key), undecided))
	}
	t := printed{heads: "LENS PILLAR QUESTION CODE FROM TO TITLE"}
	for _, q := range w.Questions {
		t.rows = append(t.rows, row{q.LensKey, q.PillarID, q.QuestionID, q.DocumentID, risk(q.From, q.FromUndecided),
			risk(q.To, q.ToUndecided), q.Question})
	}
	return t
}

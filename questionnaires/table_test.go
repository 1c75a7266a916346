package questionnaires

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestTable(t *testing.T) {
	q := questionOfIDs(t, "aaa bbb ccc q_no", "NO aaa && bbb", "MEDIUM aaa || ccc", "HIGH default")
	table, ok := q.Table()
	if !ok || !table.Small || !slices.Equal(table.Columns, []string{"aaa", "bbb", "ccc"}) || len(table.Outcomes) != 3 {
		t.Fatalf("%+v", table)
	}
	for i, want := range []TableOutcome{
		{Rule: 0, Risk: RiskNone, Selections: 2, Rows: []TableRow{{CellSelected, CellSelected, CellEither}}},
		{Rule: 1, Risk: RiskMedium, Selections: 4,
			Rows: []TableRow{{CellEither, CellUnselected, CellSelected}, {CellSelected, CellUnselected, CellEither},
				{CellUnselected, CellEither, CellSelected}}},
		{Rule: 2, Risk: RiskHigh, Selections: 1, Rows: []TableRow{{CellUnselected, CellEither, CellUnselected}},
			None: []string{"q_no"}},
	} {
		got := table.Outcomes[i]
		if got.Rule != want.Rule || got.Risk != want.Risk || got.Selections != want.Selections ||
			!slices.Equal(got.None, want.None) || got.Left != 0 {
			t.Errorf("outcome %d: %+v, want %+v", i, got, want)
		}
		if len(got.Rows) > len(want.Rows) {
			t.Errorf("outcome %d has the rows %v, want no more than %v", i, got.Rows, want.Rows)
		}
	}
}

// The rules name "none of these": a rule of its own decides nothing else.
func TestTableOfNoneOfThese(t *testing.T) {
	q := questionOfIDs(t, "aaa q_no", "HIGH q_no", "NO default")
	table, _ := q.Table()
	if len(table.Outcomes) != 2 || table.Outcomes[0].Rule != 1 || table.Outcomes[1].Rule != 0 ||
		table.Outcomes[1].Selections != 0 || table.Outcomes[1].None[0] != "q_no" {
		t.Errorf("%+v", table)
	}
}

// Of every question of the lenses in use, each selection is in a row of the outcome that Rate gives it, and in none of
// another.
func TestTablesAgreeWithRate(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("builtin", "lenses", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	wild, err := filepath.Glob(filepath.Join("..", "..", "shared", "lenses", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	questions := 0
	for _, file := range append(files, wild...) {
		doc, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lens, problems := Parse(doc, ParseOptions{})
		if lens == nil {
			t.Fatal(problems.Err())
		}
		for _, p := range lens.Pillars {
			for _, q := range p.Questions {
				questions++
				tableAgrees(t, file, q)
			}
		}
	}
	if questions < 120 { // of the lenses that ship with the program; those beside the repository need not be there
		t.Errorf("only %d questions", questions)
	}
}

func tableAgrees(t *testing.T, file string, q *Question) {
	t.Helper()
	table, ok := q.Table()
	if !ok {
		t.Fatalf("%s, %s: no table", file, q.ID)
	}
	var regular []string
	for _, c := range q.Choices {
		if !c.NoneOfThese() {
			regular = append(regular, c.ID)
		}
	}
	count := map[int]int{}
	for set := 1; set < 1<<len(regular); set++ {
		var answer Answer
		for i, id := range regular {
			if set>>i&1 != 0 {
				answer.Selected = append(answer.Selected, id)
			}
		}
		rating := q.Rate(answer)
		count[rating.Rule]++
		for _, o := range table.Outcomes {
			if o.Rule == rating.Rule && o.Risk != rating.Risk {
				t.Fatalf("%s, %s: rule %d means %s, the table says %s", file, q.ID, o.Rule, rating.Risk, o.Risk)
			}
			if in := slices.ContainsFunc(o.Rows,
				func(r TableRow) bool { return r.holds(table.Columns, answer.Selected) }); table.Small && o.Left == 0 &&
				in != (o.Rule == rating.Rule) {
				t.Fatalf("%s, %s: %v comes to rule %d, and is in a row of rule %d: %v", file, q.ID, answer.Selected, rating.Rule,
					o.Rule, in)
			}
		}
	}
	for _, o := range table.Outcomes {
		if o.Selections != count[o.Rule] {
			t.Fatalf("%s, %s: rule %d decides %d selections, the table says %d", file, q.ID, o.Rule, count[o.Rule], o.Selections)
		}
	}
}

func (r TableRow) holds(columns, selected []string) bool {
	for i, cell := range r {
		if on := slices.Contains(selected, columns[i]); cell == CellSelected && !on || cell == CellUnselected && on {
			return false
		}
	}
	return true
}

package questionnaires

// TruthTable says what every selection of a question's choices comes to, with nothing marked as not applicable.
type TruthTable struct {
	Columns  []string // ids of the choices that make a difference, in the order of the lens
	Outcomes []TableOutcome
	Small    bool // there are few enough columns for rows
}

// TableOutcome is the selections that one rule decides.
type TableOutcome struct {
	Rule       int // index into the question's RiskRules, or -1 if no rule decides
	Risk       Risk
	Selections int        // how many
	Rows       []TableRow // together they say which; only if the table is Small
	Left       int        // selections that the rows leave out, where there are too many to list
	Smallest   [][]string // ids of the smallest selections of Columns; an empty one is any of the other choices
	More       bool       // there are further smallest ones
	None       []string   // the "none of these" choices that alone lead here
}

// TableRow is a condition on the columns, one for each.
type TableRow []TableCell

// TableCell is what a row says of one choice.
type TableCell string

// The cells.
const (
	CellSelected   TableCell = "on"     // selected
	CellUnselected TableCell = "off"    // not selected
	CellEither     TableCell = "either" // one or the other
)

// TruthTable returns the truth table of a question that Parse returned; it agrees with Rate. ok is false if the rules
// name too many choices, which no lens of the format does.
func (q *Question) Table() (t TruthTable, ok bool) {
	from, ok := q.set.Table(MaxSets)
	if !ok {
		return TruthTable{}, false
	}
	columns := inOrder(from.Columns)
	for _, c := range columns {
		t.Columns = append(t.Columns, q.Choices[c].ID)
	}
	for _, g := range from.Groups {
		o := TableOutcome{Rule: g.Rule, Risk: levelRisk(q.set.Level(g.Rule)), Selections: g.Selections, Left: g.Left,
			Smallest: q.ids(g.Smallest), More: g.More}
		for _, row := range g.Rows {
			o.Rows = append(o.Rows, rowCells(columns, row.On, row.Off))
		}
		t.Small = t.Small || len(g.Rows) > 0
		t.Outcomes = append(t.Outcomes, o)
	}
	for _, c := range q.Choices {
		if c.NoneOfThese() {
			t.none(q, c.ID)
		}
	}
	return t, true
}

func rowCells(columns []int, on, off uint64) TableRow {
	row := make(TableRow, len(columns))
	for i, c := range columns {
		switch {
		case on>>c&1 != 0:
			row[i] = CellSelected
		case off>>c&1 != 0:
			row[i] = CellUnselected
		default:
			row[i] = CellEither
		}
	}
	return row
}

// none adds what the answer "none of these" comes to.
func (t *TruthTable) none(q *Question, id string) {
	rating := q.Rate(Answer{Selected: []string{id}})
	for i := range t.Outcomes {
		if t.Outcomes[i].Rule == rating.Rule {
			t.Outcomes[i].None = append(t.Outcomes[i].None, id)
			return
		}
	}
	t.Outcomes = append(t.Outcomes, TableOutcome{Rule: rating.Rule, Risk: rating.Risk, None: []string{id}})
}

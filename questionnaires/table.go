package questionnaires

// Table says what every selection of a question's choices comes to, with nothing marked as not applicable.
type Table struct {
	Columns  []string // ids of the choices that make a difference, in the order of the lens
	Outcomes []Outcome
	Small    bool // there are few enough columns for rows
}

// Outcome is the selections that one rule decides.
type Outcome struct {
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
type TableRow []Cell

// Cell is what a row says of one choice.
type Cell string

// The cells.
const (
	On     Cell = "on"     // selected
	Off    Cell = "off"    // not selected
	Either Cell = "either" // one or the other
)

// Table returns the truth table of a question that Parse returned; it agrees with Rate. ok is false if the rules name
// too many choices, which no lens of the format does.
func (q *Question) Table() (t Table, ok bool) {
	from, ok := q.set.Table(MaxSets)
	if !ok {
		return Table{}, false
	}
	columns := inOrder(from.Columns)
	for _, c := range columns {
		t.Columns = append(t.Columns, q.Choices[c].ID)
	}
	for _, g := range from.Groups {
		o := Outcome{Rule: g.Rule, Risk: levelRisk(q.set.Level(g.Rule)), Selections: g.Selections, Left: g.Left,
			Smallest: q.ids(g.Smallest), More: g.More}
		for _, row := range g.Rows {
			o.Rows = append(o.Rows, cells(columns, row.On, row.Off))
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

func cells(columns []int, on, off uint64) TableRow {
	row := make(TableRow, len(columns))
	for i, c := range columns {
		switch {
		case on>>c&1 != 0:
			row[i] = On
		case off>>c&1 != 0:
			row[i] = Off
		default:
			row[i] = Either
		}
	}
	return row
}

// none adds what the answer "none of these" comes to.
func (t *Table) none(q *Question, id string) {
	rating := q.Rate(Answer{Selected: []string{id}})
	for i := range t.Outcomes {
		if t.Outcomes[i].Rule == rating.Rule {
			t.Outcomes[i].None = append(t.Outcomes[i].None, id)
			return
		}
	}
	t.Outcomes = append(t.Outcomes, Outcome{Rule: rating.Rule, Risk: rating.Risk, None: []string{id}})
}

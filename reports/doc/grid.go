package doc

import q "plumbline/questionnaires"

// Grid is a table of a report's own: rows below named columns. A format with pages repeats the names on each page, and
// keeps a row on one page where it fits.
type Grid struct {
	Layout
	Tight   bool // many rows: formats with pages leave little space between them
	Columns []GridColumn
	Rows    []GridRow
}

// GridColumn is a column of a Grid.
type GridColumn struct {
	Name    CleanText
	Share   int  // of the width, beside the shares of the others; at least 1
	Figures bool // numbers, which end at the right
}

// GridRow is a row of a Grid: as many cells as there are columns. Place is its name for links; "" has none.
type GridRow struct {
	Place string
	Cells []GridCell
}

// GridCell is a text, with the shape of a risk in front if Risk is not "". Remark stands below the text, smaller.
type GridCell struct {
	Risk   q.Risk
	Spans  []Span
	Remark CleanText
	GoTo   string // the place in the report that the text leads to; "" is none
}

// Matrix counts by two things, such as effort and impact.
type Matrix struct {
	Layout
	Title   CleanText
	Across  CleanText // what the columns are
	Down    CleanText // what the rows are
	Columns []CleanText
	Rows    []MatrixRow
}

// MatrixRow is a row of a Matrix: one cell for each column. The first cell of the first row is the best place.
type MatrixRow struct {
	Name  CleanText
	Cells []MatrixCell
}

// MatrixCell is a count with what it is called, such as "Quick wins".
type MatrixCell struct {
	N    int
	Name CleanText
}

// Trend is how counts moved: a stacked column for each point, the oldest first, with the numbers below it.
type Trend struct {
	Layout
	Title  CleanText
	Value  CleanText   // what the value of a point is
	Risks  []q.Risk    // what is drawn, from the bottom, and told in numbers
	Names  []CleanText // of the risks in words
	Points []TrendPoint
}

// TrendPoint is one column of a Trend.
type TrendPoint struct {
	Name   CleanText // short, such as "M3"
	Detail CleanText // such as a date
	Counts q.RiskCounts
	Value  CleanText
}

func (Grid) block()   {}
func (Matrix) block() {}
func (Trend) block()  {}

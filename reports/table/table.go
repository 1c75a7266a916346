// Package table is a table without a format: columns with a kind, rows of texts, and what was read of a table that
// somebody sent. The packages of the formats (csvfile, xlsx) write and read it. It imports nothing of ours.
package table

// Kind says what the cells of a column are.
type Kind int

// The kinds of columns. Cells are texts in all of them: a number is one in decimal digits, a date is YYYY-MM-DD, and ""
// is an empty cell. Formats with types of their own write cells of numbers and dates as such.
const (
	Text Kind = iota
	Number
	Date
)

// Column is a column of a table.
type Column struct {
	Name  string
	Kind  Kind
	Width int  // in characters, for formats that have widths; 0 leaves it to the format
	Wrap  bool // long texts go on in a further line of their cell, in formats that ask for that
}

// Table is a table that is to be written.
type Table struct {
	Name    string // of the sheet
	Columns []Column
	Rows    [][]string // as many cells as there are columns
	Chart   *Chart     // of its numbers, for formats that draw; nil is none
}

// Chart draws columns of a table, with the first column as the names below or beside what is drawn.
type Chart struct {
	Title       string
	Description string // in words, for those who can't see it
	Lines       bool   // a line for each column; else a stacked bar for each row
	Series      []Series
}

// Series is a column of numbers that is drawn. Colours are six hexadecimal digits.
type Series struct {
	Column int    // from 0
	Colour string // of the bar or line
	Ink    string // of its numbers
}

// Limits bound what a reader takes.
type Limits struct {
	Lines   int // without the header
	Columns int
	Text    int // bytes of all cells together
}

// Sheet is what was read: a header and the lines below it. Empty lines are left out, and cells that are missing at the
// end of a line are empty.
type Sheet struct {
	Header []string
	Lines  []Line
}

// Line is one line below the header.
type Line struct {
	Number int // as the file counts: the header is in line 1 where nothing is above it
	Cells  []Cell
}

// Cell is a cell as it was read.
type Cell struct {
	Text    string // a date of a format with types is YYYY-MM-DD, with the time behind it where there is one
	Numeric bool   // the format says that it is a number, which may be the serial number of a date
	Fault   string // why there is no value, such as "has the error #REF!"; "" if there is one
}

// At gives a cell of the line, an empty one where the line ends before it.
func (l Line) At(column int) Cell {
	if column < 0 || column >= len(l.Cells) {
		return Cell{}
	}
	return l.Cells[column]
}

// Empty reports whether the line has nothing in any cell.
func (l Line) Empty() bool {
	for _, c := range l.Cells {
		if c.Text != "" || c.Fault != "" {
			return false
		}
	}
	return true
}

// ColumnName is how spreadsheets name a column that is counted from 0: A to Z, AA, AB and so on.
func ColumnName(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

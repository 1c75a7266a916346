package xlsx

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"

	"plumbline/reports/table"
)

// maxLineNumber is the last line that spreadsheets have.
const maxLineNumber = 1 << 20

type sheetReader struct {
	book   *book
	limits table.Limits
	sheet  table.Sheet
	line   int // of the row that is read
	cells  int // so far, with those that are empty
	bytes  int
}

func (in *sheetReader) read(part string) error {
	return in.book.walk(part, func(d *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			return in.row(d, e)
		case "mergeCell":
			return invalid("has the merged cells %s; unmerge them, so that each line has its own values", attribute(e, "ref"))
		}
		return nil
	})
}

func (in *sheetReader) row(d *xml.Decoder, e xml.StartElement) error {
	in.line++
	if given := attribute(e, "r"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < in.line || n > maxLineNumber {
			return invalid("is damaged: line %q is out of order", given)
		}
		in.line = n
	}
	line := table.Line{Number: in.line}
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return in.add(line)
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			if line.Cells, err = in.cell(d, t, line.Cells); err != nil {
				return err
			}
		}
	}
}

func (in *sheetReader) add(line table.Line) error {
	switch {
	case line.Empty():
	case in.sheet.Header == nil:
		for _, c := range line.Cells {
			in.sheet.Header = append(in.sheet.Header, c.Text)
		}
	case len(in.sheet.Lines) == in.limits.Lines:
		return tooLarge("has more than %d lines", in.limits.Lines)
	default:
		in.sheet.Lines = append(in.sheet.Lines, line)
	}
	return nil
}

// xmlCell is a cell as the file has it.
type xmlCell struct {
	formula, hasValue bool
	value             string
	inline            richText
}

// readCell reads what is in a cell. Sheets have millions of them, for which DecodeElement is slow.
func readCell(d *xml.Decoder) (c xmlCell, err error) {
	inValue := false
	for {
		token, err := d.Token()
		if err != nil {
			return c, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				c.hasValue, inValue = true, true
			case "is":
				err = d.DecodeElement(&c.inline, &t)
			default:
				c.formula = c.formula || t.Name.Local == "f"
				err = d.Skip()
			}
			if err != nil {
				return c, err
			}
		case xml.CharData:
			if inValue {
				c.value += string(t)
			}
		case xml.EndElement:
			if t.Name.Local == "c" {
				return c, nil
			}
			inValue = false
		}
	}
}

func (in *sheetReader) cell(d *xml.Decoder, e xml.StartElement, cells []table.Cell) ([]table.Cell, error) {
	at := len(cells)
	if ref := attribute(e, "r"); ref != "" {
		column, ok := columnOf(ref)
		if !ok || column < at {
			return cells, invalid("is damaged: the cell %q in line %d is out of order", ref, in.line)
		}
		at = column
	}
	if in.cells++; in.cells > (in.limits.Lines+1)*in.limits.Columns {
		return cells, tooLarge("has more than %d cells", (in.limits.Lines+1)*in.limits.Columns)
	}
	raw, err := readCell(d)
	if err != nil {
		return cells, err
	}
	c := in.value(raw, attribute(e, "t"), attribute(e, "s"))
	if c == (table.Cell{}) {
		return cells, nil
	}
	if at >= in.limits.Columns {
		return cells, tooLarge("has a value in line %d beyond the column %s", in.line, table.ColumnName(in.limits.Columns-1))
	}
	if in.bytes += len(c.Text); in.bytes > in.limits.Text {
		return cells, tooLarge("has cells of more than %d bytes", in.limits.Text)
	}
	for len(cells) < at {
		cells = append(cells, table.Cell{})
	}
	return append(cells, c), nil
}

// columnOf counts the column of a cell such as "AB12" from 0.
func columnOf(ref string) (int, bool) {
	n := 0
	for i := range len(ref) {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			return n - 1, i > 0 && i < 4
		}
		n = n*26 + int(c-'A') + 1
		if n > 1<<14 {
			return 0, false
		}
	}
	return n - 1, false
}

func (in *sheetReader) value(raw xmlCell, kind, style string) table.Cell {
	if kind == "inlineStr" {
		return table.Cell{Text: table.Unguard(raw.inline.text())}
	}
	if !raw.hasValue {
		if raw.formula {
			return table.Cell{Fault: "has a formula whose value was not saved"}
		}
		return table.Cell{}
	}
	text := raw.value
	switch kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 0 || n >= len(in.book.texts) {
			return table.Cell{Fault: "refers to a text that the workbook has not got"}
		}
		return table.Cell{Text: table.Unguard(in.book.texts[n])}
	case "str":
		return table.Cell{Text: table.Unguard(unescape(text))}
	case "b":
		return table.Cell{Text: map[bool]string{true: "TRUE", false: "FALSE"}[isTrue(text)]}
	case "e":
		return table.Cell{Fault: "has the error " + errorName(text)}
	case "d":
		return table.Cell{Text: text}
	}
	return in.number(text, style)
}

// errorName keeps names of errors short that are none.
func errorName(s string) string {
	s = strings.ToValidUTF8(s, "")
	return s[:min(len(s), 20)]
}

func (in *sheetReader) number(text, style string) table.Cell {
	if text == "" {
		return table.Cell{}
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return table.Cell{Fault: "has a number that can't be read"}
	}
	if id, err := strconv.Atoi(style); err == nil && id >= 0 && id < len(in.book.isDate) && in.book.isDate[id] {
		if at, ok := table.Moment(f, in.book.from1904); ok {
			return table.Cell{Text: at}
		}
	}
	form := byte('f')
	if math.Abs(f) >= 1e15 || f != 0 && math.Abs(f) < 1e-9 {
		form = 'g'
	}
	return table.Cell{Text: strconv.FormatFloat(f, form, -1, 64), Numeric: true}
}

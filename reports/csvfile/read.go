package csvfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/text"
	"plumbline/reports/table"
)

// Read reads a table with a header. The file is UTF-8; its separator, a comma, semicolon or tab, is found out from the
// header. Errors name the line.
func Read(data []byte, limits table.Limits) (table.Sheet, error) {
	data, err := text.DecodeUTF8(data)
	if err != nil {
		return table.Sheet{}, models.Errorf(models.CodeInvalid, "the file %s", err)
	}
	data, above, comma := separator(data)
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord = comma, -1
	in := reading{csv: r, above: above, limits: limits}
	return in.sheet()
}

// separator finds out what stands between cells, and takes the line "sep=;" off that some programs write above the
// header; above is how many lines that is.
func separator(data []byte) (rest []byte, above int, comma rune) {
	first, rest, _ := bytes.Cut(data, []byte{'\n'})
	first = bytes.TrimRight(first, "\r")
	if given, ok := bytes.CutPrefix(bytes.ToLower(first), []byte("sep=")); ok && len(given) == 1 &&
		strings.Contains(separators, string(given)) {
		return rest, 1, rune(given[0])
	}
	return data, 0, likelySeparator(data)
}

const separators = ",;\t"

// likelySeparator is the one that stands most often between quotes' ends in the header.
func likelySeparator(data []byte) rune {
	counts := make([]int, len(separators))
	quoted := false
	for _, b := range data {
		switch at := strings.IndexByte(separators, b); {
		case b == '"':
			quoted = !quoted
		case quoted:
		case at >= 0:
			counts[at]++
		case b == '\n' && slices.Max(counts) > 0:
			return rune(separators[slices.Index(counts, slices.Max(counts))])
		}
	}
	return rune(separators[slices.Index(counts, slices.Max(counts))])
}

type reading struct {
	csv    *csv.Reader
	above  int
	limits table.Limits
	bytes  int
}

func (in *reading) sheet() (sheet table.Sheet, err error) {
	for {
		line, err := in.line()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return sheet, err
		}
		switch {
		case line.Empty():
		case sheet.Header == nil:
			for _, c := range line.Cells {
				sheet.Header = append(sheet.Header, c.Text)
			}
		case len(sheet.Lines) == in.limits.Lines:
			return sheet, models.Errorf(models.CodeTooLarge, "the file has more than %d lines", in.limits.Lines)
		default:
			sheet.Lines = append(sheet.Lines, line)
		}
	}
	if sheet.Header == nil {
		return sheet, models.Errorf(models.CodeInvalid, "the file is empty: a line with the names of the columns is missing")
	}
	return sheet, nil
}

func (in *reading) line() (table.Line, error) {
	cells, err := in.csv.Read()
	if err != nil {
		return table.Line{}, in.fault(err)
	}
	at, _ := in.csv.FieldPos(0)
	line := table.Line{Number: at + in.above, Cells: make([]table.Cell, len(cells))}
	if len(cells) > in.limits.Columns {
		return line, models.Errorf(models.CodeTooLarge, "line %d has more than %d cells", line.Number, in.limits.Columns)
	}
	for i, c := range cells {
		in.bytes += len(c)
		line.Cells[i].Text = table.Unguard(c)
	}
	if in.bytes > in.limits.Text {
		return line, models.Errorf(models.CodeTooLarge, "the cells of the file have more than %d bytes", in.limits.Text)
	}
	return line, nil
}

func (in *reading) fault(err error) error {
	wrong, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return err
	}
	why := "can't be read: " + wrong.Err.Error()
	switch {
	case errors.Is(wrong.Err, csv.ErrQuote) && wrong.Line != wrong.StartLine:
		why = fmt.Sprintf("has a quotation mark in the middle of a cell that began in line %d; write two of them",
			wrong.StartLine+in.above)
	case errors.Is(wrong.Err, csv.ErrQuote):
		why = "has a quotation mark in the middle of a cell: write two of them, or one that is never closed"
	case errors.Is(wrong.Err, csv.ErrBareQuote):
		why = "has a quotation mark in a cell that does not begin with one: quote the cell, and write two of them"
	}
	return models.Errorf(models.CodeInvalid, "line %d, byte %d %s", wrong.Line+in.above, wrong.Column, why)
}

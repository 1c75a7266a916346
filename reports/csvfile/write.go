// Package csvfile writes and reads tables as comma-separated values (RFC 4180). Files begin with a byte-order mark:
// without one, spreadsheets take UTF-8 for an encoding of their own. It may import models, models/text and
// reports/table.
package csvfile

import (
	"bufio"
	"io"
	"strings"

	"plumbline/reports/table"
)

// MediaType is that of the files.
const MediaType = "text/csv; charset=utf-8"

const byteOrderMark = "\ufeff"

// Write writes the table. Texts that a spreadsheet could take for formulas are guarded, and what other settings of a
// spreadsheet could take for two cells is quoted.
func Write(w io.Writer, t table.Table) error {
	out := bufio.NewWriter(w)
	put(out, byteOrderMark)
	for i, column := range t.Columns {
		cell(out, i, table.Guard(column.Name))
	}
	put(out, "\r\n")
	for _, row := range t.Rows {
		for i, text := range row {
			if t.Columns[i].Kind == table.Text {
				text = table.Guard(text)
			}
			cell(out, i, text)
		}
		put(out, "\r\n")
	}
	return out.Flush()
}

// put leaves errors to Flush, which gives the first of them.
func put(out *bufio.Writer, s string) { _, _ = out.WriteString(s) }

func cell(out *bufio.Writer, column int, text string) {
	if column > 0 {
		put(out, ",")
	}
	if !needsQuotes(text) {
		put(out, text)
		return
	}
	put(out, `"`)
	put(out, strings.ReplaceAll(text, `"`, `""`))
	put(out, `"`)
}

func needsQuotes(text string) bool {
	return strings.ContainsAny(text, ",;|\t\"\r\n") || strings.HasPrefix(text, " ") || strings.HasSuffix(text, " ") ||
		strings.HasPrefix(text, byteOrderMark)
}

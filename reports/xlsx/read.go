package xlsx

import (
	"bytes"
	"fmt"
	"strings"

	"plumbline/models"
	"plumbline/reports/table"
)

// oldFormat begins files of the format before XLSX, and those that a password protects.
var oldFormat = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

// Read reads the sheet of that name, or the first that is shown, with a header in its first line that is not empty.
// Dates are told from numbers by the format of their cells, formulas have the value that was saved with them. Cells
// that are merged are refused: which lines their value is meant for is a guess. Memory is bounded by the limits,
// whatever the file says of itself.
func Read(data []byte, name string, limits table.Limits) (table.Sheet, error) {
	if bytes.HasPrefix(data, oldFormat) {
		return table.Sheet{}, invalid("is an old .xls workbook, or protected with a password; save it as .xlsx without one")
	}
	book, err := openBook(data)
	if err != nil {
		return table.Sheet{}, err
	}
	if err := book.readStyles(); err != nil {
		return table.Sheet{}, err
	}
	if err := book.readTexts(limits.Text); err != nil {
		return table.Sheet{}, err
	}
	part, err := book.sheetPart(name)
	if err != nil {
		return table.Sheet{}, err
	}
	in := &sheetReader{book: book, limits: limits}
	if err := in.read(part); err != nil {
		return table.Sheet{}, err
	}
	if in.sheet.Header == nil {
		return in.sheet, invalid("has an empty sheet: a line with the names of the columns is missing")
	}
	return in.sheet, nil
}

func invalid(format string, args ...any) error {
	return models.Errorf(models.CodeInvalid, "%s", "the workbook "+fmt.Sprintf(format, args...))
}

func tooLarge(format string, args ...any) error {
	return models.Errorf(models.CodeTooLarge, "%s", "the workbook "+fmt.Sprintf(format, args...))
}

// unescape reads what workbooks write for characters that XML has not got: _x000D_ is the end of a line, and _x005F_
// the sign _ where what is behind it would be taken for another one.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for at := 0; at < len(s); {
		if c, ok := escaped(s[at:]); ok {
			b.WriteRune(c)
			at += escapeLength
			continue
		}
		b.WriteByte(s[at])
		at++
	}
	return b.String()
}

const escapeLength = len("_x0000_")

func escaped(s string) (rune, bool) {
	if len(s) < escapeLength || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return 0, false
	}
	var c rune
	for _, b := range []byte(s[2:6]) {
		digit := strings.IndexByte("0123456789abcdef", b|0x20)
		if digit < 0 || b < '0' {
			return 0, false
		}
		c = c<<4 | rune(digit)
	}
	return c, c < 0xd800 || c > 0xdfff
}

package table

import (
	"strings"
	"unicode/utf16"
)

// maxCell is how many units of UTF-16 a cell holds.
const maxCell = 32767

// cutMark ends a text that a cell can't hold whole.
const cutMark = " … (cut: a cell holds no more)"

// CellText is the text that a cell of a workbook has for it: guarded, and cut where it is too long.
func CellText(text string) string {
	text = Guard(text)
	if len(text) <= maxCell {
		return text
	}
	units := utf16.Encode([]rune(text))
	if len(units) <= maxCell {
		return text
	}
	end := maxCell - len(utf16.Encode([]rune(cutMark)))
	if utf16.IsSurrogate(rune(units[end])) && units[end] >= 0xdc00 {
		end--
	}
	return string(utf16.Decode(units[:end])) + cutMark
}

// SameText reports whether a cell that was read is what a text became when it was written.
func SameText(cell, text string) bool {
	cell, text = strings.ReplaceAll(cell, "\r\n", "\n"), strings.ReplaceAll(text, "\r\n", "\n")
	return cell == text || strings.HasSuffix(cell, cutMark) && cell == Unguard(CellText(text))
}

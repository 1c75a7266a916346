package table

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// formulaSigns begin a formula, also as wide and small forms, which spreadsheets of East Asia take for the same.
const formulaSigns = "=+-@" + "＝＋－＠" + "\ufe66\ufe62\ufe63\ufe6b"

// guardSign keeps spreadsheets from reading a formula.
const guardSign = "'"

// Guard puts an apostrophe in front of a text that a spreadsheet could take for a formula, and in front of one that
// has apostrophes there already, so that Unguard gives each text back as it was.
func Guard(cell string) string {
	if isRisky(cell) {
		return guardSign + cell
	}
	return cell
}

// Unguard is the other way round. A cell that Guard did not make, such as one that begins with = and that somebody
// wrote by hand, stays as it is.
func Unguard(cell string) string {
	if rest, guarded := strings.CutPrefix(cell, guardSign); guarded && isRisky(rest) {
		return rest
	}
	return cell
}

// isRisky tells texts that begin a formula behind any number of apostrophes, and those that begin with a tab or the end
// of a line. Spreadsheets look past white space and characters that do not show, and so does this.
func isRisky(cell string) bool {
	cell = strings.TrimLeft(cell, guardSign)
	if cell == "" {
		return false
	}
	if strings.ContainsRune("\t\r\n", rune(cell[0])) {
		return true
	}
	seen := strings.TrimLeftFunc(cell,
		func(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) })
	first, _ := utf8.DecodeRuneInString(seen)
	return seen != "" && strings.ContainsRune(formulaSigns, first)
}

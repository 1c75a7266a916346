package tagged

import (
	"strings"
	"unicode/utf16"
)

// TextString writes a PDF text string: in brackets if it is printable ASCII, else UTF-16, big-endian, with its mark, in
// hexadecimal.
func TextString(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		return "(" + escaper.Replace(s) + ")"
	}
	out := make([]byte, 0, 6+4*len(s))
	out = append(out, "<FEFF"...)
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, hexDigits[u>>12], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
	}
	return string(append(out, '>'))
}

// escaper marks what would end a string in brackets.
var escaper = strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`)

const hexDigits = "0123456789ABCDEF"

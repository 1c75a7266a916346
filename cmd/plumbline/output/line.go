package output

import "strings"

// Line brings a text into one line, without control characters that a terminal or a pipeline would act on.
func Line(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || (r >= 0x7f && r < 0xa0) {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

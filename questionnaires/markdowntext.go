package questionnaires

import "strings"

// markdownEscapes puts a backslash before what CommonMark, or an autolink of its usual extensions, would read. No two
// lines of a page follow each other but those of a list, so nothing here can become a table or an underlined heading.
var markdownEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`,
	">", `\>`,
	"#", `\#`, "~", `\~`, "&", `\&`, "://", `:\//`)

// inlineText writes a text on one line, without markup that works in the middle of one.
func inlineText(text string) string { return markdownEscapes.Replace(oneLine(text)) }

// oneLine joins the words of a text by single blanks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// inlineWithCode is inline for guidance, where a pair of backticks marks code. Where they don't pair, all are shown.
func inlineWithCode(text string) string {
	parts := strings.Split(oneLine(text), "`")
	if len(parts)%2 == 0 {
		return inlineText(text)
	}
	var b strings.Builder
	for i, part := range parts {
		if i%2 == 1 {
			b.WriteString(codeSpan(part))
		} else {
			b.WriteString(markdownEscapes.Replace(part))
		}
	}
	return b.String()
}

// codeSpan writes a code span, whose fence is longer than any run of backticks in it.
func codeSpan(text string) string {
	text = oneLine(text)
	if text == "" {
		return markdownEscapes.Replace("``")
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// blockText disarms what would make a list or a heading of an inline text at the start of a line.
func blockText(text string) string {
	digits := 0
	for digits < len(text) && isDigit(text[digits]) {
		digits++
	}
	if digits == len(text) {
		return text
	}
	c := text[digits]
	if digits > 0 && (c == '.' || c == ')') || digits == 0 && (c == '-' || c == '+') {
		return text[:digits] + `\` + text[digits:]
	}
	return text
}

var linkEscapes = strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", `\`, "%5C")

// linkedText writes a text with its link, or with the link as a text where it can't be followed.
func linkedText(text, url string) string {
	switch {
	case url == "":
		return inlineText(text)
	case !webLink(url) || !followable(url):
		return inlineText(text + " (" + url + ")")
	}
	return "[" + inlineText(text) + "](<" + linkEscapes.Replace(url) + ">)"
}

// bareLink writes a link without another text.
func bareLink(url string) string {
	if !webLink(url) || !followable(url) || strings.ContainsAny(url, `<>\`) {
		return linkedText(url, url)
	}
	return "<" + url + ">"
}

// citedTitle puts a document id before a title.
func citedTitle(id string) string {
	if id == "" {
		return ""
	}
	return inlineText(id) + " · "
}

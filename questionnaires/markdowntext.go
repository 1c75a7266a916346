package questionnaires

import "strings"

// escapes puts a backslash before what CommonMark, or an autolink of its usual extensions, would read. No two lines of
// a page follow each other but those of a list, so nothing here can become a table or an underlined heading.
var escapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`,
	"#", `\#`, "~", `\~`, "&", `\&`, "://", `:\//`)

// inline writes a text on one line, without markup that works in the middle of one.
func inline(text string) string { return escapes.Replace(oneLine(text)) }

// oneLine joins the words of a text by single blanks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// marked is inline for guidance, where a pair of backticks marks code. Where they don't pair, all are shown.
func marked(text string) string {
	parts := strings.Split(oneLine(text), "`")
	if len(parts)%2 == 0 {
		return inline(text)
	}
	var b strings.Builder
	for i, part := range parts {
		if i%2 == 1 {
			b.WriteString(codeSpan(part))
		} else {
			b.WriteString(escapes.Replace(part))
		}
	}
	return b.String()
}

// codeSpan writes a code span, whose fence is longer than any run of backticks in it.
func codeSpan(text string) string {
	text = oneLine(text)
	if text == "" {
		return escapes.Replace("``")
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

// block disarms what would make a list or a heading of an inline text at the start of a line.
func block(text string) string {
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

var hrefs = strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", `\`, "%5C")

// linked writes a text with its link, or with the link as a text where it can't be followed.
func linked(text, url string) string {
	switch {
	case url == "":
		return inline(text)
	case !webLink(url) || !followable(url):
		return inline(text + " (" + url + ")")
	}
	return "[" + inline(text) + "](<" + hrefs.Replace(url) + ">)"
}

// bare writes a link without another text.
func bare(url string) string {
	if !webLink(url) || !followable(url) || strings.ContainsAny(url, `<>\`) {
		return linked(url, url)
	}
	return "<" + url + ">"
}

// cited puts a document id before a title.
func cited(id string) string {
	if id == "" {
		return ""
	}
	return inline(id) + " · "
}

package mdfile

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"plumbline/reports/doc"
)

// always are signs that mean something to Markdown wherever they are.
const always = "\\`*[]<>|~$"

// Escaped makes a line harmless that begins within one: it shows what it says.
func Escaped(s string) string { return escaped(s) }

// Line makes a whole line harmless.
func Line(s string) string { return begun(escaped(s)) }

// escaped makes a line harmless: it shows what it says.
func escaped(s string) string {
	var out strings.Builder
	before := ' '
	for i, r := range s {
		rest := s[i+utf8.RuneLen(r):]
		if r == utf8.RuneError {
			_, n := utf8.DecodeRuneInString(s[i:])
			rest = s[i+n:]
		}
		next, _ := utf8.DecodeRuneInString(rest)
		switch {
		case strings.ContainsRune(always, r), r == '&' && (next == '#' || isWord(next)),
			r == '_' && !(isWord(before) && isWord(next)):
			out.WriteByte('\\')
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// begun makes the beginning of a line harmless too, where a sign would open a list, a heading or a line.
func begun(line string) string {
	line = strings.TrimLeft(line, " \t")
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	switch {
	case line == "":
	case strings.ContainsRune("-+=#:", rune(line[0])):
		return `\` + line
	case digits > 0 && digits < len(line) && (line[digits] == '.' || line[digits] == ')'):
		return line[:digits] + `\` + line[digits:]
	}
	return line
}

// anchor is a heading's name in links.
func anchor(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-':
			return '-'
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(title))
}

// inline writes spans as Markdown, with line ends where they are; in the cell of a table, code has its bars escaped.
func inline(spans []doc.Span, inTable bool) string {
	var out strings.Builder
	for i, s := range spans {
		before, _ := utf8.DecodeLastRuneInString(out.String())
		next := ' '
		if i+1 < len(spans) {
			after := spans[i+1]
			if next, _ = utf8.DecodeRuneInString(string(after.Text)); after.Style != doc.StyleBody || after.Link {
				next = '*' // which it may begin with
			}
		}
		out.WriteString(styled(s, before, next, inTable))
	}
	return out.String()
}

// styled is a span in its style, between two characters.
func styled(s doc.Span, before, next rune, inTable bool) string {
	text := string(s.Text)
	core := strings.TrimSpace(text)
	at := strings.Index(text, core)
	lead, tail := text[:at], text[at+len(core):]
	if core == "" {
		return text
	}
	if lead != "" {
		before = ' '
	}
	if tail != "" {
		next = ' '
	}
	shown := escaped(core)
	switch {
	case s.Style == doc.StyleCode:
		if shown = code(core); inTable {
			shown = strings.ReplaceAll(shown, "|", `\|`)
		}
	case strings.Contains(core, "\n\n"), !parts(before), !parts(next):
	case s.Style == doc.StyleStrong || s.Style == doc.StyleHeadline:
		shown = "**" + shown + "**"
	case s.Style == doc.StyleItalic:
		shown = "*" + shown + "*"
	}
	if s.URL != "" && !strings.Contains(core, "\n") {
		if core == s.URL && !strings.ContainsAny(core, `<>\|`) {
			return lead + "<" + core + ">" + tail
		}
		shown = "[" + shown + "](<" + target.Replace(s.URL) + ">)"
	}
	return lead + shown + tail
}

// target keeps an address within its brackets, and within the cell of a table.
var target = strings.NewReplacer("<", "%3C", ">", "%3E", "\\", "%5C", "|", "%7C")

// parts reports whether marks of emphasis count beside a character.
func parts(r rune) bool {
	return r == utf8.RuneError || unicode.IsSpace(r) || strings.ContainsRune(".,;:!?()–", r)
}

// code is a text in fixed width, between more signs than it has in a row.
func code(s string) string {
	fence := strings.Repeat("`", longest(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + strings.ReplaceAll(s, "\n", " ") + fence
}

// longest is how many of the signs of code stand in a row.
func longest(s string) (most int) {
	n := 0
	for _, r := range s {
		if n++; r != '`' {
			n = 0
		}
		most = max(most, n)
	}
	return most
}

// paragraph writes a text. Line ends stay line ends, and empty lines part paragraphs.
func (w *writer) paragraph(spans []doc.Span) {
	lines := strings.Split(strings.TrimRight(inline(spans, false), "\n "), "\n")
	for i, l := range lines {
		l = begun(strings.TrimRight(l, " \t"))
		if l == "" {
			w.gap()
			continue
		}
		if i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" {
			l += `\`
		}
		w.line(l)
	}
}

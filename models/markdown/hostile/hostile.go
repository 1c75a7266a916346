// Package hostile makes notes that cost a careless reader of Markdown the most: every construct of the language
// repeated, nested, cut short and mixed, up to the size that a note may have. Tests of everything that shows notes use
// it.
//
// It imports nothing of ours.
package hostile

import (
	"fmt"
	"strings"
)

// MaxSize is how large a note may be, in bytes.
const MaxSize = 64 << 10

// noteUnits are what notes are made of, and what breaks them off.
var noteUnits = []string{
	"1. ", "1) ", "999999999. ", "- ", "+ ", "* ", "> ", ">", "    ", "\t", " ", "# ", "###### ", "\n", "\n\n", "a", "a ",
	"ab\n", "a\t", "  \n", "\\\n",
	"*", "**", "_", "__", "*a ", "**a *b ", "a* ", "_a b_ ", "***", "*a*", "`", "``", "`a`", "` ", "```\n",
	"```go\na\n```\n", "~~~\n", "~~~~", "~", "~~",
	"[", "]", "![", "[a](", "[a](http://a.b/", "[a](http://a.b)", "[a](<", "[a](b \"", "[a](b (", "[a](b '",
	"[a](b/c \"t\")", "[a]: http://a.b/c \"t\"\n",
	"[a][b]", "[]()", "[*a*](b/c)", "![a](b/c)",
	"![a](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=)",
	"| a ", "|", "|-", "|-|\n", "| a | b |\n|---|---|\n| c | d |\n", "|---|---|\n", "\\|", "<", ">", "<a ", "<a b='",
	"<a b=\"", "<b>", "</b>", "<!--", "-->",
	"<?", "?>", "<!A", "<![CDATA[", "<http://a.b>", "<a@b.c>", "<div>\n", "<pre>\n", "<script>", "http://a.b/",
	"https://a.b/( ", "http://", "www.a.b ", "www.",
	"a@b.c ", "a.a", "@", "mailto:a@b.c ", "(", ")", "&", "&amp;", "&#0;", "&#x1F389;", "\\", "\\*", "\\\\", "===\n",
	"---\n", "***\n", "- - -\n", "* * * ",
	"\u00ad", "\u200b", "\u202e", "汉", "é", "e\u0301", "\u0301", "🎉", "م", "ש", "नि", "\r", "\r\n", "\x00", "\v", "\u2028",
	"abcdefghij", "0123456789",
	"iVBORw0KGgo", "data:image/png;base64,", ";base64,", "data:", "aB3+", "=", "x = 5\n", "- [x] ", "{", "}", "\"", "'",
	"!", "#", "-", "+", ":", ".",
}

// separators stand between repetitions.
var separators = []string{"", " ", "\n", "\n\n", "  ", "a", "*", "\n    ", "\n> ", "\n- ", "|", "`"}

// Note makes a note from a recipe of any bytes: each step takes four of them, which say what is repeated, how often,
// what stands between, and whether steps before it are repeated as a whole, nested, or indented line by line.
func Note(recipe []byte) string {
	var out strings.Builder
	for len(recipe) >= 4 && out.Len() < MaxSize {
		out.WriteString(recipeStep(out.String(), recipe[:4]))
		recipe = recipe[4:]
	}
	return cutToSize(out.String())
}

func recipeStep(before string, by []byte) string {
	unit, times, sep := noteUnits[int(by[0])%len(noteUnits)], 1<<(by[1]%17), separators[int(by[2])%len(separators)]
	switch by[3] % 8 {
	case 0: // a staircase: each line one deeper
		var out strings.Builder
		for i := range min(times, 360) {
			out.WriteString(strings.Repeat("  ", i) + unit + sep + "\n")
		}
		return out.String()
	case 1: // each repetition longer than the one before
		var out strings.Builder
		for i := 1; i <= min(times, 360) && out.Len() < MaxSize; i++ {
			out.WriteString(strings.Repeat(unit, i) + sep)
		}
		return out.String()
	case 2: // all so far once more
		return repeatUnit(before+sep, max(1, times/4))
	case 3: // as many again, closed in turn
		return repeatUnit(unit, times) + sep + repeatUnit(closingSigns.Replace(unit), times)
	case 4: // one of every kind
		return strings.Join(noteUnits[int(by[0])%len(noteUnits):], sep)
	}
	return repeatUnit(unit+sep, times)
}

var closingSigns = strings.NewReplacer("[", "](b/c)", "(", ")", "<", ">", "*a ", " a*", "_a ", " a_")

func repeatUnit(s string, times int) string {
	if s == "" {
		return ""
	}
	return strings.Repeat(s, min(times, MaxSize/len(s)+1))
}

// cutToSize keeps a note within its size, between two characters.
func cutToSize(s string) string {
	if len(s) > MaxSize {
		s = strings.ToValidUTF8(s[:MaxSize], "")
	}
	return s
}

// LargestNotes are the largest notes of each construct alone, and those that were found to cost much: name → note.
func LargestNotes() map[string]string {
	all := map[string]string{
		"numbers deep, then empty lines": cutToSize(strings.Repeat("1. ", 1295) + strings.Repeat("\n\n", 30000)),
		"quotes deep, then empty lines":  cutToSize(strings.Repeat("> ", 1295) + strings.Repeat("\n> \n", 30000)),
		"bullets in a staircase":         staircase(95, "- a\n"),
		"numbers in a staircase":         staircase(95, "1. a\n"),
		"eight lists, then empty lines":  cutToSize(strings.Repeat("- ", 7) + "a" + strings.Repeat("\n", 9900)),
		"eight lists, then lines": cutToSize(strings.Repeat("- ", 7) + "a\n" +
			strings.Repeat(strings.Repeat(" ", 14)+"a\n\n", 5000)),
		"backticks of every length": growingNote("`", "a\n"),
		"stars of every length":     growingNote("*", "a "),
		"code that never ends":      cutToSize(growingNote("`", " ")[:32<<10] + strings.Repeat("a\n", 20000)),
		"columns": cutToSize(strings.Repeat("|a", 5000) + "|\n" + strings.Repeat("|-", 5000) + "|\n" +
			strings.Repeat("|\n", 9000)),
		"rows": cutToSize("|a|b|\n|-|-|\n" + strings.Repeat("|c\n", 9900)),
		"full table": cutToSize("|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n" +
			strings.Repeat("|c|c|c|c|c|c|\n", 5000)),
		"one word":                       strings.Repeat("a", MaxSize),
		"one word of signs":              strings.Repeat("-_.", MaxSize/3),
		"every character":                everyCharacter(),
		"letters that change their face": cutToSize(strings.Repeat("汉a", MaxSize)),
		"right to left":                  cutToSize(strings.Repeat("م", MaxSize)),
		"marks on one letter":            cutToSize("e" + strings.Repeat("\u0301", MaxSize)),
		"brackets around stars":          cutToSize(strings.Repeat("[*", 16000) + strings.Repeat("*](b/c)", 6000)),
		"links that never end":           cutToSize(strings.Repeat("[a](b/", MaxSize)),
		"underscores before mail":        cutToSize(strings.Repeat("_a", MaxSize)),
		"code in links":                  cutToSize(strings.Repeat("[`]`(a/b) ", MaxSize)),
		"embedded picture":               cutToSize("![a](data:image/png;base64," + strings.Repeat("iVBORw0K", 8000) + ")"),
		"lists of one, apart":            cutToSize(strings.Repeat("- a\n\n\n\n<!-- -->\n", MaxSize)),
		"code blocks":                    cutToSize(strings.Repeat("```\na\n```\n", MaxSize)),
		"code lines":                     cutToSize("```\n" + strings.Repeat("a\n", 32000) + "```\n"),
		"quoted lines":                   cutToSize(strings.Repeat("> a\n", MaxSize)),
		"15 quotes of lines":             cutToSize(strings.Repeat(strings.Repeat("> ", 15)+"a\n", MaxSize)),
		"code, bold, link in turn":       cutToSize(strings.Repeat("`a` **b** <http://c.d> ", MaxSize)),
		"headings":                       cutToSize(strings.Repeat("# A\n", MaxSize)),
		"thematic breaks":                cutToSize(strings.Repeat("***\n", MaxSize)),
		"ends of fences":                 cutToSize(strings.Repeat("~~~ a\n", 8000) + strings.Repeat("```\n", 4000)),
		"one tag with many attributes":   cutToSize("<a " + strings.Repeat("b ", MaxSize)),
		"lines":                          cutToSize(strings.Repeat("a\n", MaxSize)),
		"paragraphs":                     cutToSize(strings.Repeat("a\n\n", MaxSize)),
		"tabs in code":                   cutToSize("```\n" + strings.Repeat("a\t", MaxSize)[:MaxSize-20] + "\n```\n"),
		"tabs":                           cutToSize("a" + strings.Repeat("\t", MaxSize-2) + "b"),
		"emphasis in emphasis":           cutToSize(strings.Repeat("*a ", 11000) + strings.Repeat("a* ", 10000)),
		"numbered items":                 cutToSize(strings.Repeat("1. a\n", 9900)),
	}
	for i, unit := range noteUnits {
		all[fmt.Sprintf("unit %03d %.12q", i, unit)] = cutToSize(repeatUnit(unit, MaxSize))
	}
	return all
}

func staircase(depth int, line string) string {
	var out strings.Builder
	for i := range depth {
		out.WriteString(strings.Repeat("   ", i) + line)
	}
	return cutToSize(out.String() + strings.Repeat("\n", MaxSize))
}

func growingNote(unit, sep string) string {
	var out strings.Builder
	for i := 1; out.Len() < MaxSize; i++ {
		out.WriteString(strings.Repeat(unit, i) + sep)
	}
	return cutToSize(out.String())
}

// everyCharacter has each of the 21,000 Chinese characters once, and each of the other scripts before them.
func everyCharacter() string {
	var out strings.Builder
	for r := rune(0xA1); out.Len() < MaxSize; r++ {
		if r == 0xD800 {
			r = 0xE000
		}
		out.WriteRune(r)
	}
	return cutToSize(out.String())
}

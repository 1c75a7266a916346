package reports

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"plumbline/models/labels"
	"plumbline/reports/pdf"
)

// RenderWarning says that something in a report can't be shown the way it was written, and where.
type RenderWarning struct {
	Where   string // the field, in words, such as "Notes of question 2.3"
	Message string // what is affected, with its code points
}

// maxPoints bounds the distinct code points that one warning lists; it says how many there are in all.
const maxPoints = 400

// warnings lists the places in the order in which the report meets them.
func (c *textIntake) warnings() []RenderWarning {
	var all []RenderWarning
	for _, f := range c.fields {
		all = append(all, RenderWarning{f.where, f.message()})
	}
	return all
}

// message says what is wrong in one place. It names every character, so that none is lost even on paper.
func (f *flawedField) message() string {
	var parts []string
	if f.count > 0 {
		count := labels.CountLabel(f.count, "character is", "characters are")
		parts = append(parts, fmt.Sprintf("%s shown as %c or %c: no font of this report has it. "+
			"%s", count, pdf.StandIn, lostCharacter, f.points()))
	}
	if f.bytes > 0 {
		parts = append(parts, labels.CountLabel(f.bytes, "byte is", "bytes are")+" not UTF-8.")
	}
	return strings.Join(parts, " ")
}

// points lists the distinct code points by script, in order of first appearance.
func (f *flawedField) points() string {
	listed := f.runes[:min(len(f.runes), maxPoints)]
	var scripts []string
	by := map[string][]string{}
	for _, r := range listed {
		name := scriptOf(r)
		if by[name] == nil {
			scripts = append(scripts, name)
		}
		by[name] = append(by[name], fmt.Sprintf("U+%04X", r))
	}
	for i, name := range scripts {
		scripts[i] = name + ": " + strings.Join(by[name], " ")
	}
	out := strings.Join(scripts, "; ") + "."
	if len(listed) < len(f.runes) {
		out += fmt.Sprintf(" Listed: %d of %d different ones.", len(listed), len(f.runes))
	}
	return out
}

var scriptNames = sync.OnceValue(func() []string {
	var names []string
	for name := range unicode.Scripts {
		if name != "Common" && name != "Inherited" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
})

// scriptOf names the script of a rune, in words.
func scriptOf(r rune) string {
	for _, name := range scriptNames() {
		if unicode.Is(unicode.Scripts[name], r) {
			return strings.ReplaceAll(name, "_", " ")
		}
	}
	switch {
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		return "Control characters"
	case unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r):
		return "Symbols and emoji"
	}
	return "Other characters"
}

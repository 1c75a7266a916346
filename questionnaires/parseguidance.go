package questionnaires

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"plumbline/questionnaires/jsontree"
)

// optionalMembers reads members of ours from an object whose extra members are in extra. The format does not know these
// names, so another lens may use them in another way: what does not have our form goes to the extra members, with a
// warning, and is never an error.
type optionalMembers struct {
	*lensParser
	extra *[]ExtraMember
}

// guidance reads what choice fields f have of ours, or gives nil where they have nothing.
func (o optionalMembers) guidance(f *memberNodes) *Guidance {
	g := Guidance{
		DocumentID:     o.text(f[choiceDocument], MaxID),
		RiskLevel:      o.oneOf(f[choiceLevel], guidanceLevels),
		Why:            o.text(f[choiceWhy], MaxDescription),
		HowToTell:      o.text(f[choiceTell], MaxDescription),
		Steps:          o.list(f[choiceSteps]),
		Effort:         o.oneOf(f[choiceEffort], guidanceLevels),
		Impact:         o.oneOf(f[choiceImpact], guidanceLevels),
		Responsibility: o.oneOf(f[choiceResponsibility], guidanceParties),
		Evidence:       o.list(f[choiceEvidence]),
		Link:           o.link(f[choiceLink]),
	}
	if reflect.ValueOf(g).IsZero() {
		return nil
	}
	return &g
}

// facilitation reads the object n, or gives nil where there is none. The object counts toward MaxBytes if it has
// something that is not ours.
func (p *lensParser) facilitation(n int32) *Facilitation {
	if n == 0 {
		return nil
	}
	before := p.spared
	var f Facilitation
	at, extra := p.object(n, &facilitationShape)
	f.Extra = extra
	o := optionalMembers{p, &f.Extra}
	f.Objective = o.text(at[facilitationObjective], MaxDescription)
	f.Room = o.list(at[facilitationRoom])
	f.FollowUps = o.list(at[facilitationFollowUps])
	f.RedFlags = o.list(at[facilitationRedFlags])
	if len(f.Extra) == 0 {
		p.spared = before
		p.spare(n)
	}
	return &f
}

// text returns the string n of at most max characters, or "" where it goes to the extra members.
func (o optionalMembers) text(n int32, max int) string {
	if n == 0 {
		return ""
	}
	s := o.doc.Text(n)
	if flaw := lengthProblem(s, max); flaw != "" {
		return o.aside(n, codeForeignLength, flaw)
	}
	o.spare(n)
	return s
}

// line returns the string n of one line and at most max characters.
func (o optionalMembers) line(n int32, max int) string {
	if n > 0 && strings.ContainsAny(o.doc.Text(n), "\r\n") {
		return o.aside(n, codeForeignValue, "has more than one line")
	}
	return o.text(n, max)
}

// lengthProblem says what is wrong with the length of a text, or "".
func lengthProblem(s string, max int) string {
	switch {
	case strings.TrimSpace(s) == "":
		return "holds nothing but white space"
	case len(s) > max && characters(s) > max:
		return fmt.Sprintf("has a text of %d characters, and at most %d are used", characters(s), max)
	}
	return ""
}

// oneOf returns the string n if it is one of the values.
func (o optionalMembers) oneOf(n int32, values []string) string {
	if n == 0 {
		return ""
	}
	s := o.doc.Text(n)
	if !slices.Contains(values, s) {
		return o.aside(n, codeForeignValue, fmt.Sprintf("is %q, which is none of %s", clipQuote(s), joinWords(values, "and")))
	}
	o.spare(n)
	return s
}

// link returns the URL n if it can be followed.
func (o optionalMembers) link(n int32) string {
	if n == 0 {
		return ""
	}
	s := o.doc.Text(n)
	if !webLink(s) || !followable(s) {
		return o.aside(n, codeForeignValue, fmt.Sprintf("is %q, which is not an http or https URL", clipQuote(s)))
	}
	if flaw := lengthProblem(s, MaxDescription); flaw != "" {
		return o.aside(n, codeForeignLength, flaw)
	}
	o.spare(n)
	return s
}

// list returns the strings in array n, or nil where one of them, or their number, does not fit.
func (o optionalMembers) list(n int32) []string {
	if n == 0 {
		return nil
	}
	count := o.doc.Nodes[n].Count
	if count > MaxItems {
		o.aside(n, codeForeignLength, fmt.Sprintf("has %d elements, and at most %d are used", count, MaxItems))
		return nil
	}
	list := make([]string, 0, count)
	for c := range o.doc.Children(n) {
		if o.doc.Nodes[c].Kind != jsontree.KindString {
			o.aside(n, codeForeignType, "is not a list of strings")
			return nil
		}
		s := o.doc.Text(c)
		if flaw := lengthProblem(s, MaxDescription); flaw != "" {
			o.aside(n, codeForeignLength, flaw)
			return nil
		}
		list = append(list, s)
	}
	o.spare(n)
	return list
}

// aside moves member n to the extra ones and says why. What it gives stands for the missing text.
func (o optionalMembers) aside(n int32, c checkCode, flaw string) string {
	*o.extra = append(*o.extra, o.member(n))
	if !o.full(c) {
		o.report(c, n, fmt.Sprintf("%q %s, so it is kept but not used.", o.doc.Name(n), flaw))
	}
	return ""
}

// foreign warns of a member of ours that holds something of another type.
func (p *lensParser) foreign(n int32, m *memberShape) {
	if !p.full(codeForeignType) {
		p.report(codeForeignType, n, fmt.Sprintf("%q is %s and not %s, so it is kept but not used.",
			m.name, p.doc.Nodes[n].Kind, m.kind))
	}
}

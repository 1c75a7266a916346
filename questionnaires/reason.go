package questionnaires

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"plumbline/questionnaires/rules"
)

// Grounds is the first part of Reason alone: what in the answer led to the risk, without the risk's name before it and without what is missing for a lower one, for
// whoever shows both beside it. Where no choice leads to a lower risk, it says that too.
func (r Rating) Grounds() string {
	said := ""
	switch r.Basis {
	case OnRule:
		paths := r.paths()
		said = r.grounds(paths) + "." + r.unless(paths)
	case OnDefault:
		paths := r.paths()
		said = r.shortfall(paths) + "." + r.unless(paths)
	case OnNoRule:
		said = silent
	default:
		_, after, named := strings.Cut(r.Reason(), ": ")
		if said = after; !named || r.Basis == OnNoAnswer {
			return r.Reason()
		}
	}
	first, size := utf8.DecodeRuneInString(said)
	return string(unicode.ToUpper(first)) + said[size:]
}

// unless is what missing says where there are no paths.
func (r Rating) unless(paths []Path) string {
	if len(paths) > 0 {
		return ""
	}
	return r.missing(nil)
}

// Reason says in one to three sentences why the question has this risk: what in the answer led to it and, where the
// risk is HIGH or MEDIUM, the fewest choices that are missing for a lower one. Choices are named by their whole title.
func (r Rating) Reason() string {
	switch r.Basis {
	case OnQuestionNotApplicable:
		return "Not rated: the question is marked as not applicable to this workload."
	case OnNoAnswer:
		return "Not answered yet: nothing is selected and nothing is marked as not applicable."
	case OnAllNotApplicable:
		return "No risk: " + r.nothingApplies() + "."
	case OnNoRule:
		return riskName(Undecided) + ": " + silent + r.deciding()
	case OnRule:
		paths := r.paths()
		return riskName(r.Risk) + ": " + r.grounds(paths) + "." + r.missing(paths)
	case OnDefault:
		paths := r.paths()
		return riskName(r.Risk) + ": " + r.shortfall(paths) + "." + r.missing(paths)
	}
	return ""
}

// silent says why a question is undecided.
const silent = "the lens does not say, since no rule of this question covers this answer and there is no default rule."

// deciding says, with a blank before it, what it takes for the lens to say something better than a high risk, where anything does.
func (r Rating) deciding() string {
	if paths := r.paths(); len(paths) > 0 {
		return r.missing(paths)
	}
	return ""
}

func (r Rating) nothingApplies() string {
	switch n := len(inOrder(r.state.NotApplicable)); n {
	case 1:
		return "the one practice of this question is marked as not applicable"
	case 2:
		return "both practices of this question are marked as not applicable"
	default:
		return fmt.Sprintf("all %d practices of this question are marked as not applicable", n)
	}
}

// grounds says what in the answer meets the condition of the rule.
func (r Rating) grounds(paths []Path) string {
	g := r.question.set.Grounds(r.Rule, r.state)
	said := r.question.presence(g)
	if g.Absent == 0 && len(paths) > 0 && r.helps(g.Present&r.question.set.Regular(), paths) {
		said += ", which is not enough for a lower risk"
	}
	switch {
	case said == "":
		return r.question.inapplicable(g.NotApplicable) + ", and the rule asks about nothing else"
	case g.NotApplicable != 0:
		return said + "; " + r.question.inapplicable(g.NotApplicable)
	}
	return said
}

// helps tells whether the selected choices did lower the risk, or are needed on a path to a lower one. Where they raised
// it, they are no good beginning.
func (r Rating) helps(choices uint64, paths []Path) bool {
	if choices == 0 {
		return false
	}
	now, without := r.level(r.state.Selected), r.level(r.state.Selected&^choices)
	if without != now {
		return without > now
	}
	for _, p := range paths {
		more := r.state.Selected&r.question.set.Regular() | r.question.mask(p.Sets[0])
		if r.level(more&^choices) > r.level(more) {
			return true
		}
	}
	return false
}

// level is the risk that the rules state with another selection.
func (r Rating) level(selected uint64) rules.Level {
	set := r.question.set
	return set.Level(set.Match(rules.State{Selected: selected, NotApplicable: r.state.NotApplicable}))
}

// presence says what is selected and what is not.
func (q *Question) presence(g rules.Grounds) string {
	is, isNot := verb(g.Present, "is", "are"), verb(g.Absent, "is", "are")+" not"
	switch {
	case g.Present|g.Absent == 0:
		return ""
	case g.Absent == 0:
		return q.titles(g.Present) + is + " selected"
	case g.Present == 0:
		return q.titles(g.Absent) + isNot + " selected"
	}
	return q.titles(g.Present) + is + " selected, but " + q.titles(g.Absent) + isNot
}

func (q *Question) inapplicable(choices uint64) string {
	return q.titles(choices) + verb(choices, "does not apply", "do not apply")
}

// shortfall says why no condition is met, so that the default applies.
func (r Rating) shortfall(paths []Path) string {
	switch {
	case r.question.set.Named() == 0:
		return "the rules of this question rate every answer so"
	case r.Risk == None:
		return r.clean()
	case r.state.Selected&r.question.set.Regular() == 0:
		return r.nothingSelected()
	case len(paths) > 0:
		return "not enough is selected for a lower risk"
	}
	return "the answer meets no condition for a lower risk"
}

// clean says why a default rule states no risk: what would raise it is not selected. Of each other unselected choice
// it says that it alone would change nothing.
func (r Rating) clean() string {
	regular := r.question.set.Regular()
	selected := r.state.Selected & regular
	var raising, idle uint64
	for _, c := range inOrder(regular &^ (selected | r.state.NotApplicable)) {
		if r.level(selected|1<<c) > rules.NoRisk {
			raising |= 1 << c
		} else {
			idle |= 1 << c
		}
	}
	said, also := "the answer meets no condition for a higher risk", "; "
	switch {
	case raising|idle == 0:
		return "everything that applies is selected"
	case raising != 0:
		said, also = r.question.titles(raising)+verb(raising, "is", "are")+" not selected", "; also "
	}
	if idle == 0 {
		return said
	}
	return said + also + "not selected, and without effect on the risk as it stands: " + r.question.titles(idle)
}

// nothingSelected is for an answer that selects nothing but, perhaps, "none of these".
func (r Rating) nothingSelected() string {
	said := "nothing is selected"
	if none := r.state.Selected; none != 0 {
		said = "the answer is " + r.question.titles(none)
	}
	if na := r.state.NotApplicable; na != 0 {
		said += "; " + r.question.inapplicable(na)
	}
	return said
}

// missing says, with a blank before it, what it takes to lower the risk, or that selecting more does not.
func (r Rating) missing(paths []Path) string {
	switch {
	case r.Risk == None || r.question.set.Named() == 0:
		return ""
	case len(paths) == 0:
		return " " + r.stuck()
	case len(paths) == 2:
		if rest, ok := further(paths[0], paths[1]); ok {
			return r.step(paths[0]) + "; for no risk also " + r.quoted(rest) + "."
		}
	}
	var b strings.Builder
	for _, p := range paths {
		b.WriteString(r.step(p) + ".")
	}
	if paths[len(paths)-1].To != None {
		b.WriteString(" Selecting more does not bring it to no risk.")
	}
	return b.String()
}

// step says what it takes to come to the risk of a path. Choices that the reason has just named as not selected are not
// named again.
func (r Rating) step(p Path) string {
	to := strings.ToLower(riskName(p.To))
	if r.Basis == OnRule && len(p.Sets) == 1 {
		absent := r.question.set.Grounds(r.Rule, r.state).Absent
		if set := r.question.mask(p.Sets[0]); set == absent {
			return " Selecting" + verb(set, "it", "them") + " gives " + to
		}
	}
	return " Still missing for " + to + ": " + r.alternatives(p)
}

// stuck says why selecting more does not help.
func (r Rating) stuck() string {
	if r.question.set.Regular()&^(r.state.Selected|r.state.NotApplicable) == 0 {
		return "Everything that applies is selected, so selecting more can't lower it."
	}
	if r.Basis == OnRule {
		if g := r.question.set.Grounds(r.Rule, r.state); g.Absent == 0 && g.Present != 0 {
			return "Selecting more does not lower it as long as that is so."
		}
	}
	return "Selecting more does not lower it."
}

// further gives what the second path takes on top of the first, if both are the only ones and it builds on it.
func further(first, second Path) ([]string, bool) {
	if len(first.Sets) > 1 || len(second.Sets) > 1 {
		return nil, false
	}
	rest := slices.Clone(second.Sets[0])
	for _, id := range first.Sets[0] {
		at := slices.Index(rest, id)
		if at < 0 {
			return nil, false
		}
		rest = slices.Delete(rest, at, at+1)
	}
	return rest, true
}

// maxAlternatives is the most sets that a reason spells out where they have little in common.
const maxAlternatives = 3

// alternatives names the sets of a path: all of them if they are few or differ in one choice only, or else the first
// and the number of the others.
func (r Rating) alternatives(p Path) string {
	if common, differ, ok := factor(p.Sets); ok {
		each := make([]string, len(differ))
		for i, id := range differ {
			each[i] = r.quoted([]string{id})
		}
		if len(common) == 0 {
			return series(each, "or")
		}
		return r.quoted(common) + " and either " + series(each, "or")
	}
	if len(p.Sets) <= maxAlternatives {
		sets := make([]string, len(p.Sets))
		for i, set := range p.Sets {
			sets[i] = r.quoted(set)
		}
		return strings.Join(sets, ", or ")
	}
	others := fmt.Sprintf("%d other", len(p.Sets)-1)
	if p.More {
		others = fmt.Sprintf("at least %d other", MaxSets)
	}
	return fmt.Sprintf("%s, or one of %s sets of %d", r.quoted(p.Sets[0]), others, len(p.Sets[0]))
}

// factor splits several sets into what all have and the one choice that each has besides.
func factor(sets [][]string) (common, differ []string, ok bool) {
	for _, id := range sets[0] {
		missing := func(set []string) bool { return !slices.Contains(set, id) }
		if !slices.ContainsFunc(sets, missing) {
			common = append(common, id)
		}
	}
	if len(common) != len(sets[0])-1 {
		return nil, nil, false
	}
	for _, set := range sets {
		for _, id := range set {
			if !slices.Contains(common, id) {
				differ = append(differ, id)
			}
		}
	}
	return common, differ, true
}

func (r Rating) quoted(ids []string) string {
	var set uint64
	for i, c := range r.question.Choices {
		if slices.Contains(ids, c.ID) {
			set |= 1 << i
		}
	}
	return r.question.titles(set)
}

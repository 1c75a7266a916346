package models

import (
	"maps"
	"slices"
	"strings"

	"plumbline/questionnaires"
)

// IDRenames says under which ids parts of one version of a lens go on in a later one: id there by id before. A choice
// may be named by its id alone, which means it in every question, or as "question/choice" with the question's id
// before, which comes first.
type IDRenames struct{ Pillars, Questions, Choices map[string]string }

// Empty reports whether nothing is renamed.
func (r IDRenames) Empty() bool { return len(r.Pillars)+len(r.Questions)+len(r.Choices) == 0 }

// Clone returns a copy whose maps can be written to.
func (r IDRenames) Clone() IDRenames {
	with := func(m map[string]string) map[string]string {
		if m = maps.Clone(m); m == nil {
			m = map[string]string{}
		}
		return m
	}
	return IDRenames{with(r.Pillars), with(r.Questions), with(r.Choices)}
}

// Pillar returns the id of a pillar in the later version: its own where it is not renamed. Whether there is such a
// pillar is not asked.
func (r IDRenames) Pillar(id string) string { return renamedID(r.Pillars, id) }

// Question is Pillar for a question.
func (r IDRenames) Question(id string) string { return renamedID(r.Questions, id) }

// Choice is Pillar for a choice of a question; both ids are those before.
func (r IDRenames) Choice(question, id string) string {
	if to, ok := r.Choices[question+"/"+id]; ok {
		return to
	}
	return renamedID(r.Choices, id)
}

func renamedID(ids map[string]string, id string) string {
	if to, ok := ids[id]; ok {
		return to
	}
	return id
}

// IDsBefore lists the ids that a part had before it was renamed to id, sorted.
func IDsBefore(ids map[string]string, id string) (before []string) {
	for from, to := range ids {
		if to == id {
			before = append(before, from)
		}
	}
	slices.Sort(before)
	return before
}

// Then returns what the ids before r are after both r and next, for a lens that is doc by then. What doc has not got is
// left out, and so is an id that doc has again: that is another part.
func (r IDRenames) Then(next IDRenames, doc *questionnaires.Lens) IDRenames {
	out := IDRenames{Pillars: map[string]string{}, Questions: map[string]string{}}
	follow := func(into, ids, more map[string]string, is func(string) bool) {
		for from, to := range ids {
			into[from] = renamedID(more, to)
		}
		maps.Copy(into, more)
		maps.DeleteFunc(into, func(from, to string) bool { return is(from) || !is(to) })
	}
	follow(out.Pillars, r.Pillars, next.Pillars, func(id string) bool { return doc.Pillar(id) != nil })
	follow(out.Questions, r.Questions, next.Questions, func(id string) bool { _, q := doc.Question(id); return q != nil })
	return out
}

// OfferRenames proposes renames by identical titles, for what is gone from the old version. Titles are compared
// composed and folded; a title that stands twice among what is gone, or among what is new, proposes nothing. Renames
// that are given already are kept, and choices are looked for with their help.
func OfferRenames(old, later *questionnaires.Lens, given IDRenames) IDRenames {
	out := given.Clone()
	v := lensVersions{old, later}
	pairTitles(out.Pillars, v.gonePillars(), v.newPillars(), given.Pillars)
	pairTitles(out.Questions, v.goneQuestions(), v.newQuestions(), given.Questions)
	for _, p := range old.Pillars {
		for _, q := range p.Questions {
			_, now := later.Question(out.Question(q.ID))
			if now == nil {
				continue
			}
			found, had := map[string]string{}, map[string]string{}
			for _, c := range q.Choices {
				if to := out.Choice(q.ID, c.ID); to != c.ID {
					had[c.ID] = to
				}
			}
			pairTitles(found, goneChoices(q, now), goneChoices(now, q), had)
			for from, to := range found {
				if questionnaires.IsNoneOfThese(from) == questionnaires.IsNoneOfThese(to) {
					out.Choices[ChoiceKey(old, q.ID, from)] = to
				}
			}
		}
	}
	return out
}

// lensPart is a pillar, question or choice: what is compared of it.
type lensPart struct{ id, title string }

// pairTitles adds to found what has one title among gone and one among fresh; what is given already takes no part.
func pairTitles(found map[string]string, gone, fresh []lensPart, given map[string]string) {
	taken := map[string]bool{}
	for _, to := range given {
		taken[to] = true
	}
	gone = slices.DeleteFunc(gone, func(p lensPart) bool { _, is := given[p.id]; return is })
	fresh = slices.DeleteFunc(fresh, func(p lensPart) bool { return taken[p.id] })
	byTitle := func(list []lensPart) map[string][]string {
		m := map[string][]string{}
		for _, p := range list {
			title := FoldName(p.title)
			m[title] = append(m[title], p.id)
		}
		return m
	}
	there := byTitle(fresh)
	for title, ids := range byTitle(gone) {
		if to := there[title]; len(ids) == 1 && len(to) == 1 {
			found[ids[0]] = to[0]
		}
	}
}

// lensVersions are two versions of a lens.
type lensVersions struct{ old, later *questionnaires.Lens }

func (v lensVersions) gonePillars() []lensPart { return pillarsOnlyIn(v.old, v.later) }
func (v lensVersions) newPillars() []lensPart  { return pillarsOnlyIn(v.later, v.old) }

func pillarsOnlyIn(a, b *questionnaires.Lens) (list []lensPart) {
	for _, p := range a.Pillars {
		if b.Pillar(p.ID) == nil {
			list = append(list, lensPart{p.ID, p.Name})
		}
	}
	return list
}

func (v lensVersions) goneQuestions() []lensPart { return questionsOnlyIn(v.old, v.later) }
func (v lensVersions) newQuestions() []lensPart  { return questionsOnlyIn(v.later, v.old) }

func questionsOnlyIn(a, b *questionnaires.Lens) (list []lensPart) {
	for _, p := range a.Pillars {
		for _, q := range p.Questions {
			if _, is := b.Question(q.ID); is == nil {
				list = append(list, lensPart{q.ID, q.Title})
			}
		}
	}
	return list
}

func goneChoices(a, b *questionnaires.Question) (list []lensPart) {
	for _, c := range a.Choices {
		if b.Choice(c.ID) == nil {
			list = append(list, lensPart{c.ID, c.Title})
		}
	}
	return list
}

// ChoiceKey names a choice of a lens as IDRenames does: with its question where the id alone means several.
func ChoiceKey(doc *questionnaires.Lens, question, id string) string {
	n := 0
	for _, p := range doc.Pillars {
		for _, q := range p.Questions {
			if q.Choice(id) != nil {
				n++
			}
		}
	}
	if n == 1 {
		return id
	}
	return question + "/" + id
}

// choiceOf takes a choice's name in IDRenames apart; question is "" where it means every question.
func choiceOf(key string) (question, id string) {
	if question, id, ok := strings.Cut(key, "/"); ok {
		return question, id
	}
	return "", key
}

package models

import (
	"maps"
	"slices"
	"strings"

	"plumbline/questionnaires"
)

// Renames says under which ids parts of one version of a lens go on in a later one: id there by id before. A choice may be named by its id alone,
// which means it in every question, or as "question/choice" with the question's id before, which comes first.
type Renames struct{ Pillars, Questions, Choices map[string]string }

// Empty reports whether nothing is renamed.
func (r Renames) Empty() bool { return len(r.Pillars)+len(r.Questions)+len(r.Choices) == 0 }

// Clone returns a copy whose maps can be written to.
func (r Renames) Clone() Renames {
	with := func(m map[string]string) map[string]string {
		if m = maps.Clone(m); m == nil {
			m = map[string]string{}
		}
		return m
	}
	return Renames{with(r.Pillars), with(r.Questions), with(r.Choices)}
}

// Pillar returns the id of a pillar in the later version: its own where it is not renamed. Whether there is such a
// pillar is not asked.
func (r Renames) Pillar(id string) string { return renamed(r.Pillars, id) }

// Question is Pillar for a question.
func (r Renames) Question(id string) string { return renamed(r.Questions, id) }

// Choice is Pillar for a choice of a question; both ids are those before.
func (r Renames) Choice(question, id string) string {
	if to, ok := r.Choices[question+"/"+id]; ok {
		return to
	}
	return renamed(r.Choices, id)
}

func renamed(ids map[string]string, id string) string {
	if to, ok := ids[id]; ok {
		return to
	}
	return id
}

// Before lists the ids that a part had before it was renamed to id, sorted.
func Before(ids map[string]string, id string) (before []string) {
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
func (r Renames) Then(next Renames, doc *questionnaires.Lens) Renames {
	out := Renames{Pillars: map[string]string{}, Questions: map[string]string{}}
	follow := func(into, ids, more map[string]string, is func(string) bool) {
		for from, to := range ids {
			into[from] = renamed(more, to)
		}
		maps.Copy(into, more)
		maps.DeleteFunc(into, func(from, to string) bool { return is(from) || !is(to) })
	}
	follow(out.Pillars, r.Pillars, next.Pillars, func(id string) bool { return doc.Pillar(id) != nil })
	follow(out.Questions, r.Questions, next.Questions, func(id string) bool { _, q := doc.Question(id); return q != nil })
	return out
}

// OfferRenames proposes renames by identical titles, for what is gone from the old version. Titles are compared composed and folded; a title that stands
// twice among what is gone, or among what is new, proposes nothing. Renames that are given already are kept, and choices are looked for with their help.
func OfferRenames(old, later *questionnaires.Lens, given Renames) Renames {
	out := given.Clone()
	v := versions{old, later}
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

// part is a pillar, question or choice: what is compared of it.
type part struct{ id, title string }

// pairTitles adds to found what has one title among gone and one among fresh; what is given already takes no part.
func pairTitles(found map[string]string, gone, fresh []part, given map[string]string) {
	taken := map[string]bool{}
	for _, to := range given {
		taken[to] = true
	}
	gone = slices.DeleteFunc(gone, func(p part) bool { _, is := given[p.id]; return is })
	fresh = slices.DeleteFunc(fresh, func(p part) bool { return taken[p.id] })
	byTitle := func(list []part) map[string][]string {
		m := map[string][]string{}
		for _, p := range list {
			title := Fold(p.title)
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

// versions are two versions of a lens.
type versions struct{ old, later *questionnaires.Lens }

func (v versions) gonePillars() []part { return pillarsOnlyIn(v.old, v.later) }
func (v versions) newPillars() []part  { return pillarsOnlyIn(v.later, v.old) }

func pillarsOnlyIn(a, b *questionnaires.Lens) (list []part) {
	for _, p := range a.Pillars {
		if b.Pillar(p.ID) == nil {
			list = append(list, part{p.ID, p.Name})
		}
	}
	return list
}

func (v versions) goneQuestions() []part { return questionsOnlyIn(v.old, v.later) }
func (v versions) newQuestions() []part  { return questionsOnlyIn(v.later, v.old) }

func questionsOnlyIn(a, b *questionnaires.Lens) (list []part) {
	for _, p := range a.Pillars {
		for _, q := range p.Questions {
			if _, is := b.Question(q.ID); is == nil {
				list = append(list, part{q.ID, q.Title})
			}
		}
	}
	return list
}

func goneChoices(a, b *questionnaires.Question) (list []part) {
	for _, c := range a.Choices {
		if b.Choice(c.ID) == nil {
			list = append(list, part{c.ID, c.Title})
		}
	}
	return list
}

// ChoiceKey names a choice of a lens as Renames does: with its question where the id alone means several.
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

// choiceOf takes a choice's name in Renames apart; question is "" where it means every question.
func choiceOf(key string) (question, id string) {
	if question, id, ok := strings.Cut(key, "/"); ok {
		return question, id
	}
	return "", key
}

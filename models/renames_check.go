package models

import (
	"fmt"

	"plumbline/questionnaires"
)

// Check refuses renames that do not fit the two versions: what is renamed must be gone, what it is renamed to must be
// new, and nothing may go to where something else goes. Fields of the error begin with "map/".
func (r IDRenames) Check(old, later *questionnaires.Lens) error {
	c := renameCheck{lensVersions: lensVersions{old, later}}
	c.parts("pillars", r.Pillars, kindOfPart{"pillar", hasPillar(old), hasPillar(later)})
	c.parts("questions", r.Questions, kindOfPart{"question", hasQuestion(old), hasQuestion(later)})
	for _, key := range sortedKeys(r.Choices) {
		c.choice(r, key, r.Choices[key])
	}
	c.choicesTwice(r)
	if len(c.faults) > 0 {
		return InvalidInput(c.faults...)
	}
	return nil
}

type renameCheck struct {
	lensVersions
	faults []FieldFault
}

type kindOfPart struct {
	word          string
	before, after func(id string) bool
}

func hasPillar(l *questionnaires.Lens) func(string) bool {
	return func(id string) bool { return l.Pillar(id) != nil }
}

func hasQuestion(l *questionnaires.Lens) func(string) bool {
	return func(id string) bool { _, q := l.Question(id); return q != nil }
}

func (c *renameCheck) fault(kind, key, format string, args ...any) {
	c.faults = append(c.faults,
		FieldFault{Field: "map/" + kind + "/" + EscapeKey(key), Message: fmt.Sprintf(format, args...)})
}

func (c *renameCheck) parts(field string, ids map[string]string, kind kindOfPart) {
	by := map[string]string{}
	for _, from := range sortedKeys(ids) {
		to := ids[from]
		switch {
		case !kind.before(from):
			c.fault(field, from, "is not a %s of the version that the review uses", kind.word)
		case kind.after(from):
			c.fault(field, from, "is a %s of the new version too, and keeps what it has; map only what is gone", kind.word)
		case !kind.after(to):
			c.fault(field, from, "leads to %q, which is not a %s of the new version", to, kind.word)
		case kind.before(to):
			c.fault(field, from, "leads to %q, which the review has already: two would go to one", to)
		case by[to] != "":
			c.fault(field, from, "leads to %q, where %q goes too: two would go to one", to, by[to])
		default:
			by[to] = from
		}
	}
}

// choice checks one entry by itself.
func (c *renameCheck) choice(r IDRenames, key, to string) {
	question, id := choiceOf(key)
	var known, kept, lands, clashes bool
	for _, q := range c.questionsWith(question, id) {
		known = true
		_, now := c.later.Question(r.Question(q.ID))
		if now == nil {
			continue
		}
		kept = kept || now.Choice(id) != nil
		lands = lands || now.Choice(to) != nil
		clashes = clashes || q.Choice(to) != nil
	}
	switch {
	case !known:
		c.fault("choices", key, "is not a choice of the version that the review uses")
	case kept:
		c.fault("choices", key, "is a choice of the new version too, and keeps what it has; map only what is gone")
	case !lands:
		c.fault("choices", key,
			"leads to %q, which is not a choice of the question in the new version; map the question too if its id changed", to)
	case clashes:
		c.fault("choices", key, "leads to %q, which the question has already: two would go to one", to)
	case questionnaires.IsNoneOfThese(id) != questionnaires.IsNoneOfThese(to):
		c.fault("choices", key, "leads to %q: only one of the two means none of these", to)
	}
}

// questionsWith lists the questions of the old version that have the choice: the one that is named, or all.
func (c *renameCheck) questionsWith(question, id string) (list []*questionnaires.Question) {
	for _, p := range c.old.Pillars {
		for _, q := range p.Questions {
			if (question == "" || question == q.ID) && q.Choice(id) != nil {
				list = append(list, q)
			}
		}
	}
	return list
}

// choicesTwice finds two choices of a question that go to one.
func (c *renameCheck) choicesTwice(r IDRenames) {
	for _, p := range c.old.Pillars {
		for _, q := range p.Questions {
			by := map[string]string{}
			for _, x := range q.Choices {
				to := r.Choice(q.ID, x.ID)
				if to == x.ID {
					continue
				}
				if by[to] != "" {
					c.fault("choices", c.keyIn(r, q.ID, x.ID), "leads to %q, where %q goes too: two would go to one", to, by[to])
				}
				by[to] = x.ID
			}
		}
	}
}

// keyIn is the name under which the renames have the choice.
func (c *renameCheck) keyIn(r IDRenames, question, id string) string {
	if _, ok := r.Choices[question+"/"+id]; ok {
		return question + "/" + id
	}
	return id
}

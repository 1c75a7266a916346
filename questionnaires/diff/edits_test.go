package diff

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"plumbline/questionnaires"
)

// TestDiffOfEdits edits a lens at random: Diff must be empty exactly if nothing changed, must mirror, and must know
// whether an id is gone.
func TestDiffOfEdits(t *testing.T) {
	doc := readFile(t, sampleFile)
	before := mustParse(t, doc)
	for seed := range int64(500) {
		r := rand.New(rand.NewSource(seed))
		after := mustParse(t, doc)
		var done []string
		for range r.Intn(4) {
			e := documentEdits[r.Intn(len(documentEdits))]
			e.do(r, after)
			done = append(done, e.name)
		}
		c := Lenses(before, after)
		if changed := string(before.JSON()) != string(after.JSON()); c.Empty() == changed {
			t.Errorf("seed %d: changed %v, empty %v after %v", seed, changed, c.Empty(), done)
		}
		gone := slices.ContainsFunc(elementIDs(before),
			func(id string) bool { return !slices.Contains(elementIDs(after), id) })
		if c.Removes() != gone {
			t.Errorf("seed %d: removes %v, but ids gone: %v after %v", seed, c.Removes(), gone, done)
		}
		sameMirrored(t, before, after)
	}
}

// elementIDs lists the place of each pillar, question and choice.
func elementIDs(l *lens) (out []string) {
	for _, p := range l.Pillars {
		out = append(out, p.ID)
		for _, q := range p.Questions {
			out = append(out, p.ID+"/"+q.ID)
			for _, c := range q.Choices {
				out = append(out, q.ID+"/"+c.ID)
			}
		}
	}
	return out
}

type documentEdit struct {
	name string
	do   func(*rand.Rand, *lens)
}

func someChanges[T any](r *rand.Rand, list []T) (T, int) {
	i := r.Intn(len(list))
	return list[i], i
}

// anyQuestion picks a question of a pillar that has one.
func anyQuestion(r *rand.Rand, l *lens) (*questionnaires.Pillar, *questionnaires.Question, int) {
	for {
		if p, _ := someChanges(r, l.Pillars); len(p.Questions) > 0 {
			q, i := someChanges(r, p.Questions)
			return p, q, i
		}
	}
}

var documentEdits = []documentEdit{
	{"rename lens", func(r *rand.Rand, l *lens) { l.Name += "x" }},
	{"describe lens", func(r *rand.Rand, l *lens) { l.Description += "x" }},
	{"rename pillar", func(r *rand.Rand, l *lens) { p, _ := someChanges(r, l.Pillars); p.Name += "x" }},
	{"swap pillars", func(r *rand.Rand, l *lens) {
		l.Pillars[0], l.Pillars[len(l.Pillars)-1] = l.Pillars[len(l.Pillars)-1], l.Pillars[0]
	}},
	{"add pillar", func(r *rand.Rand, l *lens) {
		added := &questionnaires.Pillar{ID: fmt.Sprint("new", r.Int()), Name: "New"}
		l.Pillars = slices.Insert(l.Pillars, r.Intn(len(l.Pillars)+1), added)
	}},
	{"remove pillar", func(r *rand.Rand, l *lens) {
		if len(l.Pillars) > 2 {
			l.Pillars = slices.Delete(l.Pillars, 1, 2)
		}
	}},
	{"remove question", func(r *rand.Rand, l *lens) {
		p, _, i := anyQuestion(r, l)
		if l.Questions() > 3 {
			p.Questions = slices.Delete(p.Questions, i, i+1)
		}
	}},
	{"move question", func(r *rand.Rand, l *lens) {
		from, q, i := anyQuestion(r, l)
		to, _ := someChanges(r, l.Pillars)
		from.Questions = slices.Delete(from.Questions, i, i+1)
		to.Questions = append(to.Questions, q)
	}},
	{"retitle question", func(r *rand.Rand, l *lens) { _, q, _ := anyQuestion(r, l); q.Title += "x" }},
	{"describe question", func(r *rand.Rand, l *lens) { _, q, _ := anyQuestion(r, l); q.Description += "x" }},
	{"relink question", func(r *rand.Rand, l *lens) { _, q, _ := anyQuestion(r, l); q.HelpfulResource.URL += "x" }},
	{"unlink question", func(r *rand.Rand, l *lens) {
		_, q, _ := anyQuestion(r, l)
		q.HelpfulResource = &questionnaires.Resource{}
	}},
	{"add choice", func(r *rand.Rand, l *lens) {
		_, q, _ := anyQuestion(r, l)
		q.Choices = append(q.Choices, &questionnaires.Choice{ID: fmt.Sprint("new", r.Int()), Title: "New"})
	}},
	{"remove choice", func(r *rand.Rand, l *lens) {
		_, q, _ := anyQuestion(r, l)
		if _, i := someChanges(r, q.Choices); len(q.Choices) > 2 {
			q.Choices = slices.Delete(q.Choices, i, i+1)
		}
	}},
	{"retitle choice",
		func(r *rand.Rand, l *lens) {
			_, q, _ := anyQuestion(r, l)
			c, _ := someChanges(r, q.Choices)
			c.Title += "x"
		}},
	{"describe choice", func(r *rand.Rand, l *lens) {
		_, q, _ := anyQuestion(r, l)
		c, _ := someChanges(r, q.Choices)
		c.Description += "x"
	}},
	{"replan choice", func(r *rand.Rand, l *lens) {
		_, q, _ := anyQuestion(r, l)
		c, _ := someChanges(r, q.Choices)
		c.ImprovementPlan = &questionnaires.Resource{DisplayText: "Another"}
	}},
	{"more for choice", func(r *rand.Rand, l *lens) {
		_, q, _ := anyQuestion(r, l)
		c, _ := someChanges(r, q.Choices)
		c.AdditionalResources = append(c.AdditionalResources,
			questionnaires.AdditionalResource{Type: questionnaires.HelpfulResource,
				Content: []questionnaires.Resource{{DisplayText: "x"}}})
	}},
	{"swap choices", func(r *rand.Rand, l *lens) {
		_, q, _ := anyQuestion(r, l)
		q.Choices[0], q.Choices[1] = q.Choices[1], q.Choices[0]
	}},
	{"swap rules", func(r *rand.Rand, l *lens) {
		if _, q, _ := anyQuestion(r, l); len(q.RiskRules) > 1 {
			q.RiskRules[0], q.RiskRules[1] = q.RiskRules[1], q.RiskRules[0]
		}
	}},
	{"change rule", func(r *rand.Rand, l *lens) {
		_, q, _ := anyQuestion(r, l)
		_, i := someChanges(r, q.RiskRules)
		q.RiskRules[i].Condition = "!" + q.Choices[0].ID
	}},
	{"remove rule", func(r *rand.Rand, l *lens) {
		if _, q, _ := anyQuestion(r, l); len(q.RiskRules) > 1 {
			q.RiskRules = q.RiskRules[1:]
		}
	}},
	{"double rule", func(r *rand.Rand, l *lens) {
		_, q, _ := anyQuestion(r, l)
		q.RiskRules = append(q.RiskRules, q.RiskRules[0])
	}},
}

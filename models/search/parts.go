package search

import (
	"iter"
	"strings"

	"plumbline/models"
	"plumbline/questionnaires"
)

// parts gives the texts of a question and its answer, in the order of their weight.
func parts(in Scope, q *questionnaires.Question, a models.Answer) iter.Seq[part] {
	return func(yield func(part) bool) {
		more := true
		give := func(at Place, c *questionnaires.Choice, texts ...string) {
			for _, text := range texts {
				if more && text != "" {
					more = yield(part{at, c, text})
				}
			}
		}
		give(InTitle, nil, q.Title, q.Short(), q.DocumentID, q.ID)
		give(InTerms, nil, q.Terms...)
		each := func(act func(*questionnaires.Choice)) {
			for _, c := range q.Choices {
				if more && !c.NoneOfThese() {
					act(c)
				}
			}
		}
		each(func(c *questionnaires.Choice) { give(InTerms, c, c.Terms...) })
		each(func(c *questionnaires.Choice) {
			give(InPractice, c, c.Title, c.ID)
			if c.Guidance != nil {
				give(InPractice, c, c.Guidance.DocumentID)
			}
		})
		give(InDescription, nil, q.Description)
		each(func(c *questionnaires.Choice) { give(InDescription, c, c.Description) })
		each(func(c *questionnaires.Choice) { guidance(c, give) })
		if f := q.Facilitation; f != nil && in.Prompts {
			give(InPrompts, nil, f.Objective)
			give(InPrompts, nil, f.FollowUps...)
			give(InPrompts, nil, f.RedFlags...)
			give(InPrompts, nil, strings.Join(f.Room, ", "))
		}
		give(InNotes, nil, a.Notes)
		each(func(c *questionnaires.Choice) { give(InNotes, c, a.Choice(c.ID).Notes) })
	}
}

func guidance(c *questionnaires.Choice, give func(Place, *questionnaires.Choice, ...string)) {
	if g := c.Guidance; g != nil {
		give(InGuidance, c, g.Why, g.HowToTell)
		give(InGuidance, c, g.Steps...)
	}
	for _, r := range []*questionnaires.Resource{c.HelpfulResource, c.ImprovementPlan} {
		if r != nil {
			give(InGuidance, c, r.DisplayText)
		}
	}
}

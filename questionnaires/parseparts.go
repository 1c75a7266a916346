package questionnaires

import (
	"fmt"

	"plumbline/questionnaires/jsontree"
)

// pillars reads the array n. Here and below the parts of one list share one block of memory, and the lens points
// into it: a lens has hundreds of parts and each allocation counts.
func (p *lensParser) pillars(n int32) []*Pillar {
	list := p.list(n, MaxPillars, "pillars")
	if list == nil {
		return nil
	}
	block := make([]Pillar, len(list))
	pillars := make([]*Pillar, len(list))
	seen := make(map[string]bool, len(list))
	for i, c := range list {
		pillars[i] = &block[i]
		p.pillar(c, pillars[i], seen)
	}
	return pillars
}

// pillar reads the object n; seen holds the ids of the pillars before it.
func (p *lensParser) pillar(n int32, to *Pillar, seen map[string]bool) {
	f, extra := p.object(n, &pillarShape)
	to.Extra = extra
	to.ID = p.id(f[pillarID], pillarIDs)
	p.unique(f[pillarID], to.ID, "pillar", seen)
	to.Name = p.name(f[pillarName])
	to.Description = optionalMembers{p, &to.Extra}.text(f[pillarDescription], MaxDescription)
	to.Questions = p.questionList(f[pillarQuestions])
	if len(to.Questions) == 0 {
		p.report(codeEmptyPillar, n, "This pillar has no questions.")
	}
}

// questionList reads the array n, or nothing where n is 0: a pillar may still be empty.
func (p *lensParser) questionList(n int32) []*Question {
	list := p.list(n, MaxQuestions, "questions")
	if list == nil {
		return nil
	}
	block := make([]Question, len(list))
	questions := make([]*Question, len(list))
	for i, c := range list {
		questions[i] = &block[i]
		p.question(c, questions[i])
	}
	return questions
}

// question reads the object n. The choices come before the rules, which name them, in whatever order the document
// has them.
func (p *lensParser) question(n int32, to *Question) {
	f, extra := p.object(n, &questionShape)
	to.Extra = extra
	to.ID = p.id(f[questionID], otherIDs)
	p.uniqueQuestion(f[questionID], to.ID)
	to.Title = p.name(f[questionTitle])
	to.Description = p.description(f[questionDescription])
	to.HelpfulResource = p.resource(f[questionResource])
	ours := optionalMembers{p, &to.Extra}
	to.DocumentID = ours.text(f[questionDocument], MaxID)
	to.ShortName = ours.line(f[questionShortName], MaxShortName)
	to.Terms = ours.list(f[questionTerms])
	to.Facilitation = p.facilitation(f[questionFacilitation])
	to.Choices = p.choiceList(f[questionChoices])
	p.noneOfThese(f[questionChoices], to.Choices)
	to.RiskRules = p.rules(f[questionRules], to.Choices)
}

// choiceList reads the array n. Its ids are claimed only after the last choice, so that one that repeats inside the
// question is a duplicate and not a repetition across questions.
func (p *lensParser) choiceList(n int32) []*Choice {
	list := p.list(n, MaxChoices, "choices")
	if list == nil {
		return nil
	}
	block := make([]Choice, len(list))
	choices := make([]*Choice, len(list))
	seen := make(map[string]bool, len(list))
	for i, c := range list {
		choices[i] = &block[i]
		p.choice(c, choices[i], seen)
	}
	for _, c := range choices {
		p.claimChoice(c.ID)
	}
	return choices
}

// choice reads the object n; seen holds the ids of the choices before it.
func (p *lensParser) choice(n int32, to *Choice, seen map[string]bool) {
	f, extra := p.object(n, &choiceShape)
	to.Extra = extra
	to.ID = p.id(f[choiceID], otherIDs)
	p.uniqueChoice(f[choiceID], to.ID, seen)
	to.Title = p.name(f[choiceTitle])
	to.Description = p.remark(f[choiceDescription])
	to.HelpfulResource = p.resource(f[choiceResource])
	to.ImprovementPlan = p.resource(f[choicePlan])
	to.AdditionalResources = p.additional(f[choiceMore])
	ours := optionalMembers{p, &to.Extra}
	to.Terms = ours.list(f[choiceTerms])
	to.Guidance = ours.guidance(&f)
	p.improvementPlan(n, f[choicePlan], to)
}

// resource reads the object n, or gives nil where there is none.
func (p *lensParser) resource(n int32) *Resource {
	if n == 0 {
		return nil
	}
	r := p.resourceValue(n)
	return &r
}

// resourceValue reads a text with its link. The text comes first, since a link without one is a problem of the link.
func (p *lensParser) resourceValue(n int32) Resource {
	f, extra := p.object(n, &resourceShape)
	r := Resource{DisplayText: p.prose(f[resourceText]), Extra: extra}
	r.URL = p.url(f[resourceURL], r.DisplayText)
	return r
}

// additional reads the additionalResources n. Published lenses hold odd ones that AWS took, so what can be shown is
// kept and the rest is a warning.
func (p *lensParser) additional(n int32) []AdditionalResource {
	if n == 0 {
		return nil
	}
	out := make([]AdditionalResource, 0, p.doc.Nodes[n].Count)
	for c := range p.doc.Children(n) {
		if !p.is(c, jsontree.KindObject) {
			continue
		}
		f, extra := p.object(c, &additionalShape)
		a := AdditionalResource{Extra: extra}
		a.Type = p.resourceType(c, f[additionalType])
		a.Content = p.contents(f[additionalContent])
		out = append(out, a)
	}
	return out
}

// contents reads the links of one additional resource.
func (p *lensParser) contents(n int32) []Resource {
	if n == 0 {
		return nil
	}
	if count := p.doc.Nodes[n].Count; count > MaxResources {
		p.report(codeTooManyResources, n,
			fmt.Sprintf("This additional resource has %d contents; the format allows %d.", count, MaxResources))
	}
	out := make([]Resource, 0, p.doc.Nodes[n].Count)
	for c := range p.doc.Children(n) {
		if p.is(c, jsontree.KindObject) {
			out = append(out, p.resourceValue(c))
		}
	}
	return out
}

// list returns the objects in array n and reports what else is in it, and one that is longer than max.
func (p *lensParser) list(n, max int32, what string) []int32 {
	if n == 0 {
		return nil
	}
	if count := p.doc.Nodes[n].Count; count > max {
		p.report(codeTooMany, n, fmt.Sprintf("There are %d %s here; the format allows %d.", count, what, max))
	}
	out := make([]int32, 0, p.doc.Nodes[n].Count)
	for c := range p.doc.Children(n) {
		if p.is(c, jsontree.KindObject) {
			out = append(out, c)
		}
	}
	return out
}

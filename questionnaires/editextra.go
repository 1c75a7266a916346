package questionnaires

import "slices"

// EditedDocument applies an edit and returns the lens as a document. Members that the format does not know stay as they
// came; so do known ones that hold nothing, until the edit puts something there.
func EditedDocument(l *Lens, edit LensEdit) ([]byte, error) {
	if err := edit(l); err != nil {
		return nil, err
	}
	l.settle()
	return l.JSON(), nil
}

// settle drops the extra members whose name is now written from a field: no object has a name twice.
func (l *Lens) settle() {
	withoutMember(&l.Extra,
		writtenMembers{"schemaVersion": l.SchemaVersion != "", "name": l.Name != "", "description": l.Description != "",
			"pillars": len(l.Pillars) > 0})
	for _, p := range l.Pillars {
		withoutMember(&p.Extra, writtenMembers{"id": p.ID != "", "name": p.Name != "",
			"description": p.Description != "", "questions": len(p.Questions) > 0})
		for _, q := range p.Questions {
			q.settle()
		}
	}
}

func (q *Question) settle() {
	withoutMember(&q.Extra,
		writtenMembers{"id": q.ID != "", "title": q.Title != "", "description": q.Description != "",
			"helpfulResource": q.HelpfulResource != nil,
			"documentId":      q.DocumentID != "", "shortName": q.ShortName != "", "terms": len(q.Terms) > 0,
			"facilitation": q.Facilitation != nil, "choices": len(q.Choices) > 0,
			"riskRules": len(q.RiskRules) > 0})
	q.HelpfulResource.settle()
	if f := q.Facilitation; f != nil {
		withoutMember(&f.Extra,
			writtenMembers{"objective": f.Objective != "", "room": len(f.Room) > 0, "followUps": len(f.FollowUps) > 0,
				"redFlags": len(f.RedFlags) > 0})
	}
	for _, c := range q.Choices {
		c.settle()
	}
	for i := range q.RiskRules {
		r := &q.RiskRules[i]
		withoutMember(&r.Extra, writtenMembers{"condition": r.Condition != "", "risk": r.Risk != ""})
	}
}

func (c *Choice) settle() {
	has := writtenMembers{"id": c.ID != "", "title": c.Title != "", "description": c.Description != "",
		"helpfulResource": c.HelpfulResource != nil,
		"improvementPlan": c.ImprovementPlan != nil, "additionalResources": len(c.AdditionalResources) > 0,
		"terms": len(c.Terms) > 0}
	if g := c.Guidance; g != nil {
		for name, is := range map[string]bool{"documentId": g.DocumentID != "", "riskLevel": g.RiskLevel != "", "why": g.Why != "",
			"howToTell": g.HowToTell != "", "steps": len(g.Steps) > 0, "effort": g.Effort != "", "impact": g.Impact != "",
			"responsibility": g.Responsibility != "", "evidence": len(g.Evidence) > 0, "link": g.Link != ""} {
			has[name] = is
		}
	}
	withoutMember(&c.Extra, has)
	c.HelpfulResource.settle()
	c.ImprovementPlan.settle()
}

func (r *Resource) settle() {
	if r != nil {
		withoutMember(&r.Extra, writtenMembers{"displayText": r.DisplayText != "", "url": r.URL != ""})
	}
}

// writtenMembers tells of each known member whether it is written from a field.
type writtenMembers map[string]bool

// withoutMember makes a list of its own, since the one it had may be another lens's too.
func withoutMember(extra *[]ExtraMember, has writtenMembers) {
	if slices.ContainsFunc(*extra, func(m ExtraMember) bool { return has[m.Name] }) {
		*extra = slices.DeleteFunc(slices.Clone(*extra), func(m ExtraMember) bool { return has[m.Name] })
	}
}

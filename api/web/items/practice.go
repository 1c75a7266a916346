package items

import (
	"slices"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/service/plan"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
	"plumbline/reports/improvement"
)

// practiceTick is a practice to choose.
type practiceTick struct {
	Value, Title, Facts, Question string
	On, Closed                    bool

	effort, impact string
	risk           questionnaires.Risk // of its question
}

// practiceGroup is the practices that a question lacks.
type practiceGroup struct {
	Name, Of  string
	Risk      page.RiskMark
	Open      bool
	Practices []practiceTick

	key string // of the question
}

// offer is the practices of a workload that an item could close.
type offer struct {
	groups  []practiceGroup
	pillars []option
}

// offerOf gives the practices that a workload lacks, in the order of its plan.
func (h handlers) offerOf(r *page.Request, workload string) (o offer, err error) {
	snap, err := h.Service.Reviews.Snapshot(r.HTTP.Context(), workload, reviews.LiveState)
	if err != nil {
		return o, err
	}
	derived, err := improvement.Derive(snap, "")
	if err != nil {
		return o, err
	}
	for _, e := range derived.First(len(derived.Entries) + len(derived.Undecided)) {
		g := practiceGroup{Name: questionName(e.DocumentID, e.ShortName), Of: e.PillarName,
			Risk: page.RiskMarkOf(e.Risk), key: urls.PracticeName(e.LensKey, e.QuestionID)}
		if len(snap.Reviews) > 1 {
			g.Of += ", " + e.LensName
		}
		for _, p := range e.Practices {
			g.Practices = append(g.Practices, practiceTick{Value: urls.PracticeName(e.LensKey, e.QuestionID, p.ChoiceID),
				Title: p.Title, Facts: labels.PracticeFacts(p.Impact, p.Effort), Question: g.Name, effort: p.Effort,
				impact: p.Impact, risk: e.Risk})
		}
		if len(g.Practices) > 0 {
			o.groups = append(o.groups, g)
		}
	}
	for _, review := range snap.Reviews {
		for _, p := range review.Doc.Pillars {
			one := option{Value: p.ID, Words: p.Name}
			if !slices.ContainsFunc(o.pillars, func(known option) bool { return known.Value == p.ID }) {
				o.pillars = append(o.pillars, one)
			}
		}
	}
	return o, nil
}

// chosen are the practices with these names.
func (o offer) chosen(names []string) (list []practiceTick) {
	for _, g := range o.groups {
		for _, p := range g.Practices {
			if slices.Contains(names, p.Value) {
				list = append(list, p)
			}
		}
	}
	return list
}

// of are the practices that a question lacks.
func (o offer) of(question string) []practiceTick {
	for _, g := range o.groups {
		if g.key == question {
			return g.Practices
		}
	}
	return nil
}

// split puts the practices that the item has, and those that are chosen, before the rest.
func (o offer) split(kept []plan.PracticeView, chosen []string) (closes []practiceTick, more []practiceGroup) {
	listed := map[string]bool{}
	for _, p := range kept {
		t := practiceTick{Value: urls.PracticeName(p.Lens.Key, p.Question.ID, p.Choice.ID), Title: p.Choice.Title,
			Question: questionName(p.Question.DocumentID, p.Question.Short()), Closed: p.Closed}
		t.On, listed[t.Value] = slices.Contains(chosen, t.Value), true
		closes = append(closes, t)
	}
	for _, p := range o.chosen(chosen) {
		if !listed[p.Value] {
			p.On, listed[p.Value] = true, true
			closes = append(closes, p)
		}
	}
	for _, g := range o.groups {
		g.Practices = slices.DeleteFunc(slices.Clone(g.Practices), func(p practiceTick) bool { return listed[p.Value] })
		if len(g.Practices) > 0 {
			more = append(more, g)
		}
	}
	return closes, more
}

// practicesOf reads the names of practices. What is none names nothing, and is refused by the service.
func practicesOf(names []string) []plan.PracticeName {
	list := make([]plan.PracticeName, 0, len(names))
	for _, name := range names {
		parts := urls.PracticeParts(name)
		list = append(list, plan.PracticeName{Lens: parts[0], Question: parts[1], Choice: parts[2]})
	}
	return list
}

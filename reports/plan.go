package reports

import (
	"plumbline/models"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
)

// ImprovementPlan is what to do next, derived from the answers of a Snapshot.
type ImprovementPlan struct {
	Entries []PlanEntry // HIGH before MEDIUM, each in the order of lenses, pillars and questions
	Open    []PlanEntry // questions that nobody answered yet, in the same order

	Undecided []PlanEntry // answered questions of which the lens does not say, in the same order
}

// PlanEntry is one question to improve, or, in Open, to answer, or, in Undecided, to judge without the help
// of the lens.
type PlanEntry struct {
	Number       string // "2.3": pillar and question; "B2.3" where the workload has several lenses
	LensKey      string
	LensName     string
	PillarID     string
	PillarName   string
	QuestionID   string
	DocumentID   string // what people cite, such as "SEC02"; "" where the lens has none
	Title        string
	ShortName    string   // for lists and headings
	Terms        []string // terms of art
	Risk         q.Risk
	Reason       q.RatingReason // what led to the risk; of a frozen answer, what the rules say today
	ShortestWays []q.RiskPath
	Practices    []PlannedPractice // best practices that apply and are not in place; none in Open
}

// PlannedPractice is one thing to do.
type PlannedPractice struct {
	ChoiceID string
	Title    string
	Terms    []string // terms of art
	Text     string   // how to get there, plain text
	Steps    []string // the same in steps, where the lens has them; code between backticks
	Labels   []string // what the lens says of it: document id, effort, impact, who is responsible
	Links    []SourceLink
}

// SourceLink is a source for an improvement. URL may be "", Text is "" where the lens gives none.
type SourceLink struct {
	Text string
	URL  string
}

// DerivePlan derives the improvement plan of all reviews in a Snapshot, or of the review of one lens (its key). It
// fails if there is no such review, or if a review came without its questions.
func DerivePlan(s models.Snapshot, lensKey string) (ImprovementPlan, error) {
	all, err := reviewedLenses(s, lensKey)
	if err != nil {
		return ImprovementPlan{}, err
	}
	return planOf(all), nil
}

// planOf goes through all questions once for each risk, so the order of the lenses holds within a risk.
func planOf(all []reviewedLens) ImprovementPlan {
	var p ImprovementPlan
	for _, r := range []q.Risk{q.RiskHigh, q.RiskMedium, q.RiskUndecided, q.RiskUnanswered} {
		for _, sh := range all {
			for _, ch := range sh.pillars {
				p.take(r, sh, ch)
			}
		}
	}
	return p
}

// take adds the pillar's questions of one risk.
func (p *ImprovementPlan) take(r q.Risk, sh reviewedLens, ch reviewedPillar) {
	for _, e := range ch.questions {
		if e.answer.Risk != r {
			continue
		}
		pe := PlanEntry{
			Number: e.number, LensKey: sh.review.Lens.Key, LensName: lensName(sh.review), PillarID: ch.pillar.ID,
			PillarName: ch.pillar.Name, QuestionID: e.question.ID, DocumentID: e.question.DocumentID,
			Title: e.question.Title, ShortName: e.question.Short(), Terms: e.question.Terms, Risk: r, Reason: e.reason(),
		}
		if r == q.RiskUnanswered {
			p.Open = append(p.Open, pe)
			continue
		}
		pe.ShortestWays = pe.Reason.Paths
		pe.Practices = missingPractices(e)
		if r == q.RiskUndecided {
			p.Undecided = append(p.Undecided, pe)
			continue
		}
		p.Entries = append(p.Entries, pe)
	}
}

// missingPractices lists the choices that apply and are missing.
func missingPractices(e reviewedQuestion) []PlannedPractice {
	var out []PlannedPractice
	for _, c := range e.question.Choices {
		if c.NoneOfThese() || e.answer.Choice(c.ID).Status != models.ChoiceUnselected {
			continue
		}
		p := PlannedPractice{ChoiceID: c.ID, Title: c.Title, Terms: c.Terms}
		if c.ImprovementPlan != nil {
			p.Text = c.ImprovementPlan.DisplayText
			if c.ImprovementPlan.URL != "" {
				p.Links = append(p.Links, SourceLink{URL: c.ImprovementPlan.URL})
			}
		}
		for _, more := range c.AdditionalResources {
			if more.Type != "IMPROVEMENT_PLAN" {
				continue
			}
			for _, r := range more.Content {
				p.Links = append(p.Links, SourceLink{r.DisplayText, r.URL})
			}
		}
		p.guide(c.Guidance)
		out = append(out, p)
	}
	return out
}

// guide adds what a lens with guidance says of a practice.
func (p *PlannedPractice) guide(g *q.Guidance) {
	if g == nil {
		return
	}
	p.Steps = g.Steps
	for _, l := range []struct{ before, value, after string }{
		{"", g.DocumentID, ""},
		{"", labels.InSentence(labels.Level(g.Effort)), " effort"},
		{"", labels.InSentence(labels.Level(g.Impact)), " impact"},
		{"done by ", labels.InSentence(labels.ResponsibleParty(g.Responsibility)), ""},
	} {
		if l.value != "" {
			p.Labels = append(p.Labels, l.before+l.value+l.after)
		}
	}
	if g.Link != "" {
		p.Links = append(p.Links, SourceLink{URL: g.Link})
	}
}

// reason is why the rules give the answer its risk.
func (e reviewedQuestion) reason() q.RatingReason { return e.question.Rate(e.answer.Rated()).Reason() }

// lensName is the name of the lens in the workspace, or the one in its document.
func lensName(r models.ReviewSnapshot) string {
	if r.Lens.Name == "" && r.Doc != nil {
		return r.Doc.Name
	}
	return r.Lens.Name
}

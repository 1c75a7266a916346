package improvement

import (
	"slices"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/reviewed"
)

// Plan is what to do next, derived from the answers of a Snapshot.
type Plan struct {
	Entries []Entry // HIGH before MEDIUM, each in the order of what to improve first
	Open    []Entry // questions that nobody answered yet, in the order of lenses, pillars and questions

	Undecided []Entry // answered questions of which the lens does not say, in the order of Entries
}

// Entry is one question to improve, or, in Open, to answer, or, in Undecided, to judge without the help
// of the lens.
type Entry struct {
	Position     int    // among the first things to improve, from 1; 0 in Open
	Number       string // "2.3": pillar and question; "B2.3" where the workload has several lenses
	LensID       string
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
	Practices    []Practice       // that apply and are not in place, the first to improve first; none in Open
	Accepted     []accepted.Entry // who took its risk, or that of a practice, on purpose
	// the last day of the acceptances that account for all of the risk; "" where it is not accepted, or in part only
	AcceptedUntil string

	asked reviewed.Question
}

// Practice is one thing to do.
type Practice struct {
	ChoiceID   string
	DocumentID string // what people cite, such as "SEC02-BP01"; "" where the lens has none
	Title      string
	Terms      []string // terms of art
	Text       string   // how to get there, plain text
	Steps      []string // the same in steps, where the lens has them; code between backticks
	Facts      []string // what the lens says of it, in words: effort, impact, who is responsible
	Links      []SourceLink

	RiskLevel, Impact, Effort string // what the lens says of it, as Guidance has them

	Alone q.Risk // the risk of the question once this one alone is in place as well
}

// SourceLink is a source for an improvement. URL may be "", Text is "" where the lens gives none.
type SourceLink struct {
	Text string
	URL  string
}

// Derive derives the improvement plan of all reviews in a Snapshot, or of the review of one lens (its key). It
// fails if there is no such review, or if a review came without its questions.
func Derive(s models.Snapshot, lensKey string) (Plan, error) {
	all, err := reviewed.Lenses(s, lensKey)
	if err != nil {
		return Plan{}, err
	}
	return Of(all, s.Workload.PillarPriorities), nil
}

// Of takes what is to be improved in its order, and splits it by risk.
func Of(all []reviewed.Lens, priorities []string) Plan {
	var p Plan
	improve, open := plannedQuestions(all)
	improvementOrder{priorities}.sort(improve)
	for _, risk := range RiskOrder {
		for _, e := range improve {
			if e.Risk != risk {
				continue
			}
			e.Reason = e.asked.Reason()
			e.ShortestWays = e.Reason.Paths
			e = e.withAlone()
			if risk == q.RiskUndecided {
				p.Undecided = append(p.Undecided, e)
			} else {
				p.Entries = append(p.Entries, e)
			}
		}
	}
	for _, e := range open {
		e.Reason = e.asked.Reason()
		p.Open = append(p.Open, e)
	}
	return p
}

// plannedQuestions are the questions to improve and those to answer, in the order of the lenses, without the reasons of
// their risks, which take long to find.
func plannedQuestions(all []reviewed.Lens) (improve, open []Entry) {
	for _, sh := range all {
		for _, ch := range sh.Pillars {
			for _, e := range ch.Questions {
				switch risk := e.Answer.Risk; {
				case risk == q.RiskUnanswered:
					open = append(open, planEntryOf(sh, ch, e))
				case slices.Contains(RiskOrder, risk):
					planned := planEntryOf(sh, ch, e).withAccepted(sh.Review.Accepted)
					planned.Practices = missingPractices(e)
					improve = append(improve, planned)
				}
			}
		}
	}
	return improve, open
}

func planEntryOf(sh reviewed.Lens, ch reviewed.Pillar, e reviewed.Question) Entry {
	return Entry{
		Number: e.Number, LensID: sh.Review.Lens.ID, LensKey: sh.Review.Lens.Key, LensName: reviewed.LensName(sh.Review),
		PillarID: ch.Pillar.ID, PillarName: ch.Pillar.Name, QuestionID: e.Question.ID, DocumentID: e.Question.DocumentID,
		Title: e.Question.Title, ShortName: e.Question.Short(), Terms: e.Question.Terms, Risk: e.Answer.Risk,
		asked: e,
	}
}

// missingPractices lists the choices that apply and are missing.
func missingPractices(e reviewed.Question) []Practice {
	var out []Practice
	for _, c := range e.Question.Choices {
		if c.NoneOfThese() || e.Answer.Choice(c.ID).Status != models.ChoiceUnselected {
			continue
		}
		p := Practice{ChoiceID: c.ID, Title: c.Title, Terms: c.Terms}
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

// Labels is what the lens says of a practice: what people cite it by, then its Facts.
func (p Practice) Labels() []string {
	if p.DocumentID == "" {
		return p.Facts
	}
	return append([]string{p.DocumentID}, p.Facts...)
}

// guide adds what a lens with guidance says of a practice.
func (p *Practice) guide(g *q.Guidance) {
	if g == nil {
		return
	}
	p.DocumentID, p.Steps, p.RiskLevel, p.Impact, p.Effort = g.DocumentID, g.Steps, g.RiskLevel, g.Impact, g.Effort
	for _, l := range []struct{ before, value, after string }{
		{"", labels.InSentence(labels.Level(g.Effort)), " effort"},
		{"", labels.InSentence(labels.Level(g.Impact)), " impact"},
		{"done by ", labels.InSentence(labels.ResponsibleParty(g.Responsibility)), ""},
	} {
		if l.value != "" {
			p.Facts = append(p.Facts, l.before+l.value+l.after)
		}
	}
	if g.Link != "" {
		p.Links = append(p.Links, SourceLink{URL: g.Link})
	}
}

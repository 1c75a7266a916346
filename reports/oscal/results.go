package oscal

import (
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports/improvement"
	counted "plumbline/reports/reviewed"
)

// results are the assessment results.
func (b *builder) results() *results {
	out := &results{UUID: unset, ImportAP: link{Href: "#" + b.lensesAsPlan(),
		Remarks: "There is no assessment plan apart: each review asks what its lens asks."}}
	one := result{UUID: b.uuid("result"), Title: b.line(b.Title, "Review"), Description: b.text(b.State, "The review."),
		Start: b.at(b.began()), End: b.at(b.At), Local: b.system()}
	if one.End < one.Start {
		one.Start = one.End
	}
	local := objectives{}
	for _, l := range b.Lenses {
		one.Reviewed.Selections = append(one.Reviewed.Selections, b.selected(l))
		one.Observations = append(one.Observations, b.remarks(l)...)
		for _, p := range l.Pillars {
			for _, e := range p.Questions {
				local.Objectives = append(local.Objectives, b.objective(l, p, e))
			}
		}
	}
	if len(local.Objectives) > 0 {
		out.Local = &local
	}
	if len(one.Reviewed.Selections) == 0 {
		one.Reviewed.Selections = []selection{{Description: "No lens was applied.", All: &struct{}{}}}
	}
	for _, a := range b.asked {
		one.Observations = append(one.Observations, a.observations...)
		one.Findings = append(one.Findings, a.finding)
		if a.risk != nil {
			one.Risks = append(one.Risks, *a.risk)
		}
	}
	one.Log = b.decisions()
	out.Results = []result{one}
	out.Metadata, out.BackMatter = b.metadata(), b.back()
	return out
}

// began is when the first of the answers was given.
func (b *builder) began() time.Time {
	first := b.At
	for _, l := range b.Lenses {
		for _, a := range l.Review.Answers {
			if moment(a.UpdatedAt) != "" && a.UpdatedAt.Before(first) {
				first = a.UpdatedAt
			}
		}
	}
	return first
}

// lensesAsPlan describes the lenses among the resources, and gives the UUID.
func (b *builder) lensesAsPlan() string {
	id := b.uuid("plan")
	lines := []string{"What the lenses ask:", ""}
	for _, l := range b.Lenses {
		lines = append(lines, "- "+b.line(counted.LensName(l.Review)+", version "+l.Review.Version.Name, ""))
	}
	b.resources = append(b.resources, resource{UUID: id, Title: "What was reviewed",
		Description: strings.Join(lines, "\n")})
	return id
}

// selected is a lens with its questions.
func (b *builder) selected(l counted.Lens) selection {
	v := l.Review.Version
	s := selection{Description: paragraphs(b.line(counted.LensName(l.Review), ""), b.text(l.Review.Doc.Description, "")),
		Props: b.props(Fact{"lens", l.Review.Lens.Key}, Fact{"lens version", v.Name},
			Fact{"published", moment(v.PublishedAt)}, Fact{"changed by", l.Review.Review.UpdatedBy})}
	for _, p := range l.Pillars {
		for _, e := range p.Questions {
			s.Controls = append(s.Controls, control{controlID(l, e.Question.ID)})
		}
	}
	if len(s.Controls) == 0 {
		s.All = &struct{}{}
	}
	return s
}

// remarks are the notes on a review and on its pillars.
func (b *builder) remarks(l counted.Lens) (all []observation) {
	review, lens := l.Review.Review, l.Review.Lens.ID
	by := models.Answer{UpdatedAt: review.UpdatedAt, UpdatedBy: review.UpdatedBy}
	if note := b.note(review.Notes, ""); note != "" {
		all = append(all, b.observed(by, b.uuid("notes", lens),
			b.line("Notes of the review of "+counted.LensName(l.Review), ""), note, nil))
	}
	for _, p := range l.Pillars {
		if note := b.note(p.Notes, ""); note != "" {
			all = append(all, b.observed(by, b.uuid("notes", lens, p.Pillar.ID),
				b.line("Notes of pillar "+p.Number+" "+p.Pillar.Name, ""), note, b.props(Fact{"pillar", p.Pillar.Name})))
		}
	}
	return all
}

// objective is a question with its choices.
func (b *builder) objective(l counted.Lens, p counted.Pillar, e counted.Question) objective {
	id := controlID(l, e.Question.ID)
	links, rest := b.links(helpful(e.Question.HelpfulResource)...)
	ask := part{ID: id + ".objective", Name: "assessment-objective", Title: b.line(e.Question.Title, e.Number),
		Prose: paragraphs(b.text(e.Question.Description, ""), strings.Join(rest, "\n"))}
	for _, c := range e.Question.Choices {
		ask.Parts = append(ask.Parts, b.choice(id, c))
	}
	return objective{Control: id, Description: b.line(e.Question.Short(), e.Number), Links: links, Parts: []part{ask},
		Props: b.props(Fact{"number", e.Number}, Fact{"document id", e.Question.DocumentID}, Fact{"pillar", p.Pillar.Name})}
}

// choice is a choice as the lens describes it.
func (b *builder) choice(control string, c *q.Choice) part {
	to := helpful(c.HelpfulResource)
	for _, more := range c.AdditionalResources {
		if more.Type != "IMPROVEMENT_PLAN" { // which the risks name
			for _, r := range more.Content {
				to = append(to, helpful(&r)...)
			}
		}
	}
	links, rest := b.links(to...)
	out := part{ID: control + "." + token(c.ID), Name: "choice", NS: NS, Title: b.line(c.Title, c.ID), Links: links,
		Prose: paragraphs(b.text(c.Description, ""), strings.Join(rest, "\n"))}
	if g := c.Guidance; g != nil {
		out.Props = b.props(Fact{"document id", g.DocumentID})
	}
	return out
}

func helpful(r *q.Resource) []reference {
	if r == nil {
		return nil
	}
	return []reference{{r.DisplayText, r.URL}}
}

// decisions is the log: what was not to be done, and what the record tells.
func (b *builder) decisions() *log {
	var all []entry
	for _, w := range improvement.WontDoOf(b.Snapshot, b.Lenses) {
		l := b.refused(w)
		all = append(all, entryOf(b, b.uuid("log", l.ID), l))
	}
	times := map[string]int{}
	for _, l := range b.Log {
		times[l.ID]++
		all = append(all, entryOf(b, b.uuid("log", l.ID, strconv.Itoa(times[l.ID])), l))
	}
	if len(all) == 0 {
		return nil
	}
	return &log{all}
}

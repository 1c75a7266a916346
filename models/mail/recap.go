package mail

import (
	"fmt"
	"strings"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/urls"
)

// recap writes what a review came to.
func recap(site urls.Site, n notice.Recap, m *models.MailMessage) error {
	m.Subject = oneLine("Review of " + n.Workload + ": recap")
	l := letter{Heading: "Review of " + n.Workload, Intro: []string{n.By + " sends you what the review came to on " +
		day(n.Day) + "."}, Facts: recapFacts(n), Sections: recapSections(site, n),
		Link:   link{"Open review", site.At(n.Path)},
		Footer: n.By + " chose you as a recipient of this mail. Nothing else follows from it."}
	if n.Note != "" {
		l.Intro = append(l.Intro, n.Note)
	}
	return l.write(m)
}

func recapFacts(n notice.Recap) (facts []fact) {
	for _, f := range []fact{
		{"Workspace", n.Workspace}, {"Lens", n.Lens + " " + n.Version},
		{"Took part", strings.Join(n.Attended, ", ")},
		{"Answered", fmt.Sprintf("%d of %d questions", n.Answered, n.Questions)},
		{"High risks", fmt.Sprint(n.High)}, {"Medium risks", fmt.Sprint(n.Medium)},
		{"Last milestone", n.Milestone}, {"Next review", day(n.NextReview)},
	} {
		if strings.TrimSpace(f.Value) != "" {
			facts = append(facts, f)
		}
	}
	return facts
}

func recapSections(site urls.Site, n notice.Recap) (sections []section) {
	if len(n.HighRisks) > 0 {
		s := section{Title: "High risks"}
		for _, title := range n.HighRisks {
			s.Lines = append(s.Lines, line{Text: title})
		}
		if n.MoreHigh > 0 {
			s.More.Label = fmt.Sprintf("%d more", n.MoreHigh)
		}
		sections = append(sections, s)
	}
	if len(n.Plan) > 0 {
		s := section{Title: "First steps of the improvement plan"}
		for _, step := range n.Plan {
			s.Lines = append(s.Lines, line{Text: step.Title, Detail: step.Question + " · " + step.Risk})
		}
		s.More = link{"Improvement plan", site.At(n.PlanPath)}
		if n.MoreSteps > 0 {
			s.More.Label = fmt.Sprintf("Improvement plan, with %d more", n.MoreSteps)
		}
		sections = append(sections, s)
	}
	return sections
}

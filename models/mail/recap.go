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
		Link: link{"Open review", site.At(n.Path)}, Change: notices(site),
		Footer: n.By + " chose you as a recipient. Your account says whether mails about reviews come at all."}
	for line := range strings.Lines(n.Note) {
		if line = strings.TrimSpace(line); line != "" {
			l.Intro = append(l.Intro, line)
		}
	}
	return l.write(m)
}

func recapFacts(n notice.Recap) (facts []fact) {
	for _, f := range []fact{
		{"Workspace", n.Workspace}, {"Lens", n.Lens + " " + n.Version},
		{"Took part", strings.Join(n.Attended, ", ")},
		{"Answered", answeredFact(n)},
		{"High risks", fmt.Sprint(n.High)}, {"Medium risks", fmt.Sprint(n.Medium)},
		{"Undecided", undecidedFact(n)}, {"Last milestone", milestoneFact(n)}, {"Next review", nextReviewFact(n)},
	} {
		if strings.TrimSpace(f.Value) != "" {
			facts = append(facts, f)
		}
	}
	return facts
}

// answeredFact says that what nobody answered is not known to be good.
func answeredFact(n notice.Recap) string {
	text := fmt.Sprintf("%d of %s", n.Answered, counted(n.Questions, "question"))
	if open := n.Questions - n.Answered; open > 0 {
		return text + fmt.Sprintf("; the risk of %d is not known", open)
	}
	return text
}

func undecidedFact(n notice.Recap) string {
	if n.Undecided == 0 {
		return ""
	}
	return counted(n.Undecided, "question") + ": the lens does not say how high the risk is"
}

func milestoneFact(n notice.Recap) string {
	if n.Milestone == "" {
		return "none yet"
	}
	return n.Milestone + ", " + day(n.MilestoneDay)
}

func nextReviewFact(n notice.Recap) string {
	if n.NextReview == "" {
		return "not planned"
	}
	return day(n.NextReview)
}

func recapSections(site urls.Site, n notice.Recap) (sections []section) {
	for _, s := range []section{recapRisks(site, n), recapPlan(site, n), recapItems(site, n), recapAccepted(n)} {
		if len(s.Lines) > 0 {
			sections = append(sections, s)
		}
	}
	return sections
}

func recapRisks(site urls.Site, n notice.Recap) section {
	s := section{Title: "High risks", More: moreThan(len(n.HighRisks), n.High)}
	for _, r := range n.HighRisks {
		l := line{Text: r.Question, URL: site.At(r.Path)}
		if r.AcceptedUntil != "" {
			l.Detail = "Accepted until " + day(r.AcceptedUntil)
		}
		s.Lines = append(s.Lines, l)
	}
	return s
}

func recapPlan(site urls.Site, n notice.Recap) section {
	s := section{Title: "First steps of the improvement plan", More: link{"Improvement plan (" +
		counted(n.ToImprove, "question") + " to improve)", site.At(n.PlanPath)}}
	for _, step := range n.Plan {
		details := []string{step.Question, step.Risk}
		if step.Item > 0 {
			details = append(details, fmt.Sprintf("#%d", step.Item), ownerAndDate(step.Owner, step.DueOn, false))
		}
		s.Lines = append(s.Lines, line{Text: step.Title, Detail: joined(details...)})
	}
	return s
}

func recapItems(site urls.Site, n notice.Recap) section {
	s := section{Title: "Open items", More: moreThan(len(n.Items), n.OpenItems)}
	for _, i := range n.Items {
		s.Lines = append(s.Lines, line{Text: fmt.Sprintf("#%d %s", i.Number, i.Title), URL: site.At(i.Path),
			Detail: ownerAndDate(i.Owner, i.DueOn, i.Overdue)})
	}
	return s
}

func recapAccepted(n notice.Recap) section {
	s := section{Title: "Accepted risks", More: moreThan(len(n.Accepted), n.AcceptedRisks)}
	for _, a := range n.Accepted {
		s.Lines = append(s.Lines, line{Text: a.Title, Detail: joined(a.Risk, "until "+day(a.Until), a.By)})
	}
	return s
}

func ownerAndDate(owner, due string, overdue bool) string {
	if owner == "" {
		owner = "no owner yet"
	}
	switch {
	case due == "":
		return joined(owner, "no due date")
	case overdue:
		return joined(owner, "overdue since "+day(due))
	}
	return joined(owner, "due "+day(due))
}

func joined(parts ...string) string { return strings.Join(parts, " · ") }

// moreThan says how many are not listed; nothing where all are.
func moreThan(listed, all int) (more link) {
	if all > listed {
		more.Label = fmt.Sprintf("%d more", all-listed)
	}
	return more
}

func counted(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

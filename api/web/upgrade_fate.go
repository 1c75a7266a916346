package web

import (
	"fmt"
	"strings"

	"plumbline/models/labels"
	"plumbline/models/service"
)

// fateGroup is what becomes of things, in words, with the things.
type fateGroup struct {
	Title, Text string
	Things      []string
}

var outcomeWords = []struct {
	outcome     service.Outcome
	title, text string
}{
	{service.CarriedOn, "Carried over under another id", "It goes on where the form below says."},
	{service.InMilestone, "Kept in the milestone only", "It goes from the review. The milestone that is saved first keeps it."},
	{service.Ended, "Ends", "It goes. The audit log names it."},
	{service.Reachable, "Stays readable", "It stays under the id before: comments under “No longer asked” in the notes of the review, " +
		"items in the parking lot, " +
		"priorities at the workload."},
	{service.Closed, "Limited access that opens nothing any more", "Nobody can do more than before. These people can't answer here until an owner " +
		"changes the pillars that they are limited to, or the pillar is carried over below."},
}

func fateGroups(fates []service.Fate) (list []fateGroup) {
	for _, words := range outcomeWords {
		v := fateGroup{Title: words.title, Text: words.text}
		for _, f := range fates {
			if f.Outcome == words.outcome {
				v.Things = append(v.Things, fateText(f))
			}
		}
		if len(v.Things) > 0 {
			list = append(list, v)
		}
	}
	return list
}

// fateText names the things: “3 comments on How do you watch it?”.
func fateText(f service.Fate) string {
	of := fmt.Sprintf("“%s” (%s)", f.Title, f.ID)
	names := strings.Join(f.Names, ", ")
	switch f.Kind {
	case service.AnswerFate:
		return "The answer to " + of
	case service.ChoiceFate:
		return "What was said of the choice " + of
	case service.PillarNotesFate:
		return "Notes of the pillar " + of
	case service.AssignmentFate:
		return names + " is assigned to " + of
	case service.CommentsFate:
		return labels.Plural(f.Count, "comment") + " on " + of
	case service.ParkedFate:
		return labels.Plural(f.Count, "item") + " in the parking lot at " + of
	case service.AgendaFate:
		return "Minutes on the agenda for " + of
	case service.PlaceFate:
		return "The facilitated review is at " + of
	case service.PriorityFate:
		return "The pillar priority " + of
	case service.MembersFate:
		return names + ": limited to " + of
	case service.InvitationsFate:
		return labels.Plural(f.Count, "open invitation") + " limited to " + of
	}
	return string(f.Kind) + " of " + of
}

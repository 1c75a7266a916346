package workloads

import (
	"fmt"
	"strings"

	"plumbline/models/labels"
	"plumbline/models/service/reviews"
)

// fateGroup is what becomes of things, in words, with the things.
type fateGroup struct {
	Title, Text string
	Things      []string
}

var outcomeWords = []struct {
	outcome     reviews.Outcome
	title, text string
}{
	{reviews.CarriedOn, "Carried over under another id", "It goes on where the form below says."},
	{reviews.InMilestone, "Kept in the milestone only",
		"It goes from the review. The milestone that is saved first keeps it."},
	{reviews.Ended, "Ends", "It goes. The audit log names it."},
	{reviews.Reachable, "Stays readable", "It stays under the id before: comments under “No longer asked” in the " +
		"notes of the review, " +
		"items in the parking lot, " +
		"priorities at the workload."},
	{reviews.Closed, "Limited access that opens nothing any more",
		"Nobody can do more than before. These people can't answer here until an owner " +
			"changes the pillars that they are limited to, or the pillar is carried over below."},
}

func fateGroups(fates []reviews.Fate) (list []fateGroup) {
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
func fateText(f reviews.Fate) string {
	of := fmt.Sprintf("“%s” (%s)", f.Title, f.ID)
	names := strings.Join(f.Names, ", ")
	switch f.Kind {
	case reviews.AnswerFate:
		return "The answer to " + of
	case reviews.ChoiceFate:
		return "What was said of the choice " + of
	case reviews.PillarNotesFate:
		return "Notes of the pillar " + of
	case reviews.AssignmentFate:
		return names + " is assigned to " + of
	case reviews.CommentsFate:
		return labels.Plural(f.Count, "comment") + " on " + of
	case reviews.ParkedFate:
		return labels.Plural(f.Count, "item") + " in the parking lot at " + of
	case reviews.AgendaFate:
		return "Minutes on the agenda for " + of
	case reviews.PlaceFate:
		return "The facilitated review is at " + of
	case reviews.PriorityFate:
		return "The pillar priority " + of
	case reviews.MembersFate:
		return names + ": limited to " + of
	case reviews.InvitationsFate:
		return labels.Plural(f.Count, "open invitation") + " limited to " + of
	}
	return string(f.Kind) + " of " + of
}

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
	outcome     reviews.EffectOutcome
	title, text string
}{
	{reviews.OutcomeCarriedOn, "Carried over under another id", "It continues where the form below says."},
	{reviews.OutcomeInMilestone, "Kept in the milestone only",
		"It is removed from the review. The milestone that is created first keeps it."},
	{reviews.OutcomeEnded, "Ends", "It is removed. The audit log names it."},
	{reviews.OutcomeReachable, "Stays readable", "It stays under the id before: comments under “No longer asked” in the " +
		"notes of the review, " +
		"items in the parking lot, " +
		"priorities at the workload."},
	{reviews.OutcomeClosed, "Limited access that opens nothing any more",
		"Nobody can do more than before. These people can't answer here until an owner " +
			"changes the pillars that they are limited to, or the pillar is carried over below."},
}

func fateGroups(fates []reviews.UpgradeEffect) (list []fateGroup) {
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
func fateText(f reviews.UpgradeEffect) string {
	of := fmt.Sprintf("“%s” (%s)", f.Title, f.ID)
	names := strings.Join(f.Names, ", ")
	switch f.Kind {
	case reviews.AnswerEffect:
		return "The answer to " + of
	case reviews.ChoiceEffect:
		return "The answer to the choice " + of
	case reviews.PillarNotesEffect:
		return "Notes of the pillar " + of
	case reviews.AssignmentEffect:
		return names + " is assigned to " + of
	case reviews.CommentsEffect:
		return labels.PluralCount(f.Count, "comment") + " on " + of
	case reviews.AcceptanceEffect:
		return labels.PluralCount(f.Count, "risk acceptance") + " (" + names + ") of " + of
	case reviews.ParkedEffect:
		return labels.PluralCount(f.Count, "item") + " in the parking lot at " + of
	case reviews.AgendaEffect:
		return "Minutes on the agenda for " + of
	case reviews.PlaceEffect:
		return "The facilitated review is at " + of
	case reviews.PriorityEffect:
		return "The pillar priority " + of
	case reviews.MembersEffect:
		return names + ": limited to " + of
	case reviews.InvitationsEffect:
		return labels.PluralCount(f.Count, "open invitation") + " limited to " + of
	}
	return string(f.Kind) + " of " + of
}

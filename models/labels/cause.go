package labels

import (
	"fmt"
	"strings"

	"plumbline/models/comparison"
)

var causeLabels = map[comparison.CauseKind]string{
	comparison.Answered:        "Answered anew",
	comparison.Cleared:         "Answer cleared",
	comparison.NotApplicable:   "Marked not applicable",
	comparison.AppliesAgain:    "Marked applicable again",
	comparison.NewVersion:      "New lens version",
	comparison.Reset:           "Reset by a new lens version",
	comparison.QuestionAdded:   "New question of the lens version",
	comparison.QuestionRemoved: "Question removed from the lens",
	comparison.LensAdded:       "Lens added",
	comparison.LensRemoved:     "Lens removed",
	comparison.Restarted:       "Lens removed and added again",
	comparison.Rerated:         "Same answer, rated anew",
	comparison.ItemClosed:      "Item closed",
	comparison.ItemReopened:    "Item reopened",
	comparison.AcceptanceBegan: "Risk accepted",
	comparison.AcceptanceEnded: "Acceptance ended",
}

// CauseKind is what made a risk another one, in a few words.
func CauseKind(k comparison.CauseKind) string { return labelOf(causeLabels, k) }

// Cause says what made a risk another one, without who did it and when.
func Cause(c comparison.Cause) string {
	return joinParts(CauseKind(c.Kind), causeDetails(c))
}

// joinParts puts details behind what they are of.
func joinParts(lead string, details []string) string {
	if len(details) == 0 {
		return lead
	}
	return lead + ": " + strings.Join(details, "; ")
}

func causeDetails(c comparison.Cause) (list []string) {
	switch c.Kind {
	case comparison.NotApplicable:
		if why := GivenReason(c.Reason); why != "" {
			return []string{InSentence(why)}
		}
	case comparison.Answered, comparison.AppliesAgain:
		list = titledPart(list, "selected", c.Selected)
		list = titledPart(list, "took back", c.Unselected)
		return titledPart(list, "marked as not applicable", c.Marked)
	case comparison.NewVersion, comparison.Reset:
		return versionDetails(c)
	case comparison.QuestionAdded, comparison.LensAdded, comparison.Restarted:
		return []string{"version " + c.ToVersion}
	case comparison.QuestionRemoved:
		return []string{c.FromVersion + " → " + c.ToVersion}
	case comparison.ItemClosed:
		return []string{fmt.Sprintf("#%d “%s”", c.Item, c.Title)}
	case comparison.AcceptanceBegan:
		list = append(list, "until "+CalendarDay(c.Until))
		if c.Note != "" {
			list = append(list, "answered for by "+c.Note)
		}
	case comparison.ItemReopened, comparison.AcceptanceEnded:
		if c.Item > 0 {
			list = append(list, fmt.Sprintf("#%d “%s”", c.Item, c.Title))
		}
		if c.Until != "" {
			list = append(list, "its last day was "+CalendarDay(c.Until))
		}
		if c.Note != "" {
			list = append(list, c.Note)
		}
	}
	return list
}

func versionDetails(c comparison.Cause) []string {
	list := []string{c.FromVersion + " → " + c.ToVersion}
	list = titledPart(list, verbOf(c.Added, "practice")+" added", c.Added)
	list = titledPart(list, verbOf(c.Gone, "practice")+" removed", c.Gone)
	if c.Rules {
		list = append(list, "risk rules changed")
	}
	return list
}

func verbOf(titles []string, noun string) string {
	if len(titles) == 1 {
		return noun
	}
	return noun + "s"
}

// mostTitles is how many titles are named; of more, the first ones and the number of the others are.
const mostTitles = 3

func titledPart(list []string, lead string, titles []string) []string {
	if len(titles) == 0 {
		return list
	}
	named := make([]string, 0, mostTitles)
	for _, t := range titles[:min(len(titles), mostTitles)] {
		named = append(named, "“"+t+"”")
	}
	if more := len(titles) - mostTitles; more > 0 {
		named = append(named, fmt.Sprintf("%d more", more))
	}
	return append(list, lead+" "+joinWords(named, "and"))
}

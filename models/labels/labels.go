package labels

import (
	"fmt"
	"strings"

	"plumbline/models"
	"plumbline/questionnaires"
)

// labelOf looks a key up in a list of labels.
func labelOf[K ~string](list map[K]string, key K) string {
	if label, known := list[key]; known {
		return label
	}
	return string(key)
}

// InSentence returns a label as it stands within a sentence.
func InSentence(label string) string { return strings.ToLower(label) }

var riskLabels = map[questionnaires.Risk]string{
	questionnaires.RiskHigh:          "High",
	questionnaires.RiskMedium:        "Medium",
	questionnaires.RiskNone:          "None",
	questionnaires.RiskUndecided:     "Undecided",
	"":                               "Unanswered", // nobody looked yet
	questionnaires.RiskUnanswered:    "Unanswered",
	questionnaires.RiskNotApplicable: "Not applicable",
}

// Risk is a risk where its place says that it is one, such as a column with the title “Risk”: “High”.
func Risk(r questionnaires.Risk) string { return labelOf(riskLabels, r) }

// WholeRisk is a risk where it stands alone: “High risk”, “No risk”.
func WholeRisk(r questionnaires.Risk) string {
	switch r {
	case questionnaires.RiskHigh, questionnaires.RiskMedium:
		return Risk(r) + " risk"
	case questionnaires.RiskNone:
		return "No risk"
	}
	return Risk(r)
}

var reasonLabels = map[models.NotApplicableReason]string{
	"":                             "No reason given",
	models.NoReason:                "No reason given",
	models.OutOfScope:              "Out of scope",
	models.BusinessPriorities:      "Business priorities",
	models.ArchitectureConstraints: "Architecture constraints",
	models.OtherReason:             "Other reason",
}

// Reason is why something does not apply.
func Reason(r models.NotApplicableReason) string { return labelOf(reasonLabels, r) }

// GivenReason is the same, "" where nobody gave one.
func GivenReason(r models.NotApplicableReason) string {
	if r == models.NoReason || r == "" {
		return ""
	}
	return Reason(r)
}

var choiceStatuses = map[models.ChoiceStatus]string{
	models.ChoiceSelected:      "In place",
	models.ChoiceUnselected:    "Not in place",
	models.ChoiceNotApplicable: "Does not apply",
	"":                         "Not in this version of the lens",
}

// ChoiceStatus is what an answer says of a choice; "" is that of a choice that a version of the lens does not have.
func ChoiceStatus(s models.ChoiceStatus) string { return labelOf(choiceStatuses, s) }

var levelLabels = map[string]string{
	questionnaires.LevelHigh: "High", questionnaires.LevelMedium: "Medium", questionnaires.LevelLow: "Low",
}

// Level is how high the risk, the effort or the impact of a practice is, as a lens says.
func Level(level string) string { return labelOf(levelLabels, level) }

var partyLabels = map[string]string{
	questionnaires.ByProvider: "The provider", questionnaires.ByCustomer: "The customer",
	questionnaires.ByBoth: "Provider and customer",
}

// ResponsibleParty is who is responsible for a practice, as a lens says.
func ResponsibleParty(responsibility string) string { return labelOf(partyLabels, responsibility) }

var environments = map[models.Environment]string{
	models.Production:    "Production",
	models.PreProduction: "Pre-production",
}

// Environment is the environment of a workload.
func Environment(e models.Environment) string { return labelOf(environments, e) }

var improvementStatuses = map[models.ImprovementStatus]string{
	models.ImprovementNotApplicable: "Not applicable",
	"":                              "Not started", // nobody said
	models.ImprovementNotStarted:    "Not started",
	models.ImprovementInProgress:    "In progress",
	models.ImprovementComplete:      "Complete",
	models.RiskAcknowledged:         "Risk acknowledged",
}

// ImprovementStatus is how far the improvements of a workload are.
func ImprovementStatus(s models.ImprovementStatus) string { return labelOf(improvementStatuses, s) }

// CountLabel counts in words: “1 byte”, “2 bytes”.
func CountLabel(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// PluralCount is CountLabel for a word whose plural ends in s: “1 comment”, “2 comments”.
func PluralCount(n int, word string) string { return CountLabel(n, word, word+"s") }

// PracticeFacts are “high impact, low effort”, as far as the lens says of a practice.
func PracticeFacts(impact, effort string) string {
	var facts []string
	if impact != "" {
		facts = append(facts, InSentence(Level(impact))+" impact")
	}
	if effort != "" {
		facts = append(facts, InSentence(Level(effort))+" effort")
	}
	return strings.Join(facts, ", ")
}

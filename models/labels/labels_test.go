package labels_test

import (
	"testing"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/questionnaires"
)

// Everything that the program knows has a label of its own, not its key.
func TestEveryKeyHasALabel(t *testing.T) {
	had := map[string]bool{}
	check := func(key, label string) {
		t.Helper()
		if label == "" || label == key {
			t.Errorf("%q has the label %q", key, label)
		}
		had[label] = true
	}
	for _, r := range questionnaires.Risks {
		check(string(r), labels.Risk(r))
	}
	check(string(questionnaires.RiskUndecided), labels.Risk(questionnaires.RiskUndecided))
	if len(had) != 6 {
		t.Errorf("two risks have one label: %v", had)
	}
	for _, r := range models.NotApplicableReasons {
		check(string(r), labels.Reason(r))
	}
	for _, e := range models.Environments {
		check(string(e), labels.Environment(e))
	}
	for _, s := range models.ImprovementStatuses {
		check(string(s), labels.ImprovementStatus(s))
	}
	for _, s := range []models.ChoiceStatus{models.ChoiceSelected, models.ChoiceUnselected, models.ChoiceNotApplicable} {
		check(string(s), labels.ChoiceStatus(s))
	}
}

func TestLabels(t *testing.T) {
	for got, want := range map[string]string{
		labels.WholeRisk(questionnaires.RiskHigh):      "High risk",
		labels.WholeRisk(questionnaires.RiskNone):      "No risk",
		labels.WholeRisk(questionnaires.RiskUndecided): "Undecided",
		labels.Risk(""):                                             "Unanswered",
		labels.Risk("SOMETHING_NEW"):                                "SOMETHING_NEW",
		labels.Reason(models.OtherReason):                           "Other reason",
		labels.InSentence(labels.Reason("")):                        "no reason given",
		labels.GivenReason(models.NoReason):                         "",
		labels.GivenReason(models.OutOfScope):                       "Out of scope",
		labels.ImprovementStatus(""):                                "Not started",
		labels.ChoiceStatus(""):                                     "Not in this version of the lens",
		labels.PluralCount(1, "comment"):                            "1 comment",
		labels.PluralCount(0, "comment"):                            "0 comments",
		labels.CountLabel(2, "question carries", "questions carry"): "2 questions carry",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

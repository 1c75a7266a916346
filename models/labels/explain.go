package labels

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"plumbline/questionnaires"
)

// Explanation says in sentences why a question has its risk.
type Explanation struct {
	recorded string // that the answer has kept another risk, with a blank behind it; "" where it has not
	lead     string // what stands before the colon, such as "High risk"
	isRisk   bool   // the lead is the label of the risk
	needed   bool   // the grounds make no sense without the lead
	grounds  string // what in the answer led to it, in lower case, without a full stop
	stuck    string // that selecting more does not help, with a blank before it
	steps    string // what is missing for a lower risk, with a blank before it
}

// Explain writes the explanation of a reason. Choices are named by their whole title.
func Explain(r questionnaires.RatingReason) Explanation {
	e := Explanation{lead: WholeRisk(r.Risk), isRisk: true}
	switch r.Basis {
	case questionnaires.OnQuestionNotApplicable:
		e.lead, e.isRisk = "Not rated", false
		e.grounds = "the question is marked as not applicable to this workload"
	case questionnaires.OnNoAnswer:
		e.lead, e.isRisk, e.needed = "Not answered yet", false, true
		e.grounds = "nothing is selected and nothing is marked as not applicable"
	case questionnaires.OnAllNotApplicable:
		e.grounds = nothingApplies(len(r.NotApplicable))
	case questionnaires.OnNoRule:
		e.grounds = "the lens does not say, since no rule of this question covers this answer and there is no default rule"
		e.steps = stepsSentence(r)
	case questionnaires.OnRule:
		e.grounds, e.stuck, e.steps = ruleGrounds(r), noFurtherStep(r), stepsSentence(r)
	case questionnaires.OnDefault:
		e.grounds, e.stuck, e.steps = defaultGrounds(r), noFurtherStep(r), stepsSentence(r)
	}
	return e
}

// ExplainRecorded is Explain for an answer that has kept the risk it was given. Should the rules say otherwise today,
// both are told.
func ExplainRecorded(risk questionnaires.Risk, r questionnaires.RatingReason) Explanation {
	e := Explain(r)
	if risk != r.Risk {
		e.recorded = "Recorded as " + Risk(risk) + ". The risk rules give " + Risk(r.Risk) + ": "
	}
	return e
}

// Text is the whole explanation, in one to three sentences: the risk, what led to it and, where the risk is high,
// medium or undecided, the fewest choices that are missing for a lower one.
func (e Explanation) Text() string {
	return e.recorded + e.lead + ": " + e.grounds + "." + e.stuck + e.steps
}

// Beside is the explanation for a place where the label of the risk stands before it.
func (e Explanation) Beside() string {
	if e.recorded != "" || !e.isRisk {
		return e.Text()
	}
	return capitalize(e.grounds) + "." + e.stuck + e.steps
}

// Grounds is what in the answer led to the risk, for a place where the label of the risk stands before it, and what is
// missing for a lower one behind it. Where no choice leads to a lower risk, it says that too.
func (e Explanation) Grounds() string {
	e.steps, e.isRisk = "", !e.needed
	return e.Beside()
}

func capitalize(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func nothingApplies(choices int) string {
	switch choices {
	case 1:
		return "the one practice of this question is marked as not applicable"
	case 2:
		return "both practices of this question are marked as not applicable"
	}
	return fmt.Sprintf("all %d practices of this question are marked as not applicable", choices)
}

// ruleGrounds says what in the answer meets the condition of the rule.
func ruleGrounds(r questionnaires.RatingReason) string {
	said := selectionSentence(r)
	if r.Partial {
		said += ", which is not enough for a lower risk"
	}
	switch {
	case said == "":
		return inapplicable(r) + ", and the rule asks about nothing else"
	case len(r.NotApplicable) > 0:
		return said + "; " + inapplicable(r)
	}
	return said
}

// selectionSentence says what is selected and what is not.
func selectionSentence(r questionnaires.RatingReason) string {
	is, isNot := verbForm(r.Selected, "is", "are"), verbForm(r.Unselected, "is", "are")+" not"
	switch {
	case len(r.Selected)+len(r.Unselected) == 0:
		return ""
	case len(r.Unselected) == 0:
		return choiceTitles(r, r.Selected) + is + " selected"
	case len(r.Selected) == 0:
		return choiceTitles(r, r.Unselected) + isNot + " selected"
	}
	return choiceTitles(r, r.Selected) + is + " selected, but " + choiceTitles(r, r.Unselected) + isNot
}

func inapplicable(r questionnaires.RatingReason) string {
	return choiceTitles(r, r.NotApplicable) + verbForm(r.NotApplicable, "does not apply", "do not apply")
}

// defaultGrounds says why no condition is met, so that the default applies.
func defaultGrounds(r questionnaires.RatingReason) string {
	switch {
	case r.Unconditional:
		return "the rules of this question give every answer this risk"
	case r.Risk == questionnaires.RiskNone:
		return nothingRaises(r)
	case len(r.Selected) == 0:
		return nothingSelected(r)
	case len(r.Paths) > 0:
		return "not enough is selected for a lower risk"
	}
	return "the answer meets no condition for a lower risk"
}

// nothingRaises says why a default rule states no risk: what would raise it is not selected. Of each other unselected
// choice it says that it alone would change nothing.
func nothingRaises(r questionnaires.RatingReason) string {
	said, also := "the answer meets no condition for a higher risk", "; "
	switch {
	case len(r.Unselected)+len(r.WithoutEffect) == 0:
		return "everything that applies is selected"
	case len(r.Unselected) > 0:
		said, also = choiceTitles(r, r.Unselected)+verbForm(r.Unselected, "is", "are")+" not selected", "; also "
	}
	if len(r.WithoutEffect) == 0 {
		return said
	}
	return said + also + "not selected, and without effect on the risk as it stands: " + choiceTitles(r, r.WithoutEffect)
}

// nothingSelected is for an answer that selects nothing but, perhaps, "none of these".
func nothingSelected(r questionnaires.RatingReason) string {
	said := "nothing is selected"
	if len(r.NoneOfThese) > 0 {
		said = "the answer is " + choiceTitles(r, r.NoneOfThese)
	}
	if len(r.NotApplicable) > 0 {
		said += "; " + inapplicable(r)
	}
	return said
}

// noFurtherStep says, with a blank before it, why selecting more does not help; "" where it does, or where there is no
// lower risk to come to.
func noFurtherStep(r questionnaires.RatingReason) string {
	switch {
	case r.Risk == questionnaires.RiskNone || r.Unconditional || len(r.Paths) > 0:
		return ""
	case r.Complete:
		return " Everything that applies is selected, so selecting more can't lower it."
	case r.Basis == questionnaires.OnRule && len(r.Unselected) == 0 && len(r.Selected) > 0:
		return " Selecting more does not lower it as long as that is so."
	}
	return " Selecting more does not lower it."
}

// stepsSentence says, with a blank before it, what it takes to lower the risk.
func stepsSentence(r questionnaires.RatingReason) string {
	paths := r.Paths
	if r.Risk == questionnaires.RiskNone || r.Unconditional || len(paths) == 0 {
		return ""
	}
	if len(paths) == 2 {
		if rest, ok := furtherChoices(paths[0], paths[1]); ok {
			return stepSentence(r, paths[0]) + "; for no risk also " + choiceTitles(r, rest) + "."
		}
	}
	var b strings.Builder
	for _, p := range paths {
		b.WriteString(stepSentence(r, p) + ".")
	}
	if paths[len(paths)-1].To != questionnaires.RiskNone {
		b.WriteString(" Selecting more does not bring it to no risk.")
	}
	return b.String()
}

// stepSentence says what it takes to come to the risk of a path. Choices that the grounds have just named as not
// selected are not named again.
func stepSentence(r questionnaires.RatingReason, p questionnaires.RiskPath) string {
	to := InSentence(WholeRisk(p.To))
	if r.Basis == questionnaires.OnRule && len(p.Sets) == 1 && slices.Equal(p.Sets[0], r.Unselected) {
		return " Selecting" + verbForm(p.Sets[0], "it", "them") + " gives " + to
	}
	return " Still missing for " + to + ": " + alternatives(r, p)
}

// furtherChoices returns what the second path takes on top of the first, if both are the only ones and it builds on it.
func furtherChoices(first, second questionnaires.RiskPath) ([]string, bool) {
	if len(first.Sets) > 1 || len(second.Sets) > 1 {
		return nil, false
	}
	rest := slices.Clone(second.Sets[0])
	for _, id := range first.Sets[0] {
		at := slices.Index(rest, id)
		if at < 0 {
			return nil, false
		}
		rest = slices.Delete(rest, at, at+1)
	}
	return rest, true
}

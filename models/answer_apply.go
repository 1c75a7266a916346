package models

import (
	"fmt"

	"plumbline/questionnaires"
)

// Apply applies the patch to the fields of an answer to question q and returns the result in normal form: choices in
// the lens's order, those without anything to say left out, no reason where nothing is ruled out. An id the question
// does not have, or a "none of these" choice that is said not to apply, is an CodeInvalid error; nothing is changed
// then.
func (p AnswerPatch) Apply(q *questionnaires.Question, f AnswerFields) (AnswerFields, error) {
	if err := Validate(&p); err != nil {
		return f, err
	}
	if p.Replace {
		f = AnswerFields{Applicable: true}
	}
	states := make([]ChoiceAnswer, len(q.Choices))
	for i, c := range q.Choices {
		states[i] = f.Choice(c.ID)
		if p.ClearNotApplicable && states[i].Status == ChoiceNotApplicable {
			states[i] = ChoiceAnswer{ChoiceID: c.ID, Status: ChoiceUnselected}
		}
	}
	faults := append(p.applySelected(q, states), p.applyChoices(q, states)...)
	if len(faults) > 0 {
		return f, InvalidInput(faults...)
	}
	setIfGiven(&f.Notes, p.Notes)
	setIfGiven(&f.Applicable, p.Applicable)
	setIfGiven(&f.Reason, p.Reason)
	if f.Reason == "" {
		f.Reason = NoReason
	}
	f.Choices = normalizedChoices(states)
	return f, nil
}

func (p AnswerPatch) applySelected(q *questionnaires.Question, states []ChoiceAnswer) (faults []FieldFault) {
	if p.Selected == nil {
		return nil
	}
	for i := range states {
		if states[i].Status == ChoiceSelected {
			states[i].Status = ChoiceUnselected
		}
	}
	for i, id := range *p.Selected {
		at := choiceIndex(q, id)
		if at < 0 {
			faults = append(faults, FieldFault{fmt.Sprintf("selected/%d", i), unknownChoice(q, id)})
			continue
		}
		states[at].Status = ChoiceSelected
	}
	return faults
}

func (p AnswerPatch) applyChoices(q *questionnaires.Question, states []ChoiceAnswer) (faults []FieldFault) {
	for _, id := range sortedKeys(p.Choices) {
		at := choiceIndex(q, id)
		if at < 0 {
			faults = append(faults, FieldFault{"choices/" + EscapeKey(id), unknownChoice(q, id)})
			continue
		}
		change := p.Choices[id]
		setIfGiven(&states[at].Status, change.Status)
		setIfGiven(&states[at].Reason, change.Reason)
		setIfGiven(&states[at].Notes, change.Notes)
		if states[at].Status == ChoiceNotApplicable && questionnaires.IsNoneOfThese(id) {
			faults = append(faults,
				FieldFault{"choices/" + EscapeKey(id), "is the \"none of these\" choice, which cannot be ruled out"})
		}
	}
	return faults
}

func normalizedChoices(states []ChoiceAnswer) []ChoiceAnswer {
	var kept []ChoiceAnswer
	for _, s := range states {
		if s.Status != ChoiceNotApplicable || s.Reason == "" {
			s.Reason = NoReason
		}
		if s.Status != ChoiceUnselected || s.Notes != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

func choiceIndex(q *questionnaires.Question, choiceID string) int {
	for i, c := range q.Choices {
		if c.ID == choiceID {
			return i
		}
	}
	return -1
}

func unknownChoice(q *questionnaires.Question, id string) string {
	return fmt.Sprintf("%q is not a choice of question %q", id, q.ID)
}

package models

import (
	"errors"
	"strings"

	"plumbline/questionnaires"
)

// EditRefusal is a part of an edit that can't be saved as it is: a note that is too long, a mark that the choice does
// not take. Part is named as in EditConflict.
type EditRefusal struct {
	Part,
	Why string
} // Why is words that follow the name of the part, such as "must have at most 65536 bytes"

// Acceptable divides a merged edit: what the answer takes goes into the patch that is given back, each other part into
// a refusal with the reason. So one part that can't be saved holds no other back.
func (p AnswerPatch) Acceptable(q *questionnaires.Question, now AnswerFields) (AnswerPatch, []EditRefusal) {
	fine, refused := AnswerPatch{Choices: map[string]ChoicePatch{}}, []EditRefusal(nil)
	takes := func(part string, alone AnswerPatch) bool {
		_, err := alone.Apply(q, now)
		if err != nil {
			refused = append(refused, EditRefusal{part, WhyOf(err)})
		}
		return err == nil
	}
	for _, id := range sortedKeys(p.Choices) {
		all, kept := p.Choices[id], ChoicePatch{}
		mark, notes := ChoicePatch{Status: all.Status, Reason: all.Reason}, ChoicePatch{Notes: all.Notes}
		if mark != (ChoicePatch{}) && takes("choices/"+id, AnswerPatch{Choices: map[string]ChoicePatch{id: mark}}) {
			kept = mark
		}
		if notes.Notes != nil && takes("choices/"+id+"/notes", AnswerPatch{Choices: map[string]ChoicePatch{id: notes}}) {
			kept.Notes = notes.Notes
		}
		if kept != (ChoicePatch{}) {
			fine.Choices[id] = kept
		}
	}
	if p.Notes != nil && takes("notes", AnswerPatch{Notes: p.Notes}) {
		fine.Notes = p.Notes
	}
	if p.Applicable != nil && takes("applicable", AnswerPatch{Applicable: p.Applicable, Reason: p.Reason}) {
		fine.Applicable, fine.Reason = p.Applicable, p.Reason
	}
	return fine, refused
}

// Empty reports whether the patch changes nothing.
func (p AnswerPatch) Empty() bool {
	return p.Selected == nil && len(p.Choices) == 0 && p.Notes == nil && p.Applicable == nil && p.Reason == nil &&
		!p.Replace && !p.ClearNotApplicable
}

// WhyOf returns what is wrong, to follow the name of what it is of: the words of the fields that are wrong, or those of
// the whole where no field is.
func WhyOf(err error) string {
	e, ok := errors.AsType[*Error](err)
	if !ok || len(e.Faults) == 0 {
		return strings.TrimPrefix(err.Error(), string(CodeOf(err))+": ")
	}
	words := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		words[i] = f.Message
	}
	return strings.Join(words, "; ")
}

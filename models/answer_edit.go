package models

import (
	"strings"

	"plumbline/models/text"
	"plumbline/questionnaires"
)

// AnswerEdit is what one person changed of an answer: each part with what it was when that person saw it, and what it
// is to be. Parts that others changed meanwhile are merged where they are not the same; where they are, nobody's work
// is overwritten unseen: see Merge. What is nil or missing was not touched.
type AnswerEdit struct {
	Choices    map[string]ChoiceEdit // by choice id
	Notes      *PartEdit[string]
	Applicable *PartEdit[Applicability]
}

// ChoiceEdit is what was changed of one choice.
type ChoiceEdit struct {
	Mark  *PartEdit[ChoiceMark]
	Notes *PartEdit[string]
}

// PartEdit is a part of an answer as it was seen, and as it is to be.
type PartEdit[T comparable] struct{ From, To T }

// ChoiceMark is what an answer says of a choice but for the notes. The reason has a meaning for NOT_APPLICABLE only.
type ChoiceMark struct {
	Status ChoiceStatus
	Reason NotApplicableReason
}

// Applicability says whether a question applies, and why it does not.
type Applicability struct {
	Applicable bool
	Reason     NotApplicableReason
}

// EditConflict is a part of an answer that two people changed, each in another way. Part is "notes", "applicable",
// "choices/ID" or "choices/ID/notes"; the texts are what the three states hold: notes as they are, marks and
// applicability as SELECTED, UNSELECTED, "NOT_APPLICABLE OUT_OF_SCOPE", "APPLICABLE" …
type EditConflict struct{ Part, From, Mine, Theirs, By string } // By is the name of whoever made it Theirs

// Touched reports whether a change, as the history has it, is one of the part.
func (c EditConflict) Touched(change FieldChange) bool {
	id, mark := strings.CutPrefix(c.Part, "choices/")
	mark = mark && !strings.HasSuffix(c.Part, "/notes")
	switch {
	case !mark:
		return change.Field == c.Part || c.Part == "applicable" && change.Field == "reason"
	case change.Field == "selected" || change.Field == "not_applicable":
		return change.toggles(id)
	}
	return change.Field == c.Part+"/reason"
}

// ChoiceMark returns what the answer says of a choice, but for the notes.
func (f AnswerFields) Mark(choiceID string) ChoiceMark {
	c := f.Choice(choiceID)
	return ChoiceMark{c.Status, c.Reason}.normal()
}

// Applicability returns whether the question applies, and why it does not.
func (f AnswerFields) Applicability() Applicability {
	return Applicability{f.Applicable, f.Reason}.normal()
}

func (m ChoiceMark) normal() ChoiceMark {
	if m.Status == "" {
		m.Status = ChoiceUnselected
	}
	if m.Status != ChoiceNotApplicable || m.Reason == "" {
		m.Reason = NoReason
	}
	return m
}

func (m ChoiceMark) String() string {
	if m.Status == ChoiceNotApplicable {
		return string(m.Status) + " " + string(m.Reason)
	}
	return string(m.Status)
}

func (a Applicability) normal() Applicability {
	if a.Applicable || a.Reason == "" {
		a.Reason = NoReason
	}
	return a
}

func (a Applicability) String() string {
	if a.Applicable {
		return "APPLICABLE"
	}
	return "NOT_APPLICABLE " + string(a.Reason)
}

// Merge applies the edit to the answer as it is now: parts that nobody else changed since, and those that everybody
// changed alike, go into the patch; each other one is a clash, and stays as it is. Choices that the question does not
// have are the patch's to refuse.
func (e AnswerEdit) Merge(q *questionnaires.Question, now AnswerFields) (AnswerPatch, []EditConflict) {
	patch, clashes := AnswerPatch{Choices: map[string]ChoicePatch{}}, []EditConflict(nil)
	for _, id := range e.inOrder(q) {
		edit, change := e.Choices[id], ChoicePatch{}
		if to,
			clash := mergePart("choices/"+id, edit.Mark.in(ChoiceMark.normal), now.Mark(id), ChoiceMark.String); clash != nil {
			clashes = append(clashes, *clash)
		} else if to != nil {
			change.Status, change.Reason = &to.Status, &to.Reason
		}
		notes, clash := mergePart("choices/"+id+"/notes", edit.Notes.in(NormalizeLineEnds), NormalizeLineEnds(now.Choice(id).Notes),
			unchangedText)
		if clash != nil {
			clashes = append(clashes, *clash)
		}
		change.Notes = notes
		if change != (ChoicePatch{}) {
			patch.Choices[id] = change
		}
	}
	notes, clash := mergePart("notes", e.Notes.in(NormalizeLineEnds), NormalizeLineEnds(now.Notes), unchangedText)
	if clash != nil {
		clashes = append(clashes, *clash)
	}
	patch.Notes = notes
	if to,
		clash := mergePart("applicable", e.Applicable.in(Applicability.normal), now.Applicability(),
		Applicability.String); clash != nil {
		clashes = append(clashes, *clash)
	} else if to != nil {
		patch.Applicable, patch.Reason = &to.Applicable, &to.Reason
	}
	return patch, clashes
}

// inOrder returns the ids of the choices in the question's order, and after them those that it does not have.
func (e AnswerEdit) inOrder(q *questionnaires.Question) (ids []string) {
	known := map[string]bool{}
	for _, c := range q.Choices {
		known[c.ID] = true
		if _, ok := e.Choices[c.ID]; ok {
			ids = append(ids, c.ID)
		}
	}
	for _, id := range sortedKeys(e.Choices) {
		if !known[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// in returns the edit with both sides in normal form; nil stays nil.
func (e *PartEdit[T]) in(normal func(T) T) *PartEdit[T] {
	if e == nil {
		return nil
	}
	return &PartEdit[T]{normal(e.From), normal(e.To)}
}

// mergePart returns what a part becomes, nil if it stays, or the clash.
func mergePart[T comparable](part string, e *PartEdit[T], now T, text func(T) string) (*T, *EditConflict) {
	switch {
	case e == nil || e.From == e.To || e.To == now:
		return nil, nil
	case e.From == now:
		return &e.To, nil
	}
	return nil, &EditConflict{Part: part, From: text(e.From), Mine: text(e.To), Theirs: text(now)}
}

func unchangedText(s string) string { return s }

// NormalizeLineEnds ends lines as browsers' scripts do; their forms end them with a carriage return too, and that is
// nobody's change.
func NormalizeLineEnds(s string) string { return text.NormalizeLineEnds(s) }

// EditOf returns the edit that leads from one state of an answer to another.
func EditOf(q *questionnaires.Question, from, to AnswerFields) AnswerEdit {
	e := AnswerEdit{Choices: map[string]ChoiceEdit{}}
	for _, c := range q.Choices {
		edit := ChoiceEdit{editOf(from.Mark(c.ID), to.Mark(c.ID)),
			editOf(NormalizeLineEnds(from.Choice(c.ID).Notes), NormalizeLineEnds(to.Choice(c.ID).Notes))}
		if edit != (ChoiceEdit{}) {
			e.Choices[c.ID] = edit
		}
	}
	e.Notes = editOf(NormalizeLineEnds(from.Notes), NormalizeLineEnds(to.Notes))
	e.Applicable = editOf(from.Applicability(), to.Applicability())
	return e
}

func editOf[T comparable](from, to T) *PartEdit[T] {
	if from == to {
		return nil
	}
	return &PartEdit[T]{from, to}
}

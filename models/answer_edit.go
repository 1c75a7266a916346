package models

import (
	"strings"

	"plumbline/models/text"
	"plumbline/questionnaires"
)

// AnswerEdit is what one person changed of an answer: each part with what it was when that person saw it, and what it is to be. Parts that others
// changed meanwhile are merged where they are not the same; where they are, nobody's work is overwritten unseen: see Merge. What is nil or missing
// was not touched.
type AnswerEdit struct {
	Choices    map[string]ChoiceEdit // by choice id
	Notes      *Edit[string]
	Applicable *Edit[Applicability]
}

// ChoiceEdit is what was changed of one choice.
type ChoiceEdit struct {
	Mark  *Edit[Mark]
	Notes *Edit[string]
}

// Edit is a part of an answer as it was seen, and as it is to be.
type Edit[T comparable] struct{ From, To T }

// Mark is what an answer says of a choice but for the notes. The reason has a meaning for NOT_APPLICABLE only.
type Mark struct {
	Status ChoiceStatus
	Reason Reason
}

// Applicability says whether a question applies, and why it does not.
type Applicability struct {
	Applicable bool
	Reason     Reason
}

// Clash is a part of an answer that two people changed, each in another way. Part is "notes", "applicable", "choices/ID" or "choices/ID/notes"; the
// texts are what the three states hold: notes as they are, marks and applicability as SELECTED, UNSELECTED, "NOT_APPLICABLE OUT_OF_SCOPE", "APPLICABLE" …
type Clash struct{ Part, From, Mine, Theirs, By string } // By is the name of whoever made it Theirs

// Touched reports whether a change, as the history has it, is one of the part.
func (c Clash) Touched(change Change) bool {
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

// Mark returns what the answer says of a choice, but for the notes.
func (f AnswerFields) Mark(choiceID string) Mark {
	c := f.Choice(choiceID)
	return Mark{c.Status, c.Reason}.normal()
}

// Applicability returns whether the question applies, and why it does not.
func (f AnswerFields) Applicability() Applicability {
	return Applicability{f.Applicable, f.Reason}.normal()
}

func (m Mark) normal() Mark {
	if m.Status == "" {
		m.Status = ChoiceUnselected
	}
	if m.Status != ChoiceNotApplicable || m.Reason == "" {
		m.Reason = NoReason
	}
	return m
}

func (m Mark) String() string {
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
func (e AnswerEdit) Merge(q *questionnaires.Question, now AnswerFields) (AnswerPatch, []Clash) {
	patch, clashes := AnswerPatch{Choices: map[string]ChoicePatch{}}, []Clash(nil)
	for _, id := range e.inOrder(q) {
		edit, change := e.Choices[id], ChoicePatch{}
		if to, clash := settle("choices/"+id, edit.Mark.in(Mark.normal), now.Mark(id), Mark.String); clash != nil {
			clashes = append(clashes, *clash)
		} else if to != nil {
			change.Status, change.Reason = &to.Status, &to.Reason
		}
		notes, clash := settle("choices/"+id+"/notes", edit.Notes.in(Lines), Lines(now.Choice(id).Notes), same)
		if clash != nil {
			clashes = append(clashes, *clash)
		}
		change.Notes = notes
		if change != (ChoicePatch{}) {
			patch.Choices[id] = change
		}
	}
	notes, clash := settle("notes", e.Notes.in(Lines), Lines(now.Notes), same)
	if clash != nil {
		clashes = append(clashes, *clash)
	}
	patch.Notes = notes
	if to, clash := settle("applicable", e.Applicable.in(Applicability.normal), now.Applicability(), Applicability.String); clash != nil {
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
func (e *Edit[T]) in(normal func(T) T) *Edit[T] {
	if e == nil {
		return nil
	}
	return &Edit[T]{normal(e.From), normal(e.To)}
}

// settle returns what a part becomes, nil if it stays, or the clash.
func settle[T comparable](part string, e *Edit[T], now T, text func(T) string) (*T, *Clash) {
	switch {
	case e == nil || e.From == e.To || e.To == now:
		return nil, nil
	case e.From == now:
		return &e.To, nil
	}
	return nil, &Clash{Part: part, From: text(e.From), Mine: text(e.To), Theirs: text(now)}
}

func same(s string) string { return s }

// Lines ends lines as browsers' scripts do; their forms end them with a carriage return too, and that is nobody's change.
func Lines(s string) string { return text.Lines(s) }

// EditOf returns the edit that leads from one state of an answer to another.
func EditOf(q *questionnaires.Question, from, to AnswerFields) AnswerEdit {
	e := AnswerEdit{Choices: map[string]ChoiceEdit{}}
	for _, c := range q.Choices {
		edit := ChoiceEdit{editOf(from.Mark(c.ID), to.Mark(c.ID)), editOf(Lines(from.Choice(c.ID).Notes), Lines(to.Choice(c.ID).Notes))}
		if edit != (ChoiceEdit{}) {
			e.Choices[c.ID] = edit
		}
	}
	e.Notes = editOf(Lines(from.Notes), Lines(to.Notes))
	e.Applicable = editOf(from.Applicability(), to.Applicability())
	return e
}

func editOf[T comparable](from, to T) *Edit[T] {
	if from == to {
		return nil
	}
	return &Edit[T]{from, to}
}

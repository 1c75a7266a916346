// Package diff says what changed from one version of a lens to another. Like the package questionnaires it is pure; it
// imports that and the rule language only.
package diff

import "plumbline/questionnaires"

// ChangeKind says what became of a part of a lens.
type ChangeKind string

// The kinds of change. Only questions move: from one pillar to another, under the same id.
const (
	ChangeAdded   ChangeKind = "added"
	ChangeChanged ChangeKind = "changed"
	ChangeRemoved ChangeKind = "removed"
	ChangeMoved   ChangeKind = "moved"
)

// LensChanges says how one version of a lens differs from another. What stayed the same is left out. Parts stand in the
// order of the new lens; a removed one follows the part that it followed in the old lens.
type LensChanges struct {
	Fields  []FieldChange // "name", "description", "pillar order"
	Pillars []PillarChange
}

// FieldChange is one text that changed. Field is a member's name as in the format, with a dot between an inner name and
// the outer one ("improvementPlan.url", "facilitation.objective"), and the strings of a list stand on a line each
// (quoted, where two lists would look alike otherwise); or "pillar order", "question order", "choice order", "rule
// order", whose texts are the ids (or risks) that both versions have.
type FieldChange struct {
	Field    string
	Old, New string
}

// PillarChange is what happened to a pillar or inside it: a pillar is ChangeChanged if anything below it is. One that
// was added or removed lists its questions, save those that moved away.
type PillarChange struct {
	Kind             ChangeKind
	ID               string
	OldName, NewName string        // "" on the side where there is no such pillar
	Fields           []FieldChange // "name", "description", "question order"
	Questions        []QuestionChange
}

// QuestionChange is what happened to a question. One that moved stands in the pillar where it is now and may have
// changed as well. One that was added or removed has no details.
type QuestionChange struct {
	Kind               ChangeKind
	ID                 string
	OldTitle, NewTitle string
	From               string // the id of the pillar that it moved out of
	Fields             []FieldChange
	Choices            []ChoiceChange
	Rules              []RuleChange
}

// ChoiceChange is what happened to a choice; one that was added or removed has no details.
type ChoiceChange struct {
	Kind               ChangeKind
	ID                 string
	OldTitle, NewTitle string
	Fields             []FieldChange
}

// RuleChange is what happened to the rule of one risk (HIGH_RISK, MEDIUM_RISK, NO_RISK). Two conditions that differ
// in white space or needless brackets only are the same.
type RuleChange struct {
	Kind     ChangeKind
	Risk     string
	Old, New string // conditions, as written
}

// Lenses says what changed from the old lens to the new one. Parts are matched by id, rules by risk. Extra members
// are not compared.
func Lenses(old, new *questionnaires.Lens) LensChanges {
	d := lensDiffer{old: questionPlaces(old), new: questionPlaces(new)}
	var c LensChanges
	c.Fields = textChange(c.Fields, "name", old.Name, new.Name)
	c.Fields = textChange(c.Fields, "description", old.Description, new.Description)
	c.Fields = orderChange(c.Fields, "pillar order", listKeys(old.Pillars, pillarKey), listKeys(new.Pillars, pillarKey))
	for _, m := range matchByKey(old.Pillars, new.Pillars, pillarKey) {
		if change, differs := d.pillar(m.old, m.new); differs {
			c.Pillars = append(c.Pillars, change)
		}
	}
	return c
}

// Empty reports whether nothing changed.
func (c LensChanges) Empty() bool { return len(c.Fields) == 0 && len(c.Pillars) == 0 }

// Removes reports whether a pillar, a question or a choice is gone from where it was, so that answers may lose
// something. A minor version must not do that.
func (c LensChanges) Removes() bool {
	for _, p := range c.Pillars {
		if p.Kind == ChangeRemoved {
			return true
		}
		for _, q := range p.Questions {
			if q.removes() {
				return true
			}
		}
	}
	return false
}

// removes counts a move as a loss: counts and reports of the old pillar lose the question.
func (q QuestionChange) removes() bool {
	if q.Kind == ChangeRemoved || q.Kind == ChangeMoved {
		return true
	}
	for _, c := range q.Choices {
		if c.Kind == ChangeRemoved {
			return true
		}
	}
	return false
}

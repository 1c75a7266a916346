package models

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"plumbline/questionnaires"
)

// Facilitation is the state of a review that a person leads with others.
type Facilitation struct {
	ReviewID      string
	QuestionID    string    // the current question; "": none
	QuestionSince time.Time // since when it is current; zero while the timer is stopped
	ShowNotes     bool      // the shared screen shows notes
	Agenda        map[string]int
	StartedAt     time.Time // zero: not under way
	UpdatedAt     time.Time
	UpdatedBy     string
	Version       int // for ETag; 0: nobody has facilitated the review
}

// Running reports whether it is under way.
func (f Facilitation) Running() bool { return !f.StartedAt.IsZero() }

// Bounds of an agenda, in minutes.
const (
	AgendaMinutes    = 120 // of the default agenda in all
	MaxAgendaMinutes = 600 // of one pillar
)

// FacilitationPatch changes what is not nil. Agenda replaces the agenda as a whole: minutes by pillar id.
type FacilitationPatch struct {
	QuestionID *string `validate:"omitempty,text,max=128"`
	ShowNotes  *bool
	Agenda     map[string]int `validate:"max=50,dive,keys,text,max=128,endkeys"`
	Running    *bool
}

// Apply applies the patch to the state at the moment now. A question or pillar that the lens does not have is an
// Invalid error. The clock of the question starts again when the current question changes, and when the facilitation
// starts.
func (p FacilitationPatch) Apply(doc *questionnaires.Lens, f Facilitation, now time.Time) (Facilitation, error) {
	if err := p.check(doc); err != nil {
		return f, err
	}
	moved := p.QuestionID != nil && *p.QuestionID != f.QuestionID
	starts := p.Running != nil && *p.Running && !f.Running()
	setIfGiven(&f.QuestionID, p.QuestionID)
	setIfGiven(&f.ShowNotes, p.ShowNotes)
	if p.Agenda != nil {
		f.Agenda = maps.Clone(p.Agenda)
	}
	switch {
	case starts:
		f.StartedAt = now
	case p.Running != nil && !*p.Running:
		f.StartedAt, f.QuestionSince = time.Time{}, time.Time{}
	}
	if f.Running() && (moved || starts) {
		f.QuestionSince = now
	}
	if f.QuestionID == "" {
		f.QuestionSince = time.Time{}
	}
	return f, nil
}

func (p FacilitationPatch) check(doc *questionnaires.Lens) error {
	if err := Validate(&p); err != nil {
		return err
	}
	var faults []FieldFault
	if p.QuestionID != nil && *p.QuestionID != "" {
		if _, q := doc.Question(*p.QuestionID); q == nil {
			faults = append(faults, FieldFault{Field: "question_id", Message: "is not a question of this lens"})
		}
	}
	for _, id := range sortedKeys(p.Agenda) {
		switch minutes := p.Agenda[id]; {
		case doc.Pillar(id) == nil:
			faults = append(faults, FieldFault{Field: "agenda/" + EscapeKey(id), Message: "is not a pillar of this lens"})
		case minutes < 0 || minutes > MaxAgendaMinutes:
			faults = append(faults,
				FieldFault{Field: "agenda/" + EscapeKey(id), Message: fmt.Sprintf("must be 0 to %d minutes", MaxAgendaMinutes)})
		}
	}
	if len(faults) > 0 {
		return InvalidInput(faults...)
	}
	return nil
}

// FitTo returns the state as it is under a version of the lens that may have dropped questions and pillars; pillars
// without planned minutes get theirs of the default agenda where nobody made one.
func (f Facilitation) FitTo(doc *questionnaires.Lens) Facilitation {
	if _, q := doc.Question(f.QuestionID); q == nil {
		f.QuestionID, f.QuestionSince = "", time.Time{}
	}
	if f.Agenda == nil {
		f.Agenda = DefaultAgenda(doc)
		return f
	}
	f.Agenda = maps.Clone(f.Agenda)
	maps.DeleteFunc(f.Agenda, func(id string, _ int) bool { return doc.Pillar(id) == nil })
	return f
}

// Under returns the state as it continues under a later version of the lens whose parts have other ids: FitTo after the
// renames.
func (f Facilitation) Under(names IDRenames, doc *questionnaires.Lens) Facilitation {
	f.QuestionID = names.Question(f.QuestionID)
	if f.Agenda == nil {
		return f.FitTo(doc)
	}
	agenda := make(map[string]int, len(f.Agenda))
	for id, minutes := range f.Agenda {
		agenda[names.Pillar(id)] = minutes
	}
	f.Agenda = agenda
	return f.FitTo(doc)
}

// DefaultAgenda shares AgendaMinutes out by the number of questions of each pillar, in whole minutes, the largest
// remainders rounded up.
func DefaultAgenda(doc *questionnaires.Lens) map[string]int {
	agenda, all := map[string]int{}, doc.Questions()
	if all == 0 {
		return agenda
	}
	left, byRest := AgendaMinutes, slices.Clone(doc.Pillars)
	rest := func(p *questionnaires.Pillar) int { return AgendaMinutes * len(p.Questions) % all }
	for _, p := range doc.Pillars {
		agenda[p.ID] = AgendaMinutes * len(p.Questions) / all
		left -= agenda[p.ID]
	}
	slices.SortStableFunc(byRest, func(a, b *questionnaires.Pillar) int { return rest(b) - rest(a) })
	for i := range left {
		agenda[byRest[i].ID]++
	}
	return agenda
}

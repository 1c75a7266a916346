package models

import (
	"time"

	"plumbline/questionnaires"
)

// NotApplicableReason says why a choice or a question does not apply. The values are those of the AWS API model.
type NotApplicableReason string

// The reasons; NoReason is what AWS stores where none was given.
const (
	OutOfScope              NotApplicableReason = "OUT_OF_SCOPE"
	BusinessPriorities      NotApplicableReason = "BUSINESS_PRIORITIES"
	ArchitectureConstraints NotApplicableReason = "ARCHITECTURE_CONSTRAINTS"
	OtherReason             NotApplicableReason = "OTHER"
	NoReason                NotApplicableReason = "NONE"
)

// NotApplicableReasons lists them in the order of the AWS API model.
var NotApplicableReasons = [...]NotApplicableReason{OutOfScope, BusinessPriorities, ArchitectureConstraints,
	OtherReason, NoReason}

// ChoiceStatus is the state of one choice in an answer.
type ChoiceStatus string

// The choice states of the AWS API model.
const (
	ChoiceSelected      ChoiceStatus = "SELECTED"
	ChoiceNotApplicable ChoiceStatus = "NOT_APPLICABLE"
	ChoiceUnselected    ChoiceStatus = "UNSELECTED"
)

// ChoiceAnswer is what an answer says of one choice. Reason has a meaning for NOT_APPLICABLE only.
type ChoiceAnswer struct {
	ChoiceID string
	Status   ChoiceStatus
	Reason   NotApplicableReason
	Notes    string
}

// AnswerFields are what people write. Choices names each choice at most once and leaves out those that are
// UNSELECTED and have no notes.
type AnswerFields struct {
	Choices    []ChoiceAnswer
	Notes      string
	Applicable bool                // false: the question does not apply; the choices are kept and count again when it does
	Reason     NotApplicableReason // why it does not apply
}

// Answer is the state of one question in one review. A question without an answer has Version 0.
type Answer struct {
	ReviewID   string
	PillarID   string
	QuestionID string
	AnswerFields
	Risk      questionnaires.Risk
	Version   int // for ETag
	UpdatedAt time.Time
	UpdatedBy string
}

// Rated returns what questionnaires.Question.Rate needs of the answer.
func (f AnswerFields) Rated() questionnaires.Answer {
	a := questionnaires.Answer{DoesNotApply: !f.Applicable}
	for _, c := range f.Choices {
		switch c.Status {
		case ChoiceSelected:
			a.Selected = append(a.Selected, c.ChoiceID)
		case ChoiceNotApplicable:
			a.NotApplicable = append(a.NotApplicable, c.ChoiceID)
		}
	}
	return a
}

// Choice returns the state of one choice, UNSELECTED if the answer says nothing of it.
func (f AnswerFields) Choice(id string) ChoiceAnswer {
	for _, c := range f.Choices {
		if c.ChoiceID == id {
			return c
		}
	}
	return ChoiceAnswer{ChoiceID: id, Status: ChoiceUnselected, Reason: NoReason}
}

// AnswerPatch changes an answer in this order: Replace and ClearNotApplicable, then Selected, which replaces the whole
// selection (choices it leaves out become UNSELECTED unless they do not apply), then Choices is applied to it, as
// UpdateAnswer of the AWS API does. What is nil stays as it is.
type AnswerPatch struct {
	Selected   *[]string              `validate:"omitempty,max=15,unique"`
	Choices    map[string]ChoicePatch `validate:"max=15,dive"`
	Notes      *string                `validate:"omitempty,text,notes"`
	Applicable *bool
	Reason     *NotApplicableReason `validate:"omitempty,oneof=OUT_OF_SCOPE BUSINESS_PRIORITIES ARCHITECTURE_CONSTRAINTS OTHER NONE"`
	Replace    bool                 // start from an empty answer instead of the one there is

	ClearNotApplicable bool // choices that do not apply become UNSELECTED first
}

// ChoicePatch changes one choice; what is nil stays.
type ChoicePatch struct {
	Status *ChoiceStatus        `validate:"omitempty,oneof=SELECTED NOT_APPLICABLE UNSELECTED"`
	Reason *NotApplicableReason `validate:"omitempty,oneof=OUT_OF_SCOPE BUSINESS_PRIORITIES ARCHITECTURE_CONSTRAINTS OTHER NONE"`
	Notes  *string              `validate:"omitempty,text,notes"`
}

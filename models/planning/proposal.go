// Package planning has the types of what is thought through before it becomes work: practices of a workload's reviews
// that are taken as done, and proposals that keep such a set under a name.
//
// It may import models. It knows no database and no rule.
package planning

import (
	"slices"
	"time"

	"plumbline/models"
)

// Practice is a best practice in a review of a workload: a choice of a question of a lens.
type Practice struct {
	LensID, QuestionID, ChoiceID string

	Title string // of the practice, as it was when it was put in, for when its lens has it no more
}

// Same tells whether two are one practice, whatever it was called.
func (p Practice) Same(o Practice) bool {
	return p.LensID == o.LensID && p.QuestionID == o.QuestionID && p.ChoiceID == o.ChoiceID
}

// Bounds of what is planned.
const (
	MaxPractices = 1000 // of a what-if or a proposal
	MaxProposals = 200  // of a workload
)

// Proposal is a set of practices of a workload that is kept under a name. It follows upgrades of the lenses.
type Proposal struct {
	ID         string
	WorkloadID string
	ProposalFields
	Version   int // for ETag
	CreatedAt time.Time
	CreatedBy string
	UpdatedAt time.Time
	UpdatedBy string
}

// ProposalFields is what people write of a proposal.
type ProposalFields struct {
	Name      string     `validate:"required,notblank,text,line,min=3,max=100"`
	Note      string     `validate:"text,notes"` // Markdown
	Practices []Practice `validate:"max=1000"`
}

// ProposalPatch changes the fields that are not nil.
type ProposalPatch struct {
	Name      *string
	Note      *string
	Practices *[]Practice
}

// Apply returns the fields as the patch makes them.
func (p ProposalPatch) Apply(f ProposalFields) ProposalFields {
	if p.Name != nil {
		f.Name = *p.Name
	}
	if p.Note != nil {
		f.Note = *p.Note
	}
	if p.Practices != nil {
		f.Practices = *p.Practices
	}
	return f
}

// Carried is the practices as they are named once a review of the lens was upgraded, each once. The titles stay, so
// that one which is gone can be named.
func Carried(practices []Practice, lensID string, names models.IDRenames) []Practice {
	var out []Practice
	for _, p := range practices {
		if p.LensID == lensID {
			p.QuestionID, p.ChoiceID = names.Question(p.QuestionID), names.Choice(p.QuestionID, p.ChoiceID)
		}
		if !slices.ContainsFunc(out, p.Same) {
			out = append(out, p)
		}
	}
	return out
}

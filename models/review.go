package models

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"plumbline/questionnaires"
)

// Review is one lens version applied to one workload.
type Review struct {
	ID            string
	WorkloadID    string
	LensID        string
	LensVersionID string
	Notes         string
	Pillars       []PillarReview // in the lens's order
	Former        IDRenames      // ids that pillars and questions had in this review before upgrades renamed them → ids now; no choices
	VersionBase   int            // all versions in the review begin after it, so that they don't repeat those of an earlier review or of a removed answer
	Followed      bool           // something hangs on it beside what is the review's own: items, acceptances
	Version       int            // for ETag: counts changes of notes and lens version, not of answers
	CreatedAt     time.Time
	UpdatedAt     time.Time // the last change of anything in the review, answers included
	UpdatedBy     string
}

// PillarReview is the state of one pillar of a review. The counts are kept by the operation that changes an answer.
type PillarReview struct {
	PillarID string
	Notes    string
	Counts   questionnaires.RiskCounts
}

// Counts adds up the pillars.
func (r Review) Counts() questionnaires.RiskCounts {
	var sum questionnaires.RiskCounts
	for _, p := range r.Pillars {
		sum = sum.Plus(p.Counts)
	}
	return sum
}

// ReviewPatch changes the notes that are not nil or not missing. PillarNotes is by pillar id.
type ReviewPatch struct {
	Notes       *string           `validate:"omitempty,text,notes"`
	PillarNotes map[string]string `validate:"dive,keys,required,endkeys,text,notes"`
}

// With returns the patch with what another one changes too.
func (p ReviewPatch) With(other ReviewPatch) ReviewPatch {
	out := ReviewPatch{Notes: cmp.Or(other.Notes, p.Notes), PillarNotes: maps.Clone(p.PillarNotes)}
	if out.PillarNotes == nil {
		out.PillarNotes = map[string]string{}
	}
	maps.Copy(out.PillarNotes, other.PillarNotes)
	return out
}

// Apply applies the patch to the review's notes and tells what changed. A pillar that the review does not have is an
// Invalid error.
func (p ReviewPatch) Apply(r *Review) (changes []FieldChange, err error) {
	pillars := slices.Clone(r.Pillars)
	known := map[string]bool{}
	for i := range pillars {
		known[pillars[i].PillarID] = true
		if notes, ok := p.PillarNotes[pillars[i].PillarID]; ok && notes != pillars[i].Notes {
			changes = append(changes,
				FieldChange{Field: "pillar_notes/" + pillars[i].PillarID, From: pillars[i].Notes, To: notes})
			pillars[i].Notes = notes
		}
	}
	for _, id := range sortedKeys(p.PillarNotes) {
		if !known[id] {
			return nil, InvalidInput(FieldFault{Field: "pillar_notes/" + EscapeKey(id), Message: "is not a pillar of this lens"})
		}
	}
	if p.Notes != nil && *p.Notes != r.Notes {
		changes = append(changes, FieldChange{Field: "notes", From: r.Notes, To: *p.Notes})
		r.Notes = *p.Notes
	}
	r.Pillars = pillars
	return changes, nil
}

// FormerPillars lists the ids that a pillar had in the review before upgrades renamed it. Who is narrowed to one of
// them is narrowed to the pillar.
func (r Review) FormerPillars(id string) []string { return IDsBefore(r.Former.Pillars, id) }

// FormerQuestions is FormerPillars for a question.
func (r Review) FormerQuestions(id string) []string { return IDsBefore(r.Former.Questions, id) }

// NextVersion returns the version that follows one of something in the review.
func (r Review) NextVersion(version int) int { return max(version, r.VersionBase) + 1 }

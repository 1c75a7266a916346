// Package answersfile is the form in which the answers of one review are kept beside the code that they are about: YAML
// that people write, an empty form of it for a lens, and the state of a review that is made from it.
//
// It imports what reads YAML, the lens and the types; no database, and no files.
package answersfile

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"plumbline/cmd/plumbline/yamlfile"
	"plumbline/models"
	"plumbline/questionnaires"
)

// File is the form in which the answers of one review are kept beside the code they are about. "plumbline lens
// form" prints it with comments. Members that are left out mean the same as on the API.
type File struct {
	Workload    Workload          `yaml:"workload"`
	LensVersion string            `yaml:"lens_version"`
	Date        string            `yaml:"date"` // YYYY-MM-DD: what the report is dated; never the clock
	Notes       string            `yaml:"notes"`
	PillarNotes map[string]string `yaml:"pillar_notes"`
	Answers     map[string]Entry  `yaml:"answers"`
}

// Workload has the fields of models.WorkloadFields in their order, to which it is converted.
type Workload struct {
	Name                string                   `yaml:"name"`
	Description         string                   `yaml:"description"`
	Environment         models.Environment       `yaml:"environment"`
	ReviewOwner         string                   `yaml:"review_owner"`
	AWSRegions          []string                 `yaml:"aws_regions"`
	NonAWSRegions       []string                 `yaml:"non_aws_regions"`
	AccountIDs          []string                 `yaml:"account_ids"`
	ArchitecturalDesign string                   `yaml:"architectural_design"`
	IndustryType        string                   `yaml:"industry_type"`
	Industry            string                   `yaml:"industry"`
	CostCenter          string                   `yaml:"cost_center"`
	ReviewDueOn         string                   `yaml:"review_due_on"`
	ReviewEveryMonths   int                      `yaml:"review_every_months"`
	Notes               string                   `yaml:"notes"`
	PillarPriorities    []string                 `yaml:"pillar_priorities"`
	Applications        []string                 `yaml:"applications"`
	ImprovementStatus   models.ImprovementStatus `yaml:"improvement_status"`
	Tags                map[string]string        `yaml:"tags"`
}

// Entry is the answer to one question.
type Entry struct {
	Selected      []string            `yaml:"selected"`
	NotApplicable map[string]ruledOut `yaml:"not_applicable"`
	ChoiceNotes   map[string]string   `yaml:"choice_notes"`
	Notes         string              `yaml:"notes"`
	Applicable    *bool               `yaml:"applicable"`
	Reason        string              `yaml:"reason"`
	By            string              `yaml:"by"`
}

type ruledOut struct {
	Reason string `yaml:"reason"`
	Notes  string `yaml:"notes"`
}

// Read reads a file; its name is for what is wrong with it.
func Read(name string, data []byte) (file File, err error) {
	return file, yamlfile.Read(name, data, &file)
}

// Snapshot rates the answers and puts them into the state that a report is made from.
func (f File) Snapshot(doc *questionnaires.Lens) (models.Snapshot, error) {
	at, err := time.Parse(time.DateOnly, f.Date)
	if err != nil {
		return models.Snapshot{},
			models.InvalidInput(models.FieldFault{Field: "date", Message: "must be a date such as 2026-11-23"})
	}
	fields := f.Workload.Fields()
	if err := models.ValidateWorkload(&fields); err != nil {
		return models.Snapshot{}, err
	}
	answers, err := f.rated(doc, at)
	if err != nil {
		return models.Snapshot{}, err
	}
	review := models.Review{Notes: f.Notes, CreatedAt: at, UpdatedAt: at}
	review.Pillars = models.CountReview(doc, models.ByQuestion(answers), nil)
	patch := models.ReviewPatch{Notes: &f.Notes, PillarNotes: f.PillarNotes}
	if err := models.Validate(&patch); err != nil {
		return models.Snapshot{}, err
	}
	if _, err := patch.Apply(&review); err != nil {
		return models.Snapshot{}, err
	}
	return models.Snapshot{
		Workload: models.Workload{WorkloadFields: fields, CreatedAt: at, UpdatedAt: at}, At: at,
		Reviews: []models.ReviewSnapshot{{
			Review: review, Doc: doc, Answers: models.InOrder("", doc, answers),
			Lens:    models.Lens{Key: models.KeyFrom(doc.Name), Name: doc.Name, Description: doc.Description},
			Version: models.LensVersion{Name: f.LensVersion},
		}},
	}, nil
}

// Fields are those of the type.
func (w Workload) Fields() models.WorkloadFields {
	f := models.WorkloadFields(w)
	if f.ImprovementStatus == "" {
		f.ImprovementStatus = models.ImprovementNotStarted
	}
	return f
}

// rated returns the answers of the file; all that is wrong with them is told at once.
func (f File) rated(doc *questionnaires.Lens, at time.Time) ([]models.Answer, error) {
	var list []models.Answer
	var faults []models.FieldFault
	for _, id := range slices.Sorted(maps.Keys(f.Answers)) {
		p, q := doc.Question(id)
		if q == nil {
			faults = append(faults, models.FieldFault{Field: "answers/" + id, Message: "is not a question of this lens"})
			continue
		}
		entry := f.Answers[id]
		a := models.Unanswered("", p, q)
		fields, err := entry.Patch().Apply(q, a.AnswerFields)
		if err != nil {
			faults = append(faults, faultsUnder("answers/"+id+"/", err)...)
			continue
		}
		a.AnswerFields, a.Version, a.UpdatedAt, a.UpdatedBy = fields, 1, at, entry.By
		a.Risk = q.Rate(fields.Rated()).Risk
		list = append(list, a)
	}
	if len(faults) > 0 {
		return nil, models.InvalidInput(faults...)
	}
	return list, nil
}

// Patch is the change of an answer that the entry is.
func (e Entry) Patch() models.AnswerPatch {
	p := models.AnswerPatch{Replace: true, Selected: &e.Selected, Notes: &e.Notes, Applicable: e.Applicable,
		Choices: map[string]models.ChoicePatch{}}
	if e.Reason != "" {
		p.Reason = (*models.NotApplicableReason)(&e.Reason)
	}
	status := models.ChoiceNotApplicable
	for id, why := range e.NotApplicable {
		c := models.ChoicePatch{Status: &status, Notes: &why.Notes}
		if why.Reason != "" {
			c.Reason = (*models.NotApplicableReason)(&why.Reason)
		}
		p.Choices[id] = c
	}
	for id, notes := range e.ChoiceNotes {
		c := p.Choices[id]
		c.Notes = &notes
		p.Choices[id] = c
	}
	return p
}

func faultsUnder(at string, err error) []models.FieldFault {
	e, ok := errors.AsType[*models.Error](err)
	if !ok || len(e.Faults) == 0 {
		return []models.FieldFault{{Field: strings.TrimSuffix(at, "/"), Message: err.Error()}}
	}
	faults := make([]models.FieldFault, len(e.Faults))
	for i, f := range e.Faults {
		faults[i] = models.FieldFault{Field: at + f.Field, Message: f.Message}
	}
	return faults
}

package service

import (
	"fmt"
	"slices"

	"plumbline/models"
	"plumbline/questionnaires"
)

// proving reads an archive that came from outside and proves that it holds together: valid fields, readable lenses, answers that fit their
// questions, risks that follow from the answers. It fills in what an archive need not say: parsed lenses, counts, and the questions that nobody
// dealt with.
type proving struct {
	docs map[string]*questionnaires.Lens
} // by digest

func (p *proving) archive(a Archive) (Archive, error) {
	if !models.IsID(a.Live.Workload.ID) {
		return a, models.Faulty(models.Fault{Field: "workload/id", Message: "must be 32 hex digits"})
	}
	if err := p.snapshot("", &a.Live); err != nil {
		return a, err
	}
	names := map[string]bool{}
	a.Milestones = slices.Clone(a.Milestones)
	for i := range a.Milestones {
		at, snap := fmt.Sprintf("milestones/%d/", i), &a.Milestones[i]
		if snap.Milestone.Number != i+1 {
			return a, models.Faulty(models.Fault{Field: at + "number", Message: fmt.Sprintf("must be %d: milestones are numbered from 1 without gaps", i+1)})
		}
		if err := models.Validate(models.MilestoneInput{Name: snap.Milestone.Name}); err != nil {
			return a, under(at, err)
		}
		if name := models.Fold(snap.Milestone.Name); names[name] {
			return a, models.Faulty(models.Fault{Field: at + "name", Message: "is the name of another milestone too"})
		} else {
			names[name] = true
		}
		if err := p.snapshot(at, snap); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (p *proving) snapshot(at string, s *models.Snapshot) error {
	if err := models.ValidateWorkload(s.Workload.WorkloadFields); err != nil {
		return under(at+"workload/", err)
	}
	if len(s.Reviews) > models.MaxLenses {
		return models.Faulty(models.Fault{Field: at + "reviews", Message: fmt.Sprintf("must have at most %d entries", models.MaxLenses)})
	}
	s.Reviews = slices.Clone(s.Reviews)
	seen := map[string]bool{}
	for i := range s.Reviews {
		here, r := fmt.Sprintf("%sreviews/%d/", at, i), &s.Reviews[i]
		if name := models.Fold(r.Lens.Name); seen[name] {
			return models.Faulty(models.Fault{Field: here + "lens_name", Message: "is reviewed twice"})
		} else {
			seen[name] = true
		}
		if err := p.review(here, r); err != nil {
			return err
		}
	}
	return nil
}

func (p *proving) review(at string, r *models.ReviewSnapshot) (err error) {
	if r.Doc, err = p.document(at, r); err != nil {
		return err
	}
	if err := models.Validate(models.LensVersionInput{Version: r.Version.Name}); err != nil {
		return under(at+"lens_version/", err)
	}
	if err := models.Validate(models.ReviewPatch{Notes: &r.Review.Notes}); err != nil {
		return under(at, err)
	}
	for _, had := range r.Review.Pillars {
		here := at + "pillar_notes/" + had.PillarID
		if r.Doc.Pillar(had.PillarID) == nil {
			return models.Faulty(models.Fault{Field: here, Message: "is not a pillar of the lens"})
		}
		if err := models.Validate(models.ReviewPatch{Notes: &had.Notes}); err != nil {
			return under(here+"/", err)
		}
	}
	for i, a := range r.Answers {
		if err := checkAnswer(fmt.Sprintf("%sanswers/%d/", at, i), r.Doc, a); err != nil {
			return err
		}
	}
	answers := models.ByQuestion(r.Answers)
	if len(answers) != len(r.Answers) {
		return models.Faulty(models.Fault{Field: at + "answers", Message: "must not answer a question twice"})
	}
	r.Review.Pillars = models.Tally(r.Doc, answers, r.Review.Pillars)
	r.Answers = models.InOrder(r.Review.ID, r.Doc, r.Answers)
	return nil
}

func (p *proving) document(at string, r *models.ReviewSnapshot) (*questionnaires.Lens, error) {
	if digest(r.Version.Document) != r.Version.Digest {
		return nil, models.Faulty(models.Fault{Field: at + "lens_digest", Message: "is not the digest of a lens document in this file"})
	}
	doc, known := p.docs[r.Version.Digest]
	if !known {
		var err error
		if doc, _, err = parse(r.Version.Document); err != nil {
			return nil, err
		}
		p.docs[r.Version.Digest] = doc
	}
	if models.Fold(doc.Name) != models.Fold(r.Lens.Name) {
		return nil, models.Faulty(models.Fault{Field: at + "lens_name", Message: "is not the name in the lens document"})
	}
	return doc, nil
}

func checkAnswer(at string, doc *questionnaires.Lens, a models.Answer) error {
	p, q := doc.Question(a.QuestionID)
	if q == nil || p.ID != a.PillarID {
		return models.Faulty(models.Fault{Field: at + "question_id", Message: "is not a question of this pillar"})
	}
	again := models.AnswerPatch{Replace: true, Notes: &a.Notes, Applicable: &a.Applicable, Reason: &a.AnswerFields.Reason,
		Choices: map[string]models.ChoicePatch{}}
	for _, c := range a.Choices {
		again.Choices[c.ChoiceID] = models.ChoicePatch{Status: &c.Status, Reason: &c.Reason, Notes: &c.Notes}
	}
	if _, err := again.Apply(q, models.AnswerFields{}); err != nil {
		return under(at, err)
	}
	if risk := q.Rate(a.Rated()).Risk; risk != a.Risk {
		return models.Faulty(models.Fault{Field: at + "risk", Message: fmt.Sprintf("is %s, but the answer rates %s", a.Risk, risk)})
	}
	return nil
}

// under puts the faults of err under a path.
func under(at string, err error) error {
	e, ok := err.(*models.Error)
	if !ok {
		return err
	}
	faults := make([]models.Fault, len(e.Faults))
	for i, f := range e.Faults {
		faults[i] = models.Fault{Field: at + f.Field, Message: f.Message}
	}
	return models.Faulty(faults...)
}

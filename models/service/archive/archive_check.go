package archive

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"plumbline/models"
	"plumbline/models/service/lenses"
	"plumbline/models/service/reviews"
	"plumbline/questionnaires"
)

// archiveCheck reads an archive that came from outside and proves that it holds together: valid fields, readable
// lenses, answers that fit their questions, risks that follow from the answers. It fills in what an archive need not
// say: parsed lenses, counts, and the questions without an answer.
type archiveCheck struct {
	docs     map[string]*questionnaires.Lens // by digest
	answers  int                             // questions of all snapshots so far
	comments int
}

func newArchiveCheck() *archiveCheck { return &archiveCheck{docs: map[string]*questionnaires.Lens{}} }

// maxArchived bounds the questions that an archive's reviews and milestones hold in all: thousands of milestones of a
// usual workload.
const maxArchived = 200_000

// maxNumber bounds versions and lines, so that they can be counted up on every engine.
const maxNumber = 1 << 30

// checkVersion is a fault unless n can be a version.
func checkVersion(field string, n int) error {
	if n < 1 || n > maxNumber {
		return models.InvalidInput(models.FieldFault{Field: field, Message: fmt.Sprintf("must be a whole number from 1 to %d",
			maxNumber)})
	}
	return nil
}

// checkStamp is a fault unless at can be kept and by is a name.
func checkStamp(field string, at time.Time, by string) error {
	switch {
	case !models.IsTime(at):
		return models.InvalidInput(models.FieldFault{Field: field + "_at", Message: "must lie in the years 1970 to 9999"})
	case models.TextFault(by) != "" || len(by) > 1000:
		return models.InvalidInput(models.FieldFault{Field: field + "_by", Message: "must be text of at most 1000 bytes"})
	}
	return nil
}

func (p *archiveCheck) archive(a Archive) (Archive, error) {
	if !models.IsID(a.Live.Workload.ID) {
		return a, models.InvalidInput(models.FieldFault{Field: "workload/id", Message: "must be 32 hex digits"})
	}
	if err := p.snapshot("", &a.Live); err != nil {
		return a, err
	}
	if err := checkPeople(a.People); err != nil {
		return a, err
	}
	var err error
	if a.Talk, err = p.talk(a); err != nil {
		return a, err
	}
	if err := p.work(&a); err != nil {
		return a, err
	}
	names := map[string]bool{}
	a.Milestones = slices.Clone(a.Milestones)
	for i := range a.Milestones {
		at, snap := fmt.Sprintf("milestones/%d/", i), &a.Milestones[i]
		if snap.Milestone.Number != i+1 {
			return a, models.InvalidInput(models.FieldFault{Field: at + "number",
				Message: fmt.Sprintf("must be %d: milestones are numbered from 1 without gaps", i+1)})
		}
		ms, name := *snap.Milestone, models.MilestoneInput{Name: snap.Milestone.Name}
		err := cmp.Or(models.Validate(&name), checkStamp("created", snap.Milestone.CreatedAt, snap.Milestone.CreatedBy),
			checkWorkspace(snap.WorkspaceName, snap.AccountID))
		if err != nil {
			return a, faultsUnder(at, err)
		}
		ms.Name, snap.Milestone = name.Name, &ms
		if name := models.FoldName(ms.Name); names[name] {
			return a, models.InvalidInput(models.FieldFault{Field: at + "name", Message: "is the name of another milestone too"})
		} else {
			names[name] = true
		}
		if err := p.snapshot(at, snap); err != nil {
			return a, err
		}
		if err := cmp.Or(checkWontDo(at, *snap), checkPlanned(at, *snap)); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (p *archiveCheck) snapshot(at string, s *models.Snapshot) error {
	w := &s.Workload
	err := cmp.Or(models.ValidateWorkload(&w.WorkloadFields), checkVersion("version", w.Version),
		checkStamp("created", w.CreatedAt, ""), checkStamp("updated", w.UpdatedAt, w.UpdatedBy))
	if err != nil {
		return faultsUnder(at+"workload/", err)
	}
	if len(s.Reviews) > models.MaxLenses {
		return models.InvalidInput(models.FieldFault{Field: at + "reviews",
			Message: fmt.Sprintf("must have at most %d entries",
				models.MaxLenses)})
	}
	s.Reviews = slices.Clone(s.Reviews)
	seen := map[string]bool{}
	for i := range s.Reviews {
		here, r := fmt.Sprintf("%sreviews/%d/", at, i), &s.Reviews[i]
		if err := p.review(here, r); err != nil {
			return err
		}
		if name := models.FoldName(r.Doc.Name); seen[name] {
			return models.InvalidInput(models.FieldFault{Field: here + "lens_name", Message: "is reviewed twice"})
		} else {
			seen[name] = true
		}
	}
	return nil
}

func (p *archiveCheck) review(at string, r *models.ReviewSnapshot) (err error) {
	if r.Doc, err = p.document(at, r); err != nil {
		return err
	}
	v, rv := r.Version, r.Review
	err = cmp.Or(models.Validate(models.LensVersionInput{Version: v.Name}), checkVersion("line", v.Line),
		checkStamp("published", v.PublishedAt, v.PublishedBy))
	if err != nil {
		return faultsUnder(at+"lens_version/", err)
	}
	err = cmp.Or(checkVersion("version", rv.Version), checkStamp("created", rv.CreatedAt, ""),
		checkStamp("updated", rv.UpdatedAt, rv.UpdatedBy), checkText("lens_description", r.Lens.Description))
	if err != nil {
		return faultsUnder(at, err)
	}
	if p.answers += r.Doc.Questions(); p.answers > maxArchived {
		return models.Errorf(models.CodeTooLarge,
			"the reviews and milestones of the archive hold more than %d questions in all", maxArchived)
	}
	notes := models.ReviewPatch{Notes: &r.Review.Notes}
	if err := models.Validate(&notes); err != nil {
		return faultsUnder(at, err)
	}
	r.Review.Notes = *notes.Notes
	r.Review.Pillars = slices.Clone(r.Review.Pillars)
	for i, had := range r.Review.Pillars {
		here := at + "pillar_notes/" + had.PillarID
		if r.Doc.Pillar(had.PillarID) == nil {
			return models.InvalidInput(models.FieldFault{Field: here, Message: "is not a pillar of the lens"})
		}
		notes := models.ReviewPatch{Notes: &r.Review.Pillars[i].Notes}
		if err := models.Validate(&notes); err != nil {
			return faultsUnder(here+"/", err)
		}
		r.Review.Pillars[i].Notes = *notes.Notes
	}
	r.Answers = slices.Clone(r.Answers)
	for i := range r.Answers {
		if err := checkAnswer(fmt.Sprintf("%sanswers/%d/", at, i), r.Doc, &r.Answers[i]); err != nil {
			return err
		}
	}
	answers := models.ByQuestion(r.Answers)
	if len(answers) != len(r.Answers) {
		return models.InvalidInput(models.FieldFault{Field: at + "answers", Message: "must not answer a question twice"})
	}
	if err := checkAccepted(at, r.Accepted); err != nil {
		return err
	}
	r.Review.Pillars = models.CountReview(r.Doc, answers, r.Review.Pillars)
	r.Answers = models.InOrder(r.Review.ID, r.Doc, r.Answers)
	return nil
}

func (p *archiveCheck) document(at string, r *models.ReviewSnapshot) (*questionnaires.Lens, error) {
	if lenses.DocumentDigest(r.Version.Document) != r.Version.Digest {
		return nil, models.InvalidInput(models.FieldFault{Field: at + "lens_digest",
			Message: "is not the digest of a lens document in this file"})
	}
	doc, known := p.docs[r.Version.Digest]
	if !known {
		var err error
		if doc, _, err = lenses.ParseDocument(r.Version.Document); err != nil {
			return nil, err
		}
		p.docs[r.Version.Digest] = doc
	}
	if err := models.Validate(models.LensName{Name: r.Lens.Name}); err != nil {
		return nil, reviews.RenameFault(err, "name", at+"lens_name")
	}
	return doc, nil
}

// checkText is a fault unless s can be stored.
func checkText(field, s string) error {
	if m := models.TextFault(s); m != "" {
		return models.InvalidInput(models.FieldFault{Field: field, Message: m})
	}
	return nil
}

var accountID = regexp.MustCompile(`^\d{12}$`)

// checkWorkspace is a fault unless name and account can be a workspace's.
func checkWorkspace(name, account string) error {
	if len(name) > 1000 || models.TextFault(name) != "" {
		return models.InvalidInput(models.FieldFault{Field: "workspace_name", Message: "must be text of at most 1000 bytes"})
	}
	if !accountID.MatchString(account) {
		return models.InvalidInput(models.FieldFault{Field: "account_id", Message: "must be 12 digits"})
	}
	return nil
}

// checkAnswer proves one answer and brings it into the form in which answers are stored.
func checkAnswer(at string, doc *questionnaires.Lens, a *models.Answer) error {
	if err := cmp.Or(checkVersion("version", a.Version), checkStamp("updated", a.UpdatedAt, a.UpdatedBy)); err != nil {
		return faultsUnder(at, err)
	}
	p, q := doc.Question(a.QuestionID)
	if q == nil || p.ID != a.PillarID {
		return models.InvalidInput(models.FieldFault{Field: at + "question_id", Message: "is not a question of this pillar"})
	}
	again := models.AnswerPatch{Replace: true, Notes: &a.Notes, Applicable: &a.Applicable,
		Reason:  &a.AnswerFields.Reason,
		Choices: map[string]models.ChoicePatch{}}
	for i, c := range a.Choices {
		if _, twice := again.Choices[c.ChoiceID]; twice {
			return models.InvalidInput(models.FieldFault{Field: fmt.Sprintf("%schoices/%d", at, i),
				Message: "names a choice that was named before"})
		}
		again.Choices[c.ChoiceID] = models.ChoicePatch{Status: &c.Status, Reason: &c.Reason, Notes: &c.Notes}
	}
	fields, err := again.Apply(q, models.AnswerFields{})
	if err != nil {
		return faultsUnder(at, err)
	}
	a.AnswerFields = fields
	risk := q.Rate(a.Rated()).Risk
	if risk == questionnaires.RiskUndecided && a.Risk == questionnaires.RiskNone {
		a.Risk = risk // releases before the mark wrote NONE alone
	}
	if risk != a.Risk {
		return models.InvalidInput(models.FieldFault{Field: at + "risk",
			Message: fmt.Sprintf("is %s, but the answer rates %s",
				a.Risk, risk)})
	}
	return nil
}

// faultsUnder puts the faults of err under a path.
func faultsUnder(at string, err error) error {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return err
	}
	faults := make([]models.FieldFault, len(e.Faults))
	for i, f := range e.Faults {
		faults[i] = models.FieldFault{Field: at + f.Field, Message: f.Message}
	}
	return models.InvalidInput(faults...)
}

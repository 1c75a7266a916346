package service

import (
	"context"
	"strconv"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

func itoa(n int) string { return strconv.Itoa(n) }

// UpgradeInput moves a review to another version of its lens: the latest if none is named. Milestone names the
// milestone that is saved first, with all answers as they were.
type UpgradeInput struct {
	Version   string
	Milestone string
}

// Carried tells what an upgrade does to the answers.
type Carried struct {
	From, To string
	Kept     []string // questions that keep their answer, with the risk they had
	Rerated  []Rerated
	Dropped  []string // questions with an answer that the new version does not have
	Trimmed  []string // questions whose answer loses choices that are gone
	New      []string // questions that are new, so unanswered
}

// Rerated is a question whose risk is another one under the new version.
type Rerated struct {
	QuestionID string
	From, To   questionnaires.Risk
}

// Upgrade saves a milestone and then moves the review to another version, carrying answers over by id: a question that stays keeps
// its notes, its applicability and the choices that still exist; a question that is gone takes its answer with it (the milestone keeps it); a new
// one is unanswered.
func (r Reviews) Upgrade(ctx context.Context, workloadID, lens string, in UpgradeInput) (ReviewView, Carried, error) {
	name := models.MilestoneInput{Name: in.Milestone}
	if err := models.Validate(&name); err != nil {
		return ReviewView{}, Carried{}, renamed(err, "name", "milestone")
	}
	actor := models.ActorFrom(ctx)
	var carried Carried
	view, err := write(ctx, r.floor, func(tx *store.Tx) (ReviewView, error) {
		view, to, err := r.upgradeTarget(tx, actor, where{workloadID, lens}, in.Version)
		if err != nil {
			return view, err
		}
		load, err := tx.Workload(workloadID)
		if err != nil {
			return view, err
		}
		if _, err := r.saveMilestone(tx, actor, load, name.Name); err != nil {
			return view, err
		}
		if carried, err = r.move(tx, actor, view.Review, to); err != nil {
			return view, err
		}
		if err := r.record(tx, actor, deed{action: models.UpdateReview, kind: "review", id: view.LensID,
			workloadID: workloadID, changes: changed(nil, "lens_version", carried.From, carried.To)}); err != nil {
			return view, err
		}
		return r.reviewOf(tx, actor, models.ReadWorkload, where{workloadID, view.LensID})
	})
	return view, carried, err
}

// PreviewUpgrade tells what Upgrade would do, and does nothing.
func (r Reviews) PreviewUpgrade(ctx context.Context, workloadID, lens, version string) (Carried, error) {
	actor := models.ActorFrom(ctx)
	return read(ctx, r.floor, func(tx *store.Tx) (Carried, error) {
		view, to, err := r.upgradeTarget(tx, actor, where{workloadID, lens}, version)
		if err != nil {
			return Carried{}, err
		}
		plan, err := r.carryOver(tx, view.Review, to)
		return plan.Carried, err
	})
}

// lockReviewedLens is lockLensFirst for the lens of a review that there is. It may be another one than the actor's own with the same key.
func lockReviewedLens(tx *store.Tx, at where) error {
	id, err := tx.ReviewedLens(at.workload, at.lens)
	if err == nil {
		_, err = tx.LockLens(id)
	}
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	return err
}

// mayUse refuses more of a lens that was shared when the review began, and is not any more.
func mayUse(tx *store.Tx, view ReviewView) error {
	still, err := usableIn(tx, view.Owner, view.Lens)
	if err == nil && !still {
		err = models.Errorf(models.Conflict, "the lens %q is not shared with this workspace any more; its reviews stay as they are", view.Lens.Key)
	}
	return err
}

// usableIn tells whether a workspace owns the lens or has it shared.
func usableIn(tx *store.Tx, workspaceID string, lens models.Lens) (bool, error) {
	if lens.WorkspaceID == workspaceID {
		return true, nil
	}
	role, err := tx.SharedRole(workspaceID, models.LensShare, lens.ID)
	return role != "", err
}

func (r Reviews) upgradeTarget(tx *store.Tx, actor models.Actor, at where, name string) (ReviewView, *version, error) {
	if err := lockReviewedLens(tx, at); err != nil {
		return ReviewView{}, nil, err
	}
	view, err := r.reviewOf(tx, actor, models.UpdateReview, at)
	if err != nil {
		return view, nil, err
	}
	if !view.Lens.DeletedAt.IsZero() {
		return view, nil, models.Errorf(models.Conflict, "the lens %q was deleted; its reviews stay as they are", view.Lens.Key)
	}
	if err := mayUse(tx, view); err != nil {
		return view, nil, err
	}
	to, err := r.versionOf(tx, view.Lens, name)
	if err != nil {
		return view, nil, err
	}
	if to.ID == view.LensVersionID {
		return view, nil, models.Errorf(models.Conflict, "the review is on version %s already", to.Name)
	}
	if byAge(to.LensVersion, view.Version) < 0 {
		return view, nil, models.Errorf(models.Conflict, "version %s is older than %s, which the review is on", to.Name, view.Version.Name)
	}
	return view, to, nil
}

// carry is the plan of a move: the review and answers as they will be, and what is to be told of it.
type carry struct {
	Carried
	review models.Review
	doc    *questionnaires.Lens // of the new version
	put    []models.Answer
	drop   []string
}

// move brings a review to another version of its lens.
func (f *floor) move(tx *store.Tx, actor models.Actor, review models.Review, to *version) (Carried, error) {
	plan, err := f.carryOver(tx, review, to)
	if err != nil {
		return Carried{}, err
	}
	return plan.Carried, f.carryOut(tx, actor, plan)
}

func (f *floor) carryOut(tx *store.Tx, actor models.Actor, plan carry) error {
	for _, a := range plan.put {
		a.Version++
		a.UpdatedAt, a.UpdatedBy = f.now(), actor.Name
		if err := tx.PutAnswer(a); err != nil {
			return err
		}
	}
	if err := tx.DeleteAnswers(plan.review.ID, plan.drop); err != nil {
		return err
	}
	if err := carryAssignments(tx, plan); err != nil {
		return err
	}
	plan.review.Version++
	plan.review.UpdatedAt, plan.review.UpdatedBy = f.now(), actor.Name
	f.tell(tx, reviewEvent(plan.review).By(actor))
	return tx.UpdateReview(plan.review)
}

func (f *floor) carryOver(tx *store.Tx, review models.Review, to *version) (carry, error) {
	from, err := f.docs.get(tx, review.LensVersionID)
	if err != nil {
		return carry{}, err
	}
	rows, err := tx.Answers(review.ID)
	if err != nil {
		return carry{}, err
	}
	plan := carry{Carried: Carried{From: from.Name, To: to.Name}, review: review, doc: to.doc}
	old := models.ByQuestion(rows)
	kept := map[string]models.Answer{}
	for _, p := range to.doc.Pillars {
		for _, q := range p.Questions {
			if was, ok := old[q.ID]; ok {
				kept[q.ID] = plan.keep(p, q, was)
			} else if _, known := from.doc.Question(q.ID); known == nil {
				plan.New = append(plan.New, q.ID)
			}
		}
	}
	for _, a := range rows {
		if _, ok := kept[a.QuestionID]; !ok {
			plan.drop, plan.Dropped = append(plan.drop, a.QuestionID), append(plan.Dropped, a.QuestionID)
		}
	}
	plan.review.LensVersionID = to.ID
	plan.review.Pillars = models.Tally(to.doc, kept, review.Pillars)
	return plan, nil
}

// keep fits an answer to the question as the new version has it.
func (c *carry) keep(p *questionnaires.Pillar, q *questionnaires.Question, was models.Answer) models.Answer {
	now := was
	now.PillarID, now.Choices = p.ID, nil
	for _, choice := range q.Choices {
		state := was.Choice(choice.ID)
		if state.Status != models.ChoiceUnselected || state.Notes != "" {
			now.Choices = append(now.Choices, state)
		}
	}
	now.Risk = q.Rate(now.Rated()).Risk
	trimmed := len(now.Choices) < len(was.Choices)
	if trimmed {
		c.Trimmed = append(c.Trimmed, q.ID)
	}
	if now.Risk != was.Risk {
		c.Rerated = append(c.Rerated, Rerated{q.ID, was.Risk, now.Risk})
	} else {
		c.Kept = append(c.Kept, q.ID)
	}
	if trimmed || now.Risk != was.Risk || now.PillarID != was.PillarID {
		c.put = append(c.put, now)
	}
	return now
}

// renamed gives the fault of one field another name, where the input calls it otherwise.
func renamed(err error, from, to string) error {
	e, ok := err.(*models.Error)
	if !ok {
		return err
	}
	for i, f := range e.Faults {
		if f.Field == from {
			e.Faults[i].Field = to
		}
	}
	return models.Faulty(e.Faults...)
}

package reviews

import (
	"maps"
	"slices"

	"plumbline/models"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// CarriedOver tells what an upgrade does to what is in the review. Questions are named by the ids that they have in the
// new version, dropped ones by those before.
type CarriedOver struct {
	From, To string
	Kept     []string // questions that keep their answer, with the risk they had
	Rerated  []RiskChange
	Dropped  []string // questions with an answer that the new version does not have
	Trimmed  []string // questions whose answer loses choices that are gone
	New      []string // questions that are new, so unanswered

	Renamed []RenamedPart    // parts that continue under another id
	Offered models.IDRenames // what identical titles would carry beyond that
	Fates   []UpgradeEffect  // whatever hangs on an id that is gone or renamed
}

// RiskChange is a question whose risk is another one under the new version.
type RiskChange struct {
	QuestionID string
	From, To   questionnaires.Risk
}

// LensPart says what an id is of.
type LensPart string

// The parts of a lens that have ids.
const (
	PillarPart   LensPart = "pillar"
	QuestionPart LensPart = "question"
	ChoicePart   LensPart = "choice" // its ids are written "question/choice"
)

// RenamedPart is a part that continues under another id.
type RenamedPart struct {
	Part     LensPart
	From, To string
	Title    string // in the new version
	ByTitle  bool   // the titles are identical and the upgrade was asked to go by them; else the map says so
}

// carriedReview is the plan of a move: the review and answers as they will be, and what is to be told of it.
type carriedReview struct {
	CarriedOver
	review   models.Review
	before   models.IDRenames // ids that the review knew before
	from, to *lenses.Version
	names    models.IDRenames
	put      []models.Answer
	drop     []string         // questions whose answer goes or continues under another id, by the ids before
	load     *models.Workload // with its pillar priorities as they will be; nil where they stay
}

// upgradeCourse is where an upgrade leads, and by which ids.
type upgradeCourse struct {
	to      *lenses.Version
	names   models.IDRenames
	byTitle bool
}

// carryOver plans a move. Names that do not fit the versions are an Invalid error.
func (steps *Steps) carryOver(tx *store.Tx, review models.Review, by upgradeCourse) (carriedReview, error) {
	from, err := steps.lenses.Documents.Get(tx, review.LensVersionID)
	if err != nil {
		return carriedReview{}, err
	}
	if err := by.names.Check(from.Doc, by.to.Doc); err != nil {
		return carriedReview{}, err
	}
	rows, err := tx.Answers(review.ID)
	if err != nil {
		return carriedReview{}, err
	}
	plan := carriedReview{CarriedOver: CarriedOver{From: from.Name, To: by.to.Name}, review: review, before: review.Former,
		from: from, to: by.to}
	plan.name(by)
	plan.answers(rows)
	plan.review.Former = review.Former.Then(plan.names, by.to.Doc)
	return plan, nil
}

// name settles under which ids parts go on.
func (c *carriedReview) name(by upgradeCourse) {
	offered := models.OfferRenames(c.from.Doc, c.to.Doc, by.names)
	c.names = by.names.Clone()
	if by.byTitle {
		c.names = offered
	}
	c.Offered = offered.Clone()
	for _, m := range [][2]map[string]string{{c.Offered.Pillars, c.names.Pillars},
		{c.Offered.Questions, c.names.Questions},
		{c.Offered.Choices, c.names.Choices}} {
		maps.DeleteFunc(m[0], func(id, _ string) bool { _, is := m[1][id]; return is })
	}
	c.tellNames(by.names)
}

// tellNames lists what continues under another id, in the order of the version before.
func (c *carriedReview) tellNames(asked models.IDRenames) {
	for _, p := range c.from.Doc.Pillars {
		if to := c.names.Pillar(p.ID); to != p.ID {
			_, said := asked.Pillars[p.ID]
			c.Renamed = append(c.Renamed, RenamedPart{PillarPart, p.ID, to, c.to.Doc.Pillar(to).Name, !said})
		}
	}
	for _, p := range c.from.Doc.Pillars {
		for _, q := range p.Questions {
			_, now := c.to.Doc.Question(c.names.Question(q.ID))
			if now == nil {
				continue
			}
			if now.ID != q.ID {
				_, said := asked.Questions[q.ID]
				c.Renamed = append(c.Renamed, RenamedPart{QuestionPart, q.ID, now.ID, now.Title, !said})
			}
			for _, x := range q.Choices {
				if to := now.Choice(c.names.Choice(q.ID, x.ID)); to != nil && to.ID != x.ID {
					said := asked.Choice(q.ID, x.ID) != x.ID
					c.Renamed = append(c.Renamed, RenamedPart{ChoicePart, q.ID + "/" + x.ID, to.ID, to.Title, !said})
				}
			}
		}
	}
}

// answers plans what becomes of the answers.
func (c *carriedReview) answers(rows []models.Answer) {
	before := map[string]string{} // by id now
	for _, p := range c.from.Doc.Pillars {
		for _, q := range p.Questions {
			before[c.names.Question(q.ID)] = q.ID
		}
	}
	old, kept := models.ByQuestion(rows), map[string]models.Answer{}
	for _, p := range c.to.Doc.Pillars {
		for _, q := range p.Questions {
			id, known := before[q.ID]
			if was, ok := old[id]; known && ok {
				kept[q.ID] = c.keep(p, q, was)
			} else if !known {
				c.New = append(c.New, q.ID)
			}
		}
	}
	for _, a := range rows {
		now := c.names.Question(a.QuestionID)
		if _, ok := kept[now]; ok && now == a.QuestionID {
			continue
		} else if !ok {
			c.Dropped = append(c.Dropped, a.QuestionID)
		}
		c.drop = append(c.drop, a.QuestionID)
		c.review.VersionBase = max(c.review.VersionBase, a.Version)
	}
	c.review.LensVersionID = c.to.ID
	c.review.Pillars = models.CountReview(c.to.Doc, kept, c.renamedPillars())
}

// renamedPillars are the pillars of the review under the ids that they continue under.
func (c *carriedReview) renamedPillars() []models.PillarReview {
	had := slices.Clone(c.review.Pillars)
	for i := range had {
		had[i].PillarID = c.names.Pillar(had[i].PillarID)
	}
	return had
}

// keep fits an answer to the question as the new version has it.
func (c *carriedReview) keep(p *questionnaires.Pillar, q *questionnaires.Question, was models.Answer) models.Answer {
	now := was
	now.PillarID, now.QuestionID, now.Choices = p.ID, q.ID, nil
	given := was.AnswerFields
	given.Choices = slices.Clone(was.Choices)
	renamed := false
	for i, x := range given.Choices {
		given.Choices[i].ChoiceID = c.names.Choice(was.QuestionID, x.ChoiceID)
		renamed = renamed || given.Choices[i].ChoiceID != x.ChoiceID
	}
	for _, choice := range q.Choices {
		state := given.Choice(choice.ID)
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
		c.Rerated = append(c.Rerated, RiskChange{q.ID, was.Risk, now.Risk})
	} else {
		c.Kept = append(c.Kept, q.ID)
	}
	if trimmed || renamed || now.Risk != was.Risk || now.PillarID != was.PillarID || now.QuestionID != was.QuestionID {
		c.put = append(c.put, now)
	}
	return now
}

// carryOut does what is planned.
func (steps *Steps) carryOut(tx *store.Tx, actor models.Actor, plan carriedReview) error {
	if err := tx.DeleteAnswers(plan.review.ID, plan.drop); err != nil {
		return err
	}
	for _, a := range plan.put {
		a.Version = plan.review.NextVersion(a.Version)
		a.UpdatedAt, a.UpdatedBy = steps.core.Now(), actor.Name
		if err := tx.PutAnswer(a); err != nil {
			return err
		}
	}
	if err := carryAssignments(tx, plan); err != nil {
		return err
	}
	gone, err := steps.carryAcceptances(tx, actor, plan)
	if err != nil {
		return err
	}
	if err := carryProposals(tx, plan); err != nil {
		return err
	}
	if err := steps.carryTogether(tx, actor, plan); err != nil {
		return err
	}
	plan.review.Version++
	plan.review.UpdatedAt, plan.review.UpdatedBy = steps.core.Now(), actor.Name
	steps.core.Publish(tx, changedEvent(plan.review).By(actor))
	if err := tx.UpdateReview(plan.review); err != nil {
		return err
	}
	if err := steps.reviewUpgraded(tx, actor, plan); err != nil {
		return err
	}
	return steps.acceptancesRemoved(tx, actor, plan.review, gone)
}

// carryTogether brings what people do in a review beside answering under the new ids.
func (steps *Steps) carryTogether(tx *store.Tx, actor models.Actor, plan carriedReview) error {
	for from, to := range plan.names.Questions {
		if err := tx.RenameQuestion(plan.review.ID, from, to); err != nil {
			return err
		}
	}
	if plan.load != nil {
		plan.load.Version++
		plan.load.UpdatedAt, plan.load.UpdatedBy = steps.core.Now(), actor.Name
		if err := tx.UpdateWorkload(*plan.load); err != nil {
			return err
		}
	}
	led, err := tx.Facilitation(plan.review.ID)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	now := led.Under(plan.names, plan.to.Doc)
	if len(FacilitationChanges(led, now)) == 0 {
		return nil
	}
	now.Version = plan.review.NextVersion(now.Version)
	now.UpdatedAt, now.UpdatedBy = steps.core.Now(), actor.Name
	return tx.PutFacilitation(now)
}

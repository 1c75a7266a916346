package reviews

import (
	"plumbline/models"
	"plumbline/models/planning"
	"plumbline/models/store"
)

// carryAssignments fits the assignments of a review to another version of its lens: those of what is gone end,
// questions may have moved to another pillar or be known under another id.
func carryAssignments(tx *store.Tx, plan carriedReview) error {
	all, err := tx.Assignments(plan.review.ID)
	if err != nil {
		return err
	}
	var moved []models.Assignment
	for _, a := range all {
		now, stays := plan.assignment(a)
		if stays && now == a {
			continue
		}
		if err := tx.DeleteAssignment(a); err != nil {
			return err
		}
		if stays {
			moved = append(moved, now)
		}
	}
	for _, a := range moved { // once all that make way are gone
		if err := tx.PutAssignment(a); err != nil {
			return err
		}
	}
	return nil
}

// assignment returns an assignment as it is under the new version, and false where that has not got what is assigned.
func (c *carriedReview) assignment(a models.Assignment) (models.Assignment, bool) {
	if a.QuestionID == "" {
		a.PillarID = c.names.Pillar(a.PillarID)
		return a, c.to.Doc.Pillar(a.PillarID) != nil
	}
	a.QuestionID = c.names.Question(a.QuestionID)
	p, _ := c.to.Doc.Question(a.QuestionID)
	if p != nil {
		a.PillarID = p.ID
	}
	return a, p != nil
}

// carryProposals brings the practices of proposals under the ids that they continue under. Those that the new version
// does not have stay, so that the proposal can name them.
func carryProposals(tx *store.Tx, plan carriedReview) error {
	if len(plan.names.Questions) == 0 && len(plan.names.Choices) == 0 {
		return nil
	}
	proposals, err := store.Planning(tx).Of(plan.review.WorkloadID)
	for i := 0; err == nil && i < len(proposals); i++ {
		p := proposals[i]
		p.Practices = planning.Carried(p.Practices, plan.review.LensID, plan.names)
		p.Version++
		err = store.Planning(tx).Update(p)
	}
	return err
}

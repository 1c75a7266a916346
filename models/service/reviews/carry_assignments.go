package reviews

import (
	"plumbline/models"
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

package store

import (
	"slices"

	"plumbline/models"
	"plumbline/models/store/micros"
)

type assignmentRow struct {
	ReviewID   string `gorm:"primaryKey"`
	PillarID   string `gorm:"primaryKey"`
	QuestionID string `gorm:"primaryKey"`
	UserID     string
	AssignedAt int64
	AssignedBy string
	Name       string `gorm:"->"` // of the user
}

func (assignmentRow) TableName() string { return "assignments" }

func (r assignmentRow) noun() models.Assignment {
	return models.Assignment{
		ReviewID: r.ReviewID, PillarID: r.PillarID, QuestionID: r.QuestionID, UserID: r.UserID, Name: r.Name,
		AssignedAt: micros.Time(r.AssignedAt), AssignedBy: r.AssignedBy,
	}
}

// PutAssignment assigns a question or a pillar, to that person alone.
func (tx *Tx) PutAssignment(a models.Assignment) error {
	if err := tx.DeleteAssignment(a); err != nil {
		return err
	}
	row := assignmentRow{ReviewID: a.ReviewID, PillarID: a.PillarID, QuestionID: a.QuestionID, UserID: a.UserID,
		AssignedAt: micros.Of(a.AssignedAt), AssignedBy: a.AssignedBy}
	return tx.create("assignment", &row)
}

// DeleteAssignment ends the assignment of a question or a pillar, if there is one. Who it is to does not matter.
func (tx *Tx) DeleteAssignment(a models.Assignment) error {
	q := tx.db.Where("review_id = ? AND pillar_id = ? AND question_id = ?", a.ReviewID, a.PillarID, a.QuestionID).
		Delete(&assignmentRow{})
	return tx.failed("delete", "assignment", q.Error)
}

// Assignments lists those of a review by pillar and question id, each pillar's own first.
func (tx *Tx) Assignments(reviewID string) ([]models.Assignment, error) {
	q := tx.db.Table("assignments AS a").Joins("JOIN users AS u ON u.id = a.user_id").Select("a.*, u.name").
		Where("a.review_id = ?", reviewID).Order("a.pillar_id, a.question_id")
	return manyRows(tx, "assignments", q, assignmentRow.noun)
}

// AssignedReview is a review in which something is assigned to a person.
type AssignedReview struct{ ReviewID, WorkloadID, LensID string }

// AssignedTo lists the reviews in which something is assigned to a person, by workload.
func (tx *Tx) AssignedTo(userID string) ([]AssignedReview, error) {
	var rows []AssignedReview
	err := tx.db.Table("reviews AS r").Where("r.id IN (SELECT review_id FROM assignments WHERE user_id = ?)", userID).
		Select("r.id AS review_id, r.workload_id, r.lens_id").Order("r.workload_id, r.created_at, r.id").Find(&rows).Error
	return rows, tx.failed("list", "assignments", err)
}

// Assignees lists the people to whom something of a workload is assigned, by id.
func (tx *Tx) Assignees(workloadID string) ([]string, error) {
	var ids []string
	err := tx.db.Model(&assignmentRow{}).Where("review_id IN (SELECT id FROM reviews WHERE workload_id = ?)", workloadID).
		Pluck("user_id", &ids).Error
	slices.Sort(ids)
	return slices.Compact(ids), tx.failed("list", "assignments", err)
}

// EndAssignments ends all assignments of a person in the reviews, and returns their number.
func (tx *Tx) EndAssignments(userID string, reviewIDs []string) (int64, error) {
	q := tx.db.Where("user_id = ?", userID).Where(tx.among("review_id", reviewIDs)).Delete(&assignmentRow{})
	return q.RowsAffected, tx.failed("end", "assignments", q.Error)
}

package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

// answerRow is one answer in the database.
type answerRow struct {
	ReviewID   string `gorm:"primaryKey"`
	QuestionID string `gorm:"primaryKey"`
	PillarID   string
	Applicable bool
	Reason     string
	Risk       string
	Undecided  bool
	Version    int
	UpdatedAt  int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy  string
	Choices    choicesColumn
	Notes      string
}

func (answerRow) TableName() string { return "answers" }

func newAnswerRow(a models.Answer) answerRow {
	return answerRow{
		ReviewID: a.ReviewID, QuestionID: a.QuestionID, PillarID: a.PillarID, Applicable: a.Applicable,
		Reason: string(a.Reason), Risk: string(a.Risk.Key()), Undecided: a.Risk == questionnaires.RiskUndecided,
		Version: a.Version, UpdatedAt: micros.Of(a.UpdatedAt), UpdatedBy: a.UpdatedBy, Choices: a.Choices,
		Notes: a.Notes,
	}
}

func (r answerRow) noun() models.Answer {
	return models.Answer{
		ReviewID: r.ReviewID, QuestionID: r.QuestionID, PillarID: r.PillarID,
		AnswerFields: models.AnswerFields{
			Applicable: r.Applicable, Reason: models.NotApplicableReason(r.Reason), Choices: r.Choices, Notes: r.Notes,
		},
		Risk: questionnaires.RiskOf(questionnaires.Risk(r.Risk), r.Undecided), Version: r.Version,
		UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
	}
}

// Answer returns the state of a question, or NotFound if nobody dealt with it. In a write transaction nobody else can
// change it from then on, even if it does not exist yet.
func (tx *Tx) Answer(reviewID, questionID string) (models.Answer, error) {
	a, err := tx.answer(reviewID, questionID)
	if !tx.locks || models.CodeOf(err) != models.CodeNotFound {
		return a, err
	}
	// There is no row to lock: lock the review instead, and look again, since another may have been first.
	if _, err := oneRow[reviewRow](tx, "answer", tx.lock(tx.db.Select("id").Where("id = ?", reviewID))); err != nil {
		return models.Answer{}, err
	}
	return tx.answer(reviewID, questionID)
}

func (tx *Tx) answer(reviewID, questionID string) (models.Answer, error) {
	row, err := oneRow[answerRow](tx, "answer", tx.lock(tx.answersOf(reviewID).Where("question_id = ?", questionID)))
	if err != nil {
		return models.Answer{}, err
	}
	return row.noun(), nil
}

// answersOf is the query for the answers of a review. See given for its condition.
func (tx *Tx) answersOf(reviewID string) *gorm.DB {
	return tx.db.Where("review_id = "+textParameter, reviewID)
}

// Answers lists the answers of a review that exist, by question id.
func (tx *Tx) Answers(reviewID string) ([]models.Answer, error) {
	return manyRows(tx, "answers", tx.answersOf(reviewID).Order("question_id"), answerRow.noun)
}

// answerUpsert overwrites all columns of an answer that exists.
var answerUpsert = clause.OnConflict{Columns: []clause.Column{{Name: "review_id"}, {Name: "question_id"}},
	UpdateAll: true}

// PutAnswer writes an answer, in place of the one there was. Most are there already, and for a plain update SQLite
// does not build the temporary table that an upsert needs. On PostgreSQL the upsert goes with the commit.
func (tx *Tx) PutAnswer(a models.Answer) error {
	row := newAnswerRow(a)
	if tx.later != nil {
		upsert := tx.db.Session(&gorm.Session{DryRun: true}).Clauses(answerUpsert).Create(&row)
		if upsert.Error != nil {
			return tx.failed("put", "answer", upsert.Error)
		}
		return tx.later.Later(upsert.Statement.SQL.String(), upsert.Statement.Vars...)
	}
	updated := tx.db.Model(&row).Select("*").Updates(&row)
	if updated.Error != nil || updated.RowsAffected > 0 {
		return tx.failed("put", "answer", updated.Error)
	}
	return tx.failed("put", "answer", tx.db.Clauses(answerUpsert).Create(&row).Error)
}

// DeleteAnswers removes the answers to the questions, as far as there are any.
func (tx *Tx) DeleteAnswers(reviewID string, questionIDs []string) error {
	q := tx.answersOf(reviewID).Where(tx.among("question_id", questionIDs)).Delete(&answerRow{})
	return tx.failed("delete", "answers", q.Error)
}

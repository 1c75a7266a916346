// Package answers has the table of answers, a part of the store: the GORM model of an answer, and how operations that
// come at the same time read and write theirs at once.
//
// It may import models, micros and questionnaires, and with the store it knows GORM. It opens no transaction and gives
// errors as GORM has them.
package answers

import (
	"encoding/json"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

// row is one answer in the database.
type row struct {
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

func (row) TableName() string { return "answers" }

func newRow(a models.Answer) row {
	return row{
		ReviewID: a.ReviewID, QuestionID: a.QuestionID, PillarID: a.PillarID, Applicable: a.Applicable,
		Reason: string(a.Reason), Risk: string(a.Risk.Key()), Undecided: a.Risk == questionnaires.RiskUndecided,
		Version: a.Version, UpdatedAt: micros.Of(a.UpdatedAt), UpdatedBy: a.UpdatedBy, Choices: a.Choices,
		Notes: a.Notes,
	}
}

func (r row) noun() models.Answer {
	return models.Answer{
		ReviewID: r.ReviewID, QuestionID: r.QuestionID, PillarID: r.PillarID,
		AnswerFields: models.AnswerFields{
			Applicable: r.Applicable, Reason: models.NotApplicableReason(r.Reason), Choices: r.Choices, Notes: r.Notes,
		},
		Risk: questionnaires.RiskOf(questionnaires.Risk(r.Risk), r.Undecided), Version: r.Version,
		UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
	}
}

// Key is which answer of which review.
type Key struct{ ReviewID, QuestionID string }

// KeyOf is the Key of an answer.
func KeyOf(a models.Answer) Key { return Key{a.ReviewID, a.QuestionID} }

// One reads an answer.
func One(db *gorm.DB, k Key) (models.Answer, error) {
	var r row
	err := of(db, k.ReviewID).Where("question_id = ?", k.QuestionID).Take(&r).Error
	return r.noun(), err
}

// Of reads the answers of a review, by question id.
func Of(db *gorm.DB, reviewID string) ([]models.Answer, error) {
	return find(of(db, reviewID).Order("question_id"))
}

// of is the query for the answers of a review. From the cast SQLite guesses nothing: see textParameter in the store.
func of(db *gorm.DB, reviewID string) *gorm.DB {
	return db.Where("review_id = CAST(? AS TEXT)", reviewID)
}

func find(q *gorm.DB) ([]models.Answer, error) {
	var rows []row
	if err := q.Find(&rows).Error; err != nil || rows == nil {
		return nil, err
	}
	list := make([]models.Answer, len(rows))
	for i, r := range rows {
		list[i] = r.noun()
	}
	return list, nil
}

// some reads those of the answers that exist, from PostgreSQL. The keys go as one parameter, so that lists of every
// length share one prepared statement.
func some(db *gorm.DB, keys []Key) ([]models.Answer, error) {
	pairs := make([][2]string, len(keys))
	for i, k := range keys {
		pairs[i] = [2]string{k.ReviewID, k.QuestionID}
	}
	list, err := json.Marshal(pairs)
	if err != nil {
		return nil, err
	}
	return find(db.Where("(review_id, question_id) IN "+
		"(SELECT k->>0, k->>1 FROM jsonb_array_elements(CAST(? AS jsonb)) AS k)", string(list)))
}

// upsert overwrites all columns of an answer that exists.
var upsert = clause.OnConflict{Columns: []clause.Column{{Name: "review_id"}, {Name: "question_id"}}, UpdateAll: true}

// Put writes answers in place of those there were. None of them may be there twice.
func Put(db *gorm.DB, list ...models.Answer) *gorm.DB {
	rows := make([]row, len(list))
	for i, a := range list {
		rows[i] = newRow(a)
	}
	return db.Clauses(upsert).Create(&rows)
}

// PutOne is Put for one that most likely exists: for a plain update SQLite does not build the temporary table that an
// upsert needs.
func PutOne(db *gorm.DB, a models.Answer) error {
	r := newRow(a)
	if updated := db.Model(&r).Select("*").Updates(&r); updated.Error != nil || updated.RowsAffected > 0 {
		return updated.Error
	}
	return Put(db, a).Error
}

// Delete removes the answers of a review that the condition names.
func Delete(db *gorm.DB, reviewID string, which clause.Expr) error {
	return of(db, reviewID).Where(which).Delete(&row{}).Error
}

package store

import (
	"database/sql"
	"errors"

	"plumbline/models"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

const answerColumns = "review_id, question_id, pillar_id, applicable, reason, risk, undecided, version, " +
	"updated_at, updated_by, choices, notes"

var (
	selectAnswer = newStatement("SELECT " + answerColumns + " FROM answers WHERE review_id = ? AND question_id = ?")
	lockAnswer   = selectAnswer.forUpdate()
	lockReview   = newStatement("SELECT id FROM reviews WHERE id = ?").forUpdate()
	listAnswers  = newStatement("SELECT " + answerColumns + " FROM answers WHERE review_id = " + given +
		" ORDER BY question_id")
	upsertAnswer = newStatement("INSERT INTO answers (" + answerColumns +
		") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (review_id, question_id) DO UPDATE SET pillar_id = " +
		"excluded.pillar_id, " +
		"applicable = excluded.applicable, reason = excluded.reason, risk = excluded.risk, undecided = excluded.undecided, " +
		"version = excluded.version, updated_at = excluded.updated_at, updated_by = excluded.updated_by, " +
		"choices = excluded.choices, notes = excluded.notes")
	updateAnswer = newStatement("UPDATE answers SET pillar_id = ?, applicable = ?, reason = ?, risk = ?, undecided = " +
		"?, version = ?, updated_at = ?, updated_by = ?, choices = ?, notes = ? WHERE review_id = ? AND question_id = ?")
)

// answerRow scans one answer.
type answerRow struct {
	answer    models.Answer
	undecided bool
	updated   int64
	choices   choices
}

func (r *answerRow) fields() []any {
	a := &r.answer
	return []any{&a.ReviewID, &a.QuestionID, &a.PillarID, &a.Applicable, (*string)(&a.Reason), (*string)(&a.Risk),
		&r.undecided, &a.Version, &r.updated, &a.UpdatedBy, &r.choices, &a.Notes}
}

func (r *answerRow) noun() models.Answer {
	r.answer.Risk = questionnaires.RiskOf(r.answer.Risk, r.undecided)
	r.answer.UpdatedAt = micros.Time(r.updated)
	r.answer.Choices = r.choices
	return r.answer
}

// Answer returns the state of a question, or NotFound if nobody dealt with it. In a write transaction nobody else can
// change it from then on, even if it does not exist yet.
func (tx *Tx) Answer(reviewID, questionID string) (models.Answer, error) {
	if !tx.locks {
		return tx.answer(selectAnswer, reviewID, questionID)
	}
	a, err := tx.answer(lockAnswer, reviewID, questionID)
	if models.CodeOf(err) != models.NotFound {
		return a, err
	}
	// There is no row to lock: lock the review instead, and look again, since another may have been first.
	var id string
	if err := tx.scan(lockReview, []any{reviewID}, &id); err != nil {
		return models.Answer{}, tx.found("answer", err)
	}
	return tx.answer(lockAnswer, reviewID, questionID)
}

func (tx *Tx) answer(s statement, reviewID, questionID string) (models.Answer, error) {
	var row answerRow
	if err := tx.scan(s, []any{reviewID, questionID}, row.fields()...); err != nil {
		return models.Answer{}, tx.found("answer", err)
	}
	return row.noun(), nil
}

// Answers lists the answers of a review that exist, by question id.
func (tx *Tx) Answers(reviewID string) ([]models.Answer, error) {
	rows, err := tx.rows(listAnswers, reviewID)
	if err != nil {
		return nil, tx.failed("list", "answers", err)
	}
	answers, err := scanAnswers(rows)
	return answers, tx.failed("list", "answers", err)
}

func scanAnswers(rows *sql.Rows) (answers []models.Answer, err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var row answerRow
		if err := rows.Scan(row.fields()...); err != nil {
			return nil, err
		}
		answers = append(answers, row.noun())
	}
	return answers, rows.Err()
}

// PutAnswer writes an answer, in place of the one there was. Most are there already, and for a plain update SQLite
// does not build the temporary table that an upsert needs.
func (tx *Tx) PutAnswer(a models.Answer) error {
	marks, err := choices(a.Choices).Value()
	if err != nil {
		return tx.failed("encode", "answer", err)
	}
	n, err := tx.run(updateAnswer, a.PillarID, a.Applicable, string(a.Reason), string(a.Risk.Key()),
		a.Risk == questionnaires.Undecided, a.Version, micros.Of(a.UpdatedAt), a.UpdatedBy, marks, a.Notes, a.ReviewID,
		a.QuestionID)
	if err != nil || n > 0 {
		return tx.failed("put", "answer", err)
	}
	_, err = tx.run(upsertAnswer, a.ReviewID, a.QuestionID, a.PillarID, a.Applicable, string(a.Reason),
		string(a.Risk.Key()), a.Risk == questionnaires.Undecided, a.Version, micros.Of(a.UpdatedAt), a.UpdatedBy, marks,
		a.Notes)
	return tx.failed("put", "answer", err)
}

// DeleteAnswers removes the answers to the questions, as far as there are any.
func (tx *Tx) DeleteAnswers(reviewID string, questionIDs []string) error {
	q := tx.db.Exec("DELETE FROM answers WHERE review_id = ? AND ?", reviewID, tx.among("question_id", questionIDs))
	return tx.failed("delete", "answers", q.Error)
}

package store

import (
	"plumbline/models"
	"plumbline/models/store/answers"
)

// Answer returns the state of a question, or NotFound if nobody dealt with it. In a write transaction nobody else can
// change it from then on, even if it does not exist yet.
func (tx *Tx) Answer(reviewID, questionID string) (models.Answer, error) {
	k := answers.Key{ReviewID: reviewID, QuestionID: questionID}
	if tx.member != nil {
		return tx.member.answerOf(k)
	}
	a, err := tx.answer(k)
	if !tx.locks || models.CodeOf(err) != models.CodeNotFound {
		return a, err
	}
	// There is no row to lock: lock the review instead, and look again, since another may have been first.
	if _, err := oneRow[reviewRow](tx, "answer", tx.lock(tx.db.Select("id").Where("id = ?", reviewID))); err != nil {
		return models.Answer{}, err
	}
	return tx.answer(k)
}

func (tx *Tx) answer(k answers.Key) (models.Answer, error) {
	a, err := answers.One(tx.lock(tx.db), k)
	if err != nil {
		return models.Answer{}, tx.found("answer", err)
	}
	return a, nil
}

// Answers lists the answers of a review that exist, by question id.
func (tx *Tx) Answers(reviewID string) ([]models.Answer, error) {
	list, err := answers.Of(tx.db, reviewID)
	return list, tx.failed("list", "answers", err)
}

// PutAnswer writes an answer, in place of the one there was. On PostgreSQL it goes with the commit.
func (tx *Tx) PutAnswer(a models.Answer) error {
	switch {
	case tx.member != nil:
		tx.member.answer.Put(a)
		return nil
	case tx.later != nil:
		return tx.failed("put", "answer", answers.PutLater(tx.answers(), a))
	}
	return tx.failed("put", "answer", answers.PutOne(tx.db, a))
}

// answers is the transaction as the table of answers knows it.
func (tx *Tx) answers() answers.Transaction {
	return answers.Transaction{DB: tx.db, Conn: tx.conn, Later: func(query string, args ...any) error {
		return tx.runLater(statement{postgresDialect: query}, args...)
	}}
}

// DeleteAnswers removes the answers to the questions, as far as there are any.
func (tx *Tx) DeleteAnswers(reviewID string, questionIDs []string) error {
	return tx.failed("delete", "answers", answers.Delete(tx.db, reviewID, tx.among("question_id", questionIDs)))
}

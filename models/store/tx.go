package store

import (
	"database/sql"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models"
)

// oneRow returns the row of a query, NotFound if it has none; any other failure is reported as what it is.
func oneRow[T any](tx *Tx, noun string, q *gorm.DB) (T, error) {
	var row T
	err := q.Take(&row).Error
	return row, tx.found(noun, err)
}

// found turns the error of a query for one row into one of models.
func (tx *Tx) found(noun string, err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) || errors.Is(err, sql.ErrNoRows) || tx.meaning(err) == models.CodeInvalid {
		return notFound(noun) // no row has a text that can't be stored
	}
	return tx.failed("read", noun, err)
}

// manyRows returns the rows of a query, converted.
func manyRows[R, T any](tx *Tx, noun string, q *gorm.DB, convert func(R) T) ([]T, error) {
	var rows []R
	if err := q.Find(&rows).Error; err != nil {
		return nil, tx.failed("list", noun, err)
	}
	return convertAll(rows, convert), nil
}

// convertAll converts a slice; nil stays nil.
func convertAll[R, T any](rows []R, convert func(R) T) []T {
	if rows == nil {
		return nil
	}
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = convert(r)
	}
	return out
}

// create inserts a row; one that exists already is a Conflict.
func (tx *Tx) create(noun string, row any) error {
	return tx.failed("create", noun, tx.db.Omit(clause.Associations).Create(row).Error)
}

// affected is for statements that must hit a row: none means NotFound.
func (tx *Tx) affected(op, noun string, q *gorm.DB) error {
	if q.Error != nil {
		return tx.failed(op, noun, q.Error)
	}
	if q.RowsAffected == 0 {
		return notFound(noun)
	}
	return nil
}

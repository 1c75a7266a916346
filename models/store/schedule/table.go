// Package schedule has the tables of the scheduler, a part of the store: what it has told, which notices people want,
// which workloads are due for review, and who worked on a review.
//
// It may import models, notice and micros, and with the store it knows GORM. A Table is of one transaction,
// which the store opens.
package schedule

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models/store/micros"
)

// Transaction is what the tables need of the transaction they are used in.
type Transaction struct {
	DB       *gorm.DB
	Postgres bool                                   // else SQLite
	Failed   func(op, noun string, err error) error // gives the error of a statement its meaning; nil stays nil
}

// Table is the tables in one transaction.
type Table struct{ tx Transaction }

// New gives the tables in a transaction.
func New(tx Transaction) *Table { return &Table{tx} }

type toldRow struct {
	Step string `gorm:"primaryKey"`
	At   int64
}

// TableName is what GORM calls the table.
func (toldRow) TableName() string { return "told" }

// Tell notes that a step is told, and reports whether nobody had told it before. Where another server is telling it at
// the moment, it waits for how that ends.
func (t *Table) Tell(step string, at time.Time) (first bool, err error) {
	q := t.tx.DB.Clauses(clause.OnConflict{DoNothing: true}).Create(&toldRow{step, micros.Of(at)})
	return q.RowsAffected == 1, t.tx.Failed("note", "step", q.Error)
}

// Passed notes when something that is done again and again was done last.
func (t *Table) Passed(what string, at time.Time) error {
	q := t.tx.DB.Clauses(clause.OnConflict{UpdateAll: true}).Create(&toldRow{what, micros.Of(at)})
	return t.tx.Failed("note", "pass", q.Error)
}

// ToldAt is when a step was told; zero: it was not.
func (t *Table) ToldAt(step string) (time.Time, error) {
	var at []int64
	err := t.tx.DB.Model(&toldRow{}).Where("step = ?", step).Pluck("at", &at).Error
	if err != nil || len(at) == 0 {
		return time.Time{}, t.tx.Failed("read", "step", err)
	}
	return micros.Time(at[0]), nil
}

// Told gives those of the steps that were told already.
func (t *Table) Told(steps []string) (map[string]bool, error) {
	told := make(map[string]bool, len(steps))
	for len(steps) > 0 {
		some := steps[:min(len(steps), 500)]
		steps = steps[len(some):]
		var found []string
		if err := t.tx.DB.Model(&toldRow{}).Where("step IN ?", some).Pluck("step", &found).Error; err != nil {
			return nil, t.tx.Failed("list", "steps", err)
		}
		for _, step := range found {
			told[step] = true
		}
	}
	return told, nil
}

// ToldLike lists the steps that begin with a text, for tests and counts.
func (t *Table) ToldLike(prefix string) (steps []string, err error) {
	err = t.tx.DB.Model(&toldRow{}).Where("step >= ? AND step < ?", prefix, prefix+"\U0010ffff").Order("step").
		Pluck("step", &steps).Error
	return steps, t.tx.Failed("list", "steps", err)
}

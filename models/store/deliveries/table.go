// Package deliveries has the table of the outbox, a part of the store: what leaves the server, who claims it, and how
// it is written down what a letter says until it is sent.
//
// It may import models, models/delivery and micros, and with the store it knows GORM. A Table is of one transaction,
// which the store opens.
package deliveries

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/store/micros"
)

// Transaction is what the table needs of the transaction it is used in.
type Transaction struct {
	DB          *gorm.DB
	Postgres    bool                                   // else SQLite
	Locks       bool                                   // rows that are read are locked
	Found       func(noun string, err error) error     // gives the error of a query for one row its meaning
	Failed      func(op, noun string, err error) error // gives that of a statement its meaning; nil stays nil
	AfterCommit func(call func())                      // calls, in this process, once the transaction has committed
}

// Table is the outbox in one transaction.
type Table struct{ tx Transaction }

// New gives the table in a transaction.
func New(tx Transaction) *Table { return &Table{tx} }

func (t *Table) all() *gorm.DB { return t.tx.DB.Model(&row{}) }

// clock is the present time of the database in microseconds: servers whose clocks differ agree on it.
func (t *Table) clock() string {
	if t.tx.Postgres {
		return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS bigint)"
	}
	return "CAST(unixepoch('subsec') * 1000000 AS INTEGER)"
}

// fromNow is a time of the database's clock that lies so far ahead.
func (t *Table) fromNow(ahead time.Duration) clause.Expr {
	return gorm.Expr(t.clock()+" + ?", ahead.Microseconds())
}

// hit is for statements that must hit a row: none means NotFound.
func (t *Table) hit(op string, q *gorm.DB) error {
	if q.Error == nil && q.RowsAffected == 0 {
		return models.Errorf(models.CodeNotFound, "there is no such delivery")
	}
	return t.tx.Failed(op, "delivery", q.Error)
}

func (t *Table) list(q *gorm.DB) ([]delivery.Delivery, error) {
	var rows []row
	if err := q.Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "deliveries", err)
	}
	all := make([]delivery.Delivery, len(rows))
	for i, r := range rows {
		all[i] = r.noun()
	}
	return all, nil
}

// List gives the deliveries of a page, newest first: those in the state, "" for all. The store has narrowed the query
// to the page.
func List(t *Table, page *gorm.DB, state delivery.State) ([]delivery.Delivery, error) {
	q := page.Order("created_at DESC, id DESC")
	if state != "" {
		q = q.Where("state = ?", string(state))
	}
	return t.list(q)
}

// Create adds a delivery; Conflict if its id is taken. Once it is committed, wake is called in this process: it must
// not wait, and what it does must not be needed.
func (t *Table) Create(d delivery.Delivery, wake func()) error {
	t.tx.AfterCommit(wake)
	r := rowOf(d)
	return t.tx.Failed("create", "delivery", t.tx.DB.Create(&r).Error)
}

// Get gives a delivery, or NotFound. In a write transaction it stays locked.
func (t *Table) Get(id string) (delivery.Delivery, error) {
	q := t.tx.DB.Where("id = ?", id)
	if t.tx.Locks {
		q = q.Clauses(clause.Locking{Strength: "NO KEY UPDATE"})
	}
	var r row
	err := q.Take(&r).Error
	return r.noun(), t.tx.Found("delivery", err)
}

// Sealed lists what is kept sealed of the deliveries that wait.
func (t *Table) Sealed() (list []models.SealedSecret, err error) {
	var rows []row
	err = t.all().Select("id", "payload").Where("state = 'waiting' AND payload <> ''").Order("id").Find(&rows).Error
	for _, r := range rows {
		list = append(list, models.SealedSecret{Kind: models.SealedLetter, Of: r.ID, Text: r.Payload})
	}
	return list, t.tx.Failed("list", "deliveries", err)
}

// Count counts those in a state.
func (t *Table) Count(state delivery.State) (n int64, err error) {
	err = t.all().Where("state = ?", string(state)).Count(&n).Error
	return n, t.tx.Failed("count", "deliveries", err)
}

// Claimed reports whether a worker is sending the delivery at the moment.
func (t *Table) Claimed(id string) (bool, error) {
	var n int64
	err := t.all().Where("id = ? AND state = 'waiting' AND claimed_until > "+t.clock(), id).Count(&n).Error
	return n > 0, t.tx.Failed("read", "delivery", err)
}

// Requeue lets a delivery wait as if it were new since then, and wakes as Create does; NotFound if there is none.
func (t *Table) Requeue(id string, at time.Time, wake func()) error {
	t.tx.AfterCommit(wake)
	return t.hit("requeue", t.all().Where("id = ?", id).UpdateColumns(map[string]any{
		"state": string(delivery.Waiting), "attempts": 0, "due_at": 0, "queued_at": micros.Of(at),
		"claimed_by": "", "claimed_until": 0, "ended_at": 0}))
}

// Delete takes a delivery out; NotFound if there is none.
func (t *Table) Delete(id string) error {
	return t.hit("delete", t.tx.DB.Where("id = ?", id).Delete(&row{}))
}

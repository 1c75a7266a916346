// Package acceptances has the table of risks that are taken on purpose, a part of the store.
//
// It may import models, models/accepted, questionnaires and micros, and with the store it knows GORM. A Table is of
// one transaction, which the store opens.
package acceptances

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models"
	"plumbline/models/accepted"
)

// Transaction is what the table needs of the transaction it is used in.
type Transaction struct {
	DB     *gorm.DB
	Among  func(column string, ids []string) clause.Expr // the column is one of the ids
	Found  func(noun string, err error) error            // gives the error of a query for one row its meaning
	Failed func(op, noun string, err error) error        // gives that of a statement its meaning; nil stays nil
	// Page narrows a query, sorted by age, newest first, to a page of the list and a row more.
	Page func(q *gorm.DB, p models.PageRequest, list string) (*gorm.DB, error)
}

// Table is the acceptances in one transaction.
type Table struct{ tx Transaction }

// New gives the table in a transaction.
func New(tx Transaction) *Table { return &Table{tx} }

// Put adds an acceptance; Conflict if its id is taken, or one of the same subject waits for its decision.
func (t *Table) Put(a accepted.Acceptance) error {
	r := rowOf(a)
	return t.tx.Failed("create", "acceptance", t.tx.DB.Create(&r).Error)
}

// Update writes an acceptance; NotFound if there is none with the id.
func (t *Table) Update(a accepted.Acceptance) error {
	r := rowOf(a)
	q := t.tx.DB.Model(&row{}).Where("id = ?", a.ID).Select("*").Omit("id", "created_at").UpdateColumns(&r)
	if q.Error == nil && q.RowsAffected == 0 {
		return models.Errorf(models.CodeNotFound, "there is no such acceptance")
	}
	return t.tx.Failed("update", "acceptance", q.Error)
}

// read is a query with the names of those who are asked.
func (t *Table) read() *gorm.DB {
	return t.tx.DB.Table("acceptances").
		Select("acceptances.*, (SELECT name FROM users WHERE users.id = approver_id) AS approver_name")
}

// newest orders acceptances by when they were asked.
const newest = "created_at DESC, id DESC"

// Get gives an acceptance, or NotFound.
func (t *Table) Get(id string) (accepted.Acceptance, error) {
	var r named
	err := t.read().Where("id = ?", id).Take(&r).Error
	return r.model(), t.tx.Found("acceptance", err)
}

func (t *Table) list(q *gorm.DB) ([]accepted.Acceptance, error) {
	var rows []named
	if err := q.Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "acceptances", err)
	}
	all := make([]accepted.Acceptance, len(rows))
	for i, r := range rows {
		all[i] = r.model()
	}
	return all, nil
}

// OfReview lists the acceptances of a review, newest first; of one question where its id is given.
func (t *Table) OfReview(reviewID, questionID string) ([]accepted.Acceptance, error) {
	q := t.read().Where("review_id = ?", reviewID).Order(newest)
	if questionID != "" {
		q = q.Where("question_id = ?", questionID)
	}
	return t.list(q)
}

// OfWorkload lists the acceptances of a workload in a state, newest first; "" for all states.
func (t *Table) OfWorkload(workloadID string, state accepted.State) ([]accepted.Acceptance, error) {
	q := t.read().Where("workload_id = ?", workloadID).Order(newest)
	if state != "" {
		q = q.Where("state = ?", string(state))
	}
	return t.list(q)
}

// Query narrows acceptances; what is zero does not narrow.
type Query struct {
	WorkspaceID string
	Workloads   []string // ids
	States      []accepted.State
	From, To    string // the last day lies between these, both included
	Approver    string // those that name this person, or nobody, and were asked by somebody else
	models.PageRequest
}

// List lists acceptances, newest first: up to one row more than the page.
func (t *Table) List(query Query) ([]accepted.Acceptance, error) {
	q, err := t.tx.Page(t.read().Order(newest), query.PageRequest, cursorName)
	if err != nil {
		return nil, err
	}
	return t.list(t.narrowed(q, query))
}

// cursorName is what cursors call the list.
const cursorName = "acceptances"

// All lists all acceptances that fit the query, whose page is passed over, newest first.
func (t *Table) All(query Query) ([]accepted.Acceptance, error) {
	return t.list(t.narrowed(t.read().Order(newest), query))
}

func (t *Table) narrowed(q *gorm.DB, query Query) *gorm.DB {
	if query.WorkspaceID != "" {
		q = q.Where("workspace_id = ?", query.WorkspaceID)
	}
	if len(query.Workloads) > 0 {
		q = q.Where(t.tx.Among("workload_id", query.Workloads))
	}
	if len(query.States) > 0 {
		q = q.Where("state IN ?", query.States)
	}
	if query.From != "" {
		q = q.Where("until >= ?", query.From)
	}
	if query.To != "" {
		q = q.Where("until <= ?", query.To)
	}
	if query.Approver != "" {
		q = q.Where("approver_id IN ('', ?) AND asked_by_id <> ?", query.Approver, query.Approver)
	}
	return q
}

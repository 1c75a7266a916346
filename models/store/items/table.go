// Package items has the tables of items, a part of the store: items with their practices, what they need, their
// activity and comments, and the settings of plans.
//
// It may import models, models/remediation, questionnaires and micros, and with the store it knows GORM. A Table is of
// one transaction, which the store opens.
package items

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models"
	"plumbline/models/remediation"
)

// Transaction is what the tables need of the transaction they are used in.
type Transaction struct {
	DB       *gorm.DB
	Locks    bool                                             // rows that are read are locked
	Found    func(noun string, err error) error               // gives the error of a query for one row its meaning
	Failed   func(op, noun string, err error) error           // gives that of a statement its meaning; nil stays nil
	Among    func(column string, values []string) clause.Expr // the column is one of the values
	Contains func(column string) string                       // the column has a text in it
}

// Table is the items in one transaction.
type Table struct{ tx Transaction }

// New gives the tables in a transaction.
func New(tx Transaction) *Table { return &Table{tx} }

// lock keeps the rows of a query locked until the transaction ends, where it writes.
func (t *Table) lock(q *gorm.DB) *gorm.DB {
	if !t.tx.Locks {
		return q
	}
	return q.Clauses(clause.Locking{Strength: "NO KEY UPDATE"})
}

// hit is for statements that must hit a row: none means NotFound.
func (t *Table) hit(op, noun string, q *gorm.DB) error {
	if q.Error == nil && q.RowsAffected == 0 {
		return models.Errorf(models.CodeNotFound, "there is no such %s", noun)
	}
	return t.tx.Failed(op, noun, q.Error)
}

// Create adds an item with its practices and what it needs; Conflict if its id or number is taken.
func (t *Table) Create(i remediation.Item) error {
	r := rowOf(i)
	if err := t.tx.Failed("create", "item", t.tx.DB.Create(&r).Error); err != nil {
		return err
	}
	return t.putParts(i)
}

// Get gives an item, or NotFound. In a write transaction it stays locked.
func (t *Table) Get(id string) (remediation.Item, error) {
	return t.one(t.tx.DB.Where("id = ?", id))
}

// Numbered gives the item of a workspace with a number, or NotFound. In a write transaction it stays locked.
func (t *Table) Numbered(workspaceID string, number int) (remediation.Item, error) {
	return t.one(t.tx.DB.Where("workspace_id = ? AND number = ?", workspaceID, number))
}

func (t *Table) one(q *gorm.DB) (remediation.Item, error) {
	var r row
	if err := t.lock(q).Take(&r).Error; err != nil {
		return remediation.Item{}, t.tx.Found("item", err)
	}
	list := []remediation.Item{r.item()}
	return list[0], t.addParts(list, &list[0])
}

// WorkloadOf gives the id of the workload that an item belongs to, or NotFound. It locks nothing: whoever changes an
// item locks the workload first.
func (t *Table) WorkloadOf(id string) (string, error) {
	var r struct{ WorkloadID string }
	err := t.tx.DB.Model(&row{}).Select("workload_id").Where("id = ?", id).Take(&r).Error
	return r.WorkloadID, t.tx.Found("item", err)
}

// PlaceOf gives the id of the item of a workspace with a number, and of its workload, or NotFound. It locks nothing.
func (t *Table) PlaceOf(workspaceID string, number int) (id, workloadID string, err error) {
	var r struct{ ID, WorkloadID string }
	err = t.tx.DB.Model(&row{}).Select("id, workload_id").Where("workspace_id = ? AND number = ?", workspaceID, number).
		Take(&r).Error
	return r.ID, r.WorkloadID, t.tx.Found("item", err)
}

// Several gives the items with the ids, by id; those that there are not are left out. In a write transaction they stay
// locked.
func (t *Table) Several(ids []string) ([]remediation.Item, error) {
	return t.list(t.lock(t.tx.DB.Where(t.tx.Among("id", ids))).Order("id"))
}

// Closing gives the items that close practices of a question, by id. In a write transaction they stay locked.
func (t *Table) Closing(reviewID, questionID string) ([]remediation.Item, error) {
	of := "id IN (SELECT item_id FROM item_practices WHERE review_id = ? AND question_id = ?)"
	return t.list(t.lock(t.tx.DB.Where(of, reviewID, questionID)).Order("id"))
}

// OfReview gives the items that close practices of a review, by id. In a write transaction they stay locked.
func (t *Table) OfReview(reviewID string) ([]remediation.Item, error) {
	return t.list(t.lock(t.tx.DB.Where("id IN (SELECT item_id FROM item_practices WHERE review_id = ?)", reviewID)).
		Order("id"))
}

// Closers gives, by practice, the active item that closes it in some reviews, with id, number and title only. Of
// several it is the first that was made.
func Closers(t *Table, reviewIDs []string) (map[remediation.PracticeRef]remediation.Item, error) {
	var rows []struct {
		ReviewID, QuestionID, ChoiceID, ID, Title string
		Number                                    int
	}
	err := t.tx.DB.Table("item_practices AS p").Joins("JOIN items AS i ON i.id = p.item_id").
		Select("p.review_id, p.question_id, p.choice_id, i.id, i.title, i.number").
		Where("i.status IN ?", remediation.ActiveStatuses).Where(t.tx.Among("p.review_id", reviewIDs)).
		Order("i.number DESC").Find(&rows).Error
	if err != nil {
		return nil, t.tx.Failed("list", "items", err)
	}
	out := map[remediation.PracticeRef]remediation.Item{}
	for _, r := range rows {
		ref := remediation.PracticeRef{ReviewID: r.ReviewID, QuestionID: r.QuestionID, ChoiceID: r.ChoiceID}
		out[ref] = remediation.Item{ID: r.ID, Number: r.Number, ItemFields: remediation.ItemFields{Title: r.Title}}
	}
	return out, nil
}

// OfWorkload gives all items of a workload, or those of a status, by number.
func (t *Table) OfWorkload(workloadID string, only ...remediation.Status) ([]remediation.Item, error) {
	q := t.tx.DB.Where("workload_id = ?", workloadID)
	if len(only) > 0 {
		q = q.Where("status IN ?", only)
	}
	return t.list(q.Order("number"))
}

// Update writes an item with its practices and what it needs; NotFound if there is none. Its id, number, workload,
// origin and creation stay.
func (t *Table) Update(i remediation.Item) error {
	q := t.tx.DB.Model(&row{}).Where("id = ?", i.ID).
		Select("*").Omit("id", "workspace_id", "workload_id", "number", "origin", "origin_id", "created_at", "created_by")
	if err := t.hit("update", "item", q.UpdateColumns(rowOf(i))); err != nil {
		return err
	}
	return t.putParts(i)
}

// Delete takes out an item with all that belongs to it; NotFound if there is none.
func (t *Table) Delete(id string) error {
	return t.hit("delete", "item", t.tx.DB.Where("id = ?", id).Delete(&row{}))
}

func (t *Table) list(q *gorm.DB) ([]remediation.Item, error) {
	list, err := t.bare(q)
	if err != nil {
		return nil, err
	}
	return list, t.addParts(list, nil)
}

// bare gives items without their practices, what they need and the names of members.
func (t *Table) bare(q *gorm.DB) ([]remediation.Item, error) {
	var rows []row
	if err := q.Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "items", err)
	}
	list := make([]remediation.Item, len(rows))
	for i, r := range rows {
		list[i] = r.item()
	}
	return list, nil
}

// Package planning has the table of proposals, a part of the store, and reads what the plan of a whole workspace is
// made of: which reviews are reached, at which state, and their answers.
//
// It may import models, models/planning, columns and micros, and with the store it knows GORM. A Table is of one
// transaction, which the store opens.
package planning

import (
	"encoding/json"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models"
	"plumbline/models/planning"
	"plumbline/models/store/micros"
)

// Hooks are what the table needs of the transaction it is used in, beside the connection.
type Hooks struct {
	Locks  bool                                             // rows that are read are locked
	Among  func(column string, values []string) clause.Expr // the condition that the column is one of the values
	Found  func(noun string, err error) error               // gives the error of a query for one row its meaning
	Failed func(op, noun string, err error) error           // gives that of a statement its meaning; nil stays nil
}

// transaction is what the table is used in.
type transaction struct {
	DB *gorm.DB
	Hooks
}

// Table is the proposals, in one transaction.
type Table struct{ tx transaction }

// New gives the table in a transaction.
func New(db *gorm.DB, hooks Hooks) *Table { return &Table{transaction{db, hooks}} }

type proposalRow struct {
	ID         string `gorm:"primaryKey"`
	WorkloadID string
	Name       string
	Note       string
	Practices  string // a JSON array
	Version    int
	CreatedAt  int64 `gorm:"autoCreateTime:false"`
	CreatedBy  string
	UpdatedAt  int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy  string
}

func (proposalRow) TableName() string { return "proposals" }

type storedPractice struct {
	Lens     string `json:"lens"`
	Question string `json:"question"`
	Choice   string `json:"choice"`
	Title    string `json:"title,omitempty"`
}

func rowOf(p planning.Proposal) (proposalRow, error) {
	list := make([]storedPractice, len(p.Practices))
	for i, one := range p.Practices {
		list[i] = storedPractice{one.LensID, one.QuestionID, one.ChoiceID, one.Title}
	}
	text, err := json.Marshal(list)
	return proposalRow{ID: p.ID, WorkloadID: p.WorkloadID, Name: p.Name, Note: p.Note, Practices: string(text),
		Version: p.Version, CreatedAt: micros.Of(p.CreatedAt), CreatedBy: p.CreatedBy,
		UpdatedAt: micros.Of(p.UpdatedAt), UpdatedBy: p.UpdatedBy}, err
}

func (r proposalRow) noun() (planning.Proposal, error) {
	p := planning.Proposal{ID: r.ID, WorkloadID: r.WorkloadID, Version: r.Version, CreatedAt: micros.Time(r.CreatedAt),
		CreatedBy: r.CreatedBy, UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy}
	p.Name, p.Note = r.Name, r.Note
	var list []storedPractice
	err := json.Unmarshal([]byte(r.Practices), &list)
	for _, one := range list {
		p.Practices = append(p.Practices, planning.Practice{LensID: one.Lens, QuestionID: one.Question,
			ChoiceID: one.Choice, Title: one.Title})
	}
	return p, err
}

// Create adds a proposal; Conflict if its id is taken.
func (t *Table) Create(p planning.Proposal) error {
	row, err := rowOf(p)
	if err != nil {
		return err
	}
	return t.tx.Failed("create", "proposal", t.tx.DB.Create(&row).Error)
}

// Get gives a proposal, or NotFound. In a write transaction it stays locked.
func (t *Table) Get(id string) (planning.Proposal, error) {
	var row proposalRow
	if err := t.lock(t.tx.DB.Where("id = ?", id)).Take(&row).Error; err != nil {
		return planning.Proposal{}, t.tx.Found("proposal", err)
	}
	return row.noun()
}

func (t *Table) lock(q *gorm.DB) *gorm.DB {
	if t.tx.Locks {
		return q.Clauses(clause.Locking{Strength: "NO KEY UPDATE"})
	}
	return q
}

// Of lists the proposals of a workload, the newest first. In a write transaction they stay locked.
func (t *Table) Of(workloadID string) ([]planning.Proposal, error) {
	var rows []proposalRow
	err := t.lock(t.tx.DB.Where("workload_id = ?", workloadID)).Order("created_at DESC, id DESC").Find(&rows).Error
	if err != nil {
		return nil, t.tx.Failed("list", "proposals", err)
	}
	list := make([]planning.Proposal, len(rows))
	for i, row := range rows {
		if list[i], err = row.noun(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Count counts the proposals of a workload.
func (t *Table) Count(workloadID string) (n int64, err error) {
	err = t.tx.DB.Model(&proposalRow{}).Where("workload_id = ?", workloadID).Count(&n).Error
	return n, t.tx.Failed("count", "proposals", err)
}

// Update writes what people write of a proposal, its version and change; NotFound if there is none.
func (t *Table) Update(p planning.Proposal) error {
	row, err := rowOf(p)
	if err != nil {
		return err
	}
	return t.hit("update", t.tx.DB.Model(&proposalRow{}).Where("id = ?", p.ID).
		Select("name", "note", "practices", "version", "updated_at", "updated_by").UpdateColumns(row))
}

// Delete takes a proposal out; NotFound if there is none.
func (t *Table) Delete(id string) error {
	return t.hit("delete", t.tx.DB.Where("id = ?", id).Delete(&proposalRow{}))
}

// hit is for statements that must hit a row: none means NotFound.
func (t *Table) hit(op string, q *gorm.DB) error {
	if q.Error == nil && q.RowsAffected == 0 {
		return models.Errorf(models.CodeNotFound, "there is no such proposal")
	}
	return t.tx.Failed(op, "proposal", q.Error)
}

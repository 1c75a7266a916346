// Package proofs has the tables of the keys that sign reports and of what they signed, a part of the store.
//
// It may import models, models/proof and micros, and with the store it knows GORM. A Table is of one transaction, which
// the store opens.
package proofs

import (
	"crypto/ed25519"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models"
	"plumbline/models/proof"
	"plumbline/models/store/micros"
)

// Table is the keys and the proofs in one transaction.
type Table struct {
	db     *gorm.DB
	found  func(noun string, err error) error
	failed func(op, noun string, err error) error
	alone  func(with string) error
}

// New gives the tables in a transaction. Found gives the error of a query for one row its meaning, failed that of a
// statement, and nil stays nil; alone waits for the other transactions that asked for the same.
func New(db *gorm.DB, found func(noun string, err error) error, failed func(op, noun string, err error) error,
	alone func(with string) error) *Table {
	return &Table{db, found, failed, alone}
}

const (
	keyNoun   = "signing key"
	proofNoun = "proof of a report"
)

type keyRow struct {
	ID        string `gorm:"primaryKey"`
	Public    []byte
	Sealed    string
	CreatedAt int64 `gorm:"autoCreateTime:false"`
	CreatedBy string
	RetiredAt int64
}

// TableName is what GORM calls the table.
func (keyRow) TableName() string { return "report_keys" }

func (r keyRow) key() proof.Key {
	return proof.Key{ID: r.ID, Public: ed25519.PublicKey(r.Public), Sealed: r.Sealed,
		CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy, RetiredAt: micros.Time(r.RetiredAt)}
}

// Alone lets no other server look for a key or make one until the transaction ends.
func (t *Table) Alone() error { return t.alone("report keys") }

// ActiveKey is the key that signs, NotFound if there is none.
func (t *Table) ActiveKey() (proof.Key, error) {
	var r keyRow
	err := t.db.Where("retired_at = 0").Take(&r).Error
	return r.key(), t.found(keyNoun, err)
}

// Key is the key with an id, NotFound if there is none.
func (t *Table) Key(id string) (proof.Key, error) {
	var r keyRow
	err := t.db.Where("id = ?", id).Take(&r).Error
	return r.key(), t.found(keyNoun, err)
}

// Keys lists all keys, newest first.
func (t *Table) Keys() ([]proof.Key, error) {
	var rows []keyRow
	if err := t.db.Order("created_at DESC, id").Find(&rows).Error; err != nil {
		return nil, t.failed("list", "signing keys", err)
	}
	list := make([]proof.Key, len(rows))
	for n, r := range rows {
		list[n] = r.key()
	}
	return list, nil
}

// CreateKey adds the key that signs from now on; Conflict if another one does.
func (t *Table) CreateKey(k proof.Key) error {
	return t.failed("create", keyNoun, t.db.Create(&keyRow{ID: k.ID, Public: k.Public, Sealed: k.Sealed,
		CreatedAt: micros.Of(k.CreatedAt), CreatedBy: k.CreatedBy}).Error)
}

// RetireKey ends the key that signs, if there is one: its private half is gone.
func (t *Table) RetireKey(at time.Time) error {
	return t.failed("retire", keyNoun, t.db.Model(&keyRow{}).Where("retired_at = 0").
		UpdateColumns(map[string]any{"retired_at": micros.Of(at), "sealed": ""}).Error)
}

// Sealed lists the private half of the key that signs, as it is kept.
func (t *Table) Sealed() (list []models.SealedSecret, err error) {
	var rows []keyRow
	err = t.db.Where("sealed <> ''").Order("id").Find(&rows).Error
	for _, r := range rows {
		list = append(list, models.SealedSecret{Kind: models.SealedSigning, Of: r.ID, Text: r.Sealed})
	}
	return list, t.failed("list", "signing keys", err)
}

type proofRow struct {
	SHA256     []byte `gorm:"column:sha256;primaryKey"`
	WorkloadID string
	KeyID      string
	MadeAt     int64
	Manifest   string
	Signature  []byte
}

// TableName is what GORM calls the table.
func (proofRow) TableName() string { return "report_proofs" }

// Get is the proof of a file, by its SHA-256; NotFound if there is none.
func (t *Table) Get(sha256 []byte) (proof.Proof, error) {
	var r proofRow
	err := t.db.Where("sha256 = ?", sha256).Take(&r).Error
	return proof.Proof{SHA256: r.SHA256, WorkloadID: r.WorkloadID, KeyID: r.KeyID, MadeAt: micros.Time(r.MadeAt),
		Manifest: r.Manifest, Signature: r.Signature}, t.found(proofNoun, err)
}

// Add keeps a proof, unless there is one of the same file. The oldest ones of the workload go that are too many.
func (t *Table) Add(p proof.Proof, most int) error {
	err := t.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&proofRow{SHA256: p.SHA256,
		WorkloadID: p.WorkloadID, KeyID: p.KeyID, MadeAt: micros.Of(p.MadeAt), Manifest: p.Manifest,
		Signature: p.Signature}).Error
	if err != nil {
		return t.failed("add", proofNoun, err)
	}
	last := t.db.Model(&proofRow{}).Select("made_at").Where("workload_id = ?", p.WorkloadID).
		Order("made_at DESC").Offset(most - 1).Limit(1)
	err = t.db.Where("workload_id = ? AND made_at < (?)", p.WorkloadID, last).Delete(&proofRow{}).Error
	return t.failed("forget", proofNoun, err)
}

package store

import (
	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/store/acceptances"
	"plumbline/models/store/paging"
)

// Acceptances is the table of risks that are taken on purpose, in the transaction.
func Acceptances(tx *Tx) *acceptances.Table {
	page := func(q *gorm.DB, p models.PageRequest, list string) (*gorm.DB, error) {
		return paging.Before(q.Limit(paging.Rows(p)), p, list)
	}
	return acceptances.New(acceptances.Transaction{DB: tx.db, Among: tx.among, Found: tx.found, Failed: tx.failed,
		Page: page})
}

// AcceptanceCursor is the cursor that continues a list of acceptances after a.
func AcceptanceCursor(a accepted.Acceptance) string {
	return paging.ByAge("acceptances", a.AskedAt, a.ID)
}

package store

import (
	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/trends"
)

// Trends is the table of daily figures, in the transaction.
func Trends(tx *Tx) *trends.Table {
	return trends.New(trends.Transaction{DB: tx.db, Failed: tx.failed, Among: tx.among,
		Reached: func(workspaceID string, only []string) (*gorm.DB, error) {
			return tx.workloads(workspaceID, models.WorkloadQuery{Only: only})
		}})
}

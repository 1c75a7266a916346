package store

import (
	"context"
	"database/sql"

	"plumbline/models"
	"plumbline/models/store/sqlite"
)

// WriteBackup writes all of the SQLite database at the path from into the file to, as sqlite.CopyDatabase does, and
// reads the copy from end to end: when it returns without an error, the copy is whole, and this is what is in it.
func WriteBackup(ctx context.Context, from, to string) (models.Inventory, error) {
	if err := sqlite.CopyDatabase(ctx, from, to); err != nil {
		return models.Inventory{}, explainError(ctx, sqlite.ExplainError, "back up", err)
	}
	inventory, faults, err := ExamineFile(ctx, to)
	if err == nil && len(faults) > 0 {
		err = models.Errorf(models.CodeUnavailable, "the backup is not whole, so the database is damaged: %s", faults[0])
	}
	return inventory, err
}

// ExamineFile reads a SQLite file that nobody has open from end to end, as sqlite.ExamineFile does, lists what is
// wrong with it, and counts what is in it.
func ExamineFile(ctx context.Context, path string) (inventory models.Inventory, faults []string, err error) {
	faults, err = sqlite.ExamineFile(ctx, path, func(db *sql.DB) { inventory = inventoryOf(ctx, db) })
	return inventory, faults, explainError(ctx, sqlite.ExplainError, "check", err)
}

package store

import (
	"context"
	"database/sql"

	"plumbline/models"
	"plumbline/models/store/sqlite"
)

// Backup writes all of the SQLite database at the path from into the file to, as sqlite.Copy does, and reads
// the copy from end to end: when it returns without an error, the copy is whole, and this is what is in it.
func Backup(ctx context.Context, from, to string) (models.Inventory, error) {
	if err := sqlite.Copy(ctx, from, to); err != nil {
		return models.Inventory{}, explain(ctx, sqlite.Explain, "back up", err)
	}
	inventory, faults, err := Examine(ctx, to)
	if err == nil && len(faults) > 0 {
		err = models.Errorf(models.Unavailable, "the backup is not whole, so the database is damaged: %s", faults[0])
	}
	return inventory, err
}

// Examine reads a SQLite file that nobody has open from end to end, as sqlite.Examine does, lists what is
// wrong with it, and counts what is in it.
func Examine(ctx context.Context, path string) (inventory models.Inventory, faults []string, err error) {
	faults, err = sqlite.Examine(ctx, path, func(db *sql.DB) { inventory = inventoryOf(ctx, db) })
	return inventory, faults, explain(ctx, sqlite.Explain, "check", err)
}

package store

import (
	"context"
	"database/sql"

	"plumbline/models"
	"plumbline/models/store/micros"
)

// inventories are the queries of an inventory, by where their result goes. They go by hand: they count across
// all workspaces.
func inventories(i *models.Inventory, newest *int64) map[string]any {
	return map[string]any{
		"SELECT COALESCE(MAX(id), '') FROM schema_migrations": &i.Migration,
		"SELECT COALESCE(MAX(at), 0) FROM audit":              newest,
		"SELECT COUNT(*) FROM users":                          &i.Accounts,
		"SELECT COUNT(*) FROM workspaces":                     &i.Workspaces,
		"SELECT COUNT(*) FROM workloads":                      &i.Workloads,
		"SELECT COUNT(*) FROM lenses":                         &i.Lenses,
		"SELECT COUNT(*) FROM reviews":                        &i.Reviews,
		"SELECT COUNT(*) FROM answers":                        &i.Answers,
		"SELECT COUNT(*) FROM milestones":                     &i.Milestones,
		"SELECT COUNT(*) FROM audit":                          &i.AuditLines,
	}
}

// Inventory counts what the database holds.
func (tx *Tx) Inventory() (i models.Inventory, err error) {
	var newest int64
	for query, into := range inventories(&i, &newest) {
		if err := tx.scan(newStatement(query), nil, into); err != nil {
			return i, tx.failed("count", "things", err)
		}
	}
	i.Newest = micros.Time(newest)
	return i, nil
}

// inventoryOf is Inventory for a file that this version may not have migrated. What it does not have counts as nothing.
func inventoryOf(ctx context.Context, db *sql.DB) (i models.Inventory) {
	var newest int64
	for query, into := range inventories(&i, &newest) {
		_ = db.QueryRowContext(ctx, query).Scan(into)
	}
	i.Newest = micros.Time(newest)
	return i
}

// SealedSecrets lists the secrets that are kept under keys of the server and are in use.
func (tx *Tx) SealedSecrets() (list []models.SealedSecret, err error) {
	var users []userRow
	if err := tx.db.Select("id", "totp").Where("totp <> '' AND totp_at <> 0").Order("id").Find(&users).Error; err != nil {
		return nil, tx.failed("list", "users", err)
	}
	for _, u := range users {
		list = append(list, models.SealedSecret{Kind: models.SealedCode, Of: u.ID, Text: u.TOTP})
	}
	var keys []accessKeyRow
	if err := tx.db.Select("id", "secret").Where("revoked_at = 0").Order("id").Find(&keys).Error; err != nil {
		return nil, tx.failed("list", "access keys", err)
	}
	for _, k := range keys {
		list = append(list, models.SealedSecret{Kind: models.SealedKey, Of: k.ID, Text: k.Secret})
	}
	letters, err := Outbox(tx).Sealed()
	return append(list, letters...), err
}

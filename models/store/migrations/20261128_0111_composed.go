package migrations

import (
	"fmt"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"plumbline/models/text"
)

// composedNames folds names anew: since this release names that differ in nothing but how their letters are composed,
// or in characters that are not seen, are one name. Where several are there already, the one that was composed, or else
// the oldest, is found by its name; the others keep theirs to be read and are found by id, until somebody renames it. A
// later change of the folding needs a migration of its own.
var composedNames = &gormigrate.Migration{ID: "202611280111", Migrate: func(tx *gorm.DB) error {
	for _, c := range []foldedColumn{
		{"users", "email", "email_fold", "''", true}, {"users", "name", "name_fold", "id", false},
		{"workloads", "name", "name_fold", "workspace_id", true},
		{"milestones", "name", "name_fold", "workload_id", true},
		{"lenses", "name", "name_fold", "CASE WHEN deleted_at = 0 THEN workspace_id ELSE id END", true},
		{"lenses", "document_name", "document_name_fold", "CASE WHEN deleted_at = 0 THEN workspace_id ELSE id END", true},
	} {
		if err := c.refold(tx); err != nil {
			return fmt.Errorf("fold %s.%s: %w", c.table, c.name, err)
		}
	}
	return nil
}}

// foldedColumn is a column with the folded form of another; within is what it is unique in.
type foldedColumn struct {
	table, name, fold, within string
	unique                    bool
}

type foldedRow struct{ ID, Name, Fold, Within string }

func (c foldedColumn) refold(tx *gorm.DB) error {
	var rows []foldedRow
	query := "SELECT id, " + c.name + " AS name, " + c.fold + " AS fold, " + c.within + " AS within FROM " + c.table +
		" ORDER BY created_at, id"
	if err := tx.Raw(query).Scan(&rows).Error; err != nil {
		return err
	}
	taken := map[[2]string]bool{}
	for _, r := range rows {
		taken[[2]string{r.Within, r.Fold}] = true
	}
	for _, r := range rows {
		fold := text.FoldName(r.Name)
		if fold == r.Fold {
			continue
		}
		if c.unique && taken[[2]string{r.Within, fold}] {
			fold += " " + r.ID // no folded name has a blank
		}
		taken[[2]string{r.Within, fold}] = true
		if err := tx.Exec("UPDATE "+c.table+" SET "+c.fold+" = ? WHERE id = ?", fold, r.ID).Error; err != nil {
			return err
		}
	}
	return nil
}

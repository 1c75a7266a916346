package store

import (
	"plumbline/models"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
)

type lensRow struct {
	ID          string `gorm:"primaryKey"`
	WorkspaceID string
	Key         string
	Name        string
	NameFold    string
	Description string

	DocumentName     string
	DocumentNameFold string

	Latest    string
	HasDraft  bool
	Version   int
	CreatedAt int64 `gorm:"autoCreateTime:false"`
	UpdatedAt int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy string
	DeletedAt int64
}

func (lensRow) TableName() string { return "lenses" }

func newLensRow(l models.Lens) lensRow {
	return lensRow{ID: l.ID, WorkspaceID: l.WorkspaceID, Key: l.Key, Name: l.Name, NameFold: models.FoldName(l.Name),
		Description: l.Description, Latest: l.Latest, HasDraft: l.HasDraft, Version: l.Version,
		CreatedAt: micros.Of(l.CreatedAt), UpdatedAt: micros.Of(l.UpdatedAt), UpdatedBy: l.UpdatedBy,
		DeletedAt: micros.Of(l.DeletedAt), DocumentName: l.DocumentName, DocumentNameFold: models.FoldName(l.DocumentName)}
}

func (r lensRow) noun() models.Lens {
	return models.Lens{
		ID: r.ID, WorkspaceID: r.WorkspaceID, Key: r.Key, Name: r.Name, Description: r.Description, Latest: r.Latest,
		HasDraft: r.HasDraft, Version: r.Version, CreatedAt: micros.Time(r.CreatedAt), UpdatedAt: micros.Time(r.UpdatedAt),
		UpdatedBy: r.UpdatedBy, DeletedAt: micros.Time(r.DeletedAt), DocumentName: r.DocumentName,
	}
}

// CreateLens adds a lens; Conflict if its id is taken, or its key or name by a lens of the workspace that is
// not deleted.
func (tx *Tx) CreateLens(l models.Lens) error {
	row := newLensRow(l)
	return tx.create("lens", &row)
}

// Lens returns a lens, deleted ones too, or NotFound. It does not lock: answers to one lens must not wait for each
// other.
func (tx *Tx) Lens(id string) (models.Lens, error) {
	row, err := oneRow[lensRow](tx, "lens", tx.db.Where("id = ?", id))
	return row.noun(), err
}

// LockLens is Lens for whoever is going to change it or what hangs on its versions.
func (tx *Tx) LockLens(id string) (models.Lens, error) {
	row, err := oneRow[lensRow](tx, "lens", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

var lensByKey = newStatement("SELECT id, workspace_id, key, name, description, latest, has_draft, version, " +
	"created_at, updated_at, updated_by, deleted_at, document_name FROM lenses WHERE workspace_id = ? AND key = ? AND " +
	"deleted_at = 0")

// LensByKey returns the lens of the workspace with the key, unless it is deleted; else NotFound.
func (tx *Tx) LensByKey(workspaceID, key string) (models.Lens, error) {
	var r lensRow
	err := tx.scan(lensByKey, []any{workspaceID, key}, &r.ID, &r.WorkspaceID, &r.Key, &r.Name, &r.Description, &r.Latest,
		&r.HasDraft, &r.Version, &r.CreatedAt, &r.UpdatedAt, &r.UpdatedBy, &r.DeletedAt, &r.DocumentName)
	if err != nil {
		return models.Lens{}, tx.found("lens", err)
	}
	return r.noun(), nil
}

var sharedLensByKey = newStatement("SELECT l.id FROM shares AS s JOIN lenses AS l ON l.id = s.thing_id WHERE " +
	"s.target_id = " + textParameter + " AND s.kind = 'lens' AND s.status = 'accepted' AND l.key = " + textParameter +
	" AND l.deleted_at = 0 ORDER BY s.created_at, s.id LIMIT 1")

// SharedLensByKey returns the lens with the key that is shared with the workspace, unless it is deleted; else
// NotFound. Of several, the one that was offered first.
func (tx *Tx) SharedLensByKey(workspaceID, key string) (models.Lens, error) {
	var id string
	if err := tx.scan(sharedLensByKey, []any{workspaceID, key}, &id); err != nil {
		return models.Lens{}, tx.found("lens", err)
	}
	return tx.Lens(id)
}

// LensByName returns the lens of the workspace with the name, letter case and white space aside, unless it is deleted;
// else NotFound.
func (tx *Tx) LensByName(workspaceID, name string) (models.Lens, error) {
	q := tx.db.Where("workspace_id = ? AND name_fold = ? AND deleted_at = 0", workspaceID, models.FoldName(name))
	row, err := oneRow[lensRow](tx, "lens", q)
	return row.noun(), err
}

// LensByDocumentName is LensByName by the name that the lens's documents carry.
func (tx *Tx) LensByDocumentName(workspaceID, name string) (models.Lens, error) {
	q := tx.db.Where("workspace_id = ? AND document_name_fold = ? AND deleted_at = 0", workspaceID, models.FoldName(name))
	row, err := oneRow[lensRow](tx, "lens", q)
	return row.noun(), err
}

// Lenses lists the lenses of a workspace and those that are shared with it, without deleted ones, by folded
// name: up to one row more than the page.
func (tx *Tx) Lenses(workspaceID string, query models.LensQuery) ([]models.Lens, error) {
	q, err := tx.ownAndShared(workspaceID, models.LensShare)
	if err != nil {
		return nil, err
	}
	q = q.Where("deleted_at = 0").Order("name_fold, id").Limit(paging.Rows(query.PageRequest))
	if wrong := models.TextFault(query.Name); wrong != "" {
		return nil, models.InvalidInput(models.FieldFault{Field: "name", Message: wrong})
	}
	if part := models.FoldName(query.Name); part != "" {
		q = q.Where(tx.contains("name_fold"), part)
	}
	c, ok, err := paging.After(query.PageRequest, "lenses")
	if err != nil {
		return nil, err
	}
	if ok {
		q = q.Where("(name_fold, id) > (?, ?)", c.Text, c.ID)
	}
	return manyRows(tx, "lenses", q, lensRow.noun)
}

// LensCursor is the cursor that continues a list of lenses after l.
func LensCursor(l models.Lens) string {
	return paging.Cursor{List: "lenses", Text: models.FoldName(l.Name), ID: l.ID}.String()
}

// UpdateLens writes all columns but id, workspace and creation, the version as it is given. NotFound if there is no
// such lens, Conflict if its key or name is taken.
func (tx *Tx) UpdateLens(l models.Lens) error {
	row := newLensRow(l)
	q := tx.db.Model(&lensRow{}).Where("id = ?", l.ID).Select("key", "name", "name_fold", "description", "latest",
		"has_draft", "version", "updated_at", "updated_by", "deleted_at", "document_name", "document_name_fold")
	return tx.affected("update", "lens", q.UpdateColumns(row))
}

// Package branding has the tables of how reports of a workspace look, and of its saved presets, a part of the store.
//
// It may import models, models/branding, columns and micros, and with the store it knows GORM. A Table is of one
// transaction, which the store opens.
package branding

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/store/columns"
	"plumbline/models/store/micros"
)

// Table is the brands and presets in one transaction.
type Table struct{ tx transaction }

type transaction struct {
	DB     *gorm.DB
	Found  func(noun string, err error) error
	Failed func(op, noun string, err error) error
}

// New gives the tables in a transaction. Found gives the error of a query for one row its meaning, failed that of a
// statement, and nil stays nil.
func New(db *gorm.DB, found func(noun string, err error) error, failed func(op, noun string, err error) error) *Table {
	return &Table{transaction{db, found, failed}}
}

const (
	brandNoun  = "brand of reports"
	presetNoun = "report preset"
)

type brandRow struct {
	WorkspaceID  string `gorm:"primaryKey"`
	PrimaryColor string
	AccentColor  string
	Footer       string
	Logo         []byte
	LogoWidth    int
	LogoHeight   int
	Version      int
	UpdatedAt    int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy    string
}

// TableName is what GORM calls the table.
func (brandRow) TableName() string { return "report_brands" }

// Brand is that of a workspace; an empty one of version 0 if nothing was ever set.
func (t *Table) Brand(workspaceID string) (branding.Brand, error) {
	var r brandRow
	err := t.tx.Found(brandNoun, t.tx.DB.Where("workspace_id = ?", workspaceID).Take(&r).Error)
	if models.CodeOf(err) == models.CodeNotFound {
		return branding.Brand{WorkspaceID: workspaceID}, nil
	}
	b := branding.Brand{WorkspaceID: r.WorkspaceID, Fields: branding.Fields{PrimaryColor: r.PrimaryColor,
		AccentColor: r.AccentColor, Footer: r.Footer}, Version: r.Version, UpdatedAt: micros.Time(r.UpdatedAt),
		UpdatedBy: r.UpdatedBy}
	if len(r.Logo) > 0 {
		b.Logo = branding.Logo{PNG: r.Logo, Width: r.LogoWidth, Height: r.LogoHeight}
	}
	return b, err
}

// PutBrand sets all of a brand.
func (t *Table) PutBrand(b branding.Brand) error {
	r := brandRow{WorkspaceID: b.WorkspaceID, PrimaryColor: b.PrimaryColor, AccentColor: b.AccentColor, Footer: b.Footer,
		Logo: append([]byte{}, b.Logo.PNG...), LogoWidth: b.Logo.Width, LogoHeight: b.Logo.Height, Version: b.Version,
		UpdatedAt: micros.Of(b.UpdatedAt), UpdatedBy: b.UpdatedBy}
	return t.tx.Failed("set", brandNoun, t.tx.DB.Clauses(clause.OnConflict{UpdateAll: true}).Create(&r).Error)
}

type presetRow struct {
	ID          string `gorm:"primaryKey"`
	WorkspaceID string
	Name        string
	Folded      string
	Base        string
	Choices     string
	Version     int
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	CreatedBy   string
	UpdatedAt   int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy   string
}

// TableName is what GORM calls the table.
func (presetRow) TableName() string { return "report_presets" }

// keptChoices is how choices are kept.
type keptChoices struct {
	Sections       []string `json:"sections,omitempty"`
	Pillars        []string `json:"pillars,omitempty"`
	Risks          []string `json:"risks,omitempty"`
	Priorities     string   `json:"priorities,omitempty"`
	Language       string   `json:"language,omitempty"`
	Paper          string   `json:"paper,omitempty"`
	Classification string   `json:"classification,omitempty"`
	Footer         string   `json:"footer,omitempty"`
}

func (r presetRow) preset() (branding.Preset, error) {
	var kept keptChoices
	err := columns.Decode(r.Choices, &kept)
	return branding.Preset{ID: r.ID, WorkspaceID: r.WorkspaceID, PresetFields: branding.PresetFields{Name: r.Name,
		Base: r.Base, Choices: branding.Choices(kept)}, Version: r.Version, CreatedAt: micros.Time(r.CreatedAt),
		CreatedBy: r.CreatedBy, UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy}, err
}

func rowOf(p branding.Preset) (presetRow, error) {
	choices, err := columns.Encode(keptChoices(p.Choices))
	return presetRow{ID: p.ID, WorkspaceID: p.WorkspaceID, Name: p.Name, Folded: models.FoldName(p.Name), Base: p.Base,
		Choices: choices, Version: p.Version, CreatedAt: micros.Of(p.CreatedAt), CreatedBy: p.CreatedBy,
		UpdatedAt: micros.Of(p.UpdatedAt), UpdatedBy: p.UpdatedBy}, err
}

// Presets lists those of a workspace, by name. They are few.
func (t *Table) Presets(workspaceID string) ([]branding.Preset, error) {
	var rows []presetRow
	if err := t.tx.DB.Where("workspace_id = ?", workspaceID).Order("folded").Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "report presets", err)
	}
	list := make([]branding.Preset, len(rows))
	for n, r := range rows {
		var err error
		if list[n], err = r.preset(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Preset gives one of a workspace by its id or its name, however that is written, or NotFound.
func (t *Table) Preset(workspaceID, nameOrID string) (branding.Preset, error) {
	var r presetRow
	err := t.tx.DB.Where("workspace_id = ? AND (id = ? OR folded = ?)", workspaceID, nameOrID,
		models.FoldName(nameOrID)).Take(&r).Error
	if err != nil {
		return branding.Preset{}, t.tx.Found(presetNoun, err)
	}
	return r.preset()
}

// CreatePreset adds one.
func (t *Table) CreatePreset(p branding.Preset) error {
	r, err := rowOf(p)
	if err != nil {
		return err
	}
	return t.tx.Failed("create", presetNoun, t.tx.DB.Create(&r).Error)
}

// UpdatePreset changes one; NotFound if there is none.
func (t *Table) UpdatePreset(p branding.Preset) error {
	r, err := rowOf(p)
	if err != nil {
		return err
	}
	done := t.tx.DB.Model(&presetRow{}).Where("id = ?", p.ID).
		Select("name", "folded", "base", "choices", "version", "updated_at", "updated_by").UpdateColumns(&r)
	return t.one("update", done)
}

// DeletePreset takes one away; NotFound if there is none.
func (t *Table) DeletePreset(id string) error {
	return t.one("delete", t.tx.DB.Where("id = ?", id).Delete(&presetRow{}))
}

func (t *Table) one(op string, done *gorm.DB) error {
	if done.Error == nil && done.RowsAffected == 0 {
		return models.Errorf(models.CodeNotFound, "there is no such report preset")
	}
	return t.tx.Failed(op, presetNoun, done.Error)
}

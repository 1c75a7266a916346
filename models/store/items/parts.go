package items

import (
	"maps"
	"slices"

	"plumbline/models/remediation"
)

type practiceRow struct {
	ItemID     string `gorm:"primaryKey"`
	ReviewID   string `gorm:"primaryKey"`
	QuestionID string `gorm:"primaryKey"`
	ChoiceID   string `gorm:"primaryKey"`
	Position   int
}

// TableName is what GORM calls the table.
func (practiceRow) TableName() string { return "item_practices" }

type needRow struct {
	ItemID  string `gorm:"primaryKey"`
	NeedsID string `gorm:"primaryKey"`
}

// TableName is what GORM calls the table.
func (needRow) TableName() string { return "item_needs" }

// putParts replaces the practices of an item and what it needs.
func (t *Table) putParts(i remediation.Item) error {
	for _, part := range []any{&practiceRow{}, &needRow{}} {
		if err := t.tx.DB.Where("item_id = ?", i.ID).Delete(part).Error; err != nil {
			return t.tx.Failed("update", "item", err)
		}
	}
	practices := make([]practiceRow, len(i.Practices))
	for n, p := range i.Practices {
		practices[n] = practiceRow{i.ID, p.ReviewID, p.QuestionID, p.ChoiceID, n}
	}
	needs := make([]needRow, len(i.Needs))
	for n, id := range i.Needs {
		needs[n] = needRow{i.ID, id}
	}
	if len(practices) > 0 {
		if err := t.tx.DB.Create(&practices).Error; err != nil {
			return t.tx.Failed("update", "practices of the item", err)
		}
	}
	if len(needs) > 0 {
		return t.tx.Failed("update", "needs of the item", t.tx.DB.Create(&needs).Error)
	}
	return nil
}

// addParts puts practices, needs and names of owners into items of a list, or into the one.
func (t *Table) addParts(list []remediation.Item, one *remediation.Item) error {
	if one != nil {
		list = list[:1]
	}
	if len(list) == 0 {
		return nil
	}
	at := make(map[string]*remediation.Item, len(list))
	ids := make([]string, len(list))
	for n := range list {
		at[list[n].ID], ids[n] = &list[n], list[n].ID
	}
	var practices []practiceRow
	if err := t.tx.DB.Where(t.tx.Among("item_id", ids)).Order("item_id, position").Find(&practices).Error; err != nil {
		return t.tx.Failed("list", "practices of items", err)
	}
	for _, p := range practices {
		i := at[p.ItemID]
		i.Practices = append(i.Practices, remediation.PracticeRef{ReviewID: p.ReviewID, QuestionID: p.QuestionID,
			ChoiceID: p.ChoiceID})
	}
	var needs []needRow
	if err := t.tx.DB.Where(t.tx.Among("item_id", ids)).Order("item_id, needs_id").Find(&needs).Error; err != nil {
		return t.tx.Failed("list", "needs of items", err)
	}
	for _, n := range needs {
		at[n.ItemID].Needs = append(at[n.ItemID].Needs, n.NeedsID)
	}
	owners := make([]*remediation.ItemOwner, len(list))
	for n := range list {
		owners[n] = &list[n].Owner
	}
	return t.nameOwners(owners)
}

// nameOwners puts the names of members into owners.
func (t *Table) nameOwners(owners []*remediation.ItemOwner) error {
	names := map[string]string{}
	for _, o := range owners {
		if o.UserID != "" {
			names[o.UserID] = ""
		}
	}
	if len(names) == 0 {
		return nil
	}
	var users []struct{ ID, Name string }
	err := t.tx.DB.Table("users").Select("id, name").Where(t.tx.Among("id", slices.Sorted(maps.Keys(names)))).
		Find(&users).Error
	if err != nil {
		return t.tx.Failed("list", "owners of items", err)
	}
	for _, u := range users {
		names[u.ID] = u.Name
	}
	for _, o := range owners {
		if o.UserID != "" {
			o.Name = names[o.UserID]
		}
	}
	return nil
}

// Lenses gives the ids of the lenses of the reviews that items hang on, by the ids of the reviews.
func Lenses(t *Table, list []remediation.Item) (map[string]string, error) {
	reviews := map[string]string{}
	for _, i := range list {
		for _, p := range i.Practices {
			reviews[p.ReviewID] = ""
		}
	}
	if len(reviews) == 0 {
		return nil, nil
	}
	var rows []struct{ ID, LensID string }
	err := t.tx.DB.Table("reviews").Select("id, lens_id").
		Where(t.tx.Among("id", slices.Sorted(maps.Keys(reviews)))).Find(&rows).Error
	for _, r := range rows {
		reviews[r.ID] = r.LensID
	}
	return reviews, t.tx.Failed("list", "lenses of items", err)
}

// Needs gives what the items of a workspace need first, by id.
func (t *Table) Needs(workspaceID string) (map[string][]string, error) {
	var rows []needRow
	err := t.tx.DB.Where("EXISTS (SELECT 1 FROM items WHERE id = item_id AND workspace_id = ?)", workspaceID).
		Order("item_id, needs_id").Find(&rows).Error
	needs := map[string][]string{}
	for _, r := range rows {
		needs[r.ItemID] = append(needs[r.ItemID], r.NeedsID)
	}
	return needs, t.tx.Failed("list", "needs of items", err)
}

// NeededBy gives the ids of the items that need an item first.
func (t *Table) NeededBy(id string) (ids []string, err error) {
	err = t.tx.DB.Model(&needRow{}).Where("needs_id = ?", id).Order("item_id").Pluck("item_id", &ids).Error
	return ids, t.tx.Failed("list", "needs of items", err)
}

package store

import (
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/store/items"
	"plumbline/models/store/paging"
)

// Items are the tables of items, in the transaction.
func Items(tx *Tx) *items.Table { return items.New(tx.forItems()) }

// ItemTalk is the activity of items and their comments, in the transaction.
func ItemTalk(tx *Tx) *items.Talk { return items.NewTalk(tx.forItems()) }

// PlanSettings is the table of the settings of plans, in the transaction.
func PlanSettings(tx *Tx) *items.Settings { return items.NewSettings(tx.forItems()) }

func (tx *Tx) forItems() items.Transaction {
	return items.Transaction{DB: tx.db, Locks: tx.locks, Found: tx.found, Failed: tx.failed, Among: tx.among,
		Contains: tx.contains}
}

// ListItems lists the items of a workspace and of the workloads that are shared with it, in the order of the query: up
// to one row more than the page.
func ListItems(tx *Tx, workspaceID string, query remediation.ItemQuery) ([]remediation.Item, error) {
	c, ok, err := paging.After(query.PageRequest, itemList(query.Sort))
	if err != nil {
		return nil, err
	}
	own, err := itemsWithin(tx, workspaceID, query)
	if err != nil {
		return nil, err
	}
	var after *items.Position
	if ok {
		after = &items.Position{Text: c.Text, Int: c.Int, ID: c.ID}
	}
	return Items(tx).List(query, own.Limit(paging.Rows(query.PageRequest)), after)
}

// ItemColumns gives the first items of each status of a query, so many of each: active ones by date, closed ones by
// their last change; without texts, practices and what they need.
func ItemColumns(tx *Tx, workspaceID string, query remediation.ItemQuery, each int) ([]remediation.Item, error) {
	own, err := itemsWithin(tx, workspaceID, query)
	if err != nil {
		return nil, err
	}
	return items.Columns(Items(tx), query, own.Session(&gorm.Session{}), each)
}

// itemsWithin narrows items to those of a workspace and of the workloads that are shared with it. Where one workload is
// asked for, its items are looked at rather than the workspace's: the condition on the workspace names no index.
func itemsWithin(tx *Tx, workspaceID string, query remediation.ItemQuery) (*gorm.DB, error) {
	own := "workspace_id = ?"
	if query.WorkloadID != "" {
		own = "workspace_id || '' = ?"
	}
	return tx.ownAndSharedBy(own, "workload_id", workspaceID, models.WorkloadShare)
}

// ItemLenses gives the ids of the lenses of the reviews that items hang on, by the ids of the reviews.
func ItemLenses(tx *Tx, list []remediation.Item) (map[string]string, error) {
	return items.Lenses(Items(tx), list)
}

// BriefItems gives all items of a query, in no order and without texts, practices and what they need.
func BriefItems(tx *Tx, workspaceID string, query remediation.ItemQuery) ([]remediation.Item, error) {
	own, err := itemsWithin(tx, workspaceID, query)
	if err != nil {
		return nil, err
	}
	return items.Brief(Items(tx), query, own)
}

// PlannedItems gives the active items of a query as roadmaps look at them, in no order.
func PlannedItems(tx *Tx, workspaceID string, query remediation.ItemQuery) ([]remediation.Planned, error) {
	own, err := itemsWithin(tx, workspaceID, query)
	if err != nil {
		return nil, err
	}
	return items.Planned(Items(tx), query, own.Session(&gorm.Session{}))
}

// MeasuredItems gives the items of a query as metrics look at them; days are those of the zone of now.
func MeasuredItems(tx *Tx, workspaceID string, query remediation.ItemQuery, now time.Time) ([]remediation.Measured,
	error) {
	own, err := itemsWithin(tx, workspaceID, query)
	if err != nil {
		return nil, err
	}
	return items.Measured(Items(tx), query, own, now)
}

// ItemCosts gives what the items of a query cost that a workspace pays for, in groups.
func ItemCosts(tx *Tx, workspaceID string, query remediation.ItemQuery, payer string) ([]remediation.BudgetLine,
	error) {
	own, err := itemsWithin(tx, workspaceID, query)
	if err != nil {
		return nil, err
	}
	return items.Costs(Items(tx), query, own, payer)
}

// CountItems counts the items of a query by status.
func CountItems(tx *Tx, workspaceID string, query remediation.ItemQuery) ([]remediation.ItemCount, error) {
	own, err := itemsWithin(tx, workspaceID, query)
	if err != nil {
		return nil, err
	}
	return Items(tx).Count(query, own)
}

func itemList(sort remediation.ItemSort) string { return "items by " + string(sort) }

// ItemCursor is the cursor that continues a list of items in an order after i.
func ItemCursor(sort remediation.ItemSort) func(remediation.Item) string {
	return func(i remediation.Item) string {
		at := items.PositionOf(sort, i)
		return paging.Cursor{List: itemList(sort), Text: at.Text, Int: at.Int, ID: at.ID}.String()
	}
}

// ItemComments lists the comments of an item, newest first: up to one row more than the page.
func ItemComments(tx *Tx, itemID string, p models.PageRequest) ([]remediation.ItemComment, error) {
	q, err := paging.Before(tx.db.Limit(paging.Rows(p)), p, "item comments")
	if err != nil {
		return nil, err
	}
	return items.Comments(ItemTalk(tx), q, itemID)
}

// ItemCommentCursor is the cursor that continues a list of comments after c.
func ItemCommentCursor(c remediation.ItemComment) string {
	return paging.ByAge("item comments", c.CreatedAt, c.ID)
}

// ItemActivity lists what happened to an item, newest first: up to one row more than the page.
func ItemActivity(tx *Tx, itemID string, p models.PageRequest) ([]remediation.Activity, error) {
	c, ok, err := paging.After(p, "item activity")
	if err != nil {
		return nil, err
	}
	q := tx.db.Limit(paging.Rows(p))
	if ok {
		q = q.Where("(at, id) < (?, ?)", c.Int, c.ID)
	}
	return items.Activity(ItemTalk(tx), q, itemID)
}

// ItemActivityCursor is the cursor that continues a list of activity after a.
func ItemActivityCursor(a remediation.Activity) string {
	return paging.ByAge("item activity", a.At, a.ID)
}

// ItemMentions lists the comments of items that mention a person, newest first, without the mentions themselves.
func ItemMentions(tx *Tx, query MentionsQuery) ([]items.MentionedIn, error) {
	own, err := tx.ownAndSharedBy("i.workspace_id = ?", "i.workload_id", query.WorkspaceID, models.WorkloadShare)
	if err != nil {
		return nil, err
	}
	if len(query.Workloads) > 0 {
		own = own.Where(tx.among("i.workload_id", query.Workloads))
	}
	return items.Mentions(ItemTalk(tx), own.Limit(query.Limit), query.UserID, query.Unread)
}

// WorkloadNames gives the names of workloads by their ids.
func WorkloadNames(tx *Tx, ids map[string]bool) (map[string]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []struct{ ID, Name string }
	err := tx.db.Table("workloads").Select("id, name").Where(tx.among("id", slices.Sorted(maps.Keys(ids)))).
		Find(&rows).Error
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, tx.failed("list", "workloads", err)
}

// Package items is the pages of remediation: the items of improvement plans as a table, a board and a timeline, one
// item with its forms, comments and activity, and the settings of plans.
//
// Handlers decide nothing: permission, rules and words are those of models/service, models/remediation and
// models/labels.
package items

import (
	"embed"
	"html/template"
	"slices"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Rows: slices.Concat(h.listRows(), h.itemRows()), Templates: templates, Done: doneTexts}
}

// listRows are pages of many items, of a workspace and of a workload.
func (h handlers) listRows() []page.Row {
	load := urls.ItemsOf(":workload")
	return []page.Row{
		page.Get(urls.Items, models.ReadItem, h.table, page.Shows{"items": tableData{}}),
		page.Get(load, models.ReadItem, h.table, page.Shows{"items": tableData{}}),
		page.Get(urls.Items.Board(), models.ReadItem, h.board, page.Shows{"items_board": boardData{}}),
		page.Get(load.Board(), models.ReadItem, h.board, page.Shows{"items_board": boardData{}}),
		page.Get(urls.Items.Timeline(), models.ReadItem, h.timeline, page.Shows{"items_timeline": timelineData{}}),
		page.Get(load.Timeline(), models.ReadItem, h.timeline, page.Shows{"items_timeline": timelineData{}}),
		page.Get(urls.Items.New(), models.UpdateItem, h.chooseWorkload, page.Shows{"item_where": whereData{}}),
		page.Post(urls.EditItems, models.UpdateItem, h.editMany, page.Shows{"items_edit": bulkData{}}),
		page.Get(load.New(), models.UpdateItem, h.newItem, page.Shows{"item_new": formData{}}).Queued(),
		page.Post(load.New(), models.UpdateItem, h.createItem).Queued(),
		page.Get(urls.PlanSettings, models.ReadWorkspace, h.settings, page.Shows{"plan_settings": settingsData{}}),
		page.Post(urls.PlanSettings, models.UpdatePlanSettings, h.saveSettings),
	}
}

// itemRows are those of one item.
func (h handlers) itemRows() []page.Row {
	item := urls.Item(":item")
	return []page.Row{
		page.Get(item, models.ReadItem, h.item, page.Shows{"item": itemData{}}),
		page.Get(item.Edit(), models.UpdateItem, h.editItem, page.Shows{"item_edit": formData{}}).Queued(),
		page.Post(item.Edit(), models.UpdateItem, h.saveItem).Queued(),
		page.Post(item.Move(), models.UpdateItem, h.move),
		page.Post(item.Verify(), models.UpdateItem, h.verify),
		page.Post(item.Delete(), models.DeleteItem, h.deleteItem),
		page.Post(item.Comments(), models.CreateComment, h.createComment),
		page.Post(item.Comment(":comment"), models.CreateComment, h.editComment),
		page.Post(item.DeleteComment(":comment"), models.CreateComment, h.deleteComment),
	}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{
	"around": withView, "day": labels.CalendarDay,
})

// within is a piece of a page with the view around it.
type within[T any] struct {
	V page.View
	D T
}

func withView(v page.View, d any) within[any] { return within[any]{v, d} }

// doneTexts is what pages say was done.
var doneTexts = map[string]string{
	"item-created":         "The item is created.",
	"item-saved":           "The item is saved.",
	"item-moved":           "The status is changed.",
	"item-verified":        "The item is confirmed as done.",
	"item-deleted":         "The item is deleted.",
	"items-saved":          "The items are saved.",
	"item-commented":       "The comment is added.",
	"item-comment-edited":  "The comment is saved.",
	"item-comment-deleted": "The comment is deleted.",
	"plan-settings":        "The plan settings are saved. Dates of items stay as they are.",
}

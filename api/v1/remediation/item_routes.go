package remediation

import (
	"fmt"
	"slices"

	"plumbline/api/v1/itemfilter"
	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/remediation"
)

// itemRoutes are about the items of improvement plans. An item is named by its id, or by its number in the workspace.
func (h handlers) itemRoutes() []rest.Route {
	const one, of = "/items/:item", "/workloads/:workload/items"
	return []rest.Route{
		{Method: methodGet, Path: "/items", ID: "listItems",
			Summary: "The items of the workspace and of workloads that are shared with it",
			Action:  models.ReadItem, Status: statusOK, Query: slices.Concat(itemFilters, itemOrder, paging),
			Do: rest.Do(h.listItems)},
		{Method: methodGet, Path: "/items/counts", ID: "countItems", Summary: "How many items of each status there are",
			Action: models.ReadItem, Status: statusOK, Query: itemFilters, Do: rest.Do(h.countItems)},
		{Method: methodGet, Path: "/items/roadmap", ID: "getRoadmap",
			Summary: "The items that are not closed within 30, 60 and 90 days and later, with the cap on high risks",
			Action:  models.ReadItem, Status: statusOK, Query: slices.Concat(itemFilters, roadmapLimit),
			Do: rest.Do(h.getRoadmap)},
		{Method: methodGet, Path: "/items/metrics", ID: "getItemMetrics",
			Summary: "Ages, times to close and the share of breaches of items", Action: models.ReadItem,
			Status: statusOK, Query: itemFilters, Do: rest.Do(h.getItemMetrics)},
		{Method: methodGet, Path: "/items/budget", ID: "getItemBudget",
			Summary: "What items cost by status, owner and month; shared workloads are paid elsewhere",
			Action:  models.ReadItem, Status: statusOK, Query: itemFilters, Do: rest.Do(h.getItemBudget)},
		{Method: methodPost, Path: "/items/edit", ID: "editItems",
			Summary: "Change many items at once: all of them, or none", Action: models.UpdateItem, Status: statusOK,
			Cost: rest.Heavy, Do: rest.Do(h.editItems)},
		{Method: methodPost, Path: of, ID: "createItem", Summary: "Make an item of a workload",
			Action: models.UpdateItem, Status: statusCreated, Idempotent: true, Do: rest.Do(h.createItem)},
		{Method: methodPost, Path: of + "/batch", ID: "createItems",
			Summary: "Make many items of a workload: all of them, or none", Action: models.UpdateItem,
			Status: statusCreated, Idempotent: true, Cost: rest.Heavy, Do: rest.Do(h.createItems)},
		{Method: methodPost, Path: of + "/planned", ID: "createPlannedItems",
			Summary: "Make items of missing practices; those that an active item closes get no second one",
			Action:  models.UpdateItem, Status: statusCreated, Idempotent: true, Cost: rest.Heavy,
			Do: rest.Do(h.createPlannedItems)},
		{Method: methodPost, Path: "/plan/items", ID: "createPlanItems",
			Summary: "Make items of missing practices in several workloads: all of them, or none",
			Action:  models.UpdateItem, Status: statusCreated, Idempotent: true, Cost: rest.Heavy,
			Do: rest.Do(h.createPlanItems)},
		{Method: methodPost, Path: "/workloads/:workload/proposals/:proposal/items", ID: "createProposedItems",
			Summary: "Make items of the practices of a proposal that are missing", Action: models.UpdateItem,
			Status: statusCreated, Idempotent: true, Cost: rest.Heavy, Do: rest.Do(h.createProposedItems)},
		{Method: methodGet, Path: one, ID: "getItem", Summary: "One item, by id or number", Action: models.ReadItem,
			Status: statusOK, Do: rest.Do(h.getItem)},
		{Method: methodPatch, Path: one, ID: "updateItem", Summary: "Change the fields of an item",
			Action: models.UpdateItem, Status: statusOK, Conditional: true, Do: rest.Do(h.updateItem)},
		{Method: methodDelete, Path: one, ID: "deleteItem", Summary: "Delete an item with its comments and activity",
			Action: models.DeleteItem, Status: statusNoContent, Query: []rest.Parameter{itemConfirm},
			Do: rest.Do(h.deleteItem)},
		{Method: methodPost, Path: one + "/move", ID: "moveItem", Summary: "Give an item another status",
			Action: models.UpdateItem, Status: statusOK, Conditional: true, Do: rest.Do(h.moveItem)},
		{Method: methodPost, Path: one + "/complete", ID: "completeItem",
			Summary: "Say that the work is done: the item waits until a person has confirmed it",
			Action:  models.UpdateItem, Status: statusOK, Conditional: true, Do: rest.Do(h.completeItem)},
		{Method: methodPost, Path: one + "/verify", ID: "verifyItem",
			Summary: "Confirm that an item is done, and close it; its practices must be in place, or be selected with it",
			Action:  models.UpdateItem, Status: statusOK, Conditional: true, Do: rest.Do(h.verifyItem)},
	}
}

// itemTalkRoutes are about the comments of items, and what happened to them.
func (h handlers) itemTalkRoutes() []rest.Route {
	const one = "/items/:item"
	return []rest.Route{
		{Method: methodGet, Path: one + "/activity", ID: "listItemActivity",
			Summary: "What happened to an item, newest first", Action: models.ReadItem, Status: statusOK, Query: paging,
			Do: rest.Do(h.listItemActivity)},
		{Method: methodGet, Path: one + "/comments", ID: "listItemComments",
			Summary: "The comments of an item, newest first; deleted ones leave a gap", Action: models.ReadItem,
			Status: statusOK, Query: paging, Do: rest.Do(h.listItemComments)},
		{Method: methodPost, Path: one + "/comments", ID: "createItemComment", Summary: "Comment on an item",
			Action: models.CreateComment, Status: statusCreated, Idempotent: true, Do: rest.Do(h.createItemComment)},
		{Method: methodPatch, Path: one + "/comments/:item_comment", ID: "updateItemComment",
			Summary: "Edit one's own comment", Action: models.CreateComment, Status: statusOK, Conditional: true,
			Do: rest.Do(h.updateItemComment)},
		{Method: methodDelete, Path: one + "/comments/:item_comment", ID: "deleteItemComment",
			Summary: "Delete a comment; a gap stays", Action: models.CreateComment, Status: statusNoContent,
			Do: rest.Do(h.deleteItemComment)},
	}
}

// settingsRoutes are about what a workspace has agreed on for its plans.
func (h handlers) settingsRoutes() []rest.Route {
	return []rest.Route{
		{Method: methodGet, Path: "/plan/settings", ID: "getPlanSettings",
			Summary: "Due dates by risk, the cap of a plan, its currency, and whom escalation tells",
			Action:  models.ReadWorkspace, Status: statusOK, Do: rest.Do(h.getPlanSettings)},
		{Method: methodPut, Path: "/plan/settings", ID: "putPlanSettings",
			Summary: "Set them; no day of an item moves by it", Action: models.UpdatePlanSettings, Status: statusOK,
			Conditional: true, Do: rest.Do(h.putPlanSettings)},
		{Method: methodPost, Path: "/plan/settings/preview", ID: "previewPlanSettings",
			Summary: "Which days of items settings would move; nothing changes", Action: models.UpdatePlanSettings,
			Status: statusOK, Do: rest.Do(h.previewPlanSettings)},
		{Method: methodPost, Path: "/plan/settings/apply", ID: "applyPlanSettings",
			Summary: "Move the days of these items to those that the settings give; agreed ones are refused",
			Action:  models.UpdatePlanSettings, Status: statusOK, Cost: rest.Heavy, Do: rest.Do(h.applyPlanSettings)},
	}
}

var (
	itemConfirm = rest.Parameter{Name: "confirm",
		Doc: "the number of the item, exactly: nothing is deleted without it"}
	roadmapLimit = []rest.Parameter{{Name: "limit", Min: 1, Max: remediation.MaxItems,
		Doc: fmt.Sprintf("how many items of each window at most; %d if not given", roadmapSize)}}
	itemOrder = []rest.Parameter{{Name: "sort",
		Doc:  "due if not given: by day, undated ones last; number and updated: newest first",
		Enum: words(remediation.ItemSorts)}}
	itemFilters = itemfilter.Parameters
)

func words[T ~string](list []T) []string {
	return rest.Each(list, func(one T) string { return string(one) })
}

package workloads

import (
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/models/urls"
)

// itemList is the items that were opened, those that were closed, or those that were reopened.
type itemList struct {
	Words string
	Items []changedItem
}

// changedItem is one of them.
type changedItem struct {
	At           urls.ItemPath
	Number       int
	Title        string
	Status, Note string // where it stands now, and why
	When         time.Time
	By           string
}

// itemListsOf gives those of the three lists that have anything.
func itemListsOf(c *remediation.ItemChanges) (lists []itemList) {
	if c == nil {
		return nil
	}
	for _, part := range []struct {
		words string
		list  []remediation.ItemChange
	}{{"Opened", c.Opened}, {"Closed", c.Closed}, {"Reopened", c.Reopened}} {
		if len(part.list) == 0 {
			continue
		}
		l := itemList{Words: part.words}
		for _, one := range part.list {
			l.Items = append(l.Items, changedItem{urls.Item(one.ID), one.Number, one.Title, labels.ItemStatus(one.Status),
				one.Note, one.At, one.By})
		}
		lists = append(lists, l)
	}
	return lists
}

// milestoneItems gives what became of items up to a milestone, and the name of the one since which it counts.
func (h handlers) milestoneItems(r *page.Request, number int) (lists []itemList, since string, err error) {
	c, err := h.Service.Comparisons.MilestoneItems(r.HTTP.Context(), r.Param("workload"), number)
	if code := models.CodeOf(err); code == models.CodeForbidden || code == models.CodeNotFound {
		return nil, "", nil // it is a page for those who may not read items, too
	}
	if c.Former != nil {
		since = c.Former.Name
	}
	return itemListsOf(&c.ItemChanges), since, err
}

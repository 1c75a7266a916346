package items

import (
	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/questionnaires"
)

// rowsShown is how many items a part of the timeline shows; a link leads to all of them.
const rowsShown = 100

// timelineData is the items by when they are to be done.
type timelineData struct {
	ListView
	Parts []timelinePart
	Total int
	Cap   timelineCap
	All   string // address of the table with the same filters
}

// timelinePart is a part of the timeline, such as the next 30 days.
type timelinePart struct {
	ID, Words string
	Until     string // its last day, "" if it has none
	N         int
	Rows      []timelineRow
}

// timelineRow is an item, and why it is where it is.
type timelineRow struct {
	ItemRow
	Notes []string
}

// timelineCap is how many high risks are taken on within 90 days.
type timelineCap struct {
	Most, Taken, Beyond int
	Slots               []bool // one for each that may be taken on, or is; true: it is. Of many there are none
}

// Parts of the timeline that are no days.
const (
	overduePart = "overdue"
	beyondPart  = "beyond"
	laterPart   = "later"
)

// mostSlots is how many high risks are drawn one by one.
const mostSlots = 24

func (h handlers) timeline(r *page.Request) (page.Reply, error) {
	l, query, err := h.list(r, 2)
	if err != nil {
		return page.Reply{}, err
	}
	query.Statuses = nil
	roadmap, err := h.Service.ItemViews.Roadmap(r.HTTP.Context(), query)
	if err != nil {
		return page.Reply{}, err
	}
	title := "Timeline of items"
	if l.Head != nil {
		title = "Timeline of " + l.Head.Workload.Name
	}
	data := timelineData{ListView: l, Parts: partsOf(roadmap), Total: len(roadmap.Entries), Cap: capOf(roadmap),
		All: l.Views[0].Href}
	return page.Reply{Template: "items_timeline", Title: title, Data: data}, nil
}

// partsOf lays a roadmap out: what is overdue, each of its windows, what is over the cap or waits for that, and later.
func partsOf(v plan.RoadmapView) []timelinePart {
	parts := []timelinePart{{ID: overduePart, Words: "Overdue"}}
	for _, days := range remediation.RoadmapDays {
		words := labels.RoadmapWindow(days)
		parts = append(parts, timelinePart{ID: words, Words: words,
			Until: labels.CalendarDay(string(v.Today.AddDays(days)))})
	}
	parts = append(parts, timelinePart{ID: beyondPart, Words: "Beyond the cap"},
		timelinePart{ID: laterPart, Words: labels.RoadmapWindow(0) + ", or without a date"})
	at := map[string]*timelinePart{}
	for i := range parts {
		at[parts[i].ID] = &parts[i]
	}
	for _, e := range v.Entries {
		part := at[partOf(e)]
		if part.N++; part.N <= rowsShown {
			row := plan.ItemRow{Item: e.Item, Workload: v.Workloads[e.WorkloadID], Overdue: e.Overdue}
			part.Rows = append(part.Rows, timelineRow{rowOf(row, v.Today), labels.RoadmapNotes(e, v.Numbers)})
		}
	}
	return parts
}

func partOf(e remediation.RoadmapEntry) string {
	switch {
	case e.Overdue:
		return overduePart
	case e.Days > 0:
		return labels.RoadmapWindow(e.Days)
	case e.OverCap, e.WaitsFor != "":
		return beyondPart
	}
	return laterPart
}

func capOf(v plan.RoadmapView) timelineCap {
	c := timelineCap{Most: v.HighCap}
	for _, e := range v.Entries {
		switch {
		case e.Risk == questionnaires.RiskHigh && e.Days > 0:
			c.Taken++
		case e.Risk == questionnaires.RiskHigh && e.OverCap:
			c.Beyond++
		}
	}
	if most := max(c.Most, c.Taken); most <= mostSlots {
		for n := range most {
			c.Slots = append(c.Slots, n < c.Taken)
		}
	}
	return c
}

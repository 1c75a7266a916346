package items

import (
	"html/template"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
)

// rowsShown is how many items a part of the timeline shows; a link leads to all of them.
const rowsShown = 50

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

// timelineRow is an item, as far as roadmaps show it, and why it is where it is. RiskMark is what its cell of the risk
// holds, Last its last cells: they are the same for many items, so that they are written once.
type timelineRow struct {
	ItemRow
	Notes          []string
	RiskMark, Last template.HTML
}

// cells are what pieces of the page are for values, of which there are few, while one page is made.
type cells map[any]template.HTML

// of writes a piece for a value, or gives what it was. All values of a type are for one piece.
func (c cells) of(piece string, value any) (template.HTML, error) {
	if text, is := c[value]; is {
		return text, nil
	}
	var out strings.Builder
	err := templates.Render(&out, page.Rendering{Page: "items_timeline", Piece: piece, Data: value})
	c[value] = template.HTML(out.String())
	return c[value], err
}

// lastCells are the priority and the status of a row.
type lastCells struct {
	Urgent           bool
	Priority, Status string
	State            remediation.Status
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
	l, query, err := h.list(r, timelineView)
	if err != nil {
		return page.Reply{}, err
	}
	query.Statuses = nil
	roadmap, err := h.Service.ItemViews.Roadmap(r.HTTP.Context(), query, plan.RoadmapCut{Group: partOf, Limit: rowsShown})
	if err != nil {
		return page.Reply{}, err
	}
	title := "Timeline of items"
	if l.Head != nil {
		title = "Timeline of " + l.Head.Workload.Name
	}
	parts, err := partsOf(roadmap)
	if err != nil {
		return page.Reply{}, err
	}
	data := timelineData{ListView: l, Parts: parts, Total: roadmap.Total, Cap: capOf(roadmap),
		All: l.Views[0].Href}
	return page.Reply{Template: "items_timeline", Title: title, Data: data}, nil
}

// partsOf lays a roadmap out: what is overdue, each of its windows, what is over the cap or waits for that, and later.
func partsOf(v plan.RoadmapView) (_ []timelinePart, err error) {
	written := cells{}
	parts := []timelinePart{{ID: overduePart, Words: "Overdue"}}
	for _, days := range remediation.RoadmapDays {
		words := labels.RoadmapWindow(days)
		parts = append(parts, timelinePart{ID: words, Words: words,
			Until: labels.CalendarDay(string(v.Today.AddDays(days)))})
	}
	parts = append(parts, timelinePart{ID: beyondPart, Words: "Beyond the cap"},
		timelinePart{ID: laterPart, Words: labels.RoadmapWindow(0) + ", or without a date"})
	for i := range parts {
		g := v.Group(parts[i].ID)
		parts[i].N = g.Count
		for _, e := range g.Entries {
			row := plan.ItemRow{Item: e.Item, Workload: v.Workloads[e.WorkloadID], Overdue: e.Place.Overdue}
			one := timelineRow{ItemRow: rowOf(row, v.Today), Notes: labels.RoadmapNotes(e.Place, v.Numbers)}
			if one.RiskMark, err = written.of("risk-mark", one.Risk); err != nil {
				return nil, err
			}
			one.Last, err = written.of("last-cells", lastCells{one.Urgent, one.Priority, one.Status, one.State})
			if err != nil {
				return nil, err
			}
			parts[i].Rows = append(parts[i].Rows, one)
		}
	}
	return parts, nil
}

// windowParts are the parts for days, by these: they are asked for once for each item.
var windowParts = func() map[int]string {
	parts := map[int]string{}
	for _, days := range remediation.RoadmapDays {
		parts[days] = labels.RoadmapWindow(days)
	}
	return parts
}()

func partOf(e remediation.Placed) string {
	switch {
	case e.Overdue:
		return overduePart
	case e.Days > 0:
		return windowParts[e.Days]
	case e.OverCap, e.WaitsFor != "":
		return beyondPart
	}
	return laterPart
}

func capOf(v plan.RoadmapView) timelineCap {
	c := timelineCap{Most: v.HighCap, Taken: v.Group(overduePart).High, Beyond: v.Group(beyondPart).OverCap}
	for _, days := range remediation.RoadmapDays {
		c.Taken += v.Group(labels.RoadmapWindow(days)).High
	}
	if most := max(c.Most, c.Taken); most <= mostSlots {
		for n := range most {
			c.Slots = append(c.Slots, n < c.Taken)
		}
	}
	return c
}

package plan

import (
	"context"
	"strconv"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/store/items"
	"plumbline/models/timezone"
)

// Views are what is computed of many items.
type Views struct {
	core  *core.OperationBase
	steps *Steps
}

// RoadmapView is a roadmap, with what its entries hang on.
type RoadmapView struct {
	Groups    map[string]*RoadmapGroup
	Workloads map[string]string // names of those of the entries, by id
	Numbers   map[string]int    // of the items that the entries name, by id
	Total     int               // how many items the roadmap has
	Today     remediation.Date
	HighCap   int
}

// RoadmapGroup is a part of a roadmap: how many items it has, how many of these are for high risks, how many are over
// the cap, and the first of them.
type RoadmapGroup struct {
	Count, High, OverCap int
	Entries              []RoadmapEntry
}

// RoadmapEntry is an item with its place, as far as roadmaps show it. Its Needs are those that the roadmap has.
type RoadmapEntry struct {
	remediation.Item
	Place remediation.Placed
}

// RoadmapCut says which group an item of a roadmap belongs to, and how many of each are given: 0, all.
type RoadmapCut struct {
	Group func(remediation.Placed) string
	Limit int
}

// ByDays groups a roadmap by its windows: "30", "60" and "90" days, and "0" for later.
func ByDays(limit int) RoadmapCut {
	return RoadmapCut{func(p remediation.Placed) string { return strconv.Itoa(p.Days) }, limit}
}

// Group is a group of the roadmap; one without items where it has none such.
func (v RoadmapView) Group(name string) RoadmapGroup {
	if g := v.Groups[name]; g != nil {
		return *g
	}
	return RoadmapGroup{}
}

// Roadmap puts the active items of a query into 30, 60 and 90 days, and later.
func (v Views) Roadmap(ctx context.Context, query remediation.ItemQuery, cut RoadmapCut) (RoadmapView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, v.core, func(tx *store.Tx) (RoadmapView, error) {
		query, err := v.steps.reached(tx, actor, query)
		if err != nil {
			return RoadmapView{}, err
		}
		list, err := store.PlannedItems(tx, actor.WorkspaceID, query)
		if err != nil {
			return RoadmapView{}, err
		}
		settings, err := store.PlanSettings(tx).Of(actor.WorkspaceID)
		if err != nil {
			return RoadmapView{}, err
		}
		out := RoadmapView{HighCap: settings.HighCap, Groups: map[string]*RoadmapGroup{}, Total: len(list)}
		if out.Today, err = v.steps.Today(tx, actor.WorkspaceID); err != nil {
			return out, err
		}
		return out, out.fill(tx, remediation.Roadmap(list, out.Today, out.HighCap), cut)
	})
}

// fill puts the items into their groups, and reads those that are given.
func (v *RoadmapView) fill(tx *store.Tx, placed []remediation.Placed, cut RoadmapCut) error {
	var ids []string
	for _, p := range placed {
		name := cut.Group(p)
		g := v.Groups[name]
		if g == nil {
			g = &RoadmapGroup{Entries: make([]RoadmapEntry, 0, min(cut.Limit, len(placed)))}
			v.Groups[name] = g
		}
		if g.Count++; p.High {
			g.High++
		}
		if p.OverCap {
			g.OverCap++
		}
		if cut.Limit == 0 || len(g.Entries) < cut.Limit {
			g.Entries, ids = append(g.Entries, RoadmapEntry{Place: p}), append(ids, p.ID)
		}
	}
	v.number(placed)
	list, err := items.PlannedOf(store.Items(tx), ids)
	if err != nil {
		return err
	}
	byID, loads := map[string]remediation.Item{}, map[string]bool{}
	for _, item := range list {
		byID[item.ID], loads[item.WorkloadID] = item, true
	}
	for _, g := range v.Groups {
		for n, e := range g.Entries {
			g.Entries[n].Item = byID[e.Place.ID]
			g.Entries[n].Needs = e.Place.Needs
		}
	}
	v.Workloads, err = store.WorkloadNames(tx, loads)
	return err
}

// number gives the numbers of the items that the entries name.
func (v *RoadmapView) number(placed []remediation.Placed) {
	v.Numbers = map[string]int{}
	for _, g := range v.Groups {
		for _, e := range g.Entries {
			for _, id := range append([]string{e.Place.PulledBy, e.Place.WaitsFor}, e.Place.Needs...) {
				if id != "" {
					v.Numbers[id] = 0
				}
			}
		}
	}
	if len(v.Numbers) == 0 {
		return
	}
	for _, p := range placed {
		if _, named := v.Numbers[p.ID]; named {
			v.Numbers[p.ID] = p.Number
		}
	}
}

// Metrics counts ages, times to close and breaches of the items of a query.
func (v Views) Metrics(ctx context.Context, query remediation.ItemQuery) (remediation.Metrics, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, v.core, func(tx *store.Tx) (remediation.Metrics, error) {
		query, err := v.steps.reached(tx, actor, query)
		if err != nil {
			return remediation.Metrics{}, err
		}
		space, err := tx.Workspace(actor.WorkspaceID)
		if err != nil {
			return remediation.Metrics{}, err
		}
		now := timezone.Of(space.TimeZone).In(v.core.Now())
		list, err := store.MeasuredItems(tx, actor.WorkspaceID, query, now)
		return remediation.Measure(list, now), err
	})
}

// BudgetView is a budget with its currency.
type BudgetView struct {
	remediation.Budget
	Currency string
}

// Budget sums up what the items of a query cost. Items of workloads that are shared with the workspace are left out:
// another workspace pays for them, maybe in another currency. Those of one workload are given in its currency.
func (v Views) Budget(ctx context.Context, query remediation.ItemQuery) (BudgetView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, v.core, func(tx *store.Tx) (BudgetView, error) {
		query, err := v.steps.reached(tx, actor, query)
		if err != nil {
			return BudgetView{}, err
		}
		payer := actor.WorkspaceID
		if query.WorkloadID != "" {
			if payer, err = tx.WorkloadOwnerNow(query.WorkloadID); err != nil {
				return BudgetView{}, err
			}
		}
		groups, err := store.ItemCosts(tx, actor.WorkspaceID, query, payer)
		if err != nil {
			return BudgetView{}, err
		}
		settings, err := store.PlanSettings(tx).Of(payer)
		return BudgetView{remediation.Costs(groups), settings.Currency}, err
	})
}

package plan

import (
	"context"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// Views are what is computed of many items.
type Views struct {
	core  *core.OperationBase
	steps *Steps
}

// RoadmapView is a roadmap, with what its entries hang on.
type RoadmapView struct {
	Entries   []remediation.RoadmapEntry
	Workloads map[string]string // names, by id
	Numbers   map[string]int    // of the items of the roadmap, by id
	Today     remediation.Date
	HighCap   int
}

// Roadmap puts the active items of a query into 30, 60 and 90 days, and later.
func (v Views) Roadmap(ctx context.Context, query remediation.ItemQuery) (RoadmapView, error) {
	query.Active = true
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, v.core, func(tx *store.Tx) (RoadmapView, error) {
		list, err := v.steps.brief(tx, actor, query)
		if err != nil {
			return RoadmapView{}, err
		}
		settings, err := store.PlanSettings(tx).Of(actor.WorkspaceID)
		if err != nil {
			return RoadmapView{}, err
		}
		if err := addNeeded(tx, list); err != nil {
			return RoadmapView{}, err
		}
		out := RoadmapView{HighCap: settings.HighCap, Numbers: map[string]int{}}
		if out.Today, err = v.steps.Today(tx, actor.WorkspaceID); err != nil {
			return out, err
		}
		loads := map[string]bool{}
		for _, item := range list {
			loads[item.WorkloadID], out.Numbers[item.ID] = true, item.Number
		}
		if out.Workloads, err = store.WorkloadNames(tx, loads); err != nil {
			return out, err
		}
		out.Entries = remediation.Roadmap(list, out.Today, out.HighCap)
		return out, nil
	})
}

// brief gives the items of a query that the actor reaches.
func (steps *Steps) brief(tx *store.Tx, actor models.Actor, query remediation.ItemQuery) ([]remediation.Item, error) {
	query, err := steps.reached(tx, actor, query)
	if err != nil {
		return nil, err
	}
	return store.BriefItems(tx, actor.WorkspaceID, query)
}

// addNeeded puts what items need into them, as far as it is in the list.
func addNeeded(tx *store.Tx, list []remediation.Item) error {
	at, spaces := make(map[string]int, len(list)), map[string]bool{}
	for n, item := range list {
		at[item.ID], spaces[item.WorkspaceID] = n, true
	}
	for space := range spaces {
		needs, err := store.Items(tx).Needs(space)
		if err != nil {
			return err
		}
		for id, before := range needs {
			n, here := at[id]
			if !here {
				continue
			}
			for _, one := range before {
				if _, here := at[one]; here {
					list[n].Needs = append(list[n].Needs, one)
				}
			}
		}
	}
	return nil
}

// Metrics counts ages, times to close and breaches of the items of a query.
func (v Views) Metrics(ctx context.Context, query remediation.ItemQuery) (remediation.Metrics, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, v.core, func(tx *store.Tx) (remediation.Metrics, error) {
		list, err := v.steps.brief(tx, actor, query)
		if err != nil {
			return remediation.Metrics{}, err
		}
		space, err := tx.Workspace(actor.WorkspaceID)
		if err != nil {
			return remediation.Metrics{}, err
		}
		return remediation.Measure(list, timezone.Of(space.TimeZone).In(v.core.Now())), nil
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
		list, err := v.steps.brief(tx, actor, query)
		if err != nil {
			return BudgetView{}, err
		}
		payer := actor.WorkspaceID
		if query.WorkloadID != "" {
			if payer, err = tx.WorkloadOwnerNow(query.WorkloadID); err != nil {
				return BudgetView{}, err
			}
		}
		own := list[:0]
		for _, item := range list {
			if item.WorkspaceID == payer {
				own = append(own, item)
			}
		}
		settings, err := store.PlanSettings(tx).Of(payer)
		return BudgetView{remediation.Costs(own), settings.Currency}, err
	})
}

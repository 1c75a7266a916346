package acceptance

import (
	"cmp"
	"context"
	"slices"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/models/store/acceptances"
)

// Filter narrows the acceptances of a workspace.
type Filter string

// The filters.
const (
	All       Filter = ""
	ToDecide  Filter = "to_decide"
	InForce   Filter = "in_force"
	EndsSoon  Filter = "ending"  // in force, and its last day is one of the next EndingDays
	Over      Filter = "over"    // ended, revoked, extended or removed
	NotTaken  Filter = "refused" // declined or withdrawn
	NotInUse  Filter = "idle"    // accepted, and not in force at the moment: no risk, or a higher one
	waitLimit        = 200
)

// EndingDays is how many days ahead EndsSoon looks.
const EndingDays = 30

// Query asks for acceptances of the present workspace.
type Query struct {
	Filter     Filter
	WorkloadID string
	models.PageRequest
}

// rows is what the store can tell of a filter.
func (f Filter) rows(today string) acceptances.Query {
	switch f {
	case ToDecide:
		return acceptances.Query{States: []accepted.State{accepted.Asked}}
	case InForce, NotInUse:
		return acceptances.Query{States: []accepted.State{accepted.Accepted}, From: today}
	case EndsSoon:
		return acceptances.Query{States: []accepted.State{accepted.Accepted}, From: today,
			To: accepted.DaysAhead(today, EndingDays)}
	case Over:
		return acceptances.Query{States: []accepted.State{accepted.Accepted, accepted.Revoked, accepted.Replaced,
			accepted.Removed}}
	case NotTaken:
		return acceptances.Query{States: []accepted.State{accepted.Declined, accepted.Withdrawn}}
	}
	return acceptances.Query{}
}

// holds is what only the answer can tell.
func (f Filter) holds(v View) bool {
	switch f {
	case InForce, EndsSoon:
		return v.Standing == accepted.InForce
	case NotInUse:
		return v.Standing != accepted.InForce
	case Over:
		return v.State != accepted.Accepted || v.Standing == accepted.Ended
	}
	return true
}

// List returns the acceptances of the present workspace that the actor reaches, newest first.
func (o Acceptances) List(ctx context.Context, q Query) (models.ResultPage[View], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, o.core, func(tx *store.Tx) (models.ResultPage[View], error) {
		if err := models.Allow(actor, models.ReadWorkload, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.ResultPage[View]{}, err
		}
		if q.WorkloadID != "" {
			if _, err := core.WorkloadOwner(tx, actor, models.ReadWorkload, q.WorkloadID); err != nil {
				return models.ResultPage[View]{}, err
			}
		}
		views, err := o.steps.page(tx, actor, q)
		return core.PageOf(views, q.PageRequest, func(v View) string { return store.AcceptanceCursor(v.Acceptance) }), err
	})
}

// page collects a page and one more. What the store can't tell is left out as it is read, so that it may read on.
func (steps *Steps) page(tx *store.Tx, actor models.Actor, q Query) (views []View, err error) {
	today, err := steps.Today(tx, actor.WorkspaceID)
	if err != nil {
		return nil, err
	}
	rows := q.Filter.rows(today)
	rows.PageRequest = q.PageRequest
	if rows.WorkspaceID, rows.Workloads = actor.WorkspaceID, actor.Scope.Workloads; q.WorkloadID != "" {
		rows.WorkspaceID, rows.Workloads = "", []string{q.WorkloadID}
	}
	look, most := steps.look(tx, actor), pageSize(q.PageRequest)
	for {
		list, err := store.Acceptances(tx).List(rows)
		if err != nil {
			return nil, err
		}
		for _, a := range list[:min(len(list), most)] {
			v, err := look.view(a)
			if err != nil {
				return nil, err
			}
			if !q.Filter.holds(v) {
				continue
			}
			if views = append(views, v); len(views) > most {
				return views, nil
			}
		}
		if len(list) <= most {
			return views, nil
		}
		rows.After = store.AcceptanceCursor(list[most-1])
	}
}

func pageSize(p models.PageRequest) int {
	if p.Limit <= 0 {
		return models.DefaultPage
	}
	return min(p.Limit, models.MaxPage)
}

// Waiting lists what waits for the decision of the person who asks, oldest first, at most 200: acceptances that name
// the person, or nobody.
func (o Acceptances) Waiting(ctx context.Context) ([]View, error) {
	actor := models.ActorFrom(ctx)
	if err := models.Allow(actor, models.ReadMine, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return nil, err
	}
	if actor.UserID == "" || !actor.Role.AtLeast(models.Architect) {
		return nil, nil
	}
	return core.Read(ctx, o.core, func(tx *store.Tx) (views []View, err error) {
		list, err := store.Acceptances(tx).All(acceptances.Query{WorkspaceID: actor.WorkspaceID,
			Workloads: actor.Scope.Workloads, States: []accepted.State{accepted.Asked}, Approver: actor.UserID})
		if err != nil {
			return nil, err
		}
		look := o.steps.look(tx, actor)
		for i := len(list) - 1; i >= 0 && len(views) < waitLimit; i-- {
			v, err := look.view(list[i])
			if err != nil {
				return nil, err
			}
			if v.May.Decide {
				views = append(views, v)
			}
		}
		return views, nil
	})
}

// Ending lists what the person who asks had asked to accept and that ends within EndingDays, the next to end first, at
// most 200.
func (o Acceptances) Ending(ctx context.Context) ([]View, error) {
	actor := models.ActorFrom(ctx)
	if err := models.Allow(actor, models.ReadMine, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return nil, err
	}
	if actor.UserID == "" {
		return nil, nil
	}
	return core.Read(ctx, o.core, func(tx *store.Tx) (views []View, err error) {
		today, err := o.steps.Today(tx, actor.WorkspaceID)
		if err != nil {
			return nil, err
		}
		query := EndsSoon.rows(today)
		query.WorkspaceID, query.Workloads = actor.WorkspaceID, actor.Scope.Workloads
		list, err := store.Acceptances(tx).All(query)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(list, func(a, b accepted.Acceptance) int { return cmp.Compare(a.Until, b.Until) })
		look := o.steps.look(tx, actor)
		for _, a := range list {
			if a.AskedByID != actor.UserID || len(views) == waitLimit {
				continue
			}
			v, err := look.view(a)
			if err != nil {
				return nil, err
			}
			if EndsSoon.holds(v) {
				views = append(views, v)
			}
		}
		return views, nil
	})
}

// Approvers lists the members who may be asked to accept a risk of a review, by name; not the one who asks.
func (o Acceptances) Approvers(ctx context.Context, at models.ReviewPath) ([]models.Participant, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, o.core, func(tx *store.Tx) ([]models.Participant, error) {
		view, err := o.steps.reviews.Find(tx, actor, models.AskAcceptance, at)
		if err != nil {
			return nil, err
		}
		people, err := reviews.Participants(tx, view.Owner, view.WorkloadID)
		if err != nil {
			return nil, err
		}
		var list []models.Participant
		for _, p := range people {
			fault, err := approverFault(tx, actor, view, p.UserID)
			if err != nil {
				return nil, err
			}
			if fault == "" {
				list = append(list, p)
			}
		}
		return list, nil
	})
}

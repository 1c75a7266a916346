// Package portfolio has the operations that look at many workloads together: of one workspace, or of all in which a
// person is.
//
// It may import models, figures, portfolio, remediation and timezone, the store with planning and trends, core, whatif
// and questionnaires.
package portfolio

import (
	"context"
	"slices"

	"plumbline/models"
	"plumbline/models/portfolio"
	"plumbline/models/service/core"
	"plumbline/models/service/whatif"
	"plumbline/models/store"
	"plumbline/models/store/planning"
	"plumbline/models/timezone"
)

// Portfolios are the operations of this package.
type Portfolios struct {
	core  *core.OperationBase
	plans whatif.Plans
	past  *pastSums
}

// New makes the operations. What is kept of reviews in memory is kept by the plans.
func New(base *core.OperationBase, plans whatif.Plans) Portfolios {
	return Portfolios{base, plans, newPastSums()}
}

// Get tells how the workloads stand that the actor reaches. Workloads that are shared with several of the workspaces
// count once. It reads the answers of reviews that changed since it was asked last, and no other ones.
func (p Portfolios) Get(ctx context.Context, query portfolio.Query) (portfolio.Portfolio, error) {
	if query.Environment != "" && !slices.Contains(models.Environments[:], query.Environment) {
		return portfolio.Portfolio{}, models.InvalidInput(models.FieldFault{Field: "environment",
			Message: "must be PRODUCTION or PREPRODUCTION"})
	}
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.core, func(tx *store.Tx) (portfolio.Portfolio, error) {
		g := gathering{tx: tx, plans: p.plans, past: p.past, out: portfolio.Portfolio{Query: query, At: p.core.Now()},
			places: map[string]int{}}
		if err := g.enter(actor); err != nil {
			return g.out, err
		}
		for _, step := range []func() error{g.workloads, g.reviews, g.trend, g.items} {
			if err := step(); err != nil {
				return g.out, err
			}
		}
		return g.out, nil
	})
}

// gathering makes one portfolio in one transaction.
type gathering struct {
	tx     *store.Tx
	plans  whatif.Plans
	past   *pastSums
	actors []models.Actor // the person in each of the workspaces
	zone   timezone.Zone
	out    portfolio.Portfolio
	places map[string]int // of the workloads, by id
	reach  []planning.Reach
	ids    [][]string // of the workloads that each of them adds to those before
}

// enter finds the workspaces, and what the actor reaches in each.
func (g *gathering) enter(actor models.Actor) (err error) {
	if err := models.Allow(actor, models.ReadWorkload, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return err
	}
	g.actors = []models.Actor{actor}
	if g.out.Everywhere {
		if g.actors, err = everywhere(g.tx, actor); err != nil {
			return err
		}
	}
	for _, a := range g.actors {
		space, err := g.tx.Workspace(a.WorkspaceID)
		if err != nil {
			return err
		}
		g.out.Spaces = append(g.out.Spaces, portfolio.Space{ID: space.ID, Name: space.Name})
		if a.WorkspaceID == actor.WorkspaceID {
			g.out.TimeZone, g.zone = space.TimeZone, timezone.Of(space.TimeZone)
		}
		g.reach = append(g.reach, planning.Reach{WorkspaceID: a.WorkspaceID, Only: a.Scope.Workloads,
			Environment: g.out.Environment})
	}
	g.out.Today = dayOf(g.zone, g.out.At)
	return nil
}

// workloads lists what is reached, each once.
func (g *gathering) workloads() error {
	names := map[string]string{}
	for _, s := range g.out.Spaces {
		names[s.ID] = s.Name
	}
	g.ids = make([][]string, len(g.reach))
	for n, reach := range g.reach {
		list, err := store.Planning(g.tx).Workloads(reach)
		if err != nil {
			return err
		}
		for _, w := range list {
			if _, known := g.places[w.ID]; known {
				continue
			}
			g.ids[n] = append(g.ids[n], w.ID)
			if _, known := names[w.WorkspaceID]; !known {
				space, err := g.tx.Workspace(w.WorkspaceID)
				if err != nil {
					return err
				}
				names[w.WorkspaceID] = space.Name
			}
			w.Workspace = names[w.WorkspaceID]
			g.places[w.ID] = len(g.out.Workloads)
			g.out.Workloads = append(g.out.Workloads, w)
		}
		if len(g.ids[n]) < len(list) { // the others were counted where they are shared from or with
			g.reach[n].Only = g.ids[n]
		}
	}
	return nil
}

package plan

import (
	"cmp"
	"context"
	"slices"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// create makes items in some workloads. It locks all of them before it gives the first number.
func (p PlannedItems) create(ctx context.Context, workloads []string, idem models.IdempotencyKey,
	choose func(*plannedMaker) error) ([]ItemRow, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, p.core, func(tx *store.Tx) ([]ItemRow, error) {
		var makers []*plannedMaker
		for _, id := range workloads {
			load, err := core.Workload(tx, actor, models.UpdateItem, id)
			if err != nil {
				return nil, err
			}
			maker := &plannedMaker{itemMaker: itemMaker{Steps: p.steps, tx: tx, actor: actor, load: load,
				answers: answersByQuestion{}}}
			if maker.views, err = p.steps.viewsOf(tx, load.ID); err != nil {
				return nil, err
			}
			if err := choose(maker); err != nil {
				return nil, err
			}
			if err := checkEach(maker.each); err != nil {
				return nil, err
			}
			makers = append(makers, maker)
		}
		before, err := p.core.MadeBefore(tx, actor, idem, "items")
		if err != nil {
			return nil, err
		}
		list, made, err := makeAll(makers, before != "")
		if err != nil {
			return nil, err
		}
		if len(made) > 0 {
			if err := p.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "items", ID: made[0].ID}); err != nil {
				return nil, err
			}
		}
		return p.steps.rows(tx, actor, list)
	})
}

// makeAll makes the items of all workloads, those of one workspace after those of another, as numbers are given.
func makeAll(makers []*plannedMaker, again bool) (all, made []remediation.Item, err error) {
	slices.SortStableFunc(makers, func(a, b *plannedMaker) int {
		return cmp.Compare(a.load.WorkspaceID, b.load.WorkspaceID)
	})
	for _, maker := range makers {
		list, some, err := maker.make(again)
		if err != nil {
			return nil, nil, err
		}
		all, made = append(all, list...), append(made, some...)
	}
	if len(all) == 0 {
		return nil, nil, models.Errorf(models.CodeConflict,
			"none of these practices is missing any more: there is nothing to make items of")
	}
	return all, made, nil
}

package plan

import (
	"cmp"
	"context"
	"slices"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// DateMove is an item whose due date other settings would move.
type DateMove struct {
	Item     remediation.Item // in brief
	Workload string           // name
	From, To remediation.Date
}

// DateMoves are what settings would move, by number. Agreed counts the active items whose dates people chose: they
// stay.
type DateMoves struct {
	Moves  []DateMove
	Agreed int
}

// Preview tells which dates settings would move, were they applied to items that are there already. It changes
// nothing.
func (s Settings) Preview(ctx context.Context, in remediation.SettingsFields) (DateMoves, error) {
	if err := in.Check(); err != nil {
		return DateMoves{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, s.core, func(tx *store.Tx) (DateMoves, error) {
		if err := models.Allow(actor, models.UpdatePlanSettings, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return DateMoves{}, err
		}
		space, err := tx.Workspace(actor.WorkspaceID)
		if err != nil {
			return DateMoves{}, err
		}
		list, err := store.BriefItems(tx, actor.WorkspaceID, remediation.ItemQuery{Active: true})
		if err != nil {
			return DateMoves{}, err
		}
		var out DateMoves
		loads := map[string]bool{}
		for _, item := range list {
			if item.WorkspaceID != actor.WorkspaceID {
				continue
			}
			if item.DueSource != remediation.DueBySLA {
				if item.DueSource == remediation.DueAgreed {
					out.Agreed++
				}
				continue
			}
			made := remediation.DateOf(timezone.Of(space.TimeZone).In(item.CreatedAt))
			if to := in.DueOn(item.Risk, made); to != item.DueOn {
				out.Moves = append(out.Moves, DateMove{Item: item, From: item.DueOn, To: to})
				loads[item.WorkloadID] = true
			}
		}
		names, err := store.WorkloadNames(tx, loads)
		for n := range out.Moves {
			out.Moves[n].Workload = names[out.Moves[n].Item.WorkloadID]
		}
		slices.SortFunc(out.Moves, func(a, b DateMove) int { return cmp.Compare(a.Item.Number, b.Item.Number) })
		return out, err
	})
}

// Apply moves the due dates of items that are named to those that the settings give now: all, or none. Agreed dates
// are refused. The first date of an item stays.
func (s Settings) Apply(ctx context.Context, names []string) ([]ItemRow, error) {
	if err := checkCount("ids", len(names)); err != nil {
		return nil, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, s.core, func(tx *store.Tx) ([]ItemRow, error) {
		if err := models.Allow(actor, models.UpdatePlanSettings, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return nil, err
		}
		space, err := tx.Workspace(actor.WorkspaceID)
		if err != nil {
			return nil, err
		}
		order, err := lockOrder(tx, actor, names)
		if err != nil {
			return nil, err
		}
		list := make([]remediation.Item, len(names))
		for _, at := range order {
			if list[at], err = s.steps.applySLA(tx, actor, space, names[at]); err != nil {
				return nil, ofItem(err, at)
			}
		}
		return s.steps.rows(tx, actor, list)
	})
}

func (steps *Steps) applySLA(tx *store.Tx, actor models.Actor, space models.Workspace,
	name string) (remediation.Item, error) {
	item, err := steps.toChange(tx, actor, name, nil)
	if err != nil {
		return item, err
	}
	wrong := func(message string) (remediation.Item, error) {
		return item, models.InvalidInput(models.FieldFault{Field: "due_on", Message: message})
	}
	switch {
	case item.WorkspaceID != space.ID:
		return wrong("is up to the workspace that the item belongs to")
	case !item.Status.Active():
		return wrong("stays: the item is closed")
	case item.DueSource != remediation.DueBySLA:
		return wrong("stays: people agreed on it")
	}
	settings, err := store.PlanSettings(tx).Of(space.ID)
	if err != nil {
		return item, err
	}
	now := item
	now.SLADueOn = settings.DueOn(item.Risk, remediation.DateOf(timezone.Of(space.TimeZone).In(item.CreatedAt)))
	now.DueOn = now.SLADueOn
	if now.DueOn == item.DueOn {
		return item, nil
	}
	if err := steps.put(tx, actor, item, now); err != nil {
		return item, err
	}
	return store.Items(tx).Get(item.ID)
}

package trend

import (
	"context"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// itemHistory is the items of a workload with what happened to them.
type itemHistory struct {
	items    []remediation.Item
	activity []remediation.Activity // oldest first
}

func itemHistoryOf(tx *store.Tx, workloadID string, span remediation.Span) (h itemHistory, err error) {
	if h.items, err = store.Items(tx).OfWorkload(workloadID); err != nil || len(h.items) == 0 {
		return h, err
	}
	h.activity, err = store.ItemTalk(tx).ActivityOfWorkload(workloadID, span.Since)
	return h, err
}

func (h itemHistory) in(span remediation.Span) remediation.ItemChanges {
	return remediation.ChangesIn(h.items, h.activity, span)
}

// mayReadItems tells whether the actor reads the items of a workload.
func mayReadItems(tx *store.Tx, actor models.Actor, workloadID string) (bool, error) {
	_, err := core.Workload(tx, actor, models.ReadItem, workloadID)
	if core.IsDenied(err) {
		return false, nil
	}
	return err == nil, err
}

// MilestoneItems is a milestone with what became of items since the one before it, or since the beginning.
type MilestoneItems struct {
	Milestone models.Milestone
	Former    *models.Milestone // nil: it is the first one
	remediation.ItemChanges
}

// MilestoneItems tells which items were opened, closed and reopened between the milestone before and this one.
func (c Comparisons) MilestoneItems(ctx context.Context, workloadID string, number int) (MilestoneItems, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, c.core, func(tx *store.Tx) (MilestoneItems, error) {
		if _, err := core.Workload(tx, actor, models.ReadItem, workloadID); err != nil {
			return MilestoneItems{}, err
		}
		ms, err := tx.Milestone(workloadID, number)
		if err != nil {
			return MilestoneItems{}, err
		}
		out, span := MilestoneItems{Milestone: ms}, remediation.Span{Until: ms.CreatedAt}
		if number > 1 {
			former, err := tx.Milestone(workloadID, number-1)
			if err != nil {
				return out, err
			}
			out.Former, span.Since = &former, former.CreatedAt
		}
		history, err := itemHistoryOf(tx, workloadID, span)
		out.ItemChanges = history.in(span)
		return out, err
	})
}

// itemsByMilestone tells the same of the newest milestones of a workload, by their numbers.
func itemsByMilestone(tx *store.Tx, workloadID string) (map[int]remediation.ItemChanges, error) {
	list, err := tx.Milestones(workloadID, models.PageRequest{Limit: models.MaxPage})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	history, err := itemHistoryOf(tx, workloadID, remediation.Span{})
	by := make(map[int]remediation.ItemChanges, len(list))
	for n, ms := range list {
		span := remediation.Span{Until: ms.CreatedAt}
		if n+1 < len(list) {
			span.Since = list[n+1].CreatedAt
		} else if ms.Number > 1 {
			break // the one before is not in the list
		}
		by[ms.Number] = history.in(span)
	}
	return by, err
}

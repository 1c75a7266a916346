package remediation

import (
	"context"

	"plumbline/api/v1/rest"
	"plumbline/models/service/plan"
)

type plannedItems struct {
	Practices []practiceName `json:"practices" doc:"1 to 500 that are missing" required:"true" min:"1" max:"500"`
	Each      string         `json:"each,omitempty" doc:"what one is for; question if not given" enum:"question,practice"`
}

type proposedItems struct {
	Each string `json:"each,omitempty" doc:"what an item is for; question if not given" enum:"question,practice"`
}

func (h handlers) createPlannedItems(ctx context.Context, r *rest.Request, in plannedItems) (rest.List[itemRow],
	error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return rest.List[itemRow]{}, err
	}
	rows, err := h.svc.PlannedItems.Create(ctx, r.Param("workload"),
		plan.Planned{Practices: practiceNames(in.Practices), Each: plan.PlannedEach(in.Each)}, key)
	return rest.List[itemRow]{Items: rest.Each(rows, rowOut)}, err
}

func (h handlers) createProposedItems(ctx context.Context, r *rest.Request, in proposedItems) (rest.List[itemRow],
	error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return rest.List[itemRow]{}, err
	}
	rows, err := h.svc.PlannedItems.CreateOfProposal(ctx, r.Param("workload"), r.Param("proposal"),
		plan.PlannedEach(in.Each), key)
	return rest.List[itemRow]{Items: rest.Each(rows, rowOut)}, err
}

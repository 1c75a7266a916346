package remediation

import (
	"context"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
)

// plannedFields is what new items of practices have in common.
type plannedFields struct {
	Each     string     `json:"each,omitempty" doc:"what one is for; question if not given" enum:"question,practice"`
	Owner    *itemOwner `json:"owner,omitempty" doc:"whose work the new ones are"`
	DueOn    string     `json:"due_on,omitempty" doc:"a day for the new ones; if not given, settings and risk give one"`
	Priority string     `json:"priority,omitempty" doc:"theirs; normal if not given" enum:"urgent,high,normal,low"`
}

func (f plannedFields) fields() plan.PlannedFields {
	out := plan.PlannedFields{Each: plan.PlannedEach(f.Each), DueOn: remediation.Date(f.DueOn),
		Priority: remediation.Priority(f.Priority)}
	if f.Owner != nil {
		out.Owner = ownerIn(*f.Owner)
	}
	return out
}

type plannedItems struct {
	Practices []practiceName `json:"practices" doc:"1 to 500 that are missing" required:"true" min:"1" max:"500"`
	plannedFields
}

// placedItems asks for items in several workloads.
type placedItems struct {
	Practices []placedPractice `json:"practices" doc:"1 to 500 that are missing" required:"true" min:"1" max:"500"`
	plannedFields
}

type placedPractice struct {
	Workload string `json:"workload" doc:"id of the workload" required:"true"`
	PracticeName
}

// Planned is what is asked for, as the service takes it.
func (in placedItems) Planned() ([]plan.PlacedPractice, plan.PlannedFields) {
	return rest.Each(in.Practices, func(p placedPractice) plan.PlacedPractice {
		return plan.PlacedPractice{WorkloadID: p.Workload, PracticeName: plan.PracticeName(p.PracticeName)}
	}), in.fields()
}

type proposedItems struct{ plannedFields }

// madeOf is the reply of an operation that makes items of practices; do makes them.
func madeOf(r *rest.Request, in any, do func(models.IdempotencyKey) ([]plan.ItemRow, error)) (rest.List[itemRow],
	error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return rest.List[itemRow]{}, err
	}
	rows, err := do(key)
	return rest.List[itemRow]{Items: rest.Each(rows, rowOut)}, err
}

func (h handlers) createPlannedItems(ctx context.Context, r *rest.Request, in plannedItems) (rest.List[itemRow],
	error) {
	return madeOf(r, in, func(key models.IdempotencyKey) ([]plan.ItemRow, error) {
		return h.svc.PlannedItems.Create(ctx, r.Param("workload"),
			plan.Planned{Practices: practiceNames(in.Practices), PlannedFields: in.fields()}, key)
	})
}

func (h handlers) createPlanItems(ctx context.Context, r *rest.Request, in placedItems) (rest.List[itemRow], error) {
	return madeOf(r, in, func(key models.IdempotencyKey) ([]plan.ItemRow, error) {
		practices, fields := in.Planned()
		return h.svc.PlannedItems.CreateIn(ctx, practices, fields, key)
	})
}

func (h handlers) createProposedItems(ctx context.Context, r *rest.Request, in proposedItems) (rest.List[itemRow],
	error) {
	return madeOf(r, in, func(key models.IdempotencyKey) ([]plan.ItemRow, error) {
		return h.svc.PlannedItems.CreateOfProposal(ctx, r.Param("workload"), r.Param("proposal"), in.fields(), key)
	})
}

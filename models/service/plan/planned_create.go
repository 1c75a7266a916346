package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Create makes items of practices that are missing: all of them, or none. A practice that an active item closes
// already gets no second one, and one that is in place gets none. It returns the items that close them now.
func (p PlannedItems) Create(ctx context.Context, workloadID string, in Planned,
	idem models.IdempotencyKey) ([]ItemRow, error) {
	if err := checkCount("practices", len(in.Practices)); err != nil {
		return nil, err
	}
	return p.create(ctx, plannedRequest{PlannedFields: in.PlannedFields, idem: idem, workloads: []string{workloadID},
		choose: func(maker *plannedMaker) error { return maker.choose(in.Practices) }})
}

// CreateIn does the same in several workloads: all of them, or none. Faults name a practice by its place, from 0.
func (p PlannedItems) CreateIn(ctx context.Context, list []PlacedPractice, fields PlannedFields,
	idem models.IdempotencyKey) ([]ItemRow, error) {
	if err := checkCount("practices", len(list)); err != nil {
		return nil, err
	}
	names, places := map[string][]PracticeName{}, map[string][]int{}
	for at, one := range list {
		names[one.WorkloadID] = append(names[one.WorkloadID], one.PracticeName)
		places[one.WorkloadID] = append(places[one.WorkloadID], at)
	}
	return p.create(ctx, plannedRequest{PlannedFields: fields, idem: idem,
		workloads: slices.Sorted(maps.Keys(places)), // so that two requests lock them in one order
		choose:    func(maker *plannedMaker) error { return maker.choose(names[maker.load.ID]) },
		wrong:     func(workload string, err error) error { return inPlaces(err, places[workload]) }})
}

// CreateOfProposal does what Create does with the practices of a proposal. Those that a lens has no more are left out.
func (p PlannedItems) CreateOfProposal(ctx context.Context, workloadID, proposalID string, fields PlannedFields,
	idem models.IdempotencyKey) ([]ItemRow, error) {
	return p.create(ctx, plannedRequest{PlannedFields: fields, idem: idem, workloads: []string{workloadID},
		choose: func(maker *plannedMaker) error {
			maker.origin = remediation.Origin{Kind: remediation.FromProposal, ID: proposalID}
			proposal, err := store.Planning(maker.tx).Get(proposalID)
			if models.CodeOf(err) == models.CodeNotFound || err == nil && proposal.WorkloadID != workloadID {
				return models.Errorf(models.CodeNotFound, "there is no proposal %q of this workload", proposalID)
			}
			for _, one := range proposal.Practices {
				ref, wrong := findPractice(maker.views, PracticeName{one.LensID, one.QuestionID, one.ChoiceID})
				if wrong == "" {
					maker.refs = append(maker.refs, ref)
				}
			}
			return err
		}})
}

// inPlaces says of what is wrong with the practices of a workload, or with the workload, where they stand in a list.
func inPlaces(err error, places []int) error {
	if models.CodeOf(err) == models.CodeNotFound {
		return models.InvalidInput(models.FieldFault{Field: fmt.Sprintf("practices/%d/workload", places[0]),
			Message: "is no workload of this workspace"})
	}
	e, is := errors.AsType[*models.Error](err)
	if !is || e.Code != models.CodeInvalid {
		return err
	}
	faults := slices.Clone(e.Faults)
	for n, fault := range faults {
		at := 0
		if _, err := fmt.Sscanf(fault.Field, "practices/%d", &at); err == nil {
			faults[n].Field = fmt.Sprintf("practices/%d", places[at])
		}
	}
	return models.InvalidInput(faults...)
}

// plannedRequest asks for items in some workloads: choose says which practices of each. What is wrong with one of them
// goes through wrong, if there is one.
type plannedRequest struct {
	PlannedFields
	idem      models.IdempotencyKey
	workloads []string
	choose    func(*plannedMaker) error
	wrong     func(workload string, err error) error
}

// create makes items in some workloads. It locks all of them before it gives the first number.
func (p PlannedItems) create(ctx context.Context, in plannedRequest) ([]ItemRow, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, p.core, func(tx *store.Tx) ([]ItemRow, error) {
		makers, err := p.makers(tx, actor, in)
		if err != nil {
			return nil, err
		}
		before, err := p.core.MadeBefore(tx, actor, in.idem, "items")
		if err != nil {
			return nil, err
		}
		list, made, err := makeAll(makers, before != "")
		if err != nil {
			return nil, err
		}
		if len(made) > 0 {
			err := p.core.RememberMade(tx, actor, in.idem, core.CreatedThing{Kind: "items", ID: made[0].ID})
			if err != nil {
				return nil, err
			}
		}
		return p.steps.rows(tx, actor, list)
	})
}

// makers are those of all workloads, with their practices, or all that is wrong with these.
func (p PlannedItems) makers(tx *store.Tx, actor models.Actor, in plannedRequest) (list []*plannedMaker, err error) {
	var faults []models.FieldFault
	for _, id := range in.workloads {
		maker := &plannedMaker{PlannedFields: in.PlannedFields,
			itemMaker: itemMaker{Steps: p.steps, tx: tx, actor: actor, answers: answersByQuestion{}}}
		if maker.load, err = core.Workload(tx, actor, models.UpdateItem, id); err == nil {
			maker.views, err = p.steps.viewsOf(tx, id)
		}
		if err == nil {
			err = in.choose(maker)
		}
		if err != nil && in.wrong != nil {
			err = in.wrong(id, err)
		}
		if e, is := errors.AsType[*models.Error](err); is && e.Code == models.CodeInvalid {
			faults = append(faults, e.Faults...)
		} else if err != nil {
			return nil, err
		}
		list = append(list, maker)
	}
	if len(faults) > 0 {
		return nil, models.InvalidInput(faults...)
	}
	return list, nil
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

// sharedFaults takes the places of items out of faults, where there is one item, or all have the same fields.
func sharedFaults(err error) error {
	e, is := errors.AsType[*models.Error](err)
	if !is || e.Code != models.CodeInvalid {
		return err
	}
	faults := slices.Clone(e.Faults)
	for n, fault := range faults {
		if rest, is := strings.CutPrefix(fault.Field, "items/"); is {
			_, faults[n].Field, _ = strings.Cut(rest, "/")
		}
	}
	return models.InvalidInput(slices.Compact(faults)...)
}

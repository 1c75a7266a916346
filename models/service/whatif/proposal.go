package whatif

import (
	"context"
	"slices"
	"strconv"

	"plumbline/models"
	"plumbline/models/planning"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/reports/improvement"
)

// Proposals are the operations of what-ifs that are kept under a name.
type Proposals struct{ steps *steps }

// ProposalPath names a proposal of a workload.
type ProposalPath struct{ Workload, ID string }

// ProposalView is a proposal with what it would do to the workload as it is now.
type ProposalView struct {
	planning.Proposal
	WhatIf improvement.WhatIf
}

// List returns the proposals of a workload, the newest first. They are few.
func (p Proposals) List(ctx context.Context, workloadID string) ([]planning.Proposal, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.steps.core, func(tx *store.Tx) ([]planning.Proposal, error) {
		if _, err := core.WorkloadOwner(tx, actor, models.ReadWorkload, workloadID); err != nil {
			return nil, err
		}
		return store.Planning(tx).Of(workloadID)
	})
}

// Get returns a proposal with what it would do.
func (p Proposals) Get(ctx context.Context, at ProposalPath) (ProposalView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.steps.core, func(tx *store.Tx) (ProposalView, error) {
		load, err := core.Workload(tx, actor, models.ReadWorkload, at.Workload)
		if err != nil {
			return ProposalView{}, err
		}
		proposal, err := proposalOf(tx, at)
		if err != nil {
			return ProposalView{}, err
		}
		snap, err := p.steps.reviews.LiveSnapshot(tx, load, "")
		return ProposalView{proposal, improvement.TryOut(snap, proposal.Practices)}, err
	})
}

// proposalOf finds a proposal of the workload.
func proposalOf(tx *store.Tx, at ProposalPath) (planning.Proposal, error) {
	proposal, err := store.Planning(tx).Get(at.ID)
	if models.CodeOf(err) == models.CodeNotFound || err == nil && proposal.WorkloadID != at.Workload {
		return planning.Proposal{}, models.Errorf(models.CodeNotFound, "there is no proposal %q of this workload", at.ID)
	}
	return proposal, err
}

// Create keeps practices as a proposal.
func (p Proposals) Create(ctx context.Context, workloadID string, in planning.ProposalFields,
	idem models.IdempotencyKey) (planning.Proposal, error) {
	if err := validate(&in); err != nil {
		return planning.Proposal{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, p.steps.core, func(tx *store.Tx) (planning.Proposal, error) {
		load, err := core.Workload(tx, actor, models.UpdateProposal, workloadID)
		if err != nil {
			return planning.Proposal{}, err
		}
		id, err := p.steps.core.MadeBefore(tx, actor, idem, "proposal")
		if err != nil {
			return planning.Proposal{}, err
		}
		if id != "" {
			made, err := store.Planning(tx).Get(id)
			return made, core.SinceDeleted(err)
		}
		return p.add(tx, actor, load, in, idem)
	})
}

func (p Proposals) add(tx *store.Tx, actor models.Actor, load models.Workload, in planning.ProposalFields,
	idem models.IdempotencyKey) (planning.Proposal, error) {
	now := p.steps.core.Now()
	made := planning.Proposal{ID: models.NewID(), WorkloadID: load.ID, ProposalFields: in, Version: 1, CreatedAt: now,
		CreatedBy: actor.Name, UpdatedAt: now, UpdatedBy: actor.Name}
	var err error
	if made.Practices, err = p.steps.known(tx, load.ID, in.Practices, nil); err != nil {
		return made, err
	}
	n, err := store.Planning(tx).Count(load.ID)
	if err != nil {
		return made, err
	}
	if n >= planning.MaxProposals {
		return made, models.Errorf(models.CodeConflict, "a workload takes at most %d proposals", planning.MaxProposals)
	}
	if err := store.Planning(tx).Create(made); err != nil {
		return made, err
	}
	err = p.steps.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "proposal", ID: made.ID})
	if err != nil {
		return made, err
	}
	return made, p.record(tx, actor, load, planning.Proposal{ID: made.ID}, made)
}

func validate(in *planning.ProposalFields) error {
	if err := boundPractices(in.Practices); err != nil {
		return err
	}
	return models.Validate(in)
}

// known are the practices, each once, with their titles. Those that the proposal had already may be gone from their
// lens; a new one may not.
func (s *steps) known(tx *store.Tx, workloadID string, practices, had []planning.Practice) ([]planning.Practice,
	error) {
	rows, err := tx.Reviews(workloadID)
	if err != nil {
		return nil, err
	}
	lenses := make([]appliedLens, len(rows))
	for i, row := range rows {
		lens, err := tx.Lens(row.LensID)
		if err != nil {
			return nil, err
		}
		v, err := s.lenses.Documents.Get(tx, row.LensVersionID)
		if err != nil {
			return nil, err
		}
		lenses[i] = appliedLens{lens.ID, lens.Key, v.Doc}
	}
	var out []planning.Practice
	var faults []models.FieldFault
	for i, p := range practices {
		found, why := find(p, lenses)
		if at := slices.IndexFunc(had, p.Same); why != "" && at >= 0 {
			found, why = had[at], ""
		}
		if why != "" {
			faults = append(faults, models.FieldFault{Field: "practices/" + strconv.Itoa(i), Message: why})
		} else if !slices.ContainsFunc(out, found.Same) {
			out = append(out, found)
		}
	}
	if len(faults) > 0 {
		return nil, models.InvalidInput(faults...)
	}
	return out, nil
}

// Update changes the fields of a proposal that the patch names. A patch that changes nothing writes no audit line.
func (p Proposals) Update(ctx context.Context, at ProposalPath, patch planning.ProposalPatch,
	seen models.IfMatch) (planning.Proposal, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, p.steps.core, func(tx *store.Tx) (planning.Proposal, error) {
		load, err := core.Workload(tx, actor, models.UpdateProposal, at.Workload)
		if err != nil {
			return planning.Proposal{}, err
		}
		old, err := proposalOf(tx, at)
		if err != nil {
			return old, err
		}
		if err := core.CheckVersion(seen, old.Version, old); err != nil {
			return old, err
		}
		now := old
		now.ProposalFields = patch.Apply(old.ProposalFields)
		if err := validate(&now.ProposalFields); err != nil {
			return old, err
		}
		if patch.Practices != nil {
			if now.Practices, err = p.steps.known(tx, load.ID, now.Practices, old.Practices); err != nil {
				return old, err
			}
		}
		if len(proposalChanges(old, now)) == 0 {
			return old, nil
		}
		now.Version++
		now.UpdatedAt, now.UpdatedBy = p.steps.core.Now(), actor.Name
		if err := store.Planning(tx).Update(now); err != nil {
			return old, err
		}
		return now, p.record(tx, actor, load, old, now)
	})
}

// Delete takes a proposal away.
func (p Proposals) Delete(ctx context.Context, at ProposalPath) error {
	actor := models.ActorFrom(ctx)
	_, err := core.Write(ctx, p.steps.core, func(tx *store.Tx) (struct{}, error) {
		load, err := core.Workload(tx, actor, models.UpdateProposal, at.Workload)
		if err != nil {
			return struct{}{}, err
		}
		old, err := proposalOf(tx, at)
		if err != nil {
			return struct{}{}, err
		}
		if err := store.Planning(tx).Delete(old.ID); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, p.record(tx, actor, load, old, planning.Proposal{ID: old.ID})
	})
	return err
}

// record writes the audit line of a change of a proposal; one without a version was not there, or is not any more.
func (p Proposals) record(tx *store.Tx, actor models.Actor, load models.Workload, was, is planning.Proposal) error {
	return p.steps.core.Record(tx, actor, core.AuditEntry{Action: models.UpdateProposal, Kind: "proposal", ID: is.ID,
		WorkloadID: load.ID, Workspace: load.WorkspaceID, Changes: proposalChanges(was, is)})
}

func proposalChanges(was, is planning.Proposal) []models.FieldChange {
	list := core.AddChange(nil, "name", was.Name, is.Name)
	list = core.AddChange(list, "note", was.Note, is.Note)
	return core.AddListChange(list, "practices", practiceIDs(was), practiceIDs(is))
}

func practiceIDs(p planning.Proposal) (ids []string) {
	for _, one := range p.Practices {
		ids = append(ids, one.LensID+"/"+one.QuestionID+"/"+one.ChoiceID)
	}
	return ids
}

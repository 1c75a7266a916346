package plancmd

import (
	"context"
	"net/url"

	"plumbline/api/v1/planning"
	"plumbline/api/v1/remediation"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	noun "plumbline/models/planning"
	"plumbline/models/service/plan"
	"plumbline/models/service/whatif"
)

func proposalsPath(workload string) string {
	return "/workloads/" + url.PathEscape(workload) + "/proposals"
}

func proposalPath(workload, id string) string {
	return proposalsPath(workload) + "/" + url.PathEscape(id)
}

func (a asked) proposals(ctx context.Context, workload string) ([]planning.Proposal, error) {
	var list struct {
		Items []planning.Proposal `json:"items"`
	}
	err := a.server.Get(ctx, proposalsPath(workload), nil, &list)
	return list.Items, err
}

func (a asked) proposal(ctx context.Context, workload, id string) (p planning.ProposalWhatIf, err error) {
	return p, a.server.Get(ctx, proposalPath(workload, id), nil, &p)
}

func (a asked) createProposal(ctx context.Context, workload string, in planning.ProposalFields) (p planning.Proposal,
	err error) {
	return p, a.server.Post(ctx, proposalsPath(workload), in, &p)
}

func (a asked) updateProposal(ctx context.Context, workload, id string, version int,
	patch planning.ProposalPatch) error {
	return a.server.Patch(ctx, proposalPath(workload, id), version, patch)
}

func (a asked) deleteProposal(ctx context.Context, workload, id string) error {
	return a.server.Delete(ctx, proposalPath(workload, id))
}

func (a asked) proposalItems(ctx context.Context, workload, id, each string) ([]remediation.ItemRow, error) {
	var list struct {
		Items []remediation.ItemRow `json:"items"`
	}
	err := a.server.Post(ctx, proposalPath(workload, id)+"/items", map[string]any{"each": each}, &list)
	return list.Items, err
}

func (b beside) proposals(ctx context.Context, workload string) ([]planning.Proposal, error) {
	list, err := b.svc.Proposals.List(ctx, workload)
	return output.ConvertAll(list, planning.ProposalOf), err
}

func (b beside) proposal(ctx context.Context, workload, id string) (planning.ProposalWhatIf, error) {
	view, err := b.svc.Proposals.Get(ctx, whatif.ProposalPath{Workload: workload, ID: id})
	if err != nil {
		return planning.ProposalWhatIf{}, err
	}
	return planning.ProposalWhatIfOf(view)
}

func (b beside) createProposal(ctx context.Context, workload string, in planning.ProposalFields) (planning.Proposal,
	error) {
	made, err := b.svc.Proposals.Create(ctx, workload, noun.ProposalFields{Name: in.Name, Note: in.Note,
		Practices: planning.PracticesOf(in.Practices)}, models.IdempotencyKey{})
	return planning.ProposalOf(made), err
}

func (b beside) updateProposal(ctx context.Context, workload, id string, version int,
	patch planning.ProposalPatch) error {
	_, err := b.svc.Proposals.Update(ctx, whatif.ProposalPath{Workload: workload, ID: id},
		planning.ProposalPatchOf(patch), &version)
	return err
}

func (b beside) deleteProposal(ctx context.Context, workload, id string) error {
	return b.svc.Proposals.Delete(ctx, whatif.ProposalPath{Workload: workload, ID: id})
}

func (b beside) proposalItems(ctx context.Context, workload, id, each string) ([]remediation.ItemRow, error) {
	rows, err := b.svc.PlannedItems.CreateOfProposal(ctx, workload, id, plan.PlannedFields{Each: plan.PlannedEach(each)},
		models.IdempotencyKey{})
	return remediation.Rows(rows), err
}

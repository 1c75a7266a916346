package planning

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/planning"
	"plumbline/models/service/whatif"
)

type proposalBody struct {
	Name      string         `json:"name" doc:"3 to 100 characters" required:"true"`
	Note      string         `json:"note,omitempty" doc:"Markdown, at most 64 KB"`
	Practices []practiceBody `json:"practices" doc:"what is taken as done, at most 1000" required:"true"`
}

type proposalPatch struct {
	Name      *string         `json:"name,omitempty" doc:"3 to 100 characters"`
	Note      *string         `json:"note,omitempty" doc:"Markdown, at most 64 KB"`
	Practices *[]practiceBody `json:"practices,omitempty" doc:"all of them; gone ones may stay"`
}

type proposalJSON struct {
	ID         string             `json:"id" doc:"32 hex digits"`
	WorkloadID string             `json:"workload_id" doc:"the workload"`
	Name       string             `json:"name" doc:"its name"`
	Note       string             `json:"note" doc:"Markdown"`
	Practices  []proposalPractice `json:"practices" doc:"what is taken as done"`
	Version    int                `json:"version" doc:"the ETag's number"`
	CreatedAt  time.Time          `json:"created_at" doc:"when it was created"`
	CreatedBy  string             `json:"created_by" doc:"by whom"`
	UpdatedAt  time.Time          `json:"updated_at" doc:"when it was edited last"`
	UpdatedBy  string             `json:"updated_by" doc:"by whom"`
}

type proposalPractice struct {
	Lens     string `json:"lens" doc:"id of the lens"`
	Question string `json:"question" doc:"the question"`
	Choice   string `json:"choice" doc:"the choice"`
	Title    string `json:"title" doc:"the practice in a line, as it was when it was put in"`
}

// ETag is the version.
func (p proposalJSON) ETag() int { return p.Version }

// Location is where the proposal is read.
func (p proposalJSON) Location() string { return "/workloads/" + p.WorkloadID + "/proposals/" + p.ID }

// proposalWhatIf is a proposal with what it would do now.
type proposalWhatIf struct {
	proposalJSON
	WhatIf whatIfJSON `json:"what_if" doc:"what it would do to the workload as it is now"`
}

// ProposalOut is a proposal as the API gives it, for the problem of a stale change too.
func ProposalOut(p planning.Proposal) any { return proposalOut(p) }

func proposalOut(p planning.Proposal) proposalJSON {
	return proposalJSON{ID: p.ID, WorkloadID: p.WorkloadID, Name: p.Name, Note: p.Note, Version: p.Version,
		CreatedAt: p.CreatedAt, CreatedBy: p.CreatedBy, UpdatedAt: p.UpdatedAt, UpdatedBy: p.UpdatedBy,
		Practices: rest.Each(p.Practices, func(p planning.Practice) proposalPractice {
			return proposalPractice{p.LensID, p.QuestionID, p.ChoiceID, p.Title}
		})}
}

func proposalPath(r *rest.Request) whatif.ProposalPath {
	return whatif.ProposalPath{Workload: r.Param("workload"), ID: r.Param("proposal")}
}

func (d Dependencies) listProposals(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[proposalJSON],
	error) {
	list, err := d.Service.Proposals.List(ctx, r.Param("workload"))
	return rest.ListOf(models.ResultPage[planning.Proposal]{Items: list}, proposalOut), err
}

func (d Dependencies) createProposal(ctx context.Context, r *rest.Request, in proposalBody) (proposalJSON, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return proposalJSON{}, err
	}
	made, err := d.Service.Proposals.Create(ctx, r.Param("workload"),
		planning.ProposalFields{Name: in.Name, Note: in.Note, Practices: practicesIn(in.Practices)}, key)
	return proposalOut(made), err
}

func (d Dependencies) getProposal(ctx context.Context, r *rest.Request, _ rest.None) (proposalWhatIf, error) {
	view, err := d.Service.Proposals.Get(ctx, proposalPath(r))
	if err != nil {
		return proposalWhatIf{}, err
	}
	return ProposalWhatIfOf(view)
}

func (d Dependencies) updateProposal(ctx context.Context, r *rest.Request, in proposalPatch) (proposalJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return proposalJSON{}, err
	}
	now, err := d.Service.Proposals.Update(ctx, proposalPath(r), ProposalPatchOf(in), seen)
	return proposalOut(now), err
}

func (d Dependencies) deleteProposal(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, d.Service.Proposals.Delete(ctx, proposalPath(r))
}

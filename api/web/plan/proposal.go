package plan

import (
	"strconv"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/planning"
	"plumbline/models/service/whatif"
	"plumbline/models/urls"
)

// proposalData is a proposal with what it would do to the workload as it is now.
type proposalData struct {
	Head     page.WorkloadHead
	At       urls.ProposalPath
	Proposal planning.Proposal
	Keep     keepForm
	Result   *triedData
	Titles   []string // of its practices
	Items    bool     // the actor may make items
}

func proposalAt(r *page.Request) (whatif.ProposalPath, urls.ProposalPath) {
	at := whatif.ProposalPath{Workload: r.Param("workload"), ID: r.Param("proposal")}
	return at, urls.PlanOf(at.Workload).Proposal(at.ID)
}

func versionOf(v whatif.ProposalView) string { return strconv.Itoa(v.Version) }

// proposal shows a proposal.
func (h handlers) proposal(r *page.Request) (page.Reply, error) {
	head, err := h.WorkloadHead(r, page.PlanTab)
	if err != nil {
		return page.Reply{}, err
	}
	at, path := proposalAt(r)
	view, err := h.Service.Proposals.Get(r.HTTP.Context(), at)
	if err != nil {
		return page.Reply{}, err
	}
	place := page.PlaceOf(head.Workload)
	data := proposalData{Head: head, At: path, Proposal: view.Proposal,
		Items: models.Allow(r.Session.Actor, models.UpdateItem, place) == nil,
		Keep: keepForm{To: string(path), Name: view.Name, Note: view.Note, Version: versionOf(view), Known: true,
			May: models.Allow(r.Session.Actor, models.UpdateProposal, place) == nil}}
	for _, p := range view.WhatIf.Practices {
		data.Titles = append(data.Titles, p.Title)
	}
	if data.Result, err = triedOf(view.WhatIf, at.Workload); err != nil {
		return page.Reply{}, err
	}
	return page.Reply{Template: "plan_proposal", Title: view.Name, Data: data}, nil
}

// createProposal keeps a what-if.
func (h handlers) createProposal(r *page.Request) (page.Reply, error) {
	workload := r.Param("workload")
	var names []string
	for _, p := range chosenPractices(r) {
		names = append(names, urls.PracticeName(p.Lens, p.Question, p.Choice))
	}
	made, err := h.Service.Proposals.Create(r.HTTP.Context(), workload, planning.ProposalFields{Name: r.Line("name"),
		Note: r.Text("note"), Practices: practicesNamed(names)}, r.Once())
	if err != nil {
		return h.Again(r, "proposal", err, h.whatIf)
	}
	return page.Done(urls.PlanOf(workload).Proposal(made.ID), "proposal-created")
}

// saveProposal changes a proposal: its name and note, and its practices where they were sent.
func (h handlers) saveProposal(r *page.Request) (page.Reply, error) {
	at, path := proposalAt(r)
	patch, again := planning.ProposalPatch{Name: new(r.Line("name")), Note: new(r.Text("note"))}, h.proposal
	if r.Post("with") == "practices" {
		var names []string
		for _, p := range chosenPractices(r) {
			names = append(names, urls.PracticeName(p.Lens, p.Question, p.Choice))
		}
		patch.Practices, again = new(practicesNamed(names)), h.whatIf
	}
	if _, err := h.Service.Proposals.Update(r.HTTP.Context(), at, patch, r.Seen()); err != nil {
		return h.Again(r, "proposal", err, again)
	}
	return page.Done(path, "proposal-saved")
}

func (h handlers) deleteProposal(r *page.Request) (page.Reply, error) {
	at, _ := proposalAt(r)
	if err := h.Service.Proposals.Delete(r.HTTP.Context(), at); err != nil {
		return h.Again(r, "delete", err, h.proposal)
	}
	return page.Done(urls.PlanOf(at.Workload).WhatIf(), "proposal-deleted")
}

// makeProposed makes items of the practices of a proposal.
func (h handlers) makeProposed(r *page.Request) (page.Reply, error) {
	at, _ := proposalAt(r)
	_, err := h.Service.PlannedItems.CreateOfProposal(r.HTTP.Context(), at.Workload, at.ID,
		plannedFields(r), r.Once())
	if err != nil {
		return h.Again(r, "plan", err, h.proposal)
	}
	return page.Done(urls.ItemsOf(at.Workload), "plan-items")
}

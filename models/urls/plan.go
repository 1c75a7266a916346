package urls

import "net/url"

// The plan of a workspace, over all workloads, and its cheapest path. They take ?workload=, ?pillar= and ?lens=, the
// plan ?risk=, ?impact=, ?effort= and ?quick= too, the path ?goal=.
const (
	WorkspacePlan = "/plan"
	WorkspacePath = "/plan/cheapest-path"

	// WorkspacePlanItems is the target that makes items of practices of the plan, in all workloads.
	WorkspacePlanItems = "/plan/items"
)

// PlanPath is the improvement plan of a workload.
type PlanPath string

// PlanOf returns the plan of the workload with an id.
func PlanOf(workload string) PlanPath { return PlanPath(WorkloadPage(workload).Plan()) }

// Items is the target that makes items of practices of the plan.
func (p PlanPath) Items() string { return partOf(string(p), "items") }

// WhatIf is the page on which practices are taken as done, and its target. It takes ?practice=, ?choose= and
// ?proposal=.
func (p PlanPath) WhatIf() string { return partOf(string(p), "what-if") }

// WhatIfOf is the same page with the practices of a proposal.
func (p PlanPath) WhatIfOf(proposal string) string {
	return p.WhatIf() + "?" + url.Values{"proposal": {proposal}}.Encode()
}

// Proposals is the target that keeps practices as a proposal.
func (p PlanPath) Proposals() string { return partOf(string(p), "proposals") }

// Proposal returns the page of a proposal, and the target that saves it.
func (p PlanPath) Proposal(id string) ProposalPath { return ProposalPath(partOf(p.Proposals(), id)) }

// ProposalPath is the page of a proposal.
type ProposalPath string

// Items is the target that makes items of its practices.
func (p ProposalPath) Items() string { return partOf(string(p), "items") }

// Delete is the target that deletes it.
func (p ProposalPath) Delete() string { return partOf(string(p), "delete") }

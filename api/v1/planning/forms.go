package planning

import (
	"plumbline/api/v1/rest"
	"plumbline/models/planning"
	"plumbline/models/service/whatif"
	"plumbline/reports/improvement"
)

// The forms of plans that the command line reads and prints too.
type (
	Plan            = workspacePlan
	MissingPractice = missingPractice
	Path            = cheapestPath
	WhatIf          = whatIfJSON
	Practices       = whatIfBody
	Practice        = practiceBody
	Proposal        = proposalJSON
	ProposalWhatIf  = proposalWhatIf
	ProposalFields  = proposalBody
	ProposalPatch   = proposalPatch
	TriedPractice   = triedPractice
)

// PlanOf is a plan as the API gives it.
func PlanOf(p whatif.WorkspacePlan) Plan {
	return workspacePlan{List: rest.ListOf(p.ResultPage, missingOut), Practices: p.Practices, Workloads: p.Workloads,
		ClearHigh: rest.Clearing(p.High), ClearMedium: rest.Clearing(p.Medium), Unanswered: p.Open}
}

// PathOf is a cheapest path as the API gives it.
func PathOf(p whatif.WorkspacePath) Path {
	return cheapestPath{Clearing: rest.Clearing(p.ShortestClearing), Effort: p.Effort, Workloads: p.Workloads,
		Items: rest.Each(p.Items, wayOut), Next: p.Next}
}

// WhatIfOf is a what-if as the API gives it.
func WhatIfOf(w improvement.WhatIf) (WhatIf, error) { return whatIfOut(w) }

// PracticesOf are practices as the service takes them.
func PracticesOf(list []Practice) []planning.Practice { return practicesIn(list) }

// ProposalPatchOf is a change of a proposal as the service takes it.
func ProposalPatchOf(in ProposalPatch) planning.ProposalPatch {
	patch := planning.ProposalPatch{Name: in.Name, Note: in.Note}
	if in.Practices != nil {
		practices := practicesIn(*in.Practices)
		patch.Practices = &practices
	}
	return patch
}

// ProposalOf is a proposal as the API gives it.
func ProposalOf(p planning.Proposal) Proposal { return proposalOut(p) }

// ProposalWhatIfOf is a proposal with what it would do, as the API gives it.
func ProposalWhatIfOf(v whatif.ProposalView) (ProposalWhatIf, error) {
	would, err := whatIfOut(v.WhatIf)
	return proposalWhatIf{proposalOut(v.Proposal), would}, err
}

// Package whatif has the operations of what is thought through before it becomes work: the plan of a whole workspace,
// the cheapest path, what-ifs on a copy of a workload's answers, and proposals, which keep a what-if under a name.
//
// It may import models with planning and remediation, the store with its items, core, lenses, reviews,
// reports and questionnaires.
package whatif

import (
	"plumbline/models/service/core"
	"plumbline/models/service/lenses"
	"plumbline/models/service/reviews"
)

// Operations are the operations of this package, by what they are about.
type Operations struct {
	Plans     Plans
	WhatIfs   WhatIfs
	Proposals Proposals
}

// steps are what the operations have in common.
type steps struct {
	core    *core.OperationBase
	lenses  *lenses.Steps
	reviews *reviews.Steps
	kept    *keptReviews
}

// New makes the operations. They find lenses and reviews by the steps of those packages.
func New(base *core.OperationBase, lensSteps *lenses.Steps, reviewSteps *reviews.Steps) *Operations {
	s := &steps{core: base, lenses: lensSteps, reviews: reviewSteps, kept: newKeptReviews()}
	return &Operations{Plans: Plans{s}, WhatIfs: WhatIfs{s}, Proposals: Proposals{s}}
}

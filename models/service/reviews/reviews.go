// Package reviews has the operations of workloads and their reviews: answers, upgrades, milestones, snapshots and
// shares.
//
// It may import models, notice, the store, core, lenses and questionnaires. Packages above it take part in its
// transactions by its Steps.
package reviews

import (
	"plumbline/models/service/core"
	"plumbline/models/service/lenses"
)

// Operations are the operations of this package, by what they are about.
type Operations struct {
	Workloads  Workloads
	Reviews    Reviews
	Answers    Answers
	Shares     Shares
	Milestones Milestones

	Steps *Steps
}

// Steps are the parts of operations that run in a transaction which is open already.
type Steps struct {
	Hooks []Hooks

	core   *core.OperationBase
	lenses *lenses.Steps
}

// New makes the operations. They find lenses by the steps of that package. The Hooks of their Steps must be set before
// the first one.
func New(base *core.OperationBase, lensSteps *lenses.Steps) *Operations {
	steps := &Steps{core: base, lenses: lensSteps}
	return &Operations{
		Workloads:  Workloads{base, steps},
		Reviews:    Reviews{base, steps},
		Answers:    Answers{base, steps},
		Shares:     Shares{base, steps},
		Milestones: Milestones{base, steps},
		Steps:      steps,
	}
}

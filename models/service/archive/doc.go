// Package archive has the operations of moving whole workloads between servers, and of the sample workload that shows
// newcomers around.
//
// It may import the types of models, notice, the store, core, lenses, reviews and questionnaires.
package archive

import (
	"plumbline/models/service/core"
	"plumbline/models/service/lenses"
	"plumbline/models/service/reviews"
)

// Operations are the operations of this package, by what they are about.
type Operations struct {
	Archives Archives
	Samples  Samples
}

// Steps are what the operations share.
type Steps struct {
	core    *core.OperationBase
	lenses  *lenses.Steps
	reviews *reviews.Steps
	sample  func() (Sample, error)
}

// New makes the operations. The sample is read when somebody wants it; nil is a server without one.
func New(base *core.OperationBase, lensSteps *lenses.Steps, reviewSteps *reviews.Steps,
	sample func() (Sample, error)) *Operations {
	steps := &Steps{core: base, lenses: lensSteps, reviews: reviewSteps, sample: sample}
	return &Operations{Archives: Archives{base, steps}, Samples: Samples{base, steps}}
}

// Package trend has the operations that look at how a workload or a workspace has moved: comparisons that say why each
// risk is another one, the check for pipelines, and the daily figures with the trend that they make.
//
// It may import models, models/accepted and remediation, the store, core, reviews and questionnaires.
package trend

import (
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
)

// Operations are the operations of this package, by what they are about.
type Operations struct {
	Comparisons Comparisons
	Checks      Checks
	Trends      Trends
}

// New makes the operations. They read snapshots by the steps of reviews.
func New(base *core.OperationBase, reviewSteps *reviews.Steps) *Operations {
	return &Operations{Comparisons: Comparisons{base, reviewSteps}, Checks: Checks{base, reviewSteps},
		Trends: Trends{base}}
}

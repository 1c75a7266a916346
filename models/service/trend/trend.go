// Package trend has the operations that look at how a workload or a workspace has moved: comparisons that say why each
// risk is another one, the check for pipelines, the daily figures with the trend that they make, and what reports to
// leadership are made of.
//
// It may import models, models/accepted and remediation, the store, core, reviews, questionnaires and reports.
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
	Briefings   Briefings
}

// New makes the operations. They read snapshots as those of reviews do.
func New(base *core.OperationBase, reviewed *reviews.Operations) *Operations {
	compared := Comparisons{base, reviewed.Steps}
	return &Operations{Comparisons: compared, Checks: Checks{base, reviewed.Steps}, Trends: Trends{base},
		Briefings: Briefings{compared, reviewed.Reviews}}
}

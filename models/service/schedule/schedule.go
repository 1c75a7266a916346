// Package schedule does what is due by the clock: it tells people of what is due soon, overdue or about to end, sends
// the weekly digest, and keeps which of that people want. A Worker looks again and again, one of all servers at a time;
// each step is told once, whatever happens to the servers. Once a day it forgets the steps that can't become due again.
//
// It may import models, notice, the store, core, outbox, reviews and collaboration. Packages above it register what
// they have to tell as a Source, and what they have for the digest as a Section.
package schedule

import (
	"plumbline/models/service/collaboration"
	"plumbline/models/service/core"
	"plumbline/models/service/outbox"
)

// Operations are the operations of this package, and the worker.
type Operations struct {
	Notices Notices
	Worker  *Worker
	Steps   *Steps
}

// Steps are the parts of operations that run in a transaction which is open already.
type Steps struct {
	core     *core.OperationBase
	outbox   *outbox.Steps
	together *collaboration.Steps

	sources  []Source
	sections []Section
	sweeps   []Sweep
}

// Dependencies are what the operations stand on; all of it must be set.
type Dependencies struct {
	Core     *core.OperationBase
	Outbox   *outbox.Steps
	Together *collaboration.Steps
	Times    Times
}

// New makes the operations. Other sources must be registered before the worker starts.
func New(n Dependencies) *Operations {
	steps := &Steps{core: n.Core, outbox: n.Outbox, together: n.Together}
	steps.Register(Source{Name: "review", Find: steps.overdueReviews, Every: hourly})
	steps.Register(Source{Name: "digest", Find: steps.digests, Every: quarterly})
	steps.AddSweep(forgetDigests)
	steps.AddSweep(ForgetGone(reviewOverdue, "workloads"))
	steps.AddSection(steps.questions)
	steps.AddSection(steps.mentions)
	steps.AddSection(steps.reviewsDue)
	return &Operations{Notices: Notices{n.Core}, Worker: newWorker(steps, n.Times), Steps: steps}
}

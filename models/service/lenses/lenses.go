// Package lenses has the operations of lenses: what a workspace has, drafts and their edits, versions, and the lenses
// that come with the program.
//
// It may import models, the queue, the store, core and questionnaires. What it needs of the packages above it are its
// Hooks.
package lenses

import (
	"plumbline/models/queue"
	"plumbline/models/service/core"
)

// documentsKept is how many parsed versions stay in memory.
const documentsKept = 64

// Operations are the operations of this package, by what they are about.
type Operations struct {
	Lenses Lenses
	Drafts Drafts

	Steps *Steps
}

// Steps are the parts of operations that run in a transaction which is open already, and what they share.
type Steps struct {
	Hooks     Hooks
	Documents *Documents

	core     *core.OperationBase
	work     queue.WorkQueue
	findings *findingsCache
}

// New makes the operations. The Hooks of their Steps must be set before the first one. Documents are analysed in work.
func New(base *core.OperationBase, work queue.WorkQueue) *Operations {
	steps := &Steps{core: base, work: work, Documents: newDocuments(documentsKept), findings: newFindingsCache()}
	return &Operations{Lenses: Lenses{base, steps}, Drafts: Drafts{base, steps}, Steps: steps}
}

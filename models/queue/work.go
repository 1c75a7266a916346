package queue

import (
	"context"

	"plumbline/models"
)

// WorkQueue bounds what is expensive in this process, fairly between workspaces: each waits in a line of its own.
type WorkQueue struct {
	queue    *Queue
	archives *Queue
}

// NewWork makes the bounds; those of imports and exports of workloads are fixed.
func NewWork(opt Options) WorkQueue {
	opt.What = "reports, imports and checks"
	return WorkQueue{
		queue: New(opt),
		// One at a time, since one holds the whole workload in memory, body and all. The line waits outside, with
		// nothing read.
		archives: New(Options{What: "imports and exports of workloads", Places: 1, Line: 64, Each: 32}),
	}
}

// Do runs work that takes much of a processor (a report, findings of a lens, the check or import of one) as soon as it
// is the actor's turn. Unavailable says that too many are before it.
func (w WorkQueue) Do(ctx context.Context, work func(context.Context) error) error {
	return w.queue.Do(ctx, groupOf(ctx), work)
}

// Archive is Do for work that takes much memory: the import and the export of a whole workload.
func (w WorkQueue) Archive(ctx context.Context, work func(context.Context) error) error {
	return w.archives.Do(ctx, groupOf(ctx), work)
}

// groupOf is who shares a line: the workspace of the actor, or the network of a stranger.
func groupOf(ctx context.Context) string {
	if actor := models.ActorFrom(ctx); actor.WorkspaceID != "" {
		return actor.WorkspaceID
	}
	return models.NetworkOf(models.ClientFrom(ctx).Address)
}

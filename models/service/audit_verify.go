package service

import (
	"bytes"
	"context"
	"fmt"

	"plumbline/models"
	"plumbline/models/store"
)

// maxAuditFaults bounds how many faults of a chain are told; all are counted in the chain being broken.
const maxAuditFaults = 100

// Chain is what a look at a workspace's audit chain found.
type Chain struct {
	WorkspaceID string // "" is the instance
	Lines       int64
	Head        []byte // hash of the last line; note it elsewhere, and a chain that was written anew as a whole shows too
	Faults      []ChainFault
}

// Intact tells whether nothing is wrong.
func (c Chain) Intact() bool { return len(c.Faults) == 0 }

// ChainFault is something wrong in a chain: at the line with Seq, 0 where there is none.
type ChainFault struct {
	Seq      int64
	Position int64
	What     string
}

// Verify looks through the chain of the actor's workspace: each line must be as it was written, none may be missing or added.
func (a Audit) Verify(ctx context.Context) (Chain, error) {
	actor := models.ActorFrom(ctx)
	return a.verify(ctx, actor, models.ReadAudit, actor.WorkspaceID)
}

// VerifyInstance does the same for the lines that belong to no workspace.
func (a Audit) VerifyInstance(ctx context.Context) (Chain, error) {
	return a.verify(ctx, models.ActorFrom(ctx), models.ReadInstance, "")
}

func (a Audit) verify(ctx context.Context, actor models.Actor, action models.Action, workspaceID string) (Chain, error) {
	return read(ctx, a.floor, func(tx *store.Tx) (Chain, error) {
		if err := models.Allow(actor, action, models.InWorkspace(workspaceID)); err != nil {
			return Chain{}, err
		}
		return chainOf(tx, workspaceID, nil)
	})
}

// VerifyAll looks through every chain there is: for administrators and the command line. Each hash is told to see, if that is not nil.
func (a Audit) VerifyAll(ctx context.Context, see func(hash []byte)) ([]Chain, error) {
	actor := models.ActorFrom(ctx)
	return read(ctx, a.floor, func(tx *store.Tx) ([]Chain, error) {
		if err := models.Allow(actor, models.ReadInstance, nil); err != nil {
			return nil, err
		}
		spaces, err := tx.AuditSpaces()
		if err != nil {
			return nil, err
		}
		chains := make([]Chain, len(spaces))
		for i, id := range spaces {
			if chains[i], err = chainOf(tx, id, see); err != nil {
				return nil, err
			}
		}
		return chains, nil
	})
}

// chainOf walks a chain in the order of writing, a hundred lines at a time.
func chainOf(tx *store.Tx, workspaceID string, see func([]byte)) (Chain, error) {
	w := &chainWalk{Chain: Chain{WorkspaceID: workspaceID}, see: see}
	for seq := int64(0); ; {
		lines, err := tx.AuditFrom(workspaceID, seq)
		if err != nil {
			return w.Chain, err
		}
		for _, line := range lines {
			w.line(line)
			seq = line.Seq
		}
		if len(lines) == 0 {
			break
		}
	}
	head, err := tx.AuditHead(workspaceID)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return w.Chain, err
	}
	w.end(head)
	return w.Chain, nil
}

type chainWalk struct {
	Chain
	see  func([]byte)
	last int64 // position of the line before
}

// line checks one line against the one before it. The walk goes on from what the line says of itself, so that one bad line is one fault.
func (w *chainWalk) line(l models.AuditLine) {
	w.Lines++
	if w.see != nil {
		w.see(l.Hash)
	}
	sealed := bytes.Equal(l.Seal(w.Head), l.Hash)
	switch next := w.last + 1; {
	case l.Position == next && sealed:
	case l.Position == next:
		w.fault(l, "the line is not as it was written, or the one before it is not")
	case l.Position == next+1:
		w.fault(l, fmt.Sprintf("the line at position %d was removed before this one", next))
	case l.Position > next:
		w.fault(l, fmt.Sprintf("the lines at positions %d to %d were removed before this one", next, l.Position-1))
	default:
		w.fault(l, "the line was not written by this chain, or is out of its place")
		if l.Position <= 0 {
			return
		}
	}
	w.last, w.Head = l.Position, l.Hash
}

// end holds the last line against what is kept of the chain apart from the lines.
func (w *chainWalk) end(head models.AuditHead) {
	switch {
	case head.Lines > w.last:
		w.fault(models.AuditLine{Position: head.Lines}, fmt.Sprintf("the last lines, positions %d to %d, were removed", w.last+1, head.Lines))
	case head.Lines < w.last || !bytes.Equal(head.Hash, w.Head):
		w.fault(models.AuditLine{Position: head.Lines}, "the kept end of the chain is not that of its last line")
	}
}

func (w *chainWalk) fault(l models.AuditLine, what string) {
	if len(w.Faults) < maxAuditFaults {
		w.Faults = append(w.Faults, ChainFault{l.Seq, l.Position, what})
	}
}

package access

import (
	"context"
	"slices"

	"plumbline/models"
	"plumbline/models/audit"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// AuditChain names a chain of audit lines.
type AuditChain struct {
	WorkspaceID string // "" is the instance
	Name        string // of the workspace; "" of one that is no longer there
}

// Chains lists all chains there are, the instance's first: for administrators.
func (a Audit) Chains(ctx context.Context) ([]AuditChain, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, a.core, func(tx *store.Tx) ([]AuditChain, error) {
		if err := models.Allow(actor, models.ReadInstance, nil); err != nil {
			return nil, err
		}
		ids, err := tx.AuditSpaces()
		if err != nil {
			return nil, err
		}
		spaces, err := tx.Workspaces()
		if err != nil {
			return nil, err
		}
		name := map[string]string{}
		ids = append(ids, "")
		for _, s := range spaces {
			name[s.ID] = s.Name
			ids = append(ids, s.ID)
		}
		slices.Sort(ids)
		var chains []AuditChain
		for _, id := range slices.Compact(ids) {
			chains = append(chains, AuditChain{id, name[id]})
		}
		return chains, nil
	})
}

// AuditCheck says which chain is looked at.
type AuditCheck struct {
	Instance bool   // the lines that belong to no workspace instead of those of the actor's
	Noted    []byte // a hash to look for in the chain, such as a head that was noted earlier; nil for none
}

// Verify holds every line of a chain against its hash, the last one against the head, and what is not sealed yet
// against the numbers that it was given, as they are at one moment.
func (a Audit) Verify(ctx context.Context, in AuditCheck) (audit.Verdict, error) {
	log := auditLog(models.ActorFrom(ctx), in.Instance)
	return core.Read(ctx, a.core, func(tx *store.Tx) (audit.Verdict, error) {
		if err := log.allow(); err != nil {
			return audit.Verdict{}, err
		}
		return tx.AuditVerdict(log.space, in.Noted)
	})
}

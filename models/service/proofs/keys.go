package proofs

import (
	"context"

	"plumbline/models"
	"plumbline/models/proof"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Keys lists the public keys of the server, the newest first. Everybody may have them: they sign nothing.
func (p Proofs) Keys(ctx context.Context) ([]proof.Key, error) {
	list, err := core.Read(ctx, p.core, func(tx *store.Tx) ([]proof.Key, error) { return store.Proofs(tx).Keys() })
	for n := range list {
		list[n].Sealed = ""
	}
	return list, err
}

// Rotate has a new key sign from now on. What the old one signed stays genuine; its private half is deleted. The old
// one need not be readable: this is also what helps when the server's secret key was lost.
func (p Proofs) Rotate(ctx context.Context) (proof.Key, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, p.core, func(tx *store.Tx) (proof.Key, error) {
		if err := models.Allow(actor, models.ManageSigning, nil); err != nil {
			return proof.Key{}, err
		}
		table := store.Proofs(tx)
		if err := table.Alone(); err != nil {
			return proof.Key{}, err
		}
		all, err := table.Keys()
		if err != nil {
			return proof.Key{}, err
		}
		if len(all) >= proof.MaxKeys {
			return proof.Key{}, models.Errorf(models.CodeConflict, "there are %d signing keys, and all are kept: rotate them "+
				"less often", len(all))
		}
		if err := table.RetireKey(p.core.Now()); err != nil {
			return proof.Key{}, err
		}
		_, made, err := p.makeKey(tx, actor)
		made.Sealed = ""
		return made, err
	})
}

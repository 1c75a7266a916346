// Package proofs has the operations by which a report can be verified: what leaves the server is registered with its
// SHA-256 and signed, and whoever has a file asks whether it is genuine, unchanged and still the newest.
//
// The key is made with the first report, sealed with the server's secret key. Without a secret key nothing is signed or
// registered, and a report is delivered all the same. It may import models, models/proof, the store, core, credentials,
// reviews, reports and their signature.
package proofs

import (
	"crypto/ed25519"

	"plumbline/models"
	"plumbline/models/proof"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/reports/sign"
)

// Proofs are the operations of proofs of reports, and of the keys that sign them.
type Proofs struct {
	core    *core.OperationBase
	reviews *reviews.Steps
	keys    credentials.Keyring
	asked   *limits
}

// New makes the operations; the secret keys are those of the server.
func New(base *core.OperationBase, reviewed *reviews.Steps, secretKeys [][]byte) Proofs {
	return Proofs{base, reviewed, credentials.NewKeyring(secretKeys), newLimits()}
}

// purpose is what the private half of a key is sealed for.
func purpose(keyID string) string { return string(models.SealedSigning) + " " + keyID }

// signingKey gives the key that signs. The first report makes it: of two servers that look at once, one does.
func (p Proofs) signingKey(tx *store.Tx, actor models.Actor) (ed25519.PrivateKey, error) {
	table := store.Proofs(tx)
	key, err := table.ActiveKey()
	if models.CodeOf(err) == models.CodeNotFound {
		if err := table.Alone(); err != nil {
			return nil, err
		}
		key, err = table.ActiveKey()
	}
	if models.CodeOf(err) == models.CodeNotFound {
		private, _, err := p.makeKey(tx, actor)
		return private, err
	}
	if err != nil {
		return nil, err
	}
	seed, err := p.keys.Open(key.Sealed, purpose(key.ID))
	if err != nil {
		return nil, err
	}
	if len(seed) != ed25519.SeedSize {
		return nil, models.Errorf(models.CodeInternal, "the signing key %s has %d bytes", key.ID, len(seed))
	}
	private := ed25519.NewKeyFromSeed(seed)
	if !key.Public.Equal(private.Public()) {
		return nil, models.Errorf(models.CodeInternal, "the halves of the signing key %s do not belong together", key.ID)
	}
	return private, nil
}

// makeKey makes the key that signs from now on.
func (p Proofs) makeKey(tx *store.Tx, actor models.Actor) (ed25519.PrivateKey, proof.Key, error) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, proof.Key{}, err
	}
	made := proof.Key{ID: sign.KeyID(public), Public: public, CreatedAt: p.core.Now(), CreatedBy: actor.Name}
	if made.Sealed, err = p.keys.Seal(private.Seed(), purpose(made.ID)); err != nil {
		return nil, made, err
	}
	if err := store.Proofs(tx).CreateKey(made); err != nil {
		return nil, made, err
	}
	return private, made, p.core.Record(tx, actor, core.AuditEntry{Action: models.ManageSigning, Kind: "signing key",
		ID: made.ID, Instance: true, Changes: core.AddChange(nil, "created", "", made.ID)})
}

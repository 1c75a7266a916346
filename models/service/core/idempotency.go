package core

import (
	"time"

	"plumbline/models"
	"plumbline/models/store"
)

// IdempotencyTTL is how long a retry with the same key finds what the first try made.
const IdempotencyTTL = 24 * time.Hour

// CreatedThing is what a create made: the kind is the one that MadeBefore is asked with.
type CreatedThing struct{ Kind, ID string }

// MadeBefore tells what an earlier create with this key made, "" if there was none. The same key with another request
// is a conflict.
func (base *OperationBase) MadeBefore(tx *store.Tx, actor models.Actor, key models.IdempotencyKey, kind string) (string,
	error) {
	if key.Key == "" {
		return "", nil
	}
	if err := tx.Alone("idempotency key\n" + actor.WorkspaceID + "\n" + key.Key); err != nil {
		return "", err
	}
	row, err := tx.IdempotentResult(actor.WorkspaceID, key.Key)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return "", nil
	case err != nil:
		return "", err
	case row.CreatedAt.Before(base.Now().Add(-IdempotencyTTL)):
		_, err := tx.PurgeIdempotent(base.Now().Add(-IdempotencyTTL))
		return "", err
	case row.Kind != kind || row.Digest != key.Digest:
		return "", models.Errorf(models.CodeConflict, "the idempotency key was used for another request")
	}
	return row.ThingID, nil
}

// RememberMade keeps what a create with this key made, for IdempotencyTTL. Without a key it does nothing.
func (base *OperationBase) RememberMade(tx *store.Tx, actor models.Actor, key models.IdempotencyKey,
	made CreatedThing) error {
	if key.Key == "" {
		return nil
	}
	if _, err := tx.PurgeIdempotent(base.Now().Add(-IdempotencyTTL)); err != nil {
		return err
	}
	return tx.PutIdempotent(models.Idempotent{
		WorkspaceID: actor.WorkspaceID,
		Key:         key.Key, Digest: key.Digest, Kind: made.Kind, ThingID: made.ID, CreatedAt: base.Now(),
	})
}

// SinceDeleted says of a replay that found nothing why that is so.
func SinceDeleted(err error) error {
	if models.CodeOf(err) == models.CodeNotFound {
		return models.Errorf(models.CodeConflict,
			"what was made with this idempotency key was deleted since; use another key to make it anew")
	}
	return err
}

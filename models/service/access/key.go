package access

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Keys are the operations of access keys: pairs of an id and a secret, for requests that are signed with AWS
// Signature Version 4.
type Keys struct {
	core  *core.OperationBase
	steps *Steps
}

// keyID is the form of the public half, as the AWS API has it (16 to 128 word characters).
var keyID = regexp.MustCompile(`^` + credentials.KeyPrefix + `[A-Z2-7]{16}$`)

// Authenticate returns the actor behind an access key if right says that the secret is the one the request was signed
// with. The secret does not leave this call in any other way. Unknown, expired, revoked and wrong look the same from
// outside.
func (k Keys) Authenticate(ctx context.Context, id string, right func(secret string) bool) (models.Actor, error) {
	if !keyID.MatchString(id) {
		return models.Actor{}, core.BadCredential()
	}
	var key models.AccessKey
	actor, err := core.Read(ctx, k.core, func(tx *store.Tx) (actor models.Actor, err error) {
		if key, err = tx.AccessKey(id); err != nil {
			return actor, err
		}
		return k.steps.keyActor(tx, key)
	})
	if models.CodeOf(err) == models.CodeNotFound {
		return models.Actor{}, core.BadCredential()
	}
	if err != nil {
		return models.Actor{}, err
	}
	secret, err := k.steps.keys.Open(key.Secret, "access key "+key.ID)
	if err != nil {
		return models.Actor{}, err
	}
	if !right(string(secret)) {
		return models.Actor{}, core.BadCredential()
	}
	k.steps.uses.Note(key.ID, k.core.Now(), key.LastUsedAt, func(tx *store.Tx, minute time.Time) error {
		return tx.TouchAccessKey(key.ID, minute)
	})
	return actor, nil
}

// keyActor is whoever the access key stands for, as long as it is valid.
func (steps *Steps) keyActor(tx *store.Tx, k models.AccessKey) (models.Actor, error) {
	if !steps.valid(k.ExpiresAt, k.RevokedAt) {
		return models.Actor{}, core.BadCredential()
	}
	return onBehalf(tx, k.UserID, models.Actor{Kind: models.KeyActor, ID: k.ID, Name: k.Name,
		WorkspaceID: k.WorkspaceID, Role: k.Role})
}

// Create makes an access key of the workspace and returns its secret, which is kept sealed and cannot be read again.
func (k Keys) Create(ctx context.Context, in models.TokenInput) (secret string, key models.AccessKey, err error) {
	return k.create(ctx, models.ManageTokens, in)
}

// CreateOwn makes a personal access key: it acts as the person, in the workspace the session is in.
func (k Keys) CreateOwn(ctx context.Context, in models.TokenInput) (secret string, key models.AccessKey, err error) {
	return k.create(ctx, models.ManageOwnKeys, in)
}

func (k Keys) create(ctx context.Context, action models.Action, in models.TokenInput) (secret string,
	key models.AccessKey, err error) {
	actor := models.ActorFrom(ctx)
	if err := k.steps.checkCredential(actor, &in); err != nil {
		return "", key, err
	}
	err = k.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return err
		}
		secret, key, err = k.newKey(tx, actor, action, in)
		return err
	})
	return secret, key, err
}

func (k Keys) newKey(tx *store.Tx, by models.Actor, action models.Action, in models.TokenInput) (string,
	models.AccessKey, error) {
	raw := make([]byte, 30)
	rand.Read(raw) // never fails (crypto/rand)
	secret := base64.RawURLEncoding.EncodeToString(raw)
	key := models.AccessKey{
		ID:          credentials.KeyPrefix + rand.Text()[:16],
		WorkspaceID: by.WorkspaceID,
		Name:        in.Name,
		Role:        in.Role,
		ExpiresAt:   credentialEnd(in.ExpiresAt),
		CreatedAt:   k.core.Now(),
		CreatedBy:   by.Name,
	}
	if action == models.ManageOwnKeys {
		key.UserID = by.UserID
	}
	var err error
	if key.Secret, err = k.steps.keys.Seal([]byte(secret), "access key "+key.ID); err != nil {
		return "", key, err
	}
	if err := tx.CreateAccessKey(key); err != nil {
		return "", key, err
	}
	return secret, key, k.core.Record(tx, by, core.AuditEntry{Action: action, Kind: "access key", ID: key.ID,
		Changes: core.AddChange(core.AddChange(nil, "name", "", in.Name), "role", "", string(in.Role))})
}

// List returns the workspace's access keys, newest first, personal and revoked ones included.
func (k Keys) List(ctx context.Context, p models.PageRequest) (models.ResultPage[models.AccessKey], error) {
	return k.list(ctx, models.ManageTokens, models.KeyQuery{PageRequest: p})
}

// ListOwn returns the person's own access keys in the workspace.
func (k Keys) ListOwn(ctx context.Context, p models.PageRequest) (models.ResultPage[models.AccessKey], error) {
	return k.list(ctx, models.ManageOwnKeys, models.KeyQuery{UserID: models.ActorFrom(ctx).UserID, PageRequest: p})
}

func (k Keys) list(ctx context.Context, action models.Action, q models.KeyQuery) (models.ResultPage[models.AccessKey],
	error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, k.core, func(tx *store.Tx) (models.ResultPage[models.AccessKey], error) {
		if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.ResultPage[models.AccessKey]{}, err
		}
		rows, err := tx.AccessKeys(actor.WorkspaceID, q)
		return core.PageOf(rows, q.PageRequest, store.AccessKeyCursor), err
	})
}

// Revoke ends any access key of the workspace at once, and forgets its secret. Revoking it again changes nothing.
func (k Keys) Revoke(ctx context.Context, id string) error {
	return k.revoke(ctx, models.ManageTokens, id)
}

// RevokeOwn ends one of the person's own access keys.
func (k Keys) RevokeOwn(ctx context.Context, id string) error {
	return k.revoke(ctx, models.ManageOwnKeys, id)
}

func (k Keys) revoke(ctx context.Context, action models.Action, id string) error {
	actor := models.ActorFrom(ctx)
	return k.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return err
		}
		key, err := tx.AccessKey(id)
		if err == nil {
			err = models.Allow(actor, action, key)
		}
		if models.CodeOf(err) == models.CodeNotFound || (err == nil && action == models.ManageOwnKeys &&
			key.UserID != actor.UserID) {
			// the same words for another's
			return models.Errorf(models.CodeNotFound, "there is no access key %q in this workspace", id)
		}
		if err != nil || !key.RevokedAt.IsZero() {
			return err
		}
		if err := tx.RevokeAccessKey(id, k.core.Now()); err != nil {
			return err
		}
		return k.core.Record(tx, actor, core.AuditEntry{Action: action, Kind: "access key", ID: id,
			Changes: core.AddChange(nil, "revoked", "no", "yes")})
	})
}

// Sealed counts the secrets that are kept under keys of the server, and those that the keys at hand do not open: for
// administrators.
func (k Keys) Sealed(ctx context.Context) (sealed models.SealedCounts, err error) {
	actor := models.ActorFrom(ctx)
	all, err := core.Read(ctx, k.core, func(tx *store.Tx) ([]models.SealedSecret, error) {
		if err := models.Allow(actor, models.ReadInstance, nil); err != nil {
			return nil, err
		}
		rest, err := tx.SealedSecrets()
		if err != nil {
			return nil, err
		}
		signing, err := store.Proofs(tx).Sealed()
		return append(rest, signing...), err
	})
	for _, secret := range all {
		count, lost := &sealed.Keys, &sealed.LostKeys
		switch secret.Kind {
		case models.SealedCode:
			count, lost = &sealed.Codes, &sealed.LostCodes
		case models.SealedLetter:
			count, lost = &sealed.Letters, &sealed.LostLetters
		case models.SealedSigning:
			count, lost = &sealed.Signing, &sealed.LostSigning
		}
		*count++
		if _, err := k.steps.keys.Open(secret.Text, string(secret.Kind)+" "+secret.Of); err != nil {
			*lost++
			id, _, _ := strings.Cut(secret.Text, ".")
			sealed.Missing = append(sealed.Missing, id)
		}
	}
	slices.Sort(sealed.Missing)
	sealed.Missing = slices.Compact(sealed.Missing)
	return sealed, err
}

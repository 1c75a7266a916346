package service

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"sync"
	"time"

	"plumbline/models"
	"plumbline/models/store"
)

// Tokens are the verbs of bearer tokens.
type Tokens struct {
	*floor
	touched *touched
}

// TokenPrefix starts every secret, so that scanners find one that leaked.
const TokenPrefix = "plb_"

// Authenticate gives the actor behind a token's secret. Unknown, expired and revoked look the same from outside.
func (t Tokens) Authenticate(ctx context.Context, secret string) (models.Actor, error) {
	refused := models.Errorf(models.Unauthenticated, "a valid token is needed")
	if !strings.HasPrefix(secret, TokenPrefix) || len(secret) > 200 {
		return models.Actor{}, refused
	}
	token, err := read(ctx, t.floor, func(tx *store.Tx) (models.Token, error) { return tx.TokenByHash(hash(secret)) })
	if models.CodeOf(err) == models.NotFound {
		return models.Actor{}, refused
	}
	if err != nil {
		return models.Actor{}, err
	}
	now := t.now()
	if !token.RevokedAt.IsZero() || (!token.ExpiresAt.IsZero() && !now.Before(token.ExpiresAt)) {
		return models.Actor{}, refused
	}
	t.touch(ctx, token, now)
	return models.Actor{
		Kind: models.TokenActor, ID: token.ID, Name: token.Name, WorkspaceID: token.WorkspaceID, Role: token.Role,
	}, nil
}

// touch notes the use of a token, to the minute. That it could not be noted is no reason to refuse the request.
func (t Tokens) touch(ctx context.Context, token models.Token, now time.Time) {
	now = now.Truncate(time.Minute)
	if !token.LastUsedAt.Before(now) || !t.touched.first(token.ID, now) {
		return
	}
	go func() { // the request need not wait for whoever is writing
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		err := t.store.Write(ctx, func(tx *store.Tx) error { return tx.TouchToken(token.ID, now) })
		if err != nil {
			t.log.WarnContext(ctx, "could not note the use of a token", "token", token.ID, "error", err)
		}
	}()
}

// Create makes a token and gives its secret, which is kept as a hash only.
func (t Tokens) Create(ctx context.Context, in models.TokenInput) (secret string, token models.Token, err error) {
	if err := models.Validate(in); err != nil {
		return "", token, err
	}
	if !in.ExpiresAt.IsZero() && (!in.ExpiresAt.After(t.now()) || !models.IsTime(in.ExpiresAt)) {
		return "", token, models.Faulty(models.Fault{Field: "expires_at", Message: "must lie in the future, before the year 10000"})
	}
	actor := models.ActorFrom(ctx)
	err = t.store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, models.ManageTokens, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return err
		}
		secret, token, err = t.newToken(tx, actor, in)
		return err
	})
	return secret, token, err
}

// List gives the workspace's tokens, newest first, revoked ones included.
func (t Tokens) List(ctx context.Context, p models.Page) (List[models.Token], error) {
	actor := models.ActorFrom(ctx)
	return read(ctx, t.floor, func(tx *store.Tx) (List[models.Token], error) {
		if err := models.Allow(actor, models.ManageTokens, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return List[models.Token]{}, err
		}
		rows, err := tx.Tokens(actor.WorkspaceID, p)
		return pageOf(rows, p, store.TokenCursor), err
	})
}

// Revoke ends a token at once. Revoking it again changes nothing.
func (t Tokens) Revoke(ctx context.Context, id string) error {
	actor := models.ActorFrom(ctx)
	return t.store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, models.ManageTokens, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return err
		}
		token, err := tx.Token(id)
		if err == nil {
			err = models.Allow(actor, models.ManageTokens, token)
		}
		if models.CodeOf(err) == models.NotFound { // the same words for one of another workspace
			return models.Errorf(models.NotFound, "there is no token %q in this workspace", id)
		}
		if err != nil {
			return err
		}
		if !token.RevokedAt.IsZero() {
			return nil
		}
		if err := tx.RevokeToken(id, t.now()); err != nil {
			return err
		}
		return t.record(tx, actor, deed{action: models.ManageTokens, kind: "token", id: id,
			changes: changed(nil, "revoked", "no", "yes")})
	})
}

func (f *floor) newToken(tx *store.Tx, by models.Actor, in models.TokenInput) (string, models.Token, error) {
	secret := TokenPrefix + rand.Text() + rand.Text()[:14]
	token := models.Token{
		ID: models.NewID(), WorkspaceID: by.WorkspaceID, Name: in.Name, Role: in.Role,
		Hint: secret[len(secret)-4:], Hash: hash(secret),
		ExpiresAt: in.ExpiresAt.UTC().Truncate(time.Microsecond), CreatedAt: f.now(), CreatedBy: by.Name,
	}
	if in.ExpiresAt.IsZero() {
		token.ExpiresAt = time.Time{}
	}
	if err := tx.CreateToken(token); err != nil {
		return "", token, err
	}
	return secret, token, f.record(tx, by, deed{action: models.ManageTokens, kind: "token", id: token.ID,
		changes: changed(changed(nil, "name", "", in.Name), "role", "", string(in.Role))})
}

func hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// touched remembers the minute in which this process noted a token's use last, so that of many requests at once one writes.
type touched struct {
	mu   sync.Mutex
	last map[string]time.Time
}

func newTouched() *touched { return &touched{last: map[string]time.Time{}} }

func (t *touched) first(id string, minute time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.last[id].Before(minute) {
		return false
	}
	t.last[id] = minute
	return true
}

package access

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Tokens are the operations of bearer tokens.
type Tokens struct {
	core  *core.OperationBase
	steps *Steps
}

// Authenticate returns the actor behind a token's secret. Unknown, expired and revoked look the same from outside, and
// so does a personal token whose person is not in the workspace any more.
func (t Tokens) Authenticate(ctx context.Context, secret string) (models.Actor, error) {
	if !credentials.IsSecret(secret, credentials.TokenPrefix) {
		return models.Actor{}, core.BadCredential()
	}
	var token models.Token
	hash := credentials.HashSecret(secret)
	actor, err := core.ReadCredential(ctx, t.core, store.TokenCredential, hash,
		func(tx *store.Tx) (actor models.Actor, err error) {
			if token, err = tx.TokenByHash(hash); err != nil {
				return actor, err
			}
			return t.steps.tokenActor(tx, token)
		})
	if models.CodeOf(err) == models.CodeNotFound {
		return models.Actor{}, core.BadCredential()
	}
	if err != nil {
		return models.Actor{}, err
	}
	t.steps.uses.Note(token.ID, t.core.Now(), token.LastUsedAt, func(tx *store.Tx, minute time.Time) error {
		return tx.TouchToken(token.ID, minute)
	})
	return actor, nil
}

// tokenActor is whoever the token stands for, as long as it is valid.
func (steps *Steps) tokenActor(tx *store.Tx, t models.Token) (models.Actor, error) {
	if !steps.valid(t.ExpiresAt, t.RevokedAt) {
		return models.Actor{}, core.BadCredential()
	}
	return onBehalf(tx, t.UserID, models.Actor{Kind: models.TokenActor, ID: t.ID, Name: t.Name,
		WorkspaceID: t.WorkspaceID, Role: t.Role})
}

// valid reports whether a credential is neither over nor ended.
func (steps *Steps) valid(expires, revoked time.Time) bool {
	return revoked.IsZero() && (expires.IsZero() || steps.core.Now().Before(expires))
}

// onBehalf lets a personal credential act as its person does at the moment: with the weaker of both roles, and as
// narrowed as the person.
func onBehalf(tx *store.Tx, userID string, actor models.Actor) (models.Actor, error) {
	if userID == "" {
		return actor, nil
	}
	user, err := tx.User(userID)
	if err != nil {
		return models.Actor{}, err
	}
	member, err := tx.Member(actor.WorkspaceID, userID)
	if err != nil {
		return models.Actor{}, err
	}
	if user.Disabled() {
		return models.Actor{}, core.BadCredential()
	}
	if user.Password != "" { // who has none signs in where the provider looks after the second factor
		if actor.LacksCodes, err = codesOf(tx, user, "", actor.WorkspaceID); err != nil {
			return models.Actor{}, err
		}
	}
	actor.UserID, actor.Name, actor.Scope = userID, user.Name+" ("+actor.Name+")", member.Scope()
	actor.Role = models.WeakerRole(actor.Role, member.Role)
	return actor, nil
}

// Create makes a token of the workspace and returns its secret, which is kept as a hash only.
func (t Tokens) Create(ctx context.Context, in models.TokenInput) (secret string, token models.Token, err error) {
	return t.create(ctx, models.ManageTokens, in)
}

// CreateOwn makes a personal token: it acts as the person, in the workspace the session is in.
func (t Tokens) CreateOwn(ctx context.Context, in models.TokenInput) (secret string, token models.Token, err error) {
	return t.create(ctx, models.ManageOwnKeys, in)
}

func (t Tokens) create(ctx context.Context, action models.Action, in models.TokenInput) (secret string,
	token models.Token, err error) {
	actor := models.ActorFrom(ctx)
	if err := t.steps.checkCredential(actor, &in); err != nil {
		return "", token, err
	}
	err = t.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return err
		}
		secret, token, err = t.steps.newToken(tx, actor, action, in)
		return err
	})
	return secret, token, err
}

// checkCredential is what a new token and a new access key must be. None gets a role above that of whoever makes it.
func (steps *Steps) checkCredential(actor models.Actor, in *models.TokenInput) error {
	if err := models.Validate(in); err != nil {
		return err
	}
	if !in.ExpiresAt.IsZero() && (!in.ExpiresAt.After(steps.core.Now()) || !models.IsTime(in.ExpiresAt)) {
		return models.InvalidInput(models.FieldFault{Field: "expires_at",
			Message: "must lie in the future, before the year 10000"})
	}
	if actor.Role != "" && !actor.Role.AtLeast(in.Role) {
		return models.InvalidInput(models.FieldFault{Field: "role",
			Message: "must not be above your own, which is " + string(actor.Role)})
	}
	return nil
}

// List returns the workspace's tokens, newest first, personal and revoked ones included.
func (t Tokens) List(ctx context.Context, p models.PageRequest) (models.ResultPage[models.Token], error) {
	return t.list(ctx, models.ManageTokens, models.KeyQuery{PageRequest: p})
}

// ListOwn returns the person's own tokens in the workspace.
func (t Tokens) ListOwn(ctx context.Context, p models.PageRequest) (models.ResultPage[models.Token], error) {
	return t.list(ctx, models.ManageOwnKeys, models.KeyQuery{UserID: models.ActorFrom(ctx).UserID, PageRequest: p})
}

func (t Tokens) list(ctx context.Context, action models.Action, q models.KeyQuery) (models.ResultPage[models.Token],
	error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, t.core, func(tx *store.Tx) (models.ResultPage[models.Token], error) {
		if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.ResultPage[models.Token]{}, err
		}
		rows, err := tx.Tokens(actor.WorkspaceID, q)
		return core.PageOf(rows, q.PageRequest, store.TokenCursor), err
	})
}

// Revoke ends any token of the workspace at once. Revoking it again changes nothing.
func (t Tokens) Revoke(ctx context.Context, id string) error {
	return t.revoke(ctx, models.ManageTokens, id)
}

// RevokeOwn ends one of the person's own tokens.
func (t Tokens) RevokeOwn(ctx context.Context, id string) error {
	return t.revoke(ctx, models.ManageOwnKeys, id)
}

func (t Tokens) revoke(ctx context.Context, action models.Action, id string) error {
	actor := models.ActorFrom(ctx)
	return t.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return err
		}
		token, err := tx.Token(id)
		if err == nil {
			err = models.Allow(actor, action, token)
		}
		if models.CodeOf(err) == models.CodeNotFound || (err == nil && action == models.ManageOwnKeys &&
			token.UserID != actor.UserID) {
			// the same words for another's
			return models.Errorf(models.CodeNotFound, "there is no token %q in this workspace", id)
		}
		if err != nil || !token.RevokedAt.IsZero() {
			return err
		}
		if err := tx.RevokeToken(id, t.core.Now()); err != nil {
			return err
		}
		return t.core.Record(tx, actor, core.AuditEntry{Action: action, Kind: "token", ID: id,
			Changes: core.AddChange(nil, "revoked", "no", "yes")})
	})
}

func (steps *Steps) newToken(tx *store.Tx, by models.Actor, action models.Action, in models.TokenInput) (string,
	models.Token, error) {
	secret := credentials.NewSecret(credentials.TokenPrefix)
	token := models.Token{
		ID:          models.NewID(),
		WorkspaceID: by.WorkspaceID,
		Name:        in.Name,
		Role:        in.Role,
		Hint:        secret[len(secret)-4:],
		Hash:        credentials.HashSecret(secret),
		ExpiresAt:   credentialEnd(in.ExpiresAt),
		CreatedAt:   steps.core.Now(),
		CreatedBy:   by.Name,
	}
	if action == models.ManageOwnKeys {
		token.UserID = by.UserID
	}
	if err := tx.CreateToken(token); err != nil {
		return "", token, err
	}
	return secret, token, steps.core.Record(tx, by, core.AuditEntry{Action: action, Kind: "token", ID: token.ID,
		Changes: core.AddChange(core.AddChange(nil, "name", "", in.Name), "role", "", string(in.Role))})
}

// credentialEnd is the end of a credential as databases keep it; the zero time stays.
func credentialEnd(at time.Time) time.Time {
	if at.IsZero() {
		return time.Time{}
	}
	return at.UTC().Truncate(time.Microsecond)
}

// endPersonal ends all personal tokens, access keys and calendar feeds of a user, in whatever workspace.
func (steps *Steps) endPersonal(tx *store.Tx, by models.Actor, userID string) error {
	tokens, err := tx.PersonalTokens(userID)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if err := tx.RevokeToken(t.ID, steps.core.Now()); err != nil {
			return err
		}
		if err := steps.core.Record(tx, by, endedByReset("token", t.ID, t.WorkspaceID)); err != nil {
			return err
		}
	}
	keys, err := tx.PersonalKeys(userID)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := tx.RevokeAccessKey(k.ID, steps.core.Now()); err != nil {
			return err
		}
		if err := steps.core.Record(tx, by, endedByReset("access key", k.ID, k.WorkspaceID)); err != nil {
			return err
		}
	}
	return steps.endFeeds(tx, by, userID)
}

func endedByReset(kind, id, workspaceID string) core.AuditEntry {
	return core.AuditEntry{Action: models.ManageOwnKeys, Kind: kind, ID: id, Workspace: workspaceID,
		Changes: core.AddChange(core.AddChange(nil, "revoked", "no", "yes"), "reason", "", "password reset")}
}

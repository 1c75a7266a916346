package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

type tokenBody struct {
	Name      string     `json:"name" doc:"what it is for" required:"true" min:"3" max:"100"`
	Role      string     `json:"role" doc:"what it may do; not above the role of whoever makes it" required:"true" enum:"viewer,contributor,architect,owner"`
	ExpiresAt *time.Time `json:"expires_at,omitempty" doc:"when it ends; never if not given"`
}

func (b tokenBody) input() models.TokenInput {
	in := models.TokenInput{Name: b.Name, Role: models.Role(b.Role)}
	if b.ExpiresAt != nil {
		in.ExpiresAt = *b.ExpiresAt
	}
	return in
}

// credential is what a token and an access key have in common.
type credential struct {
	Name       string     `json:"name" doc:"what it is for"`
	Role       string     `json:"role" doc:"what it may do; a personal one never more than its person" enum:"viewer,contributor,architect,owner"`
	UserID     string     `json:"user_id,omitempty" doc:"of a personal one: for whom it acts"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty" doc:"when it ends"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty" doc:"when it was ended"`
	LastUsedAt *time.Time `json:"last_used_at,omitempty" doc:"when it was used last, to the minute"`
	CreatedAt  time.Time  `json:"created_at" doc:"when it was made"`
	CreatedBy  string     `json:"created_by" doc:"who made it"`
}

type tokenJSON struct {
	ID string `json:"id" doc:"32 hex digits"`
	credential
	Hint   string `json:"hint" doc:"the last four characters of the secret"`
	Secret string `json:"secret,omitempty" doc:"the token itself, in the reply to its creation only"`
}

func tokenOut(t models.Token) tokenJSON {
	return tokenJSON{ID: t.ID, Hint: t.Hint,
		credential: credential{t.Name, string(t.Role), t.UserID, rest.TimeOrNil(t.ExpiresAt), rest.TimeOrNil(t.RevokedAt),
			rest.TimeOrNil(t.LastUsedAt), t.CreatedAt, t.CreatedBy}}
}

func tokenMade(secret string, t models.Token, err error) (tokenJSON, error) {
	out := tokenOut(t)
	out.Secret = secret
	return out, err
}

func (a *API) listTokens(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[tokenJSON], error) {
	page, err := a.svc.Tokens.List(ctx, r.Page())
	return rest.ListOf(page, tokenOut), err
}

func (a *API) createToken(ctx context.Context, _ *rest.Request, in tokenBody) (tokenJSON, error) {
	return tokenMade(a.svc.Tokens.Create(ctx, in.input()))
}

func (a *API) revokeToken(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Tokens.Revoke(ctx, r.Param("token"))
}

func (a *API) listOwnTokens(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[tokenJSON], error) {
	page, err := a.svc.Tokens.ListOwn(ctx, r.Page())
	return rest.ListOf(page, tokenOut), err
}

func (a *API) createOwnToken(ctx context.Context, _ *rest.Request, in tokenBody) (tokenJSON, error) {
	return tokenMade(a.svc.Tokens.CreateOwn(ctx, in.input()))
}

func (a *API) revokeOwnToken(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Tokens.RevokeOwn(ctx, r.Param("token"))
}

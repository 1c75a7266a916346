package v1

import (
	"context"
	"time"

	"plumbline/models"
)

type workspace struct {
	ID        string    `json:"id" doc:"32 hex digits"`
	Name      string    `json:"name" doc:"name of the workspace"`
	AccountID string    `json:"account_id" doc:"12 digits that stand for an AWS account"`
	Role      string    `json:"role" doc:"what the token may do here" enum:"viewer,contributor,architect,owner"`
	CreatedAt time.Time `json:"created_at" doc:"when it was made"`
}

func (a *API) getWorkspace(ctx context.Context, _ *request, _ none) (workspace, error) {
	w, err := a.svc.Workspaces.Get(ctx)
	return workspace{w.ID, w.Name, w.AccountID, string(models.ActorFrom(ctx).Role), w.CreatedAt}, err
}

type tokenBody struct {
	Name      string     `json:"name" doc:"what the token is for" required:"true" min:"3" max:"100"`
	Role      string     `json:"role" doc:"what it may do" required:"true" enum:"viewer,contributor,architect,owner"`
	ExpiresAt *time.Time `json:"expires_at,omitempty" doc:"when it ends; never if not given"`
}

type token struct {
	ID         string     `json:"id" doc:"32 hex digits"`
	Name       string     `json:"name" doc:"what the token is for"`
	Role       string     `json:"role" doc:"what it may do" enum:"viewer,contributor,architect,owner"`
	Hint       string     `json:"hint" doc:"the last four characters of the secret"`
	Secret     string     `json:"secret,omitempty" doc:"the token itself, in the reply to its creation only"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty" doc:"when it ends"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty" doc:"when it was ended"`
	LastUsedAt *time.Time `json:"last_used_at,omitempty" doc:"when it was used last, to the minute"`
	CreatedAt  time.Time  `json:"created_at" doc:"when it was made"`
	CreatedBy  string     `json:"created_by" doc:"who made it"`
}

func tokenOut(t models.Token) token {
	return token{
		ID: t.ID, Name: t.Name, Role: string(t.Role), Hint: t.Hint, ExpiresAt: moment(t.ExpiresAt), RevokedAt: moment(t.RevokedAt),
		LastUsedAt: moment(t.LastUsedAt), CreatedAt: t.CreatedAt, CreatedBy: t.CreatedBy,
	}
}

func (a *API) listTokens(ctx context.Context, r *request, _ none) (list[token], error) {
	page, err := a.svc.Tokens.List(ctx, r.page())
	return listOut(page, tokenOut), err
}

func (a *API) createToken(ctx context.Context, _ *request, in tokenBody) (token, error) {
	input := models.TokenInput{Name: in.Name, Role: models.Role(in.Role)}
	if in.ExpiresAt != nil {
		input.ExpiresAt = *in.ExpiresAt
	}
	secret, made, err := a.svc.Tokens.Create(ctx, input)
	out := tokenOut(made)
	out.Secret = secret
	return out, err
}

func (a *API) revokeToken(ctx context.Context, r *request, _ none) (none, error) {
	return none{}, a.svc.Tokens.Revoke(ctx, r.param("token"))
}

type auditLine struct {
	Seq        int64         `json:"seq" doc:"order of writing; has gaps"`
	At         time.Time     `json:"at" doc:"when"`
	ActorKind  string        `json:"actor_kind" doc:"what did it" enum:"token,system"`
	ActorID    string        `json:"actor_id" doc:"the token's id; empty for the system"`
	ActorName  string        `json:"actor_name" doc:"who"`
	Action     string        `json:"action" doc:"the permission it needed"`
	Kind       string        `json:"kind" doc:"noun of the thing"`
	ThingID    string        `json:"thing_id" doc:"id of the thing; of an answer: lens id and question id"`
	WorkloadID string        `json:"workload_id,omitempty" doc:"the workload concerned"`
	Changes    []auditChange `json:"changes" doc:"from what to what"`
}

type auditChange struct {
	Field string `json:"field" doc:"what changed"`
	From  string `json:"from" doc:"before; empty if it was empty"`
	To    string `json:"to" doc:"after; empty if it is empty"`
}

func (a *API) listAudit(ctx context.Context, r *request, _ none) (list[auditLine], error) {
	page, err := a.svc.Audit.List(ctx, models.AuditQuery{WorkloadID: r.query("workload"), Page: r.page()})
	return listOut(page, func(l models.AuditLine) auditLine {
		return auditLine{
			Seq: l.Seq, At: l.At, ActorKind: string(l.ActorKind), ActorID: l.ActorID, ActorName: l.ActorName, Action: string(l.Action),
			Kind: l.Kind, ThingID: l.ThingID, WorkloadID: l.WorkloadID,
			Changes: each(l.Changes, func(c models.Change) auditChange { return auditChange(c) }),
		}
	}), err
}

func (a *API) getOpenAPI(context.Context, *request, none) (blob, error) {
	return blob{mediaType: "application/json", data: a.openAPI}, nil
}

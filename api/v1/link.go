package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/access"
)

// linkJSON is a new one-time link. The secret stands behind the "#", which browsers send to no server.
type linkJSON struct {
	ID        string    `json:"id" doc:"32 hex digits"`
	Code      string    `json:"code,omitempty" doc:"the link's secret, in this reply only"`
	URL       string    `json:"url,omitempty" doc:"the link to pass on, in this reply only"`
	ExpiresAt time.Time `json:"expires_at" doc:"when it ends"`
}

func (a *API) linkMade(secret string, l models.OneTimeLink, err error) (linkJSON, error) {
	return linkJSON{l.ID, secret, a.site.Join(secret), l.ExpiresAt}, err
}

type invitation struct {
	ID        string     `json:"id" doc:"32 hex digits"`
	Email     string     `json:"email" doc:"who is invited"`
	Role      string     `json:"role" doc:"as what" enum:"viewer,contributor,architect,owner"`
	Workloads []string   `json:"workloads" doc:"narrowed to these workload ids; all if empty"`
	Pillars   []string   `json:"pillars" doc:"answers narrowed to these pillar ids; all if empty"`
	Code      string     `json:"code,omitempty" doc:"the link's secret, in the reply to its creation only"`
	URL       string     `json:"url,omitempty" doc:"the link to pass on, in the reply to its creation only"`
	CreatedAt time.Time  `json:"created_at" doc:"when it was made"`
	CreatedBy string     `json:"created_by" doc:"who made it"`
	ExpiresAt time.Time  `json:"expires_at" doc:"when it ends"`
	UsedAt    *time.Time `json:"used_at,omitempty" doc:"when it was accepted"`
	RevokedAt *time.Time `json:"revoked_at,omitempty" doc:"when it was ended"`
}

func invitationOut(l models.OneTimeLink) invitation {
	return invitation{ID: l.ID, Email: l.Email, Role: string(l.Grant.Role), Workloads: rest.EmptyIfNil(l.Grant.Workloads),
		Pillars:   rest.EmptyIfNil(l.Grant.Pillars),
		CreatedAt: l.CreatedAt, CreatedBy: l.CreatedBy, ExpiresAt: l.ExpiresAt, UsedAt: rest.TimeOrNil(l.UsedAt),
		RevokedAt: rest.TimeOrNil(l.RevokedAt)}
}

type invitationBody struct {
	Email string `json:"email" doc:"who is invited" required:"true" max:"254"`
	grantBody
}

func (a *API) inviteMember(ctx context.Context, _ *rest.Request, in invitationBody) (invitation, error) {
	secret, l, err := a.svc.Members.Invite(ctx, models.InvitationInput{Email: in.Email, Grant: in.grant()},
		models.IdempotencyKey{})
	out := invitationOut(l)
	out.Code, out.URL = secret, a.site.Join(secret)
	return out, err
}

func (a *API) listInvitations(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[invitation], error) {
	page, err := a.svc.Members.Invitations(ctx, r.Page())
	return rest.ListOf(page, invitationOut), err
}

func (a *API) revokeInvitation(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Members.RevokeInvitation(ctx, r.Param("invitation"))
}

type codeBody struct {
	Code string `json:"code" doc:"the link's secret" required:"true"`
}

type linkSight struct {
	Kind      string    `json:"kind" doc:"what the link is for" enum:"setup,invitation,reset"`
	Email     string    `json:"email,omitempty" doc:"of the account that it makes or changes"`
	Workspace string    `json:"workspace,omitempty" doc:"name of the workspace that an invitation is for"`
	Role      string    `json:"role,omitempty" doc:"as what" enum:"viewer,contributor,architect,owner,"`
	Known     bool      `json:"known" doc:"there is an account: an invitation then wants its person to be signed in"`
	ExpiresAt time.Time `json:"expires_at" doc:"when it ends"`
}

func (a *API) checkLink(ctx context.Context, _ *rest.Request, in codeBody) (linkSight, error) {
	v, err := a.svc.Links.Check(ctx, in.Code)
	return linkSight{string(v.Kind), v.Email, v.Workspace.Name, string(v.Grant.Role), v.Known, v.ExpiresAt}, err
}

type linkUse struct {
	Code     string `json:"code" doc:"the link's secret" required:"true"`
	Email    string `json:"email,omitempty" doc:"for a set-up: what the administrator signs in with" max:"254"`
	Name     string `json:"name,omitempty" doc:"for a new account: what histories and reports show" max:"100"`
	Password string `json:"password,omitempty" doc:"for a new account and a reset: at least 12 characters, and not easily guessed" min:"12" max:"512"`

	KeepTokens bool `json:"keep_tokens,omitempty" doc:"at a reset: personal tokens and access keys go on working; they end otherwise"`
}

// linkUsed is the session that a link began, if it began one.
type linkUsed struct {
	Session *sessionJSON `json:"session,omitempty" doc:"the session that began; none where signing in wants a one-time code"`
}

func (u linkUsed) Begun() (string, access.SessionView) {
	if u.Session == nil {
		return "", access.SessionView{}
	}
	return u.Session.Begun()
}

func (a *API) useLink(ctx context.Context, r *rest.Request, in linkUse) (linkUsed, error) {
	secret, view, err := a.svc.Links.Use(ctx, in.Code, access.LinkInput{Email: in.Email, Name: in.Name, Password: in.Password,
		Previous: a.auth.Session(r.HTTP), KeepTokens: in.KeepTokens})
	if err != nil || secret == "" {
		return linkUsed{}, err
	}
	s, err := begunSession(secret, view, nil)
	return linkUsed{&s}, err
}

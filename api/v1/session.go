package v1

import (
	"context"
	"time"

	"plumbline/api/auth"
	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/access"
)

type signInBody struct {
	Email    string `json:"email" doc:"e-mail address of the account" required:"true"`
	Password string `json:"password" doc:"password of the account" required:"true"`
	Code     string `json:"code,omitempty" doc:"one-time code or recovery code, where the account wants one"`
}

// sessionJSON says who asks and what is open to them.
type sessionJSON struct {
	ID         string       `json:"id,omitempty" doc:"of the session; none for a token"`
	Kind       string       `json:"kind" doc:"what stands behind the request" enum:"user,token,key,guest,system"`
	Name       string       `json:"name" doc:"what histories show"`
	User       *userJSON    `json:"user,omitempty" doc:"of a user, or for whom a personal token acts"`
	Workspace  *workspace   `json:"workspace,omitempty" doc:"the workspace it works in; none for a member of none"`
	Workloads  []string     `json:"workloads,omitempty" doc:"narrowed to these workload ids"`
	Pillars    []string     `json:"pillars,omitempty" doc:"answers narrowed to these pillar ids"`
	Workspaces []membership `json:"workspaces,omitempty" doc:"the workspaces that a user may switch to"`
	Guest      *guestSight  `json:"guest,omitempty" doc:"of a guest: the review that is open"`
	CSRFToken  string       `json:"csrf_token,omitempty" doc:"what changes something by session cookie sends this as the header X-CSRF-Token"`
	Codes      string       `json:"one_time_codes_required_by,omitempty" doc:"who requires one-time codes that the account lacks: until it has them, all but the own account is refused with the code codes_required" enum:"workspace,instance,"`
	ExpiresAt  *time.Time   `json:"expires_at,omitempty" doc:"when the session ends at the latest"`

	secret string
	view   access.SessionView
}

type membership struct {
	ID        string `json:"id" doc:"workspace id"`
	Name      string `json:"name" doc:"name of the workspace"`
	AccountID string `json:"account_id" doc:"its 12 digits"`
	Role      string `json:"role" doc:"what the user may do there" enum:"viewer,contributor,architect,owner"`
}

type guestSight struct {
	Name       string `json:"name" doc:"for whom the link is"`
	WorkloadID string `json:"workload_id" doc:"the workload"`
	LensID     string `json:"lens_id" doc:"the lens of the review"`
}

func (s sessionJSON) Begun() (string, access.SessionView) { return s.secret, s.view }

// sessionOut makes the reply; secret is that of the session's cookie, "" where there is none.
func sessionOut(v access.SessionView, secret string) sessionJSON {
	out := sessionJSON{
		ID: v.Session.ID, Kind: string(v.Actor.Kind), Name: v.Actor.Name, Codes: string(v.Actor.LacksCodes),
		Workloads: v.Actor.Scope.Workloads, Pillars: v.Actor.Scope.Pillars,
		ExpiresAt: rest.TimeOrNil(v.Session.ExpiresAt),
		Workspaces: rest.Each(v.Workspaces, func(m access.Membership) membership {
			return membership{m.ID, m.Name, m.AccountID, string(m.Role)}
		}),
	}
	if v.User.ID != "" {
		u := userOut(v.User)
		out.User = &u
	}
	if v.Workspace.ID != "" {
		w := workspaceOut(v.Workspace, v.Actor.Role)
		out.Workspace = &w
	}
	if v.Guest.ID != "" {
		out.Guest = &guestSight{v.Guest.Name, v.Guest.WorkloadID, v.Guest.LensID}
	}
	if secret != "" {
		out.CSRFToken = auth.CSRFToken(secret)
	}
	return out
}

// begunSession is the reply to whatever began a session.
func begunSession(secret string, v access.SessionView, err error) (sessionJSON, error) {
	out := sessionOut(v, secret)
	out.secret, out.view = secret, v
	return out, err
}

func (a *API) signIn(ctx context.Context, r *rest.Request, in signInBody) (sessionJSON, error) {
	return begunSession(a.svc.Sessions.SignIn(ctx, models.SignIn(in), a.auth.Session(r.HTTP)))
}

func (a *API) getSession(ctx context.Context, r *rest.Request, _ rest.None) (sessionJSON, error) {
	view, err := a.svc.Sessions.Get(ctx)
	secret := ""
	if view.Session.ID != "" {
		secret = a.auth.Session(r.HTTP)
	}
	return sessionOut(view, secret), err
}

type switchBody struct {
	Workspace string `json:"workspace" doc:"id of one of the user's workspaces" required:"true"`
}

func (a *API) switchWorkspace(ctx context.Context, r *rest.Request, in switchBody) (sessionJSON, error) {
	view, err := a.svc.Sessions.Switch(ctx, in.Workspace)
	return sessionOut(view, a.auth.Session(r.HTTP)), err
}

func (a *API) signOut(ctx context.Context, _ *rest.Request, _ rest.None) (rest.SignedOut, error) {
	return rest.SignedOut{}, a.svc.Sessions.SignOut(ctx)
}

type ownSession struct {
	ID        string    `json:"id" doc:"32 hex digits"`
	Present   bool      `json:"present" doc:"the one that asks"`
	Method    string    `json:"method" doc:"how it began" enum:"password,link,provider"`
	Address   string    `json:"address" doc:"IP address it began from"`
	Agent     string    `json:"agent" doc:"what the client called itself"`
	CreatedAt time.Time `json:"created_at" doc:"when it began"`
	SeenAt    time.Time `json:"seen_at" doc:"when it was used last, to the minute"`
	ExpiresAt time.Time `json:"expires_at" doc:"when it ends at the latest"`
}

func (a *API) listSessions(ctx context.Context, _ *rest.Request, _ rest.None) (rest.List[ownSession], error) {
	live, err := a.svc.Sessions.List(ctx)
	present := models.ActorFrom(ctx).SessionID
	return rest.List[ownSession]{Items: rest.Each(live, func(s models.Session) ownSession {
		return ownSession{s.ID, s.ID == present, s.Method, s.Address, s.Agent, s.CreatedAt, s.SeenAt, s.ExpiresAt}
	})}, err
}

func (a *API) revokeSession(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Sessions.Revoke(ctx, r.Param("session"))
}

type revokedCount struct {
	Revoked int `json:"revoked" doc:"how many sessions ended"`
}

func (a *API) revokeOtherSessions(ctx context.Context, _ *rest.Request, _ rest.None) (revokedCount, error) {
	n, err := a.svc.Sessions.RevokeOthers(ctx)
	return revokedCount{int(n)}, err
}

package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/access"
)

type grantBody struct {
	Role      string   `json:"role" doc:"what the member may do" required:"true" enum:"viewer,contributor,architect,owner"`
	Workloads []string `json:"workloads,omitempty" doc:"narrows a viewer or contributor to these workload ids; all if empty" max:"200"`
	Pillars   []string `json:"pillars,omitempty" doc:"narrows a contributor's answers to these pillar ids; all if empty" max:"50"`
}

func (b grantBody) grant() models.MemberGrant {
	return models.MemberGrant{Role: models.Role(b.Role), Workloads: b.Workloads, Pillars: b.Pillars}
}

type memberJSON struct {
	UserID    string    `json:"user_id" doc:"32 hex digits"`
	Email     string    `json:"email" doc:"e-mail address of the account"`
	Name      string    `json:"name" doc:"what histories and reports show"`
	Role      string    `json:"role" doc:"what the member may do" enum:"viewer,contributor,architect,owner"`
	Workloads []string  `json:"workloads" doc:"narrowed to these workload ids; all if empty"`
	Pillars   []string  `json:"pillars" doc:"answers narrowed to these pillar ids; all if empty"`
	Source    string    `json:"source" doc:"who keeps the membership: people, or the claims of the identity provider" enum:"local,provider"`
	Disabled  bool      `json:"disabled" doc:"the account is disabled"`
	Version   int       `json:"version" doc:"the ETag's number"`
	CreatedAt time.Time `json:"created_at" doc:"member since"`
	CreatedBy string    `json:"created_by" doc:"who made the member"`
	UpdatedAt time.Time `json:"updated_at" doc:"when role or narrowing changed last"`
	UpdatedBy string    `json:"updated_by" doc:"who changed them last"`
}

func (m memberJSON) ETag() int { return m.Version }

func memberOut(m access.MemberView) memberJSON {
	return memberJSON{m.UserID, m.User.Email, m.User.Name, string(m.Role), rest.EmptyIfNil(m.Workloads),
		rest.EmptyIfNil(m.Pillars),
		string(m.Source), m.User.Disabled(),
		m.Member.Version, m.Member.CreatedAt, m.Member.CreatedBy, m.UpdatedAt, m.UpdatedBy}
}

func (a *API) listMembers(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[memberJSON], error) {
	page, err := a.svc.Members.List(ctx, models.UserQuery{Text: r.Query("text"), PageRequest: r.Page()})
	return rest.ListOf(page, memberOut), err
}

func (a *API) getMember(ctx context.Context, r *rest.Request, _ rest.None) (memberJSON, error) {
	m, err := a.svc.Members.Get(ctx, r.Param("user"))
	return memberOut(m), err
}

func (a *API) updateMember(ctx context.Context, r *rest.Request, in grantBody) (memberJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return memberJSON{}, err
	}
	m, err := a.svc.Members.Update(ctx, r.Param("user"), in.grant(), seen)
	return memberOut(m), err
}

func (a *API) removeMember(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Members.Remove(ctx, r.Param("user"), r.Query("confirm"))
}

func (a *API) resetMember(ctx context.Context, r *rest.Request, _ rest.None) (linkJSON, error) {
	return a.linkMade(a.svc.Members.Reset(ctx, r.Param("user")))
}

type newMember struct {
	User string `json:"user" doc:"id or e-mail address of an account" required:"true"`
	grantBody
}

func (a *API) addMember(ctx context.Context, r *rest.Request, in newMember) (memberJSON, error) {
	m, err := a.svc.Members.Add(ctx, r.Param("workspace"), in.User, in.grant())
	return memberOut(m), err
}

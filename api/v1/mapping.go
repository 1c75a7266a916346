package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

type mappingJSON struct {
	ID          string    `json:"id" doc:"32 hex digits"`
	Claim       string    `json:"claim" doc:"name of the claim"`
	Value       string    `json:"value" doc:"what the claim must be, or hold"`
	WorkspaceID string    `json:"workspace_id,omitempty" doc:"where the role is; none for an administrator"`
	Role        string    `json:"role" doc:"what whoever has the claim may do" enum:"viewer,contributor,architect,owner,administrator"`
	CreatedAt   time.Time `json:"created_at" doc:"when it was made"`
	CreatedBy   string    `json:"created_by" doc:"who made it"`

	ClaimSeenAt *time.Time `json:"claim_seen_at,omitempty" doc:"day on which a sign-in brought the claim last; none: never"`
	MatchedAt   *time.Time `json:"matched_at,omitempty" doc:"day on which somebody signed in whose claims it matched; none: never"`
	Warning     string     `json:"warning,omitempty" doc:"why it can't match, as far as the sign-ins so far tell"`
}

func mappingOut(m models.RoleMapping) mappingJSON {
	return mappingJSON{m.ID, m.Claim, m.Value, m.WorkspaceID, string(m.Role), m.CreatedAt, m.CreatedBy,
		rest.TimeOrNil(m.ClaimSeenAt), rest.TimeOrNil(m.MatchedAt), m.Warning}
}

func (a *API) listMappings(ctx context.Context, _ *rest.Request, _ rest.None) (rest.List[mappingJSON], error) {
	all, err := a.svc.Mappings.List(ctx)
	return rest.List[mappingJSON]{Items: rest.Each(all, mappingOut)}, err
}

type seenClaim struct {
	Name   string    `json:"name" doc:"as a mapping names it: of a member of an object the path, such as realm_access.roles"`
	SeenAt time.Time `json:"seen_at" doc:"day on which it came last"`
	Latest bool      `json:"latest" doc:"it came at the latest sign-in"`
}

func (a *API) listClaims(ctx context.Context, _ *rest.Request, _ rest.None) (rest.List[seenClaim], error) {
	all, err := a.svc.Mappings.Claims(ctx)
	return rest.List[seenClaim]{Items: rest.Each(all, func(c models.SeenClaim) seenClaim { return seenClaim(c) })}, err
}

type mappingBody struct {
	Claim       string `json:"claim" doc:"name of the claim, such as groups; of a member of an object the path, such as realm_access.roles" required:"true" max:"200"`
	Value       string `json:"value" doc:"what the claim must be, letter by letter, or what one of its elements must be if it is a list; a text is never taken apart" required:"true" max:"500"`
	WorkspaceID string `json:"workspace_id,omitempty" doc:"where the role is; not with administrator"`
	Role        string `json:"role" doc:"the role it gives" required:"true" enum:"viewer,contributor,architect,owner,administrator"`
}

func (a *API) createMapping(ctx context.Context, _ *rest.Request, in mappingBody) (mappingJSON, error) {
	m, err := a.svc.Mappings.Create(ctx, models.MappingInput{Claim: in.Claim, Value: in.Value, WorkspaceID: in.WorkspaceID,
		Role: models.Role(in.Role)})
	return mappingOut(m), err
}

func (a *API) deleteMapping(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Mappings.Delete(ctx, r.Param("mapping"))
}

package v1

import (
	"context"
	"time"

	"plumbline/models"
)

type mappingBody struct {
	Claim     string `json:"claim" doc:"name of the claim in the identity provider's token, such as groups" required:"true" max:"200"`
	Value     string `json:"value" doc:"what the claim must be, or hold if it is a list" required:"true" max:"500"`
	Workspace string `json:"workspace,omitempty" doc:"id of the workspace; none for an administrator"`
	Role      string `json:"role" doc:"what it gives" required:"true" enum:"viewer,contributor,architect,owner,administrator"`
}

type mapping struct {
	ID string `json:"id" doc:"32 hex digits"`
	mappingBody
	CreatedAt time.Time `json:"created_at" doc:"when it was made"`
	CreatedBy string    `json:"created_by" doc:"who made it"`
}

func mappingOut(m models.Mapping) mapping {
	return mapping{m.ID, mappingBody{m.Claim, m.Value, m.WorkspaceID, string(m.Role)}, m.CreatedAt, m.CreatedBy}
}

func (a *API) listMappings(ctx context.Context, _ *request, _ none) (list[mapping], error) {
	all, err := a.svc.Mappings.List(ctx)
	return list[mapping]{Items: each(all, mappingOut)}, err
}

func (a *API) createMapping(ctx context.Context, _ *request, in mappingBody) (mapping, error) {
	m, err := a.svc.Mappings.Create(ctx, models.MappingInput{Claim: in.Claim, Value: in.Value, WorkspaceID: in.Workspace, Role: models.Role(in.Role)})
	return mappingOut(m), err
}

func (a *API) deleteMapping(ctx context.Context, r *request, _ none) (none, error) {
	return none{}, a.svc.Mappings.Delete(ctx, r.param("mapping"))
}

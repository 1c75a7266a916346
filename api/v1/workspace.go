package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

type workspace struct {
	ID        string    `json:"id" doc:"32 hex digits"`
	Name      string    `json:"name" doc:"name of the workspace"`
	AccountID string    `json:"account_id" doc:"12 digits that stand for an AWS account; others share with the workspace by them"`
	Role      string    `json:"role" doc:"what the one who asks may do here; empty for an administrator who is no member" enum:"viewer,contributor,architect,owner,"`
	CreatedAt time.Time `json:"created_at" doc:"when it was made"`

	TimeZone string `json:"time_zone" doc:"of dates on pages and in reports, a name of the tz database"`

	RequireCodes bool `json:"require_one_time_codes" doc:"members without one-time codes get the code codes_required for everything but their own account"`
}

func workspaceOut(w models.Workspace, role models.Role) workspace {
	return workspace{w.ID, w.Name, w.AccountID, string(role), w.CreatedAt, w.TimeZone, w.RequireCodes}
}

type workspaceBody struct {
	Name string `json:"name" doc:"name of the workspace" required:"true" min:"3" max:"100"`
}

func (a *API) getWorkspace(ctx context.Context, _ *rest.Request, _ rest.None) (workspace, error) {
	w, err := a.svc.Workspaces.Get(ctx)
	return workspaceOut(w, models.ActorFrom(ctx).Role), err
}

type workspacePatch struct {
	Name         *string `json:"name,omitempty" doc:"name of the workspace" min:"3" max:"100"`
	TimeZone     *string `json:"time_zone,omitempty" doc:"of dates on pages and in reports, such as Europe/Berlin"`
	RequireCodes *bool   `json:"require_one_time_codes,omitempty" doc:"whoever sets it has one-time codes"`
}

func (a *API) renameWorkspace(ctx context.Context, _ *rest.Request, in workspacePatch) (workspace, error) {
	w, err := a.svc.Workspaces.Update(ctx, models.WorkspacePatch(in))
	return workspaceOut(w, models.ActorFrom(ctx).Role), err
}

func (a *API) listWorkspaces(ctx context.Context, _ *rest.Request, _ rest.None) (rest.List[workspace], error) {
	all, err := a.svc.Workspaces.List(ctx)
	return rest.List[workspace]{Items: rest.Each(all, func(w models.Workspace) workspace { return workspaceOut(w, "") })}, err
}

func (a *API) createWorkspace(ctx context.Context, _ *rest.Request, in workspaceBody) (workspace, error) {
	w, err := a.svc.Workspaces.Create(ctx, models.WorkspaceInput{Name: in.Name})
	return workspaceOut(w, ""), err
}

func (a *API) getOpenAPI(context.Context, *rest.Request, rest.None) (rest.Blob, error) {
	return rest.Blob{MediaType: "application/json", Data: a.openAPI()}, nil
}

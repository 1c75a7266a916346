package team

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

type workspaceData struct{ Workspace models.Workspace }

func (h handlers) workspacePage(r *page.Request) (page.Reply, error) {
	return page.Reply{Template: "workspace", Title: "Workspace", Data: workspaceData{r.Session.Workspace}}, nil
}

func (h handlers) renameWorkspace(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Workspaces.Rename(r.HTTP.Context(), models.WorkspaceInput{Name: r.Line("name")}); err != nil {
		return h.Again(r, "rename", err, h.workspacePage)
	}
	return page.Done(urls.Workspace, "workspace")
}

// requireCodes sets whether members need one-time codes.
func (h handlers) requireCodes(r *page.Request) (page.Reply, error) {
	require := r.Post("require_codes") != ""
	if _, err := h.Service.Workspaces.Update(r.HTTP.Context(), models.WorkspacePatch{RequireCodes: &require}); err != nil {
		return h.Again(r, "codes", err, h.workspacePage)
	}
	return page.Done(urls.Workspace, "codes-required")
}

// setTimeZone sets in which time zone reports, and members without a zone of their own, have their dates.
func (h handlers) setTimeZone(r *page.Request) (page.Reply, error) {
	zone := r.Line("time_zone")
	if _, err := h.Service.Workspaces.Update(r.HTTP.Context(), models.WorkspacePatch{TimeZone: &zone}); err != nil {
		return h.Again(r, "zone", err, h.workspacePage)
	}
	return page.Done(urls.Workspace, "workspace-zone")
}

// switchWorkspace works on in another workspace, from its list of workloads: the page before may be one of nothing
// there.
func (h handlers) switchWorkspace(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Sessions.Switch(r.HTTP.Context(), r.Post("workspace")); err != nil {
		return page.Reply{}, err
	}
	return page.Reply{To: urls.Home}, nil
}

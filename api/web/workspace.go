package web

import (
	"plumbline/models"
	"plumbline/models/urls"
)

type workspaceData struct{ Workspace models.Workspace }

func (w *Web) workspacePage(r *request) (page, error) {
	return page{name: "workspace", title: "Workspace", data: workspaceData{r.session.Workspace}}, nil
}

func (w *Web) renameWorkspace(r *request) (page, error) {
	if _, err := w.svc.Workspaces.Rename(r.http.Context(), models.WorkspaceInput{Name: r.line("name")}); err != nil {
		return w.again(r, "rename", err, w.workspacePage)
	}
	return done(urls.Workspace, "workspace")
}

// requireCodes sets whether members need one-time codes.
func (w *Web) requireCodes(r *request) (page, error) {
	require := r.post("require_codes") != ""
	if _, err := w.svc.Workspaces.Update(r.http.Context(), models.WorkspacePatch{RequireCodes: &require}); err != nil {
		return w.again(r, "codes", err, w.workspacePage)
	}
	return done(urls.Workspace, "codes-required")
}

// switchWorkspace works on in another workspace, from its list of workloads: the page before may be one of nothing there.
func (w *Web) switchWorkspace(r *request) (page, error) {
	if _, err := w.svc.Sessions.Switch(r.http.Context(), r.post("workspace")); err != nil {
		return page{}, err
	}
	return page{to: urls.Home}, nil
}

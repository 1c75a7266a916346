package team

import (
	"cmp"
	"slices"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

// mappingsData are the claims of the identity provider that give roles.
type mappingsData struct {
	SSO        bool // an identity provider is configured
	Mappings   []models.RoleMapping
	Claims     []models.SeenClaim // that came at sign-ins
	Workspaces []models.Workspace
}

// WorkspaceName is the name of the workspace of a mapping; that of an administrator has none.
func (d mappingsData) WorkspaceName(id string) string {
	at := slices.IndexFunc(d.Workspaces, func(w models.Workspace) bool { return w.ID == id })
	if at < 0 {
		return cmp.Or(id, "Whole server")
	}
	return d.Workspaces[at].Name
}

// Roles are those that a mapping can give.
func (mappingsData) Roles() []models.Role { return append(models.Roles[:], models.Administrator) }

func (h handlers) mappingsPage(r *page.Request) (page.Reply, error) {
	data := mappingsData{SSO: h.Options.SSO}
	var err error
	if data.Mappings, err = h.Service.Mappings.List(r.HTTP.Context()); err != nil {
		return page.Reply{}, err
	}
	if data.Claims, err = h.Service.Mappings.Claims(r.HTTP.Context()); err != nil {
		return page.Reply{}, err
	}
	data.Workspaces, err = h.Service.Workspaces.List(r.HTTP.Context())
	return page.Reply{Template: "mappings", Title: "Claim mappings", Data: data}, err
}

func (h handlers) createMapping(r *page.Request) (page.Reply, error) {
	in := models.MappingInput{Claim: r.Line("claim"), Value: r.Line("value"), WorkspaceID: r.Post("workspace_id"),
		Role: models.Role(r.Post("role"))}
	if in.Role == models.Administrator {
		in.WorkspaceID = "" // an administrator is one of the whole server
	}
	if _, err := h.Service.Mappings.Create(r.HTTP.Context(), in); err != nil {
		return h.Again(r, "mapping", err, h.mappingsPage)
	}
	return page.Done(urls.Mappings, "mapping-created")
}

func (h handlers) deleteMapping(r *page.Request) (page.Reply, error) {
	if err := h.Service.Mappings.Delete(r.HTTP.Context(), r.Param("mapping")); err != nil {
		return h.Again(r, "delete", err, h.mappingsPage)
	}
	return page.Done(urls.Mappings, "mapping-deleted")
}

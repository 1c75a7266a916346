package team

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

type usersData struct {
	Text     string // the filter
	Users    []models.User
	Next     string
	Settings models.InstanceSettings

	FailedDeliveries int64 // mails that could not be sent
}

func (h handlers) usersPage(r *page.Request) (page.Reply, error) {
	data := usersData{Text: r.Query("text")}
	list, err := h.Service.Users.List(r.HTTP.Context(), models.UserQuery{Text: data.Text, PageRequest: r.ListPage("after", 0)})
	if err != nil {
		return page.Reply{}, err
	}
	data.Users, data.Next = list.Items, r.NextPage("after", list.Next)
	if data.Settings, err = h.Service.Settings.Get(r.HTTP.Context()); err != nil {
		return page.Reply{}, err
	}
	data.FailedDeliveries, err = h.Service.Deliveries.Failed(r.HTTP.Context())
	return page.Reply{Template: "users", Title: "Users", Data: data}, err
}

func (h handlers) updateSettings(r *page.Request) (page.Reply, error) {
	require := r.Post("require_codes") != ""
	if _, err := h.Service.Settings.Update(r.HTTP.Context(), models.SettingsPatch{RequireCodes: &require}); err != nil {
		return h.Again(r, "settings", err, h.usersPage)
	}
	return page.Done(urls.Users, "codes-required")
}

func (h handlers) createUser(r *page.Request) (page.Reply, error) {
	in := models.UserInput{Email: r.Line("email"), Name: r.Line("name"), Admin: r.Post("admin") != ""}
	user, err := h.Service.Users.Create(r.HTTP.Context(), in, "")
	if err != nil {
		return h.Again(r, "create", err, h.usersPage)
	}
	return page.Done(urls.UserPage(user.ID), "created")
}

type userData struct{ User models.User }

func (h handlers) userPage(r *page.Request) (page.Reply, error) {
	user, err := h.Service.Users.Get(r.HTTP.Context(), r.Param("user"))
	return page.Reply{Template: "user", Title: user.Name, Data: userData{user}}, err
}

func (h handlers) updateUser(r *page.Request) (page.Reply, error) {
	name, email, admin := r.Line("name"), r.Line("email"), r.Post("admin") != ""
	return h.patchUser(r, models.UserPatch{Name: &name, Email: &email, Admin: &admin}, "user")
}

func (h handlers) disableUser(r *page.Request) (page.Reply, error) {
	yes := true
	if user, err := h.Service.Users.Get(r.HTTP.Context(), r.Param("user")); err != nil ||
		models.FoldName(user.Email) != models.FoldName(r.Line("confirm")) {
		if err == nil {
			err = models.InvalidInput(models.FieldFault{Field: "confirm", Message: "must be the e-mail address of the account"})
		}
		return h.Again(r, "disable", err, h.userPage)
	}
	return h.patchUser(r, models.UserPatch{Disabled: &yes}, "disabled")
}

func (h handlers) enableUser(r *page.Request) (page.Reply, error) {
	no := false
	return h.patchUser(r, models.UserPatch{Disabled: &no}, "enabled")
}

func (h handlers) patchUser(r *page.Request, patch models.UserPatch, what string) (page.Reply, error) {
	id := r.Param("user")
	if _, err := h.Service.Users.Update(r.HTTP.Context(), id, patch, r.Seen()); err != nil {
		return h.Again(r, what, err, h.userPage)
	}
	if id == r.Session.User.ID && patch.Admin != nil && !*patch.Admin { // who gives that up sees no accounts any more
		return page.Done(urls.Account, "user")
	}
	return page.Done(urls.UserPage(id), what)
}

func (h handlers) resetUser(r *page.Request) (page.Reply, error) {
	secret, link, err := h.Service.Users.Reset(r.HTTP.Context(), r.Param("user"), r.Post("drop_codes") != "")
	if err != nil {
		return h.Again(r, "reset", err, h.userPage)
	}
	return h.showLinkOnce(r, resetLinkOnce(r, link, string(urls.UserPage(r.Param("user")))), "Link to set a password",
		secret)
}

type workspacesData struct{ Workspaces []models.Workspace }

func (h handlers) workspacesPage(r *page.Request) (page.Reply, error) {
	list, err := h.Service.Workspaces.List(r.HTTP.Context())
	return page.Reply{Template: "workspaces", Title: "Workspaces", Data: workspacesData{list}}, err
}

func (h handlers) createWorkspace(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Workspaces.Create(r.HTTP.Context(), models.WorkspaceInput{Name: r.Line("name")}); err != nil {
		return h.Again(r, "create", err, h.workspacesPage)
	}
	return page.Done(urls.Workspaces, "space")
}

func (h handlers) addMember(r *page.Request) (page.Reply, error) {
	_, err := h.Service.Members.Add(r.HTTP.Context(), r.Post("workspace"), r.Line("user"),
		models.MemberGrant{Role: models.Role(r.Post("role"))})
	if err != nil {
		return h.Again(r, "add", err, h.workspacesPage)
	}
	return page.Done(urls.Workspaces, "added")
}

package web

import (
	"plumbline/models"
	"plumbline/models/urls"
)

type usersData struct {
	Text     string // the filter
	Users    []models.User
	Next     string
	Settings models.InstanceSettings
}

func (w *Web) usersPage(r *request) (page, error) {
	data := usersData{Text: r.query("text")}
	list, err := w.svc.Users.List(r.http.Context(), models.UserQuery{Text: data.Text, Page: r.page("after", 0)})
	if err != nil {
		return page{}, err
	}
	data.Users, data.Next = list.Items, r.next("after", list.Next)
	data.Settings, err = w.svc.Settings.Get(r.http.Context())
	return page{name: "users", title: "Accounts", data: data}, err
}

func (w *Web) updateSettings(r *request) (page, error) {
	require := r.post("require_codes") != ""
	if _, err := w.svc.Settings.Update(r.http.Context(), models.SettingsPatch{RequireCodes: &require}); err != nil {
		return w.again(r, "settings", err, w.usersPage)
	}
	return done(urls.Users, "codes-required")
}

func (w *Web) createUser(r *request) (page, error) {
	in := models.UserInput{Email: r.line("email"), Name: r.line("name"), Admin: r.post("admin") != ""}
	user, err := w.svc.Users.Create(r.http.Context(), in, "")
	if err != nil {
		return w.again(r, "create", err, w.usersPage)
	}
	return done(urls.User(user.ID), "created")
}

type userData struct{ User models.User }

func (w *Web) userPage(r *request) (page, error) {
	user, err := w.svc.Users.Get(r.http.Context(), r.param("user"))
	return page{name: "user", title: user.Name, data: userData{user}}, err
}

func (w *Web) updateUser(r *request) (page, error) {
	name, email, admin := r.line("name"), r.line("email"), r.post("admin") != ""
	return w.patchUser(r, models.UserPatch{Name: &name, Email: &email, Admin: &admin}, "user")
}

func (w *Web) disableUser(r *request) (page, error) {
	yes := true
	if user, err := w.svc.Users.Get(r.http.Context(), r.param("user")); err != nil || models.Fold(user.Email) != models.Fold(r.line("confirm")) {
		if err == nil {
			err = models.Faulty(models.Fault{Field: "confirm", Message: "must be the e-mail address of the account"})
		}
		return w.again(r, "disable", err, w.userPage)
	}
	return w.patchUser(r, models.UserPatch{Disabled: &yes}, "disabled")
}

func (w *Web) enableUser(r *request) (page, error) {
	no := false
	return w.patchUser(r, models.UserPatch{Disabled: &no}, "enabled")
}

func (w *Web) patchUser(r *request, patch models.UserPatch, what string) (page, error) {
	id := r.param("user")
	if _, err := w.svc.Users.Update(r.http.Context(), id, patch, r.seen()); err != nil {
		return w.again(r, what, err, w.userPage)
	}
	if id == r.session.User.ID && patch.Admin != nil && !*patch.Admin { // who gives that up sees no accounts any more
		return done(urls.Account, "user")
	}
	return done(urls.User(id), what)
}

func (w *Web) resetUser(r *request) (page, error) {
	secret, link, err := w.svc.Users.Reset(r.http.Context(), r.param("user"), r.post("drop_codes") != "")
	if err != nil {
		return w.again(r, "reset", err, w.userPage)
	}
	return w.linkOnce(r, resetOnce(link, string(urls.User(r.param("user")))), "Link to set a password", secret)
}

type workspacesData struct{ Workspaces []models.Workspace }

func (w *Web) workspacesPage(r *request) (page, error) {
	list, err := w.svc.Workspaces.List(r.http.Context())
	return page{name: "workspaces", title: "Workspaces", data: workspacesData{list}}, err
}

func (w *Web) createWorkspace(r *request) (page, error) {
	if _, err := w.svc.Workspaces.Create(r.http.Context(), models.WorkspaceInput{Name: r.line("name")}); err != nil {
		return w.again(r, "create", err, w.workspacesPage)
	}
	return done(urls.Workspaces, "space")
}

func (w *Web) addMember(r *request) (page, error) {
	_, err := w.svc.Members.Add(r.http.Context(), r.post("workspace"), r.line("user"), models.Grant{Role: models.Role(r.post("role"))})
	if err != nil {
		return w.again(r, "add", err, w.workspacesPage)
	}
	return done(urls.Workspaces, "added")
}

package page

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"plumbline/models"
)

// resume goes on with a form whose session was over or another one. With a sign-in on the way it is taken at once, if
// the person is whom the page was made for: nobody else can know the password. With another session of that person it
// is shown, with that session's token, to be sent by hand. Else it is refused as it was, and kept.
func (a *Adapter) resume(r *Request, row Row, refused error) (Reply, error) {
	switch {
	case row.signedOut != nil && models.CodeOf(refused) == models.CodeUnauthenticated:
		return row.signedOut(r)
	case r.HTTP.Method != http.MethodPost || r.Script() || row.Action == "":
	case models.CodeOf(refused) == models.CodeUnauthenticated && r.Post(signinPrefix+"password") != "":
		return a.signInAndGoOn(r, row)
	case r.unproven:
		return a.shownAgain(r, refused)
	}
	return Reply{}, refused
}

// signInAndGoOn signs in with what the page of a kept form asked for, and takes the form.
func (a *Adapter) signInAndGoOn(r *Request, row Row) (Reply, error) {
	in := models.SignIn{Email: r.Line(signinPrefix + "email"), Password: r.Post(signinPrefix + "password"),
		Code: r.Line(signinPrefix + "code")}
	secret, view, err := a.Service.Sessions.SignIn(r.HTTP.Context(), in, a.Auth.Session(r.HTTP))
	if err != nil {
		return a.signInFailed(r, in, err)
	}
	a.Auth.SignIn(r.Gin.Writer, secret, view)
	r.Become(secret, view)
	r.Gin.Request = r.HTTP // the access log reads the actor there
	for name := range r.HTTP.PostForm {
		if strings.HasPrefix(name, signinPrefix) {
			r.HTTP.PostForm.Del(name)
		}
	}
	if p, whole := a.sameOwner(r); !whole {
		return p, nil
	}
	actor := models.ActorFrom(r.HTTP.Context())
	if err := models.Allow(actor, row.Action, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return Reply{}, err
	}
	return a.run(r, row)
}

// signInFailed asks once more, with all that was sent: for everything, or, if the password was right, for the code.
func (a *Adapter) signInFailed(r *Request, in models.SignIn, err error) (Reply, error) {
	again := func(r *Request) (Reply, error) {
		k := keptOf(r.HTTP, r.Gin.FullPath())
		if k == nil {
			return Reply{}, err
		}
		k.Signin, k.SSO, k.Email = true, a.Options.SSO, in.Email
		if r.Form.Fault("code") != "" {
			k.Secret = in.Password
			if in.Code == "" { // nothing is wrong yet
				r.Form.Faults, r.Form.Alert = nil, ""
			}
		}
		return Reply{Template: "error", Title: errorWords[models.CodeUnauthenticated].title,
			Data: errorData{Status: r.Status, Next: keptWords[models.CodeUnauthenticated], Kept: k}}, nil
	}
	return a.Again(r, "signin", err, again)
}

// shownAgain shows a form that came without the token of the session, if it was made for the very person: with the
// token, to be looked at and sent by hand.
func (a *Adapter) shownAgain(r *Request, refused error) (Reply, error) {
	user, _ := r.owner()
	read := r.HTTP.Clone(r.HTTP.Context())
	read.Method = http.MethodGet // what is only read needs no token
	plain := &Request{HTTP: read, Gin: r.Gin}
	if err := a.identify(plain); err != nil || user == "" {
		return Reply{}, refused
	}
	r.Session, r.secret = plain.Session, plain.secret
	r.HTTP = r.HTTP.WithContext(plain.HTTP.Context())
	p, _ := a.sameOwner(r)
	if p.Template != "" {
		return p, nil
	}
	return r.shown(http.StatusForbidden, "Look at what you sent, then save it",
		"You have signed in again since the page was opened. Nothing was changed yet: what you sent is below.", false), nil
}

// sameOwner tells whether whoever is signed in is whom the form was made for, in that workspace; if not it gives the
// page that says so.
func (a *Adapter) sameOwner(r *Request) (Reply, bool) {
	user, workspace := r.owner()
	if user != "" && user != r.Session.User.ID {
		return r.shown(http.StatusForbidden, "Somebody else is signed in here", r.Session.Actor.Name+
			" is signed in in this browser now, and the page was opened by somebody else. Nothing was saved under the wrong "+
			"name.", true), false
	}
	if user == "" {
		return r.shown(http.StatusForbidden, "Look at what you sent, then save it",
			"You are signed in. Nothing was changed yet: what you sent is below.", false), false
	}
	if workspace != "" && workspace != r.Session.Workspace.ID {
		view, err := a.Service.Sessions.Switch(r.HTTP.Context(), workspace)
		if err == nil {
			r.Become(r.secret, view)
			return Reply{}, true
		}
		return r.shown(http.StatusForbidden, "This workspace is not open to you",
			"Nothing was changed: what you sent is below.", false), false
	}
	return Reply{}, true
}

// shown is the page of a kept form. Another says that the person signed in is not whom it was made for.
func (r *Request) shown(status int, title, message string, another bool) Reply {
	k := keptOf(r.HTTP, r.Gin.FullPath())
	next := "Send it again, or copy what you need."
	if another {
		next = "Sign in as yourself in another tab, then send it again here; or copy what you need."
	}
	if k == nil {
		next = "Open the page again and fill it in once more."
	} else {
		k.Another = another
	}
	return Reply{Template: "error", Title: title, Status: status, Data: errorData{Status: status, Message: message,
		Next: next, Kept: k}}
}

// tokenOf gives the page the session's token where the session could not be looked up, if the form proves that it knows
// it already.
func (a *Adapter) tokenOf(r *Request) {
	if r.secret == "" && r.HTTP.Method == http.MethodPost && a.Auth.Proven(r.HTTP) {
		r.secret = a.Auth.Session(r.HTTP)
	}
}

// guardView is what guards a form: the session's token, for whom the page was made (the name of a field), and the
// version of what the form changes.
type guardView struct{ Token, Mark, Version, Workspace string }

// guardOf guards a form of one of the names. One that is shown again keeps the version that it was sent with, so that
// what others saved meanwhile is not overwritten by the next try; it is the present one only where the page shows what
// they saved.
func guardOf(v View, version string, forms ...string) guardView {
	if sent := v.Form.Values.Get("version"); sent != "" && !v.Form.Stale && slices.Contains(forms, v.Form.Name) {
		version = sent
	}
	return guardView{v.CSRF, markOf(v.Session.User.ID, version), version, v.Session.Workspace.ID}
}

// guardWithin is guardOf for a form that brings its version within another field.
func guardWithin(v View, version int) guardView {
	g := guardOf(v, strconv.Itoa(version))
	g.Version = ""
	return g
}

// keepingView is a kept form with the page around it.
type keepingView struct {
	V View
	K *keptForm
}

package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"plumbline/models"
)

// resume goes on with a form whose session was over or another one. With a sign-in on the way it is taken at once, if the person is whom the page was made
// for: nobody else can know the password. With another session of that person it is shown, with that session's token, to be sent by hand. Else it is refused
// as it was, and kept.
func (w *Web) resume(r *request, row route, refused error) (page, error) {
	switch {
	case r.http.Method != post || r.script() || row.action == "":
	case models.CodeOf(refused) == models.Unauthenticated && r.post(signinPrefix+"password") != "":
		return w.signInAndGoOn(r, row)
	case r.unproven:
		return w.shownAgain(r, refused)
	}
	return page{}, refused
}

// signInAndGoOn signs in with what the page of a kept form asked for, and takes the form.
func (w *Web) signInAndGoOn(r *request, row route) (page, error) {
	in := models.SignIn{Email: r.line(signinPrefix + "email"), Password: r.post(signinPrefix + "password"), Code: r.line(signinPrefix + "code")}
	secret, view, err := w.svc.Sessions.SignIn(r.http.Context(), in, w.auth.Session(r.http))
	if err != nil {
		return w.signInFailed(r, in, err)
	}
	w.auth.SignIn(r.c.Writer, secret, view)
	r.become(secret, view)
	r.c.Request = r.http // the access log reads the actor there
	for name := range r.http.PostForm {
		if strings.HasPrefix(name, signinPrefix) {
			r.http.PostForm.Del(name)
		}
	}
	if p, whole := w.sameOwner(r); !whole {
		return p, nil
	}
	actor := models.ActorFrom(r.http.Context())
	if err := models.Allow(actor, row.action, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return page{}, err
	}
	return row.do(r)
}

// signInFailed asks once more, with all that was sent: for everything, or, if the password was right, for the code.
func (w *Web) signInFailed(r *request, in models.SignIn, err error) (page, error) {
	again := func(r *request) (page, error) {
		k := keptOf(r.http, r.c.FullPath())
		if k == nil {
			return page{}, err
		}
		k.Signin, k.SSO, k.Email = true, w.opt.SSO, in.Email
		if r.form.fault("code") != "" {
			k.Secret = in.Password
			if in.Code == "" { // nothing is wrong yet
				r.form.Faults, r.form.Alert = nil, ""
			}
		}
		return page{name: "error", title: errorWords[models.Unauthenticated].title,
			data: errorData{Status: r.status, Next: keptWords[models.Unauthenticated], Kept: k}}, nil
	}
	return w.again(r, "signin", err, again)
}

// shownAgain shows a form that came without the token of the session, if it was made for the very person: with the token, to be looked at and sent by hand.
func (w *Web) shownAgain(r *request, refused error) (page, error) {
	user, _ := r.owner()
	read := r.http.Clone(r.http.Context())
	read.Method = get // what is only read needs no token
	plain := &request{http: read, c: r.c}
	if err := w.identify(plain); err != nil || user == "" {
		return page{}, refused
	}
	r.session, r.secret = plain.session, plain.secret
	r.http = r.http.WithContext(plain.http.Context())
	p, _ := w.sameOwner(r)
	if p.name != "" {
		return p, nil
	}
	return r.shown(http.StatusForbidden, "Look at what you sent, then save it",
		"You have signed in again since the page was opened. Nothing was changed yet: what you sent is below.", false), nil
}

// sameOwner tells whether whoever is signed in is whom the form was made for, in that workspace; if not it gives the page that says so.
func (w *Web) sameOwner(r *request) (page, bool) {
	user, workspace := r.owner()
	if user != "" && user != r.session.User.ID {
		return r.shown(http.StatusForbidden, "Somebody else is signed in here", r.session.Actor.Name+
			" is signed in in this browser now, and the page was opened by somebody else. Nothing was saved under the wrong name.", true), false
	}
	if user == "" {
		return r.shown(http.StatusForbidden, "Look at what you sent, then save it", "You are signed in. Nothing was changed yet: what you sent is below.", false), false
	}
	if workspace != "" && workspace != r.session.Workspace.ID {
		view, err := w.svc.Sessions.Switch(r.http.Context(), workspace)
		if err == nil {
			r.become(r.secret, view)
			return page{}, true
		}
		return r.shown(http.StatusForbidden, "This workspace is not open to you", "Nothing was changed: what you sent is below.", false), false
	}
	return page{}, true
}

// shown is the page of a kept form. Another says that the person signed in is not whom it was made for.
func (r *request) shown(status int, title, message string, another bool) page {
	k := keptOf(r.http, r.c.FullPath())
	next := "Send it again, or copy what you need."
	if another {
		next = "Sign in as yourself in another tab, then send it again here; or copy what you need."
	}
	if k == nil {
		next = "Open the page again and fill it in once more."
	} else {
		k.Another = another
	}
	return page{name: "error", title: title, status: status, data: errorData{Status: status, Message: message, Next: next, Kept: k}}
}

// tokenOf gives the page the session's token where the session could not be looked up, if the form proves that it knows it already.
func (w *Web) tokenOf(r *request) {
	if r.secret == "" && r.http.Method == post && w.auth.Proven(r.http) {
		r.secret = w.auth.Session(r.http)
	}
}

// guardView is what guards a form: the session's token, for whom the page was made (the name of a field), and the version of what the form changes.
type guardView struct{ Token, Mark, Version, Workspace string }

// guardOf guards a form of one of the names. One that is shown again keeps the version that it was sent with, so that what others saved meanwhile is not
// overwritten by the next try; it is the present one only where the page shows what they saved.
func guardOf(v view, version string, forms ...string) guardView {
	if sent := v.Form.Values.Get("version"); sent != "" && !v.Form.Stale && slices.Contains(forms, v.Form.Name) {
		version = sent
	}
	return guardView{v.CSRF, markOf(v.Session.User.ID, version), version, v.Session.Workspace.ID}
}

// markedOf is guardOf for a form that brings its version within another field.
func markedOf(v view, version int) guardView {
	g := guardOf(v, strconv.Itoa(version))
	g.Version = ""
	return g
}

// keepingView is a kept form with the page around it.
type keepingView struct {
	V view
	K *kept
}

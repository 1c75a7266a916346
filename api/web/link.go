package web

import (
	"strings"

	"plumbline/models"
	"plumbline/models/service/access"
	"plumbline/models/urls"
)

type joinData struct {
	Code string // of the link; "" before there is one
	Link access.LinkView
	Mine bool // the invitation is for whoever is signed in
}

func (d joinData) Setup() bool      { return d.Link.Kind == models.SetupLink }
func (d joinData) Reset() bool      { return d.Link.Kind == models.ResetLink }
func (d joinData) Invitation() bool { return d.Link.Kind == models.InvitationLink }

func (w *Web) joinPage(*request) (page, error) {
	return page{name: "join", title: "Open a link", data: joinData{}}, nil
}

// codeIn takes the secret out of what was pasted: a whole link, or the code alone.
func codeIn(text string) string {
	if _, after, found := strings.Cut(text, "#"); found {
		return strings.TrimSpace(after)
	}
	return strings.TrimSpace(text)
}

func (w *Web) joinCheck(r *request) (page, error) { return w.showLink(r, codeIn(r.post("code"))) }

// showLink shows what a link is for, and asks what it needs.
func (w *Web) showLink(r *request, code string) (page, error) {
	view, err := w.svc.Links.Check(r.http.Context(), code)
	if err != nil {
		return w.again(r, "code", err, w.joinPage)
	}
	title := map[models.LinkKind]string{models.SetupLink: "Set up Plumbline", models.InvitationLink: "Join " + view.Workspace.Name,
		models.ResetLink: "Set a new password"}[view.Kind]
	mine := r.signedIn() && models.Fold(r.session.User.Email) == models.Fold(view.Email)
	return page{name: "join", title: title, data: joinData{code, view, mine}}, nil
}

func (w *Web) joinUse(r *request) (page, error) {
	code := codeIn(r.post("code"))
	again := func(r *request) (page, error) { return w.showLink(r, code) }
	in := access.LinkInput{Email: r.line("email"), Name: r.line("name"), Password: r.post("password"), Previous: w.auth.Session(r.http),
		KeepTokens: r.post("keep_tokens") != ""}
	secret, view, err := w.svc.Links.Use(r.http.Context(), code, in)
	switch {
	case err != nil:
		return w.again(r, "use", err, again)
	case secret == "": // an account with one-time codes has its password, and signs in
		w.auth.SignOut(r.c.Writer)
		return done(urls.SignIn, "reset")
	}
	w.auth.SignIn(r.c.Writer, secret, view)
	return page{to: urls.Home}, nil
}

package account

import (
	"strings"

	"plumbline/api/web/page"
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

func (h handlers) joinPage(*page.Request) (page.Reply, error) {
	return page.Reply{Template: "join", Title: "Open a link", Data: joinData{}}, nil
}

// codeIn takes the secret out of what was pasted: a whole link, or the code alone.
func codeIn(text string) string {
	if _, after, found := strings.Cut(text, "#"); found {
		return strings.TrimSpace(after)
	}
	return strings.TrimSpace(text)
}

func (h handlers) joinCheck(r *page.Request) (page.Reply, error) {
	code := codeIn(r.Post("code"))
	if h.Service.Links.IsDemoLink(code) {
		return h.demoSignIn(r, code)
	}
	return h.showLink(r, code)
}

// demoSignIn goes in by the link that a demo prints.
func (h handlers) demoSignIn(r *page.Request, code string) (page.Reply, error) {
	secret, view, err := h.Service.Links.UseDemoLink(r.HTTP.Context(), code, h.Auth.Session(r.HTTP))
	if err != nil {
		return h.Again(r, "code", err, h.joinPage)
	}
	h.Auth.SignIn(r.Gin.Writer, secret, view)
	return page.Reply{To: urls.Home}, nil
}

// showLink shows what a link is for, and asks what it needs.
func (h handlers) showLink(r *page.Request, code string) (page.Reply, error) {
	view, err := h.Service.Links.Check(r.HTTP.Context(), code)
	if err != nil {
		return h.Again(r, "code", err, h.joinPage)
	}
	title := map[models.LinkKind]string{
		models.SetupLink:      "Set up Plumbline",
		models.InvitationLink: "Join " + view.Workspace.Name,
		models.ResetLink:      "Set a new password",
	}[view.Kind]
	mine := r.SignedIn() && models.FoldName(r.Session.User.Email) == models.FoldName(view.Email)
	return page.Reply{Template: "join", Title: title, Data: joinData{code, view, mine}}, nil
}

func (h handlers) joinUse(r *page.Request) (page.Reply, error) {
	code := codeIn(r.Post("code"))
	again := func(r *page.Request) (page.Reply, error) { return h.showLink(r, code) }
	in := access.LinkInput{Email: r.Line("email"), Name: r.Line("name"), Password: r.Post("password"),
		Previous:   h.Auth.Session(r.HTTP),
		KeepTokens: r.Post("keep_tokens") != ""}
	secret, view, err := h.Service.Links.Use(r.HTTP.Context(), code, in)
	switch {
	case err != nil:
		return h.Again(r, "use", err, again)
	case secret == "": // an account with one-time codes has its password, and signs in
		h.Auth.SignOut(r.Gin.Writer)
		return page.Done(urls.SignIn, "reset")
	}
	h.Auth.SignIn(r.Gin.Writer, secret, view)
	return page.Reply{To: urls.Home}, nil
}

package web

import (
	"plumbline/models"
	"plumbline/models/urls"
)

type signinData struct {
	ReturnTo  string
	SSO       bool
	Mails     bool   // a reset link can be mailed
	WantsCode bool   // the password was right: the account wants a one-time code too
	Password  string // as it was typed, for that second step
	Link      string // secret of the invitation that is to be accepted then
}

// providerSaid are the words for a sign-in by provider that failed, by the code with which it comes back.
var providerSaid = map[string]string{
	"expired":     "The sign-in took too long, or was begun in another browser. Begin it again.",
	"denied":      "The identity provider refused the sign-in.",
	"invalid":     "The identity provider's answer was not valid. Begin again; if that does not help, an administrator finds the reason in the log.",
	"no_access":   "Nothing here is open to you yet. An administrator can map one of your groups, or an owner of a workspace invite you.",
	"conflict":    "There is an account with your e-mail address, and the identity provider has not verified that the address is yours.",
	"unavailable": "The identity provider does not answer. Try again later, or sign in with your password.",
	"failed":      "The sign-in with the identity provider failed. An administrator finds the reason in the log.",
}

func (w *Web) signinPage(r *request) (page, error) {
	to := r.query("return_to")
	if r.http.Method == post {
		to = r.post("return_to")
	}
	if failed := r.query("error"); failed != "" && r.http.Method == get {
		r.form.Alert = providerSaid[failed]
		if r.form.Alert == "" {
			r.form.Alert = providerSaid["failed"]
		}
	}
	return page{name: "signin", title: "Sign in", data: signinData{ReturnTo: w.local(to), SSO: w.opt.SSO, Mails: w.svc.Links.SendsMail()}}, nil
}

// signin takes the form of the sign-in page, and that of an invitation to somebody with an account, which brings the link along.
func (w *Web) signin(r *request) (page, error) {
	in := models.SignIn{Email: r.line("email"), Password: r.post("password"), Code: r.line("code")}
	secret, view, err := w.svc.Sessions.SignIn(r.http.Context(), in, w.auth.Session(r.http))
	if err != nil {
		return w.again(r, "signin", err, w.signinAgain)
	}
	w.auth.SignIn(r.c.Writer, secret, view)
	if link := r.post("link"); link != "" {
		r.become(secret, view)
		return w.showLink(r, link)
	}
	return page{to: w.local(r.post("return_to"))}, nil
}

// signinAgain asks once more: for everything, or, if the password was right, for the code.
func (w *Web) signinAgain(r *request) (page, error) {
	p, err := w.signinPage(r)
	if err != nil {
		return p, err
	}
	data := p.data.(signinData)
	data.Link = r.post("link")
	if r.form.fault("code") != "" {
		data.WantsCode, data.Password = true, r.post("password")
		if r.post("code") == "" { // nothing is wrong yet
			r.form.Faults, r.form.Alert = nil, ""
		}
	}
	p.data = data
	return p, nil
}

func (w *Web) signout(r *request) (page, error) {
	if err := w.svc.Sessions.SignOut(r.http.Context()); err != nil && models.CodeOf(err) != models.Unauthenticated {
		return page{}, err
	}
	w.auth.SignOut(r.c.Writer)
	return done(urls.SignIn, "signed-out")
}

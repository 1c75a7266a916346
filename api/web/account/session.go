package account

import (
	"net/http"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

type signinData struct {
	ReturnTo  string
	SSO       bool
	Unset     bool   // the server is not set up: nobody can sign in yet
	Mails     bool   // a reset link can be mailed
	WantsCode bool   // the password was right: the account wants a one-time code too
	Password  string // as it was typed, for that second step
	Link      string // secret of the invitation that is to be accepted then
}

// providerSaid are the words for a sign-in by provider that failed, by the code with which it comes back.
var providerSaid = map[string]string{
	"expired": "The sign-in took too long, or was started in another browser. Start again.",
	"denied":  "The identity provider refused the sign-in.",
	"invalid": "The identity provider's answer was not valid. Start again; if that does not help, an " +
		"administrator finds the reason in the log.",
	"no_access": "Nothing here is open to you yet. An administrator can map one of your groups, or an owner of a " +
		"workspace invite you.",
	"conflict": "There is an account with your e-mail address, and the identity provider has not verified that the " +
		"address is yours.",
	"unavailable": "The identity provider does not answer. Try again later, or sign in with your password.",
	"failed":      "The sign-in with the identity provider failed. An administrator finds the reason in the log.",
}

func (h handlers) signinPage(r *page.Request) (page.Reply, error) {
	to := r.Query("return_to")
	if r.HTTP.Method == http.MethodPost {
		to = r.Post("return_to")
	}
	if failed := r.Query("error"); failed != "" && r.HTTP.Method == http.MethodGet {
		r.Form.Alert = providerSaid[failed]
		if r.Form.Alert == "" {
			r.Form.Alert = providerSaid["failed"]
		}
	}
	return page.Reply{Template: "signin", Title: "Sign in", Data: signinData{ReturnTo: h.Local(to), SSO: h.Options.SSO,
		Mails: h.Service.Links.SendsMail(), Unset: h.Service.Workspaces.NeedsSetup(r.HTTP.Context())}}, nil
}

// signin takes the form of the sign-in page, and that of an invitation to somebody with an account, which brings the
// link along.
func (h handlers) signin(r *page.Request) (page.Reply, error) {
	in := models.SignIn{Email: r.Line("email"), Password: r.Post("password"), Code: r.Line("code")}
	secret, view, err := h.Service.Sessions.SignIn(r.HTTP.Context(), in, h.Auth.Session(r.HTTP))
	if err != nil {
		return h.Again(r, "signin", err, h.signinAgain)
	}
	h.Auth.SignIn(r.Gin.Writer, secret, view)
	if link := r.Post("link"); link != "" {
		r.Become(secret, view)
		return h.showLink(r, link)
	}
	return page.Reply{To: h.Local(r.Post("return_to"))}, nil
}

// signinAgain asks once more: for everything, or, if the password was right, for the code.
func (h handlers) signinAgain(r *page.Request) (page.Reply, error) {
	p, err := h.signinPage(r)
	if err != nil {
		return p, err
	}
	data := p.Data.(signinData)
	data.Link = r.Post("link")
	if r.Form.Fault("code") != "" {
		data.WantsCode, data.Password = true, r.Post("password")
		if r.Post("code") == "" { // nothing is wrong yet
			r.Form.Faults, r.Form.Alert = nil, ""
		}
	}
	p.Data = data
	return p, nil
}

func (h handlers) signout(r *page.Request) (page.Reply, error) {
	if err := h.Service.Sessions.SignOut(r.HTTP.Context()); err != nil &&
		models.CodeOf(err) != models.CodeUnauthenticated {
		return page.Reply{}, err
	}
	return h.signedOut(r)
}

// signedOut leads to the sign-in page, also whoever signs out on a page whose session was over already.
func (h handlers) signedOut(r *page.Request) (page.Reply, error) {
	h.Auth.SignOut(r.Gin.Writer)
	return page.Done(urls.SignIn, "signed-out")
}

// browserName names browser and system of a session in two words, where it is a known one.
func browserName(s string) string {
	browser, system := "", ""
	for _, b := range []string{"Edg", "OPR", "Firefox", "Chrome", "Safari", "curl"} {
		if strings.Contains(s, b+"/") {
			browser = strings.NewReplacer("Edg", "Edge", "OPR", "Opera").Replace(b)
			break
		}
	}
	for _, o := range []string{"Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux"} {
		if strings.Contains(s, o) {
			system = " on " + strings.Replace(o, "Mac OS X", "macOS", 1)
			break
		}
	}
	switch {
	case browser != "":
		return browser + system
	case s == "":
		return "Unknown client"
	}
	return s
}

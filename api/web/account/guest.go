package account

import (
	"plumbline/api/web/page"
	"plumbline/models/service/access"
	"plumbline/models/urls"
)

type guestData struct {
	Code     string // of the link, as it was pasted
	Passcode bool   // the link asks for one
}

func (h handlers) guestPage(r *page.Request) (page.Reply, error) {
	return page.Reply{Template: "guest", Title: "Open a guest link", Data: guestData{Code: codeIn(r.Post("code"))}}, nil
}

// guestOpen opens the link; where it asks for a passcode that was not given, the page asks for it.
func (h handlers) guestOpen(r *page.Request) (page.Reply, error) {
	in := access.GuestEntry{Code: codeIn(r.Post("code")), Passcode: r.Post("passcode"), Previous: h.Auth.Session(r.HTTP)}
	secret, view, err := h.Service.Guests.Open(r.HTTP.Context(), in)
	if err != nil {
		return h.Again(r, "guest", err, func(r *page.Request) (page.Reply, error) {
			p, err := h.guestPage(r)
			asked := r.Form.Fault("passcode") != "" || in.Passcode != ""
			if asked && in.Passcode == "" { // nothing is wrong yet
				r.Form.Faults, r.Form.Alert = nil, ""
			}
			p.Data = guestData{in.Code, asked}
			return p, err
		})
	}
	h.Auth.SignIn(r.Gin.Writer, secret, view)
	return page.Reply{To: urls.Home}, nil
}

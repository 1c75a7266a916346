package account

import (
	"plumbline/api/web/page"
	"plumbline/models/urls"
)

type resetData struct {
	Mails bool // the server sends mail
}

// resetPage asks for the address that a reset link is mailed to.
func (h handlers) resetPage(*page.Request) (page.Reply, error) {
	return page.Reply{Template: "reset", Title: "Reset your password", Data: resetData{h.Service.Links.SendsMail()}}, nil
}

// reset has the link mailed. What it says is the same whether or not there is such an account.
func (h handlers) reset(r *page.Request) (page.Reply, error) {
	if err := h.Service.Links.RequestReset(r.HTTP.Context(), r.Line("email")); err != nil {
		return h.Again(r, "reset", err, h.resetPage)
	}
	return page.Done(urls.SignIn, "reset-sent")
}

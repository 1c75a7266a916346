package web

import (
	"plumbline/models/urls"
)

type resetData struct {
	Mails bool // the server sends mail
}

// resetPage asks for the address that a reset link is mailed to.
func (w *Web) resetPage(*request) (page, error) {
	return page{name: "reset", title: "Reset your password", data: resetData{w.svc.Links.SendsMail()}}, nil
}

// reset has the link mailed. What it says is the same whether or not there is such an account.
func (w *Web) reset(r *request) (page, error) {
	if err := w.svc.Links.RequestReset(r.http.Context(), r.line("email")); err != nil {
		return w.again(r, "reset", err, w.resetPage)
	}
	return done(urls.SignIn, "reset-sent")
}

package web

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"image/png"

	"github.com/pquerna/otp"

	"plumbline/models"
	"plumbline/models/urls"
)

type accountData struct {
	User     models.User
	Sessions []models.Session
	Required models.CodesRequiredBy // who requires one-time codes that the account lacks
}

func (w *Web) accountPage(r *request) (page, error) {
	live, err := w.svc.Sessions.List(r.http.Context())
	return page{name: "account", title: "Your account", data: accountData{r.session.User, live, r.session.Actor.LacksCodes}}, err
}

func (w *Web) renameSelf(r *request) (page, error) {
	if _, err := w.svc.Users.Rename(r.http.Context(), r.line("name")); err != nil {
		return w.again(r, "name", err, w.accountPage)
	}
	return done(urls.Account, "name")
}

func (w *Web) changePassword(r *request) (page, error) {
	if err := w.svc.Users.ChangePassword(r.http.Context(), r.post("password"), r.post("new_password")); err != nil {
		return w.again(r, "password", err, w.accountPage)
	}
	return done(urls.Account, "password")
}

// codesData are the two pages that follow when one-time codes are switched on: the QR code, then the recovery codes.
type codesData struct {
	Address  string // otpauth address
	Secret   string // base32
	QR       template.URL
	Recovery []string
}

func (w *Web) beginCodes(r *request) (page, error) {
	setup, err := w.svc.Users.BeginTOTP(r.http.Context(), r.post("password"))
	if err != nil {
		return w.again(r, "codes", err, w.accountPage)
	}
	return codesPage(setup.Address)
}

// codesPage shows the QR code of an otpauth address.
func codesPage(address string) (page, error) {
	if len(address) > 2000 {
		return page{}, models.Errorf(models.Invalid, "this is no address of one-time codes")
	}
	key, err := otp.NewKeyFromURL(address)
	if err != nil || key.Type() != "totp" {
		return page{}, models.Errorf(models.Invalid, "this is no address of one-time codes").Because(err)
	}
	picture, err := key.Image(232, 232)
	if err != nil {
		return page{}, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return page{}, err
	}
	qr := template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(out.Bytes())) // our own bytes
	return page{name: "codes", title: "One-time codes", data: codesData{Address: address, Secret: key.Secret(), QR: qr}}, nil
}

func (w *Web) confirmCodes(r *request) (page, error) {
	recovery, err := w.svc.Users.ConfirmTOTP(r.http.Context(), r.line("code"))
	switch models.CodeOf(err) {
	case "":
		return page{name: "codes", title: "Recovery codes", data: codesData{Recovery: recovery}}, nil
	case models.Invalid:
		return w.again(r, "confirm", err, func(*request) (page, error) { return codesPage(r.post("address")) })
	}
	return w.again(r, "codes", err, w.accountPage)
}

func (w *Web) endCodes(r *request) (page, error) {
	if err := w.svc.Users.DropTOTP(r.http.Context(), r.post("password")); err != nil {
		return w.again(r, "end", err, w.accountPage)
	}
	return done(urls.Account, "codes-off")
}

func (w *Web) revokeSession(r *request) (page, error) {
	if err := w.svc.Sessions.Revoke(r.http.Context(), r.param("session")); err != nil {
		return page{}, err
	}
	return done(urls.Account, "session")
}

func (w *Web) revokeOthers(r *request) (page, error) {
	if _, err := w.svc.Sessions.RevokeOthers(r.http.Context()); err != nil {
		return page{}, err
	}
	return done(urls.Account, "sessions")
}

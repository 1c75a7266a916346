package account

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"image/png"

	"github.com/pquerna/otp"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

type accountData struct {
	User     models.User
	Sessions []models.Session
	Required models.CodesRequiredBy // who requires one-time codes that the account lacks
	Notices  noticeForm
}

func (h handlers) accountPage(r *page.Request) (page.Reply, error) {
	live, err := h.Service.Sessions.List(r.HTTP.Context())
	if err != nil {
		return page.Reply{}, err
	}
	chosen, err := h.Service.Notices.Get(r.HTTP.Context())
	return page.Reply{Template: "account", Title: "Your account", Data: accountData{r.Session.User, live,
		r.Session.Actor.LacksCodes, h.noticeForm(chosen)}}, err
}

func (h handlers) renameSelf(r *page.Request) (page.Reply, error) {
	name := r.Line("name")
	if _, err := h.Service.Users.UpdateSelf(r.HTTP.Context(), models.OwnPatch{Name: &name}); err != nil {
		return h.Again(r, "name", err, h.accountPage)
	}
	return page.Done(urls.Account, "name")
}

// setTimeZone sets in which time zone the person reads dates.
func (h handlers) setTimeZone(r *page.Request) (page.Reply, error) {
	zone := r.Line("time_zone")
	if _, err := h.Service.Users.UpdateSelf(r.HTTP.Context(), models.OwnPatch{TimeZone: &zone}); err != nil {
		return h.Again(r, "zone", err, h.accountPage)
	}
	return page.Done(urls.Account, "zone")
}

func (h handlers) changePassword(r *page.Request) (page.Reply, error) {
	if err := h.Service.Users.ChangePassword(r.HTTP.Context(), r.Post("password"), r.Post("new_password")); err != nil {
		return h.Again(r, "password", err, h.accountPage)
	}
	return page.Done(urls.Account, "password")
}

// codesData are the two pages that follow when one-time codes are switched on: the QR code, then the recovery codes.
type codesData struct {
	Address  string // otpauth address
	Secret   string // base32
	QR       template.URL
	Recovery []string
}

func (h handlers) beginCodes(r *page.Request) (page.Reply, error) {
	setup, err := h.Service.Users.BeginTOTP(r.HTTP.Context(), r.Post("password"))
	if err != nil {
		return h.Again(r, "codes", err, h.accountPage)
	}
	return codesPage(setup.Address)
}

// codesPage shows the QR code of an otpauth address.
func codesPage(address string) (page.Reply, error) {
	if len(address) > 2000 {
		return page.Reply{}, models.Errorf(models.CodeInvalid, "this is no address of one-time codes")
	}
	key, err := otp.NewKeyFromURL(address)
	if err != nil || key.Type() != "totp" {
		return page.Reply{}, models.Errorf(models.CodeInvalid, "this is no address of one-time codes").Because(err)
	}
	picture, err := key.Image(232, 232)
	if err != nil {
		return page.Reply{}, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return page.Reply{}, err
	}
	qr := template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(out.Bytes())) // our own bytes
	return page.Reply{Template: "codes", Title: "Two-factor sign-in", Data: codesData{Address: address,
		Secret: key.Secret(), QR: qr}}, nil
}

func (h handlers) confirmCodes(r *page.Request) (page.Reply, error) {
	recovery, err := h.Service.Users.ConfirmTOTP(r.HTTP.Context(), r.Line("code"))
	switch models.CodeOf(err) {
	case "":
		return page.Reply{Template: "codes", Title: "Recovery codes", Data: codesData{Recovery: recovery}}, nil
	case models.CodeInvalid:
		return h.Again(r, "confirm", err, func(*page.Request) (page.Reply, error) { return codesPage(r.Post("address")) })
	}
	return h.Again(r, "codes", err, h.accountPage)
}

func (h handlers) endCodes(r *page.Request) (page.Reply, error) {
	if err := h.Service.Users.DropTOTP(r.HTTP.Context(), r.Post("password")); err != nil {
		return h.Again(r, "end", err, h.accountPage)
	}
	return page.Done(urls.Account, "codes-off")
}

func (h handlers) revokeSession(r *page.Request) (page.Reply, error) {
	if err := h.Service.Sessions.Revoke(r.HTTP.Context(), r.Param("session")); err != nil {
		return page.Reply{}, err
	}
	return page.Done(urls.Account, "session")
}

func (h handlers) revokeOthers(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Sessions.RevokeOthers(r.HTTP.Context()); err != nil {
		return page.Reply{}, err
	}
	return page.Done(urls.Account, "sessions")
}

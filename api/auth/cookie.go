package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"mime"
	"net/http"
	"time"

	"plumbline/models"
	"plumbline/models/service/access"
)

// CSRFHeader and CSRFField are where a request by cookie brings the session's CSRF token: pages with scripts and API
// clients in the header, forms in the field.
const (
	CSRFHeader = "X-CSRF-Token"
	CSRFField  = "csrf_token"
)

// CookieName is the session cookie's.
func (a *Authenticator) CookieName() string {
	if !a.secure {
		return "plumbline_session"
	}
	return a.prefix() + "plumbline"
}

// prefix makes browsers refuse a cookie under HTTPS from any other host, path or scheme (RFC 6265bis); one of a server
// under a path, which has to have that path, from any other scheme.
func (a *Authenticator) prefix() string {
	if a.root == "" {
		return "__Host-"
	}
	return "__Secure-"
}

// Session gives the secret of the session cookie, "" if there is none.
func (a *Authenticator) Session(r *http.Request) string {
	cookie, err := r.Cookie(a.CookieName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

// SignIn hands the secret of a new session to the browser, and what the device is known by from now on.
func (a *Authenticator) SignIn(w http.ResponseWriter, secret string, view access.SessionView) {
	http.SetCookie(w, a.cookie(a.CookieName(), secret, view.Session.ExpiresAt))
	if view.Device != "" {
		http.SetCookie(w, a.cookie(a.deviceName(), view.Device, time.Now().Add(access.DeviceTTL)))
	}
}

// deviceName is the name of the cookie that stays when people sign out.
func (a *Authenticator) deviceName() string {
	if a.secure {
		return a.prefix() + "plumbline-device"
	}
	return "plumbline_device"
}

// Device gives the cookie that says to which accounts the device has signed in before, "" if there is none.
func (a *Authenticator) Device(r *http.Request) string {
	cookie, err := r.Cookie(a.deviceName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

// SignOut takes the session cookie away.
func (a *Authenticator) SignOut(w http.ResponseWriter) {
	gone := a.cookie(a.CookieName(), "", time.Unix(0, 0))
	gone.MaxAge = -1
	http.SetCookie(w, gone)
}

func (a *Authenticator) cookie(name, value string, expires time.Time) *http.Cookie {
	c := a.PageCookie(name, value, "/")
	c.Expires = expires
	return c
}

// PageCookie is a cookie for the pages under a path of this server, such as "/workloads/1"; "/" is all of them. No
// script reads it, and where browsers reach the server by HTTPS it travels no other way. It lasts as long as the
// browser runs; MaxAge and Expires are the caller's to set.
func (a *Authenticator) PageCookie(name, value, path string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: a.root + path, HttpOnly: true, Secure: a.secure,
		SameSite: http.SameSiteLaxMode}
}

// CSRFToken is bound to the session: it is worth nothing to another one, and gone with it.
func CSRFToken(session string) string {
	mac := hmac.New(sha256.New, []byte(session))
	mac.Write([]byte("plumbline csrf"))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// checkCSRF refuses a change by cookie without the session's CSRF token. Forms bring theirs in the body, which is read
// here only where it is a form.
func checkCSRF(r *http.Request, session string) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	given := r.Header.Get(CSRFHeader)
	if given == "" && isForm(r) {
		given = r.PostFormValue(CSRFField)
	}
	if !hmac.Equal([]byte(given), []byte(CSRFToken(session))) {
		return models.Errorf(models.CodeForbidden, "the request lacks the session's CSRF token (header %s)", CSRFHeader)
	}
	return nil
}

// CheckForm refuses a form, or what a script sends, without the CSRF token of the session in its cookie.
func (a *Authenticator) CheckForm(r *http.Request) error { return checkCSRF(r, a.Session(r)) }

func isForm(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && (kind == "application/x-www-form-urlencoded" || kind == "multipart/form-data")
}

// Proven tells whether a form brings the CSRF token of the session that its cookie names, without asking whether that
// session still lives.
func (a *Authenticator) Proven(r *http.Request) bool {
	secret := a.Session(r)
	return secret != "" && checkCSRF(r, secret) == nil
}

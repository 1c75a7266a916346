package auth

import (
	"cmp"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode"

	"golang.org/x/oauth2"

	"plumbline/models/service/access"
)

const (
	ticketTTL     = 10 * time.Minute
	ticketPurpose = "oidc sign-in"
	maxReturnPath = 1000 // bytes
)

// signInTicket is what the browser keeps while the person is at the provider: it proves on return that the sign-in
// began in this browser.
type signInTicket struct {
	State    string
	Nonce    string
	Verifier string // PKCE (RFC 7636)
	ReturnTo string
	Expires  time.Time
}

func newTicket(returnTo string) signInTicket {
	return signInTicket{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), ReturnTo: returnTo,
		Expires: time.Now().Add(ticketTTL)}
}

// matches compares the state in constant time.
func (t signInTicket) matches(state string) bool {
	return subtle.ConstantTimeCompare([]byte(t.State), []byte(state)) == 1
}

// ticketSealer hands tickets out as a sealed cookie, and takes them back.
type ticketSealer struct {
	seals access.Sessions
	auth  *Authenticator
}

func (s ticketSealer) name() string {
	if s.auth.secure {
		return s.auth.prefix() + "plumbline-oidc"
	}
	return "plumbline_oidc"
}

func (s ticketSealer) give(w http.ResponseWriter, t signInTicket) error {
	plain, err := json.Marshal(t)
	if err != nil {
		return err
	}
	sealed, err := s.seals.Seal(plain, ticketPurpose)
	if err != nil {
		return err
	}
	cookie := s.auth.cookie(s.name(), sealed, t.Expires)
	cookie.MaxAge = int(ticketTTL / time.Second)
	http.SetCookie(w, cookie)
	return nil
}

// take reads the ticket and takes the cookie away: a ticket is good for one return, whatever comes of it.
func (s ticketSealer) take(w http.ResponseWriter, r *http.Request) (t signInTicket, err error) {
	gone := s.auth.cookie(s.name(), "", time.Unix(0, 0))
	gone.MaxAge = -1
	http.SetCookie(w, gone)
	cookie, err := r.Cookie(s.name())
	if err != nil {
		return t, refuseSignIn(failedState, "the browser brings no sign-in that it began", nil)
	}
	plain, err := s.seals.Open(cookie.Value, ticketPurpose)
	if err == nil {
		err = json.Unmarshal(plain, &t)
	}
	if err != nil {
		return t, refuseSignIn(failedState, "the sign-in that the browser brings was not begun at this server", nil)
	}
	if t.State == "" || !time.Now().Before(t.Expires) || time.Until(t.Expires) > ticketTTL {
		return t, refuseSignIn(failedState, "the sign-in was begun too long ago", nil)
	}
	return t, nil
}

// returnPath gives the path to return to after sign-in: one of this server, "/" for whatever could lead elsewhere.
// Browsers take "\" for "/" and leave tabs and line breaks out, so none of these may be in it, escaped or not; nor may
// "." and ".." and empty segments, at the start of which a host could stand once somebody has cleaned the path.
func returnPath(wanted string) string {
	u, err := url.Parse(wanted)
	switch {
	case err != nil || len(wanted) > maxReturnPath || !strings.HasPrefix(wanted, "/") || u.Scheme != "" || u.Host != "" ||
		u.User != nil:
		return "/"
	case !localPath(wanted) || !localPath(u.Path) || path.Clean(u.Path) != cmp.Or(strings.TrimSuffix(u.Path, "/"), "/"):
		return "/"
	}
	return wanted
}

func localPath(s string) bool {
	return !strings.HasPrefix(s, "//") && !strings.Contains(s, `\`) && !strings.ContainsFunc(s, unicode.IsControl)
}

package page

import (
	"errors"
	"net/url"
	"strings"

	"plumbline/models"
	"plumbline/models/urls"
)

// Form is a form that was sent and not taken: its name on the page, what was typed, and what is wrong with it.
type Form struct {
	Name   string
	Values url.Values
	Faults []models.FieldFault
	Alert  string // what is wrong as a whole
	Stale  bool   // somebody else saved meanwhile: the page shows both sides, and sending it again means it

	labels map[string]string // of the page, by the ids of its fields; nil before it was drawn once
}

// Again shows the page with the form as it was sent and what is wrong with it, if people can mend that there; any other
// error is the page's.
func (a *Adapter) Again(r *Request, name string, err error, show Handler) (Reply, error) {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return Reply{}, err
	}
	switch e.Code {
	case models.CodeInvalid, models.CodeConflict, models.CodeRateLimited, models.CodeStale:
	case models.CodeUnavailable: // of one field, where another entry may help
		if len(e.Faults) == 0 {
			return Reply{}, err
		}
	case models.CodeUnauthenticated, models.CodeNotFound: // of what was typed, not of the page
		if name == "" {
			return Reply{}, err
		}
	default:
		return Reply{}, err
	}
	r.Form = Form{Name: name, Values: r.HTTP.PostForm, Faults: e.Faults, Alert: Sentence(e.Message),
		Stale: e.Code == models.CodeStale}
	if len(e.Faults) > 0 && e.Code == models.CodeInvalid {
		r.Form.Alert = "Fix the fields below. Nothing was saved."
	}
	r.Status = StatusOf(e.Code)
	r.retryAfter(err)
	return show(r)
}

// SplitList takes a list apart that was typed with commas or white space between.
func SplitList(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool {
		return c == ',' || c == ' ' || c == '\n' || c == '\r' ||
			c == '\t'
	})
}

// Local gives the path to return to if it is a page of this server, "/" otherwise: nobody is led elsewhere after
// sign-in.
func (a *Adapter) Local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\t\r\n") ||
		len(path) > 2000 {
		return urls.Home
	}
	u, err := url.Parse(path)
	if err != nil || u.Host != "" || u.Scheme != "" || u.User != nil || !a.Options.IsPage(u.Path) {
		return urls.Home
	}
	return path
}

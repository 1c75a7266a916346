package web

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/urls"
)

// form is a form that was sent and not taken: its name on the page, what was typed, and what is wrong with it.
type form struct {
	Name   string
	Values url.Values
	Faults []models.Fault
	Alert  string // what is wrong as a whole
	Stale  bool   // somebody else saved meanwhile: the page shows both sides, and sending it again means it
}

// fault gives what is wrong with a field, "" if nothing is. A fault deeper in a list is the list's.
func (f form) fault(field string) string {
	var all []string
	for _, x := range f.Faults {
		if x.Field == field || strings.HasPrefix(x.Field, field+"/") {
			all = append(all, x.Message)
		}
	}
	return strings.Join(slices.Compact(all), "; ")
}

// again shows the page with the form as it was sent and what is wrong with it, if people can mend that there; any other error is the page's.
func (w *Web) again(r *request, name string, err error, show func(*request) (page, error)) (page, error) {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return page{}, err
	}
	switch e.Code {
	case models.Invalid, models.Conflict, models.RateLimited, models.Stale:
	case models.Unavailable: // of one field, where another entry may help
		if len(e.Faults) == 0 {
			return page{}, err
		}
	case models.Unauthenticated, models.NotFound: // of what was typed, not of the page
		if name == "" {
			return page{}, err
		}
	default:
		return page{}, err
	}
	r.form = form{Name: name, Values: r.http.PostForm, Faults: e.Faults, Alert: sentence(e.Message), Stale: e.Code == models.Stale}
	if len(e.Faults) > 0 && e.Code == models.Invalid {
		r.form.Alert = "Not saved: some of this can't be taken as it is."
	}
	r.status = statusOf(e.Code)
	r.retryAfter(err)
	return show(r)
}

// split takes a list apart that was typed with commas or white space between.
func split(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t' })
}

// grant is the role and the narrowing that a form asks for.
func (r *request) grant() models.Grant {
	return models.Grant{Role: models.Role(r.post("role")), Workloads: r.http.PostForm["workloads"], Pillars: split(r.post("pillars"))}
}

// page is the page of a list that the query names.
func (r *request) page(cursor string, limit int) models.Page {
	return models.Page{Limit: limit, After: r.query(cursor)}
}

// next is this page's address with the cursor of the next one; "" where there is none.
func (r *request) next(param, cursor string) string {
	if cursor == "" {
		return ""
	}
	q := r.http.URL.Query()
	q.Del("done")
	q.Set(param, cursor)
	return r.http.URL.Path + "?" + q.Encode()
}

// local gives the path to return to if it is a page of this server, "/" otherwise: nobody is led elsewhere after sign-in.
func (w *Web) local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\t\r\n") || len(path) > 2000 {
		return urls.Home
	}
	u, err := url.Parse(path)
	if err != nil || u.Host != "" || u.Scheme != "" || u.User != nil || !w.opt.IsPage(u.Path) {
		return urls.Home
	}
	return path
}

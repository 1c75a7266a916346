package api_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"

	"plumbline/api/apitest"
)

// strictForms are those whose route refuses what a person puts in who knows no secret or no account, and the status
// with which.
var strictForms = map[string]int{"/join": http.StatusNotFound, "/guest": http.StatusNotFound,
	"/admin/workspaces/members": http.StatusNotFound}

// rareForms are seen only in the middle of something, which other tests walk through.
// The reset is offered by servers that send mail only, the sample in workspaces without a workload; the last ones are
// asked by scripts only.
var rareForms = []string{"POST /account/codes/confirm", "POST /account/codes/end", "POST /admin/users/:user/enable",
	"POST /join/use",
	"POST /workloads/:workload/tour", "POST /workloads/sample", "POST /reset", "POST /preview",
	"POST /workloads/:workload/lenses/:lens/questions/:question/save"}

// foundForm is a form where it was found: on which page, as whom, the how-manieth, and by which button it is sent.
type foundForm struct {
	who, page    string
	form, button int
}

// Every form that a page shows works without a script: it has a button, it goes to a route that there is, and sent as
// it stands it is taken, or answered with what is wrong with it. Each is sent on a server of its own, so that those
// that end or remove something stand in nobody's way.
func TestEveryFormWithoutScript(t *testing.T) {
	if apitest.RaceDetector {
		t.Skip("the tour of the forms is about pages, not about races: it runs without the race detector")
	}
	var all []foundForm
	var routes gin.RoutesInfo
	onFurnished(t, func(s *apitest.Server, things map[string]string) {
		routes = webRoutes(s)
		all = formsToSend(s, routes, things)
	})
	sent := map[string]bool{}
	var mu sync.Mutex
	t.Run("send", func(t *testing.T) {
		for _, at := range all {
			t.Run(strings.TrimSuffix(at.who, " session"), func(t *testing.T) {
				onFurnished(t, func(s *apitest.Server, _ map[string]string) {
					route := sendAt(s, routes, at)
					mu.Lock()
					defer mu.Unlock()
					sent["POST "+route] = true
				})
			})
		}
	})
	for name := range webTable {
		if strings.HasPrefix(name, "POST ") && !sent[name] && !slices.Contains(rareForms, name) {
			t.Errorf("no page was seen to have the form of %s: does it want a thing in furnished?", name)
		}
	}
}

// formsToSend finds every form by the route that it goes to and the names that it has; who sees it first sends it.
func formsToSend(s *apitest.Server, routes gin.RoutesInfo, things map[string]string) (all []foundForm) {
	w := pageTourist{Server: s}
	paths := w.paths(things)
	known := map[string]bool{}
	for _, who := range spectators {
		for _, path := range paths {
			for n, f := range w.sheets(who, path) {
				if f.Method == "DIALOG" { // closes what a script opened, and sends nothing
					continue
				}
				if len(f.Buttons) == 0 && !f.Shows() {
					s.T.Errorf("%s as %s: the form to %s has no button: without a script nobody can send it", path, who, f.Action)
				}
				for k, b := range f.Buttons {
					route := routeOf(routes, f.Method, path, f.Target(b))
					if route == "" {
						s.T.Errorf("%s as %s: the form goes to %s %s, which is no route", path, who, f.Method, f.Target(b))
					}
					if key := formKey(f, route, b); !known[key] {
						known[key] = true
						all = append(all, foundForm{who, path, n, k})
					}
				}
			}
		}
	}
	return all
}

// sheets are the forms of a page that somebody may see.
func (w pageTourist) sheets(who, path string) []*apitest.PageForm {
	w.T.Helper()
	status, page, _ := w.ask(who, path)
	if status != http.StatusOK || page == "" {
		return nil
	}
	sheets, err := apitest.PageForms(page)
	apitest.Must(w.T, err)
	return sheets
}

// formKey is what makes a form another one.
func formKey(f *apitest.PageForm, route string, b apitest.FormInput) string {
	names := []string{f.Method, route, b.Name}
	for _, field := range f.Fields {
		if !slices.Contains(names, field.Name) {
			names = append(names, field.Name)
		}
	}
	return strings.Join(names, " ")
}

// routeOf is the route that a form on a page goes to; "" if there is none.
func routeOf(routes gin.RoutesInfo, method, page, action string) string {
	if action == "" {
		action = page
	}
	action, _, _ = strings.Cut(action, "?")
	best := ""
	for _, r := range routes {
		if r.Method != method || strings.Count(r.Path, "/") != strings.Count(action, "/") {
			continue
		}
		want, is := strings.Split(r.Path, "/"), strings.Split(action, "/")
		fits := true
		for i := range want {
			fits = fits && (want[i] == is[i] || strings.HasPrefix(want[i], ":") && is[i] != "")
		}
		if fits && (best == "" || strings.Count(r.Path, ":") < strings.Count(best, ":")) {
			best = r.Path
		}
	}
	return best
}

// sendAt sends one form as it stands, and gives the route that it went to.
func sendAt(s *apitest.Server, routes gin.RoutesInfo, at foundForm) (route string) {
	s.T.Helper()
	w, path := pageTourist{Server: s}, at.page
	f := w.sheets(at.who, path)[at.form]
	b := f.Buttons[at.button]
	r := s.SendForm(at.who, path, f, b)
	route = routeOf(routes, f.Method, path, f.Target(b))
	taken := []int{http.StatusOK, http.StatusSeeOther, http.StatusUnprocessableEntity, http.StatusConflict}
	if strings.HasPrefix(route, "/signin") {
		taken = append(taken, http.StatusUnauthorized)
	}
	if !slices.Contains(taken, r.Status) && strictForms[route] != r.Status {
		s.T.Errorf("%s as %s: the form to %s %s, sent as it stands: %d %s", path, at.who, f.Method, f.Target(b), r.Status,
			r.Body)
	}
	if strings.Contains(string(r.Body), "forged") || r.Status == http.StatusSeeOther && r.Header.Get("Location") == "" {
		s.T.Errorf("%s as %s: the form to %s leads nowhere: %v", path, at.who, f.Target(b), r.Header)
	}
	return route
}

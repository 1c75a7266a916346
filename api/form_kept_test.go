package api_test

import (
	"slices"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/store/storetest"
)

// Every form of every page into which somebody can type brings back what was typed after each refusal: without a
// session, with the token of another one, when it is too large for the route, and while the database does not answer.
// Forms that ask for a secret bring nothing back.
func TestEveryFormBringsBackWhatWasTyped(t *testing.T) {
	if apitest.RaceDetector {
		t.Skip("the tour of the forms is about pages, not about races: it runs without the race detector")
	}
	onFurnished(t, func(s *apitest.Server, things map[string]string) {
		w, seen := pageTourist{Server: s}, 0
		routes := webRoutes(s)
		paths := w.paths(things)
		down := serverInOutage(s)
		known := map[string]bool{}
		for _, who := range spectators {
			for _, path := range paths {
				for _, f := range w.sheets(who, path) {
					if f.Method != "POST" || len(f.Buttons) == 0 || slices.Contains([]string{"/signin", "/join", "/guest", "/reset",
						"/join/use"}, f.Action) {
						continue
					}
					key := formKey(f, routeOf(routes, f.Method, path, f.Target(f.Buttons[0])), f.Buttons[0])
					name, secret := f.TypeIn(apitest.ImportantText), slices.ContainsFunc(f.Fields, func(x apitest.FormInput) bool {
						return x.Kind == "password"
					})
					if name == "" || known[key] || name == "code" {
						continue
					}
					known[key] = true
					seen++
					bringsBack(s, who, path, f, name, secret, down)
				}
			}
		}
		if seen < 15 {
			t.Errorf("only %d forms were seen", seen)
		}
		t.Logf("%d forms", seen)
	})
}

// bringsBack sends a form in each way that it is refused.
func bringsBack(s *apitest.Server, who, path string, f *apitest.PageForm, name string, secret bool,
	down *apitest.Server) {
	s.T.Helper()
	forged, large := *f, *f
	forged.Fields, large.Fields = slices.Clone(f.Fields), slices.Clone(f.Fields)
	forged.Set("csrf_token", "of-another-session")
	long := strings.Repeat(apitest.ImportantText, 5<<10) // more than a form, less than is handed back
	large.Set(name, long)
	down.Sessions = s.Sessions
	for _, x := range []struct {
		what   string
		r      apitest.Reply
		status []int
		want   string
	}{
		{"without a session", s.SendForm("nobody", path, f, f.Buttons[0]), []int{401}, apitest.ImportantText},
		{"with another token", s.SendForm(who, path, &forged, f.Buttons[0]), []int{403}, apitest.ImportantText},
		{"in an outage", down.SendForm(who, path, f, f.Buttons[0]), []int{500, 503}, apitest.ImportantText},
		{"too large", s.SendForm(who, path, &large, f.Buttons[0]), []int{413, 422}, long},
	} {
		if !slices.Contains(x.status, x.r.Status) {
			s.T.Errorf("%s as %s, the form to %s %s: %d", path, who, f.Action, x.what, x.r.Status)
			continue
		}
		sheets, err := apitest.PageForms(string(x.r.Body))
		apitest.Must(s.T, err)
		back := slices.ContainsFunc(sheets, func(k *apitest.PageForm) bool { return k.Value(name) == x.want })
		if back == secret {
			s.T.Errorf("%s as %s, the form to %s %s: what was typed into %s is back: %v", path, who, f.Action, x.what, name,
				back)
		}
	}
}

// serverInOutage is a second server, whose database does not answer.
func serverInOutage(s *apitest.Server) *apitest.Server {
	s.T.Helper()
	st := storetest.OpenAt(s.T, storetest.MigratedSQLite(s.T))
	down := s.SecondServer(st, apitest.ServiceOptions())
	apitest.Must(s.T, st.Close())
	return down
}

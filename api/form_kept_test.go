package api_test

import (
	"slices"
	"strings"
	"testing"

	"plumbline/models/store/storetest"
)

// Every form of every page into which somebody can type brings back what was typed after each refusal: without a session, with the token of another one, when
// it is too large for the route, and while the database does not answer. Forms that ask for a secret bring nothing back.
func TestEveryFormBringsBackWhatWasTyped(t *testing.T) {
	if raceDetector {
		t.Skip("the tour of the forms is about pages, not about races: it runs without the race detector")
	}
	onSQLite(t, func(s *server) {
		w, seen := tourist{server: s}, 0
		routes := webRoutes(s)
		paths := w.paths(s.furnished())
		down := s.outage()
		known := map[string]bool{}
		for _, who := range spectators {
			for _, path := range paths {
				for _, f := range w.sheets(who, path) {
					if f.method != "POST" || len(f.buttons) == 0 || slices.Contains([]string{"/signin", "/join", "/guest", "/reset", "/join/use"}, f.action) {
						continue
					}
					key := f.key(routeOf(routes, f.method, path, f.target(f.buttons[0])), f.buttons[0])
					name, secret := f.typeIn(important), slices.ContainsFunc(f.fields, func(x input) bool { return x.kind == "password" })
					if name == "" || known[key] || name == "code" {
						continue
					}
					known[key] = true
					seen++
					s.bringsBack(who, path, f, name, secret, down)
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
func (s *server) bringsBack(who, path string, f *sheet, name string, secret bool, down *server) {
	s.t.Helper()
	forged, large := *f, *f
	forged.fields, large.fields = slices.Clone(f.fields), slices.Clone(f.fields)
	forged.set("csrf_token", "of-another-session")
	long := strings.Repeat(important, 5<<10) // more than a form, less than is handed back
	large.set(name, long)
	down.signed = s.signed
	for _, x := range []struct {
		what   string
		r      reply
		status []int
		want   string
	}{
		{"without a session", s.send("nobody", path, f, f.buttons[0]), []int{401}, important},
		{"with another token", s.send(who, path, &forged, f.buttons[0]), []int{403}, important},
		{"in an outage", down.send(who, path, f, f.buttons[0]), []int{500, 503}, important},
		{"too large", s.send(who, path, &large, f.buttons[0]), []int{413, 422}, long},
	} {
		if !slices.Contains(x.status, x.r.status) {
			s.t.Errorf("%s as %s, the form to %s %s: %d", path, who, f.action, x.what, x.r.status)
			continue
		}
		sheets, err := sheetsOf(string(x.r.body))
		must(s.t, err)
		back := slices.ContainsFunc(sheets, func(k *sheet) bool { return k.value(name) == x.want })
		if back == secret {
			s.t.Errorf("%s as %s, the form to %s %s: what was typed into %s is back: %v", path, who, f.action, x.what, name, back)
		}
	}
}

// outage is a second server, whose database does not answer.
func (s *server) outage() *server {
	s.t.Helper()
	st := storetest.OpenAt(s.t, storetest.SQLite(s.t))
	down := s.again(st, options())
	must(s.t, st.Close())
	return down
}

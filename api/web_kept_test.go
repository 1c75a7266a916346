package api_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"plumbline/models"
)

// typedForms are forms of the pages that people type into, one for each part of the site.
func typedForms(base, id string) map[string]string {
	return map[string]string{
		base + "/notes": base + "/notes", "/workloads/" + id + "/edit": "/workloads/" + id + "/edit", "/workloads/new": "/workloads", base + backup: base + backup,
		base + backup + "/comments": base + backup + "/comments", "/members": "/members", "/account": "/account/name", base + "/parking": base + "/parking",
	}
}

// sheetTo is the form of a page that goes to an address.
func (s *server) sheetTo(as, page, action string) *sheet {
	s.t.Helper()
	sheets, err := sheetsOf(s.get(as, page, http.StatusOK))
	must(s.t, err)
	for _, f := range sheets {
		if to, _, _ := strings.Cut(f.action, "?"); to == action && f.method == "POST" {
			return f
		}
	}
	s.t.Fatalf("%s has no form to %s", page, action)
	return nil
}

const important = "An important text, typed for an hour:\nwith <b>two</b> & more lines"

// typeIn writes into the first text of a form that nothing is chosen in, and gives its name; "" if there is none.
func (f *sheet) typeIn(text string) string {
	chosen := []string{"mention", "reason", "pillar", "to"}
	for i, x := range f.fields {
		if !slices.Contains([]string{"hidden", "checkbox", "radio", "file"}, x.kind) && !slices.Contains(chosen, x.name) && !strings.HasPrefix(x.name, "na.") {
			f.fields[i].value = text
			return x.name
		}
	}
	return ""
}

// keptSheet is the form that a page has of what was sent.
func keptSheet(t testing.TB, page []byte, action string) *sheet {
	t.Helper()
	sheets, err := sheetsOf(string(page))
	must(t, err)
	for _, f := range sheets {
		if strings.HasPrefix(f.action, action) {
			return f
		}
	}
	t.Fatalf("the page has no form to %s:\n%s", action, page)
	return nil
}

func (f *sheet) value(name string) string {
	for _, x := range f.fields {
		if x.name == name {
			return strings.TrimPrefix(strings.ReplaceAll(x.value, "\r\n", "\n"), "\n")
		}
	}
	return ""
}

func (f *sheet) set(name, value string) {
	for i, x := range f.fields {
		if x.name == name {
			f.fields[i].value = value
		}
	}
}

// A form that is sent after its session ended comes back with the sign-in, and is saved with it, as the person who typed it only.
func TestAFormOutlivesItsSession(t *testing.T) {
	onSQLite(t, func(s *server) {
		id, base := s.review()
		for page, action := range typedForms(base, id) {
			f := s.sheetTo("owner session", page, action)
			name := f.typeIn(important)
			r := s.send("nobody", page, f, f.buttons[0])
			if r.status != http.StatusUnauthorized {
				t.Fatalf("%s: %d", page, r.status)
			}
			k := keptSheet(t, r.body, action)
			if k.value(name) != important {
				t.Errorf("%s: the page after the session ended has %q of %s", page, k.value(name), name)
			}
			k.set("signin.email", s.users["owner"].Email)
			k.set("signin.password", "not the password of anybody")
			wrong := keptSheet(t, s.send("nobody", page, k, k.buttons[0]).body, action)
			if wrong.value(name) != important {
				t.Errorf("%s: a wrong password loses the text: %q", page, wrong.value(name))
			}
			other := *wrong
			other.set("signin.email", s.users["architect"].Email)
			other.set("signin.password", password)
			before := s.fingerprint()
			if r := s.send("nobody", page, &other, other.buttons[0]); r.status != http.StatusForbidden || keptSheet(t, r.body, action).value(name) != important {
				t.Errorf("%s: signed in as somebody else: %d", page, r.status)
			}
			if s.fingerprint() != before {
				t.Errorf("%s: saved under another name", page)
			}
			wrong.set("signin.email", s.users["owner"].Email)
			wrong.set("signin.password", password)
			if r := s.send("nobody", page, wrong, wrong.buttons[0]); action != "/members" && r.status != http.StatusSeeOther && !(r.status == 422 && strings.Contains(string(r.body), "typed for an hour")) {
				t.Errorf("%s: signed in again: %d %s", page, r.status, r.body)
			}
		}
		if got := s.ok("GET", base+"/answers/backup", nil).at("notes").String() + s.get("owner session", base+"/notes", 200); !strings.Contains(got, "typed for an hour") {
			t.Error("nothing was saved with the sign-in")
		}
	})
}

// A form of the session before is shown with the token of the one that there is, to the same person only, and changes nothing until it is sent by hand.
func TestAFormOfTheSessionBefore(t *testing.T) {
	onSQLite(t, func(s *server) {
		id, base := s.review()
		for page, action := range typedForms(base, id) {
			f := s.sheetTo("owner session", page, action)
			name := f.typeIn(important)
			for _, x := range []struct {
				who   string
				again bool
			}{{"architect session", false}, {"owner session", true}} {
				before := s.fingerprint()
				old := *f
				old.fields = append([]input(nil), f.fields...)
				old.set("csrf_token", "of-the-session-before")
				r := s.send(x.who, page, &old, f.buttons[0])
				k := keptSheet(t, r.body, action)
				if r.status != http.StatusForbidden || k.value(name) != important || s.fingerprint() != before {
					t.Errorf("%s as %s: %d %q", page, x.who, r.status, k.value(name))
				}
				if !x.again {
					if k.value("csrf_token") != "" {
						t.Errorf("%s: somebody else gets a token for it", page)
					}
					if r := s.send(x.who, page, k, k.buttons[0]); r.status == http.StatusSeeOther {
						t.Errorf("%s: saved under another name, by %s", page, x.who)
					}
					continue
				}
				if r := s.send(x.who, page, k, k.buttons[0]); r.status == http.StatusForbidden {
					t.Errorf("%s: sent again: %d", page, r.status)
				}
			}
		}
	})
}

// A form without the mark of ours gets no token in return: nobody's page can have it sent by a click.
func TestAForgedFormGetsNoToken(t *testing.T) {
	onSQLite(t, func(s *server) {
		_, base := s.review()
		v := visit{method: "POST", path: base + "/notes", as: "owner session", form: fields("notes", "forged", "version", "1"), noToken: true}
		if r := s.visit(v); r.status != http.StatusForbidden || strings.Contains(string(r.body), "csrf_token") {
			t.Errorf("%d %s", r.status, r.body)
		}
	})
}

// What is too large for a form comes back to somebody who is signed in; what is secret never does.
func TestTooLargeAndSecretForms(t *testing.T) {
	onSQLite(t, func(s *server) {
		id, _ := s.review()
		path := "/workloads/" + id + "/edit"
		f := s.sheetTo("owner session", path, path)
		long := strings.Repeat("long ", 80<<10)
		f.set("notes", long)
		r := s.send("owner session", path, f, f.buttons[0])
		if k := keptSheet(t, r.body, path); r.status != http.StatusRequestEntityTooLarge || k.value("notes") != long {
			t.Errorf("%d, %d bytes", r.status, len(k.value("notes")))
		}
		for _, as := range []string{"nobody", "owner session"} {
			r := s.visit(visit{method: "POST", path: "/account/password", as: as, noToken: true, form: url.Values{"password": {"my old secret words"}, "new_password": {"my new secret words"}}})
			if strings.Contains(string(r.body), "secret words") {
				t.Errorf("as %s: the page has the password", as)
			}
		}
		if r := s.visit(visit{method: "POST", path: path, as: "nobody", form: url.Values{"notes": {strings.Repeat("x", models.MaxNotes)}}}); !strings.Contains(string(r.body), strings.Repeat("x", models.MaxNotes)) {
			t.Error("the longest note does not come back to sign in")
		}
	})
}

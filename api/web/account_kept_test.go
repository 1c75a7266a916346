package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// typedForms are forms of the pages that people type into, one for each part of the site.
func typedForms(base, id string) map[string]string {
	return map[string]string{
		base + "/notes": base + "/notes", "/workloads/" + id + "/edit": "/workloads/" + id + "/edit",
		"/workloads/new": "/workloads", base + apitest.BackupPath: base + apitest.BackupPath,
		base + apitest.BackupPath + "/comments": base + apitest.BackupPath + "/comments", "/members": "/members",
		"/account": "/account/name", base + "/parking": base + "/parking",
	}
}

// sheetTo is the form of a page that goes to an address.
func sheetTo(s *apitest.Server, as, page, action string) *apitest.PageForm {
	s.T.Helper()
	sheets, err := apitest.PageForms(s.GetPage(as, page, http.StatusOK))
	apitest.Must(s.T, err)
	for _, f := range sheets {
		if to, _, _ := strings.Cut(f.Action, "?"); to == action && f.Method == "POST" {
			return f
		}
	}
	s.T.Fatalf("%s has no form to %s", page, action)
	return nil
}

// keptSheet is the form that a page has of what was sent.
func keptSheet(t testing.TB, page []byte, action string) *apitest.PageForm {
	t.Helper()
	sheets, err := apitest.PageForms(string(page))
	apitest.Must(t, err)
	for _, f := range sheets {
		if strings.HasPrefix(f.Action, action) {
			return f
		}
	}
	t.Fatalf("the page has no form to %s:\n%s", action, page)
	return nil
}

// A form that is sent after its session ended comes back with the sign-in, and is saved with it, as the person who
// typed it only.
func TestAFormOutlivesItsSession(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id, base := s.ReviewOfBackup()
		for page, action := range typedForms(base, id) {
			f := sheetTo(s, "owner session", page, action)
			name := f.TypeIn(apitest.ImportantText)
			r := s.SendForm("nobody", page, f, f.Buttons[0])
			if r.Status != http.StatusUnauthorized {
				t.Fatalf("%s: %d", page, r.Status)
			}
			k := keptSheet(t, r.Body, action)
			if k.Value(name) != apitest.ImportantText {
				t.Errorf("%s: the page after the session ended has %q of %s", page, k.Value(name), name)
			}
			k.Set("signin.email", s.Users["owner"].Email)
			k.Set("signin.password", "not the password of anybody")
			wrong := keptSheet(t, s.SendForm("nobody", page, k, k.Buttons[0]).Body, action)
			if wrong.Value(name) != apitest.ImportantText {
				t.Errorf("%s: a wrong password loses the text: %q", page, wrong.Value(name))
			}
			other := *wrong
			other.Set("signin.email", s.Users["architect"].Email)
			other.Set("signin.password", apitest.Password)
			before := s.Fingerprint()
			if r := s.SendForm("nobody", page, &other, other.Buttons[0]); r.Status != http.StatusForbidden ||
				keptSheet(t, r.Body, action).Value(name) != apitest.ImportantText {
				t.Errorf("%s: signed in as somebody else: %d", page, r.Status)
			}
			if s.Fingerprint() != before {
				t.Errorf("%s: saved under another name", page)
			}
			wrong.Set("signin.email", s.Users["owner"].Email)
			wrong.Set("signin.password", apitest.Password)
			if r := s.SendForm("nobody", page, wrong, wrong.Buttons[0]); action != "/members" &&
				r.Status != http.StatusSeeOther && !(r.Status == 422 && strings.Contains(string(r.Body), "typed for an hour")) {
				t.Errorf("%s: signed in again: %d %s", page, r.Status, r.Body)
			}
		}
		if got := s.OK("GET", base+"/answers/backup", nil).At("notes").String() +
			s.GetPage("owner session", base+"/notes", 200); !strings.Contains(got, "typed for an hour") {
			t.Error("nothing was saved with the sign-in")
		}
	})
}

// A form of the session before is shown with the token of the one that there is, to the same person only, and changes
// nothing until it is sent by hand.
func TestAFormOfTheSessionBefore(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id, base := s.ReviewOfBackup()
		for page, action := range typedForms(base, id) {
			f := sheetTo(s, "owner session", page, action)
			name := f.TypeIn(apitest.ImportantText)
			for _, x := range []struct {
				who   string
				again bool
			}{{"architect session", false}, {"owner session", true}} {
				before := s.Fingerprint()
				old := *f
				old.Fields = append([]apitest.FormInput(nil), f.Fields...)
				old.Set("csrf_token", "of-the-session-before")
				r := s.SendForm(x.who, page, &old, f.Buttons[0])
				k := keptSheet(t, r.Body, action)
				if r.Status != http.StatusForbidden || k.Value(name) != apitest.ImportantText || s.Fingerprint() != before {
					t.Errorf("%s as %s: %d %q", page, x.who, r.Status, k.Value(name))
				}
				if !x.again {
					if k.Value("csrf_token") != "" {
						t.Errorf("%s: somebody else gets a token for it", page)
					}
					if r := s.SendForm(x.who, page, k, k.Buttons[0]); r.Status == http.StatusSeeOther {
						t.Errorf("%s: saved under another name, by %s", page, x.who)
					}
					continue
				}
				if r := s.SendForm(x.who, page, k, k.Buttons[0]); r.Status == http.StatusForbidden {
					t.Errorf("%s: sent again: %d", page, r.Status)
				}
			}
		}
	})
}

// A form without the mark of ours gets no token in return: nobody's page can have it sent by a click.
func TestAForgedFormGetsNoToken(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		_, base := s.ReviewOfBackup()
		v := apitest.Visit{Method: "POST", Path: base + "/notes", As: "owner session",
			Form: apitest.FormFields("notes", "forged", "version", "1"), NoToken: true}
		if r := s.Visit(v); r.Status != http.StatusForbidden || strings.Contains(string(r.Body), "csrf_token") {
			t.Errorf("%d %s", r.Status, r.Body)
		}
	})
}

// What is too large for a form comes back to somebody who is signed in; what is secret never does.
func TestTooLargeAndSecretForms(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id, _ := s.ReviewOfBackup()
		path := "/workloads/" + id + "/edit"
		f := sheetTo(s, "owner session", path, path)
		long := strings.Repeat("long ", 80<<10)
		f.Set("notes", long)
		r := s.SendForm("owner session", path, f, f.Buttons[0])
		if k := keptSheet(t, r.Body, path); r.Status != http.StatusRequestEntityTooLarge || k.Value("notes") != long {
			t.Errorf("%d, %d bytes", r.Status, len(k.Value("notes")))
		}
		for _, as := range []string{"nobody", "owner session"} {
			r := s.Visit(apitest.Visit{Method: "POST", Path: "/account/password", As: as, NoToken: true,
				Form: url.Values{"password": {"my old secret words"}, "new_password": {"my new secret words"}}})
			if strings.Contains(string(r.Body), "secret words") {
				t.Errorf("as %s: the page has the password", as)
			}
		}
		if r := s.Visit(apitest.Visit{Method: "POST", Path: path, As: "nobody",
			Form: url.Values{"notes": {strings.Repeat("x", models.MaxNotes)}}}); !strings.Contains(string(r.Body),
			strings.Repeat("x", models.MaxNotes)) {
			t.Error("the longest note does not come back to sign in")
		}
	})
}

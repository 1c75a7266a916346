package page

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"plumbline/api/auth"
	"plumbline/models/urls"
)

// keptForm is what a form sent and what was not taken: the page that says why has it, ready to be sent again. It lies
// in that page only, which nobody stores; what is secret is not in it.
type keptForm struct {
	To      string      // address that it was sent to
	Fields  []keptField // in the order of their names
	Mark    string      // name of the field that says for whom the form was made; "" if the form did not say
	Space   string      // its value, the workspace
	Signin  bool        // the page asks to sign in first, and sends all with that
	SSO     bool        // an identity provider can be signed in with
	Email   string      // as it was typed, of a sign-in that failed
	Secret  string      // the password, where the account wants a one-time code too
	Another bool        // another person is signed in: it can't be sent as that one
}

// keptField is a posted field. Without words it is sent along unseen.
type keptField struct {
	Name, Value, Words string
	Rows               int
}

const (
	// with the id of whom the page was made for, and the version that it showed; its value is the workspace
	ownerField   = "for."
	signinPrefix = "signin." // of the fields with which a kept form is signed in on the way
)

var (
	secretFields  = []string{"password", "new_password", "code", "passcode", "secret", "token", "link"}
	machineFields = []string{"version", "base", "return_to", "back", "then", "do", "choices", "rules", "draft",
		"question", "pillar", "agenda", "once", auth.CSRFField}
	chosenFields = []string{"lenses", "selected", "what", "me", "role", "user_id", "workloads", "try", "reason",
		"inapplicable", "environment", "to"}
	chosenName = regexp.MustCompile(`^na\.|-(was|risk|remove)$`)
	// what they ask for is secret, or nothing
	openForms = []string{urls.SignIn, urls.SignOut, urls.Reset, urls.Join, urls.UseJoin, urls.Guest}
)

// keptOf gives what a form sent, nil where nothing was put in, or something that is secret.
func keptOf(r *http.Request, path string) *keptForm {
	if r.Method != http.MethodPost || r.Header.Get("Accept") == "application/json" || slices.Contains(openForms, path) {
		return nil
	}
	k, typed := &keptForm{To: r.URL.RequestURI()}, false
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if slices.Contains(secretFields, name) {
			return nil
		}
		if strings.HasPrefix(name, ownerField) {
			k.Mark, k.Space = name, r.PostForm.Get(name)
		}
		machine := slices.Contains(machineFields, name) || strings.HasPrefix(name, ownerField) ||
			strings.HasPrefix(name, "was.")
		if name == auth.CSRFField || strings.HasPrefix(name, ownerField) || strings.HasPrefix(name, signinPrefix) {
			continue // the page has its own
		}
		for _, value := range r.PostForm[name] {
			typed = typed || !machine && value != ""
			f := keptField{Name: name, Value: value}
			if !machine && value != "" && !slices.Contains(chosenFields, name) && !chosenName.MatchString(name) {
				f.Words, f.Rows = fieldLabel(name), min(12, 1+len(value)/80+strings.Count(value, "\n"))
			}
			k.Fields = append(k.Fields, f)
		}
	}
	if !typed {
		return nil
	}
	return k
}

// owner is whom the page of a posted form was made for, and in which workspace; "" where the form does not say.
func (r *Request) owner() (user, workspace string) {
	for name, values := range r.HTTP.PostForm {
		if rest, is := strings.CutPrefix(name, ownerField); is && len(values) > 0 {
			user, _, _ = strings.Cut(rest, ".")
			return user, values[0]
		}
	}
	return "", ""
}

// markOf is the name of the field that says for whom a form was made, and on which version. Browsers put what was typed
// back into a form only if its first fields have the names that they had: so a text never comes back beside the version
// of another one, or to another person.
func markOf(user, version string) string {
	if version == "" {
		return ownerField + user
	}
	return ownerField + user + "." + version
}

// takenCookie carries the id of the draft that the server took last to the pages after it, whose scripts then take it
// out of the browser. It stays for a day: the next page may be left before its script runs.
const takenCookie = "plumbline_taken"

var draftID = regexp.MustCompile(`^[0-9a-f]{24}$`)

// taken says to the next pages that what the browser keeps as a draft is saved.
func (a *Adapter) taken(r *Request) {
	if id := r.Post("draft"); draftID.MatchString(id) {
		cookie := a.Auth.PageCookie(takenCookie, id, "/")
		cookie.MaxAge = 24 * 60 * 60
		http.SetCookie(r.Gin.Writer, cookie)
	}
}

// wasTaken gives what taken said last, "" if nothing.
func (r *Request) wasTaken() string {
	cookie, err := r.HTTP.Cookie(takenCookie)
	if err != nil || !draftID.MatchString(cookie.Value) {
		return ""
	}
	return cookie.Value
}

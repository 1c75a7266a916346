package web

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/markdown"
	"plumbline/models/service/access"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

//go:embed templates
var templateFiles embed.FS

// view is what every template gets; Data is the page's own.
type view struct {
	Title   string
	Path    string
	Session access.SessionView
	CSRF    string
	Form    form
	Done    string // what was done just before
	Data    any
	Taken   string // draft of the browser that is saved by now
	Static  string
	Root    string // the path under which people reach the server, "" if there is none: for scripts
	Now     time.Time
}

// SignedIn, In and May decide what is shown of the way around; what may be done is decided by the verbs.
func (v view) SignedIn() bool { return v.Session.Actor.Kind != "" }

// Refused tells whether the page shows a form again that was not taken.
func (v view) Refused() bool {
	e, failed := v.Data.(errorData)
	return v.Form.Name != "" || failed && e.Kept != nil
}

// In tells whether the person works in a workspace.
func (v view) In() bool { return v.Session.Workspace.ID != "" }

// May tells whether the actor may do the action in the workspace.
func (v view) May(action string) bool {
	return models.Allow(v.Session.Actor, models.Action(action), models.InWorkspace(v.Session.Actor.WorkspaceID)) == nil
}

// doneTexts are what a page may say was done: the address names them.
var doneTexts = map[string]string{
	"workload":       "The workload is made. Begin its review below.",
	"sample":         "The sample workload is made. Look around: nothing here is real.",
	"saved":          "The workload is changed.",
	"deleted":        "The workload is deleted, with its reviews and milestones.",
	"applied":        "The lens is applied. Begin its review below.",
	"unapplied":      "The lens is taken off the workload.",
	"upgraded":       "The review is upgraded. The milestone keeps it as it was.",
	"milestone":      "The milestone is saved.",
	"tour":           "The tour is put away. The notes still have its steps.",
	"reset-sent":     "If there is an account with that address, the link is on its way. It can be used once, and for a short time only.",
	"signed-out":     "You are signed out.",
	"reset":          "The password is set. Sign in with it and a one-time code.",
	"name":           "The name is changed.",
	"password":       "The password is changed. All your other sessions have ended.",
	"codes-required": "The setting is saved.",
	"codes-off":      "One-time codes are switched off.",
	"session":        "The session has ended.",
	"sessions":       "All your other sessions have ended.",
	"revoked":        "It is revoked and works no more.",
	"member":         "The member is changed.",
	"removed":        "The member is removed.",

	"commented":       "The comment is added.",
	"comment-edited":  "The comment is changed.",
	"comment-deleted": "The comment is deleted.",
	"assigned":        "The assignment is changed.",
	"parked":          "It is parked.",
	"parked-done":     "It is done.",
	"parked-open":     "It is open again.",
	"parked-kept":     "It is kept in the notes, and done.",
	"parked-deleted":  "The parked item is deleted.",

	"led-begun":    "The facilitation is under way: the shared screen follows.",
	"led-ended":    "The facilitation has ended.",
	"led-notes":    "The shared screen shows notes.",
	"led-no-notes": "The shared screen shows no notes.",
	"agenda":       "The agenda is changed.",

	"invitation": "The invitation is revoked.",
	"workspace":  "The workspace is renamed.",
	"user":       "The account is changed.",
	"created":    "The account is made. Make a link below with which its owner sets a password.",
	"disabled":   "The account is disabled. Its sessions have ended.",
	"enabled":    "The account may sign in again.",
	"space":      "The workspace is made. Add its first owner below.",
	"added":      "The member is added.",
	"answer":     "The answer is saved.",
	"notes":      "The notes are saved.",

	"lens-imported":   "The lens is imported as a draft. Look at what follows from it, then publish it.",
	"lens-made":       "The lens is made, with a pillar and a question to begin with.",
	"lens-saved":      "Saved to the draft.",
	"lens-published":  "The version is published.",
	"lens-renamed":    "The lens is renamed. Its documents and exports keep their name.",
	"lens-deleted":    "The lens is deleted. Reviews and milestones that use it keep it.",
	"draft-discarded": "The draft is discarded.",
	"question-added":  "The question is added, with a choice and rules to begin with.",
}

// pages are the templates by name. Each is parsed when it is first asked for, and kept: most servers need few of them, and each keeps a copy of what all
// have in common. That every one parses and renders is the tests' to prove.
type pages map[string]func() (*template.Template, error)

// pagesOnce parses once for all servers of a process.
var pagesOnce = sync.OnceValues(loadPages)

func loadPages() (pages, error) {
	base := template.New("base").Funcs(functions).Funcs(urls.TemplateFunctions())
	names, err := fs.Glob(templateFiles, "templates/base/*.html")
	for i := 0; err == nil && i < len(names); i++ {
		base, err = parseTemplate(base, names[i])
	}
	if err != nil {
		return nil, err
	}
	all := pages{}
	for name := range blank {
		all[name] = sync.OnceValues(func() (*template.Template, error) {
			clone, err := base.Clone()
			if err != nil {
				return nil, err
			}
			return parseTemplate(clone, path.Join("templates", name+".html"))
		})
	}
	return all, nil
}

var continued = regexp.MustCompile(`\n[ \t]{2,}`)

// parseTemplate parses a file of templates. A line of it that is indented continues the one before: it is broken for whoever
// reads the file, and pages do without the white space.
func parseTemplate(to *template.Template, file string) (*template.Template, error) {
	source, err := templateFiles.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return to.New(path.Base(file)).Parse(string(continued.ReplaceAll(source, []byte(" "))))
}

// render writes a piece of a page; "layout" is the whole.
func (p pages) render(out io.Writer, name, piece string, data any) error {
	parse, known := p[name]
	if !known {
		return fmt.Errorf("there is no template %q", name)
	}
	t, err := parse()
	if err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	return t.ExecuteTemplate(out, piece, data)
}

// blank is every page with the type of its data.
var blank = joined(doorPages, accountPages, workspacePages, workloadPages, reviewPages, togetherPages, facilitatePages, lensPages, instancePages)

var (
	doorPages     = map[string]any{"error": errorData{}, "signin": signinData{}, "reset": resetData{}, "join": joinData{}, "guest": guestData{}, "visit": guestHomeData{}, "once": onceData{}}
	accountPages  = map[string]any{"account": accountData{}, "codes": codesData{}, "tokens": tokensData{}}
	instancePages = map[string]any{"users": usersData{}, "user": userData{}, "workspaces": workspacesData{}}

	workspacePages = map[string]any{"members": membersData{}, "member": memberData{}, "audit": auditData{}, "workspace": workspaceData{}}
)

// joined gives the parts as one; a name that two of them have is a mistake.
func joined(parts ...map[string]any) map[string]any {
	all := map[string]any{}
	for _, part := range parts {
		for name, data := range part {
			if _, twice := all[name]; twice {
				panic("web: two pages are named " + name)
			}
			all[name] = data
		}
	}
	return all
}

var functions = template.FuncMap{
	"field": field, "date": date, "iso": iso, "risks": risks, "roles": func() []models.Role { return models.Roles[:] },
	"words": words, "list": func(s []string) string { return strings.Join(s, ", ") }, "initials": initials, "clip": clip, "long": long,
	"environment": labels.Environment, "environments": environments, "improvementStatuses": improvementStatuses, "agent": agent, "way": way, "capital": capital, "first": first, "brief": brief, "granting": granting,
	"reasons": reasons, "markdown": markdown.HTML, "coded": coded, "reason": lowerReason,
	"about": about, "thread": withThread, "parking": withParking,
	"bar": bar, "barOf": barOf, "inWords": inWords, "scoreOf": scoreOf, "riskOf": riskOf, "states": stateColumns,
	"plural":  labels.Plural,
	"formula": func() string { return questionnaires.ScoreFormula },
	"lines":   func(s []string) string { return strings.Join(s, "\n") }, "called": called, "draftWords": draftWords,
	"guard": guardOf, "marked": markedOf, "keeping": func(v view, k *kept) keepingView { return keepingView{v, k} },
}

// about gives the view with other data, for a piece of another page.
func about(v view, data any) view {
	v.Data = data
	return v
}

// risk is a state with its count: always a word and a shape as well as a colour.
type risk struct {
	Class, Word string
	N           int
}

func risks(c questionnaires.Counts) []risk {
	var list []risk
	for _, state := range c.States() {
		r := riskOf(state)
		r.N = c.Of(state)
		list = append(list, r)
	}
	return list
}

// wayView is one of the ways in the top bar.
type wayView struct {
	Href, Words string
	Here        bool
}

func way(v view, href, text string) wayView {
	return wayView{href, text, v.Path == href || (href != "/" && strings.HasPrefix(v.Path, href+"/"))}
}

// grantView is the part of a form that asks for role and narrowing.
type grantView struct {
	Form   string
	Grant  grantData
	Chosen bool // a workload is ticked
}

func granting(formName string, g grantData) grantView {
	return grantView{formName, g, slices.ContainsFunc(g.Workloads, func(c choice) bool { return c.On })}
}

// fieldView is one input with its label, help and fault.
type fieldView struct {
	ID, Name, Label, Type, Value, Help, Fault, Auto string
	Now                                             string // what somebody else saved meanwhile, where that is another text
	Required, Focus                                 bool
}

// field makes a fieldView: what was typed if the form was sent, else "value=…" of the options. The other options are "type=…",
// "help=…", "auto=…" (autocomplete), "required" and "focus".
func field(v view, formName, name, label string, options ...string) fieldView {
	f := fieldView{ID: formName + "-" + name, Name: name, Label: label, Type: "text", Auto: "off"}
	for _, o := range options {
		key, value, _ := strings.Cut(o, "=")
		switch key {
		case "type":
			f.Type = value
		case "help":
			f.Help = value
		case "auto":
			f.Auto = value
		case "value":
			f.Value = value
		case "required":
			f.Required = true
		case "focus":
			f.Focus = true
		}
	}
	if v.Form.Name == formName {
		f.Fault = v.Form.fault(name)
		if f.Type != "password" {
			was := f.Value
			if f.Value = v.Form.Values.Get(name); v.Form.Stale && models.Lines(f.Value) != models.Lines(was) {
				f.Now = was
			}
		}
	}
	return f
}

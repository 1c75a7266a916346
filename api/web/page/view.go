package page

import (
	"html/template"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/markdown"
	"plumbline/models/service/access"
	"plumbline/models/timezone"
	"plumbline/questionnaires"
)

// View is what every template gets; Data is the page's own.
type View struct {
	Title   string
	Path    string
	Session access.SessionView
	CSRF    string
	Form    Form
	Done    string // what was done just before
	Data    any
	Taken   string // draft of the browser that is saved by now
	Static  string
	Root    string // the path under which people reach the server, "" if there is none: for scripts
	Now     time.Time
	Offers  int // of other workspaces that wait for an answer
	Unread  int // comments that mention the person, and were not read
}

// SignedIn, In and May decide what is shown of the way around; what may be done is decided by the services.
func (v View) SignedIn() bool { return v.Session.Actor.Kind != "" }

// Refused tells whether the page shows a form again that was not taken.
func (v View) Refused() bool {
	e, failed := v.Data.(errorData)
	return v.Form.Name != "" || failed && e.Kept != nil
}

// In tells whether the person works in a workspace.
func (v View) In() bool { return v.Session.Workspace.ID != "" }

// Zone is the name of the time zone in which the page writes dates.
func (v View) Zone() string { return v.Session.Zone().String() }

// WorkspaceZone is the name of the time zone of the workspace, for who has none of their own.
func (v View) WorkspaceZone() string { return timezone.First(v.Session.Workspace.TimeZone).String() }

// May tells whether the actor may do the action in the workspace.
func (v View) May(action string) bool {
	return models.Allow(v.Session.Actor, models.Action(action), models.InWorkspace(v.Session.Actor.WorkspaceID)) == nil
}

// functions are what the templates of all areas may call, beside the addresses of pages.
var functions = template.FuncMap{
	"field": newFieldView, "about": viewWith, "way": navigationLink, "guard": guardOf, "marked": guardWithin,
	"keeping": func(v View, k *keptForm) keepingView { return keepingView{v, k} },
	"iso":     formatISO, "words": plainWords, "initials": nameInitials, "clip": ClipText, "capital": Capital,
	"plural": labels.PluralCount, "markdown": markdown.HTML,
	"zoneField": newZoneField, "risks": RiskMarks, "bar": barParts, "barOf": RiskBarOf,
	"scoreOf": ScoreOf, "count": labels.CountLabel,
	"formula": func() string { return questionnaires.ScoreFormula },
	"list":    func(s []string) string { return strings.Join(s, ", ") },
	"roles":   func() []models.Role { return models.Roles[:] },
}

// viewWith gives the view with other data, for a piece of another page.
func viewWith(v View, data any) View {
	v.Data = data
	return v
}

// wayView is one of the ways in the top bar.
type wayView struct {
	Href, Words string
	Here        bool
}

func navigationLink(v View, href, text string) wayView {
	return wayView{href, text, v.Path == href || (href != "/" && strings.HasPrefix(v.Path, href+"/"))}
}

// fieldView is one input with its label, help and fault.
type fieldView struct {
	ID, Name, Label, Type, Value, Help, Fault, Auto string
	// what somebody else saved meanwhile, where that is another text
	Now             string
	Required, Focus bool
}

// newFieldView makes a fieldView: what was typed if the form was sent, else "value=…" of the options. The other options
// are "type=…", "help=…", "auto=…" (autocomplete), "required" and "focus".
func newFieldView(v View, formName, name, label string, options ...string) fieldView {
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
		f.Fault = v.Form.Fault(name)
		if f.Type != "password" {
			was := f.Value
			if f.Value = v.Form.Values.Get(name); v.Form.Stale &&
				models.NormalizeLineEnds(f.Value) != models.NormalizeLineEnds(was) {
				f.Now = was
			}
		}
	}
	return f
}

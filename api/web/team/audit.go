package team

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/timezone"
	"plumbline/models/urls"
)

// auditData is a page of the log of the workspace, or of the instance.
type auditData struct {
	auditLog
	Filter    auditFilter
	Workloads []reviews.WorkloadView
	Actors    []auditActor
	Lines     []models.AuditLine
	Next      string // address; "" at the end
	Later     bool   // the page is not the first
	zone      timezone.Zone
}

// auditLog is one of the two logs, with its addresses.
type auditLog struct {
	Instance             bool
	Page, Verify, Export string
}

var (
	workspaceLog = auditLog{false, urls.Audit, urls.VerifyAudit, urls.ExportAudit}
	instanceLog  = auditLog{true, urls.InstanceAudit, urls.VerifyInstanceAudit, urls.ExportInstanceAudit}
)

// Title is that of the page.
func (l auditLog) Title() string {
	if l.Instance {
		return "Server audit log"
	}
	return "Audit log"
}

// auditActor is somebody whose lines can be asked for.
type auditActor struct{ ID, Name string }

// auditFilter is what the address asks for, as it was typed.
type auditFilter struct {
	Actor, Kind, Action, Workload string
	Since, Until                  string // days, both included
	from, before                  time.Time
}

// Any tells whether something is left out.
func (f auditFilter) Any() bool { return len(f.values()) > 0 }

// values are the filter as parameters of the page's address.
func (f auditFilter) values() url.Values {
	return setValues("actor", f.Actor, "kind", f.Kind, "action", f.Action, "workload", f.Workload, "since", f.Since,
		"until", f.Until)
}

// With is the address of the log with another value of one parameter; of "" without it.
func (d auditData) With(param, value string) string {
	values := d.Filter.values()
	values.Del(param)
	if value != "" {
		values.Set(param, value)
	}
	return addressWith(d.Page, values)
}

// ExportAs is the address of the filtered log as a file: the API's, which wants moments.
func (d auditData) ExportAs(format string) string {
	f := d.Filter
	return addressWith(d.Export, setValues("format", format, "actor", f.Actor, "kind", f.Kind, "action", f.Action,
		"workload", f.Workload, "since", moment(f.from), "until", moment(f.before)))
}

func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}

// setValues makes parameters of names and values, without those that are empty.
func setValues(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	return values
}

func addressWith(path string, values url.Values) string {
	return (&url.URL{Path: path, RawQuery: values.Encode()}).String()
}

// Kinds are those that the log has lines of.
func (d auditData) Kinds() (list []labels.AuditKind) {
	for _, k := range labels.AuditKinds {
		if k.Instance == d.Instance {
			list = append(list, k)
		}
	}
	return list
}

// NameOf gives the name of a workload that is still there, "" for any other.
func (d auditData) NameOf(id string) string {
	for _, load := range d.Workloads {
		if load.ID == id {
			return load.Name
		}
	}
	return ""
}

// Shown is what a changed field held, as people read it: moments as dates, and workloads by their names.
func (d auditData) Shown(field, text string) string {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return page.DateText(d.zone, at)
	}
	if field != "workloads" || text == "" {
		return labels.AuditValue(field, text)
	}
	ids := strings.Split(text, ", ")
	for i, id := range ids {
		if name := d.NameOf(id); name != "" {
			ids[i] = name
		}
	}
	return strings.Join(ids, ", ")
}

// readFilter reads the filter of the address. A day that is none is told, and left out.
func readFilter(r *page.Request) auditFilter {
	f := auditFilter{Actor: r.Query("actor"), Kind: r.Query("kind"), Action: r.Query("action"),
		Workload: r.Query("workload"), Since: r.Query("since"), Until: r.Query("until")}
	for _, field := range []struct {
		name  string
		text  *string
		limit func(timezone.Day)
	}{
		{"since", &f.Since, func(d timezone.Day) { f.from = r.Zone().Start(d) }},
		{"until", &f.Until, func(d timezone.Day) { f.before = r.Zone().End(d) }},
	} {
		if *field.text == "" {
			continue
		}
		day, err := timezone.ParseDay(*field.text)
		if err != nil {
			r.Form = page.Form{Name: "filter", Alert: "This is not a day: write it as 2026-12-31.",
				Faults: []models.FieldFault{{Field: field.name, Message: "must be a day, such as 2026-12-31"}}}
			*field.text = ""
			continue
		}
		field.limit(day)
	}
	return f
}

func (h handlers) auditPage(r *page.Request) (page.Reply, error) { return h.showAudit(r, workspaceLog) }

func (h handlers) instanceAuditPage(r *page.Request) (page.Reply, error) {
	return h.showAudit(r, instanceLog)
}

func (h handlers) showAudit(r *page.Request, log auditLog) (page.Reply, error) {
	data := auditData{auditLog: log, Filter: readFilter(r), Later: r.Query("after") != "", zone: r.Zone()}
	f := data.Filter
	lines, err := h.Service.Audit.List(r.HTTP.Context(), models.AuditQuery{Instance: log.Instance,
		WorkloadID: f.Workload, ActorID: f.Actor, Action: models.Action(f.Action), Kind: f.Kind, Since: f.from,
		Until: f.before, PageRequest: r.ListPage("after", 0)})
	if err != nil {
		return page.Reply{}, err
	}
	data.Lines, data.Next = lines.Items, r.NextPage("after", lines.Next)
	if log.Instance {
		err = h.instanceActors(r, &data)
	} else {
		err = h.workspaceActors(r, &data)
	}
	data.addActorOfFilter()
	return page.Reply{Template: "audit", Title: log.Title(), Data: data}, err
}

// workspaceActors offers the workloads and the members of the workspace, up to a page of each.
func (h handlers) workspaceActors(r *page.Request, data *auditData) error {
	loads, err := h.Service.Workloads.List(r.HTTP.Context(),
		models.WorkloadQuery{PageRequest: models.PageRequest{Limit: models.MaxPage}})
	if err != nil {
		return err
	}
	data.Workloads = loads.Items
	members, err := h.Service.Members.List(r.HTTP.Context(),
		models.UserQuery{PageRequest: models.PageRequest{Limit: models.MaxPage}})
	for _, m := range members.Items {
		data.Actors = append(data.Actors, auditActor{m.UserID, m.User.Name})
	}
	return err
}

func (h handlers) instanceActors(r *page.Request, data *auditData) error {
	users, err := h.Service.Users.List(r.HTTP.Context(),
		models.UserQuery{PageRequest: models.PageRequest{Limit: models.MaxPage}})
	for _, u := range users.Items {
		data.Actors = append(data.Actors, auditActor{u.ID, u.Name})
	}
	return err
}

// addActorOfFilter offers whoever the log is filtered by too: a token, or somebody who has left.
func (d *auditData) addActorOfFilter() {
	id := d.Filter.Actor
	if id == "" || slices.ContainsFunc(d.Actors, func(a auditActor) bool { return a.ID == id }) {
		return
	}
	name := id
	if len(d.Lines) > 0 {
		name = d.Lines[0].ActorName
	}
	d.Actors = append(d.Actors, auditActor{id, name})
}

// shortIDs shortens ids to what tells them apart at a glance: of each 32 hex digits the first eight.
func shortIDs(id string) string {
	parts := strings.Split(id, "/")
	for i, p := range parts {
		if models.IsID(p) {
			parts[i] = p[:8]
		}
	}
	return page.ClipText(strings.Join(parts, "/"))
}

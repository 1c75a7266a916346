package items

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"plumbline/api/v1/itemfilter"
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// ListView is what the pages of many items have in common: where they are, and how they are narrowed.
type ListView struct {
	Head     *page.WorkloadHead // of the workload whose items are listed; nil: those of the workspace
	Here     string             // path of the page
	Views    []viewLink
	Filters  filterValues
	Filtered bool
	Statuses []statusLink
	Owners   []option
	Loads    []option
	Create   string // address of the form of a new item, "" for those who may not
	May      bool   // change items
	Today    string
	Back     string // address of the page, with its filters
	Exports  []exportLink
	Question *questionLink // whose items they are; nil: not narrowed to one
}

// exportLink leads to the same items as a file.
type exportLink struct{ Href, Words string }

// viewLink leads to the same items in another form.
type viewLink struct {
	Href, Words string
	Here        bool
}

// statusLink narrows the list to a status.
type statusLink struct {
	Value, Href, Words string
	N                  int
	On                 bool
}

// option is a value to choose.
type option struct {
	Value, Words string
	On           bool
}

// filterValues are the filters as the address has them.
type filterValues struct {
	Workload, Status, Owner, Risk, Priority, Due, Regressed, Text, Lens, Question, Sort string
}

// Values of filters that are no status, no owner and no number of days.
const (
	allItems = "all"
	me       = itemfilter.Me
	nobody   = itemfilter.Nobody
	overdue  = "overdue"
)

// list reads what the address asks for. view is which of the pages it is, from 0.
func (h handlers) list(r *page.Request, view int) (ListView, remediation.ItemQuery, error) {
	l := ListView{Here: r.HTTP.URL.Path, Back: r.HTTP.URL.RequestURI()}
	l.Filters = filterValues{r.Query("workload"), r.Query("status"), r.Query("owner"), r.Query("risk"),
		r.Query("priority"), r.Query("due"), r.Query("regressed"), r.Query("text"), "", "", r.Query("sort")}
	today, err := h.Service.Items.Today(r.HTTP.Context())
	if err != nil {
		return l, remediation.ItemQuery{}, err
	}
	l.Today = string(today)
	at := urls.Items
	if id := r.Param("workload"); id != "" {
		head, err := h.WorkloadHead(r, page.ItemsTab)
		if err != nil {
			return l, remediation.ItemQuery{}, err
		}
		l.Head, l.Filters.Workload, l.May = &head, id, head.Can.Items
		at = urls.ItemsOf(id)
		if err := h.ofQuestion(r, &l); err != nil {
			return l, remediation.ItemQuery{}, err
		}
	} else {
		l.May = models.Allow(r.Session.Actor, models.UpdateItem, models.InWorkspace(r.Session.Actor.WorkspaceID)) == nil
	}
	if l.May {
		l.Create = at.New()
	}
	for i, v := range []viewLink{{string(at), "Table", false}, {at.Board(), "Board", false},
		{at.Timeline(), "Timeline", false}} {
		l.Views = append(l.Views, viewLink{l.carried(v.Href), v.Words, i == view})
	}
	values := l.Filters.values(today)
	query, err := itemfilter.Parse(values.Get, r.Session.User.ID)
	if err != nil {
		return l, query, err
	}
	query.Sort = l.Filters.sort()
	l.Exports = exportsOf(values, view)
	l.Filtered = l.Filters.narrows(r.Param("workload") != "")
	return l, query, h.choices(r, &l)
}

// The views of items, in the order of their links.
const (
	tableView = iota
	boardView
	timelineView
)

// exportsOf are the items of a view as files: the board has those of each status, the timeline active ones.
func exportsOf(values url.Values, view int) (list []exportLink) {
	values = maps.Clone(values)
	if view != tableView {
		values.Del("status")
		values.Del("active")
	}
	if view == timelineView {
		values.Set("active", itemfilter.Yes)
	}
	for _, format := range []string{"xlsx", "csv", "ics"} {
		values.Set("format", format)
		list = append(list, exportLink{urls.ExportItems + "?" + values.Encode(), "Export " + strings.ToUpper(format)})
	}
	return list
}

// carried is another view of the same items, with the filters that hold there too.
func (l ListView) carried(path string) string {
	f := l.Filters
	q := url.Values{}
	for name, value := range map[string]string{"owner": f.Owner, "risk": f.Risk, "priority": f.Priority, "due": f.Due,
		"regressed": f.Regressed, "text": f.Text, "lens": f.Lens, "question": f.Question} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if l.Head == nil && f.Workload != "" {
		q.Set("workload", f.Workload)
	}
	return (&url.URL{Path: path, RawQuery: q.Encode()}).String()
}

// narrows tells whether anything but the status and the order is asked for.
func (f filterValues) narrows(fixed bool) bool {
	f.Status, f.Sort = "", ""
	if fixed {
		f.Workload = ""
	}
	return f != filterValues{}
}

// values are the filters as the API has them. What nobody knows does not narrow.
func (f filterValues) values(today remediation.Date) url.Values {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("workload", f.Workload)
	set("q", f.Text)
	set("lens", f.Lens)
	set("question", f.Question)
	if f.Regressed != "" {
		set("regressed", itemfilter.Yes)
	}
	if remediation.Status(f.Status).Known() {
		set("status", f.Status)
	} else if f.Status != allItems {
		set("active", itemfilter.Yes)
	}
	if f.Owner == me || f.Owner == nobody || models.IsID(f.Owner) {
		set("owner", f.Owner)
	} else {
		set("owner_name", f.Owner)
	}
	set("risk", map[string]string{"high": string(questionnaires.RiskHigh),
		"medium": string(questionnaires.RiskMedium)}[f.Risk])
	if slices.Contains(remediation.Priorities, remediation.Priority(f.Priority)) {
		set("priority", f.Priority)
	}
	if f.Due == overdue {
		set("overdue", itemfilter.Yes)
	} else if days, err := strconv.Atoi(f.Due); err == nil && days > 0 && days <= 3650 {
		set("due_from", string(today))
		set("due_to", string(today.AddDays(days)))
	}
	return q
}

// sort is the order that the address asks for.
func (f filterValues) sort() remediation.ItemSort {
	if s := remediation.ItemSort(f.Sort); slices.Contains(remediation.ItemSorts, s) {
		return s
	}
	return remediation.ByDue
}

// mostChoices is how many people, and how many workloads, a list to narrow by offers.
const mostChoices = 100

// choices fills the lists of the filter.
func (h handlers) choices(r *page.Request, l *ListView) error {
	ctx := r.HTTP.Context()
	l.Owners = []option{{"", "Anyone", l.Filters.Owner == ""}, {me, "Me", l.Filters.Owner == me},
		{nobody, labels.OwnerKind(remediation.NoOwner), l.Filters.Owner == nobody}}
	if models.Allow(r.Session.Actor, models.ReadMembers, models.InWorkspace(r.Session.Actor.WorkspaceID)) == nil {
		people, err := h.Service.Members.List(ctx, models.UserQuery{PageRequest: models.PageRequest{Limit: mostChoices}})
		if err != nil {
			return err
		}
		for _, p := range people.Items {
			if p.User.ID != r.Session.User.ID {
				l.Owners = append(l.Owners, option{p.User.ID, p.User.Name, p.User.ID == l.Filters.Owner})
			}
		}
	}
	l.Owners = withChosen(l.Owners, l.Filters.Owner, "Another person")
	if l.Head != nil {
		return nil
	}
	loads, err := h.Service.Workloads.List(ctx, models.WorkloadQuery{PageRequest: models.PageRequest{Limit: mostChoices}})
	if err != nil {
		return err
	}
	l.Loads = []option{{"", "Any", l.Filters.Workload == ""}}
	for _, load := range loads.Items {
		l.Loads = append(l.Loads, option{load.ID, load.Name, load.ID == l.Filters.Workload})
	}
	l.Loads = withChosen(l.Loads, l.Filters.Workload, "Another workload")
	return nil
}

// withChosen adds what the address asks for, where the list has it not. An id is told by what it is of.
func withChosen(list []option, value, other string) []option {
	if slices.ContainsFunc(list, func(o option) bool { return o.Value == value }) {
		return list
	}
	words := value
	if models.IsID(value) {
		words = other
	}
	return append(list, option{value, words, true})
}

// countStatuses gives the links by status, each with how many items it leads to.
func (h handlers) countStatuses(r *page.Request, l *ListView, query remediation.ItemQuery) error {
	query.Statuses, query.Active = nil, false
	counts, err := h.Service.Items.Count(r.HTTP.Context(), query)
	if err == nil {
		l.linkStatuses(r, counts)
	}
	return err
}

func (l *ListView) linkStatuses(r *page.Request, counts map[remediation.Status]int) {
	active, all := 0, 0
	for _, s := range remediation.Statuses {
		all += counts[s]
		if s.Active() {
			active += counts[s]
		}
	}
	add := func(value, words string, n int) {
		l.Statuses = append(l.Statuses, statusLink{value, r.WithQuery(l.Here, "status", value), words, n,
			l.Filters.Status == value})
	}
	add("", "To do", active)
	for _, s := range remediation.Statuses {
		add(string(s), labels.ItemStatus(s), counts[s])
	}
	add(allItems, "All", all)
	if !slices.ContainsFunc(l.Statuses, func(s statusLink) bool { return s.On }) {
		l.Statuses[0].On = true
	}
}

// sortLink orders the list otherwise, and keeps its filters.
type sortLink struct {
	Href, Words string
	On          bool
}

func sortsOf(r *page.Request, path string, now remediation.ItemSort) (list []sortLink) {
	for _, s := range []struct {
		key   remediation.ItemSort
		words string
	}{{remediation.ByDue, "due date"}, {remediation.ByPriority, "priority"}, {remediation.ByNumber, "number"},
		{remediation.ByUpdate, "last updated"}} {
		list = append(list, sortLink{r.WithQuery(path, "sort", string(s.key)), s.words, s.key == now})
	}
	return list
}

// backTo is the page that a form leads back to, with what was done; at most a place on it.
func (h handlers) backTo(r *page.Request, done, place string) (page.Reply, error) {
	back, _, _ := strings.Cut(h.Local(r.Post("back")), "#")
	path, query, _ := strings.Cut(back, "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		q = url.Values{}
	}
	q.Set("done", done)
	return page.Reply{To: path + "?" + q.Encode() + place}, nil
}

// path is the address of the view without its filters.
func (v viewLink) path() string {
	path, _, _ := strings.Cut(v.Href, "?")
	return path
}

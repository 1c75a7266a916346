package items

import (
	"slices"
	"strconv"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/models/urls"
)

// itemForm is what the form of an item holds, as text.
type itemForm struct {
	Title, Description, Owner, OwnerName, DueOn, Priority, Effort, Impact, BuildCost, RunCost, Tradeoff, Links,
	Needs string
	Pillars, Practices []string
}

// formData is the page of the form of an item.
type formData struct {
	Fields     itemForm
	Number     int
	Name       string // of the item as it is
	At         urls.ItemPath
	Version    string
	Workload   string
	WorkloadAt urls.WorkloadPath
	ListAt     urls.ItemsPath // of the workload
	Changed    []changedField // with a stale form: what is otherwise now than what was typed
	Once       string
	From       string // what it is made from, as the address and the form have it
	FromWords  string
	Due        string // what an empty due date means
	Currency   string
	Owners     ownerField
	Priorities []option
	Efforts    []option
	Impacts    []option
	Pillars    []option
	Closes     []practiceTick  // those of the form
	More       []practiceGroup // that could be added
}

// changedField is a field of a stale form.
type changedField struct{ Words, Typed, Now string }

// ownerField is who may own an item.
type ownerField struct {
	People []option
	Kind   string
	Name   string
	Fault  string
}

// values of the field "owner" that are no member's id.
const (
	aTeam    = "team"
	outsider = "outsider"
)

// typedForm is the form as it was sent.
func typedForm(r *page.Request) itemForm {
	return itemForm{Title: r.Post("title"), Description: r.Post("description"), Owner: r.Post("owner"),
		OwnerName: r.Post("owner_name"), DueOn: r.Post("due_on"), Priority: r.Post("priority"), Effort: r.Post("effort"),
		Impact: r.Post("impact"), BuildCost: r.Post("build_cost"), RunCost: r.Post("run_cost"),
		Tradeoff: r.Post("tradeoff"), Links: r.Post("links"), Needs: r.Post("needs"),
		Pillars: r.HTTP.PostForm["tradeoff_pillars"], Practices: r.HTTP.PostForm["practices"]}
}

// formOf is the form of an item as it is.
func formOf(v plan.ItemView) itemForm {
	f := itemForm{Title: v.Title, Description: v.Description, DueOn: string(v.DueOn), Priority: string(v.Priority),
		Effort: v.Effort, Impact: v.Impact, BuildCost: costText(v.BuildCost), RunCost: costText(v.RunCost),
		Tradeoff: v.Tradeoff, Pillars: v.TradeoffPillars}
	f.Owner, f.OwnerName = ownerText(v.Owner)
	var links, needs []string
	for _, l := range v.Links {
		links = append(links, strings.TrimSpace(l.Title+" "+l.URL))
	}
	for _, n := range v.Needs {
		needs = append(needs, "#"+strconv.Itoa(n.Number))
	}
	for _, p := range v.Practices {
		f.Practices = append(f.Practices, urls.PracticeName(p.Lens.Key, p.Question.ID, p.Choice.ID))
	}
	f.Links, f.Needs = strings.Join(links, "\n"), strings.Join(needs, ", ")
	return f
}

func ownerText(o remediation.ItemOwner) (owner, name string) {
	switch o.Kind {
	case remediation.MemberOwner:
		return o.UserID, ""
	case remediation.TeamOwner:
		return aTeam, o.Name
	case remediation.OutsiderOwner:
		return outsider, o.Name
	}
	return "", ""
}

func costText(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// ownerOf reads an owner.
func ownerOf(owner, name string) remediation.ItemOwner {
	name = strings.TrimSpace(name)
	switch owner {
	case "":
		return remediation.ItemOwner{}
	case aTeam:
		return remediation.ItemOwner{Kind: remediation.TeamOwner, Name: name}
	case outsider:
		return remediation.ItemOwner{Kind: remediation.OutsiderOwner, Name: name}
	}
	return remediation.ItemOwner{Kind: remediation.MemberOwner, UserID: owner}
}

// fields reads the form. A fault is one of its writing; what may stand in a field is for the service to say.
func (h handlers) fields(r *page.Request, f itemForm, known []plan.ItemName) (remediation.ItemFields,
	[]plan.PracticeName, error) {
	out := remediation.ItemFields{Title: strings.TrimSpace(f.Title), Description: models.NormalizeLineEnds(f.Description),
		Owner: ownerOf(f.Owner, f.OwnerName), DueOn: remediation.Date(strings.TrimSpace(f.DueOn)),
		Priority: remediation.Priority(f.Priority), Effort: f.Effort, Impact: f.Impact,
		Tradeoff: models.NormalizeLineEnds(f.Tradeoff), TradeoffPillars: f.Pillars}
	var faults []models.FieldFault
	for _, cost := range []struct {
		name, text string
		to         *int64
	}{{"build_cost", f.BuildCost, &out.BuildCost}, {"run_cost", f.RunCost, &out.RunCost}} {
		n, err := costOf(cost.text)
		if err != nil {
			faults = append(faults, models.FieldFault{Field: cost.name, Message: "must be a whole number, without cents"})
		}
		*cost.to = n
	}
	out.Links = linksOf(f.Links)
	needs, wrong, err := h.needsOf(r, f.Needs, known)
	if err != nil {
		return out, nil, err
	}
	if wrong != "" {
		faults = append(faults, models.FieldFault{Field: "needs", Message: wrong})
	}
	out.Needs = needs
	if len(faults) > 0 {
		err = models.InvalidInput(faults...)
	}
	return out, practicesOf(f.Practices), err
}

// costOf reads an amount; people write thousands with spaces, commas, points or apostrophes.
func costOf(text string) (int64, error) {
	digits := strings.Map(func(c rune) rune {
		if strings.ContainsRune(" ,.'’\u00a0\u202f", c) {
			return -1
		}
		return c
	}, strings.TrimSpace(text))
	if digits == "" {
		return 0, nil
	}
	if at := strings.LastIndexAny(text, ",."); at >= 0 && len(strings.TrimSpace(text[at+1:])) != 3 {
		return 0, strconv.ErrSyntax // those were cents
	}
	return strconv.ParseInt(digits, 10, 64)
}

// linksOf reads a link a line: what it is called, and its address at the end.
func linksOf(text string) (list []remediation.ItemLink) {
	for line := range strings.Lines(models.NormalizeLineEnds(text)) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		last := len(words) - 1
		list = append(list, remediation.ItemLink{Title: strings.Join(words[:last], " "), URL: words[last]})
	}
	return list
}

// needsOf finds the items that are named by their numbers. Those that the item needs already are known.
func (h handlers) needsOf(r *page.Request, text string, known []plan.ItemName) (ids []string, wrong string, err error) {
	for _, word := range page.SplitList(text) {
		n, err := strconv.Atoi(strings.TrimPrefix(word, "#"))
		if err != nil {
			return nil, "must be numbers of items, such as #12", nil
		}
		id := ""
		for _, one := range known {
			if one.Number == n {
				id = one.ID
			}
		}
		if id == "" {
			item, err := h.Service.Items.Numbered(r.HTTP.Context(), n)
			if models.CodeOf(err) == models.CodeNotFound {
				return nil, "names #" + strconv.Itoa(n) + ", which is no item of this workspace", nil
			}
			if err != nil {
				return nil, "", err
			}
			id = item.ID
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, "", nil
}

// fill gives the page its lists to choose from, by what the form holds.
func (d *formData) fill(f plan.FormView, kept []plan.PracticeView, offered offer) {
	d.Workload, d.Currency = f.Workload, f.Settings.Currency
	d.Owners = ownerField{Kind: d.Fields.Owner, Name: d.Fields.OwnerName, People: peopleOf(f.People, d.Fields.Owner)}
	for _, p := range remediation.Priorities {
		d.Priorities = append(d.Priorities, option{string(p), labels.Priority(p), string(p) == d.Fields.Priority})
	}
	d.Efforts, d.Impacts = levels(d.Fields.Effort), levels(d.Fields.Impact)
	for _, p := range offered.pillars {
		d.Pillars = append(d.Pillars, option{p.Value, p.Words, slices.Contains(d.Fields.Pillars, p.Value)})
	}
	for _, id := range d.Fields.Pillars {
		if !slices.ContainsFunc(d.Pillars, func(o option) bool { return o.Value == id }) {
			d.Pillars = append(d.Pillars, option{id, id, true})
		}
	}
	d.Closes, d.More = offered.split(kept, d.Fields.Practices)
}

func peopleOf(people []models.Participant, owner string) (list []option) {
	for _, p := range people {
		list = append(list, option{p.UserID, p.Name, p.UserID == owner})
	}
	if models.IsID(owner) {
		return withChosen(list, owner, "Somebody who does not reach this workload any more")
	}
	return list
}

func levels(now string) []option {
	list := []option{{"", "Not known", now == ""}}
	for _, level := range []string{"LOW", "MEDIUM", "HIGH"} {
		list = append(list, option{level, labels.Level(level), level == now})
	}
	return list
}

// differences are the fields that hold something else now than was typed.
func differences(typed, now itemForm) []changedField {
	plain := models.NormalizeLineEnds
	fields := []changedField{
		{"Title", typed.Title, now.Title}, {"Description", plain(typed.Description), now.Description},
		{"Owner", typed.Owner + typed.OwnerName, now.Owner + now.OwnerName},
		{"Due date", labels.CalendarDay(typed.DueOn), labels.CalendarDay(now.DueOn)},
		{"Priority", labels.Priority(remediation.Priority(typed.Priority)),
			labels.Priority(remediation.Priority(now.Priority))},
		{"Effort", labels.Level(typed.Effort), labels.Level(now.Effort)},
		{"Impact", labels.Level(typed.Impact), labels.Level(now.Impact)},
		{"Cost to build", typed.BuildCost, now.BuildCost}, {"Cost to run", typed.RunCost, now.RunCost},
		{"Trade-off", plain(typed.Tradeoff), now.Tradeoff}, {"Links", plain(typed.Links), now.Links},
		{"Needs first", typed.Needs, now.Needs},
		{"Practices", labels.PluralCount(len(typed.Practices), "practice"),
			labels.PluralCount(len(now.Practices), "practice")},
	}
	return slices.DeleteFunc(fields, func(f changedField) bool { return f.Typed == f.Now })
}

package items

import (
	"errors"
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

// keep is the value of a field of many items that stays as it is.
const keep = "keep"

// bulkFields is what many items can be given at once.
type bulkFields struct {
	Owners, Priorities, Statuses []option
	OwnerName, DueOn, Due        string
	Note, Reason                 string
	Dues, Reasons                []option
}

// bulkFieldsOf gives the fields as they were sent, or as they are at first: nothing changes.
func bulkFieldsOf(people []option, r *page.Request) bulkFields {
	sent := func(name string) string {
		if v := r.Post(name); v != "" || r.Post("bulk") != "" {
			return v
		}
		return keep
	}
	b := bulkFields{OwnerName: r.Post("owner_name"), DueOn: r.Post("due_on"), Note: r.Post("note"),
		Reason: r.Post("reason"), Due: sent("due")}
	owner, priority, status := sent("owner"), sent("priority"), sent("to")
	b.Owners = []option{{keep, "No change", owner == keep}, {"", labels.OwnerKind(remediation.NoOwner), owner == ""}}
	if id := r.Session.User.ID; id != "" {
		b.Owners = append(b.Owners, option{id, "Me", owner == id})
	}
	for _, p := range people {
		if models.IsID(p.Value) {
			b.Owners = append(b.Owners, option{p.Value, p.Words, p.Value == owner})
		}
	}
	b.Owners = append(b.Owners, option{aTeam, "A team, named beside", owner == aTeam},
		option{outsider, "A person without an account, named beside", owner == outsider})
	b.Priorities = []option{{keep, "No change", priority == keep}}
	for _, p := range remediation.Priorities {
		b.Priorities = append(b.Priorities, option{string(p), labels.Priority(p), string(p) == priority})
	}
	b.Statuses = []option{{keep, "No change", status == keep}}
	for _, s := range remediation.Statuses {
		if s != remediation.Done { // each is confirmed by itself
			b.Statuses = append(b.Statuses, option{string(s), labels.ItemStatus(s), string(s) == status})
		}
	}
	b.Dues = []option{{keep, "No change", b.Due == keep}, {"set", "The date beside", b.Due == "set"},
		{"", "No due date", b.Due == ""}}
	for _, reason := range remediation.WontDoReasons {
		b.Reasons = append(b.Reasons, option{string(reason), labels.WontDoReason(reason), string(reason) == b.Reason})
	}
	return b
}

// bulkData asks whether many items are to be changed.
type bulkData struct {
	Items   []ItemRow
	Gone    int // that are not there any more
	Changes []fact
	Fields  []hiddenField
	Back    string
	Note    bool // the status asks why
	Reasons []page.LabelledValue
	Reason  string
}

// hiddenField is sent along.
type hiddenField struct{ Name, Value string }

// editMany shows what would change, and changes it once that is confirmed.
func (h handlers) editMany(r *page.Request) (page.Reply, error) {
	if r.Post("confirm") == "" {
		return h.confirmMany(r)
	}
	edit, _ := bulkEditOf(r)
	if _, err := h.Service.Items.EditMany(r.HTTP.Context(), edit); err != nil {
		return h.Again(r, "bulk", h.ofItems(r, err, edit.IDs), h.confirmMany)
	}
	return h.backTo(r, "items-saved", "")
}

// ofItems names the items of faults, which know them by their places; what holds for all of them is the form's.
func (h handlers) ofItems(r *page.Request, err error, ids []string) error {
	e, is := errors.AsType[*models.Error](err)
	if !is || e.Code != models.CodeInvalid {
		return err
	}
	var faults []models.FieldFault
	for _, f := range e.Faults {
		parts := strings.SplitN(f.Field, "/", 3)
		at, err := strconv.Atoi(parts[min(1, len(parts)-1)])
		if field := parts[len(parts)-1]; field == "note" || field == "reason" {
			f.Field = field
		} else if err == nil && at >= 0 && at < len(ids) {
			name := "An item"
			if v, err := h.Service.Items.Get(r.HTTP.Context(), ids[at]); err == nil {
				name = nameOf(v.Number, v.Title)
			}
			f = models.FieldFault{Message: name + ": " + page.LowerFirst(labels.AuditField(field)) + " " + f.Message}
		}
		if !slices.Contains(faults, f) {
			faults = append(faults, f)
		}
	}
	return models.InvalidInput(faults...)
}

// confirmMany shows which items would get what.
func (h handlers) confirmMany(r *page.Request) (page.Reply, error) {
	edit, changes := bulkEditOf(r)
	back := h.Local(r.Post("back"))
	if back == urls.Home {
		back = string(urls.Items)
	}
	data := bulkData{Back: back, Changes: changes, Reason: r.Post("reason"),
		Reasons: page.LabelledValues(remediation.WontDoReasons, labels.WontDoReason)}
	today, err := h.Service.Items.Today(r.HTTP.Context())
	if err != nil {
		return page.Reply{}, err
	}
	for _, id := range edit.IDs {
		v, err := h.Service.Items.Get(r.HTTP.Context(), id)
		if models.CodeOf(err) == models.CodeNotFound {
			data.Gone++
			continue
		}
		if err != nil {
			return page.Reply{}, err
		}
		row := plan.ItemRow{Item: v.Item, Workload: v.Workload, Overdue: v.Overdue, DueSoon: v.DueSoon}
		data.Items = append(data.Items, rowOf(row, today))
		data.Fields = append(data.Fields, hiddenField{"ids", id})
	}
	for _, name := range []string{"owner", "owner_name", "due", "due_on", "priority", "to"} {
		data.Fields = append(data.Fields, hiddenField{name, r.Post(name)})
	}
	data.Note = edit.Move != nil && (edit.Move.To == remediation.Blocked || edit.Move.To == remediation.WontDo)
	if !(edit.Move != nil && edit.Move.To == remediation.WontDo) {
		data.Reasons = nil
	}
	for i, c := range data.Changes {
		if c.Words != "Owner" || !models.IsID(c.Value) {
			continue
		}
		data.Changes[i].Value = "Another person"
		person, err := h.Service.Members.Get(r.HTTP.Context(), c.Value)
		if err == nil {
			data.Changes[i].Value = person.User.Name
		} else if code := models.CodeOf(err); code != models.CodeNotFound && code != models.CodeForbidden {
			return page.Reply{}, err
		}
	}
	return page.Reply{Template: "items_edit", Title: "Edit " + strconv.Itoa(len(data.Items)) + " items", Data: data}, nil
}

// bulkEditOf reads what is to change, and says it.
func bulkEditOf(r *page.Request) (plan.BulkEdit, []fact) {
	var list []fact
	edit := plan.BulkEdit{}
	for _, id := range r.HTTP.PostForm["ids"] {
		if models.IsID(id) && !slices.Contains(edit.IDs, id) && len(edit.IDs) < remediation.MaxItems {
			edit.IDs = append(edit.IDs, id)
		}
	}
	given := func(name string) (string, bool) {
		_, sent := r.HTTP.PostForm[name]
		return r.Post(name), sent && r.Post(name) != keep
	}
	if value, is := given("owner"); is {
		owner := ownerOf(value, r.Post("owner_name"))
		edit.Fields.Owner = &owner
		words := labels.ItemOwner(owner)
		if owner.Kind == remediation.MemberOwner {
			words = owner.UserID
		}
		list = append(list, fact{"Owner", words, ""})
	}
	if value, is := given("due"); is {
		date := remediation.Date("")
		if value != "" {
			date = remediation.Date(r.Line("due_on"))
		}
		edit.Fields.DueOn = &date
		words := "None"
		if date != "" {
			words = labels.CalendarDay(string(date))
		}
		list = append(list, fact{"Due date", words, ""})
	}
	if value, is := given("priority"); is && value != "" {
		priority := remediation.Priority(value)
		edit.Fields.Priority = &priority
		list = append(list, fact{"Priority", labels.Priority(priority), ""})
	}
	if value, is := given("to"); is && value != "" {
		edit.Move = &remediation.StatusMove{To: remediation.Status(value), Note: strings.TrimSpace(r.Text("note"))}
		if edit.Move.To == remediation.WontDo {
			edit.Move.Reason = remediation.WontDoReason(r.Post("reason"))
		}
		list = append(list, fact{"Status", labels.ItemStatus(edit.Move.To), ""})
	}
	return edit, list
}

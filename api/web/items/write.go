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
	"plumbline/questionnaires"
)

// newItem is the form of a new item, filled in from what the address names.
func (h handlers) newItem(r *page.Request) (page.Reply, error) {
	id := r.Param("workload")
	form, err := h.Service.Items.Form(r.HTTP.Context(), id)
	if err != nil {
		return page.Reply{}, err
	}
	offered, err := h.offerOf(r, id)
	if err != nil {
		return page.Reply{}, err
	}
	data := formData{WorkloadAt: urls.WorkloadPage(id), ListAt: urls.ItemsOf(id), Once: models.NewID(),
		From: originText(r.Query("from"))}
	if r.Form.Name == "item" {
		data.Fields, data.From = typedForm(r), originText(r.Post("from"))
	} else {
		data.Fields = suggested(r, offered)
	}
	if data.From == "" && len(data.Fields.Practices) > 0 {
		data.From = string(remediation.FromPlan)
	}
	data.FromWords = labels.ItemOrigin(originOf(data.From).Kind)
	data.Due = dueRule(form, worstOf(offered.chosen(data.Fields.Practices)))
	data.fill(form, nil, offered)
	for i := range data.More {
		data.More[i].Open = data.More[i].key == r.Query("question")
	}
	data.Owners.Fault = r.Form.Fault("owner")
	return page.Reply{Template: "item_new", Title: "New item of " + form.Workload, Data: data}, nil
}

// suggested is the form as the address fills it in.
func suggested(r *page.Request, offered offer) itemForm {
	f := itemForm{Priority: string(remediation.NormalPriority), Title: r.Query("title")}
	ticks := offered.chosen(r.HTTP.URL.Query()["practice"])
	if question := r.Query("question"); question != "" && r.Query("from") == "" {
		ticks = offered.of(question)
	}
	var questions []string
	for _, p := range ticks {
		f.Practices = append(f.Practices, p.Value)
		f.Effort, f.Impact = higher(f.Effort, p.effort), higher(f.Impact, p.impact)
		if !slices.Contains(questions, p.Question) {
			questions = append(questions, p.Question)
		}
	}
	switch {
	case f.Title != "" || len(ticks) == 0:
	case len(ticks) == 1:
		f.Title = ticks[0].Title
	default:
		f.Title = strings.Join(questions, ", ") + ": " + labels.PluralCount(len(ticks), "practice")
	}
	if title := []rune(f.Title); len(title) > 200 {
		f.Title = string(title[:199]) + "…"
	}
	return f
}

// higher is the higher one of two levels.
func higher(a, b string) string {
	order := []string{"", questionnaires.LevelLow, questionnaires.LevelMedium, questionnaires.LevelHigh}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}

// worstOf is the highest risk of the questions of practices, "" where there are none.
func worstOf(ticks []practiceTick) (worst questionnaires.Risk) {
	order := []questionnaires.Risk{"", questionnaires.RiskUndecided, questionnaires.RiskMedium, questionnaires.RiskHigh}
	for _, p := range ticks {
		if slices.Index(order, p.risk) > slices.Index(order, worst) {
			worst = p.risk
		}
	}
	return worst
}

// dueRule says what an empty due date means.
func dueRule(form plan.FormView, risk questionnaires.Risk) string {
	on := func(r questionnaires.Risk, days int) string {
		return labels.CalendarDay(string(form.Settings.DueOn(r, form.Today))) + ", " + labels.PluralCount(days, "day") +
			" from today"
	}
	high, medium := on(questionnaires.RiskHigh, form.Settings.HighDays), on(questionnaires.RiskMedium,
		form.Settings.MediumDays)
	switch risk {
	case questionnaires.RiskHigh:
		return "If empty: " + high + ", as the workspace sets it for a high risk."
	case questionnaires.RiskMedium, questionnaires.RiskUndecided:
		return "If empty: " + medium + ", as the workspace sets it for a medium risk."
	}
	return "If empty: " + high + ", for a high risk; " + medium + ", for a medium one; none without a practice."
}

// originKinds are what an item is made from, as the address names it: "comment:ID".
var originKinds = []remediation.OriginKind{remediation.FromPlan, remediation.FromComment, remediation.FromParked}

// originText is what an address or a form says of the origin, "" where nobody knows it.
func originText(text string) string {
	kind, id, _ := strings.Cut(text, ":")
	if !slices.Contains(originKinds, remediation.OriginKind(kind)) || id != "" && !models.IsID(id) {
		return ""
	}
	return text
}

func originOf(text string) remediation.Origin {
	kind, id, _ := strings.Cut(originText(text), ":")
	if kind == "" {
		return remediation.Origin{Kind: remediation.ByHand}
	}
	return remediation.Origin{Kind: remediation.OriginKind(kind), ID: id}
}

func (h handlers) createItem(r *page.Request) (page.Reply, error) {
	fields, practices, err := h.fields(r, typedForm(r), nil)
	var made plan.ItemView
	if err == nil {
		made, err = h.Service.Items.Create(r.HTTP.Context(), r.Param("workload"), plan.ItemInput{Fields: fields,
			Practices: practices, Origin: originOf(r.Post("from"))}, r.Once())
	}
	if err != nil {
		return h.Again(r, "item", err, h.newItem)
	}
	return page.Done(urls.Item(made.ID), "item-created")
}

// editItem is the form of an item.
func (h handlers) editItem(r *page.Request) (page.Reply, error) {
	v, err := h.Service.Items.Get(r.HTTP.Context(), r.Param("item"))
	if err != nil {
		return page.Reply{}, err
	}
	if !v.May.Update { // before anything is typed
		return page.Reply{}, models.Errorf(models.CodeForbidden, "this item lies outside of what you may change")
	}
	form, err := h.Service.Items.Form(r.HTTP.Context(), v.WorkloadID)
	if err != nil {
		return page.Reply{}, err
	}
	offered, err := h.offerOf(r, v.WorkloadID)
	if err != nil {
		return page.Reply{}, err
	}
	data := formData{Fields: formOf(v), Number: v.Number, Name: nameOf(v.Number, v.Title), At: urls.Item(v.ID),
		Version: strconv.Itoa(v.Version), WorkloadAt: urls.WorkloadPage(v.WorkloadID),
		ListAt: urls.ItemsOf(v.WorkloadID),
		Due:    "If empty, it has none. Its first due date stays on record."}
	if r.Form.Name == "item" {
		now := data.Fields
		if data.Fields = typedForm(r); r.Form.Stale {
			data.Changed = differences(named(data.Fields, form), named(now, form))
		}
	}
	data.fill(form, v.Practices, offered)
	data.Owners.Fault = r.Form.Fault("owner")
	return page.Reply{Template: "item_edit", Title: "Edit " + nameOf(v.Number, v.Title), Data: data}, nil
}

// named is the form with the owner's name instead of the id.
func named(f itemForm, from plan.FormView) itemForm {
	switch f.Owner {
	case "":
		f.Owner = labels.OwnerKind(remediation.NoOwner)
	case aTeam, outsider:
		f.Owner = ""
	}
	for _, p := range from.People {
		if p.UserID == f.Owner {
			f.Owner = p.Name
		}
	}
	return f
}

func (h handlers) saveItem(r *page.Request) (page.Reply, error) {
	v, err := h.Service.Items.Get(r.HTTP.Context(), r.Param("item"))
	if err != nil {
		return page.Reply{}, err
	}
	f, practices, err := h.fields(r, typedForm(r), v.Needs)
	if err == nil {
		_, err = h.Service.Items.Update(r.HTTP.Context(), v.ID, plan.ItemEdit{Practices: &practices,
			Fields: remediation.ItemPatch{Title: &f.Title, Description: &f.Description, Owner: &f.Owner, DueOn: &f.DueOn,
				Priority: &f.Priority, Effort: &f.Effort, Impact: &f.Impact, BuildCost: &f.BuildCost, RunCost: &f.RunCost,
				Tradeoff: &f.Tradeoff, TradeoffPillars: &f.TradeoffPillars, Links: &f.Links, Needs: &f.Needs}}, r.Seen())
	}
	if err != nil {
		return h.Again(r, "item", err, h.editItem)
	}
	return page.Done(urls.Item(v.ID), "item-saved")
}

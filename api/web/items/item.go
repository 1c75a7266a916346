package items

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/models/urls"
)

const (
	commentsShown = 50
	activityShown = 20
)

// itemData is one item.
type itemData struct {
	ItemRow
	Here         string // path of the page
	Description  string
	StatusNote   string
	Reason       string // why it won't be done
	Practices    []practiceRow
	Missing      int
	Effects      []effectRow
	Facts        []fact
	Links        []linkView
	Needs        []otherItem
	NeededBy     []otherItem
	Former       *otherItem // whose practice was lost, where another item had closed it
	Lost         time.Time  // when a practice of this one was lost
	Tradeoff     string
	Pillars      string // that pay for it
	ActiveState  bool
	ToVerify     bool
	Moves        []moveButton
	Reopen       bool
	Do           string // the form that is asked for
	Reasons      []page.LabelledValue
	MayEdit      bool
	MayDelete    bool
	Talk         talkData
	Activity     []activityRow
	MoreActivity string
}

// practiceRow is a practice that the item closes.
type practiceRow struct {
	Title, Question, Href, Of string
	Closed                    bool
}

// effectRow is what the item does to the risk of a question.
type effectRow struct {
	Question, Href string
	From, To       page.RiskMark
	Same           bool
}

// fact is a property with its value.
type fact struct{ Words, Value, More string }

type linkView struct{ Words, URL string }

// otherItem is an item that this one hangs together with.
type otherItem struct {
	At         urls.ItemPath
	Name, Said string
	Finished   bool
}

// moveButton is a status that one click gives.
type moveButton struct {
	To, Words string
	Primary   bool
}

type activityRow struct {
	Words, By string
	At        time.Time
}

// item shows one item.
func (h handlers) item(r *page.Request) (page.Reply, error) {
	v, err := h.Service.Items.Get(r.HTTP.Context(), r.Param("item"))
	if err != nil {
		return page.Reply{}, err
	}
	data := itemOf(v)
	data.Here, data.Do = string(data.At), r.Query("do")
	if data.Talk, err = h.talk(r, v); err != nil {
		return page.Reply{}, err
	}
	list, err := h.Service.ItemTalk.Activity(r.HTTP.Context(), v.ID, r.ListPage("activity", activityShown))
	if err != nil {
		return page.Reply{}, err
	}
	for _, a := range list.Items {
		data.Activity = append(data.Activity, activityRow{labels.ItemActivity(a), a.ActorName, a.At})
	}
	if list.Next != "" {
		data.MoreActivity = data.Here + "?activity=" + url.QueryEscape(list.Next) + "#activity"
	}
	if v.RegressedFrom != "" {
		if data.Former, err = h.former(r, v.RegressedFrom); err != nil {
			return page.Reply{}, err
		}
	}
	return page.Reply{Template: "item", Title: nameOf(v.Number, v.Title), Data: data}, nil
}

// former is the item that had closed a practice before; nil where it is not there any more.
func (h handlers) former(r *page.Request, id string) (*otherItem, error) {
	old, err := h.Service.Items.Get(r.HTTP.Context(), id)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	one := otherOf(plan.ItemName{ID: old.ID, Number: old.Number, Title: old.Title, Status: old.Status})
	return &one, nil
}

func otherOf(n plan.ItemName) otherItem {
	return otherItem{urls.Item(n.ID), nameOf(n.Number, n.Title), labels.ItemStatus(n.Status), !n.Status.Active()}
}

func itemOf(v plan.ItemView) itemData {
	row := plan.ItemRow{Item: v.Item, Workload: v.Workload, Overdue: v.Overdue, DueSoon: v.DueSoon, AgeDays: v.AgeDays}
	d := itemData{ItemRow: rowOf(row, v.Today), Description: v.Description, StatusNote: v.StatusNote,
		Tradeoff: v.Tradeoff, ActiveState: v.Status.Active(), ToVerify: v.Status == remediation.ToVerify,
		MayEdit: v.May.Update, MayDelete: v.May.Delete, Lost: v.RegressedAt,
		Reasons: page.LabelledValues(remediation.WontDoReasons, labels.WontDoReason), Reopen: !v.Status.Active()}
	if v.WontDoReason != "" {
		d.Reason = labels.WontDoReason(v.WontDoReason)
	}
	for _, p := range v.Practices {
		d.Practices = append(d.Practices, practiceRow{p.Choice.Title, questionName(p.Question.DocumentID,
			p.Question.Short()), string(d.WorkloadAt.Review(p.Lens.Key).Question(p.Question.ID)), p.Pillar.Name, p.Closed})
		if !p.Closed {
			d.Missing++
		}
	}
	for _, e := range v.Effects {
		d.Effects = append(d.Effects, effectRow{questionName(e.Question.DocumentID, e.Question.Short()),
			string(d.WorkloadAt.Review(e.Lens.Key).Question(e.Question.ID)), page.RiskMarkOf(e.From), page.RiskMarkOf(e.To),
			e.From == e.To})
	}
	for _, l := range v.Links {
		words := l.Title
		if words == "" {
			words = l.URL
		}
		d.Links = append(d.Links, linkView{words, l.URL})
	}
	for _, n := range v.Needs {
		d.Needs = append(d.Needs, otherOf(n))
	}
	for _, n := range v.NeededBy {
		d.NeededBy = append(d.NeededBy, otherOf(n))
	}
	d.Pillars = strings.Join(pillarNames(v), ", ")
	d.Facts = factsOf(v)
	d.Moves = movesOf(v)
	return d
}

func questionName(code, short string) string { return strings.TrimSpace(code + " " + short) }

// pillarNames are the pillars that pay, by name where a practice tells it.
func pillarNames(v plan.ItemView) (list []string) {
	for _, id := range v.TradeoffPillars {
		name := id
		for _, p := range v.Practices {
			if p.Pillar.ID == id {
				name = p.Pillar.Name
			}
		}
		list = append(list, page.Capital(strings.ReplaceAll(name, "-", " ")))
	}
	return list
}

// factsOf are the properties that have a value.
func factsOf(v plan.ItemView) (list []fact) {
	add := func(words, value, more string) {
		if value != "" {
			list = append(list, fact{words, value, more})
		}
	}
	kind := ""
	if v.Owner.Kind == remediation.TeamOwner || v.Owner.Kind == remediation.OutsiderOwner {
		kind = labels.OwnerKind(v.Owner.Kind)
	}
	add("Owner", labels.ItemOwner(v.Owner), kind)
	add("Priority", labels.Priority(v.Priority), "")
	add("Effort", labels.Level(v.Effort), "")
	add("Impact", labels.Level(v.Impact), "")
	if v.BuildCost > 0 {
		add("Cost to build", labels.Amount(v.BuildCost, v.Currency), "")
	}
	if v.RunCost > 0 {
		add("Cost to run", labels.Amount(v.RunCost, v.Currency), "per month")
	}
	add("Age", labels.PluralCount(v.AgeDays, "day"), "")
	if v.Reopened > 0 {
		add("Reopened", labels.CountLabel(v.Reopened, "time", "times"), "")
	}
	return list
}

// movesOf are the statuses that one click gives, by where the item stands.
func movesOf(v plan.ItemView) []moveButton {
	start := moveButton{string(remediation.InProgress), "Start", true}
	review := moveButton{string(remediation.InReview), "Ready for review", false}
	finish := moveButton{string(remediation.ToVerify), "Mark as done", false}
	switch v.Status {
	case remediation.Open:
		return []moveButton{start, finish}
	case remediation.InProgress:
		finish.Primary = true
		return []moveButton{review, finish}
	case remediation.Blocked:
		start.Words = "Resume"
		return []moveButton{start, finish}
	case remediation.InReview:
		finish.Primary = true
		start.Words, start.Primary = "Back to work", false
		return []moveButton{start, finish}
	case remediation.ToVerify:
		start.Words, start.Primary = "Not done yet", false
		return []moveButton{start}
	}
	return nil
}

// talkData is the comments of an item.
type talkData struct {
	At       urls.ItemPath
	Comments []commentRow
	Earlier  string
	People   []option
	May      bool
	Once     string
}

// commentRow is a comment, or the gap that one left.
type commentRow struct {
	ID, Author, Body, Mentions, GapBy string
	Version                           int
	Written                           time.Time
	Edited, Gap, MayEdit, MayDelete   bool
}

func (h handlers) talk(r *page.Request, v plan.ItemView) (talkData, error) {
	t := talkData{At: urls.Item(v.ID), Once: models.NewID()}
	list, err := h.Service.ItemTalk.Comments(r.HTTP.Context(), v.ID, r.ListPage("comments", commentsShown))
	if err != nil {
		return t, err
	}
	form, err := h.Service.Items.Form(r.HTTP.Context(), v.WorkloadID)
	if err != nil {
		return t, err
	}
	t.May, t.People = form.MayComment, mentionable(form.People)
	if list.Next != "" {
		t.Earlier = string(t.At) + "?comments=" + url.QueryEscape(list.Next) + "#comments"
	}
	for _, c := range list.Items {
		t.Comments = append(t.Comments, commentOf(c, r.Session.User.ID, form))
	}
	slices.Reverse(t.Comments) // a thread is read from the top
	return t, nil
}

// mentionable are the people by what names them in a text, for certain where that is possible.
func mentionable(people []models.Participant) (list []option) {
	names := map[string]int{}
	for _, p := range people {
		names[models.FoldName(p.Name)]++
	}
	for _, p := range people {
		o := option{Value: p.Name, Words: p.Name}
		if names[models.FoldName(p.Name)] > 1 && p.Email != "" {
			o.Value = p.Email
		}
		list = append(list, o)
	}
	return list
}

func commentOf(c remediation.ItemComment, user string, form plan.FormView) commentRow {
	gap := !c.DeletedAt.IsZero()
	own := form.MayComment && !gap && c.UserID != "" && c.UserID == user
	var names []string
	for _, m := range c.Mentions {
		names = append(names, m.Name)
	}
	return commentRow{ID: c.ID, Author: c.Author, Body: c.Body, Mentions: strings.Join(names, ", "), Version: c.Version,
		GapBy: c.DeletedBy, Written: c.CreatedAt, Edited: c.Version > 1 && !gap, Gap: gap, MayEdit: own,
		MayDelete: own || form.MayDelete && !gap}
}

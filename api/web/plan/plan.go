package plan

import (
	"net/url"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/plan"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires/improve"
	"plumbline/reports/improvement"
)

// mostUnfolded is how many questions are listed with their practices unfolded: more would be long to read over.
const mostUnfolded = 8

// mostQuickWins is how many quick wins the page lists before it leads to all of them.
const mostQuickWins = 5

// planData is the improvement plan of a workload, derived from its answers as they are.
type planData struct {
	Head      page.WorkloadHead
	Questions int // to improve
	Answers   int // that are missing
	Path      pathData
	Wins      []planWin
	MoreWins  int
	Matrix    planMatrix
	Orders    []choiceLink
	ByValue   bool
	Filters   []planFilter
	Kept      []keptChoice // what the form of the filters sends along
	Shown     []planQuestion
	Filtered  bool
	Unfolded  bool // the practices of each question are open
	Ticks     bool // something can be chosen for items
}

// choiceLink is one of several ways to see a page.
type choiceLink struct {
	Href, Words string
	On          bool
}

// keptChoice is a choice that a form sends along.
type keptChoice struct{ Name, Value string }

// planWin is a quick win.
type planWin struct {
	planPractice
	Question planQuestion
}

// planPage shows the improvement plan.
func (h handlers) planPage(r *page.Request) (page.Reply, error) {
	head, err := h.WorkloadHead(r, page.PlanTab)
	if err != nil {
		return page.Reply{}, err
	}
	snap, err := h.Service.Reviews.Snapshot(r.HTTP.Context(), head.Workload.ID, reviews.LiveState)
	if err != nil {
		return page.Reply{}, err
	}
	derived, err := improvement.Derive(snap, "")
	if err != nil {
		return page.Reply{}, err
	}
	view := planView{workload: head.Workload.ID, several: len(snap.Reviews) > 1, plan: derived,
		asked: r.HTTP.URL.Query(), chosen: r.Form.Values["practices"]}
	view.rights(r, head, snap)
	if models.Allow(r.Session.Actor, models.ReadItem, page.PlaceOf(head.Workload)) == nil {
		if view.items, err = h.Service.PlannedItems.ByPractice(r.HTTP.Context(), head.Workload.ID); err != nil {
			return page.Reply{}, err
		}
	}
	data := view.data()
	data.Head = head
	return page.Reply{Template: "plan", Title: "Improvement plan of " + head.Workload.Name, Data: data}, nil
}

// planView makes the page of a plan.
type planView struct {
	workload string
	several  bool // lenses
	may      map[pillarName]bool
	items    map[plan.PracticeName]plan.ItemName
	plan     improvement.Plan
	asked    url.Values
	chosen   []string // what was ticked in a form that was not taken
}

// pillarName names a pillar by the key of its lens and its id.
type pillarName struct{ lens, pillar string }

func pillarOf(e improvement.Entry) pillarName { return pillarName{e.LensKey, e.PillarID} }

// rights finds out for which pillars the actor may make items.
func (v *planView) rights(r *page.Request, head page.WorkloadHead, snap models.Snapshot) {
	v.may = map[pillarName]bool{}
	for _, review := range snap.Reviews {
		for _, pillar := range review.Doc.Pillars {
			at := page.PlaceOf(head.Workload)
			at.LensID, at.PillarID, at.FormerIDs = review.Lens.ID, pillar.ID, review.Review.FormerPillars(pillar.ID)
			v.may[pillarName{review.Lens.Key, pillar.ID}] = models.Allow(r.Session.Actor, models.UpdateItem, at) == nil
		}
	}
}

const (
	orderByPriority = "priority"
	goalMedium      = "medium"
)

func (v planView) goal() improve.Goal {
	if v.asked.Get("goal") == goalMedium {
		return improve.ClearMedium
	}
	return improve.ClearHigh
}

func (v planView) data() planData {
	data := planData{Answers: len(v.plan.Open), Matrix: v.matrix(), Path: v.path(),
		ByValue: v.asked.Get("order") != orderByPriority}
	entries := v.plan.First(len(v.plan.Entries) + len(v.plan.Undecided))
	if data.ByValue {
		entries = v.plan.ByValue()
	}
	data.Questions = len(entries)
	data.Orders = []choiceLink{
		{v.with("order", "") + "#questions", "Most risk removed for least effort", data.ByValue},
		{v.with("order", orderByPriority) + "#questions", "Pillar priority and risk", !data.ByValue}}
	data.Filters = v.filters(entries)
	for i, e := range entries {
		if narrowed, left := narrow(data.Filters, v.question(e, i+1)); left {
			data.Shown = append(data.Shown, narrowed)
			data.Ticks = data.Ticks || narrowed.Ticks
		}
	}
	for _, f := range data.Filters {
		data.Filtered = data.Filtered || chosen(data.Filters, f.Name) != ""
	}
	for _, name := range []string{"order", "goal"} {
		if value := v.asked.Get(name); value != "" {
			data.Kept = append(data.Kept, keptChoice{name, value})
		}
	}
	data.Unfolded = len(data.Shown) <= mostUnfolded || chosen(data.Filters, "impact") != "" ||
		chosen(data.Filters, "effort") != ""
	wins := v.plan.QuickWins()
	for _, w := range wins[:min(len(wins), mostQuickWins)] {
		data.Wins = append(data.Wins, planWin{v.practice(w.Entry, w.Practice, false), v.question(w.Entry, 0)})
	}
	data.MoreWins = len(wins) - len(data.Wins)
	return data
}

// with is the page's address with another value of a parameter.
func (v planView) with(name, value string) string {
	q := url.Values{}
	for _, kept := range []string{"order", "goal", "risk", "pillar", "lens", "impact", "effort"} {
		if now := v.asked.Get(kept); now != "" {
			q.Set(kept, now)
		}
	}
	q.Set(name, value)
	if value == "" {
		q.Del(name)
	}
	return urls.WorkloadPage(v.workload).Plan() + "?" + q.Encode()
}

// narrowed is the address of the page narrowed to something, in the order that was asked for.
func (v planView) narrowed(narrow map[string]string) string {
	q := url.Values{}
	for name, value := range narrow {
		if value != "" {
			q.Set(name, value)
		}
	}
	if order := v.asked.Get("order"); order != "" {
		q.Set("order", order)
	}
	return urls.WorkloadPage(v.workload).Plan() + "?" + q.Encode() + "#questions"
}

// lensName is "" where the workload has one lens only.
func (v planView) lensName(e improvement.Entry) string {
	if !v.several {
		return ""
	}
	return e.LensName
}

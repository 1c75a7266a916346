package plan

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
	"plumbline/reports"
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
	Clearing  reports.ShortestClearing
	Pillars   []pillarClearing // those with high risks, where there are several
	Wins      []planWin
	MoreWins  int
	Matrix    planMatrix
	Filters   []planFilter
	Shown     []planQuestion
	Filtered  bool
	Unfolded  bool // the practices of each question are open
}

// pillarClearing is the shortest way out of the high risks of one pillar.
type pillarClearing struct {
	Name, Lens, Href string // Lens where there are several
	reports.ShortestClearing
}

// planWin is a quick win.
type planWin struct {
	planPractice
	Question planQuestion
}

// planQuestion is a question to improve.
type planQuestion struct {
	page.RiskMark
	Position         int
	At               urls.QuestionPath
	Code, Name       string
	Title, Of        string // Of is its pillar, and its lens where there are several
	Practices        []planPractice
	NewItem          string // address of the form of an item for it; "" for those who may not make one
	Fewest           string // how few practices lower its risk, in words
	Accepted         string // until when its risk is accepted, as people read it; "" if it is not
	Partly           bool   // only that of some practices is
	lens, pillar, is string // for the filters
}

// planPractice is a practice that is missing.
type planPractice struct {
	Title, Facts string
	Alone        string // to which risk it leads alone, in words; "" where it moves nothing
	Class        string // of that risk
	impact       string
	effort       string
}

// planMatrix counts missing practices by impact and effort.
type planMatrix struct {
	Efforts []string
	Rows    []matrixRow
	Known   int // practices that are in it
	Unknown int
}

type matrixRow struct {
	Impact string
	Cells  []matrixCell
}

type matrixCell struct {
	Href  string
	Words string // of what it counts
	N     int
	Heat  int // 0 to 3, for the shade
}

// planFilter is one of the lists by which the plan is narrowed.
type planFilter struct {
	Name, Label string
	Options     []filterOption
}

type filterOption struct {
	Value, Words string
	On           bool
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
	plan, err := reports.DerivePlan(snap, "")
	if err != nil {
		return page.Reply{}, err
	}
	view := planView{workload: head.Workload.ID, several: len(snap.Reviews) > 1, plan: plan,
		asked: r.HTTP.URL.Query()}
	view.may = head.Can.Items
	data := view.data()
	data.Head = head
	return page.Reply{Template: "plan", Title: "Improvement plan of " + head.Workload.Name, Data: data}, nil
}

// planView makes the page of a plan.
type planView struct {
	workload string
	several  bool // lenses
	may      bool // make items
	plan     reports.ImprovementPlan
	asked    url.Values
}

func (v planView) data() planData {
	entries := v.plan.First(len(v.plan.Entries) + len(v.plan.Undecided))
	data := planData{Questions: len(entries), Answers: len(v.plan.Open), Matrix: v.matrix(),
		Clearing: v.plan.ClearHigh(func(reports.PlanEntry) bool { return true })}
	data.Filters = v.filters(entries)
	for _, e := range entries {
		if narrowed, left := narrow(data.Filters, v.question(e)); left {
			data.Shown = append(data.Shown, narrowed)
		}
	}
	for _, f := range data.Filters {
		data.Filtered = data.Filtered || chosen(data.Filters, f.Name) != ""
	}
	data.Unfolded = len(data.Shown) <= mostUnfolded || chosen(data.Filters, "impact") != "" ||
		chosen(data.Filters, "effort") != ""
	wins := v.plan.QuickWins()
	for _, w := range wins[:min(len(wins), mostQuickWins)] {
		data.Wins = append(data.Wins, planWin{v.practice(w.Entry, w.Practice), v.question(w.Entry)})
	}
	data.MoreWins = len(wins) - len(data.Wins)
	data.Pillars = v.pillars(entries)
	return data
}

// pillars are the pillars with high risks, in the order of the plan; none where there is only one.
func (v planView) pillars(entries []reports.PlanEntry) (list []pillarClearing) {
	seen := map[[2]string]bool{}
	for _, e := range entries {
		key := [2]string{e.LensKey, e.PillarID}
		if e.Risk != questionnaires.RiskHigh || seen[key] {
			continue
		}
		seen[key] = true
		list = append(list, pillarClearing{Name: e.PillarName, Lens: v.lensName(e),
			Href: v.address(map[string]string{"risk": "high", "pillar": e.PillarID, "lens": e.LensKey}),
			ShortestClearing: v.plan.ClearHigh(func(one reports.PlanEntry) bool {
				return one.LensKey == e.LensKey && one.PillarID == e.PillarID
			})})
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

// lensName is "" where the workload has one lens only.
func (v planView) lensName(e reports.PlanEntry) string {
	if !v.several {
		return ""
	}
	return e.LensName
}

func (v planView) question(e reports.PlanEntry) planQuestion {
	q := planQuestion{RiskMark: page.RiskMarkOf(e.Risk), Position: e.Position, Code: e.DocumentID, Name: e.ShortName,
		Title: e.Title, Of: e.PillarName, lens: e.LensKey, pillar: e.PillarID,
		At: urls.ReviewPage(v.workload, e.LensKey).Question(e.QuestionID)}
	if name := v.lensName(e); name != "" {
		q.Of += ", " + name
	}
	q.is = q.Class
	if v.may && len(e.Practices) > 0 {
		q.NewItem = urls.ItemsOf(v.workload).NewAt(e.LensKey, e.QuestionID, "", "")
	}
	q.Accepted, q.Partly = labels.CalendarDay(e.AcceptedUntil), e.AcceptedUntil == "" && len(e.Accepted) > 0
	for _, p := range e.Practices {
		q.Practices = append(q.Practices, v.practice(e, p))
	}
	if len(e.ShortestWays) > 0 {
		way := e.ShortestWays[0]
		q.Fewest = labels.CountLabel(len(way.Sets[0]), "practice leads", "practices lead") + " to " +
			labels.InSentence(labels.WholeRisk(way.To))
	}
	return q
}

func (v planView) practice(e reports.PlanEntry, p reports.PlannedPractice) planPractice {
	out := planPractice{Title: p.Title, Facts: labels.PracticeFacts(p.Impact, p.Effort), impact: strings.ToLower(p.Impact),
		effort: strings.ToLower(p.Effort)}
	if p.Lowers(e.Risk) {
		mark := page.RiskMarkOf(p.Alone)
		out.Alone, out.Class = labels.InSentence(labels.WholeRisk(p.Alone)), mark.Class
	}
	return out
}

// address is the page narrowed to something.
func (v planView) address(narrow map[string]string) string {
	q := url.Values{}
	for name, value := range narrow {
		if value != "" {
			q.Set(name, value)
		}
	}
	return urls.WorkloadPage(v.workload).Plan() + "?" + q.Encode() + "#questions"
}

func (v planView) matrix() planMatrix {
	counts := v.plan.Matrix()
	m := planMatrix{Unknown: counts.Unknown}
	for _, effort := range reports.EffortLevels {
		m.Efforts = append(m.Efforts, labels.Level(effort))
	}
	for _, impact := range reports.ImpactLevels {
		row := matrixRow{Impact: labels.Level(impact)}
		for _, effort := range reports.EffortLevels {
			n := counts.Practices[impact][effort]
			m.Known += n
			row.Cells = append(row.Cells, matrixCell{N: n, Heat: heatOf(n),
				Words: "with " + labels.InSentence(labels.Level(impact)) + " impact and " +
					labels.InSentence(labels.Level(effort)) + " effort",
				Href: v.address(map[string]string{"impact": strings.ToLower(impact), "effort": strings.ToLower(effort)})})
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// heatOf is the shade of a cell of the matrix.
func heatOf(n int) int {
	switch {
	case n == 0:
		return 0
	case n < 5:
		return 1
	case n < 20:
		return 2
	}
	return 3
}

// filters are the lists by which the plan can be narrowed. What the address asks for and no list has does not narrow.
func (v planView) filters(entries []reports.PlanEntry) []planFilter {
	risks := planFilter{Name: "risk", Label: "Risk"}
	pillars, lenses := planFilter{Name: "pillar", Label: "Pillar"}, planFilter{Name: "lens", Label: "Lens"}
	for _, e := range entries {
		mark := page.RiskMarkOf(e.Risk)
		risks.add(mark.Class, mark.Word)
		pillars.add(e.PillarID, e.PillarName)
		lenses.add(e.LensKey, e.LensName)
	}
	list := []planFilter{risks, pillars}
	if v.several {
		list = append(list, lenses)
	}
	for _, levels := range []planFilter{{Name: "impact", Label: "Impact"}, {Name: "effort", Label: "Effort"}} {
		for _, level := range reports.ImpactLevels {
			levels.add(strings.ToLower(level), labels.Level(level))
		}
		list = append(list, levels)
	}
	for i := range list {
		list[i].choose(v.asked.Get(list[i].Name))
	}
	return list
}

func (f *planFilter) add(value, words string) {
	if !slices.ContainsFunc(f.Options, func(o filterOption) bool { return o.Value == value }) {
		f.Options = append(f.Options, filterOption{Value: value, Words: words})
	}
}

// choose marks what is asked for, and puts “Any” first.
func (f *planFilter) choose(value string) {
	for i, o := range f.Options {
		f.Options[i].On = o.Value == value
	}
	f.Options = slices.Insert(f.Options, 0, filterOption{Words: "Any"})
}

// chosen is what a filter is set to, "" where it does not narrow.
func chosen(filters []planFilter, name string) string {
	for _, f := range filters {
		for _, o := range f.Options {
			if f.Name == name && o.On {
				return o.Value
			}
		}
	}
	return ""
}

// narrow leaves the practices of a question that the filters ask for, and tells whether the question is shown.
func narrow(filters []planFilter, q planQuestion) (planQuestion, bool) {
	for name, value := range map[string]string{"risk": q.is, "pillar": q.pillar, "lens": q.lens} {
		if want := chosen(filters, name); want != "" && want != value {
			return q, false
		}
	}
	impact, effort := chosen(filters, "impact"), chosen(filters, "effort")
	if impact == "" && effort == "" {
		return q, true
	}
	q.Practices = slices.DeleteFunc(slices.Clone(q.Practices), func(p planPractice) bool {
		return cmp.Or(impact, p.impact) != p.impact || cmp.Or(effort, p.effort) != p.effort
	})
	return q, len(q.Practices) > 0
}

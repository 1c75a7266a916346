package plan

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/whatif"
	"plumbline/models/urls"
	"plumbline/questionnaires"
	"plumbline/questionnaires/improve"
	"plumbline/reports/improvement"
)

// rowsOfPlan is how many practices or questions a page of the workspace's plan lists.
const rowsOfPlan = 50

// mostUnfoldedPlaces is how many workloads a practice lists unfolded, so that their ticks are seen.
const mostUnfoldedPlaces = 2

// fleetHead is what both pages of the workspace's plan begin with.
type fleetHead struct {
	Views       []choiceLink
	Here        string
	Filters     []planFilter
	Filtered    bool
	Kept        []keptChoice // what the form of the filters sends along
	First, Next string
}

// fleetData is the plan of the workspace: each missing practice once.
type fleetData struct {
	fleetHead
	Practices, Workloads int
	Open                 int // questions that nobody answered yet
	High                 improvement.ShortestClearing
	Rows                 []fleetRow
	Items                string // where the ticks are sent
	Once                 string // makes the items of a form that is sent twice once
	Ticks                bool   // something can be chosen for items
}

// fleetRow is a practice with where it is missing.
type fleetRow struct {
	Title, Facts, Question, Of              string
	Workloads, High, Medium, Undecided, Won int // Won: in how many workloads it is a quick win
	Alone                                   int
	Removed                                 string // risk, as a number
	Places                                  []fleetPlace
	All                                     tick // chooses all places that have a tick, where those are several
	Open                                    bool // its places are unfolded
	More                                    int  // workloads that are not named
}

// fleetPlace leads to the question in a workload where the practice is missing.
type fleetPlace struct {
	page.RiskMark
	Name string
	At   urls.QuestionPath
	Tick tick
	Item itemLink
}

// workspacePlan shows what is missing in all workloads that one reaches.
func (h handlers) workspacePlan(r *page.Request) (page.Reply, error) {
	query := whatif.PlanQuery{Narrowing: narrowingOf(r), Risk: questionnaires.Risk(strings.ToUpper(r.Query("risk"))),
		Effort: strings.ToUpper(r.Query("effort")), Impact: strings.ToUpper(r.Query("impact")),
		QuickWins: r.Query("quick") != "", PageRequest: r.ListPage("after", rowsOfPlan)}
	plan, err := h.Service.Plans.Workspace(r.HTTP.Context(), query)
	if err != nil {
		return page.Reply{}, err
	}
	data := fleetData{fleetHead: fleetHeadOf(r, plan.Choices, urls.WorkspacePlan, plan.Next), Practices: plan.Practices,
		Workloads: plan.Workloads, Open: plan.Open, High: plan.High, Once: models.NewID(),
		Items: (&url.URL{Path: urls.WorkspacePlanItems, RawQuery: askedOf(r).Encode()}).String()}
	for _, m := range plan.Items {
		row := fleetRowOf(m, len(plan.Choices.Lenses) > 1)
		data.Ticks = row.tick(m, r.Form.Values["practices"]) || data.Ticks
		data.Rows = append(data.Rows, row)
	}
	return page.Reply{Template: "plan_workspace", Title: "Plan", Data: data}, nil
}

// askedOf is what the page is narrowed to, and where it begins, so that a form that is not taken comes back with it.
func askedOf(r *page.Request) url.Values {
	asked := url.Values{}
	for _, name := range []string{"workload", "pillar", "lens", "risk", "effort", "impact", "quick", "after"} {
		if value := r.Query(name); value != "" {
			asked.Set(name, value)
		}
	}
	return asked
}

// tick gives a tick to the places where one may make an item and none closes the practice. It tells whether there are
// any.
func (row *fleetRow) tick(m whatif.MissingPractice, chosen []string) bool {
	var values []string
	for i, p := range m.Where {
		if p.Item.Number > 0 {
			row.Places[i].Item = itemLink{urls.Item(p.Item.ID), p.Item.Number, p.Item.Title}
		} else if p.MayMake {
			value := urls.PracticeName(p.WorkloadID, cmp.Or(m.Lens.Key, m.Lens.ID), m.Question.ID, m.Choice.ID)
			row.Places[i].Tick = tick{value, slices.Contains(chosen, value)}
			row.Open = row.Open || row.Places[i].Tick.On
			values = append(values, value)
		}
	}
	if len(values) > 1 {
		all := strings.Join(values, " ")
		row.All = tick{all, slices.Contains(chosen, all)}
		row.Open = row.Open || row.All.On
	}
	row.Open = row.Open || len(values) > 0 && len(row.Places) <= mostUnfoldedPlaces
	return len(values) > 0
}

func narrowingOf(r *page.Request) whatif.Narrowing {
	return whatif.Narrowing{Workload: r.Query("workload"), Lens: r.Query("lens"), Pillar: r.Query("pillar")}
}

func fleetRowOf(m whatif.MissingPractice, severalLenses bool) fleetRow {
	row := fleetRow{Title: m.Choice.Title, Question: strings.TrimSpace(m.Question.DocumentID + " " + m.Question.Short()),
		Of: m.Pillar.Name, Workloads: m.Workloads, High: m.High, Medium: m.Medium, Undecided: m.Undecided, Won: m.QuickWins,
		Alone: m.Alone, Removed: strconv.FormatFloat(m.RemovedRisk(), 'f', 1, 64), More: m.Workloads - len(m.Where)}
	row.Removed = strings.TrimSuffix(row.Removed, ".0")
	if severalLenses {
		row.Of += ", " + m.Lens.Name
	}
	if g := m.Choice.Guidance; g != nil {
		row.Facts = labels.PracticeFacts(g.Impact, g.Effort)
	}
	for _, p := range m.Where {
		row.Places = append(row.Places, fleetPlace{RiskMark: page.RiskMarkOf(p.Risk), Name: p.Workload,
			At: urls.ReviewPage(p.WorkloadID, m.Lens.Key).Question(m.Question.ID)})
	}
	return row
}

// fleetHeadOf makes the lists by which a page is narrowed, of what there is to choose from.
func fleetHeadOf(r *page.Request, choices whatif.PlanChoices, here, next string) fleetHead {
	workloads, pillars := planFilter{Name: "workload", Label: "Workload"}, planFilter{Name: "pillar", Label: "Pillar"}
	lenses := planFilter{Name: "lens", Label: "Lens"}
	for _, w := range choices.Workloads {
		workloads.add(w.ID, w.Name)
	}
	for _, p := range choices.Pillars {
		pillars.add(p.ID, p.Name)
	}
	for _, l := range choices.Lenses {
		lenses.add(l.Key, l.Name)
	}
	list := []planFilter{workloads, pillars}
	if len(choices.Lenses) > 1 {
		list = append(list, lenses)
	}
	if here == urls.WorkspacePlan {
		list = append(list, practiceFilters()...)
	}
	h := fleetHead{Here: here, Next: r.NextPage("after", next)}
	for i := range list {
		list[i].choose(r.Query(list[i].Name))
		h.Filtered = h.Filtered || r.Query(list[i].Name) != ""
	}
	h.Filters = list
	if r.Query("after") != "" {
		h.First = r.WithQuery(here, "after", "")
	}
	for _, view := range []choiceLink{{urls.WorkspacePlan, "Practices", false},
		{urls.WorkspacePath, "Cheapest path", false}} {
		view.On = view.Href == here
		asked := url.Values{}
		for _, name := range []string{"lens", "pillar", "workload"} {
			if value := r.Query(name); value != "" {
				asked.Set(name, value)
			}
		}
		if len(asked) > 0 {
			view.Href += "?" + asked.Encode()
		}
		h.Views = append(h.Views, view)
	}
	return h
}

// practiceFilters are the lists that are about practices and their questions.
func practiceFilters() []planFilter {
	risks := planFilter{Name: "risk", Label: "Risk"}
	for _, risk := range []questionnaires.Risk{questionnaires.RiskHigh, questionnaires.RiskMedium,
		questionnaires.RiskUndecided} {
		mark := page.RiskMarkOf(risk)
		risks.add(mark.Class, mark.Word)
	}
	quick := planFilter{Name: "quick", Label: "Quick wins"}
	quick.add("yes", "Quick wins only")
	return append(append([]planFilter{risks}, levelFilters()...), quick)
}

// pathOfFleet is the cheapest path of the workspace.
type pathOfFleet struct {
	fleetHead
	improvement.ShortestClearing
	Effort, Workloads int
	Goals             []choiceLink
	Medium            bool
	Groups            []fleetGroup
}

// fleetGroup is the questions of a workload.
type fleetGroup struct {
	Name      string
	At        urls.PlanPath
	Questions []fleetWay
}

// fleetWay is what a question takes.
type fleetWay struct {
	page.RiskMark
	Name, Title, Of, To string
	At                  urls.QuestionPath
	Practices           []planPractice
}

// workspacePath shows the fewest practices that clear the risks of all workloads that one reaches.
func (h handlers) workspacePath(r *page.Request) (page.Reply, error) {
	query := whatif.PathQuery{Narrowing: narrowingOf(r), Goal: improve.ClearHigh,
		PageRequest: r.ListPage("after", rowsOfPlan)}
	data := pathOfFleet{Medium: r.Query("goal") == goalMedium}
	if data.Medium {
		query.Goal = improve.ClearMedium
	}
	path, err := h.Service.Plans.Cheapest(r.HTTP.Context(), query)
	if err != nil {
		return page.Reply{}, err
	}
	data.fleetHead = fleetHeadOf(r, path.Choices, urls.WorkspacePath, path.Next)
	if data.Medium {
		data.Kept = []keptChoice{{"goal", goalMedium}}
	}
	data.ShortestClearing, data.Effort, data.Workloads = path.ShortestClearing, path.Effort, path.Workloads
	data.Goals = []choiceLink{{r.WithQuery(urls.WorkspacePath, "goal", ""), "No high risk", !data.Medium},
		{r.WithQuery(urls.WorkspacePath, "goal", goalMedium), "No high and no medium risk", data.Medium}}
	for _, way := range path.Items {
		at := urls.PlanOf(way.WorkloadID)
		if n := len(data.Groups); n == 0 || data.Groups[n-1].At != at {
			data.Groups = append(data.Groups, fleetGroup{Name: way.Workload, At: at})
		}
		group := &data.Groups[len(data.Groups)-1]
		group.Questions = append(group.Questions, fleetWayOf(way))
	}
	return page.Reply{Template: "plan_path", Title: "Cheapest path", Data: data}, nil
}

func fleetWayOf(way whatif.WorkspaceWay) fleetWay {
	out := fleetWay{RiskMark: page.RiskMarkOf(way.From), Title: way.Question.Title, Of: way.Pillar.Name,
		Name: strings.TrimSpace(way.Question.DocumentID + " " + way.Question.Short()),
		To:   labels.InSentence(labels.WholeRisk(way.To)),
		At:   urls.ReviewPage(way.WorkloadID, cmp.Or(way.Lens.Key, way.Lens.ID)).Question(way.Question.ID)}
	for _, c := range way.Choices {
		p := planPractice{Title: c.Title}
		if c.Guidance != nil {
			p.Facts = labels.PracticeFacts(c.Guidance.Impact, c.Guidance.Effort)
		}
		out.Practices = append(out.Practices, p)
	}
	return out
}

package portfolio

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"plumbline/api/web/charts"
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/portfolio"
	"plumbline/models/urls"
	"plumbline/questionnaires"
	"plumbline/reports"
)

// rowsOfMap is how many workloads a page of the map lists.
const rowsOfMap = 25

// mostLacks is how many practices the page lists: the plan has them all.
const mostLacks = 10

// portfolioData is the page.
type portfolioData struct {
	Empty    bool // there are no workloads at all
	Filtered bool
	Asked    asked
	Lenses   []lensOption
	Spaces   int // of the person
	Says     string
	Tiles    []tile
	Map      heatMap
	Charts   []charts.LineChart
	Lacks    []commonRow
	Unmet    int
	Plan     string // where all of it is
	Files    []fileLink
	Risks    []commonRow
	Oldest   []oldRow
	Overdue  loadList
	Never    loadList
	Items    *itemNumbers
}

// asked is what the address asks for.
type asked struct{ Lens, Environment, Everywhere string }

type lensOption struct {
	Key, Name string
	On        bool
}

// fileLink is the portfolio as a file.
type fileLink struct{ Words, Href string }

// tile is a number with where it leads.
type tile struct{ Value, Words, Sub, Class, Href string }

// heatMap is a page of the map.
type heatMap struct {
	Lens        string
	Pillars     []riskCell
	Rows        []heatRow
	All         int
	First, Next string
}

// heatRow is a workload of the map.
type heatRow struct {
	Name, Href, Sub string
	Cells           []riskCell
}

// commonRow is a practice or a question with how many workloads it is about.
type commonRow struct {
	Title, Sub, Href string
	Count, Of        int
	High, Medium     int
	Width            string // of the bar, in percent
}

type oldRow struct {
	Workload, Question, Href string
	Since                    time.Time
}

// loadList is the first of some workloads, and how many there are besides.
type loadList struct {
	Rows []loadRow
	More int
	Href string // all of them; "" where no page has them
}

type loadRow struct{ Name, Href, Sub string }

// itemNumbers are the items to do.
type itemNumbers struct {
	Active, Overdue, Unowned int
	Ages                     []ageRow
	Costs                    []costRow
}

type ageRow struct {
	Words, Width string
	N            int
}

type costRow struct{ Currency, Build, Run string }

// portfolio shows how the workloads stand together.
func (h handlers) portfolio(r *page.Request) (page.Reply, error) {
	query := queryOf(r)
	p, err := h.Service.Portfolios.Get(r.HTTP.Context(), query)
	if err != nil {
		return page.Reply{}, err
	}
	data := portfolioData{Filtered: r.Query("lens")+r.Query("environment")+r.Query("of") != "",
		Asked:  asked{query.Lens, string(query.Environment), r.Query("of")},
		Spaces: len(r.Session.Workspaces), Says: labels.PortfolioVerdict(p), Unmet: p.Unmet,
		Charts: charts.OfTrend(p.Trend)}
	for _, f := range reports.PortfolioFormats() {
		data.Files = append(data.Files, fileLink{f.Label(), r.WithQuery(urls.PortfolioReport, "format", string(f))})
	}
	data.Empty = len(p.Workloads) == 0 && !data.Filtered
	here := place{space: r.Session.Workspace.ID}
	data.fill(p, here)
	data.Map, err = mapOf(r, p, here)
	return page.Reply{Template: "portfolio", Title: "Portfolio", Data: data}, err
}

// place tells which addresses a person can follow from where they are: those of the workspace that they are in.
type place struct{ space string }

func (at place) workload(p portfolio.Portfolio, id string) string {
	for _, w := range p.Workloads {
		if w.ID == id {
			return at.of(p, w)
		}
	}
	return ""
}

// of is the page of a workload; "" where it is of another workspace and nobody shared it with this one.
func (at place) of(p portfolio.Portfolio, w portfolio.Workload) string {
	if p.Everywhere && w.WorkspaceID != at.space {
		return ""
	}
	return string(urls.WorkloadPage(w.ID))
}

func (d *portfolioData) fill(p portfolio.Portfolio, here place) {
	for _, l := range p.Lenses {
		d.Lenses = append(d.Lenses, lensOption{l.Key, fmt.Sprintf("%s (%d)", l.Name, l.Workloads),
			p.Lens == l.Key || p.Lens == l.ID})
	}
	d.Tiles = tilesOf(p)
	if !p.Everywhere {
		d.Plan = urls.WorkspacePlan
	}
	for _, one := range p.Practices[:min(len(p.Practices), mostLacks)] {
		d.Lacks = append(d.Lacks, commonRow{Title: one.Choice.Title, Count: one.Missing, Of: one.Of, High: one.High,
			Medium: one.Medium, Sub: citeOf(one.Question, one.Pillar) + ": " + one.Question.Short(),
			Width: share(one.Missing, one.Of), Href: planAt(p, one.Lens, one.Pillar)})
	}
	for _, one := range p.Questions {
		d.Risks = append(d.Risks, commonRow{Title: one.Question.Short(), Count: one.High + one.Medium, Of: one.Of,
			High: one.High, Medium: one.Medium, Sub: citeOf(one.Question, one.Pillar), Href: planAt(p, one.Lens, one.Pillar),
			Width: share(one.High+one.Medium, one.Of)})
	}
	for _, one := range p.Oldest {
		row := oldRow{Workload: one.Workload, Question: one.Question.Short(), Since: one.Since}
		if here.workload(p, one.WorkloadID) != "" {
			row.Href = string(urls.ReviewPage(one.WorkloadID, one.Lens.Key).Question(one.Question.ID))
		}
		d.Oldest = append(d.Oldest, row)
	}
	d.Overdue = listOf(p, here, p.Overdue(), portfolio.MostOverdue, func(w portfolio.Workload) string {
		return "due " + labels.CalendarDay(w.NextReviewOn) + ", " + w.ReviewOwner
	})
	if !p.Everywhere {
		d.Overdue.Href = urls.Home + "?review=overdue"
	}
	d.Never = listOf(p, here, p.Unreviewed(), portfolio.MostNever, func(w portfolio.Workload) string {
		return w.ReviewOwner
	})
	d.Items = itemsOf(p.Items)
}

func citeOf(question *questionnaires.Question, pillar *questionnaires.Pillar) string {
	if question.DocumentID == "" {
		return pillar.Name
	}
	return question.DocumentID + ", " + pillar.Name
}

// planAt is the plan of the workspace, narrowed to a pillar.
func planAt(p portfolio.Portfolio, lens models.Lens, pillar *questionnaires.Pillar) string {
	if p.Everywhere {
		return ""
	}
	return urls.WorkspacePlan + "?" + url.Values{"lens": {lens.Key}, "pillar": {pillar.ID}}.Encode()
}

func listOf(p portfolio.Portfolio, here place, all []portfolio.Workload, most int,
	sub func(portfolio.Workload) string) loadList {
	list := loadList{More: max(0, len(all)-most)}
	for _, w := range all[:min(len(all), most)] {
		row := loadRow{Name: w.Name, Sub: sub(w), Href: here.of(p, w)}
		if p.Everywhere {
			row.Sub += ", " + w.Workspace
		}
		list.Rows = append(list.Rows, row)
	}
	return list
}

// share is a part of a whole in percent.
func share(n, of int) string {
	return strconv.FormatFloat(100*float64(n)/float64(max(1, of)), 'f', 1, 64) + "%"
}

// tilesOf are the numbers on top, each with where it leads.
func tilesOf(p portfolio.Portfolio) []tile {
	late, never := len(p.Overdue()), len(p.Unreviewed())
	at := func(address string) string {
		if p.Everywhere {
			return ""
		}
		return address
	}
	home := func(name, value string) string {
		q := url.Values{name: {value}}
		if p.Lens != "" {
			q.Set("lens", p.Lens)
		}
		if p.Environment != "" {
			q.Set("environment", string(p.Environment))
		}
		return at(urls.Home + "?" + q.Encode())
	}
	tiles := []tile{
		{Value: strconv.Itoa(p.Counts.High), Words: "High risks", Class: "high", Href: home("risk", "HIGH"),
			Sub: fmt.Sprintf("in %d of %s", p.AtHighRisk(), labels.CountLabel(len(p.Workloads), "workload", "workloads"))},
		{Value: strconv.Itoa(p.Counts.Medium), Words: "Medium risks", Class: "medium", Href: home("risk", "MEDIUM")},
		{Value: percent(p.Counts.Answered(), p.Counts.Total()), Words: "Answered", Href: home("risk", "UNANSWERED"),
			Sub: fmt.Sprintf("%d of %d questions", p.Counts.Answered(), p.Counts.Total())},
		{Value: strconv.Itoa(late), Words: "Reviews overdue", Href: home("review", "overdue")},
		{Value: strconv.Itoa(never), Words: "Never reviewed", Href: "#never"},
	}
	if i := p.Items; i != nil {
		tiles = append(tiles, tile{Value: strconv.Itoa(i.Active), Words: "Items to do", Href: at(string(urls.Items)),
			Sub: fmt.Sprintf("%d overdue", i.Overdue)})
	}
	return tiles
}

func percent(n, of int) string {
	if of == 0 {
		return "–"
	}
	return strconv.Itoa(100*n/of) + " %"
}

func itemsOf(i *portfolio.Items) *itemNumbers {
	if i == nil || i.Active == 0 {
		return nil
	}
	out := &itemNumbers{Active: i.Active, Overdue: i.Overdue, Unowned: i.Unowned}
	for n, count := range i.Ages {
		out.Ages = append(out.Ages, ageRow{labels.AgeGroup(n), share(count, i.Active), count})
	}
	for _, c := range i.Costs {
		if c.Build+c.Run > 0 {
			out.Costs = append(out.Costs, costRow{c.Currency, labels.Amount(c.Build, c.Currency),
				labels.Amount(c.Run, c.Currency)})
		}
	}
	return out
}

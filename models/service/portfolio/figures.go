package portfolio

import (
	"maps"
	"slices"
	"time"

	"plumbline/models"
	"plumbline/models/figures"
	"plumbline/models/portfolio"
	"plumbline/models/remediation"
	"plumbline/models/store"
	"plumbline/models/store/planning"
	"plumbline/models/store/trends"
)

// trendDays is how many days the trend of a portfolio goes back, a point each week.
const trendDays = 182

// trend adds up the daily figures of what is reached. One lens has none of its own: figures are kept by workload.
func (g *gathering) trend() error {
	if g.out.Lens != "" || len(g.out.Workloads) == 0 {
		return nil
	}
	from := figures.AddDays(g.out.Today, -trendDays)
	table := store.Trends(g.tx)
	days, err := table.Days(trends.Period{From: from, To: g.out.Today})
	if err != nil || len(days) == 0 {
		return err
	}
	days = figures.Weekly(days)
	sums := map[string]figures.Day{}
	for n, reach := range g.reach {
		if len(g.ids[n]) == 0 {
			continue
		}
		scope := trends.Scope{WorkspaceID: reach.WorkspaceID, Only: reach.Only}
		if reach.Environment != "" {
			scope.Only = g.ids[n]
		}
		some, err := g.past.sums(table, pastDays{scope: scope, days: days, ids: g.ids[n], today: g.out.Today})
		if err != nil {
			return err
		}
		for _, d := range some {
			sum := sums[d.Day]
			sum.Day, sum.Workloads, sum.Figures = d.Day, sum.Workloads+d.Workloads, sum.Plus(d.Figures)
			sums[d.Day] = sum
		}
	}
	in := figures.Input{From: from, To: g.out.Today, Now: &figures.Day{Day: g.out.Today,
		Workloads: len(g.out.Workloads), Figures: figures.Figures{Counts: g.out.Counts}}}
	for _, day := range slices.Sorted(maps.Keys(sums)) {
		in.Days = append(in.Days, sums[day])
	}
	g.out.Trend = figures.Of(in)
	return nil
}

// items counts the items to do, in the workspaces in which the person reads items.
func (g *gathering) items() error {
	bounds := planning.ItemBounds{Today: g.out.Today}
	for n, days := range remediation.AgeBounds {
		bounds.Ages[n] = g.out.At.Add(-time.Duration(days+1) * 24 * time.Hour)
	}
	for n, reach := range g.reach {
		actor := g.actors[n]
		if models.Allow(actor, models.ReadItem, models.InWorkspace(actor.WorkspaceID)) != nil {
			continue
		}
		if g.out.Items == nil {
			g.out.Items = &portfolio.Items{}
		}
		if g.out.Lens != "" {
			reach.Only = slices.DeleteFunc(slices.Clone(g.ids[n]), func(id string) bool {
				_, listed := g.places[id]
				return !listed
			})
		}
		if len(g.ids[n]) == 0 || g.out.Lens != "" && len(reach.Only) == 0 {
			continue
		}
		some, err := store.Planning(g.tx).ItemFigures(reach, bounds, remediation.DefaultSettings.Currency)
		if err != nil {
			return err
		}
		g.out.Items.Add(some)
	}
	if g.out.Items != nil && len(g.out.Trend.Points) > 0 {
		last := &g.out.Trend.Points[len(g.out.Trend.Points)-1]
		last.Open, last.Overdue = g.out.Items.Active, g.out.Items.Overdue
	}
	return nil
}

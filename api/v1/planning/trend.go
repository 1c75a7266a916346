package planning

import (
	"context"
	"net/http"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/figures"
	"plumbline/models/service/trend"
)

// Trend is how a workload or a workspace has moved. The command line prints it too.
type Trend struct {
	Workload *CheckedWorkload `json:"workload,omitempty" doc:"whose trend it is; missing for the whole workspace"`
	Points   []TrendPoint     `json:"points" doc:"oldest first"`
}

// TrendPoint is how it stood at the end of a day.
type TrendPoint struct {
	Day string `json:"day" doc:"the day, in the time zone of the workspace, such as 2026-12-31"`
	Now bool   `json:"now,omitempty" doc:"it is how things stand, since the day has not ended"`
	rest.Standing
	Workloads  int         `json:"workloads" doc:"how many workloads it adds up"`
	Open       *int        `json:"open_items" doc:"items that are not closed; null where that is not known"`
	Overdue    *int        `json:"overdue_items" doc:"those whose due date had passed; null where that is not known"`
	Milestones []TrendMark `json:"milestones" doc:"milestones that were saved on the day; of one workload only"`
}

// TrendMark is a milestone. The items are known of the newest ones, to those who may read them.
type TrendMark struct {
	Number   int    `json:"number" doc:"its number"`
	Name     string `json:"name" doc:"its name"`
	Opened   *int   `json:"items_opened,omitempty" doc:"items opened since the milestone before; missing: not known"`
	Closed   *int   `json:"items_closed,omitempty" doc:"items done or given up since then"`
	Reopened *int   `json:"items_reopened,omitempty" doc:"items that came back since then"`
}

// TrendOf is a trend as the API gives it.
func TrendOf(t figures.Trend) Trend {
	return Trend{Points: rest.Each(t.Points, func(p figures.Point) TrendPoint {
		out := TrendPoint{Day: p.Day, Now: p.Now, Standing: rest.StandingOf(p.Counts), Workloads: p.Workloads,
			Milestones: rest.Each(p.Marks, func(m figures.Mark) TrendMark {
				return TrendMark{Number: m.Number, Name: m.Name}
			})}
		if p.Items {
			out.Open, out.Overdue = &p.Open, &p.Overdue
		}
		return out
	})}
}

// WorkloadTrendOf is the trend of a workload as the API gives it.
func WorkloadTrendOf(t trend.WorkloadTrend) Trend {
	out := TrendOf(t.Trend)
	out.Workload = &CheckedWorkload{t.Workload.ID, t.Workload.Name}
	for _, p := range out.Points {
		for n := range p.Milestones {
			m := &p.Milestones[n]
			if c, known := t.Items[m.Number]; known {
				m.Opened, m.Closed, m.Reopened = new(len(c.Opened)), new(len(c.Closed)), new(len(c.Reopened))
			}
		}
	}
	return out
}

var trendParams = []rest.Parameter{
	{Name: "from", Doc: "first day, such as 2026-01-31; all there are if not given"},
	{Name: "to", Doc: "last day; until now if not given"},
	{Name: "step", Doc: "a point a day or a week; if not given a day, or a week of long periods",
		Enum: []string{string(trend.EachDay), string(trend.EachWeek)}},
}

func (d Dependencies) trendRoutes() []rest.Route {
	return []rest.Route{
		{Method: http.MethodGet, Path: "/trend", ID: "getTrend",
			Summary: "How the risks, the score and the items of the workspace have moved, by days or weeks",
			Action:  models.ReadWorkload, Status: http.StatusOK, Query: trendParams, Do: rest.Do(d.trend)},
		{Method: http.MethodGet, Path: "/workloads/:workload/trend", ID: "getWorkloadTrend",
			Summary: "How the risks, the score and the items of a workload have moved, with its milestones",
			Action:  models.ReadWorkload, Status: http.StatusOK, Query: trendParams, Do: rest.Do(d.workloadTrend)},
	}
}

func trendQuery(r *rest.Request) trend.SeriesQuery {
	return trend.SeriesQuery{From: r.Query("from"), To: r.Query("to"), Step: trend.Step(r.Query("step"))}
}

func (d Dependencies) trend(ctx context.Context, r *rest.Request, _ rest.None) (Trend, error) {
	t, err := d.Service.Trends.Workspace(ctx, trendQuery(r))
	return TrendOf(t), err
}

func (d Dependencies) workloadTrend(ctx context.Context, r *rest.Request, _ rest.None) (Trend, error) {
	t, err := d.Service.Trends.Workload(ctx, r.Param("workload"), trendQuery(r))
	return WorkloadTrendOf(t), err
}

package remediation

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"plumbline/api/v1/rest"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/questionnaires"
)

type roadmap struct {
	Today   string          `json:"today" doc:"the day that it counts from, in the workspace's time zone"`
	HighCap int             `json:"high_cap" doc:"how many items for high risks it takes on within 90 days"`
	Windows []roadmapWindow `json:"windows" doc:"within 30, 60 and 90 days, and later"`
}

type roadmapWindow struct {
	Horizon string         `json:"horizon" doc:"the part of the roadmap" enum:"now,next,later"`
	Days    int            `json:"days" doc:"30, 60 or 90; 0: later"`
	Count   int            `json:"count" doc:"how many items it has"`
	High    int            `json:"high" doc:"how many of them are for high risks"`
	Items   []roadmapEntry `json:"items" doc:"the first of them, by day; limit says how many"`
}

type roadmapEntry struct {
	ID         string     `json:"id" doc:"32 hex digits"`
	Number     int        `json:"number" doc:"within the workspace"`
	Title      string     `json:"title" doc:"what is to be done"`
	WorkloadID string     `json:"workload_id" doc:"the workload"`
	Workload   string     `json:"workload" doc:"its name"`
	Status     statusName `json:"status" doc:"where it stands"`
	Owner      itemOwner  `json:"owner" doc:"whose work it is"`
	DueOn      string     `json:"due_on,omitempty" doc:"by which day; missing: none"`
	Priority   string     `json:"priority" doc:"how urgent people find it" enum:"urgent,high,normal,low"`
	Risk       string     `json:"risk,omitempty" doc:"that it was made for" enum:"HIGH,MEDIUM,NONE"`
	Overdue    bool       `json:"overdue" doc:"its day is over"`
	OverCap    bool       `json:"over_cap" doc:"its high risk is more than the plan takes on within 90 days"`
	PulledBy   int        `json:"pulled_by,omitempty" doc:"number of the item that needs it before its own day"`
	WaitsFor   int        `json:"waits_for,omitempty" doc:"number of the item over the cap that it needs first"`
	Needs      []int      `json:"needs" doc:"numbers of the items of the roadmap that come first"`
}

// roadmapSize is how many items of a window are given if nobody asks for more or fewer.
const roadmapSize = 100

func roadmapOut(v plan.RoadmapView) roadmap {
	out := roadmap{Today: string(v.Today), HighCap: v.HighCap}
	for _, days := range append(slices.Clone(remediation.RoadmapDays), 0) {
		g := v.Group(strconv.Itoa(days))
		out.Windows = append(out.Windows, roadmapWindow{Horizon: string(remediation.HorizonOf(days)), Days: days,
			Count: g.Count, High: g.High,
			Items: rest.Each(g.Entries, func(e plan.RoadmapEntry) roadmapEntry { return entryOut(v, e) })})
	}
	return out
}

func entryOut(v plan.RoadmapView, e plan.RoadmapEntry) roadmapEntry {
	return roadmapEntry{ID: e.ID, Number: e.Number, Title: e.Title, WorkloadID: e.WorkloadID,
		Workload: v.Workloads[e.WorkloadID], Status: statusName(e.Status), Owner: ownerOut(e.Owner), DueOn: string(e.DueOn),
		Priority: string(e.Priority), Risk: string(e.Risk.Key()), Overdue: e.Place.Overdue, OverCap: e.Place.OverCap,
		PulledBy: v.Numbers[e.Place.PulledBy], WaitsFor: v.Numbers[e.Place.WaitsFor],
		Needs: rest.Each(e.Needs, func(id string) int { return v.Numbers[id] })}
}

func (h handlers) getRoadmap(ctx context.Context, r *rest.Request, _ rest.None) (roadmap, error) {
	query, err := itemQuery(ctx, r)
	if err != nil {
		return roadmap{}, err
	}
	query.Limit = 0
	v, err := h.svc.ItemViews.Roadmap(ctx, query, plan.ByDays(cmp.Or(r.QueryNumber("limit"), roadmapSize)))
	return roadmapOut(v), err
}

type itemMetrics struct {
	metricsOf
	ByRisk []metricsOfRisk `json:"by_risk" doc:"the same for each risk that items were made for"`
	Months []monthMetrics  `json:"by_month" doc:"the last 12 months, from that of the oldest item on, as items are now"`
}

type metricsOf struct {
	Active      int        `json:"active" doc:"items that are not closed"`
	Ages        []ageGroup `json:"ages" doc:"how long they have been there"`
	Done        int        `json:"done" doc:"items that were confirmed"`
	MedianDays  float64    `json:"median_days_to_close" doc:"of done ones, to a tenth; 0 of none"`
	MeanDays    float64    `json:"mean_days_to_close" doc:"the same"`
	WithSLA     int        `json:"with_sla" doc:"active and done items that had a day by the settings"`
	Breaches    int        `json:"breaches" doc:"of those: done after that day, or not done though it is over"`
	BreachShare float64    `json:"breach_share" doc:"breaches by with_sla, 0 to 1; 0 of none"`
}

type monthMetrics struct {
	Month       string     `json:"month" doc:"such as 2026-12, in the workspace's time zone"`
	Active      int        `json:"active" doc:"items that were not closed at its end, or now"`
	Ages        []ageGroup `json:"ages" doc:"how long they had been there"`
	MedianAge   float64    `json:"median_age_days" doc:"of those, to a tenth; 0 of none"`
	Done        int        `json:"done" doc:"items that were confirmed in the month"`
	MedianDays  float64    `json:"median_days_to_close" doc:"of those, to a tenth; 0 of none"`
	FellDue     int        `json:"fell_due" doc:"items whose day by the settings is in the month, and over or met"`
	Breaches    int        `json:"breaches" doc:"of those: done after that day, or not done"`
	BreachShare float64    `json:"breach_share" doc:"breaches by fell_due, 0 to 1; 0 of none"`
}

type ageGroup struct {
	From  int  `json:"from" doc:"days"`
	To    *int `json:"to,omitempty" doc:"days; missing: any more"`
	Count int  `json:"count" doc:"items"`
}

type metricsOfRisk struct {
	Risk      string `json:"risk,omitempty" doc:"missing: without" enum:"HIGH,MEDIUM,NONE"`
	Undecided bool   `json:"undecided,omitempty" doc:"with risk NONE: the lens did not say"`
	metricsOf
}

func metricsOut(m remediation.MetricsOf) metricsOf {
	return metricsOf{Active: m.Active, Done: m.Done, MedianDays: m.MedianDays, MeanDays: m.MeanDays, WithSLA: m.WithSLA,
		Breaches: m.Breaches, BreachShare: m.BreachShare(), Ages: agesOut(m.Ages)}
}

func agesOut(counts [4]int) (list []ageGroup) {
	from := 0
	for n, count := range counts {
		group := ageGroup{From: from, Count: count}
		if n < len(remediation.AgeBounds) {
			group.To = new(remediation.AgeBounds[n])
			from = remediation.AgeBounds[n] + 1
		}
		list = append(list, group)
	}
	return list
}

func monthOut(m remediation.MonthMetrics) monthMetrics {
	return monthMetrics{m.Month, m.Active, agesOut(m.Ages), m.MedianAge, m.Done, m.MedianDays, m.FellDue, m.Breaches,
		m.BreachShare()}
}

func (h handlers) getItemMetrics(ctx context.Context, r *rest.Request, _ rest.None) (itemMetrics, error) {
	query, err := itemQuery(ctx, r)
	if err != nil {
		return itemMetrics{}, err
	}
	m, err := h.svc.ItemViews.Metrics(ctx, query)
	return allMetricsOut(m), err
}

func allMetricsOut(m remediation.Metrics) itemMetrics {
	return itemMetrics{metricsOut(m.All), rest.Each(m.ByRisk, func(m remediation.RiskMetrics) metricsOfRisk {
		return metricsOfRisk{string(m.Risk.Key()), m.Risk == questionnaires.RiskUndecided, metricsOut(m.MetricsOf)}
	}), rest.Each(m.Months, monthOut)}
}

type itemBudget struct {
	Currency string         `json:"currency" doc:"of all costs, in whole units"`
	Total    budgetSum      `json:"total" doc:"of all items; each table adds up to it"`
	ByStatus []budgetStatus `json:"by_status" doc:"in the order of a board"`
	ByOwner  []budgetOwner  `json:"by_owner" doc:"by name; nobody's last"`
	ByMonth  []budgetMonth  `json:"by_month" doc:"by month of the due date; undated ones last"`
}

type budgetSum struct {
	Items int   `json:"items" doc:"how many"`
	Build int64 `json:"build_cost" doc:"once"`
	Run   int64 `json:"run_cost" doc:"per month"`
}

type budgetStatus struct {
	Status statusName `json:"status" doc:"where the items stand"`
	budgetSum
}

type budgetOwner struct {
	Owner itemOwner `json:"owner" doc:"whose the items are"`
	budgetSum
}

type budgetMonth struct {
	Month string `json:"month,omitempty" doc:"such as 2026-12; missing: undated"`
	budgetSum
}

func sumOut(l remediation.BudgetLine) budgetSum { return budgetSum{l.Items, l.Build, l.Run} }

func (h handlers) getItemBudget(ctx context.Context, r *rest.Request, _ rest.None) (itemBudget, error) {
	query, err := itemQuery(ctx, r)
	if err != nil {
		return itemBudget{}, err
	}
	b, err := h.svc.ItemViews.Budget(ctx, query)
	return budgetOut(b), err
}

func budgetOut(b plan.BudgetView) itemBudget {
	return itemBudget{Currency: b.Currency, Total: sumOut(b.Total),
		ByStatus: rest.Each(b.ByStatus, func(l remediation.BudgetLine) budgetStatus {
			return budgetStatus{statusName(l.Status), sumOut(l)}
		}),
		ByOwner: rest.Each(b.ByOwner, func(l remediation.BudgetLine) budgetOwner {
			return budgetOwner{ownerOut(l.Owner), sumOut(l)}
		}),
		ByMonth: rest.Each(b.ByMonth, func(l remediation.BudgetLine) budgetMonth {
			return budgetMonth{l.Month, sumOut(l)}
		})}
}

type dateMoves struct {
	Moves  []dateMove `json:"moves" doc:"items whose day would be another one, by number"`
	Agreed int        `json:"agreed" doc:"active items whose day people agreed on: it stays"`
}

type dateMove struct {
	ID         string `json:"id" doc:"of the item"`
	Number     int    `json:"number" doc:"its number"`
	Title      string `json:"title" doc:"what is to be done"`
	WorkloadID string `json:"workload_id" doc:"the workload"`
	Workload   string `json:"workload" doc:"its name"`
	From       string `json:"from,omitempty" doc:"its day now"`
	To         string `json:"to,omitempty" doc:"its day by these settings; missing: none"`
}

func (h handlers) previewPlanSettings(ctx context.Context, _ *rest.Request, in planSettingsBody) (dateMoves, error) {
	v, err := h.svc.PlanSettings.Preview(ctx, in.fields())
	return dateMoves{rest.Each(v.Moves, func(m plan.DateMove) dateMove {
		return dateMove{m.Item.ID, m.Item.Number, m.Item.Title, m.Item.WorkloadID, m.Workload, string(m.From), string(m.To)}
	}), v.Agreed}, err
}

type dateApplication struct {
	IDs []string `json:"ids" doc:"ids of 1 to 500 items; all are moved, or none" required:"true" min:"1" max:"500"`
}

func (h handlers) applyPlanSettings(ctx context.Context, _ *rest.Request,
	in dateApplication) (rest.List[itemRow], error) {
	rows, err := h.svc.PlanSettings.Apply(ctx, in.IDs)
	return rest.List[itemRow]{Items: rest.Each(rows, rowOut)}, err
}

package trends

import (
	"strconv"

	"plumbline/api/web/charts"
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/models/service/trend"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// trendData is how a workload or a workspace has moved.
type trendData struct {
	Head    *page.WorkloadHead // of the workload; nil: the workspace
	Periods []periodLink
	Charts  []charts.LineChart // none where there are fewer than two points
	Marks   []markRow          // the milestones of the period, newest first; of a workload only
	Items   *itemFigures
}

// periodLink shows another period.
type periodLink struct {
	Href, Words string
	On          bool
}

// markRow is a milestone.
type markRow struct {
	Number, Href string
	Name, Day    string
	Counts       questionnaires.RiskCounts
	Items        *remediation.ItemChanges // since the milestone before; nil: not known
}

// periods are those that pages offer, by how many days they go back; "" goes back to the first day.
var periods = []struct{ days, words string }{{"30", "30 days"}, {"90", "90 days"}, {"365", "1 year"}, {"", "All"}}

// query reads the period that the address asks for. What nobody offers is everything.
func (h handlers) query(r *page.Request) (q trend.SeriesQuery, links []periodLink, err error) {
	asked := r.Query("days")
	on := periods[len(periods)-1].days
	for _, p := range periods {
		if p.days == asked {
			on = asked
		}
	}
	for _, p := range periods {
		links = append(links, periodLink{r.WithQuery(r.HTTP.URL.Path, "days", p.days), p.words, p.days == on})
	}
	if days, bad := strconv.Atoi(on); bad == nil {
		today, err := h.Service.Items.Today(r.HTTP.Context())
		if err != nil {
			return q, nil, err
		}
		q.From = string(today.AddDays(-days))
	}
	return q, links, nil
}

func (h handlers) workspaceTrend(r *page.Request) (page.Reply, error) {
	q, links, err := h.query(r)
	if err != nil {
		return page.Reply{}, err
	}
	t, err := h.Service.Trends.Workspace(r.HTTP.Context(), q)
	if err != nil {
		return page.Reply{}, err
	}
	data := trendData{Periods: links, Charts: charts.OfTrend(t)}
	at := models.InWorkspace(r.Session.Actor.WorkspaceID)
	if models.Allow(r.Session.Actor, models.ReadItem, at) == nil {
		data.Items, err = h.itemFigures(r, "")
	}
	return page.Reply{Template: "trend", Title: "Trend", Data: data}, err
}

func (h handlers) workloadTrend(r *page.Request) (page.Reply, error) {
	head, err := h.WorkloadHead(r, page.TrendTab)
	if err != nil {
		return page.Reply{}, err
	}
	q, links, err := h.query(r)
	if err != nil {
		return page.Reply{}, err
	}
	t, err := h.Service.Trends.Workload(r.HTTP.Context(), head.Workload.ID, q)
	if err != nil {
		return page.Reply{}, err
	}
	data := trendData{Head: &head, Periods: links, Charts: charts.OfTrend(t.Trend), Marks: marksOf(t)}
	if models.Allow(r.Session.Actor, models.ReadItem, page.PlaceOf(head.Workload)) == nil {
		data.Items, err = h.itemFigures(r, head.Workload.ID)
	}
	return page.Reply{Template: "trend", Title: "Trend of " + head.Workload.Name, Data: data}, err
}

func marksOf(t trend.WorkloadTrend) (list []markRow) {
	for i := len(t.Points) - 1; i >= 0; i-- {
		marks := t.Points[i].Marks
		for j := len(marks) - 1; j >= 0; j-- {
			m := marks[j]
			number := strconv.Itoa(m.Number)
			row := markRow{Number: number, Href: urls.WorkloadPage(m.WorkloadID).Milestone(number), Name: m.Name,
				Day: labels.CalendarDay(m.Day), Counts: m.Counts}
			if items, known := t.Items[m.Number]; known {
				row.Items = &items
			}
			list = append(list, row)
		}
	}
	return list
}

// itemFigures are how work on items goes.
type itemFigures struct {
	Rows   []metricsRow      // all, then by risk
	Charts []charts.BarChart // by month
	Months []monthRow        // newest first
}

// metricsRow is how it stands.
type metricsRow struct {
	Words        string
	Risk         page.RiskMark // no Class: all, or made for no risk
	Active, Done int
	Ages         [4]int
	Median, Mean string // days to close, "–" of none
	Breaches     string
}

// monthRow is how it went in a month.
type monthRow struct {
	Words          string
	Active, Done   int
	Ages           [4]int
	Age, Days, SLA string
}

func (h handlers) itemFigures(r *page.Request, workload string) (*itemFigures, error) {
	m, err := h.Service.ItemViews.Metrics(r.HTTP.Context(), remediation.ItemQuery{WorkloadID: workload})
	if err != nil || len(m.Months) == 0 {
		return nil, err
	}
	f := &itemFigures{Rows: []metricsRow{metricsRowOf("All items", m.All)}}
	for _, one := range m.ByRisk {
		if one.Active+one.Done == 0 {
			continue
		}
		row := metricsRowOf("No risk", one.MetricsOf)
		if one.Risk != "" {
			row.Risk = page.RiskMarkOf(one.Risk)
		}
		f.Rows = append(f.Rows, row)
	}
	age := charts.BarChart{ID: "age", Title: "Age of items to do", Unit: "days, median at the end of the month"}
	days := charts.BarChart{ID: "days", Title: "Time to close", Unit: "days, median of those done in the month"}
	breaches := charts.BarChart{ID: "breaches", Title: "Breaches of the SLA",
		Unit: "% of items that fell due in the month", Top: 100}
	for _, month := range m.Months {
		name := labels.Month(month.Month)
		age.Add(name, month.MedianAge, month.Active > 0)
		days.Add(name, month.MedianDays, month.Done > 0)
		breaches.Add(name, percent(month.BreachShare()), month.FellDue > 0)
		f.Months = append([]monthRow{{name, month.Active, month.Done, month.Ages, number(month.MedianAge, month.Active),
			number(month.MedianDays, month.Done), labels.Breaches(month.Breaches, month.FellDue)}}, f.Months...)
	}
	f.Charts = []charts.BarChart{age.Drawn(), days.Drawn(), breaches.Drawn()}
	return f, nil
}

func metricsRowOf(words string, m remediation.MetricsOf) metricsRow {
	return metricsRow{Words: words, Active: m.Active, Done: m.Done, Ages: m.Ages, Median: number(m.MedianDays, m.Done),
		Mean: number(m.MeanDays, m.Done), Breaches: labels.Breaches(m.Breaches, m.WithSLA)}
}

// number is a number of days to a tenth, a dash of none.
func number(days float64, of int) string {
	if of == 0 {
		return "–"
	}
	return strconv.FormatFloat(days, 'f', -1, 64)
}

// percent is a share as a whole number out of a hundred.
func percent(share float64) float64 { return float64(int(share*100 + .5)) }

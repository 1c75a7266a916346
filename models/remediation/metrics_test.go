package remediation

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"plumbline/questionnaires"
)

// The figures are computed by hand.
func TestMeasure(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	now := time.Date(2026, 6, 30, 12, 0, 0, 0, zone)
	item := func(days int, status Status, risk questionnaires.Risk, sla Date) Item {
		return Item{Status: status, Risk: risk, CreatedAt: now.AddDate(0, 0, -days), SLADueOn: sla}
	}
	done := func(open float64, closed time.Time, risk questionnaires.Risk, sla Date) Item {
		return Item{Status: Done, Risk: risk, SLADueOn: sla, ClosedAt: closed,
			CreatedAt: closed.Add(-time.Duration(open * 24 * float64(time.Hour)))}
	}
	const high, medium = questionnaires.RiskHigh, questionnaires.RiskMedium
	midnight := time.Date(2026, 5, 31, 22, 30, 0, 0, time.UTC) // June 1 in the zone
	list := []Item{
		item(0, Open, high, "2026-07-30"), item(30, InProgress, high, "2026-06-30"),
		item(31, Blocked, high, "2026-06-29"), item(60, InReview, medium, ""), item(61, ToVerify, medium, "2026-01-01"),
		item(90, Open, "", ""), item(91, Open, medium, "2026-06-30"), item(400, WontDo, high, "2026-01-01"),
		done(2, midnight, high, "2026-06-01"), done(3, midnight, high, "2026-05-31"), done(10.26, midnight, medium, ""),
		done(40, midnight, medium, "2026-12-31"),
	}
	got := Measure(measuredOf(list, now), now)
	// Done after 2, 3, 10.26 and 40 days: the median is (3 + 10.26) / 2 = 6.63, the mean 55.26 / 4 = 13.815.
	// With a day: 2026-07-30, 06-30, 06-29, 01-01, 06-30 | 06-01, 05-31, 12-31; over: 06-29, 01-01 and 05-31.
	if want := (MetricsOf{7, [4]int{2, 2, 2, 1}, 4, 6.6, 13.8, 8, 3}); got.All != want {
		t.Errorf("all: %+v, want %+v", got.All, want)
	}
	if share := got.All.BreachShare(); share != 0.375 {
		t.Errorf("the share of breaches is %v", share)
	}
	for n, want := range []RiskMetrics{
		{high, MetricsOf{3, [4]int{2, 1, 0, 0}, 2, 2.5, 2.5, 5, 2}},
		{medium, MetricsOf{3, [4]int{0, 1, 1, 1}, 2, 25.1, 25.1, 3, 1}},
		{questionnaires.RiskUndecided, MetricsOf{}},
		{"", MetricsOf{Active: 1, Ages: [4]int{0, 0, 1, 0}}},
	} {
		if got.ByRisk[n] != want {
			t.Errorf("%d: %+v, want %+v", n, got.ByRisk[n], want)
		}
	}
	if none := Measure(nil, now); none.All != (MetricsOf{}) || none.All.BreachShare() != 0 {
		t.Errorf("nothing gives %+v", none)
	}
}

// The figures are computed by hand: one item of March that was done late, one of April that was done in time, one of
// May whose day is over, one of June whose day is to come, and one that won't be done.
func TestMeasureMonths(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	now := time.Date(2026, 6, 10, 12, 0, 0, 0, zone)
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, zone) }
	list := []Item{
		{Status: Done, CreatedAt: day(3, 20), ClosedAt: day(5, 4), SLADueOn: "2026-04-19"},   // 45 days
		{Status: Done, CreatedAt: day(4, 10), ClosedAt: day(5, 10), SLADueOn: "2026-05-10"},  // 30 days
		{Status: Open, CreatedAt: day(5, 1), SLADueOn: "2026-05-31"},                         // over
		{Status: Open, CreatedAt: day(6, 1), SLADueOn: "2026-07-01"},                         // to come
		{Status: WontDo, CreatedAt: day(4, 1), ClosedAt: day(4, 30), SLADueOn: "2026-05-01"}, // counts while it was there
	}
	want := []MonthMetrics{
		{Month: "2026-03", Active: 1, Ages: [4]int{1}, MedianAge: 11},
		{Month: "2026-04", Active: 2, Ages: [4]int{1, 1}, MedianAge: 30.5, FellDue: 1, Breaches: 1},
		{Month: "2026-05", Active: 1, Ages: [4]int{1}, MedianAge: 30, Done: 2, MedianDays: 37.5, FellDue: 2, Breaches: 1},
		{Month: "2026-06", Active: 2, Ages: [4]int{1, 1}, MedianAge: 24.5},
	}
	got := MeasureMonths(measuredOf(list, now), now)
	if !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if all := Measure(measuredOf(list, now), now); all.All.Breaches != 2 || !slices.Equal(all.Months, want) {
		t.Errorf("all: %+v", all)
	}
	list = append(list, Item{Status: Open, CreatedAt: day(1, 1).AddDate(-4, 0, 0)})
	if got := MeasureMonths(measuredOf(list, now), now); len(got) != MetricMonths || got[0].Month != "2025-07" {
		t.Errorf("of an old item: %d months from %s on", len(got), got[0].Month)
	}
	if got := MeasureMonths(nil, now); got != nil {
		t.Errorf("nothing gives %+v", got)
	}
}

func measuredOf(list []Item, now time.Time) []Measured {
	measured := make([]Measured, len(list))
	for n, i := range list {
		measured[n] = MeasuringAt(now).Item(i)
	}
	return measured
}

func costsOf(list []Item) Budget {
	var groups []BudgetLine
	for _, i := range list {
		groups = append(groups, CostOf(i))
	}
	return Costs(groups)
}

// The figures are computed by hand.
func TestCosts(t *testing.T) {
	ann, team := ItemOwner{MemberOwner, "1", "Ann"}, ItemOwner{Kind: TeamOwner, Name: "Platform"}
	item := func(status Status, owner ItemOwner, due Date, build, run int64) Item {
		return Item{Status: status, ItemFields: ItemFields{Owner: owner, DueOn: due, BuildCost: build, RunCost: run}}
	}
	got := costsOf([]Item{item(Open, ann, "2026-02-28", 100, 1), item(Done, team, "2026-02-01", 20, 0),
		item(Open, ItemOwner{}, "", 3, 30), item(WontDo, team, "2026-01-31", 4000, 5), item(Open, ann, "", 0, 0)})
	check := func(what string, lines []BudgetLine, want ...BudgetLine) {
		t.Helper()
		for n := range want {
			if n >= len(lines) || lines[n] != want[n] {
				t.Errorf("%s: %+v, want %+v", what, lines, want)
				return
			}
		}
	}
	check("total", []BudgetLine{got.Total}, BudgetLine{Items: 5, Build: 4123, Run: 36})
	check("status", got.ByStatus, BudgetLine{Status: Open, Items: 3, Build: 103, Run: 31},
		BudgetLine{Status: Done, Items: 1, Build: 20}, BudgetLine{Status: WontDo, Items: 1, Build: 4000, Run: 5})
	check("owner", got.ByOwner, BudgetLine{Owner: ann, Items: 2, Build: 100, Run: 1},
		BudgetLine{Owner: team, Items: 2, Build: 4020, Run: 5}, BudgetLine{Items: 1, Build: 3, Run: 30})
	check("month", got.ByMonth, BudgetLine{Month: "2026-01", Items: 1, Build: 4000, Run: 5},
		BudgetLine{Month: "2026-02", Items: 2, Build: 120, Run: 1}, BudgetLine{Items: 2, Build: 3, Run: 30})
}

// The total is the sum of the lines of each table.
func TestTotalsOfCosts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var list []Item
	for range 500 {
		i := Item{Status: Statuses[r.IntN(len(Statuses))]}
		i.BuildCost, i.RunCost = r.Int64N(MaxCost), r.Int64N(1000)
		i.DueOn = []Date{"", testDay.AddDays(r.IntN(700))}[r.IntN(2)]
		i.Owner = []ItemOwner{{}, {TeamOwner, "", "A"}, {OutsiderOwner, "", "A"}, {MemberOwner, "1", "A"}}[r.IntN(4)]
		list = append(list, i)
	}
	b := costsOf(list)
	for name, lines := range map[string][]BudgetLine{"status": b.ByStatus, "owner": b.ByOwner, "month": b.ByMonth} {
		var sum BudgetLine
		for _, l := range lines {
			sum.Items, sum.Build, sum.Run = sum.Items+l.Items, sum.Build+l.Build, sum.Run+l.Run
		}
		if sum != b.Total {
			t.Errorf("by %s: %+v, want %+v", name, sum, b.Total)
		}
	}
}

// The median of counted ages is that of the ages one by one.
func TestTheMedianOfCountedAges(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 9))
	for n := range 200 {
		var counts []int
		var list []float64
		for range n % 23 {
			age := random.IntN(1 + n)
			for len(counts) <= age {
				counts = append(counts, 0)
			}
			counts[age]++
			list = append(list, float64(age))
		}
		if want, _ := medianAndMean(list); medianAge(counts, len(list)) != want {
			t.Errorf("of %v: %v, want %v", list, medianAge(counts, len(list)), want)
		}
	}
}

package remediation_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/models/store"
	"plumbline/models/timezone"
	"plumbline/questionnaires"
)

// The figures that the database adds up are those that the rules give of the items one by one.
func TestFiguresOfRandomItems(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		const zone = "Pacific/Kiritimati" // 14 hours before UTC: most days differ
		s.OK("PATCH", "/workspace", map[string]any{"time_zone": zone})
		loads := []string{s.Sample(), ""}
		loads[1] = s.OK("POST", "/workloads", apitest.WorkloadBody("Other", "service-basics")).At("id").String()
		all := randomItems(s, loads)
		apitest.Must(t, s.Store.Write(context.Background(), func(tx *store.Tx) error {
			for _, item := range all {
				if err := store.Items(tx).Create(item); err != nil {
					return err
				}
			}
			return nil
		}))
		ctx := s.As("owner session")
		any := func(remediation.Item) bool { return true }
		for name, c := range map[string]struct {
			query remediation.ItemQuery
			has   func(remediation.Item) bool
		}{
			"all":    {remediation.ItemQuery{}, any},
			"active": {remediation.ItemQuery{Active: true}, func(i remediation.Item) bool { return i.Status.Active() }},
			"workload": {remediation.ItemQuery{WorkloadID: loads[1]},
				func(i remediation.Item) bool { return i.WorkloadID == loads[1] }},
			"high": {remediation.ItemQuery{Risk: questionnaires.RiskHigh},
				func(i remediation.Item) bool { return i.Risk == questionnaires.RiskHigh }},
		} {
			now := timezone.Of(zone).In(time.Now())
			var measured []remediation.Measured
			var costs []remediation.BudgetLine
			var planned []remediation.Planned
			here := map[string]bool{}
			for _, i := range all {
				here[i.ID] = c.has(i)
			}
			for _, i := range all {
				if !here[i.ID] {
					continue
				}
				measured = append(measured, remediation.MeasuringAt(now).Item(i))
				costs = append(costs, remediation.CostOf(i))
				if i.Status.Active() {
					planned = append(planned, remediation.Planned{ID: i.ID, Number: i.Number, DueOn: i.DueOn,
						Rank: slices.Index(remediation.Priorities, i.Priority) + 1, Needs: i.Needs,
						High: i.Risk == questionnaires.RiskHigh})
				}
			}
			metrics, err := s.Service.ItemViews.Metrics(ctx, c.query)
			apitest.Must(t, err)
			if want := remediation.Measure(measured, now); !reflect.DeepEqual(metrics, want) {
				t.Errorf("%s: metrics are %+v, want %+v", name, metrics, want)
			}
			budget, err := s.Service.ItemViews.Budget(ctx, c.query)
			apitest.Must(t, err)
			if want := remediation.Costs(costs); !reflect.DeepEqual(budget.Budget, want) {
				t.Errorf("%s: the budget is %+v, want %+v", name, budget.Budget, want)
			}
			road, err := s.Service.ItemViews.Roadmap(ctx, c.query, plan.ByDays(40))
			apitest.Must(t, err)
			var got, want []string
			for _, days := range []int{30, 60, 90, 0} {
				w := road.Group(fmt.Sprint(days))
				got = append(got, fmt.Sprintf("%d: %d, %d high", days, w.Count, w.High))
				for _, e := range w.Entries {
					got = append(got, fmt.Sprint(e.Number, e.Place.Overdue, e.Place.OverCap, road.Numbers[e.Place.PulledBy],
						road.Numbers[e.Place.WaitsFor]))
				}
			}
			for _, days := range []int{30, 60, 90, 0} {
				count, high, shown := 0, 0, []string{}
				for _, p := range remediation.Roadmap(planned, remediation.DateOf(now), road.HighCap) {
					if p.Days != days {
						continue
					}
					if count++; p.High {
						high++
					}
					if len(shown) < 40 {
						shown = append(shown, fmt.Sprint(p.Number, p.Overdue, p.OverCap, road.Numbers[p.PulledBy],
							road.Numbers[p.WaitsFor]))
					}
				}
				want = append(append(want, fmt.Sprintf("%d: %d, %d high", days, count, high)), shown...)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: the roadmap is %q, want %q", name, got, want)
			}
			checkBoard(s, c.query, slices.DeleteFunc(slices.Clone(all), func(i remediation.Item) bool { return !here[i.ID] }))
		}
	})
}

// checkBoard holds the columns of a board against the items sorted by hand.
func checkBoard(s *apitest.Server, query remediation.ItemQuery, all []remediation.Item) {
	s.T.Helper()
	board, err := s.Service.Items.Board(s.As("owner session"), query, 5)
	apitest.Must(s.T, err)
	for _, status := range remediation.Statuses {
		column := slices.DeleteFunc(slices.Clone(all), func(i remediation.Item) bool { return i.Status != status })
		slices.SortFunc(column, func(a, b remediation.Item) int {
			if !status.Active() {
				return cmp.Or(b.UpdatedAt.Compare(a.UpdatedAt), cmp.Compare(b.ID, a.ID))
			}
			return cmp.Or(cmp.Compare(cmp.Or(a.DueOn, "9999-99-99"), cmp.Or(b.DueOn, "9999-99-99")), cmp.Compare(a.ID, b.ID))
		})
		var of []string
		for _, i := range column {
			of = append(of, i.ID)
		}
		var got []string
		for _, r := range board.Columns[status] {
			got = append(got, r.ID)
		}
		if board.Counts[status] != len(of) || !slices.Equal(got, of[:min(5, len(of))]) {
			s.T.Errorf("%s: %d and %v, want %d and %v", status, board.Counts[status], got, len(of), of)
		}
	}
}

// randomItems are items of workloads, of the last two years, with all statuses, owners, costs and needs.
func randomItems(s *apitest.Server, loads []string) []remediation.Item {
	r := rand.New(rand.NewPCG(14, 3))
	now := time.Now().UTC().Truncate(time.Microsecond)
	day := func() remediation.Date {
		if r.IntN(5) == 0 {
			return ""
		}
		return remediation.DateOf(now).AddDays(r.IntN(200) - 60)
	}
	person := s.Users["contributor"]
	owners := []remediation.ItemOwner{{}, {Kind: remediation.TeamOwner, Name: "Platform"},
		{Kind: remediation.OutsiderOwner, Name: "Platform"},
		{Kind: remediation.MemberOwner, UserID: person.ID, Name: person.Name}}
	risks := []questionnaires.Risk{"", questionnaires.RiskHigh, questionnaires.RiskMedium, questionnaires.RiskUndecided}
	list := make([]remediation.Item, 300)
	for n := range list {
		i := remediation.Item{ID: models.NewID(), WorkspaceID: s.WorkspaceID, WorkloadID: loads[r.IntN(len(loads))],
			Number: n + 1, Status: remediation.Statuses[r.IntN(len(remediation.Statuses))], SLADueOn: day(), Version: 1,
			Risk:      risks[r.IntN(len(risks))],
			CreatedAt: now.Add(-time.Duration(r.Int64N(int64(150 * 24 * time.Hour))))}
		i.Title, i.DueOn, i.Owner = fmt.Sprint("Item ", n+1), day(), owners[r.IntN(len(owners))]
		i.Priority = remediation.Priorities[r.IntN(len(remediation.Priorities))]
		i.BuildCost, i.RunCost = r.Int64N(remediation.MaxCost), r.Int64N(1000)
		i.UpdatedAt = i.CreatedAt
		if !i.Status.Active() {
			i.ClosedAt = i.CreatedAt.Add(time.Duration(r.Int64N(int64(now.Sub(i.CreatedAt)))))
			i.UpdatedAt = i.ClosedAt
		}
		if before := r.IntN(4 * (n + 1)); before < n {
			i.Needs = []string{list[before].ID}
		}
		i.CreatedAt, i.UpdatedAt = i.CreatedAt.Truncate(time.Microsecond), i.UpdatedAt.Truncate(time.Microsecond)
		i.ClosedAt = i.ClosedAt.Truncate(time.Microsecond)
		list[n] = i
	}
	return list
}

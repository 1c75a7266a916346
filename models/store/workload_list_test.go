package store_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires"
)

// standingWorld has 20 workloads: every third without a review, the others with risks and changes in no order of names.
func standingWorld(t *testing.T, s *store.Store) (testWorld, []models.Workload) {
	w := newWorld().create(t, s)
	loads := []models.Workload{w.workload}
	mustWrite(t, s, func(tx *store.Tx) error {
		for i := range 20 {
			load := newWorkload(w.workspace.ID, 100+i, fmt.Sprintf("Load %02d", (i*7)%20))
			load.UpdatedAt = t0.Add(time.Duration(i*11%20) * time.Second)
			if i%2 == 0 {
				load.Environment = models.PreProduction
			}
			loads = append(loads, load)
			if err := tx.CreateWorkload(load); err != nil {
				return err
			}
			if i%3 == 0 {
				continue
			}
			r := w.review
			r.ID, r.WorkloadID, r.UpdatedAt, r.UpdatedBy = testID("revw", 100+i), load.ID,
				t0.Add(time.Duration(i*13%20)*time.Second), "Bea"
			r.Pillars = []models.PillarReview{{PillarID: "security",
				Counts: questionnaires.RiskCounts{High: i % 4, Medium: i % 2}},
				{PillarID: "cost", Counts: questionnaires.RiskCounts{High: 1, Medium: i % 5}}}
			if i%4 == 0 {
				r.Pillars[1].Counts.High = 0
			}
			if err := tx.CreateReview(r); err != nil {
				return err
			}
		}
		return nil
	})
	return w, loads
}

// The pages of every order name every workload once, sorted by what Standings tells of them, whatever their size.
func TestWorkloadsInEveryOrder(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, loads := standingWorld(t, s)
		mustRead(t, s, func(tx *store.Tx) error {
			standings, err := tx.Standings(loads)
			if err != nil {
				return err
			}
			byName := func(a, b models.Workload) int { return cmp.Compare(models.FoldName(a.Name), models.FoldName(b.Name)) }
			orders := map[models.WorkloadSort]func(a, b models.Workload) int{
				"": byName, models.ByName: byName,
				models.ByRisk: func(a, b models.Workload) int {
					return cmp.Or(cmp.Compare(standings[b.ID].RiskRank(), standings[a.ID].RiskRank()), byName(a, b))
				},
				models.ByChange: func(a, b models.Workload) int {
					return cmp.Or(standings[b.ID].ChangedAt.Compare(standings[a.ID].ChangedAt), cmp.Compare(b.ID, a.ID))
				},
			}
			for sort, order := range orders {
				want := slices.Clone(loads)
				slices.SortFunc(want, order)
				var names []string
				for _, load := range want {
					names = append(names, load.Name)
				}
				for _, limit := range []int{1, 4, 20, 21, 100} {
					got := walkPages(t, limit, func(p models.PageRequest) ([]models.Workload, error) {
						return tx.Workloads(w.workspace.ID, models.WorkloadQuery{Sort: sort, PageRequest: p})
					}, func(load models.Workload) string { return store.WorkloadCursorBy(sort, load, standings[load.ID]) },
						func(load models.Workload) string { return load.Name })
					if !slices.Equal(got, names) {
						t.Errorf("by %q, %d a page:\n got %v\nwant %v", sort, limit, got, names)
					}
				}
			}
			_, err = tx.Workloads(w.workspace.ID,
				models.WorkloadQuery{Sort: models.ByRisk, PageRequest: models.PageRequest{After: store.WorkloadCursor(loads[0])}})
			errorCode(t, err, models.CodeInvalid)
			return nil
		})
	})
}

func TestWorkloadFilters(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, _ := standingWorld(t, s)
		mustWrite(t, s, func(tx *store.Tx) error {
			load := newWorkload(w.workspace.ID, 500, "Straße")
			load.Description, load.ReviewOwner = "Verkauft ÄRGER im Büro, 100%", "ΣΊΣΥΦΟΣ Ó Briain"
			return tx.CreateWorkload(load)
		})
		for name, c := range map[string]struct {
			query models.WorkloadQuery
			want  int
		}{
			"everything":                {models.WorkloadQuery{}, 22},
			"a word of the description": {models.WorkloadQuery{Text: "ärger"}, 1},
			"a word of the owner":       {models.WorkloadQuery{Text: "σίσυφος"}, 1},
			"words of three fields":     {models.WorkloadQuery{Text: "BRIAIN  straße büro"}, 1},
			"a word that none has":      {models.WorkloadQuery{Text: "straße nothing"}, 0},
			"signs that mean nothing":   {models.WorkloadQuery{Text: "100% _"}, 0},
			"a sign":                    {models.WorkloadQuery{Text: "%"}, 1},
			"white space":               {models.WorkloadQuery{Text: "  \t "}, 22},
			"an environment":            {models.WorkloadQuery{Environment: models.PreProduction}, 10},
			"an environment and a word": {models.WorkloadQuery{Environment: models.PreProduction, Text: "load 04"}, 1},
			"a lens by key":             {models.WorkloadQuery{Lens: "ops"}, 14},
			"a lens by id":              {models.WorkloadQuery{Lens: w.lens.ID}, 14},
			"no such lens":              {models.WorkloadQuery{Lens: "nothing"}, 0},
			"high risks":                {models.WorkloadQuery{Risk: questionnaires.RiskHigh}, 11},
			"medium risks":              {models.WorkloadQuery{Risk: questionnaires.RiskMedium}, 13},
			"open questions":            {models.WorkloadQuery{Risk: questionnaires.RiskUnanswered}, 1},
			"high risks of one, in its order": {models.WorkloadQuery{Risk: questionnaires.RiskHigh, Sort: models.ByRisk,
				Only: []string{w.workload.ID}}, 1},
		} {
			mustRead(t, s, func(tx *store.Tx) error {
				rows, err := tx.Workloads(w.workspace.ID, c.query)
				if len(rows) != c.want {
					t.Errorf("%s: %d workloads, want %d", name, len(rows), c.want)
				}
				other, err2 := tx.Workloads("another workspace", c.query)
				if len(other) != 0 {
					t.Errorf("%s: another workspace sees %d", name, len(other))
				}
				return firstError(err, err2)
			})
		}
	})
}

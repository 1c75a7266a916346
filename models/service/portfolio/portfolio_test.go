package portfolio_test

import (
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/portfolio"
	"plumbline/models/service"
	"plumbline/models/service/fleettest"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/models/store/sqlite"
	"plumbline/models/store/storetest"
	q "plumbline/questionnaires"
	"plumbline/reports/improvement"
	"plumbline/reports/reviewed"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// recounted is what a portfolio says, counted from the snapshots of its workloads.
type recounted struct {
	counts    q.RiskCounts
	loads     map[string]q.RiskCounts
	cells     map[[2]string]q.RiskCounts // by workload and pillar
	missing   map[string]int             // by question and choice
	questions map[string]q.RiskCounts
	oldest    map[string]time.Time // of high risks, by workload
}

func recount(t testing.TB, f *fleettest.Fleet) recounted {
	t.Helper()
	out := recounted{loads: map[string]q.RiskCounts{}, cells: map[[2]string]q.RiskCounts{}, missing: map[string]int{},
		questions: map[string]q.RiskCounts{}, oldest: map[string]time.Time{}}
	for _, id := range f.Workloads {
		snap, err := f.Service.Reviews.Snapshot(f.Ctx, id, 0)
		must(t, err)
		all, err := reviewed.Lenses(snap, "")
		must(t, err)
		for _, lens := range all {
			for _, pillar := range lens.Pillars {
				for _, e := range pillar.Questions {
					out.count(id, pillar.Pillar.ID, e)
				}
			}
		}
		plan, err := improvement.Derive(snap, "")
		must(t, err)
		for _, e := range append(plan.First(1<<20), plan.Undecided...) {
			for _, p := range e.Practices {
				out.missing[e.QuestionID+"/"+p.ChoiceID]++
			}
		}
	}
	return out
}

func (r *recounted) count(load, pillar string, e reviewed.Question) {
	risk := e.Answer.Risk
	add := func(c q.RiskCounts) q.RiskCounts { c.Add(risk, 1); return c }
	r.counts, r.loads[load] = add(r.counts), add(r.loads[load])
	r.cells[[2]string{load, pillar}] = add(r.cells[[2]string{load, pillar}])
	r.questions[e.Question.ID] = add(r.questions[e.Question.ID])
	if first, known := r.oldest[load]; risk == q.RiskHigh && (!known || e.Answer.UpdatedAt.Before(first)) {
		r.oldest[load] = e.Answer.UpdatedAt
	}
}

func compare(t testing.TB, p portfolio.Portfolio, want recounted) {
	t.Helper()
	if p.Counts != want.counts {
		t.Errorf("counts %+v, want %+v", p.Counts, want.counts)
	}
	for i, w := range p.Workloads {
		if w.Counts != want.loads[w.ID] {
			t.Errorf("%s: %+v, want %+v", w.Name, w.Counts, want.loads[w.ID])
		}
		if i > 0 && portfolio.Worst(p.Workloads[i-1], w) > 0 {
			t.Errorf("%s is before %s", p.Workloads[i-1].Name, w.Name)
		}
	}
	for _, row := range p.Map.Rows {
		for i, cell := range row.Cells {
			id := p.Workloads[row.Workload].ID
			if pillar := p.Map.Pillars[i].ID; cell != want.cells[[2]string{id, pillar}] {
				t.Errorf("%s in %s: %+v, want %+v", p.Workloads[row.Workload].Name, pillar, cell,
					want.cells[[2]string{id, pillar}])
			}
		}
	}
	comparePractices(t, p, want)
	oldest := slices.MinFunc(slices.Collect(maps.Values(want.oldest)), time.Time.Compare)
	if !p.Oldest[0].Since.Equal(oldest) {
		t.Errorf("the oldest risk is since %v, want %v", p.Oldest[0].Since, oldest)
	}
}

func comparePractices(t testing.TB, p portfolio.Portfolio, want recounted) {
	t.Helper()
	if p.Unmet != len(want.missing) || len(p.Practices) != min(len(want.missing), portfolio.MostPractices) {
		t.Errorf("%d practices of %d, want %d", len(p.Practices), p.Unmet, len(want.missing))
	}
	most := slices.SortedFunc(maps.Values(want.missing), func(a, b int) int { return b - a })
	for i, one := range p.Practices {
		n := want.missing[one.Question.ID+"/"+one.Choice.ID]
		c := want.questions[one.Question.ID]
		if of := c.Total() - c.Unanswered - c.NotApplicable; one.Missing != n || n != most[i] || one.Of != of ||
			one.High > c.High || one.Medium > c.Medium {
			t.Errorf("%s: missing in %d of %d, want %d of %d (%d)", one.Choice.ID, one.Missing, one.Of, n, of, most[i])
		}
	}
	for _, one := range p.Questions {
		if c := want.questions[one.Question.ID]; one.High != c.High || one.Medium != c.Medium {
			t.Errorf("%s: %+v, want %+v", one.Question.ID, one, c)
		}
	}
}

// What a portfolio says is what the answers say, and stays so while they change.
func TestNumbersAreThoseOfTheAnswers(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		f, random := fleettest.New(t, st, 14), rand.New(rand.NewPCG(15, 9))
		for range 5 {
			p, err := f.Service.Portfolios.Get(f.Ctx, portfolio.Query{})
			must(t, err)
			if len(p.Workloads) != 14 || len(p.Map.Rows) != 14 || p.Map.Lens.ID != f.Lens.ID || len(p.Lenses) != 1 {
				t.Fatalf("%d workloads, %d rows of %s", len(p.Workloads), len(p.Map.Rows), p.Map.Lens.Name)
			}
			compare(t, p, recount(t, f))
			for range 4 {
				change(t, f, random)
			}
		}
	})
}

// change answers a question anew, as not applicable, or not at all.
func change(t testing.TB, f *fleettest.Fleet, random *rand.Rand) {
	t.Helper()
	pillar := f.Doc.Pillars[random.IntN(len(f.Doc.Pillars))]
	question := pillar.Questions[random.IntN(len(pillar.Questions))]
	selected := []string{question.Choices[random.IntN(len(question.Choices))].ID}
	patch := models.AnswerPatch{Selected: &selected}
	switch random.IntN(4) {
	case 0:
		patch = models.AnswerPatch{Applicable: new(false)}
	case 1:
		patch = models.AnswerPatch{Selected: &[]string{}}
	}
	_, err := f.Service.Answers.Update(f.Ctx, models.AnswerPath{Workload: f.Workloads[random.IntN(len(f.Workloads))],
		Lens: "wellarchitected", Question: question.ID}, patch, nil)
	must(t, err)
}

// Filters leave what they say.
func TestPortfoliosAreNarrowed(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		f := fleettest.New(t, st, 4)
		in := models.WorkloadFields{Name: "Bare", Description: "No lens", Environment: models.PreProduction,
			ReviewOwner: "Ops", AWSRegions: []string{"eu-west-1"}, ReviewDueOn: "2020-02-03"}
		_, err := f.Service.Workloads.Create(f.Ctx, reviews.WorkloadInput{WorkloadFields: in}, models.IdempotencyKey{})
		must(t, err)
		for _, c := range []struct {
			query                             portfolio.Query
			workloads, rows, never, late, pts int
		}{
			{portfolio.Query{}, 5, 4, 1, 1, 0},
			{portfolio.Query{Lens: "wellarchitected"}, 4, 4, 0, 0, 0},
			{portfolio.Query{Lens: f.Lens.ID, Environment: models.Production}, 4, 4, 0, 0, 0},
			{portfolio.Query{Environment: models.PreProduction}, 1, 0, 1, 1, 0},
			{portfolio.Query{Lens: "none"}, 0, 0, 0, 0, 0},
			{portfolio.Query{Everywhere: true}, 5, 4, 1, 1, 0},
		} {
			p, err := f.Service.Portfolios.Get(f.Ctx, c.query)
			must(t, err)
			if len(p.Workloads) != c.workloads || len(p.Map.Rows) != c.rows || len(p.Unreviewed()) != c.never ||
				len(p.Overdue()) != c.late || len(p.Trend.Points) != c.pts {
				t.Errorf("%+v: %d workloads, %d rows, %d never reviewed, %d overdue, %d points", c.query, len(p.Workloads),
					len(p.Map.Rows), len(p.Unreviewed()), len(p.Overdue()), len(p.Trend.Points))
			}
		}
		if _, err := f.Service.Portfolios.Get(f.Ctx, portfolio.Query{Environment: "MOON"}); models.CodeOf(err) !=
			models.CodeInvalid {
			t.Errorf("an environment that there is not: %v", err)
		}
	})
}

// Portfolios of 1,000 and 10,000 workloads, or of PLUMBLINE_BENCH_WORKLOADS, each reviewed with the whole framework.
// bare is what they are measured against: database/sql alone adds up the kept counts of the same reviews by pillar.
// afresh is the first one after the server started, which reads the answers.
func BenchmarkPortfolio(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchPortfolios(b, sqlite.DriverName, storetest.MigratedSQLite(b)) })
	b.Run("postgres", func(b *testing.B) {
		if os.Getenv(storetest.PostgresVariable) == "" {
			b.Skipf("%s is not set: no PostgreSQL server to measure", storetest.PostgresVariable)
		}
		benchPortfolios(b, "pgx", storetest.MigratedPostgres(b))
	})
}

func benchPortfolios(b *testing.B, driver, dsn string) {
	st := storetest.OpenAt(b, dsn)
	db, err := sql.Open(driver, dsn)
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	sizes := []int{1000, 10_000}
	if n, err := strconv.Atoi(os.Getenv("PLUMBLINE_BENCH_WORKLOADS")); err == nil {
		sizes = []int{n}
	}
	for _, workloads := range sizes {
		f := fleettest.New(b, st, workloads)
		if driver == "pgx" { // as a server does by itself
			_, err := db.Exec("VACUUM ANALYZE")
			must(b, err)
		}
		get := func(b *testing.B) {
			_, err := f.Service.Portfolios.Get(f.Ctx, portfolio.Query{})
			must(b, err)
		}
		for _, one := range []struct {
			name string
			run  func(*testing.B)
		}{
			{"bare", func(b *testing.B) { countBare(b, db, models.ActorFrom(f.Ctx).WorkspaceID) }},
			{"afresh", func(b *testing.B) { f.Service = service.New(f.Store, service.Options{}); get(b) }},
			{"again", get},
		} {
			b.Run(fmt.Sprint(workloads, "/", one.name), func(b *testing.B) {
				one.run(b) // statements are prepared
				for b.Loop() {
					one.run(b)
				}
			})
		}
	}
}

// countBare adds up the kept counts of a workspace by workload and pillar.
func countBare(b *testing.B, db *sql.DB, workspace string) {
	rows, err := db.Query("SELECT w.id, w.name, p.pillar_id, sum(p.count_high), sum(p.count_medium), sum(p.count_none), " +
		"sum(p.count_unanswered), sum(p.count_not_applicable) FROM workloads AS w " +
		"JOIN reviews AS r ON r.workload_id = w.id " +
		"JOIN pillar_reviews AS p ON p.review_id = r.id WHERE w.workspace_id = '" + workspace + "' GROUP BY 1, 2, 3")
	must(b, err)
	defer func() { must(b, rows.Close()) }()
	for rows.Next() {
		var id, name, pillar string
		var counts [5]int
		must(b, rows.Scan(&id, &name, &pillar, &counts[0], &counts[1], &counts[2], &counts[3], &counts[4]))
	}
	must(b, rows.Err())
}

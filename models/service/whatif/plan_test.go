package whatif_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"plumbline/models"
	"plumbline/models/planning"
	"plumbline/models/service"
	"plumbline/models/service/fleettest"
	"plumbline/models/service/whatif"
	"plumbline/models/store"
	"plumbline/models/store/sqlite"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/improve"
	"plumbline/reports/improvement"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// world is a fleet with what the tests of this package ask of it.
type world struct{ *fleettest.Fleet }

func newWorld(t testing.TB, st *store.Store, workloads int) *world {
	t.Helper()
	return &world{fleettest.New(t, st, workloads)}
}

// What the workspace's plan and path say is the sum of what the plans of its workloads say, which are made of the
// answers alone; and stays so while answers change.
func TestTheWorkspaceIsTheSumOfItsWorkloads(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		w, random := newWorld(t, st, 12), rand.New(rand.NewPCG(14, 6))
		for range 6 {
			w.compare(t)
			for range 3 {
				pillar := w.Doc.Pillars[random.IntN(len(w.Doc.Pillars))]
				question := pillar.Questions[random.IntN(len(pillar.Questions))]
				selected := []string{question.Choices[random.IntN(len(question.Choices))].ID}
				_, err := w.Service.Answers.Update(w.Ctx, models.AnswerPath{Workload: w.Workloads[random.IntN(12)],
					Lens: "wellarchitected", Question: question.ID}, models.AnswerPatch{Selected: &selected}, nil)
				must(t, err)
			}
		}
	})
}

func (w *world) compare(t *testing.T) {
	t.Helper()
	for _, goal := range []improve.Goal{improve.ClearHigh, improve.ClearMedium} {
		path, err := w.Service.Plans.Cheapest(w.Ctx, whatif.PathQuery{Goal: goal})
		must(t, err)
		var want improvement.CheapestPath
		missing := 0
		for _, id := range w.Workloads {
			snap, err := w.Service.Reviews.Snapshot(w.Ctx, id, 0)
			must(t, err)
			plan, err := improvement.Derive(snap, "")
			must(t, err)
			one := plan.Cheapest(goal, func(improvement.Entry) bool { return true })
			want.ShortestClearing, want.Effort = want.Plus(one.ShortestClearing), want.Effort+one.Effort
			for _, e := range plan.First(1 << 20) {
				missing += len(e.Practices)
			}
		}
		if path.ShortestClearing != want.ShortestClearing || path.Effort != want.Effort {
			t.Errorf("%s: %+v, effort %d; the workloads: %+v", goal, path.ShortestClearing, path.Effort, want)
		}
		if plan := w.everyPractice(t); plan != missing {
			t.Errorf("the plan has %d missing practices, the workloads %d", plan, missing)
		}
	}
}

// everyPractice adds up where practices are missing, over all pages of the plan.
func (w *world) everyPractice(t *testing.T) (missing int) {
	t.Helper()
	query := whatif.PlanQuery{PageRequest: models.PageRequest{Limit: 37}}
	seen, last := map[string]bool{}, 0.0
	for first := true; first || query.After != ""; first = false {
		plan, err := w.Service.Plans.Workspace(w.Ctx, query)
		must(t, err)
		for _, m := range plan.Items {
			missing += m.Workloads
			value := m.RemovedRisk() / float64(m.Choice.EffortWeight())
			if key := m.Question.ID + m.Choice.ID; seen[key] || len(seen) > 0 && value > last+0.001 {
				t.Fatalf("%s comes twice, or too late", key)
			} else {
				seen[key], last = true, value
			}
		}
		query.After = plan.Next
	}
	return missing
}

// A practice that a new version of the lens calls otherwise is found in a proposal under its new id.
func TestPracticesAreCarried(t *testing.T) {
	list := []planning.Practice{{LensID: "l", QuestionID: "q", ChoiceID: "a"},
		{LensID: "l", QuestionID: "q", ChoiceID: "b"},
		{LensID: "other", QuestionID: "q", ChoiceID: "a"}}
	names := models.IDRenames{Questions: map[string]string{"q": "r"}, Choices: map[string]string{"q/a": "b", "q/b": "a"}}
	got := fmt.Sprint(planning.Carried(list, "l", names))
	if want := "[{l r b } {l r a } {other q a }]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Plans of a workspace of 100 and 1,000 workloads, each reviewed with the whole framework: 5,700 and 57,000 answers.
// afresh is the first one after the server started, which reads the answers; after an answer, the one that changed is
// read again. bare is what afresh is measured against: database/sql alone reads the same columns of the same answers.
func BenchmarkWorkspacePlan(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchPlans(b, sqlite.DriverName, storetest.MigratedSQLite(b)) })
	b.Run("postgres", func(b *testing.B) {
		if os.Getenv(storetest.PostgresVariable) == "" {
			b.Skipf("%s is not set: no PostgreSQL server to measure", storetest.PostgresVariable)
		}
		benchPlans(b, "pgx", storetest.MigratedPostgres(b))
	})
}

func benchPlans(b *testing.B, driver, dsn string) {
	st := storetest.OpenAt(b, dsn)
	db, err := sql.Open(driver, dsn)
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	for _, workloads := range []int{100, 1000} {
		w := newWorld(b, st, workloads)
		if driver == "pgx" { // as a server does by itself
			_, err := db.Exec("VACUUM ANALYZE")
			must(b, err)
		}
		plan := func(b *testing.B) {
			_, err := w.Service.Plans.Workspace(w.Ctx, whatif.PlanQuery{})
			must(b, err)
		}
		path := func(b *testing.B) {
			_, err := w.Service.Plans.Cheapest(w.Ctx, whatif.PathQuery{Goal: improve.ClearHigh})
			must(b, err)
		}
		forget := func() { w.Service = service.New(w.Store, service.Options{}) }
		for _, one := range []struct {
			name string
			run  func(*testing.B)
		}{
			{"bare", func(b *testing.B) { readBare(b, db, models.ActorFrom(w.Ctx).WorkspaceID) }},
			{"path/afresh", func(b *testing.B) { forget(); path(b) }}, {"path/again", path},
			{"plan/afresh", func(b *testing.B) { forget(); plan(b) }}, {"plan/again", plan},
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

// readBare reads the answers of a workspace.
func readBare(b *testing.B, db *sql.DB, workspace string) {
	rows, err := db.Query("SELECT review_id, question_id, applicable, choices FROM answers WHERE review_id IN " +
		"(SELECT r.id FROM reviews AS r JOIN workloads AS w ON w.id = r.workload_id WHERE w.workspace_id = '" +
		workspace + "')")
	must(b, err)
	defer func() { must(b, rows.Close()) }()
	for rows.Next() {
		var review, question, choices string
		var applicable bool
		must(b, rows.Scan(&review, &question, &applicable, &choices))
	}
	must(b, rows.Err())
}

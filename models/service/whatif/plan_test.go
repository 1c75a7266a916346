package whatif_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/planning"
	"plumbline/models/service"
	"plumbline/models/service/lenses"
	"plumbline/models/service/whatif"
	"plumbline/models/store"
	"plumbline/models/store/sqlite"
	"plumbline/models/store/storetest"
	q "plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
	"plumbline/questionnaires/improve"
	"plumbline/reports/improvement"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// world is a workspace whose workloads are reviewed with the framework's lens, with random answers.
type world struct {
	st        *store.Store
	svc       *service.Service
	ctx       context.Context
	lens      models.Lens
	version   models.LensVersion
	doc       *q.Lens
	workloads []string
}

func newWorld(t testing.TB, st *store.Store, workloads int) *world {
	t.Helper()
	framework, _ := builtin.LensByKey("wellarchitected")
	svc := service.New(st, service.Options{Shipped: []lenses.BuiltinLens{{Key: "wellarchitected", Version: "1.0",
		Document: framework.Document}}})
	ctx := models.WithActor(context.Background(), models.ProgramActor(""))
	space, err := svc.Workspaces.Create(ctx, models.WorkspaceInput{Name: fmt.Sprint("Fleet of ", workloads)})
	must(t, err)
	w := &world{st: st, svc: svc, ctx: models.WithActor(ctx, models.ProgramActor(space.ID)), doc: framework.Parse()}
	must(t, st.Write(ctx, func(tx *store.Tx) error {
		var err error
		if w.lens, err = tx.LensByKey(space.ID, "wellarchitected"); err != nil {
			return err
		}
		w.version, err = tx.LensVersionByName(w.lens.ID, "1.0")
		return err
	}))
	random := rand.New(rand.NewPCG(14, 5))
	for start := 0; start < workloads; start += 50 {
		must(t, st.Write(ctx, func(tx *store.Tx) error {
			for n := start; n < min(start+50, workloads); n++ {
				if err := w.add(tx, space.ID, n, random); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	return w
}

func (w *world) add(tx *store.Tx, space string, n int, random *rand.Rand) error {
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	load := models.Workload{ID: models.NewID(), WorkspaceID: space, Version: 1, CreatedAt: at, UpdatedAt: at,
		WorkloadFields: models.WorkloadFields{Name: fmt.Sprintf("Workload %04d", n), Description: "One of many",
			Environment: models.Production, ReviewOwner: "Ops"}}
	w.workloads = append(w.workloads, load.ID)
	if err := tx.CreateWorkload(load); err != nil {
		return err
	}
	review := models.Review{ID: models.NewID(), WorkloadID: load.ID, LensID: w.lens.ID, LensVersionID: w.version.ID,
		Version: 1, CreatedAt: at, UpdatedAt: at}
	answers := map[string]models.Answer{}
	for _, pillar := range w.doc.Pillars {
		for _, question := range pillar.Questions {
			a := models.Unanswered(review.ID, pillar, question)
			for _, c := range question.Choices {
				switch n := random.IntN(20); {
				case c.NoneOfThese():
				case n < 9:
					a.Choices = append(a.Choices, models.ChoiceAnswer{ChoiceID: c.ID, Status: models.ChoiceSelected})
				case n == 9:
					a.Choices = append(a.Choices, models.ChoiceAnswer{ChoiceID: c.ID, Status: models.ChoiceNotApplicable,
						Reason: "OTHER", Notes: "Not “here”:\n\"never\" <so far>"})
				}
			}
			a.Risk, a.Version, a.UpdatedAt = question.Rate(a.Rated()).Risk, 1, at
			answers[question.ID] = a
		}
	}
	review.Pillars = models.CountReview(w.doc, answers, nil)
	if err := tx.CreateReview(review); err != nil {
		return err
	}
	for _, a := range answers {
		if err := tx.PutAnswer(a); err != nil {
			return err
		}
	}
	return nil
}

// What the workspace's plan and path say is the sum of what the plans of its workloads say, which are made of the
// answers alone; and stays so while answers change.
func TestTheWorkspaceIsTheSumOfItsWorkloads(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		w, random := newWorld(t, st, 12), rand.New(rand.NewPCG(14, 6))
		for range 6 {
			w.compare(t)
			for range 3 {
				pillar := w.doc.Pillars[random.IntN(len(w.doc.Pillars))]
				question := pillar.Questions[random.IntN(len(pillar.Questions))]
				selected := []string{question.Choices[random.IntN(len(question.Choices))].ID}
				_, err := w.svc.Answers.Update(w.ctx, models.AnswerPath{Workload: w.workloads[random.IntN(12)],
					Lens: "wellarchitected", Question: question.ID}, models.AnswerPatch{Selected: &selected}, nil)
				must(t, err)
			}
		}
	})
}

func (w *world) compare(t *testing.T) {
	t.Helper()
	for _, goal := range []improve.Goal{improve.ClearHigh, improve.ClearMedium} {
		path, err := w.svc.Plans.Cheapest(w.ctx, whatif.PathQuery{Goal: goal})
		must(t, err)
		var want improvement.CheapestPath
		missing := 0
		for _, id := range w.workloads {
			snap, err := w.svc.Reviews.Snapshot(w.ctx, id, 0)
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
		plan, err := w.svc.Plans.Workspace(w.ctx, query)
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
			_, err := w.svc.Plans.Workspace(w.ctx, whatif.PlanQuery{})
			must(b, err)
		}
		path := func(b *testing.B) {
			_, err := w.svc.Plans.Cheapest(w.ctx, whatif.PathQuery{Goal: improve.ClearHigh})
			must(b, err)
		}
		forget := func() { w.svc = service.New(w.st, service.Options{}) }
		for _, one := range []struct {
			name string
			run  func(*testing.B)
		}{
			{"bare", func(b *testing.B) { readBare(b, db, models.ActorFrom(w.ctx).WorkspaceID) }},
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

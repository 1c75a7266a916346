package service_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/lenses"
	"plumbline/models/service/reviews"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

const (
	loadClients  = 16
	loadPassword = "correct horse battery staple"
)

// BenchmarkLoadOnPostgres measures, with 16 clients on one workspace, each on a workload of its own, what an answer and
// the reading of one cost from the credential on, beside a prepared upsert and a prepared select of such a row in the
// same run. The server should be as durable as one that is used: without fsync the waits that count are not there.
func BenchmarkLoadOnPostgres(b *testing.B) {
	if os.Getenv(storetest.PostgresVariable) == "" {
		b.Skipf("%s is not set: no PostgreSQL server to measure", storetest.PostgresVariable)
	}
	dsn := storetest.NewPostgresDatabase(b)
	l := newLoad(b, dsn)
	b.Run("bare-upsert", func(b *testing.B) { l.bare(b, bareUpsert) })
	b.Run("answer", func(b *testing.B) { l.run(b, l.answer) })
	b.Run("bare-select", func(b *testing.B) { l.bare(b, bareSelect) })
	b.Run("read", func(b *testing.B) { l.run(b, l.read) })
}

const (
	bareTable = "CREATE TABLE bare (review_id text, question_id text, pillar_id text, applicable boolean, reason text, " +
		"risk text, version bigint, updated_at bigint, updated_by text, choices text, notes text, " +
		"PRIMARY KEY (review_id, question_id))"
	bareUpsert = "INSERT INTO bare VALUES ($1, $2, 'pillar', true, 'NONE', 'HIGH', $3, $3, 'Ada', '[]', 'some notes') " +
		"ON CONFLICT (review_id, question_id) DO UPDATE SET version = excluded.version, updated_at = excluded.updated_at, " +
		"choices = excluded.choices, notes = excluded.notes"
	bareSelect = "SELECT version FROM bare WHERE review_id = $1 AND question_id = $2 AND $3::bigint > 0"
)

// load is a service with what the clients work on.
type load struct {
	svc    *service.Service
	db     *sql.DB
	secret string
	at     []models.AnswerPath // one review for each client
}

func newLoad(b *testing.B, dsn string) *load {
	b.Helper()
	ctx := models.WithActor(b.Context(), models.ProgramActor(""))
	l := &load{svc: service.New(storetest.OpenAt(b, dsn), service.Options{
		Shipped: []lenses.BuiltinLens{{Key: "service-basics", Version: "1.0", Document: builtin.SampleDocument}},
	})}
	space, err := l.svc.Workspaces.Create(ctx, models.WorkspaceInput{Name: "Load"})
	must(b, err)
	ctx = models.WithActor(ctx, models.ProgramActor(space.ID))
	user, err := l.svc.Users.Create(ctx, models.UserInput{Email: "ada@example.com", Name: "Ada"}, loadPassword)
	must(b, err)
	_, err = l.svc.Members.Add(ctx, space.ID, user.ID, models.MemberGrant{Role: models.Architect})
	must(b, err)
	l.secret, _, err = l.svc.Sessions.SignIn(ctx, models.SignIn{Email: user.Email, Password: loadPassword}, "")
	must(b, err)
	for i := range loadClients {
		w, err := l.svc.Workloads.Create(ctx, reviews.WorkloadInput{WorkloadFields: models.WorkloadFields{
			Name: fmt.Sprint("Load ", i), Description: "Takes load", Environment: models.Production, ReviewOwner: "Ada Lovelace",
			AWSRegions: []string{"eu-central-1"},
		}, Lenses: []string{"service-basics"}}, models.IdempotencyKey{})
		must(b, err)
		l.at = append(l.at, models.AnswerPath{Workload: w.ID, Lens: "service-basics"})
	}
	l.db, err = sql.Open("pgx", dsn)
	must(b, err)
	b.Cleanup(func() { must(b, l.db.Close()) })
	l.db.SetMaxOpenConns(loadClients)
	l.db.SetMaxIdleConns(loadClients)
	_, err = l.db.Exec(bareTable)
	must(b, err)
	return l
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

var loadQuestions = []string{"oncall", "deploy", "observe", "backup", "load", "failure", "access", "secrets", "cost"}

// bare runs a prepared statement.
func (l *load) bare(b *testing.B, query string) {
	statement, err := l.db.Prepare(query)
	must(b, err)
	defer statement.Close()
	l.run(b, func(_ context.Context, client, n int) error {
		_, err := statement.Exec(fmt.Sprint("review ", client), loadQuestions[n%len(loadQuestions)], n+1)
		return err
	})
}

func (l *load) answer(ctx context.Context, client, n int) error {
	actor, err := l.svc.Sessions.Authenticate(ctx, l.secret)
	if err != nil {
		return err
	}
	at, notes := l.at[client], fmt.Sprint("notes ", n)
	at.Question = loadQuestions[n%len(loadQuestions)]
	_, err = l.svc.Answers.Update(models.WithActor(ctx, actor), at, models.AnswerPatch{Notes: &notes}, nil)
	return err
}

func (l *load) read(ctx context.Context, client, n int) error {
	actor, err := l.svc.Sessions.Authenticate(ctx, l.secret)
	if err != nil {
		return err
	}
	at := l.at[client]
	at.Question = loadQuestions[n%len(loadQuestions)]
	_, err = l.svc.Answers.Get(models.WithActor(ctx, actor), at)
	return err
}

// run shares b.N calls among the clients.
func (l *load) run(b *testing.B, call func(ctx context.Context, client, n int) error) {
	var next atomic.Int64
	var wait sync.WaitGroup
	b.ResetTimer()
	for client := range loadClients {
		wait.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				if err := call(b.Context(), client, int(n)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "per_s")
}

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

// BenchmarkLoadOnPostgres measures, with 16 clients, each on a workload of its own, what an answer and the reading of
// one cost from the credential on: in one workspace, in a workspace each, and in one on two servers of one database;
// beside a prepared upsert and a prepared select of such a row in the same run. The server should be as durable as one
// that is used: without fsync the waits that count are not there.
func BenchmarkLoadOnPostgres(b *testing.B) {
	if os.Getenv(storetest.PostgresVariable) == "" {
		b.Skipf("%s is not set: no PostgreSQL server to measure", storetest.PostgresVariable)
	}
	dsn := storetest.NewPostgresDatabase(b)
	l := newLoad(b, dsn)
	one, apart := l.clientsIn(b, 1), l.clientsIn(b, loadClients)
	b.Run("bare-upsert", func(b *testing.B) { l.bare(b, bareUpsert) })
	b.Run("answer", func(b *testing.B) { l.run(b, one.answer(l.servers[:1])) })
	b.Run("answer-16-workspaces", func(b *testing.B) { l.run(b, apart.answer(l.servers[:1])) })
	b.Run("answer-two-servers", func(b *testing.B) { l.run(b, one.answer(l.servers)) })
	b.Run("bare-select", func(b *testing.B) { l.bare(b, bareSelect) })
	b.Run("read", func(b *testing.B) { l.run(b, one.read(l.servers[:1])) })
	b.Run("read-16-workspaces", func(b *testing.B) { l.run(b, apart.read(l.servers[:1])) })
	b.Run("read-two-servers", func(b *testing.B) { l.run(b, one.read(l.servers)) })
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

// load is servers of one database with what the clients work on.
type load struct {
	servers []*service.Service
	db      *sql.DB
}

// loadClient is one of those who answer: with a session of the workspace, on a review of its own.
type loadClient struct {
	secret string
	at     models.AnswerPath
}

type loadGroup []loadClient

func newLoad(b *testing.B, dsn string) *load {
	b.Helper()
	l := &load{}
	for range 2 {
		l.servers = append(l.servers, service.New(storetest.OpenAt(b, dsn), service.Options{
			Shipped: []lenses.BuiltinLens{{Key: "service-basics", Version: "1.0", Document: builtin.SampleDocument}},
		}))
	}
	var err error
	l.db, err = sql.Open("pgx", dsn)
	must(b, err)
	b.Cleanup(func() { must(b, l.db.Close()) })
	l.db.SetMaxOpenConns(loadClients)
	l.db.SetMaxIdleConns(loadClients)
	_, err = l.db.Exec(bareTable)
	must(b, err)
	return l
}

// clientsIn makes the clients, spread over so many workspaces.
func (l *load) clientsIn(b *testing.B, workspaces int) (group loadGroup) {
	b.Helper()
	svc := l.servers[0]
	for n := range workspaces {
		name := fmt.Sprint("Load ", workspaces, " ", n)
		ctx := models.WithActor(b.Context(), models.ProgramActor(""))
		space, err := svc.Workspaces.Create(ctx, models.WorkspaceInput{Name: name})
		must(b, err)
		ctx = models.WithActor(ctx, models.ProgramActor(space.ID))
		user, err := svc.Users.Create(ctx, models.UserInput{Email: fmt.Sprintf("ada%d.%d@example.com", workspaces, n),
			Name: "Ada"}, loadPassword)
		must(b, err)
		_, err = svc.Members.Add(ctx, space.ID, user.ID, models.MemberGrant{Role: models.Architect})
		must(b, err)
		secret, _, err := svc.Sessions.SignIn(ctx, models.SignIn{Email: user.Email, Password: loadPassword}, "")
		must(b, err)
		for i := range loadClients / workspaces {
			w, err := svc.Workloads.Create(ctx, reviews.WorkloadInput{WorkloadFields: models.WorkloadFields{
				Name: fmt.Sprint(name, " ", i), Description: "Takes load", Environment: models.Production,
				ReviewOwner: "Ada Lovelace", AWSRegions: []string{"eu-central-1"},
			}, Lenses: []string{"service-basics"}}, models.IdempotencyKey{})
			must(b, err)
			group = append(group, loadClient{secret, models.AnswerPath{Workload: w.ID, Lens: "service-basics"}})
		}
	}
	return group
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

// on is the server of a client, and whom it asks as there.
func (g loadGroup) on(ctx context.Context, servers []*service.Service, client int) (*service.Service, context.Context,
	error) {
	svc := servers[client%len(servers)]
	actor, err := svc.Sessions.Authenticate(ctx, g[client].secret)
	return svc, models.WithActor(ctx, actor), err
}

func (g loadGroup) answer(servers []*service.Service) loadCall {
	return func(ctx context.Context, client, n int) error {
		svc, ctx, err := g.on(ctx, servers, client)
		if err != nil {
			return err
		}
		at, notes := g[client].at, fmt.Sprint("notes ", n)
		at.Question = loadQuestions[n%len(loadQuestions)]
		_, err = svc.Answers.Update(ctx, at, models.AnswerPatch{Notes: &notes}, nil)
		return err
	}
}

func (g loadGroup) read(servers []*service.Service) loadCall {
	return func(ctx context.Context, client, n int) error {
		svc, ctx, err := g.on(ctx, servers, client)
		if err != nil {
			return err
		}
		at := g[client].at
		at.Question = loadQuestions[n%len(loadQuestions)]
		_, err = svc.Answers.Get(ctx, at)
		return err
	}
}

// loadCall is what a client does, for the how-manieth time among all clients.
type loadCall func(ctx context.Context, client, n int) error

// run shares b.N calls among the clients.
func (l *load) run(b *testing.B, call loadCall) {
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

package apitest

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"plumbline/api"
	"plumbline/models"
	"plumbline/models/realtime"
	"plumbline/models/service"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/archive"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/questionnaires/builtin"
)

// Server is a whole server on a fresh database, with a token for each role, for a stranger who owns another workspace,
// and for nobody any more.
type Server struct {
	Population
	T       testing.TB
	URL     string
	Store   *store.Store
	Service *service.Service
	Owner   context.Context // an owner at the verbs, for what is not under test
	Spec    *Spec
}

// ServiceOptions of the verbs under test: passwords cost little, secrets can be kept, and of those who listen nobody
// waits for long.
func ServiceOptions() service.Options {
	return service.Options{Passwords: credentials.PasswordCost{MemoryKB: 8, Passes: 1, Lanes: 1},
		SecretKeys: [][]byte{make([]byte, 32)}, Sample: testSample,
		Watch: realtime.Times{Check: 300 * time.Millisecond, Linger: 300 * time.Millisecond, Beat: time.Second}}
}

// testSample is a sample workload with one answer before its milestone and one after it.
func testSample() (archive.Sample, error) {
	pick := func(question string, choices ...string) archive.SampleAnswer {
		return archive.SampleAnswer{Question: question, By: "Somebody made up",
			AnswerPatch: models.AnswerPatch{Selected: &choices}}
	}
	notes := "Held on paper"
	return archive.Sample{
		Lens:      lenses.BuiltinLens{Key: "service-basics", Version: "1.0", Document: builtin.SampleDocument},
		Milestone: "First half",
		Workload: models.WorkloadFields{Name: "Checkout", Description: "Takes the money", Environment: models.Production,
			ReviewOwner: "Ines",
			AWSRegions:  []string{"eu-central-1"}, Notes: "Look around", ImprovementStatus: models.ImprovementNotStarted},
		Notes: models.ReviewPatch{Notes: &notes}, Answers: []archive.SampleAnswer{pick("backup", "backup_daily"),
			pick("oncall", "oncall_rota")},
	}, nil
}

// NewServer starts a server on the database and brings people in; it ends with the test.
func NewServer(t testing.TB, st *store.Store) *Server {
	t.Helper()
	s := &Server{T: t, Store: st, Service: service.New(st, ServiceOptions()), Population: nobody()}
	s.populate()
	s.serve()
	return s
}

// serve starts the server for the people that there are.
func (s *Server) serve() {
	s.T.Helper()
	s.Owner = models.WithActor(s.T.Context(), models.ProgramActor(s.WorkspaceID))
	web := httptest.NewServer(api.New(s.Service, api.Options{Version: "test", Ready: s.Store.Ping}))
	s.T.Cleanup(web.Close)
	s.URL = web.URL
	openAPI.once.Do(func() { openAPI.spec = readSpec(s.T, s) })
	if s.Spec = openAPI.spec; s.Spec == nil {
		s.T.Fatal("the OpenAPI document could not be read")
	}
}

// Sample brings the sample lens in, published, and a workload that is reviewed with it; it gives the workload's id.
func (s *Server) Sample() string {
	s.T.Helper()
	s.OK("POST", "/lenses", builtin.SampleDocument())
	s.OK("POST", "/lenses/service-basics/versions", map[string]any{"version": "1.0"})
	return s.OK("POST", "/workloads", WorkloadBody("Checkout", "service-basics")).At("id").String()
}

// WorkloadBody is the body of a request that makes a workload.
func WorkloadBody(name string, lenses ...string) map[string]any {
	return map[string]any{"name": name, "description": "Takes the money", "environment": "PRODUCTION",
		"review_owner": "Ines",
		"aws_regions":  []string{"eu-central-1"}, "lenses": lenses}
}

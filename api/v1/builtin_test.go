package v1_test

import (
	"strings"
	"sync"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// Lenses of the program are in every workspace. A new version arrives as an upgrade with a diff, once; what was deleted
// stays away; a draft that somebody works on is not touched.
func TestShippedLenses(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		first := lenses.BuiltinLens{Key: "service-basics", Version: "1.0", Document: builtin.SampleDocument}
		second := lenses.BuiltinLens{Key: "service-basics", Version: "2.0", Document: func() []byte {
			return apitest.EditedLens(t, "Running the service", "Running it")
		}}
		install := func(list ...lenses.BuiltinLens) {
			t.Helper()
			apitest.Must(s.T, s.Service.Lenses.InstallShipped(s.Owner, list))
		}
		install(first)
		for _, as := range []string{"owner", "stranger"} {
			if r := s.Do(apitest.Call{Method: "GET", Path: "/lenses/service-basics",
				As: as}); r.Tree(s.T).At("latest_version").String() != "1.0" {
				s.T.Errorf("%s has no such lens: %s", as, r.Body)
			}
		}
		before := s.Fingerprint()
		install(first)
		if s.Fingerprint() != before {
			s.T.Error("a second start changed something")
		}
		id := s.OK("POST", "/workloads", apitest.WorkloadBody("Checkout", "service-basics")).At("id").String()
		s.OK("PUT", "/lenses/service-basics/draft", apitest.EditedLens(s.T, "Running the service", "Our own words"))
		install(second)
		review := s.OK("GET", "/workloads/"+id+"/lenses/service-basics", nil)
		if review.At("lens_version").String() != "1.0" || review.At("lens_status").String() != "NOT_CURRENT" {
			s.T.Errorf("the review was changed: %s", review)
		}
		if diff := s.OK("GET", "/lenses/service-basics/diff?from=1.0&to=2.0", nil); !strings.Contains(diff.String(),
			"Running it") {
			s.T.Errorf("the diff: %s", diff)
		}
		if draft := s.Do(apitest.Call{Method: "GET", Path: "/lenses/service-basics/draft",
			As: "owner"}); !strings.Contains(string(draft.Body), "Our own words") {
			s.T.Errorf("the draft is gone: %s", draft.Body)
		}
		s.OK("DELETE", "/lenses/service-basics?confirm=Service%20basics", nil)
		install(first)
		install(second)
		if r := s.Do(apitest.Call{Method: "GET", Path: "/lenses/service-basics", As: "owner"}); r.Status != 404 {
			s.T.Errorf("a deleted lens came back: %s", r.Body)
		}
	})
}

// A lens that somebody imported under the name of one of the program's is left alone.
func TestShippedLensOfATakenName(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.OK("POST", "/lenses", apitest.EditedLens(s.T, "Running the service", "Our own words"))
		apitest.Must(s.T, s.Service.Lenses.InstallShipped(s.Owner,
			[]lenses.BuiltinLens{{Key: "service-basics", Version: "1.0", Document: builtin.SampleDocument}}))
		if lens := s.OK("GET", "/lenses/service-basics", nil); lens.At("latest_version").Value != nil {
			s.T.Errorf("the lens of the program took over: %s", lens)
		}
	})
}

// Several servers that start at once on an empty database make one workspace, with each lens of the program once.
func TestStartsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		secrets := make(chan string, 8)
		var starts sync.WaitGroup
		for range cap(secrets) {
			starts.Go(func() {
				svc := service.New(st, service.Options{})
				secret, err := svc.Workspaces.FirstStart(t.Context())
				if err == nil {
					err = svc.Lenses.InstallShipped(t.Context(), []lenses.BuiltinLens{{Key: "service-basics", Version: "1.0",
						Document: builtin.SampleDocument}})
				}
				if err != nil {
					t.Error(err)
				}
				secrets <- secret
			})
		}
		starts.Wait()
		close(secrets)
		tokens := 0
		for secret := range secrets {
			if secret != "" {
				tokens++
			}
		}
		svc := service.New(st, service.Options{})
		spaces, err := svc.Workspaces.All(t.Context())
		apitest.Must(t, err)
		if len(spaces) != 1 || tokens != 1 {
			t.Fatalf("%d workspaces and %d tokens", len(spaces), tokens)
		}
		ctx := models.WithActor(t.Context(), models.ProgramActor(spaces[0].ID))
		if list, err := svc.Lenses.List(ctx, models.PageRequest{}); err != nil || len(list.Items) != 1 {
			t.Errorf("%d lenses, %v", len(list.Items), err)
		}
	})
}

// The key that the command line and the README give a lens is the one the server knows.
func TestShippedKeys(t *testing.T) {
	s := apitest.SQLiteServer(t)
	var all []lenses.BuiltinLens
	for _, l := range builtin.AllLenses() {
		all = append(all, lenses.BuiltinLens{Key: l.Key, Version: l.Version, Document: l.Document})
	}
	apitest.Must(t, s.Service.Lenses.InstallShipped(s.Owner, all))
	for _, l := range builtin.AllLenses() {
		w := s.OK("POST", "/workloads", apitest.WorkloadBody("Review with "+l.Key, l.Key))
		if review := s.OK("GET", "/workloads/"+w.At("id").String()+"/lenses/"+l.Key,
			nil); review.At("lens_version").String() != l.Version {
			t.Errorf("%s: %s", l.Key, review)
		}
	}
}

package api_test

import (
	"strings"
	"sync"
	"testing"

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
	each(t, func(s *server) {
		t := s.t
		first := lenses.Shipped{Key: "service-basics", Version: "1.0", Document: builtin.Sample}
		second := lenses.Shipped{Key: "service-basics", Version: "2.0", Document: func() []byte { return edited(t, "Running the service", "Running it") }}
		install := func(list ...lenses.Shipped) {
			t.Helper()
			must(s.t, s.svc.Lenses.InstallShipped(s.owner, list))
		}
		install(first)
		for _, as := range []string{"owner", "stranger"} {
			if r := s.do(call{method: "GET", path: "/lenses/service-basics", as: as}); r.tree(s.t).at("latest_version").String() != "1.0" {
				s.t.Errorf("%s has no such lens: %s", as, r.body)
			}
		}
		before := s.fingerprint()
		install(first)
		if s.fingerprint() != before {
			s.t.Error("a second start changed something")
		}
		id := s.ok("POST", "/workloads", workload("Checkout", "service-basics")).at("id").String()
		s.ok("PUT", "/lenses/service-basics/draft", edited(s.t, "Running the service", "Our own words"))
		install(second)
		review := s.ok("GET", "/workloads/"+id+"/lenses/service-basics", nil)
		if review.at("lens_version").String() != "1.0" || review.at("lens_status").String() != "NOT_CURRENT" {
			s.t.Errorf("the review was changed: %s", review)
		}
		if diff := s.ok("GET", "/lenses/service-basics/diff?from=1.0&to=2.0", nil); !strings.Contains(diff.String(), "Running it") {
			s.t.Errorf("the diff: %s", diff)
		}
		if draft := s.do(call{method: "GET", path: "/lenses/service-basics/draft", as: "owner"}); !strings.Contains(string(draft.body), "Our own words") {
			s.t.Errorf("the draft is gone: %s", draft.body)
		}
		s.ok("DELETE", "/lenses/service-basics?confirm=Service%20basics", nil)
		install(first)
		install(second)
		if r := s.do(call{method: "GET", path: "/lenses/service-basics", as: "owner"}); r.status != 404 {
			s.t.Errorf("a deleted lens came back: %s", r.body)
		}
	})
}

// A lens that somebody imported under the name of one of the program's is left alone.
func TestShippedLensOfATakenName(t *testing.T) {
	each(t, func(s *server) {
		s.ok("POST", "/lenses", edited(s.t, "Running the service", "Our own words"))
		must(s.t, s.svc.Lenses.InstallShipped(s.owner, []lenses.Shipped{{Key: "service-basics", Version: "1.0", Document: builtin.Sample}}))
		if lens := s.ok("GET", "/lenses/service-basics", nil); lens.at("latest_version").v != nil {
			s.t.Errorf("the lens of the program took over: %s", lens)
		}
	})
}

// Several servers that start at once on an empty database make one workspace, with each lens of the program once.
func TestStartsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		secrets := make(chan string, 8)
		var starts sync.WaitGroup
		for range cap(secrets) {
			starts.Go(func() {
				svc := service.New(st, service.Options{})
				secret, err := svc.Workspaces.FirstStart(t.Context())
				if err == nil {
					err = svc.Lenses.InstallShipped(t.Context(), []lenses.Shipped{{Key: "service-basics", Version: "1.0", Document: builtin.Sample}})
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
		must(t, err)
		if len(spaces) != 1 || tokens != 1 {
			t.Fatalf("%d workspaces and %d tokens", len(spaces), tokens)
		}
		ctx := models.WithActor(t.Context(), models.ProgramActor(spaces[0].ID))
		if list, err := svc.Lenses.List(ctx, models.Page{}); err != nil || len(list.Items) != 1 {
			t.Errorf("%d lenses, %v", len(list.Items), err)
		}
	})
}

// The key that the command line and the README give a lens is the one the server knows.
func TestShippedKeys(t *testing.T) {
	s := newServer(t, storetest.OpenAt(t, storetest.SQLite(t)))
	var all []lenses.Shipped
	for _, l := range builtin.All() {
		all = append(all, lenses.Shipped{Key: l.Key, Version: l.Version, Document: l.Document})
	}
	must(t, s.svc.Lenses.InstallShipped(s.owner, all))
	for _, l := range builtin.All() {
		w := s.ok("POST", "/workloads", workload("Review with "+l.Key, l.Key))
		if review := s.ok("GET", "/workloads/"+w.at("id").String()+"/lenses/"+l.Key, nil); review.at("lens_version").String() != l.Version {
			t.Errorf("%s: %s", l.Key, review)
		}
	}
}

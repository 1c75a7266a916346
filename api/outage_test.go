package api_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// A PostgreSQL that hangs, or that is gone, is an outage to the API, to pages, to scripts and to whoever asks whether the server is ready: 503, never 500.
func TestPostgresOutage(t *testing.T) {
	t.Parallel()
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		proxy := storetest.NewProxy(t, dsn)
		st, err := store.Open(t.Context(), proxy.DSN, store.Options{Timeout: time.Second})
		must(t, err)
		defer st.Close()
		s := newServer(t, st)
		workload := s.sample()
		at := "/workloads/" + workload + "/lenses/service-basics/answers/backup"
		ask := func(when string, want int) {
			t.Helper()
			answers := map[string]reply{
				"read":  s.do(call{method: "GET", path: at, as: "owner"}),
				"write": s.do(call{method: "PATCH", path: at, as: "contributor session", body: `{"notes":"` + when + `"}`}),
				"page":  s.fetched("/workloads/"+workload, "viewer session"),
				"form":  s.fetched("/signin", ""),
				"ready": s.fetched("/readyz", ""),
			}
			for what, r := range answers {
				if r.status != want && (what != "form" || r.status != http.StatusOK) {
					t.Errorf("%s, %s: %d %.200s", when, what, r.status, r.body)
				}
				if strings.Contains(string(r.body), "internal") {
					t.Errorf("%s, %s: %.200s", when, what, r.body)
				}
			}
		}
		ask("before", http.StatusOK)
		proxy.Stall(true)
		ask("hangs", http.StatusServiceUnavailable)
		proxy.Stall(false)
		proxy.Refuse(true)
		ask("gone", http.StatusServiceUnavailable)
		proxy.Refuse(false)
		for deadline := time.Now().Add(time.Minute); st.Ping(t.Context()) != nil && time.Now().Before(deadline); {
			time.Sleep(10 * time.Millisecond)
		}
		ask("after", http.StatusOK)
	})
}

// fetched asks for any path of the server, with a session or without.
func (s *server) fetched(path, as string) reply {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), "GET", s.url+path, nil)
	must(s.t, err)
	if secret, ok := s.signed[as]; ok {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	must(s.t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(s.t, err)
	return reply{res.StatusCode, res.Header, body}
}

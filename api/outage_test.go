package api_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// A PostgreSQL that hangs, or that is gone, is an outage to the API, to pages, to scripts and to whoever asks whether
// the server is ready: 503, never 500.
func TestPostgresOutage(t *testing.T) {
	apitest.OnPostgres(t, func(t *testing.T, dsn string) {
		proxy := storetest.NewProxy(t, dsn)
		st, err := store.Open(t.Context(), proxy.DSN, store.Options{Timeout: time.Second})
		apitest.Must(t, err)
		defer st.Close()
		s := apitest.ServerAt(t, dsn, st)
		workload := s.Sample()
		at := "/workloads/" + workload + "/lenses/service-basics/answers/backup"
		ask := func(when string, want int) {
			t.Helper()
			answers := map[string]apitest.Reply{
				"read":  s.Do(apitest.Call{Method: "GET", Path: at, As: "owner"}),
				"write": s.Do(apitest.Call{Method: "PATCH", Path: at, As: "contributor session", Body: `{"notes":"` + when + `"}`}),
				"page":  fetchPath(s, "/workloads/"+workload, "viewer session"),
				"form":  fetchPath(s, "/signin", ""),
				"ready": fetchPath(s, "/readyz", ""),
			}
			for what, r := range answers {
				if r.Status != want && (what != "form" || r.Status != http.StatusOK) {
					t.Errorf("%s, %s: %d %.200s", when, what, r.Status, r.Body)
				}
				if strings.Contains(string(r.Body), "internal") {
					t.Errorf("%s, %s: %.200s", when, what, r.Body)
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

// fetchPath asks for any path of the server, with a session or without.
func fetchPath(s *apitest.Server, path, as string) apitest.Reply {
	s.T.Helper()
	req, err := http.NewRequestWithContext(s.T.Context(), "GET", s.URL+path, nil)
	apitest.Must(s.T, err)
	if secret, ok := s.Sessions[as]; ok {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	apitest.Must(s.T, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	apitest.Must(s.T, err)
	return apitest.Reply{Status: res.StatusCode, Header: res.Header, Body: body}
}

package api_test

import (
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// What is not there is said in the shape of whatever the path belongs to: a problem to programs, a page to people.
func TestErrorsOfEachAPI(t *testing.T) {
	const problem, page = "application/problem+json", "text/html"
	apitest.OnSQLite(t, func(s *apitest.Server) {
		for _, row := range []struct {
			method, path, kind string
			status             int
		}{
			{"GET", "/api/v1/nothing", problem, 404}, {"GET", "/api", page, 200}, {"GET", "/api/", problem, 404},
			{"GET", "/api/x", problem, 404},
			{"POST", "/api", page, 405}, {"GET", "/apis", page, 404},
			{"GET", "/metrics", problem, 404}, {"POST", "/aws/workloads", problem, 404}, {"GET", "/readyz/x", problem, 404},
			{"GET", "/nothing", page, 404}, {"DELETE", "/healthz", problem, 405}, {"DELETE", "/members", page, 405},
			{"PUT", "/api/v1/workloads", problem, 405},
		} {
			req, err := http.NewRequestWithContext(s.T.Context(), row.method, s.URL+row.path, nil)
			apitest.Must(s.T, err)
			res, err := s.Client().Do(req)
			apitest.Must(s.T, err)
			apitest.Must(s.T, res.Body.Close())
			kind := res.Header.Get("Content-Type")
			if res.StatusCode != row.status || !strings.HasPrefix(kind, row.kind) {
				s.T.Errorf("%s %s: %d, %s; want %d, %s", row.method, row.path, res.StatusCode, kind, row.status, row.kind)
			}
		}
	})
}

package api_test

import (
	"net/http"
	"testing"

	"plumbline/models"
)

// A stranger can't tell a workload of ours from one that does not exist.
func TestStrangersSeeNoDifference(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		for _, path := range []string{"", "/lenses", "/lenses/service-basics", "/milestones", "/export", "/plan", "/report.pdf"} {
			ours := s.do(call{method: "GET", path: "/workloads/" + id + path, as: "stranger"})
			none := s.do(call{method: "GET", path: "/workloads/" + models.NewID() + path, as: "stranger"})
			if ours.status != http.StatusNotFound || none.status != http.StatusNotFound {
				s.t.Errorf("%s: %d for ours, %d for none, want 404 for both", path, ours.status, none.status)
			}
			if a, b := ours.tree(s.t).at("detail"), none.tree(s.t).at("detail"); len(a.String()) != len(b.String()) {
				s.t.Errorf("%s: ours says %s, none says %s", path, a, b)
			}
		}
	})
}

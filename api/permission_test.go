package api_test

import (
	"net/http"
	"strings"
	"testing"

	"plumbline/models"
)

// Every operation, asked by everybody: nobody and bad tokens get 401, a role that is too weak gets 403, a stranger finds nothing of ours, and who may is not
// refused. The table is made from the served document, so a new route is in it by itself.
func TestEveryOperationAsEverybody(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		s.ok("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First look"})
		paths := strings.NewReplacer("{workload}", id, "{lens}", "service-basics", "{question}", "backup", "{number}", "1",
			"{version}", "1.0", "{token}", models.NewID())
		if len(s.spec.routes) < 40 {
			t.Fatalf("the document has only %d operations", len(s.spec.routes))
		}
		for _, route := range s.spec.routes {
			for _, as := range who {
				// A body that no operation takes: whoever may ask gets as far as the decoder and changes nothing.
				c := call{method: route.method, path: paths.Replace(route.template), as: as}
				if route.method == "POST" || route.method == "PUT" || route.method == "PATCH" {
					c.body = `{"nobody_knows_this": 1}`
				}
				r := s.do(c)
				if fault := verdict(route, as, r.status); fault != "" {
					s.t.Errorf("%s %s as %s: %d, %s: %s", c.method, c.path, as, r.status, fault, r.body)
				}
			}
		}
	})
}

// verdict tells what is wrong with a status, "" if nothing is.
func verdict(route specRoute, as string, status int) string {
	if route.permission == "" {
		return unless(status == http.StatusOK, "a public operation answers everybody")
	}
	need, known := models.RoleFor(models.Action(route.permission))
	if !known {
		return "the permission " + route.permission + " is in no matrix"
	}
	switch as {
	case "nobody", "garbage", "expired", "revoked":
		return unless(status == http.StatusUnauthorized, "want 401")
	case "stranger":
		inPath := strings.Contains(route.template, "{") && route.method == "GET"
		return unless(status != 401 && status != 403 && (!inPath || status == http.StatusNotFound), "a stranger finds nothing")
	}
	if rank(models.Role(as)) < rank(need) {
		return unless(status == http.StatusForbidden, "want 403")
	}
	return unless(status != http.StatusUnauthorized && status != http.StatusForbidden && status < 500, "this role may")
}

func unless(fine bool, complaint string) string {
	if fine {
		return ""
	}
	return complaint
}

func rank(r models.Role) int {
	for i, known := range models.Roles {
		if r == known {
			return i
		}
	}
	return -1
}

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

package api_test

import (
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// bareReply takes out of a reply what may differ between two that tell the same: the id that was asked for, and the
// request's own.
func bareReply(r apitest.Reply, ids map[string]string) string {
	text := regexp.MustCompile(`"request_id":"[0-9a-f]{32}"`).ReplaceAllString(string(r.Body), "")
	for name, id := range ids {
		if len(id) > 10 {
			text = strings.ReplaceAll(text, id, "{"+name+"}")
		}
	}
	for _, name := range []string{"Content-Type", "Etag", "Location", "Set-Cookie", "Allow", "Cache-Control"} {
		text += "\n" + name + ": " + r.Header.Get(name)
	}
	return text
}

// Whoever is not let in can't tell what there is from what there is not: for everything that is read or deleted by id
// the reply is the same to the letter, to people of another workspace, and about workloads beyond a member's narrowing.
func TestStrangersSeeNoDifference(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		ours := s.OneOfEach()
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		none := map[string]string{}
		for name, id := range ours {
			none[name] = id
			if len(id) == 32 {
				none[name] = models.NewID()
			}
		}
		none["key"] = "PLAKAAAAAAAAAAAAAAAA"
		for _, route := range s.Spec.Routes {
			if !strings.Contains(route.Template, "{") || (route.Method != "GET" && route.Method != "DELETE") {
				continue
			}
			for _, as := range []string{"stranger", "stranger session", "narrow session"} {
				if as == "narrow session" && !strings.Contains(route.Template, "{workload}") {
					continue
				}
				ask := func(ids map[string]string) (apitest.Reply, string) {
					path := apitest.PathParam.ReplaceAllStringFunc(route.Template, func(p string) string {
						return ids[strings.Trim(p, "{}")]
					})
					r := s.Do(apitest.Call{Method: route.Method, Path: path, As: as})
					return r, bareReply(r, ids)
				}
				r, there := ask(ours)
				r2, nowhere := ask(none)
				if r.Status != r2.Status || there != nowhere {
					t.Errorf("%s %s as %s: %d for ours, %d for none:\n%s\n%s", route.Method, route.Template, as, r.Status, r2.Status,
						there, nowhere)
				}
				if r.Status < 400 {
					t.Errorf("%s %s as %s: %d", route.Method, route.Template, as, r.Status)
				}
			}
		}
	})
}

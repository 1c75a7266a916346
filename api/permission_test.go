package api_test

import (
	"regexp"
	"strings"
	"testing"

	"plumbline/models"
)

// things are ids of one of everything that the workspace has, by path parameter.
func (s *server) things() map[string]string {
	s.t.Helper()
	id := s.sample()
	s.ok("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First look"})
	share := s.ok("POST", "/workloads/"+id+"/shares", map[string]any{"account_id": "000000000000", "role": "viewer"})
	link := s.guest("guest", id, "service-basics")
	_, token := s.token(s.owner, models.Viewer)
	_, key, err := s.svc.Keys.Create(s.owner, models.TokenInput{Name: "Build", Role: models.Viewer})
	must(s.t, err)
	invited := s.ok("POST", "/invitations", map[string]any{"email": "new@example.com", "role": "viewer"})
	review := "/workloads/" + id + "/lenses/service-basics"
	comment := s.ok("POST", review+"/answers/backup/comments", map[string]any{"body": "Why"})
	item := s.ok("POST", review+"/parking", map[string]any{"body": "Later"})
	sessions, err := s.svc.Sessions.List(s.as("owner session"))
	must(s.t, err)
	return map[string]string{
		"workload": id, "lens": s.ok("GET", "/lenses/service-basics", nil).at("id").String(), "share": share.at("id").String(), "link": link.ID,
		"token": token, "key": key.ID, "user": s.users["viewer"].ID, "invitation": invited.at("id").String(), "session": sessions[0].ID,
		"comment": comment.at("id").String(), "item": item.at("id").String(), "question": "backup", "number": "1", "version": "1.0", "workspace": s.here,
	}
}

var pathParam = regexp.MustCompile(`\{(\w+)\}`)

// bare takes out of a reply what may differ between two that tell the same: the id that was asked for, and the request's own.
func bare(r reply, ids map[string]string) string {
	text := regexp.MustCompile(`"request_id":"[0-9a-f]{32}"`).ReplaceAllString(string(r.body), "")
	for name, id := range ids {
		if len(id) > 10 {
			text = strings.ReplaceAll(text, id, "{"+name+"}")
		}
	}
	for _, name := range []string{"Content-Type", "Etag", "Location", "Set-Cookie", "Allow", "Cache-Control"} {
		text += "\n" + name + ": " + r.header.Get(name)
	}
	return text
}

// Whoever is not let in can't tell what there is from what there is not: for everything that is read or deleted by id the reply is the same to the
// letter, to people of another workspace, and about workloads beyond a member's narrowing.
func TestStrangersSeeNoDifference(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		ours := s.things()
		s.narrowed("narrow", models.Grant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		none := map[string]string{}
		for name, id := range ours {
			none[name] = id
			if len(id) == 32 {
				none[name] = models.NewID()
			}
		}
		none["key"] = "PLAKAAAAAAAAAAAAAAAA"
		for _, route := range s.spec.routes {
			if !strings.Contains(route.template, "{") || (route.method != "GET" && route.method != "DELETE") {
				continue
			}
			for _, as := range []string{"stranger", "stranger session", "narrow session"} {
				if as == "narrow session" && !strings.Contains(route.template, "{workload}") {
					continue
				}
				ask := func(ids map[string]string) (reply, string) {
					path := pathParam.ReplaceAllStringFunc(route.template, func(p string) string { return ids[strings.Trim(p, "{}")] })
					r := s.do(call{method: route.method, path: path, as: as})
					return r, bare(r, ids)
				}
				r, there := ask(ours)
				r2, nowhere := ask(none)
				if r.status != r2.status || there != nowhere {
					t.Errorf("%s %s as %s: %d for ours, %d for none:\n%s\n%s", route.method, route.template, as, r.status, r2.status, there, nowhere)
				}
				if r.status < 400 {
					t.Errorf("%s %s as %s: %d", route.method, route.template, as, r.status)
				}
			}
		}
	})
}

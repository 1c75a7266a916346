package api_test

import (
	"strings"
	"testing"

	"plumbline/models"
)

func TestParking(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		at := review + "/parking"
		s.guest("guest", id, "service-basics")
		s.narrowed("narrow", models.Grant{Role: models.Contributor, Pillars: []string{"operations"}})
		park := func(as, question, body string) call {
			return call{method: "POST", path: at, as: as, body: map[string]any{"question_id": question, "body": body}}
		}
		read := func(as string) call { return call{method: "GET", path: at, as: as} }
		s.run([]scenario{
			{name: "nobody", call: park("nobody", "", "x"), status: 401},
			{name: "stranger", call: park("stranger", "", "x"), status: 404},
			{name: "guest", call: park("guest session", "", "x"), status: 403},
			{name: "viewer", call: park("viewer session", "", "x"), status: 403},
			{name: "blank", call: park("contributor", "", " "), status: 422, holds: []string{"/body"}},
			{name: "too long", call: park("contributor", "", strings.Repeat("x", 2001)), status: 422, holds: []string{"/body"}},
			{name: "no question", call: park("contributor", "none", "x"), status: 422, holds: []string{"/question_id"}},
			{name: "narrowed to a pillar", call: park("narrow session", "backup", "Who pays?"), status: 201, changes: true},
			{name: "guest reads", call: read("guest session"), status: 403},
			{name: "stranger reads", call: read("stranger"), status: 404},
			{name: "viewer reads", call: read("viewer"), status: 200, holds: []string{"Who pays?", "The narrow", `"backup"`}},
		})
		item := at + "/" + s.ok("POST", at, map[string]any{"body": "Ask legal\nabout logs"}).at("id").String()
		backup := at + "/" + s.ok("GET", at, nil).at("items/0/id").String()
		other := s.ok("POST", "/workloads", workload("Elsewhere", "service-basics")).at("id").String()
		set := func(as, path string, done bool) call {
			return call{method: "PATCH", path: path, as: as, body: map[string]any{"done": done}}
		}
		keep := func(as, path string) call { return call{method: "POST", path: path + "/keep", as: as} }
		remove := func(as, path string) call { return call{method: "DELETE", path: path, as: as} }
		s.ok("PATCH", review+"/answers/backup", map[string]any{"notes": "Daily.  \n"})
		s.run([]scenario{
			{name: "tick off as a stranger", call: set("stranger", item, true), status: 404},
			{name: "as a viewer", call: set("viewer session", item, true), status: 403},
			{name: "of another review", call: set("contributor", strings.Replace(item, id, other, 1), true), status: 404, holds: []string{"no parked item"}},
			{name: "tick off", call: set("contributor session", item, true), status: 200, holds: []string{`"done_by":"The contributor"`}, changes: true},
			{name: "again", call: set("owner session", item, true), status: 200, holds: []string{`"done_by":"The contributor"`}},
			{name: "open again", call: set("owner session", item, false), status: 200, lacks: []string{"done_"}, changes: true},
			{name: "keep as a viewer", call: keep("viewer session", item), status: 403},
			{name: "keep as a stranger", call: keep("stranger", item), status: 404},
			{name: "keep in the notes of another pillar", call: keep("narrow session", backup), status: 403, holds: []string{"operations"}},
			{name: "keep in the notes of the whole review, narrowed", call: keep("narrow session", item), status: 403},
			{name: "keep with its question", call: keep("contributor session", backup), status: 200, holds: []string{`"kept_as":"answer_notes"`, "done_at"}, changes: true},
			{name: "keep it twice", call: keep("contributor session", backup), status: 409},
			{name: "keep with the review", call: keep("contributor session", item), status: 200, holds: []string{`"kept_as":"review_notes"`}, changes: true},
			{name: "the answer has it", call: call{method: "GET", path: review + "/answers/backup", as: "viewer"}, status: 200, holds: []string{`"Daily.\n\n- Who pays?"`, `"version":2`, "The contributor"}},
			{name: "the review has it", call: call{method: "GET", path: review, as: "viewer"}, status: 200, holds: []string{`"- Ask legal\n  about logs"`, `"version":2`}},
			{name: "delete as a viewer", call: remove("viewer session", item), status: 403},
			{name: "delete as a stranger", call: remove("stranger", item), status: 404},
			{name: "delete", call: remove("contributor session", item), status: 204, changes: true},
			{name: "the notes stay", call: call{method: "GET", path: review, as: "viewer"}, status: 200, holds: []string{"Ask legal"}},
			{name: "gone", call: remove("contributor session", item), status: 404},
		})
		s.ok("PATCH", review+"/answers/load", map[string]any{"notes": strings.Repeat("x", models.MaxNotes-5)})
		full := at + "/" + s.ok("POST", at, map[string]any{"question_id": "load", "body": "One more"}).at("id").String()
		s.run([]scenario{
			{name: "the notes are full", call: keep("contributor session", full), status: 422, holds: []string{"/notes"}},
			{name: "so it is kept nowhere", call: read("viewer"), status: 200, holds: []string{`"One more"`}, lacks: []string{`"kept_as":"review_notes"`}},
		})
		audit := string(s.expect(call{method: "GET", path: "/audit?kind=answer", as: "owner"}, 200).body)
		if !strings.Contains(audit, "- Who pays?") {
			t.Errorf("the answer's history lacks the kept item: %s", audit)
		}
	})
}

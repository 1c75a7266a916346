package v1_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

func TestParking(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		at := review + "/parking"
		s.Guest("guest", id, "service-basics")
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		park := func(as, question, body string) apitest.Call {
			return apitest.Call{Method: "POST", Path: at, As: as, Body: map[string]any{"question_id": question, "body": body}}
		}
		read := func(as string) apitest.Call { return apitest.Call{Method: "GET", Path: at, As: as} }
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: park("nobody", "", "x"), Status: 401},
			{Name: "stranger", Call: park("stranger", "", "x"), Status: 404},
			{Name: "guest", Call: park("guest session", "", "x"), Status: 403},
			{Name: "viewer", Call: park("viewer session", "", "x"), Status: 403},
			{Name: "blank", Call: park("contributor", "", " "), Status: 422, Holds: []string{"/body"}},
			{Name: "too long", Call: park("contributor", "", strings.Repeat("x", 2001)), Status: 422, Holds: []string{"/body"}},
			{Name: "no question", Call: park("contributor", "none", "x"), Status: 422, Holds: []string{"/question_id"}},
			{Name: "narrowed to a pillar", Call: park("narrow session", "backup", "Who pays?"), Status: 201, Changes: true},
			{Name: "guest reads", Call: read("guest session"), Status: 403},
			{Name: "stranger reads", Call: read("stranger"), Status: 404},
			{Name: "viewer reads", Call: read("viewer"), Status: 200, Holds: []string{"Who pays?", "The narrow", `"backup"`}},
		})
		item := at + "/" + s.OK("POST", at, map[string]any{"body": "Ask legal\nabout logs"}).At("id").String()
		backup := at + "/" + s.OK("GET", at, nil).At("items/0/id").String()
		other := s.OK("POST", "/workloads", apitest.WorkloadBody("Elsewhere", "service-basics")).At("id").String()
		set := func(as, path string, done bool) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: path, As: as, Body: map[string]any{"done": done}}
		}
		keep := func(as, path string) apitest.Call { return apitest.Call{Method: "POST", Path: path + "/keep", As: as} }
		remove := func(as, path string) apitest.Call { return apitest.Call{Method: "DELETE", Path: path, As: as} }
		s.OK("PATCH", review+"/answers/backup", map[string]any{"notes": "Daily.  \n"})
		s.RunScenarios([]apitest.Scenario{
			{Name: "tick off as a stranger", Call: set("stranger", item, true), Status: 404},
			{Name: "as a viewer", Call: set("viewer session", item, true), Status: 403},
			{Name: "of another review", Call: set("contributor", strings.Replace(item, id, other, 1), true), Status: 404,
				Holds: []string{"no parked item"}},
			{Name: "tick off", Call: set("contributor session", item, true), Status: 200,
				Holds: []string{`"done_by":"The contributor"`}, Changes: true},
			{Name: "again", Call: set("owner session", item, true), Status: 200, Holds: []string{`"done_by":"The contributor"`}},
			{Name: "open again", Call: set("owner session", item, false), Status: 200, Lacks: []string{"done_"}, Changes: true},
			{Name: "keep as a viewer", Call: keep("viewer session", item), Status: 403},
			{Name: "keep as a stranger", Call: keep("stranger", item), Status: 404},
			{Name: "keep in the notes of another pillar", Call: keep("narrow session", backup), Status: 403,
				Holds: []string{"operations"}},
			{Name: "keep in the notes of the whole review, narrowed", Call: keep("narrow session", item), Status: 403},
			{Name: "keep with its question", Call: keep("contributor session", backup), Status: 200,
				Holds: []string{`"kept_as":"answer_notes"`, "done_at"}, Changes: true},
			{Name: "keep it twice", Call: keep("contributor session", backup), Status: 409},
			{Name: "keep with the review", Call: keep("contributor session", item), Status: 200,
				Holds: []string{`"kept_as":"review_notes"`}, Changes: true},
			{Name: "the answer has it", Call: apitest.Call{Method: "GET", Path: review + "/answers/backup", As: "viewer"},
				Status: 200, Holds: []string{`"Daily.\n\n- Who pays?"`, `"version":2`, "The contributor"}},
			{Name: "the review has it", Call: apitest.Call{Method: "GET", Path: review, As: "viewer"}, Status: 200,
				Holds: []string{`"- Ask legal\n  about logs"`, `"version":2`}},
			{Name: "delete as a viewer", Call: remove("viewer session", item), Status: 403},
			{Name: "delete as a stranger", Call: remove("stranger", item), Status: 404},
			{Name: "delete", Call: remove("contributor session", item), Status: 204, Changes: true},
			{Name: "the notes stay", Call: apitest.Call{Method: "GET", Path: review, As: "viewer"}, Status: 200,
				Holds: []string{"Ask legal"}},
			{Name: "gone", Call: remove("contributor session", item), Status: 404},
		})
		s.OK("PATCH", review+"/answers/load", map[string]any{"notes": strings.Repeat("x", models.MaxNotes-5)})
		full := at + "/" + s.OK("POST", at, map[string]any{"question_id": "load", "body": "One more"}).At("id").String()
		s.RunScenarios([]apitest.Scenario{
			{Name: "the notes are full", Call: keep("contributor session", full), Status: 422, Holds: []string{"/notes"}},
			{Name: "so it is kept nowhere", Call: read("viewer"), Status: 200, Holds: []string{`"One more"`},
				Lacks: []string{`"kept_as":"review_notes"`}},
		})
		audit := string(s.Expect(apitest.Call{Method: "GET", Path: "/audit?kind=answer", As: "owner"}, 200).Body)
		if !strings.Contains(audit, "- Who pays?") {
			t.Errorf("the answer's history lacks the kept item: %s", audit)
		}
	})
}

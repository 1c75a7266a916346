package api_test

import (
	"strings"
	"testing"

	"plumbline/models"
)

func TestAssignment(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics/assignments"
		s.guest("guest", id, "service-basics")
		s.narrowed("narrow", models.Grant{Role: models.Contributor, Pillars: []string{"operations"}})
		s.narrowed("away", models.Grant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		put := func(as, question, pillar, who string) call {
			body := map[string]any{"question_id": question, "pillar_id": pillar, "user_id": ""}
			if who != "" {
				body["user_id"] = s.users[who].ID
			}
			return call{method: "PUT", path: at, as: as, body: body}
		}
		read := func(as string) call { return call{method: "GET", path: at, as: as} }
		unknown := put("contributor", "backup", "", "")
		unknown.body.(map[string]any)["user_id"] = models.NewID()
		s.run([]scenario{
			{name: "nobody", call: put("nobody", "backup", "", "viewer"), status: 401},
			{name: "stranger", call: put("stranger", "backup", "", "stranger"), status: 404},
			{name: "guest", call: put("guest session", "backup", "", "viewer"), status: 403},
			{name: "viewer", call: put("viewer session", "backup", "", "viewer"), status: 403},
			{name: "narrowed, of another pillar", call: put("narrow session", "backup", "", "narrow"), status: 403, holds: []string{"operations"}},
			{name: "narrowed, another pillar as a whole", call: put("narrow session", "", "reliability", "narrow"), status: 403},
			{name: "to a stranger", call: put("contributor", "backup", "", "stranger"), status: 422, holds: []string{"/user_id", "nobody who reaches"}},
			{name: "to an account that there is not", call: unknown, status: 422, holds: []string{"/user_id", "nobody who reaches"}},
			{name: "to somebody narrowed to other workloads", call: put("contributor", "backup", "", "away"), status: 422, holds: []string{"/user_id"}},
			{name: "to somebody without a workspace", call: put("contributor", "backup", "", "administrator"), status: 422, holds: []string{"/user_id"}},
			{name: "nothing", call: put("contributor", "", "", "viewer"), status: 422, holds: []string{"/pillar_id"}},
			{name: "no question", call: put("contributor", "none", "", "viewer"), status: 422, holds: []string{"/question_id"}},
			{name: "no pillar", call: put("contributor", "", "none", "viewer"), status: 422, holds: []string{"/pillar_id"}},
			{name: "a question of another pillar", call: put("contributor", "backup", "operations", "viewer"), status: 422, holds: []string{"/pillar_id"}},
			{name: "to nobody where it is nobody's", call: put("contributor", "backup", "", ""), status: 200},
			{name: "a question", call: put("contributor session", "backup", "", "viewer"), status: 200, holds: []string{`"pillar_id":"reliability"`, "The viewer", `"assigned_by":"The contributor"`}, changes: true},
			{name: "the same again", call: put("owner session", "backup", "reliability", "viewer"), status: 200, holds: []string{`"assigned_by":"The contributor"`}},
			{name: "its pillar", call: put("contributor session", "", "reliability", "owner"), status: 200, lacks: []string{"question_id"}, changes: true},
			{name: "narrowed, of its pillar", call: put("narrow session", "oncall", "", "narrow"), status: 200, changes: true},
			{name: "guest reads", call: read("guest session"), status: 403},
			{name: "stranger reads", call: read("stranger"), status: 404},
			{name: "viewer reads", call: read("viewer"), status: 200, holds: []string{`"question_id":"backup"`, `"pillar_id":"reliability","user_id"`, "The narrow"}},
			{name: "to somebody else", call: put("contributor", "backup", "", "architect"), status: 200, changes: true},
			{name: "one at a time", call: read("viewer"), status: 200, lacks: []string{"The viewer"}, holds: []string{"The architect"}},
			{name: "to nobody", call: put("contributor", "backup", "", ""), status: 200, lacks: []string{"user_id"}, changes: true},
			{name: "the pillar stays", call: read("viewer"), status: 200, lacks: []string{`"backup"`}, holds: []string{`"pillar_id":"reliability","user_id"`}},
		})
	})
}

// Whoever can't reach a workload any more looks after nothing there; elsewhere it stays.
func TestAssignmentsEndWithTheMembership(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		one := s.sample()
		two := s.ok("POST", "/workloads", workload("Elsewhere", "service-basics")).at("id").String()
		s.person("leaver", s.here, models.Contributor)
		leaver := s.users["leaver"]
		held := func(id string) bool {
			return strings.Contains(s.ok("GET", "/workloads/"+id+"/lenses/service-basics/assignments", nil).String(), leaver.ID)
		}
		for _, id := range []string{one, two} {
			s.ok("PUT", "/workloads/"+id+"/lenses/service-basics/assignments", map[string]any{"question_id": "backup", "user_id": leaver.ID})
		}
		s.ok("PUT", "/members/"+leaver.ID, map[string]any{"role": "viewer"})
		if !held(one) || !held(two) {
			t.Error("a weaker role took assignments")
		}
		s.ok("PUT", "/members/"+leaver.ID, map[string]any{"role": "viewer", "workloads": []string{two}})
		if held(one) || !held(two) {
			t.Error("narrowed to one workload, the other's assignments must end, and only they")
		}
		s.ok("DELETE", "/members/"+leaver.ID+"?confirm="+leaver.Email, nil)
		if held(two) {
			t.Error("somebody who has left looks after a question still")
		}
	})
}

func TestParticipants(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		s.neighbours()
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		s.narrowed("away", models.Grant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		list := func(as string) call { return call{method: "GET", path: at + "/participants", as: as} }
		s.run([]scenario{
			{name: "stranger", call: list("stranger"), status: 404},
			{name: "viewer", call: list("viewer"), status: 403},
			{name: "contributor", call: list("contributor"), status: 200, holds: []string{"The viewer", s.users["viewer"].Email},
				lacks: []string{"The stranger", "The away", "The administrator", "password"}},
		})
		share := s.share("/workloads/"+id, models.Viewer)
		assign := call{method: "PUT", path: at + "/assignments", as: "contributor", body: map[string]any{"question_id": "backup", "user_id": s.users["foreign-contributor"].ID}}
		say := func(as, body string) call {
			return call{method: "POST", path: at + "/answers/backup/comments", as: as, body: map[string]any{"body": body}}
		}
		s.run([]scenario{
			{name: "a share as viewer shows nobody", call: list("stranger session"), status: 403},
			{name: "and lets nobody comment", call: say("stranger session", "x"), status: 403},
			{name: "but read", call: call{method: "GET", path: at + "/answers/backup/comments", as: "stranger session"}, status: 200},
			{name: "it can be assigned to", call: assign, status: 200, holds: []string{"The foreign-contributor"}, changes: true},
			{name: "seen from here, without address", call: list("contributor"), status: 200, holds: []string{"The foreign-contributor"}, lacks: []string{s.users["stranger"].Email}},
		})
		s.ok("PUT", at+"/assignments", map[string]any{"question_id": "load", "user_id": s.users["viewer"].ID})
		s.expect(call{method: "DELETE", path: "/workloads/" + id + "/shares/" + share, as: "owner"}, 204)
		if left := s.ok("GET", at+"/assignments", nil); left.at("items").len() != 1 || left.at("items/0/name").String() != "The viewer" {
			t.Errorf("when the share ended, these assignments stayed: %s", left)
		}
		s.share("/workloads/"+id, models.Contributor)
		s.expect(assign, 200)
		made := s.expect(say("foreign-contributor session", "@The architect, from next door"), 201).tree(t)
		s.run([]scenario{
			{name: "a share as contributor shows who works there", call: list("foreign-contributor session"), status: 200,
				holds: []string{"The viewer", s.users["stranger"].Email}, lacks: []string{`"` + s.users["viewer"].Email, "The third"}},
			{name: "an architect there is none here", call: say("third session", "x"), status: 404},
			{name: "moderation is the owner's", call: call{method: "DELETE", path: at + "/answers/backup/comments/" + made.at("id").String(), as: "stranger session"}, status: 403},
			{name: "mentioned", call: call{method: "GET", path: "/mine", as: "architect session"}, status: 200, holds: []string{"from next door"}},
			{name: "assigned across", call: call{method: "GET", path: "/mine", as: "foreign-contributor session"}, status: 200, holds: []string{`"question_id":"backup"`, "Checkout"}},
		})
	})
}

func TestMine(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		assign := func(question, pillar, who string) {
			s.ok("PUT", at+"/assignments", map[string]any{"question_id": question, "pillar_id": pillar, "user_id": s.users[who].ID})
		}
		assign("", "reliability", "viewer") // backup, load, failure
		assign("load", "", "owner")
		assign("oncall", "", "viewer")
		s.ok("PATCH", at+"/answers/backup", map[string]any{"selected": []string{"backup_no"}})
		s.ok("PATCH", at+"/answers/oncall", map[string]any{"selected": []string{"oncall_no"}})
		mine := s.expect(call{method: "GET", path: "/mine", as: "viewer session"}, 200).tree(t)
		for i, want := range []string{`"failure" true "UNANSWERED"`, `"oncall" false "HIGH"`, `"backup" true "HIGH"`} {
			q := mine.at("questions/" + string(rune('0'+i)))
			if got := `"` + q.at("question_id").String() + `" ` + q.at("by_pillar").String() + ` "` + q.at("risk").String() + `"`; got != want {
				t.Errorf("question %d is %s, want %s", i, got, want)
			}
		}
		if mine.at("questions").len() != 3 || mine.at("questions/0/workload").String() != "Checkout" || mine.at("questions/0/lens_key").String() != "service-basics" {
			t.Errorf("mine are %s", mine)
		}
		secret, _, err := s.svc.Tokens.CreateOwn(s.as("viewer session"), models.TokenInput{Name: "Script", Role: models.Viewer})
		must(t, err)
		s.tokens["own"] = secret
		s.narrowed("narrow", models.Grant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		ask := func(as string) call { return call{method: "GET", path: "/mine", as: as} }
		s.run([]scenario{
			{name: "nobody", call: ask("nobody"), status: 401},
			{name: "a token of the workspace", call: ask("owner"), status: 403, holds: []string{"people"}},
			{name: "a personal token", call: ask("own"), status: 200, holds: []string{"failure"}},
			{name: "a stranger has others", call: ask("stranger session"), status: 200, holds: []string{`"questions":[]`, `"mentions":[]`}},
			{name: "narrowed away", call: ask("narrow session"), status: 200, holds: []string{`"questions":[]`}},
			{name: "the owner's", call: ask("owner session"), status: 200, holds: []string{`"load"`}, lacks: []string{"failure"}},
		})
		// Somebody of two workspaces sees what is to do in the one that the session works in.
		_, err = s.svc.Members.Add(models.WithActor(t.Context(), models.ProgramActor("")), s.there, s.users["viewer"].ID, models.Grant{Role: models.Viewer})
		must(t, err)
		s.expect(call{method: "POST", path: at + "/answers/load/comments", as: "contributor", body: map[string]any{"body": "@The viewer, see"}}, 201)
		s.run([]scenario{{name: "here", call: ask("viewer session"), status: 200, holds: []string{"failure", "@The viewer, see"}}})
		s.expect(call{method: "PATCH", path: "/session", as: "viewer session", body: map[string]any{"workspace": s.there}}, 200)
		s.run([]scenario{{name: "there", call: ask("viewer session"), status: 200, holds: []string{`"questions":[]`, `"mentions":[]`}}})
	})
}

package v1_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

func TestAssignment(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics/assignments"
		s.Guest("guest", id, "service-basics")
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		s.NarrowedMember("away", models.MemberGrant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		put := func(as, question, pillar, who string) apitest.Call {
			body := map[string]any{"question_id": question, "pillar_id": pillar, "user_id": ""}
			if who != "" {
				body["user_id"] = s.Users[who].ID
			}
			return apitest.Call{Method: "PUT", Path: at, As: as, Body: body}
		}
		read := func(as string) apitest.Call { return apitest.Call{Method: "GET", Path: at, As: as} }
		unknown := put("contributor", "backup", "", "")
		unknown.Body.(map[string]any)["user_id"] = models.NewID()
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: put("nobody", "backup", "", "viewer"), Status: 401},
			{Name: "stranger", Call: put("stranger", "backup", "", "stranger"), Status: 404},
			{Name: "guest", Call: put("guest session", "backup", "", "viewer"), Status: 403},
			{Name: "viewer", Call: put("viewer session", "backup", "", "viewer"), Status: 403},
			{Name: "narrowed, of another pillar", Call: put("narrow session", "backup", "", "narrow"), Status: 403,
				Holds: []string{"operations"}},
			{Name: "narrowed, another pillar as a whole", Call: put("narrow session", "", "reliability", "narrow"), Status: 403},
			{Name: "to a stranger", Call: put("contributor", "backup", "", "stranger"), Status: 422,
				Holds: []string{"/user_id", "access to this workload"}},
			{Name: "to an account that there is not", Call: unknown, Status: 422,
				Holds: []string{"/user_id", "access to this workload"}},
			{Name: "to somebody narrowed to other workloads", Call: put("contributor", "backup", "", "away"), Status: 422,
				Holds: []string{"/user_id"}},
			{Name: "to somebody without a workspace", Call: put("contributor", "backup", "", "administrator"), Status: 422,
				Holds: []string{"/user_id"}},
			{Name: "nothing", Call: put("contributor", "", "", "viewer"), Status: 422, Holds: []string{"/pillar_id"}},
			{Name: "no question", Call: put("contributor", "none", "", "viewer"), Status: 422, Holds: []string{"/question_id"}},
			{Name: "no pillar", Call: put("contributor", "", "none", "viewer"), Status: 422, Holds: []string{"/pillar_id"}},
			{Name: "a question of another pillar", Call: put("contributor", "backup", "operations", "viewer"), Status: 422,
				Holds: []string{"/pillar_id"}},
			{Name: "to nobody where it is nobody's", Call: put("contributor", "backup", "", ""), Status: 200},
			{Name: "a question", Call: put("contributor session", "backup", "", "viewer"), Status: 200,
				Holds: []string{`"pillar_id":"reliability"`, "The viewer", `"assigned_by":"The contributor"`}, Changes: true},
			{Name: "the same again", Call: put("owner session", "backup", "reliability", "viewer"), Status: 200,
				Holds: []string{`"assigned_by":"The contributor"`}},
			{Name: "its pillar", Call: put("contributor session", "", "reliability", "owner"), Status: 200,
				Lacks: []string{"question_id"}, Changes: true},
			{Name: "narrowed, of its pillar", Call: put("narrow session", "oncall", "", "narrow"), Status: 200, Changes: true},
			{Name: "guest reads", Call: read("guest session"), Status: 403},
			{Name: "stranger reads", Call: read("stranger"), Status: 404},
			{Name: "viewer reads", Call: read("viewer"), Status: 200,
				Holds: []string{`"question_id":"backup"`, `"pillar_id":"reliability","user_id"`, "The narrow"}},
			{Name: "to somebody else", Call: put("contributor", "backup", "", "architect"), Status: 200, Changes: true},
			{Name: "one at a time", Call: read("viewer"), Status: 200, Lacks: []string{"The viewer"},
				Holds: []string{"The architect"}},
			{Name: "to nobody", Call: put("contributor", "backup", "", ""), Status: 200, Lacks: []string{"user_id"},
				Changes: true},
			{Name: "the pillar stays", Call: read("viewer"), Status: 200, Lacks: []string{`"backup"`},
				Holds: []string{`"pillar_id":"reliability","user_id"`}},
		})
	})
}

// Whoever can't reach a workload any more looks after nothing there; elsewhere it stays.
func TestAssignmentsEndWithTheMembership(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		one := s.Sample()
		two := s.OK("POST", "/workloads", apitest.WorkloadBody("Elsewhere", "service-basics")).At("id").String()
		s.Person("leaver", s.WorkspaceID, models.Contributor)
		leaver := s.Users["leaver"]
		held := func(id string) bool {
			return strings.Contains(s.OK("GET", "/workloads/"+id+"/lenses/service-basics/assignments", nil).String(), leaver.ID)
		}
		for _, id := range []string{one, two} {
			s.OK("PUT", "/workloads/"+id+"/lenses/service-basics/assignments",
				map[string]any{"question_id": "backup", "user_id": leaver.ID})
		}
		s.OK("PUT", "/members/"+leaver.ID, map[string]any{"role": "viewer"})
		if !held(one) || !held(two) {
			t.Error("a weaker role took assignments")
		}
		s.OK("PUT", "/members/"+leaver.ID, map[string]any{"role": "viewer", "workloads": []string{two}})
		if held(one) || !held(two) {
			t.Error("narrowed to one workload, the other's assignments must end, and only they")
		}
		s.OK("DELETE", "/members/"+leaver.ID+"?confirm="+leaver.Email, nil)
		if held(two) {
			t.Error("somebody who has left looks after a question still")
		}
	})
}

func TestParticipants(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.AddNeighbours()
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		s.NarrowedMember("away", models.MemberGrant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		list := func(as string) apitest.Call { return apitest.Call{Method: "GET", Path: at + "/participants", As: as} }
		s.RunScenarios([]apitest.Scenario{
			{Name: "stranger", Call: list("stranger"), Status: 404},
			{Name: "viewer", Call: list("viewer"), Status: 403},
			{Name: "contributor", Call: list("contributor"), Status: 200, Holds: []string{"The viewer", s.Users["viewer"].Email},
				Lacks: []string{"The stranger", "The away", "The administrator", "password"}},
		})
		share := s.AcceptedShare("/workloads/"+id, models.Viewer)
		assign := apitest.Call{Method: "PUT", Path: at + "/assignments", As: "contributor",
			Body: map[string]any{"question_id": "backup", "user_id": s.Users["foreign-contributor"].ID}}
		say := func(as, body string) apitest.Call {
			return apitest.Call{Method: "POST", Path: at + "/answers/backup/comments", As: as,
				Body: map[string]any{"body": body}}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "a share as viewer shows nobody", Call: list("stranger session"), Status: 403},
			{Name: "and lets nobody comment", Call: say("stranger session", "x"), Status: 403},
			{Name: "but read", Call: apitest.Call{Method: "GET", Path: at + "/answers/backup/comments", As: "stranger session"},
				Status: 200},
			{Name: "it can be assigned to", Call: assign, Status: 200, Holds: []string{"The foreign-contributor"},
				Changes: true},
			{Name: "seen from here, without address", Call: list("contributor"), Status: 200,
				Holds: []string{"The foreign-contributor"}, Lacks: []string{s.Users["stranger"].Email}},
		})
		s.OK("PUT", at+"/assignments", map[string]any{"question_id": "load", "user_id": s.Users["viewer"].ID})
		s.Expect(apitest.Call{Method: "DELETE", Path: "/workloads/" + id + "/shares/" + share, As: "owner"}, 204)
		if left := s.OK("GET", at+"/assignments", nil); left.At("items").Len() != 1 ||
			left.At("items/0/name").String() != "The viewer" {
			t.Errorf("when the share ended, these assignments stayed: %s", left)
		}
		s.AcceptedShare("/workloads/"+id, models.Contributor)
		s.Expect(assign, 200)
		made := s.Expect(say("foreign-contributor session", "@The architect, from next door"), 201).Tree(t)
		s.RunScenarios([]apitest.Scenario{
			{Name: "a share as contributor shows who works there", Call: list("foreign-contributor session"), Status: 200,
				Holds: []string{"The viewer", s.Users["stranger"].Email},
				Lacks: []string{`"` + s.Users["viewer"].Email, "The third"}},
			{Name: "an architect there is none here", Call: say("third session", "x"), Status: 404},
			{Name: "moderation is the owner's", Call: apitest.Call{Method: "DELETE",
				Path: at + "/answers/backup/comments/" + made.At("id").String(), As: "stranger session"}, Status: 403},
			{Name: "mentioned", Call: apitest.Call{Method: "GET", Path: "/mine", As: "architect session"}, Status: 200,
				Holds: []string{"from next door"}},
			{Name: "assigned across", Call: apitest.Call{Method: "GET", Path: "/mine", As: "foreign-contributor session"},
				Status: 200, Holds: []string{`"question_id":"backup"`, "Checkout"}},
		})
	})
}

func TestMine(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		assign := func(question, pillar, who string) {
			s.OK("PUT", at+"/assignments", map[string]any{"question_id": question, "pillar_id": pillar,
				"user_id": s.Users[who].ID})
		}
		assign("", "reliability", "viewer") // backup, load, failure
		assign("load", "", "owner")
		assign("oncall", "", "viewer")
		s.OK("PATCH", at+"/answers/backup", map[string]any{"selected": []string{"backup_no"}})
		s.OK("PATCH", at+"/answers/oncall", map[string]any{"selected": []string{"oncall_no"}})
		mine := s.Expect(apitest.Call{Method: "GET", Path: "/mine", As: "viewer session"}, 200).Tree(t)
		for i, want := range []string{`"failure" true "UNANSWERED"`, `"oncall" false "HIGH"`, `"backup" true "HIGH"`} {
			q := mine.At("questions/" + string(rune('0'+i)))
			if got := `"` + q.At("question_id").String() + `" ` + q.At("by_pillar").String() + ` "` + q.At("risk").String() +
				`"`; got != want {
				t.Errorf("question %d is %s, want %s", i, got, want)
			}
		}
		if mine.At("questions").Len() != 3 || mine.At("questions/0/workload").String() != "Checkout" ||
			mine.At("questions/0/lens_key").String() != "service-basics" {
			t.Errorf("mine are %s", mine)
		}
		secret, _, err := s.Service.Tokens.CreateOwn(s.As("viewer session"),
			models.TokenInput{Name: "Script", Role: models.Viewer})
		apitest.Must(t, err)
		s.Tokens["own"] = secret
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		ask := func(as string) apitest.Call { return apitest.Call{Method: "GET", Path: "/mine", As: as} }
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: ask("nobody"), Status: 401},
			{Name: "a token of the workspace", Call: ask("owner"), Status: 403, Holds: []string{"people"}},
			{Name: "a personal token", Call: ask("own"), Status: 200, Holds: []string{"failure"}},
			{Name: "a stranger has others", Call: ask("stranger session"), Status: 200,
				Holds: []string{`"questions":[]`, `"mentions":[]`}},
			{Name: "narrowed away", Call: ask("narrow session"), Status: 200, Holds: []string{`"questions":[]`}},
			{Name: "the owner's", Call: ask("owner session"), Status: 200, Holds: []string{`"load"`},
				Lacks: []string{"failure"}},
		})
		// Somebody of two workspaces sees what is to do in the one that the session works in.
		_, err = s.Service.Members.Add(models.WithActor(t.Context(), models.ProgramActor("")), s.StrangersID,
			s.Users["viewer"].ID, models.MemberGrant{Role: models.Viewer})
		apitest.Must(t, err)
		s.Expect(apitest.Call{Method: "POST", Path: at + "/answers/load/comments", As: "contributor",
			Body: map[string]any{"body": "@The viewer, see"}}, 201)
		s.RunScenarios([]apitest.Scenario{{Name: "here", Call: ask("viewer session"), Status: 200,
			Holds: []string{"failure", "@The viewer, see"}}})
		s.Expect(apitest.Call{Method: "PATCH", Path: "/session", As: "viewer session",
			Body: map[string]any{"workspace": s.StrangersID}}, 200)
		s.RunScenarios([]apitest.Scenario{{Name: "there", Call: ask("viewer session"), Status: 200,
			Holds: []string{`"questions":[]`, `"mentions":[]`}}})
	})
}

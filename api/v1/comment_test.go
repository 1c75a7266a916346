package v1_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

func TestComment(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		at := review + "/answers/backup/comments"
		s.Guest("guest", id, "service-basics")
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		s.NarrowedMember("away", models.MemberGrant{Role: models.Contributor, Workloads: []string{models.NewID()}})
		say := func(as, body string) apitest.Call {
			return apitest.Call{Method: "POST", Path: at, As: as, Body: map[string]any{"body": body}}
		}
		read := func(as string) apitest.Call { return apitest.Call{Method: "GET", Path: at, As: as} }
		elsewhere := say("contributor session", "x")
		elsewhere.Path = review + "/answers/none/comments"
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: say("nobody", "x"), Status: 401},
			{Name: "stranger", Call: say("stranger", "x"), Status: 404, Holds: []string{"no workload"}},
			{Name: "narrowed to other workloads", Call: say("away session", "x"), Status: 404, Holds: []string{"no workload"}},
			{Name: "guest", Call: say("guest session", "x"), Status: 403},
			{Name: "viewer", Call: say("viewer session", "x"), Status: 403, Holds: []string{"contributor"}},
			{Name: "blank", Call: say("contributor session", " \n\t"), Status: 422, Holds: []string{"/body"}},
			{Name: "too long", Call: say("contributor session", strings.Repeat("x", models.MaxNotes+1)), Status: 422,
				Holds: []string{"/body"}},
			{Name: "no question of the lens", Call: elsewhere, Status: 404, Holds: []string{"no question"}},
			{Name: "nothing is there yet", Call: read("viewer"), Status: 200, Holds: []string{`"items":[]`}},
			{Name: "contributor", Call: say("contributor session", "Where is the *copy*?"), Status: 201, Changes: true,
				Holds: []string{"The contributor", s.Users["contributor"].ID, `"version":1`, "*copy*"},
				Lacks: []string{"edited_at", "deleted_at"}},
			{Name: "narrowed to other pillars", Call: say("narrow session", "In the vault"), Status: 201, Changes: true},
			{Name: "a token of the workspace", Call: say("owner", "Nightly run: none found"), Status: 201,
				Lacks: []string{"user_id"}, Changes: true},
			{Name: "guest reads", Call: read("guest session"), Status: 403},
			{Name: "stranger reads", Call: read("stranger"), Status: 404},
			{Name: "viewer reads, newest first", Call: read("viewer"), Status: 200, Holds: []string{`[{"id":`, "Nightly run"}},
			{Name: "counts", Call: apitest.Call{Method: "GET", Path: review + "/comments", As: "viewer"}, Status: 200,
				Holds: []string{`{"question_id":"backup","comments":3}`}, Lacks: []string{"oncall"}},
			{Name: "counts for a guest", Call: apitest.Call{Method: "GET", Path: review + "/comments", As: "guest session"},
				Status: 403},
		})
		first := s.OK("GET", at+"?limit=2", nil)
		if got := s.OK("GET", at+"?limit=2&cursor="+first.At("next_cursor").String(), nil); first.At("items").Len() != 2 ||
			got.At("items").Len() != 1 ||
			got.At("items/0/body").String() != "Where is the *copy*?" {
			t.Errorf("the pages are %s and %s", first, got)
		}
	})
}

func TestEditAndDeleteComments(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		at := "/workloads/" + s.Sample() + "/lenses/service-basics/answers/"
		thread := at + "backup/comments"
		made := s.Expect(apitest.Call{Method: "POST", Path: thread, As: "contributor session",
			Body: map[string]any{"body": "Confidential slip"}}, 201).Tree(t)
		one := thread + "/" + made.At("id").String()
		tokens := thread + "/" + s.OK("POST", thread, map[string]any{"body": "By a token"}).At("id").String()
		edit := func(as, path, body, seen string) apitest.Call {
			c := apitest.Call{Method: "PATCH", Path: path, As: as, Body: map[string]any{"body": body}}
			if seen != "" {
				c.Header = map[string]string{"If-Match": `"` + seen + `"`}
			}
			return c
		}
		remove := func(as, path string) apitest.Call { return apitest.Call{Method: "DELETE", Path: path, As: as} }
		s.Person("colleague", s.WorkspaceID, models.Contributor)
		s.RunScenarios([]apitest.Scenario{
			{Name: "edit as a stranger", Call: edit("stranger", one, "x", ""), Status: 404},
			{Name: "edit as a viewer", Call: edit("viewer session", one, "x", ""), Status: 403},
			{Name: "edit as a colleague", Call: edit("colleague session", one, "x", ""), Status: 403,
				Holds: []string{"who wrote it"}},
			{Name: "edit as the owner", Call: edit("owner session", one, "x", ""), Status: 403},
			{Name: "edit what a token said", Call: edit("owner", tokens, "x", ""), Status: 403},
			{Name: "of another question", Call: edit("contributor session", strings.Replace(one, "backup", "load", 1), "x", ""),
				Status: 404, Holds: []string{"no comment"}},
			{Name: "stale", Call: edit("contributor session", one, "x", "7"), Status: 412,
				Holds: []string{`"current"`, "Confidential slip"}},
			{Name: "nothing new", Call: edit("contributor session", one, "Confidential slip", "1"), Status: 200,
				Holds: []string{`"version":1`}},
			{Name: "edit", Call: edit("contributor session", one, "Secret slip", "1"), Status: 200,
				Holds: []string{`"version":2`, "edited_at", "Secret"}, Changes: true},
			{Name: "delete as a colleague", Call: remove("colleague session", one), Status: 403, Holds: []string{"architect"}},
			{Name: "delete as a viewer", Call: remove("viewer session", one), Status: 403},
			{Name: "delete as a stranger", Call: remove("stranger", one), Status: 404},
			{Name: "delete one's own", Call: remove("contributor session", one), Status: 204, Changes: true},
			{Name: "again", Call: remove("contributor session", one), Status: 204},
			{Name: "edit the gap", Call: edit("contributor session", one, "x", ""), Status: 409,
				Holds: []string{"The contributor"}},
			{Name: "delete that of another as an architect", Call: remove("architect session", tokens), Status: 204,
				Changes: true},
			{Name: "both are gaps", Call: apitest.Call{Method: "GET", Path: thread, As: "viewer"}, Status: 200,
				Lacks: []string{"slip", "By a token"},
				Holds: []string{`"deleted_by":"The contributor"`, `"deleted_by":"The architect"`, `"body":""`}},
			{Name: "counted no more", Call: apitest.Call{Method: "GET", Path: strings.TrimSuffix(at, "answers/") + "comments",
				As: "viewer"}, Status: 200, Holds: []string{`"items":[]`}},
		})
		audit := string(s.Expect(apitest.Call{Method: "GET", Path: "/audit?kind=comment", As: "owner"}, 200).Body)
		for _, text := range []string{"slip", "By a token", "Confidential"} {
			if strings.Contains(audit, text) {
				t.Errorf("the audit holds what a deleted comment said: %q", text)
			}
		}
		if n := strings.Count(audit, made.At("id").String()); n != 3 || !strings.Contains(audit, `"characters"`) ||
			!strings.Contains(audit, "comment.delete") {
			t.Errorf("%d lines about the comment: %s", n, audit)
		}
	})
}

// A create that is sent again does not say the same thing twice.
func TestACommentIsMadeOnce(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		at := "/workloads/" + s.Sample() + "/lenses/service-basics/answers/backup/comments"
		c := apitest.Call{Method: "POST", Path: at, As: "contributor session", Body: map[string]any{"body": "Once"},
			Header: map[string]string{"Idempotency-Key": "k"}}
		first, second := s.Expect(c, 201).Tree(t).At("id").String(), s.Expect(c, 201).Tree(t).At("id").String()
		if n := s.OK("GET", at, nil).At("items").Len(); n != 1 || first != second {
			t.Errorf("%d comments, %s and %s", n, first, second)
		}
		c.Body = map[string]any{"body": "Twice"}
		s.Expect(c, http.StatusConflict)
	})
}

// What was said of a question stays when a version of the lens drops it; nothing more is said of it, and nobody looks
// after it any more.
func TestCommentsOutliveTheirQuestion(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		review := "/workloads/" + s.Sample() + "/lenses/service-basics"
		at := review + "/answers/observe/comments"
		one := at + "/" + s.Expect(apitest.Call{Method: "POST", Path: at, As: "contributor session",
			Body: map[string]any{"body": "Still here"}}, 201).Tree(t).At("id").String()
		assign := func(question, pillar string) {
			s.OK("PUT", review+"/assignments", map[string]any{"question_id": question, "pillar_id": pillar,
				"user_id": s.Users["viewer"].ID})
		}
		assign("observe", "")
		assign("oncall", "")
		assign("", "operations")
		s.OK("PATCH", review+"/facilitation", map[string]any{"question_id": "observe", "running": true})
		s.PublishVersion("2.0", true, apitest.EditedLens(t, `"id": "observe",`, `"id": "watch",`))
		s.OK("POST", review+"/upgrade", map[string]any{"milestone": "Before"})
		s.RunScenarios([]apitest.Scenario{
			{Name: "readable", Call: apitest.Call{Method: "GET", Path: at, As: "viewer"}, Status: 200,
				Holds: []string{"Still here"}},
			{Name: "counted", Call: apitest.Call{Method: "GET", Path: review + "/comments", As: "viewer"}, Status: 200,
				Holds: []string{`"observe"`}},
			{Name: "no more of it", Call: apitest.Call{Method: "POST", Path: at, As: "contributor",
				Body: map[string]any{"body": "x"}}, Status: 409},
			{Name: "deleted still", Call: apitest.Call{Method: "DELETE", Path: one, As: "contributor session"}, Status: 204,
				Changes: true},
			{Name: "nobody looks after it", Call: apitest.Call{Method: "GET", Path: review + "/assignments", As: "viewer"},
				Status: 200, Lacks: []string{"observe"}, Holds: []string{"oncall", `"pillar_id":"operations","user_id"`}},
			{Name: "the room is nowhere", Call: apitest.Call{Method: "GET", Path: review + "/facilitation", As: "viewer"},
				Status: 200, Lacks: []string{"question"}, Holds: []string{`"running":true`}},
			{Name: "the lens never had it", Call: apitest.Call{Method: "GET", Path: review + "/answers/never/comments",
				As: "viewer"}, Status: 404},
		})
	})
}

// Mentions name people who reach the workload, open nothing, and go out by mail without what was said.
func TestMention(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		t := base.T
		s, box := apitest.MailingServer(base)
		id := s.Sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		at := review + "/answers/backup/comments"
		s.NarrowedMember("away", models.MemberGrant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		mail := func(who string) string { return s.Users[who].Email }
		say := func(as, body string) apitest.Tree {
			return s.Expect(apitest.Call{Method: "POST", Path: at, As: as, Body: map[string]any{"body": body}}, 201).Tree(t)
		}
		for _, row := range []struct{ body, want string }{
			{"ask @the VIEWER, and @" + strings.ToUpper(mail("architect")) + ".", "The architect, The viewer"},
			{"@The knows", ""}, // ambiguous
			{"@Nobody at all, @" + mail("stranger") + ", @" + mail("away") + ", x@" + mail("viewer"), ""},
			{"@The contributor wrote it", ""}, // oneself
			{"@the viewers and @the viewer@example.org", ""},
			{"@The viewer’s and @The viewer's, @The viewer again", "The viewer"},
		} {
			made := say("contributor session", row.body)
			var names []string
			for i := range made.At("mentions").Len() {
				names = append(names, made.At(fmt.Sprintf("mentions/%d/name", i)).String())
			}
			slices.Sort(names)
			if got := strings.Join(names, ", "); got != row.want {
				t.Errorf("%q mentions %q, want %q", row.body, got, row.want)
			}
			letters := s.SentMails(box)
			if want := len(names); len(letters) != want {
				t.Errorf("%q sends %d mails, want %d", row.body, len(letters), want)
			}
			for _, l := range letters {
				if strings.Contains(l.Text, "ask") || strings.Contains(l.Text, "again") {
					t.Errorf("the mail holds what was said: %s", l.Text)
				}
				s.PageHolds("the mail", []byte(l.Text), "The contributor mentions you", "Checkout",
					"https://review.example.org/workloads/"+id+"/lenses/service-basics/questions/backup#comments")
			}
		}
		made := say("contributor session", "@The viewer look")
		s.SentMails(box)
		one := at + "/" + made.At("id").String()
		s.Expect(apitest.Call{Method: "PATCH", Path: one, As: "contributor session",
			Body: map[string]any{"body": "@The viewer and @The owner look"}}, 200)
		if letters := s.SentMails(box); len(letters) != 1 || letters[0].To != mail("owner") {
			t.Errorf("editing mails %v", letters)
		}
		mine := func(as string) string {
			return string(s.Expect(apitest.Call{Method: "GET", Path: "/mine", As: as}, 200).Body)
		}
		if got := mine("owner session"); !strings.Contains(got, "@The owner look") || strings.Contains(got, "@The knows") {
			t.Errorf("the owner's mentions are %s", got)
		}
		s.Expect(apitest.Call{Method: "GET", Path: "/workloads/" + id, As: "away session"}, 404)
		s.Expect(apitest.Call{Method: "DELETE", Path: one, As: "contributor session"}, 204)
		if got := mine("owner session"); strings.Contains(got, "look") {
			t.Errorf("a deleted comment still mentions: %s", got)
		}
		if letters := s.SentMails(box); len(letters) != 0 {
			t.Errorf("deleting mails %v", letters)
		}
	})
}

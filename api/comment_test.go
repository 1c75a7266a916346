package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"plumbline/models"
)

func TestComment(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		at := review + "/answers/backup/comments"
		s.guest("guest", id, "service-basics")
		s.narrowed("narrow", models.Grant{Role: models.Contributor, Pillars: []string{"operations"}})
		s.narrowed("away", models.Grant{Role: models.Contributor, Workloads: []string{models.NewID()}})
		say := func(as, body string) call {
			return call{method: "POST", path: at, as: as, body: map[string]any{"body": body}}
		}
		read := func(as string) call { return call{method: "GET", path: at, as: as} }
		elsewhere := say("contributor session", "x")
		elsewhere.path = review + "/answers/none/comments"
		s.run([]scenario{
			{name: "nobody", call: say("nobody", "x"), status: 401},
			{name: "stranger", call: say("stranger", "x"), status: 404, holds: []string{"no workload"}},
			{name: "narrowed to other workloads", call: say("away session", "x"), status: 404, holds: []string{"no workload"}},
			{name: "guest", call: say("guest session", "x"), status: 403},
			{name: "viewer", call: say("viewer session", "x"), status: 403, holds: []string{"contributor"}},
			{name: "blank", call: say("contributor session", " \n\t"), status: 422, holds: []string{"/body"}},
			{name: "too long", call: say("contributor session", strings.Repeat("x", models.MaxNotes+1)), status: 422, holds: []string{"/body"}},
			{name: "no question of the lens", call: elsewhere, status: 404, holds: []string{"no question"}},
			{name: "nothing is there yet", call: read("viewer"), status: 200, holds: []string{`"items":[]`}},
			{name: "contributor", call: say("contributor session", "Where is the *copy*?"), status: 201, changes: true,
				holds: []string{"The contributor", s.users["contributor"].ID, `"version":1`, "*copy*"}, lacks: []string{"edited_at", "deleted_at"}},
			{name: "narrowed to other pillars", call: say("narrow session", "In the vault"), status: 201, changes: true},
			{name: "a token of the workspace", call: say("owner", "Nightly run: none found"), status: 201, lacks: []string{"user_id"}, changes: true},
			{name: "guest reads", call: read("guest session"), status: 403},
			{name: "stranger reads", call: read("stranger"), status: 404},
			{name: "viewer reads, newest first", call: read("viewer"), status: 200, holds: []string{`[{"id":`, "Nightly run"}},
			{name: "counts", call: call{method: "GET", path: review + "/comments", as: "viewer"}, status: 200, holds: []string{`{"question_id":"backup","comments":3}`}, lacks: []string{"oncall"}},
			{name: "counts for a guest", call: call{method: "GET", path: review + "/comments", as: "guest session"}, status: 403},
		})
		first := s.ok("GET", at+"?limit=2", nil)
		if got := s.ok("GET", at+"?limit=2&cursor="+first.at("next_cursor").String(), nil); first.at("items").len() != 2 || got.at("items").len() != 1 ||
			got.at("items/0/body").String() != "Where is the *copy*?" {
			t.Errorf("the pages are %s and %s", first, got)
		}
	})
}

func TestEditAndDeleteComments(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		at := "/workloads/" + s.sample() + "/lenses/service-basics/answers/"
		thread := at + "backup/comments"
		made := s.expect(call{method: "POST", path: thread, as: "contributor session", body: map[string]any{"body": "Confidential slip"}}, 201).tree(t)
		one := thread + "/" + made.at("id").String()
		tokens := thread + "/" + s.ok("POST", thread, map[string]any{"body": "By a token"}).at("id").String()
		edit := func(as, path, body, seen string) call {
			c := call{method: "PATCH", path: path, as: as, body: map[string]any{"body": body}}
			if seen != "" {
				c.header = map[string]string{"If-Match": `"` + seen + `"`}
			}
			return c
		}
		remove := func(as, path string) call { return call{method: "DELETE", path: path, as: as} }
		s.person("colleague", s.here, models.Contributor)
		s.run([]scenario{
			{name: "edit as a stranger", call: edit("stranger", one, "x", ""), status: 404},
			{name: "edit as a viewer", call: edit("viewer session", one, "x", ""), status: 403},
			{name: "edit as a colleague", call: edit("colleague session", one, "x", ""), status: 403, holds: []string{"who wrote it"}},
			{name: "edit as the owner", call: edit("owner session", one, "x", ""), status: 403},
			{name: "edit what a token said", call: edit("owner", tokens, "x", ""), status: 403},
			{name: "of another question", call: edit("contributor session", strings.Replace(one, "backup", "load", 1), "x", ""), status: 404, holds: []string{"no comment"}},
			{name: "stale", call: edit("contributor session", one, "x", "7"), status: 412, holds: []string{`"current"`, "Confidential slip"}},
			{name: "nothing new", call: edit("contributor session", one, "Confidential slip", "1"), status: 200, holds: []string{`"version":1`}},
			{name: "edit", call: edit("contributor session", one, "Secret slip", "1"), status: 200, holds: []string{`"version":2`, "edited_at", "Secret"}, changes: true},
			{name: "delete as a colleague", call: remove("colleague session", one), status: 403, holds: []string{"architect"}},
			{name: "delete as a viewer", call: remove("viewer session", one), status: 403},
			{name: "delete as a stranger", call: remove("stranger", one), status: 404},
			{name: "delete one's own", call: remove("contributor session", one), status: 204, changes: true},
			{name: "again", call: remove("contributor session", one), status: 204},
			{name: "edit the gap", call: edit("contributor session", one, "x", ""), status: 409, holds: []string{"The contributor"}},
			{name: "delete that of another as an architect", call: remove("architect session", tokens), status: 204, changes: true},
			{name: "both are gaps", call: call{method: "GET", path: thread, as: "viewer"}, status: 200, lacks: []string{"slip", "By a token"},
				holds: []string{`"deleted_by":"The contributor"`, `"deleted_by":"The architect"`, `"body":""`}},
			{name: "counted no more", call: call{method: "GET", path: strings.TrimSuffix(at, "answers/") + "comments", as: "viewer"}, status: 200, holds: []string{`"items":[]`}},
		})
		audit := string(s.expect(call{method: "GET", path: "/audit?kind=comment", as: "owner"}, 200).body)
		for _, text := range []string{"slip", "By a token", "Confidential"} {
			if strings.Contains(audit, text) {
				t.Errorf("the audit holds what a deleted comment said: %q", text)
			}
		}
		if n := strings.Count(audit, made.at("id").String()); n != 3 || !strings.Contains(audit, `"characters"`) || !strings.Contains(audit, "comment.delete") {
			t.Errorf("%d lines about the comment: %s", n, audit)
		}
	})
}

// A create that is sent again does not say the same thing twice.
func TestACommentIsMadeOnce(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		at := "/workloads/" + s.sample() + "/lenses/service-basics/answers/backup/comments"
		c := call{method: "POST", path: at, as: "contributor session", body: map[string]any{"body": "Once"}, header: map[string]string{"Idempotency-Key": "k"}}
		first, second := s.expect(c, 201).tree(t).at("id").String(), s.expect(c, 201).tree(t).at("id").String()
		if n := s.ok("GET", at, nil).at("items").len(); n != 1 || first != second {
			t.Errorf("%d comments, %s and %s", n, first, second)
		}
		c.body = map[string]any{"body": "Twice"}
		s.expect(c, http.StatusConflict)
	})
}

// What was said of a question stays when a version of the lens drops it; nothing more is said of it, and nobody looks after it any more.
func TestCommentsOutliveTheirQuestion(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		review := "/workloads/" + s.sample() + "/lenses/service-basics"
		at := review + "/answers/observe/comments"
		one := at + "/" + s.expect(call{method: "POST", path: at, as: "contributor session", body: map[string]any{"body": "Still here"}}, 201).tree(t).at("id").String()
		assign := func(question, pillar string) {
			s.ok("PUT", review+"/assignments", map[string]any{"question_id": question, "pillar_id": pillar, "user_id": s.users["viewer"].ID})
		}
		assign("observe", "")
		assign("oncall", "")
		assign("", "operations")
		s.ok("PATCH", review+"/facilitation", map[string]any{"question_id": "observe", "running": true})
		s.publish("2.0", true, edited(t, `"id": "observe",`, `"id": "watch",`))
		s.ok("POST", review+"/upgrade", map[string]any{"milestone": "Before"})
		s.run([]scenario{
			{name: "readable", call: call{method: "GET", path: at, as: "viewer"}, status: 200, holds: []string{"Still here"}},
			{name: "counted", call: call{method: "GET", path: review + "/comments", as: "viewer"}, status: 200, holds: []string{`"observe"`}},
			{name: "no more of it", call: call{method: "POST", path: at, as: "contributor", body: map[string]any{"body": "x"}}, status: 409},
			{name: "deleted still", call: call{method: "DELETE", path: one, as: "contributor session"}, status: 204, changes: true},
			{name: "nobody looks after it", call: call{method: "GET", path: review + "/assignments", as: "viewer"}, status: 200, lacks: []string{"observe"}, holds: []string{"oncall", `"pillar_id":"operations","user_id"`}},
			{name: "the room is nowhere", call: call{method: "GET", path: review + "/facilitation", as: "viewer"}, status: 200, lacks: []string{"question"}, holds: []string{`"running":true`}},
			{name: "the lens never had it", call: call{method: "GET", path: review + "/answers/never/comments", as: "viewer"}, status: 404},
		})
	})
}

// Mentions name people who reach the workload, open nothing, and go out by mail without what was said.
func TestMention(t *testing.T) {
	each(t, func(base *server) {
		t := base.t
		s, box := mailing(base)
		id := s.sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		at := review + "/answers/backup/comments"
		s.narrowed("away", models.Grant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		mail := func(who string) string { return s.users[who].Email }
		say := func(as, body string) tree {
			return s.expect(call{method: "POST", path: at, as: as, body: map[string]any{"body": body}}, 201).tree(t)
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
			for i := range made.at("mentions").len() {
				names = append(names, made.at(fmt.Sprintf("mentions/%d/name", i)).String())
			}
			slices.Sort(names)
			if got := strings.Join(names, ", "); got != row.want {
				t.Errorf("%q mentions %q, want %q", row.body, got, row.want)
			}
			letters := s.mails(box)
			if want := len(names); len(letters) != want {
				t.Errorf("%q sends %d mails, want %d", row.body, len(letters), want)
			}
			for _, l := range letters {
				if strings.Contains(l.Text, "ask") || strings.Contains(l.Text, "again") {
					t.Errorf("the mail holds what was said: %s", l.Text)
				}
				s.holds("the mail", []byte(l.Text), "The contributor mentions you", "Checkout",
					"https://review.example.org/workloads/"+id+"/lenses/service-basics/questions/backup#comments")
			}
		}
		made := say("contributor session", "@The viewer look")
		s.mails(box)
		one := at + "/" + made.at("id").String()
		s.expect(call{method: "PATCH", path: one, as: "contributor session", body: map[string]any{"body": "@The viewer and @The owner look"}}, 200)
		if letters := s.mails(box); len(letters) != 1 || letters[0].To != mail("owner") {
			t.Errorf("editing mails %v", letters)
		}
		mine := func(as string) string {
			return string(s.expect(call{method: "GET", path: "/mine", as: as}, 200).body)
		}
		if got := mine("owner session"); !strings.Contains(got, "@The owner look") || strings.Contains(got, "@The knows") {
			t.Errorf("the owner's mentions are %s", got)
		}
		s.expect(call{method: "GET", path: "/workloads/" + id, as: "away session"}, 404)
		s.expect(call{method: "DELETE", path: one, as: "contributor session"}, 204)
		if got := mine("owner session"); strings.Contains(got, "look") {
			t.Errorf("a deleted comment still mentions: %s", got)
		}
		if letters := s.mails(box); len(letters) != 0 {
			t.Errorf("deleting mails %v", letters)
		}
	})
}

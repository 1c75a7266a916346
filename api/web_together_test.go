package api_test

import (
	"regexp"
	"strings"
	"testing"

	"plumbline/models"
)

// A thread from the first comment to the gap that the last leaves, by forms alone; what can't be taken comes back as it was typed.
func TestThreadInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics/questions/backup"
		thread := at + "/comments"
		s.guest("guest", id, "service-basics")
		landed := func(r reply, done string) {
			t.Helper()
			if got := r.header.Get("Location"); got != at+"?done="+done+"#comments" {
				t.Errorf("the form leads to %s", got)
			}
		}
		s.post("viewer session", thread, fields("body", "x"), 403)
		s.post("guest session", thread, fields("body", "x"), 403)
		s.post("stranger session", thread, fields("body", "x"), 404)
		s.get("guest session", thread, 403)
		if page := s.get("viewer session", thread, 200); strings.Contains(page, "<textarea") || strings.Contains(page, "/assign") || strings.Contains(page, "<datalist") {
			t.Errorf("a viewer is offered forms: %s", page)
		}
		r := s.post("contributor session", thread, fields("body", "  ", "mention", "The viewer"), 422)
		s.holds("a blank comment", r.body, `aria-invalid="true"`, "is missing", `value="The viewer"`, `href="#comment-body"`)
		long := "<b>" + strings.Repeat("x", models.MaxNotes)
		r = s.post("contributor session", thread, fields("body", long), 422)
		s.holds("a comment that is too long", r.body, "&lt;b&gt;xxx", "65536 bytes")
		landed(s.post("contributor session", thread, fields("body", "Where is\r\nthe <copy>?", "mention", "@The viewer"), 303), "commented")
		page := s.get("contributor session", thread, 200)
		s.holds("the thread", []byte(page), "Where is<br>\nthe &lt;copy&gt;?</p>\n<p>@The viewer</p>", "Mentions The viewer", `<option value="The architect">`, "Edit or delete")
		one := regexp.MustCompile(`action="([^"]+/comments/[0-9a-f]{32})"`).FindStringSubmatch(page)[1]
		if page := s.get("owner session", thread, 200); strings.Contains(page, "Edit or delete") || !strings.Contains(page, one+"/delete") {
			t.Error("an owner deletes the comments of others, and edits none")
		}
		s.holds("my mentions", []byte(s.get("viewer session", "/mine", 200)), "Where is\nthe &lt;copy&gt;?", `href="`+at+`#comments"`, "The contributor")
		landed(s.post("contributor session", one, fields("body", "In the vault", "version", "1"), 303), "comment-edited")
		r = s.post("contributor session", one, fields("body", "My other text", "version", "1"), 412)
		s.holds("a stale edit", r.body, "My other text", "Somebody changed this", "In the vault", " open>")
		s.post("owner session", one, fields("body", "x"), 403)
		s.post("viewer session", one+"/delete", nil, 403)
		landed(s.post("owner session", one+"/delete", nil, 303), "comment-deleted")
		page = s.get("contributor session", thread, 200)
		s.holds("the gap", []byte(page), "The owner deleted this comment by The contributor")
		if strings.Contains(page, "vault") || strings.Contains(page, one) {
			t.Errorf("the gap holds the comment: %s", page)
		}
	})
}

// Long threads go page by page, the newest first, each read from the top.
func TestEarlierComments(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		at := "/workloads/" + s.sample() + "/lenses/service-basics/"
		for i := range 52 {
			s.ok("POST", at+"answers/backup/comments", map[string]any{"body": "Number " + string(rune('A'+i/26)) + string(rune('a'+i%26))})
		}
		page := s.get("viewer session", at+"questions/backup/comments", 200)
		earlier := regexp.MustCompile(`href="([^"]+\?comments=[^"]+)"`).FindStringSubmatch(page)
		if earlier == nil || strings.Contains(page, "Number Ab") || strings.Index(page, "Number Ac") > strings.Index(page, "Number Bz") {
			t.Fatalf("the first page: %s", page)
		}
		page = s.get("viewer session", earlier[1], 200)
		if !strings.Contains(page, "Number Aa") || !strings.Contains(page, "Number Ab") || strings.Contains(page, "Number Ac") {
			t.Errorf("the second page: %s", page)
		}
	})
}

func TestAssignInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics/questions/backup"
		viewer := s.users["viewer"].ID
		s.post("viewer session", at+"/assign", fields("user_id", viewer), 403)
		s.post("stranger session", at+"/assign", fields("user_id", viewer), 404)
		r := s.post("contributor session", at+"/assign", fields("user_id", s.users["stranger"].ID, "what", "question"), 422)
		s.holds("to a stranger", r.body, "nobody who reaches this workload", `href="#assign-user_id"`)
		s.holds("nothing is mine", []byte(s.get("viewer session", "/mine", 200)), "No question is assigned to you")
		s.post("contributor session", at+"/assign", fields("user_id", viewer, "what", "pillar", "pillar", "reliability"), 303)
		s.holds("the thread", []byte(s.get("contributor session", at+"/comments", 200)), "Assigned to <b>The viewer</b>", "with the pillar",
			`<option value="`+viewer+`" selected>The viewer`, `<option value="pillar" selected>`)
		s.post("contributor session", at+"/assign", fields("what", "question", "user_id", viewer, "me", "yes"), 303)
		s.holds("the thread", []byte(s.get("viewer session", at+"/comments", 200)), "Assigned to <b>The contributor</b>")
		s.ok("PATCH", strings.Replace(at, "questions", "answers", 1), map[string]any{"selected": []string{"backup_no"}})
		mine := s.get("contributor session", "/mine", 200)
		s.holds("mine", []byte(mine), "<h2>Checkout</h2>", `href="`+at+`"`, `<li class="high">`, "High", "0 of 1 unanswered", `href="/mine" aria-current="page"`)
		if mine := s.get("viewer session", "/mine", 200); strings.Contains(mine, at+`"`) || !strings.Contains(mine, "2 of 2 unanswered") {
			t.Errorf("a question of its own is the pillar's no more: %s", mine)
		}
		s.post("contributor session", at+"/assign", fields("what", "question", "user_id", ""), 303)
		s.holds("back to the pillar's", []byte(s.get("viewer session", at+"/comments", 200)), "Assigned to <b>The viewer</b>")
	})
}

func TestParkingInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		at := review + "/parking"
		s.guest("guest", id, "service-basics")
		s.post("viewer session", at, fields("body", "x"), 403)
		s.post("stranger session", at, fields("body", "x"), 404)
		s.get("guest session", at, 403)
		s.holds("a viewer", []byte(s.get("viewer session", at, 200)), "Nothing is parked")
		r := s.post("contributor session", at, fields("body", strings.Repeat("y", 2001), "question", "backup", "back", review+"/questions/backup"), 422)
		s.holds("too long", r.body, "at most 2000", "yyyy", `name="back" value="`+review+`/questions/backup"`, `name="question" value="backup"`)
		for back, want := range map[string]string{
			review + "/questions/backup?find=a#x": review + "/questions/backup?done=parked&find=a#parking", "https://evil.example/": at + "?done=parked#parking",
			"": at + "?done=parked#parking"} {
			r := s.post("contributor session", at, fields("body", "Ask <legal>", "question", "backup", "back", back), 303)
			if got := r.header.Get("Location"); got != want {
				t.Errorf("back %q leads to %s", back, got)
			}
		}
		page := s.get("contributor session", at, 200)
		s.holds("the lot", []byte(page), "Ask &lt;legal&gt;", `href="`+review+`/questions/backup"`)
		items := regexp.MustCompile(`action="([^"]+/parking/[0-9a-f]{32})/done"`).FindAllStringSubmatch(page, -1)
		if len(items) != 3 {
			t.Fatalf("%d items: %s", len(items), page)
		}
		s.post("viewer session", items[0][1]+"/keep", nil, 403)
		s.post("contributor session", items[0][1]+"/keep", nil, 303)
		r = s.post("contributor session", items[0][1]+"/keep", nil, 409)
		s.holds("kept twice", r.body, "kept as notes already", `role="alert"`)
		s.post("contributor session", items[1][1]+"/done", nil, 303)
		s.post("contributor session", items[2][1]+"/delete", nil, 303)
		s.holds("all is settled", []byte(s.get("contributor session", at, 200)), "Nothing is parked", "Done: 2", "Kept in the notes of the answer", "Open again")
		s.post("contributor session", items[1][1]+"/open", nil, 303)
		s.holds("opened again", []byte(s.get("contributor session", at, 200)), "Done: 1", items[1][1]+"/done")
	})
}

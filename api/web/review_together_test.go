package web_test

import (
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// A thread from the first comment to the gap that the last leaves, by forms alone; what can't be taken comes back as it
// was typed.
func TestThreadInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics/questions/backup"
		thread := at + "/comments"
		s.Guest("guest", id, "service-basics")
		landed := func(r apitest.Reply, done string) {
			t.Helper()
			if got := r.Header.Get("Location"); got != at+"?done="+done+"#comments" {
				t.Errorf("the form leads to %s", got)
			}
		}
		s.PostForm("viewer session", thread, apitest.FormFields("body", "x"), 403)
		s.PostForm("guest session", thread, apitest.FormFields("body", "x"), 403)
		s.PostForm("stranger session", thread, apitest.FormFields("body", "x"), 404)
		s.GetPage("guest session", thread, 403)
		if page := s.GetPage("viewer session", thread, 200); strings.Contains(page, "<textarea") ||
			strings.Contains(page, "/assign") || strings.Contains(page, "<datalist") {
			t.Errorf("a viewer is offered forms: %s", page)
		}
		r := s.PostForm("contributor session", thread, apitest.FormFields("body", "  ", "mention", "The viewer"), 422)
		s.PageHolds("a blank comment", r.Body, `aria-invalid="true"`, "is missing", `value="The viewer"`,
			`href="#comment-body"`)
		long := "<b>" + strings.Repeat("x", models.MaxNotes)
		r = s.PostForm("contributor session", thread, apitest.FormFields("body", long), 422)
		s.PageHolds("a comment that is too long", r.Body, "&lt;b&gt;xxx", "65536 bytes")
		landed(s.PostForm("contributor session", thread, apitest.FormFields("body", "Where is\r\nthe <copy>?", "mention",
			"@The viewer"), 303), "commented")
		page := s.GetPage("contributor session", thread, 200)
		s.PageHolds("the thread", []byte(page), "Where is<br>\nthe &lt;copy&gt;?</p>\n<p>@The viewer</p>",
			"Mentions The viewer", `<option value="The architect">`, "Edit or delete")
		one := regexp.MustCompile(`action="([^"]+/comments/[0-9a-f]{32})"`).FindStringSubmatch(page)[1]
		if page := s.GetPage("owner session", thread, 200); strings.Contains(page, "Edit or delete") ||
			!strings.Contains(page, one+"/delete") {
			t.Error("an owner deletes the comments of others, and edits none")
		}
		s.PageHolds("my mentions", []byte(s.GetPage("viewer session", "/mine", 200)), "Where is\nthe &lt;copy&gt;?",
			`href="`+at+`#comments"`, "The contributor")
		landed(s.PostForm("contributor session", one, apitest.FormFields("body", "In the vault", "version", "1"), 303),
			"comment-edited")
		r = s.PostForm("contributor session", one, apitest.FormFields("body", "My other text", "version", "1"), 412)
		s.PageHolds("a stale edit", r.Body, "My other text", "Somebody changed this", "In the vault", " open>")
		s.PostForm("owner session", one, apitest.FormFields("body", "x"), 403)
		s.PostForm("viewer session", one+"/delete", nil, 403)
		landed(s.PostForm("owner session", one+"/delete", nil, 303), "comment-deleted")
		page = s.GetPage("contributor session", thread, 200)
		s.PageHolds("the gap", []byte(page), "The owner deleted this comment by The contributor")
		if strings.Contains(page, "vault") || strings.Contains(page, one) {
			t.Errorf("the gap holds the comment: %s", page)
		}
	})
}

// Long threads go page by page, the newest first, each read from the top.
func TestEarlierComments(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		at := "/workloads/" + s.Sample() + "/lenses/service-basics/"
		for i := range 52 {
			s.OK("POST", at+"answers/backup/comments", map[string]any{"body": "Number " + string(rune('A'+i/26)) +
				string(rune('a'+i%26))})
		}
		page := s.GetPage("viewer session", at+"questions/backup/comments", 200)
		earlier := regexp.MustCompile(`href="([^"]+\?comments=[^"]+)"`).FindStringSubmatch(page)
		if earlier == nil || strings.Contains(page, "Number Ab") ||
			strings.Index(page, "Number Ac") > strings.Index(page, "Number Bz") {
			t.Fatalf("the first page: %s", page)
		}
		page = s.GetPage("viewer session", earlier[1], 200)
		if !strings.Contains(page, "Number Aa") || !strings.Contains(page, "Number Ab") ||
			strings.Contains(page, "Number Ac") {
			t.Errorf("the second page: %s", page)
		}
	})
}

func TestAssignInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics/questions/backup"
		viewer := s.Users["viewer"].ID
		s.PostForm("viewer session", at+"/assign", apitest.FormFields("user_id", viewer), 403)
		s.PostForm("stranger session", at+"/assign", apitest.FormFields("user_id", viewer), 404)
		r := s.PostForm("contributor session", at+"/assign", apitest.FormFields("user_id", s.Users["stranger"].ID, "what",
			"question"), 422)
		s.PageHolds("to a stranger", r.Body, "access to this workload", `href="#assign-user_id"`)
		s.PageHolds("nothing is mine", []byte(s.GetPage("viewer session", "/mine", 200)), "No question is assigned to you")
		s.PostForm("contributor session", at+"/assign", apitest.FormFields("user_id", viewer, "what", "pillar", "pillar",
			"reliability"), 303)
		s.PageHolds("the thread", []byte(s.GetPage("contributor session", at+"/comments", 200)),
			"Assigned to <b>The viewer</b>", "with the pillar",
			`<option value="`+viewer+`" selected>The viewer`, `<option value="pillar" selected>`)
		s.PostForm("contributor session", at+"/assign", apitest.FormFields("what", "question", "user_id", viewer, "me",
			"yes"), 303)
		s.PageHolds("the thread", []byte(s.GetPage("viewer session", at+"/comments", 200)),
			"Assigned to <b>The contributor</b>")
		s.OK("PATCH", strings.Replace(at, "questions", "answers", 1), map[string]any{"selected": []string{"backup_no"}})
		mine := s.GetPage("contributor session", "/mine", 200)
		s.PageHolds("mine", []byte(mine), "<h3>Checkout</h3>", `href="`+at+`"`, `<li class="high">`, "High",
			"0 of 1 unanswered", `href="/mine" aria-current="page"`)
		if mine := s.GetPage("viewer session", "/mine", 200); strings.Contains(mine, at+`"`) ||
			!strings.Contains(mine, "2 of 2 unanswered") {
			t.Errorf("a question of its own is the pillar's no more: %s", mine)
		}
		s.PostForm("contributor session", at+"/assign", apitest.FormFields("what", "question", "user_id", ""), 303)
		s.PageHolds("back to the pillar's", []byte(s.GetPage("viewer session", at+"/comments", 200)),
			"Assigned to <b>The viewer</b>")
	})
}

func TestParkingInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		at := review + "/parking"
		s.Guest("guest", id, "service-basics")
		s.PostForm("viewer session", at, apitest.FormFields("body", "x"), 403)
		s.PostForm("stranger session", at, apitest.FormFields("body", "x"), 404)
		s.GetPage("guest session", at, 403)
		s.PageHolds("a viewer", []byte(s.GetPage("viewer session", at, 200)), "The parking lot is empty")
		r := s.PostForm("contributor session", at, apitest.FormFields("body", strings.Repeat("y", 2001), "question", "backup",
			"back", review+"/questions/backup"), 422)
		s.PageHolds("too long", r.Body, "at most 2000", "yyyy", `name="back" value="`+review+`/questions/backup"`,
			`name="question" value="backup"`)
		for back, want := range map[string]string{
			review + "/questions/backup?find=a#x": review + "/questions/backup?done=parked&find=a#parking",
			"https://evil.example/":               at + "?done=parked#parking",
			"":                                    at + "?done=parked#parking"} {
			r := s.PostForm("contributor session", at, apitest.FormFields("body", "Ask <legal>", "question", "backup", "back",
				back), 303)
			if got := r.Header.Get("Location"); got != want {
				t.Errorf("back %q leads to %s", back, got)
			}
		}
		page := s.GetPage("contributor session", at, 200)
		s.PageHolds("the lot", []byte(page), "Ask &lt;legal&gt;", `href="`+review+`/questions/backup"`)
		items := regexp.MustCompile(`action="([^"]+/parking/[0-9a-f]{32})/done"`).FindAllStringSubmatch(page, -1)
		if len(items) != 3 {
			t.Fatalf("%d items: %s", len(items), page)
		}
		s.PostForm("viewer session", items[0][1]+"/keep", nil, 403)
		s.PostForm("contributor session", items[0][1]+"/keep", nil, 303)
		r = s.PostForm("contributor session", items[0][1]+"/keep", nil, 409)
		s.PageHolds("kept twice", r.Body, "kept as notes already", `role="alert"`)
		s.PostForm("contributor session", items[1][1]+"/done", nil, 303)
		s.PostForm("contributor session", items[2][1]+"/delete", nil, 303)
		s.PageHolds("all is settled", []byte(s.GetPage("contributor session", at, 200)), "The parking lot is empty",
			"Done: 2",
			"Kept in the notes of the answer", "Reopen")
		s.PostForm("contributor session", items[1][1]+"/open", nil, 303)
		s.PageHolds("opened again", []byte(s.GetPage("contributor session", at, 200)), "Done: 1", items[1][1]+"/done")
	})
}

// My work has the items of a person, what mentions the person in comments of items, and what each section has not.
func TestMyWorkInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		s.PageHolds("nothing", []byte(s.GetPage("contributor session", "/mine", 200)), "No question is assigned to you",
			"No item is yours", "No comment mentions", "No risk waits for your decision",
			"No accepted risk that you asked for")
		owner := map[string]any{"kind": "member", "user_id": s.Users["contributor"].ID}
		make := func(title, due string) string {
			return s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": title, "practices": []any{}, "owner": owner,
				"due_on": due}).At("id").String()
		}
		later, late := make("Later", "2999-01-01"), make("Late", "2001-01-01")
		gone := make("Gone", "2001-01-01")
		s.OK("POST", "/items/"+gone+"/move", map[string]any{"status": "wont_do", "reason": "other", "note": "x"})
		s.PostForm("architect session", "/items/"+later+"/comments",
			apitest.FormFields("body", "@"+s.EmailOf("contributor")+" look"), 303)
		page := s.GetPage("contributor session", "/mine", 200)
		s.PageHolds("work", []byte(page), "My work (1)", "(1 unread)", `href="/items/`+later+`#comment-`, "1 overdue",
			"Overdue by")
		if strings.Contains(page, "Gone") ||
			strings.Index(page, `href="/items/`+late+`"`) > strings.Index(page, `href="/items/`+later+`"`) {
			t.Errorf("overdue ones come first, closed ones never: %s", page)
		}
		mine := s.Expect(apitest.Call{Method: "GET", Path: "/mine", As: "contributor session"}, 200).Tree(t)
		if mine.At("items").Len() != 2 || mine.At("items/0/id").String() != late ||
			mine.At("item_mentions/0/unread").String() != "true" || mine.At("decisions").Len() != 0 {
			t.Errorf("the API gives %s", mine)
		}
		for _, other := range []string{"viewer session", "stranger session"} {
			if page := s.GetPage(other, "/mine", 200); strings.Contains(page, "Late") || strings.Contains(page, "look") {
				t.Errorf("%s sees it: %s", other, page)
			}
		}
		comment := regexp.MustCompile(`data-read="([^"]+)"`).FindStringSubmatch(page)[1]
		s.PostForm("viewer session", "/mine/read", apitest.FormFields("comment", comment), 303)
		s.PageHolds("still unread", []byte(s.GetPage("contributor session", "/lenses", 200)), "My work (1)")
		s.PostForm("contributor session", "/mine/read", apitest.FormFields("comment", comment), 303)
		if page := s.GetPage("contributor session", "/mine", 200); strings.Contains(page, "My work (") {
			t.Errorf("it is read: %s", page)
		}
	})
}

// What mentions somebody is new until it is read: the bar counts it, the page shows it first, and buttons mark it.
func TestUnreadMentionsInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		for range 2 {
			s.PostForm("architect session", base+apitest.BackupPath+"/comments",
				apitest.FormFields("body", "@"+s.EmailOf("contributor")+" look"), 303)
		}
		page := s.GetPage("contributor session", "/mine", 200)
		s.PageHolds("two", []byte(page), "My work (2)", "(2 unread)", "Mark all as read")
		id := regexp.MustCompile(`data-read="([^"]+)"`).FindStringSubmatch(page)[1]
		s.PostForm("stranger session", "/mine/read", apitest.FormFields("comment", id), 303)
		s.PostForm("contributor session", "/mine/read", apitest.FormFields("comment", id), 303)
		s.PageHolds("one", []byte(s.GetPage("contributor session", "/lenses", 200)), "My work (1)")
		s.PostForm("contributor session", "/mine/read", apitest.FormFields("all", "yes"), 303)
		if page = s.GetPage("contributor session", "/mine", 200); strings.Contains(page, "Unread") ||
			!strings.Contains(page, "Comments that mention you") {
			t.Errorf("after all are read:\n%s", page)
		}
	})
}

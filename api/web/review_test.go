package web_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// answerForm is the page of a question as somebody sees it, with what its form would send.
type answerForm struct {
	path, body string
	base       string
}

var baseField = regexp.MustCompile(`name="base" value="([^"]*)"`)

func answerFormOf(s *apitest.Server, as, path string) answerForm {
	s.T.Helper()
	body := s.GetPage(as, path, http.StatusOK)
	m := baseField.FindStringSubmatch(body)
	if m == nil {
		s.T.Fatalf("%s has no form:\n%s", path, body)
	}
	return answerForm{path, body, html.UnescapeString(m[1])}
}

// form is what a browser sends of the sheet with the changes laid over it: a field with no value is gone from the form.
func (x answerForm) form(t testing.TB, changes ...string) url.Values {
	t.Helper()
	var state struct {
		Choices map[string]struct{ Status, Reason, Notes string }
		Notes   string
	}
	apitest.Must(t, json.Unmarshal([]byte(x.base), &state))
	f := apitest.FormFields("base", x.base, "notes", strings.ReplaceAll(state.Notes, "\n", "\r\n"), "reason", "NONE")
	for id, c := range state.Choices {
		f.Set("note."+id, c.Notes)
		f.Set("na."+id, "")
		switch c.Status {
		case "SELECTED":
			f.Add("selected", id)
		case "NOT_APPLICABLE":
			f.Set("na."+id, c.Reason)
		}
	}
	for i := 0; i < len(changes); i += 2 {
		if name := changes[i]; name == "selected" {
			f.Add(name, changes[i+1])
		} else {
			f.Set(name, changes[i+1])
		}
	}
	return f
}

// onlyMain is what a page shows between its bars.
func onlyMain(page string) string {
	_, main, _ := strings.Cut(page, "<main")
	main, _, _ = strings.Cut(main, "</main>")
	return main
}

func TestReviewPageForEachRole(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		s.GetPage("stranger session", base+apitest.BackupPath, http.StatusNotFound)
		s.GetPage("contributor session", base+"/questions/nothing", http.StatusNotFound)
		s.GetPage("contributor session", strings.Replace(base, "service-basics", "nothing", 1)+apitest.BackupPath,
			http.StatusNotFound)
		before := s.Fingerprint()
		x := answerFormOf(s, "contributor session", base+apitest.BackupPath)
		main := onlyMain(s.GetPage("viewer session", base+apitest.BackupPath, http.StatusOK))
		if dead := regexp.MustCompile(`<(input|textarea|button|fieldset)[^>]*>|disabled`).FindString(main); dead != "" ||
			!strings.Contains(main, "Not in place") {
			t.Errorf("a viewer sees %q, which does nothing, or not the answer", dead)
		}
		s.PostForm("viewer session", base+apitest.BackupPath, x.form(t, "selected", "backup_daily"), http.StatusForbidden)
		s.PostForm("stranger session", base+apitest.BackupPath, x.form(t, "selected", "backup_daily"), http.StatusNotFound)
		r := s.Visit(apitest.Visit{Method: "POST", Path: base + apitest.BackupPath, As: "contributor session",
			Form: x.form(t, "selected", "backup_daily"), NoToken: true})
		if r.Status != http.StatusForbidden {
			t.Errorf("without the CSRF token: %d", r.Status)
		}
		s.PostForm("contributor session", base+apitest.BackupPath, apitest.FormFields("base", "{"),
			http.StatusUnprocessableEntity)
		s.PostForm("contributor session", base+apitest.BackupPath, x.form(t, "na.backup_daily", "NONSENSE"),
			http.StatusUnprocessableEntity)
		if s.Fingerprint() != before {
			t.Error("a refused form changed something")
		}
		if y := answerFormOf(s, "contributor session", base+apitest.BackupPath); strings.Contains(y.body, "disabled") {
			t.Error("a contributor can't fill in the form")
		}
	})
}

// A browser without scripts sends the whole form, and goes where the button says.
func TestReviewFormWithoutScript(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, base := s.ReviewOfBackup()
		x := answerFormOf(s, "contributor session", base+apitest.BackupPath)
		r := s.PostForm("contributor session", base+apitest.BackupPath,
			x.form(t, "selected", "backup_daily", "na.backup_apart", "OUT_OF_SCOPE", "note.backup_apart", "One account only",
				"notes", "# Copies\r\n\r\n- <script>alert(1)</script>", "then", "next"), http.StatusSeeOther)
		if to := r.Header.Get("Location"); !strings.Contains(to, "/questions/") || strings.Contains(to, apitest.BackupPath) {
			t.Errorf("next leads to %s", to)
		}
		got := s.OK("GET", "/workloads/"+id+"/lenses/service-basics/answers/backup", nil)
		if got.At("selected/0").String() != "backup_daily" ||
			got.At("not_applicable/backup_apart/notes").String() != "One account only" ||
			got.At("notes").String() != "# Copies\n\n- <script>alert(1)</script>" || got.At("version").String() != "1" {
			t.Errorf("saved: %s", got.String())
		}
		y := s.GetPage("viewer session", base+apitest.BackupPath, http.StatusOK)
		s.PageHolds("page", []byte(y), "Does not apply</span><span>: out of scope", "One account only",
			"&lt;script&gt;alert(1)", "wrote in the notes", "High risk")
		// The same form again changes nothing, and leaves no trace: a browser's line ends are nobody's change.
		z := answerFormOf(s, "contributor session", base+apitest.BackupPath)
		s.PostForm("contributor session", base+apitest.BackupPath, z.form(t), http.StatusSeeOther)
		if s.OK("GET", "/workloads/"+id+"/lenses/service-basics/answers/backup", nil).At("version").String() != "1" {
			t.Error("an unchanged form made a new version")
		}
		// What is too long comes back with all that was typed, and holds back nothing else.
		long := strings.Repeat("ä", models.MaxNotes)
		r = s.PostForm("contributor session", base+apitest.BackupPath, z.form(t, "notes", long, "selected", "backup_target"),
			http.StatusUnprocessableEntity)
		s.PageHolds("refused", r.Body, long, "Not saved")
		// Whoever ticks the box of a practice that did not apply means the box, although the list beside it still says
		// why not.
		s.PostForm("contributor session", base+apitest.BackupPath,
			z.form(t, "selected", "backup_apart", "selected", "backup_target"), http.StatusSeeOther)
		if got := s.OK("GET", "/workloads/"+id+"/lenses/service-basics/answers/backup", nil); got.At("selected").Len() != 3 ||
			got.At("not_applicable").String() != "{}" {
			t.Errorf("ticked again: %s", got)
		}
		z = answerFormOf(s, "contributor session", base+apitest.BackupPath)
		for then, want := range map[string]string{"previous": "/questions/", "open": "/questions/",
			"stay": apitest.BackupPath + "?done=answer"} {
			if to := s.PostForm("contributor session", base+apitest.BackupPath, z.form(t, "then", then),
				http.StatusSeeOther).Header.Get("Location"); !strings.Contains(to, want) {
				t.Errorf("%s leads to %s", then, to)
			}
		}
	})
}

// Two people fill in the same form. What they changed apart is merged; what they changed both comes back with both
// sides, and nothing is overwritten unseen.
func TestReviewFormsMerge(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, base := s.ReviewOfBackup()
		one, two := answerFormOf(s, "contributor session", base+apitest.BackupPath),
			answerFormOf(s, "architect session", base+apitest.BackupPath)
		s.PostForm("contributor session", base+apitest.BackupPath,
			one.form(t, "selected", "backup_daily", "notes", "from one"), http.StatusSeeOther)
		r := s.PostForm("architect session", base+apitest.BackupPath,
			two.form(t, "selected", "backup_apart", "notes", "from two"), http.StatusConflict)
		s.PageHolds("clash", r.Body, "from one", "from two", "Yours", "<h2>Notes</h2>")
		answer := "/workloads/" + id + "/lenses/service-basics/answers/backup"
		got := s.OK("GET", answer, nil)
		if got.At("notes").String() != "from one" || got.At("selected").Len() != 2 {
			t.Errorf("after the clash: %s", got.String())
		}
		// Saving again, seen, means it.
		again := answerForm{base + apitest.BackupPath, string(r.Body),
			html.UnescapeString(baseField.FindStringSubmatch(string(r.Body))[1])}
		s.PostForm("architect session", base+apitest.BackupPath, again.form(t, "notes", "from two"), http.StatusSeeOther)
		if got := s.OK("GET", answer, nil); got.At("notes").String() != "from two" || got.At("selected").Len() != 2 {
			t.Errorf("after it was saved again: %s", got.String())
		}
		// The same change by both is no clash.
		one, two = answerFormOf(s, "contributor session", base+apitest.BackupPath),
			answerFormOf(s, "architect session", base+apitest.BackupPath)
		s.PostForm("contributor session", base+apitest.BackupPath, one.form(t, "na.backup_restore", "OTHER"),
			http.StatusSeeOther)
		s.PostForm("architect session", base+apitest.BackupPath, two.form(t, "na.backup_restore", "OTHER"),
			http.StatusSeeOther)
	})
}

// editByScript sends a change as the page's script does.
func editByScript(s *apitest.Server, as, path, body string) apitest.Reply {
	s.T.Helper()
	return s.SendScript(as, "POST", path+"/save", body)
}

func TestReviewScriptSaves(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		const on = `{"choices":{"backup_daily":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},` +
			`"to":{"status":"SELECTED","reason":"NONE"}}}}}`
		const off = `{"choices":{"backup_daily":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},` +
			`"to":{"status":"NOT_APPLICABLE","reason":"OTHER"}}}}}`
		before := s.Fingerprint()
		for _, row := range []struct {
			as, body string
			want     int
		}{
			{"stranger session", on, 404}, {"viewer session", on, 403}, {"nobody", on, 401}, {"revoked session", on, 401},
			{"contributor session", `{"choices":{"nothing":{"notes":{"from":"","to":"x"}}}}`, 422},
			{"contributor session", `{"unknown":1}`, 422}, {"contributor session", `{`, 422}, {"contributor session", `[]`, 422},
			{"contributor session", `{"notes":{"from":"","to":"` + strings.Repeat("x", models.MaxNotes+1) + `"}}`, 422},
			{"contributor session", `{"notes":{"from":"","to":"` + strings.Repeat("x", 1<<20) + `"}}`, 413},
			{"contributor session", `{"notes":{"from":"","to":"a\u0000b"}}`, 422},
			{"contributor session",
				`{"choices":{"backup_no":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},` +
					`"to":{"status":"NOT_APPLICABLE","reason":"NONE"}}}}}`, 422},
			{"contributor session",
				`{"choices":{"backup_daily":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"MAYBE",` +
					`"reason":"NONE"}}}}}`, 422},
		} {
			r := editByScript(s, row.as, base+apitest.BackupPath, row.body)
			if r.Status != row.want || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") ||
				r.Tree(t).At("title").String() == "" {
				t.Errorf("%s sends %.60s: %d %s", row.as, row.body, r.Status, r.Body)
			}
		}
		if s.Fingerprint() != before {
			t.Fatal("a refused change changed something")
		}
		r := editByScript(s, "contributor session", base+apitest.BackupPath, on)
		if got := r.Tree(t); got.At("state/choices/backup_daily/status").String() != "SELECTED" ||
			got.At("risk").String() != "high" || got.At("updated_by").String() == "" {
			t.Errorf("saved: %s", r.Body)
		}
		r = editByScript(s, "architect session", base+apitest.BackupPath, off)
		if got := r.Tree(t); r.Status != 200 || got.At("clashes").Len() != 1 ||
			got.At("clashes/0/mine").String() != "Does not apply: other reason" ||
			got.At("clashes/0/theirs").String() != "In place" || got.At("state/version").String() != "1" {
			t.Errorf("clash: %s", r.Body)
		}
		if r := s.SendScript("viewer session", "GET", base+apitest.BackupPath+"/live",
			""); r.Tree(t).At("state/choices/backup_daily/status").String() != "SELECTED" {
			t.Errorf("live: %s", r.Body)
		}
		if r := s.SendScript("stranger session", "GET", base+apitest.BackupPath+"/live", ""); r.Status != 404 {
			t.Errorf("live for a stranger: %d", r.Status)
		}
		r = s.SendScript("contributor session", "POST", "/preview", `{"notes":"**a** <script>"}`)
		if r.Tree(t).At("html").String() != "<p><strong>a</strong> &lt;script&gt;</p>\n" {
			t.Errorf("preview: %s", r.Body)
		}
	})
}

func TestReviewListIsNarrowedInTheAddress(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		x := answerFormOf(s, "contributor session", base+apitest.BackupPath)
		s.PostForm("contributor session", base+apitest.BackupPath,
			x.form(t, "selected", "backup_no", "note.backup_daily", "soon"), http.StatusSeeOther)
		links := func(query string) int {
			return strings.Count(s.GetPage("viewer session", base+"/questions/cost"+query, 200), `class="q"`)
		}
		// the question that is shown is always in the list
		for query, want := range map[string]int{"": 9, "?show=unanswered": 8, "?show=high": 2, "?show=na": 1,
			"?show=notes": 2, "?show=mine": 1,
			"?show=medium": 1, "?show=none": 1, "?pillar=reliability": 4, "?pillar=reliability&show=high": 2,
			"?pillar=nonsense": 9,
			"?show=nonsense":   9, "?find=%3Cnonsuch%3E": 0, "?show=high&find=data": 1} {
			if got := links(query); got != want {
				t.Errorf("%s lists %d questions, want %d", query, got, want)
			}
		}
		if page := s.GetPage("viewer session", base+"/questions/cost?show=high&find=data", 200); !strings.Contains(page,
			`href="backup?find=data&amp;show=high`) {
			t.Error("the links of the list lose how it is narrowed")
		}
		page := s.GetPage("viewer session", base+"/questions/cost?show=high&pillar=reliability", 200)
		s.PageHolds("one pillar", []byte(page), `<input type="hidden" name="pillar" value="reliability">`,
			`<a href="`+base+`?show=high">Show all pillars</a>`, `href="backup?pillar=reliability&amp;show=high"`)
		for query, want := range map[string]string{"?show=high": "backup?show=high", "?pillar=reliability": "",
			"?show=none":       "",
			"?pillar=nonsense": ""} {
			to := s.Visit(apitest.Visit{Method: "GET", Path: base + query, As: "viewer session"}).Header.Get("Location")
			if s.GetPage("viewer session", to, 200); !strings.HasSuffix(to, query) || !strings.Contains(to, want) {
				t.Errorf("%s leads to %s", query, to)
			}
		}
	})
}

// A search finds what the lens says and what was noted, names first, says where, and needs no script. Guests find what
// they see.
func TestReviewIsSearchedInTheAddress(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, base := s.ReviewOfBackup()
		s.OK("PATCH", base+"/answers/oncall", map[string]any{"notes": "Ask Zoë about the döner"})
		s.OK("PATCH", base, map[string]any{"notes": "The doner of the whole"})
		s.Guest("guest", id, "service-basics")
		search := func(as, text string) string {
			return s.GetPage(as, base+"/questions/cost?find="+url.QueryEscape(text), 200)
		}
		first := regexp.MustCompile(`<ul class="results"><li><a class="q" href="([^"?]*)`)
		for _, row := range []struct{ text, first, where string }{
			{"BACKUP", "backup", "Practice: "}, {"encrypted everything", "backup", "Description: "},
			{"zoe doner", "oncall", "Notes: Ask Zoë"},
		} {
			page := search("viewer session", row.text)
			if m := first.FindStringSubmatch(page); m == nil || m[1] != row.first || !strings.Contains(page, row.where) {
				t.Errorf("%s finds %v first, or does not say %q", row.text, m, row.where)
			}
		}
		s.PageHolds("notes of the review", []byte(search("viewer session", "döner")), "2 results for",
			`href="`+base+`/notes"`, "The doner of the whole", "oncall?find=d%C3%B6ner#notes")
		s.PageHolds("nothing", []byte(search("viewer session", `"><nonsuch>`)), "0 results for", "Show all questions")
		s.PageHolds("too long", []byte(search("viewer session", strings.Repeat("a", 300))), "at most 200 characters")
		guest := search("guest session", "döner")
		s.PageHolds("a guest", []byte(guest), "1 result for", "Ask Zoë")
		if strings.Contains(guest, "of the whole") {
			t.Error("a guest finds notes of the review")
		}
		to := s.Visit(apitest.Visit{Method: "GET", Path: base + "?find=zoe", As: "viewer session"}).Header.Get("Location")
		if !strings.HasSuffix(to, "/questions/oncall?find=zoe") {
			t.Errorf("a search leads to %s", to)
		}
	})
}

func TestContinueWhereOneLeftOff(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		to := func(as string) string {
			return s.Visit(apitest.Visit{Method: "GET", Path: base, As: as}).Header.Get("Location")
		}
		first := to("architect session")
		x := answerFormOf(s, "contributor session", base+apitest.BackupPath)
		s.PostForm("contributor session", base+apitest.BackupPath, x.form(t, "notes", "half done"), http.StatusSeeOther)
		if got := to("contributor session"); got != base+apitest.BackupPath {
			t.Errorf("with a half-done question: %s", got)
		}
		x = answerFormOf(s, "contributor session", base+apitest.BackupPath)
		s.PostForm("contributor session", base+apitest.BackupPath, x.form(t, "selected", "backup_daily"), http.StatusSeeOther)
		if got := to("contributor session"); got == base+apitest.BackupPath || got == first {
			t.Errorf("after it is done: %s", got)
		}
		if got := to("architect session"); got != first {
			t.Errorf("what others did moves where the architect goes on: %s, was %s", got, first)
		}
	})
}

func TestHistoryAndNotesPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		for _, selected := range []string{"backup_daily", "backup_apart"} {
			x := answerFormOf(s, "contributor session", base+apitest.BackupPath)
			s.PostForm("contributor session", base+apitest.BackupPath,
				x.form(t, "selected", selected, "notes", "wrote "+selected), http.StatusSeeOther)
		}
		s.GetPage("stranger session", base+apitest.BackupPath+"/history", 404)
		s.PageHolds("history", []byte(s.GetPage("viewer session", base+apitest.BackupPath+"/history", 200)),
			"<del>wrote backup_daily</del>", "<ins>wrote backup_apart</ins>", "Selected “")

		page := s.GetPage("contributor session", base+"/notes", 200)
		version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page)[1]
		pillar := regexp.MustCompile(`name="pillar\.([^"]+)"`).FindStringSubmatch(page)[1]
		s.PostForm("viewer session", base+"/notes", apitest.FormFields("version", version, "notes", "no"), 403)
		s.PostForm("stranger session", base+"/notes", apitest.FormFields("version", version, "notes", "no"), 404)
		s.PostForm("contributor session", base+"/notes", apitest.FormFields("version", version, "notes", "as a\r\nwhole",
			"pillar."+pillar, "of one"), 303)
		r := s.PostForm("architect session", base+"/notes", apitest.FormFields("version", version, "notes", "too late"), 412)
		s.PageHolds("stale", r.Body, "too late")
		s.PageHolds("notes", []byte(s.GetPage("viewer session", base+"/notes", 200)), "as a\nwhole", "of one")
	})
}

// A clash names whoever made the part what it is, not whoever changed something else of the answer later.
func TestClashNamesTheRival(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		notes := func(from, to string) string { return fmt.Sprintf(`{"notes":{"from":%q,"to":%q}}`, from, to) }
		editByScript(s, "contributor session", base+apitest.BackupPath, notes("", "first"))
		editByScript(s, "architect session", base+apitest.BackupPath,
			`{"choices":{"backup_daily":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"SELECTED",`+
				`"reason":"NONE"}}}}}`)
		got := editByScript(s, "owner session", base+apitest.BackupPath, notes("", "second")).Tree(t)
		if got.At("clashes/0/who").String() != "The contributor" || got.At("clashes/0/part").String() != "notes" ||
			got.At("state/notes").String() != "first" {
			t.Errorf("the clash: %s", got.At("clashes"))
		}
		got = editByScript(s, "owner session", base+apitest.BackupPath,
			`{"choices":{"backup_daily":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},`+
				`"to":{"status":"NOT_APPLICABLE","reason":"OTHER"}}}}}`).Tree(t)
		if got.At("clashes/0/who").String() != "The architect" {
			t.Errorf("the clash: %s", got.At("clashes"))
		}
	})
}

// A guest reads the answers, and neither who gave them nor what was said about them.
func TestGuestsReadAnswersOnly(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, base := s.ReviewOfBackup()
		editByScript(s, "contributor session", base+apitest.BackupPath, `{"notes":{"from":"","to":"Kept in one account"}}`)
		s.OK("POST", "/workloads/"+id+"/lenses/service-basics/answers/backup/comments", map[string]any{"body": "Between us"})
		s.Guest("guest", id, "service-basics")
		page := s.GetPage("guest session", base+apitest.BackupPath, http.StatusOK)
		s.PageHolds("a guest's page", []byte(page), "Kept in one account", `href="/">Checkout</a>`)
		for _, secret := range []string{"The contributor", "Between us", "History", ", comments:", "Facilitate</a>",
			"Create milestone", "Present</a>", "disabled", `type="checkbox"`, "Discussion prompts"} {
			if strings.Contains(page, secret) {
				t.Errorf("a guest reads %q", secret)
			}
		}
		for _, path := range []string{apitest.BackupPath + "/history", apitest.BackupPath + "/comments", "/parking",
			"/notes"} {
			if r := s.Visit(apitest.Visit{Method: "GET", Path: base + path, As: "guest session"}); r.Status == http.StatusOK &&
				path != "/notes" {
				t.Errorf("a guest reads %s", path)
			}
		}
	})
}

// The page knows its state as the stream of events tells it, so that a page which is up to date asks for nothing more.
func TestPageAndStreamAgree(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, base := s.ReviewOfBackup()
		editByScript(s, "contributor session", base+apitest.BackupPath, `{"notes":{"from":"","to":"a"}}`)
		page := s.GetPage("contributor session", base+apitest.BackupPath, http.StatusOK)
		l := s.Listen("contributor session", "/workloads/"+id+"/lenses/service-basics/events")
		if at := l.Next("hello").Data.At("updated_at").String(); !strings.Contains(page, `data-updated="`+at+`"`) {
			t.Errorf("the stream says %s, the page %s", at, regexp.MustCompile(`data-updated="[^"]*"`).FindString(page))
		}
	})
}

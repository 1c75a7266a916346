package api_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"plumbline/models"
)

// answerForm is the page of a question as somebody sees it, with what its form would send.
type answerForm struct {
	path, body string
	base       string
}

var baseField = regexp.MustCompile(`name="base" value="([^"]*)"`)

func (s *server) answerForm(as, path string) answerForm {
	s.t.Helper()
	body := s.get(as, path, http.StatusOK)
	m := baseField.FindStringSubmatch(body)
	if m == nil {
		s.t.Fatalf("%s has no form:\n%s", path, body)
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
	must(t, json.Unmarshal([]byte(x.base), &state))
	f := fields("base", x.base, "notes", strings.ReplaceAll(state.Notes, "\n", "\r\n"), "reason", "NONE")
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

const backup = "/questions/backup"

func (s *server) review() (id, base string) {
	id = s.sample()
	return id, "/workloads/" + id + "/lenses/service-basics"
}

func TestReviewPageForEachRole(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		_, base := s.review()
		s.get("stranger session", base+backup, http.StatusNotFound)
		s.get("contributor session", base+"/questions/nothing", http.StatusNotFound)
		s.get("contributor session", strings.Replace(base, "service-basics", "nothing", 1)+backup, http.StatusNotFound)
		before := s.fingerprint()
		x := s.answerForm("viewer session", base+backup)
		if !strings.Contains(x.body, "<fieldset class=\"all\" disabled>") || strings.Contains(x.body, `name="then"`) {
			t.Error("a viewer sees a form that can be filled in")
		}
		s.post("viewer session", base+backup, x.form(t, "selected", "backup_daily"), http.StatusForbidden)
		s.post("stranger session", base+backup, x.form(t, "selected", "backup_daily"), http.StatusNotFound)
		r := s.visit(visit{method: "POST", path: base + backup, as: "contributor session", form: x.form(t, "selected", "backup_daily"), noToken: true})
		if r.status != http.StatusForbidden {
			t.Errorf("without the CSRF token: %d", r.status)
		}
		s.post("contributor session", base+backup, fields("base", "{"), http.StatusUnprocessableEntity)
		s.post("contributor session", base+backup, x.form(t, "na.backup_daily", "NONSENSE"), http.StatusUnprocessableEntity)
		if s.fingerprint() != before {
			t.Error("a refused form changed something")
		}
		if y := s.answerForm("contributor session", base+backup); strings.Contains(y.body, "disabled") {
			t.Error("a contributor can't fill in the form")
		}
	})
}

// A browser without scripts sends the whole form, and goes where the button says.
func TestReviewFormWithoutScript(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id, base := s.review()
		x := s.answerForm("contributor session", base+backup)
		r := s.post("contributor session", base+backup, x.form(t, "selected", "backup_daily", "na.backup_apart", "OUT_OF_SCOPE", "note.backup_apart", "One account only",
			"notes", "# Copies\r\n\r\n- <script>alert(1)</script>", "then", "next"), http.StatusSeeOther)
		if to := r.header.Get("Location"); !strings.Contains(to, "/questions/") || strings.Contains(to, backup) {
			t.Errorf("next leads to %s", to)
		}
		got := s.ok("GET", "/workloads/"+id+"/lenses/service-basics/answers/backup", nil)
		if got.at("selected/0").String() != "backup_daily" || got.at("not_applicable/backup_apart/notes").String() != "One account only" ||
			got.at("notes").String() != "# Copies\n\n- <script>alert(1)</script>" || got.at("version").String() != "1" {
			t.Errorf("saved: %s", got.String())
		}
		y := s.answerForm("viewer session", base+backup)
		s.holds("page", []byte(y.body), "Does not apply: <span data-off-words>out of scope", "One account only", "&lt;script&gt;alert(1)", "wrote in the notes", "High risk")
		// The same form again changes nothing, and leaves no trace: a browser's line ends are nobody's change.
		z := s.answerForm("contributor session", base+backup)
		s.post("contributor session", base+backup, z.form(t), http.StatusSeeOther)
		if s.ok("GET", "/workloads/"+id+"/lenses/service-basics/answers/backup", nil).at("version").String() != "1" {
			t.Error("an unchanged form made a new version")
		}
		// What is too long comes back with all that was typed, and holds back nothing else.
		long := strings.Repeat("ä", models.MaxNotes)
		r = s.post("contributor session", base+backup, z.form(t, "notes", long, "selected", "backup_target"), http.StatusUnprocessableEntity)
		s.holds("refused", r.body, long, "Not saved")
		// Whoever ticks the box of a practice that did not apply means the box, although the list beside it still says
		// why not.
		s.post("contributor session", base+backup, z.form(t, "selected", "backup_apart", "selected", "backup_target"), http.StatusSeeOther)
		if got := s.ok("GET", "/workloads/"+id+"/lenses/service-basics/answers/backup", nil); got.at("selected").len() != 3 || got.at("not_applicable").String() != "{}" {
			t.Errorf("ticked again: %s", got)
		}
		z = s.answerForm("contributor session", base+backup)
		for then, want := range map[string]string{"previous": "/questions/", "open": "/questions/", "stay": backup + "?done=answer"} {
			if to := s.post("contributor session", base+backup, z.form(t, "then", then), http.StatusSeeOther).header.Get("Location"); !strings.Contains(to, want) {
				t.Errorf("%s leads to %s", then, to)
			}
		}
	})
}

// Two people fill in the same form. What they changed apart is merged; what they changed both comes back with both
// sides, and nothing is overwritten unseen.
func TestReviewFormsMerge(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id, base := s.review()
		one, two := s.answerForm("contributor session", base+backup), s.answerForm("architect session", base+backup)
		s.post("contributor session", base+backup, one.form(t, "selected", "backup_daily", "notes", "from one"), http.StatusSeeOther)
		r := s.post("architect session", base+backup, two.form(t, "selected", "backup_apart", "notes", "from two"), http.StatusConflict)
		s.holds("clash", r.body, "from one", "from two", "Yours", "<h2>Notes</h2>")
		answer := "/workloads/" + id + "/lenses/service-basics/answers/backup"
		got := s.ok("GET", answer, nil)
		if got.at("notes").String() != "from one" || got.at("selected").len() != 2 {
			t.Errorf("after the clash: %s", got.String())
		}
		// Saving again, seen, means it.
		again := answerForm{base + backup, string(r.body), html.UnescapeString(baseField.FindStringSubmatch(string(r.body))[1])}
		s.post("architect session", base+backup, again.form(t, "notes", "from two"), http.StatusSeeOther)
		if got := s.ok("GET", answer, nil); got.at("notes").String() != "from two" || got.at("selected").len() != 2 {
			t.Errorf("after it was saved again: %s", got.String())
		}
		// The same change by both is no clash.
		one, two = s.answerForm("contributor session", base+backup), s.answerForm("architect session", base+backup)
		s.post("contributor session", base+backup, one.form(t, "na.backup_restore", "OTHER"), http.StatusSeeOther)
		s.post("architect session", base+backup, two.form(t, "na.backup_restore", "OTHER"), http.StatusSeeOther)
	})
}

// edit sends a change as the page's script does.
func (s *server) edit(as, path, body string) reply {
	s.t.Helper()
	return s.script(as, "POST", path+"/save", body)
}

func TestReviewScriptSaves(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		_, base := s.review()
		const on = `{"choices":{"backup_daily":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"SELECTED","reason":"NONE"}}}}}`
		const off = `{"choices":{"backup_daily":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"NOT_APPLICABLE","reason":"OTHER"}}}}}`
		before := s.fingerprint()
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
			{"contributor session", `{"choices":{"backup_no":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"NOT_APPLICABLE","reason":"NONE"}}}}}`, 422},
			{"contributor session", `{"choices":{"backup_daily":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"MAYBE","reason":"NONE"}}}}}`, 422},
		} {
			r := s.edit(row.as, base+backup, row.body)
			if r.status != row.want || !strings.HasPrefix(r.header.Get("Content-Type"), "application/json") || r.tree(t).at("title").String() == "" {
				t.Errorf("%s sends %.60s: %d %s", row.as, row.body, r.status, r.body)
			}
		}
		if s.fingerprint() != before {
			t.Fatal("a refused change changed something")
		}
		r := s.edit("contributor session", base+backup, on)
		if got := r.tree(t); got.at("state/choices/backup_daily/status").String() != "SELECTED" || got.at("risk").String() != "high" || got.at("updated_by").String() == "" {
			t.Errorf("saved: %s", r.body)
		}
		r = s.edit("architect session", base+backup, off)
		if got := r.tree(t); r.status != 200 || got.at("clashes").len() != 1 || got.at("clashes/0/mine").String() != "Does not apply: other reason" ||
			got.at("clashes/0/theirs").String() != "In place" || got.at("state/version").String() != "1" {
			t.Errorf("clash: %s", r.body)
		}
		if r := s.script("viewer session", "GET", base+backup+"/live", ""); r.tree(t).at("state/choices/backup_daily/status").String() != "SELECTED" {
			t.Errorf("live: %s", r.body)
		}
		if r := s.script("stranger session", "GET", base+backup+"/live", ""); r.status != 404 {
			t.Errorf("live for a stranger: %d", r.status)
		}
		r = s.script("contributor session", "POST", "/preview", `{"notes":"**a** <script>"}`)
		if r.tree(t).at("html").String() != "<p><strong>a</strong> &lt;script&gt;</p>\n" {
			t.Errorf("preview: %s", r.body)
		}
	})
}

func TestReviewListIsNarrowedInTheAddress(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		_, base := s.review()
		x := s.answerForm("contributor session", base+backup)
		s.post("contributor session", base+backup, x.form(t, "selected", "backup_no", "note.backup_daily", "soon"), http.StatusSeeOther)
		links := func(query string) int {
			return strings.Count(s.get("viewer session", base+"/questions/cost"+query, 200), `class="q"`)
		}
		// the question that is shown is always in the list
		for query, want := range map[string]int{"": 9, "?show=unanswered": 8, "?show=high": 2, "?show=na": 1, "?show=notes": 2, "?show=mine": 1, "?find=DATA": 2,
			"?show=nonsense": 9, "?find=%3Cscript%3E": 1, "?show=high&find=data": 2} {
			if got := links(query); got != want {
				t.Errorf("%s lists %d questions, want %d", query, got, want)
			}
		}
		if page := s.get("viewer session", base+"/questions/cost?show=high&find=data", 200); !strings.Contains(page, `/questions/backup?find=data&amp;show=high"`) {
			t.Error("the links of the list lose how it is narrowed")
		}
	})
}

func TestContinueWhereOneLeftOff(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		_, base := s.review()
		to := func(as string) string {
			return s.visit(visit{method: "GET", path: base, as: as}).header.Get("Location")
		}
		first := to("architect session")
		x := s.answerForm("contributor session", base+backup)
		s.post("contributor session", base+backup, x.form(t, "notes", "half done"), http.StatusSeeOther)
		if got := to("contributor session"); got != base+backup {
			t.Errorf("with a half-done question: %s", got)
		}
		x = s.answerForm("contributor session", base+backup)
		s.post("contributor session", base+backup, x.form(t, "selected", "backup_daily"), http.StatusSeeOther)
		if got := to("contributor session"); got == base+backup || got == first {
			t.Errorf("after it is done: %s", got)
		}
		if got := to("architect session"); got != first {
			t.Errorf("what others did moves where the architect goes on: %s, was %s", got, first)
		}
	})
}

func TestHistoryAndNotesPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		_, base := s.review()
		for _, selected := range []string{"backup_daily", "backup_apart"} {
			x := s.answerForm("contributor session", base+backup)
			s.post("contributor session", base+backup, x.form(t, "selected", selected, "notes", "wrote "+selected), http.StatusSeeOther)
		}
		s.get("stranger session", base+backup+"/history", 404)
		s.holds("history", []byte(s.get("viewer session", base+backup+"/history", 200)), "<del>wrote backup_daily</del>", "<ins>wrote backup_apart</ins>", "Selected “")

		page := s.get("contributor session", base+"/notes", 200)
		version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page)[1]
		pillar := regexp.MustCompile(`name="pillar\.([^"]+)"`).FindStringSubmatch(page)[1]
		s.post("viewer session", base+"/notes", fields("version", version, "notes", "no"), 403)
		s.post("stranger session", base+"/notes", fields("version", version, "notes", "no"), 404)
		s.post("contributor session", base+"/notes", fields("version", version, "notes", "as a\r\nwhole", "pillar."+pillar, "of one"), 303)
		r := s.post("architect session", base+"/notes", fields("version", version, "notes", "too late"), 412)
		s.holds("stale", r.body, "too late")
		s.holds("notes", []byte(s.get("viewer session", base+"/notes", 200)), "as a\nwhole", "of one")
	})
}

// A clash names whoever made the part what it is, not whoever changed something else of the answer later.
func TestClashNamesTheRival(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		_, base := s.review()
		notes := func(from, to string) string { return fmt.Sprintf(`{"notes":{"from":%q,"to":%q}}`, from, to) }
		s.edit("contributor session", base+backup, notes("", "first"))
		s.edit("architect session", base+backup, `{"choices":{"backup_daily":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"SELECTED","reason":"NONE"}}}}}`)
		got := s.edit("owner session", base+backup, notes("", "second")).tree(t)
		if got.at("clashes/0/who").String() != "The contributor" || got.at("clashes/0/part").String() != "notes" || got.at("state/notes").String() != "first" {
			t.Errorf("the clash: %s", got.at("clashes"))
		}
		got = s.edit("owner session", base+backup, `{"choices":{"backup_daily":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"NOT_APPLICABLE","reason":"OTHER"}}}}}`).tree(t)
		if got.at("clashes/0/who").String() != "The architect" {
			t.Errorf("the clash: %s", got.at("clashes"))
		}
	})
}

// A guest reads the answers, and neither who gave them nor what was said about them.
func TestGuestsReadAnswersOnly(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id, base := s.review()
		s.edit("contributor session", base+backup, `{"notes":{"from":"","to":"Kept in one account"}}`)
		s.ok("POST", "/workloads/"+id+"/lenses/service-basics/answers/backup/comments", map[string]any{"body": "Between us"})
		s.guest("guest", id, "service-basics")
		page := s.get("guest session", base+backup, http.StatusOK)
		s.holds("a guest's page", []byte(page), "Kept in one account", "disabled")
		for _, secret := range []string{"The contributor", "Between us", "History", ", comments:", "Facilitate</a>", "Save milestone"} {
			if strings.Contains(page, secret) {
				t.Errorf("a guest reads %q", secret)
			}
		}
		for _, path := range []string{backup + "/history", backup + "/comments", "/parking", "/notes"} {
			if r := s.visit(visit{method: "GET", path: base + path, as: "guest session"}); r.status == http.StatusOK && path != "/notes" {
				t.Errorf("a guest reads %s", path)
			}
		}
	})
}

// The page knows its state as the stream of events tells it, so that a page which is up to date asks for nothing more.
func TestPageAndStreamAgree(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id, base := s.review()
		s.edit("contributor session", base+backup, `{"notes":{"from":"","to":"a"}}`)
		page := s.get("contributor session", base+backup, http.StatusOK)
		l := s.listen("contributor session", "/workloads/"+id+"/lenses/service-basics/events")
		if at := l.next("hello").data.at("updated_at").String(); !strings.Contains(page, `data-updated="`+at+`"`) {
			t.Errorf("the stream says %s, the page %s", at, regexp.MustCompile(`data-updated="[^"]*"`).FindString(page))
		}
	})
}

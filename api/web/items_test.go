package web_test

import (
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
)

// itemsOf is a workload with an answer that leaves risks, and what tests of its items need.
type itemsOf struct {
	*apitest.Server
	id, at string
}

func newItemsOf(s *apitest.Server) itemsOf {
	s.T.Helper()
	id := s.Sample()
	w := itemsOf{s, id, "/workloads/" + id}
	s.OK("PATCH", w.at+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_no"]}`)
	return w
}

const backupPractice = "service-basics/backup/backup_daily"

// make makes an item through the form, and gives its page.
func (w itemsOf) make(who string, pairs ...string) string {
	w.T.Helper()
	form := apitest.FormFields("title", "Copies every day", "priority", "high")
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := w.PostForm(who, w.at+"/items/new", form, 303)
	at, _, _ := strings.Cut(r.Header.Get("Location"), "?")
	return at
}

var pageVersion = regexp.MustCompile(`name="version"\s+value="(\d+)"`)

// version is the one that the page of an item holds.
func (w itemsOf) version(at string) string {
	w.T.Helper()
	found := pageVersion.FindStringSubmatch(w.GetPage("owner session", at, 200))
	if found == nil {
		w.T.Fatalf("%s has no version", at)
	}
	return found[1]
}

func (w itemsOf) says(who, path string, texts ...string) {
	w.T.Helper()
	text := flat(w.GetPage(who, path, 200))
	for _, want := range texts {
		if !strings.Contains(text, want) {
			w.T.Errorf("%s as %s: %q is not on the page", path, who, want)
		}
	}
}

// An item is made from a practice of the plan with fields filled in, is shown, edited, moved, confirmed, and comes back
// when the practice is lost; all of it without a script.
func TestItemsInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		w := newItemsOf(s)
		w.says("contributor session", w.at+"/items/new?practice="+url.QueryEscape(backupPractice),
			"From the improvement plan", "as the workspace sets it for a high risk",
			`value="service-basics/backup/backup_daily" checked`)
		s.GetPage("viewer session", w.at+"/items/new", 403)
		s.GetPage("stranger session", w.at+"/items/new", 404)
		at := w.make("contributor session", "practices", backupPractice, "from", "plan", "owner", "team", "owner_name",
			"Platform", "build_cost", "12 000", "links", "Design https://example.org/d", "description", "Do **it**")
		w.says("viewer session", at, "#1</span> Copies every day", "Platform", "Set by the rule for this risk",
			"<strong>it</strong>",
			"12 000 USD", `href="https://example.org/d"`, "What it removes", "Missing", "No comments yet.", "Created")
		if strings.Contains(s.GetPage("viewer session", at, 200), "<form method=\"post\" action=\""+at) {
			t.Error("a viewer gets forms of the item")
		}
		for _, path := range []string{"/items", w.at + "/items", "/items/board", w.at + "/items/board"} {
			w.says("viewer session", path, "#1</span> Copies every day", "Platform")
			s.GetPage("nobody", path, 303)
		}
		s.GetPage("stranger session", at, 404)
		s.GetPage("stranger session", w.at+"/items", 404)
		if strings.Contains(s.GetPage("stranger session", "/items", 200), "Copies every day") {
			t.Error("a stranger sees the item in the list")
		}

		old := w.version(at)
		s.PostForm("contributor session", at+"/move", apitest.FormFields("to", "in_progress", "version", old), 303)
		stale := s.PostForm("contributor session", at+"/edit", apitest.FormFields("title", "My own words", "priority", "low",
			"version", old), 412)
		s.PageHolds("stale", stale.Body, "What is different now", "My own words", "Copies every day")
		s.PageHolds("block", s.PostForm("contributor session", at+"/move", apitest.FormFields("to", "blocked"), 422).Body,
			"say what blocks it")
		s.PostForm("contributor session", at+"/move", apitest.FormFields("to", "blocked", "note", "No budget"), 303)
		w.says("viewer session", at, "No budget", "Moved from “In progress” to “Blocked”: No budget")
		s.PostForm("contributor session", at+"/move", apitest.FormFields("to", "to_verify"), 303)
		w.says("contributor session", at, "Is it done?", "Select the missing practice and confirm")
		s.PostForm("viewer session", at+"/verify", apitest.FormFields("select", "yes"), 403)
		s.PostForm("contributor session", at+"/verify", apitest.FormFields("select", "yes", "note", "Saw the copies"), 303)
		w.says("viewer session", at, "Confirmed as done: Saw the copies", "In place")
		s.OK("PATCH", w.at+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_no"]}`)
		w.says("viewer session", at, "Regressed", "It was done, and came back", "Practice not in place any more")
		w.says("viewer session", "/items?regressed=yes", "Copies every day")
	})
}

// What a form of an item says is wrong stands beside the field, and what was typed comes back.
func TestItemFormsComeBack(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		w := newItemsOf(s)
		for _, x := range []struct{ field, value, says string }{
			{"title", " ", "item-title-said"}, {"due_on", "31.12.2030", "must be a day such as"},
			{"build_cost", "12.50", "without cents"}, {"needs", "#77", "names #77, which is no item"},
			{"needs", "soon", "must be numbers of items"}, {"owner", "team", "item-owner-said"},
			{"links", "no address", "item-links-said"}, {"practices", "service-basics/backup/nothing", "has no practice"},
		} {
			form := apitest.FormFields("title", "Kept words", "priority", "urgent", "description", "Typed at length")
			form.Set(x.field, x.value)
			r := s.PostForm("contributor session", w.at+"/items/new", form, 422)
			s.PageHolds(x.field+" "+x.value, r.Body, x.says, "Typed at length", `<option value="urgent" selected>`)
		}
		at := w.make("contributor session")
		r := s.PostForm("contributor session", at+"/edit", apitest.FormFields("title", "", "priority", "low", "tradeoff",
			"Costs more", "version", "1"), 422)
		s.PageHolds("edit", r.Body, "Costs more", `name="version" value="1"`)
	})
}

// Filters of the address narrow the lists and stay in them; counts lead to what they count; pages follow each other.
func TestItemListsInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		w := newItemsOf(s)
		me := s.Users["contributor"].ID
		w.make("contributor session", "title", "Mine", "owner", me, "due_on", "2020-01-31", "priority", "urgent")
		w.make("contributor session", "title", "Ours", "owner", "team", "owner_name", "Platform")
		w.make("contributor session", "title", "Closes", "practices", backupPractice)
		for query, want := range map[string]string{"": "Mine Ours Closes", "owner=me": "Mine", "owner=none": "Closes",
			"owner=Platform": "Ours", "owner=" + me: "Mine", "risk=high": "Closes",
			"priority=urgent": "Mine", "due=overdue": "Mine",
			"due=90": "Closes", "text=our": "Ours", "text=%232": "Ours", "status=done": "", "status=all": "Mine Ours Closes",
			"risk=nonsense": "Mine Ours Closes", "workload=" + w.id: "Mine Ours Closes", "regressed=yes": ""} {
			for _, path := range []string{"/items", w.at + "/items", "/items/board"} {
				if path == "/items/board" && strings.HasPrefix(query, "status") {
					continue
				}
				text := s.GetPage("contributor session", path+"?"+query, 200)
				for _, title := range []string{"Mine", "Ours", "Closes"} {
					shown := strings.Contains(text, "</span> "+title+"</a>")
					if shown != strings.Contains(want, title) {
						t.Errorf("%s?%s: %s is shown: %v", path, query, title, shown)
					}
				}
			}
		}
		w.says("contributor session", "/items?owner=me", "Overdue by ")
	})
}

// Many items are changed at once, after a page that says what would change.
func TestManyItemsInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		w := newItemsOf(s)
		one, two := w.make("contributor session", "title", "One"), w.make("contributor session", "title", "Two")
		form := apitest.FormFields("bulk", "yes", "back", "/items?owner=none", "ids", strings.TrimPrefix(one, "/items/"),
			"ids",
			strings.TrimPrefix(two, "/items/"), "owner", "team", "owner_name", "Platform", "due", "set", "due_on", "2031-01-31",
			"priority", "low", "to", "wont_do")
		asked := s.PostForm("contributor session", "/items/edit", form, 200)
		s.PageHolds("asked", asked.Body, "Edit 2 items", "Platform", "31 Jan 2031", "Won’t do", "Save 2 items")
		w.says("viewer session", one, "Nobody")
		form.Set("confirm", "yes")
		form.Set("reason", "superseded")
		s.PageHolds("without a note", s.PostForm("contributor session", "/items/edit", form, 422).Body,
			"bulk-note-said", "say why")
		form.Set("due_on", "soon")
		form.Set("note", "Bought instead")
		form.Set("reason", "superseded")
		s.PageHolds("a wrong date", s.PostForm("contributor session", "/items/edit", form, 422).Body,
			": due on must be a day")
		form.Set("due_on", "2031-01-31")
		form.Set("note", "Bought instead")
		form.Set("reason", "superseded")
		if to := s.PostForm("contributor session", "/items/edit", form, 303).Header.Get("Location"); to !=
			"/items?done=items-saved&owner=none" {
			t.Errorf("leads to %s", to)
		}
		w.says("viewer session", one, "Platform", "31 Jan 2031", "Low", "Superseded by another item", "Bought instead")
		w.says("viewer session", two, "Platform")
		s.PostForm("viewer session", "/items/edit", form, 403)
		none := s.PostForm("contributor session", "/items/edit", apitest.FormFields("bulk", "yes"), 200)
		s.PageHolds("none", none.Body, "No item is chosen")
	})
}

// A card of the board is moved by its form; where a status needs more, the form leads to where it is asked for.
func TestTheBoardInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		w := newItemsOf(s)
		at := w.make("contributor session")
		back := w.at + "/items/board?owner=none"
		id := strings.TrimPrefix(at, "/items/")
		for to, want := range map[string]string{"in_progress": w.at +
			"/items/board?done=item-moved&owner=none#in_progress-" + id,
			"blocked": at + "?do=blocked#do-blocked", "wont_do": at + "?do=wont_do#do-wont_do", "done": at +
				"?do=done#do-done"} {
			form := apitest.FormFields("to", to, "back", back)
			if got := s.PostForm("contributor session", at+"/move", form, 303).Header.Get("Location"); got != want {
				t.Errorf("to %s leads to %s, want %s", to, got, want)
			}
		}
		w.says("contributor session", at+"?do=blocked", `id="do-blocked" open`)
		stale := s.PostForm("contributor session", at+"/move", apitest.FormFields("to", "open", "back", back, "version",
			"1"), 412)
		s.PageHolds("stale", stale.Body, "changed", "In progress")
	})
}

// People talk about an item, and nobody else's words are theirs to change.
func TestTalkOfItemsInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		w := newItemsOf(s)
		at := w.make("contributor session")
		s.PostForm("viewer session", at+"/comments", apitest.FormFields("body", "No"), 403)
		s.PageHolds("empty", s.PostForm("contributor session", at+"/comments", apitest.FormFields("body", " "), 422).Body,
			"comment-body-said")
		s.PostForm("contributor session", at+"/comments", apitest.FormFields("body", "Who **pays**?", "mention",
			s.Users["owner"].Name), 303)
		w.says("viewer session", at, "Who <strong>pays</strong>?", "Mentions")
		id := regexp.MustCompile(`id="comment-([0-9a-f]{32})"`).FindStringSubmatch(s.GetPage("owner session", at, 200))[1]
		s.PostForm("owner session", at+"/comments/"+id, apitest.FormFields("body", "Mine"), 403)
		s.PostForm("contributor session", at+"/comments/"+id, apitest.FormFields("body", "Settled", "version", "1"), 303)
		w.says("viewer session", at, "Settled", "edited")
		s.PostForm("architect session", at+"/comments/"+id+"/delete", nil, 303)
		w.says("viewer session", at, "deleted this comment")
		s.PostForm("contributor session", at+"/delete", apitest.FormFields("confirm", "1"), 403)
		s.PostForm("architect session", at+"/delete", apitest.FormFields("confirm", "2"), 422)
		s.PostForm("architect session", at+"/delete", apitest.FormFields("confirm", "#1"), 303)
		s.GetPage("owner session", at, 404)
	})
}

// Owners set when items are due; others read it.
func TestPlanSettingsInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		w := newItemsOf(s)
		w.says("viewer session", "/workspace/plan", "Days for a high risk", "30", "USD")
		form := apitest.FormFields("high_days", "14", "medium_days", "60", "due_soon_days", "5", "high_cap", "3",
			"lead_after_days", "7", "sponsor_after_days", "21", "currency", "eur", "lead_id", s.Users["architect"].ID,
			"version", "0")
		s.PostForm("architect session", "/workspace/plan", form, 403)
		s.PostForm("owner session", "/workspace/plan", form, 303)
		s.PostForm("owner session", "/workspace/plan", apitest.FormFields("high_days", "soon"), 422)
		form.Set("medium_days", "9")
		form.Set("version", "1")
		s.PageHolds("shorter", s.PostForm("owner session", "/workspace/plan", form, 422).Body, "must not be shorter")
		w.says("viewer session", "/workspace/plan", "EUR", "14")
		w.says("contributor session", w.at+"/items/new?practice="+url.QueryEscape(backupPractice), "14 days from today")
	})
}

// The plan and the question lead to the form of an item that has the missing practices chosen; those who may make no
// item get no such link.
func TestTheWayToANewItemInPages(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		w := newItemsOf(s)
		form := w.at + "/items/new?question=service-basics%2Fbackup"
		for _, path := range []string{w.at + "/plan", w.at + "/lenses/service-basics/questions/backup"} {
			w.says("contributor session", path, `href="`+form+`"`)
			if strings.Contains(s.GetPage("viewer session", path, 200), "/items/new") {
				s.T.Errorf("%s leads viewers to a form that is not theirs", path)
			}
		}
		w.says("contributor session", form, backupPractice+`" checked`, "as the workspace sets it for a high risk",
			"Backup and restore: ")
	})
}

// The timeline shows what is overdue first, then 30, 60 and 90 days with the cap and what is beyond it, and keeps the
// filters of the other views.
func TestTheTimelineInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		w := newItemsOf(s)
		w.says("viewer session", "/items/timeline", "Nothing to do")
		s.OK("PUT", "/plan/settings", map[string]any{"high_days": 30, "medium_days": 90, "due_soon_days": 7, "high_cap": 1,
			"currency": "EUR", "lead_after_days": 7, "sponsor_after_days": 21})
		for _, item := range []struct{ title, days, practices string }{{"Much later", "400", ""}, {"Too much", "20", "high"},
			{"Third month", "80", ""}, {"Second month", "50", ""}, {"High and soon", "10", "high"}, {"Long over", "-5", ""},
			{"Undated", "", ""}} {
			pairs := []string{"title", item.title, "due", "set"}
			if item.days != "" {
				days, _ := strconv.Atoi(item.days)
				pairs = append(pairs, "due_on", time.Now().UTC().AddDate(0, 0, days).Format(time.DateOnly))
			}
			if item.practices != "" {
				pairs = append(pairs, "practices", backupPractice)
			}
			w.make("contributor session", pairs...)
		}
		for _, at := range []string{"/items/timeline", w.at + "/items/timeline"} {
			text := flat(s.GetPage("viewer session", at, 200))
			from := 0
			for _, want := range []string{"1 of 1", "1 more is beyond the cap", "Overdue <span", "Long over", "Within 30 days",
				"High and soon", "Within 60 days", "Second month", "Within 90 days", "Third month", "Beyond the cap", "Too much",
				"Over the cap", "Later, or without a date", "Much later", "Undated"} {
				place := strings.Index(text[from:], want)
				if place < 0 {
					t.Fatalf("%s: %q is not on the page, or too early", at, want)
				}
				from += place
			}
		}
		text := s.GetPage("viewer session", "/items/timeline?text=month&owner=none", 200)
		if strings.Contains(text, "Long over") || !strings.Contains(text, "Third month") ||
			!strings.Contains(text, `href="/items/board?owner=none&amp;text=month"`) {
			t.Error("the filters do not hold, or do not lead on")
		}
		w.says("viewer session", "/items/timeline?text=nowhere", "No item is found with these filters")
		w.says("viewer session", "/items?text=month", `href="/items/timeline?text=month"`)
		if strings.Contains(s.GetPage("stranger session", "/items/timeline", 200), "Long over") {
			t.Error("a stranger sees an item")
		}
	})
}

// Comments and parked points lead to a form that is filled from them, for those who may create items; the question
// shows the items that close practices of it.
func TestItemsAtAQuestion(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		question := review + "/questions/backup"
		s.Guest("guest", id, "service-basics")
		comment := s.OK("POST", review+"/answers/backup/comments", map[string]any{"body": "Who keeps\n<them>?"}).
			At("id").String()
		parked := s.OK("POST", review+"/parking", map[string]any{"body": "Where do they go?"}).At("id").String()
		for _, who := range []string{"viewer session", "guest session"} {
			if page := s.GetPage(who, question, 200); strings.Contains(page, "from=") || strings.Contains(page, "items-title") {
				t.Errorf("%s: %s", who, page)
			}
		}
		page := s.GetPage("contributor session", question, 200) + s.GetPage("contributor session", review+"/parking", 200)
		for from, title := range map[string]string{"comment:" + comment: "Who keeps &lt;them&gt;?",
			"parked:" + parked: "Where do they go?"} {
			link := regexp.MustCompile(`href="([^"]*from=` + strings.Replace(from, ":", "%3A", 1) + `[^"]*)"`).
				FindStringSubmatch(page)
			if link == nil {
				t.Fatalf("nothing leads from %s to an item: %s", from, page)
			}
			s.PageHolds(from, []byte(s.GetPage("contributor session", html.UnescapeString(link[1]), 200)),
				`value="`+title+`"`, `name="from" value="`+from+`"`)
		}
		s.OK("PATCH", review+"/answers/backup", map[string]any{"selected": []string{"backup_daily"}})
		item := s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": "Keep them <apart>", "due_on": "2001-01-01",
			"practices": []any{map[string]any{"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}}).
			At("id").String()
		s.PageHolds("the items", []byte(s.GetPage("viewer session", question, 200)), `href="/items/`+item+`"`,
			"Keep them &lt;apart&gt;", "due 1 Jan 2001", "overdue")
		if page := s.GetPage("guest session", question, 200); strings.Contains(page, "Keep them") {
			t.Errorf("a guest sees items: %s", page)
		}
		if page := s.GetPage("viewer session", review+"/questions/oncall", 200); strings.Contains(page, "Keep them") {
			t.Errorf("another question shows them: %s", page)
		}
		for range 10 {
			s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": "More of it", "practices": []any{map[string]any{
				"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}})
		}
		s.OK("POST", "/workloads/"+id+"/items", `{"title":"Something else"}`)
		page = s.GetPage("viewer session", question, 200)
		for words, others := range map[string]bool{"All items of this question": false, "All items of the workload": true} {
			link := regexp.MustCompile(`href="([^"]*)">` + words + `<`).FindStringSubmatch(flat(page))
			if link == nil {
				t.Fatalf("no link %q", words)
			}
			list := s.GetPage("viewer session", html.UnescapeString(link[1]), 200)
			if !strings.Contains(list, "Keep them") || strings.Contains(list, "Something else") != others {
				t.Errorf("%q leads to %s", words, list)
			}
		}
	})
}

// The settings of a workspace lead to those of its plans, for whoever may read both.
func TestWorkspaceLeadsToPlanSettings(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		for _, who := range []string{"viewer session", "owner session"} {
			s.PageHolds(who, []byte(s.GetPage(who, "/workspace", 200)), `href="/workspace/plan"`)
			s.GetPage(who, "/workspace/plan", 200)
		}
	})
}

package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

var leadVersion = regexp.MustCompile(`name="version" value="(\d+)"`)

// leadingPage is the facilitator's page as somebody sees it, with the version that its forms send.
func leadingPage(s *apitest.Server, as, at string) (page, version string) {
	s.T.Helper()
	page = s.GetPage(as, at, http.StatusOK)
	m := leadVersion.FindStringSubmatch(page)
	if m == nil {
		s.T.Fatalf("%s has no version: %s", at, page)
	}
	return page, m[1]
}

func pageLacks(s *apitest.Server, where, page string, texts ...string) {
	s.T.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			s.T.Errorf("%s: the page holds %q:\n%s", where, text, page)
		}
	}
}

// A room is led by forms alone: begun, moved, its agenda changed, ended. Who may not lead changes nothing, and what is
// out of date does not either.
func TestLeadingARoomInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, base := s.ReviewOfBackup()
		at := base + "/facilitate"
		s.Guest("guest", id, "service-basics")
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		before := s.Fingerprint()
		for as, status := range map[string]int{"stranger session": 404, "guest session": 403, "viewer session": 403,
			"narrow session": 403} {
			s.GetPage(as, at, status)
			s.PostForm(as, at, apitest.FormFields("version", "0", "running", "yes", "to", "oncall"), status)
		}
		s.PostForm("contributor session", at, apitest.FormFields("running", "yes"), 422)
		s.PostForm("contributor session", at, apitest.FormFields("version", "0", "to", "none"), 422)
		s.GetPage("contributor session", at+"?question=none", 404)
		if s.Fingerprint() != before {
			t.Error("somebody who may not lead changed something")
		}
		move := func(as, version string, pairs ...string) {
			t.Helper()
			r := s.PostForm(as, at, apitest.FormFields(append(pairs, "version", version)...), 303)
			if to, _, _ := strings.Cut(r.Header.Get("Location"), "?"); to != at {
				t.Errorf("the form leads to %s", to)
			}
		}
		page, version := leadingPage(s, "contributor session", at+"?question=backup")
		s.PageHolds("before", []byte(page), "No facilitation in progress", "Timer stopped", "13 min planned",
			`name="to" value="backup"`, "The lens has no prompts",
			`value="room/`, `aria-current="true"`, "not shown")
		move("contributor session", version, "running", "yes", "to", "backup")
		page, version = leadingPage(s, "contributor session", at)
		s.PageHolds("under way", []byte(page), "In progress", "0 min</b>", "at this question, 13 min planned",
			`data-question="backup"`, `data-planned="800"`, "hidden>Over time")
		move("contributor session", version, "to", "oncall")
		page, stale := leadingPage(s, "owner session", at+"?question=backup")
		s.PageHolds("the room is where it is, whatever is asked for", []byte(page), `data-question="oncall"`, "In progress")
		move("owner session", stale, "show_notes", "yes")
		r := s.PostForm("contributor session", at, apitest.FormFields("version", stale, "to", "backup"), 412)
		s.PageHolds("moved from an old page", r.Body, "Somebody else led on meanwhile", `data-question="oncall"`,
			"<b>shown</b>")
		r = s.PostForm("contributor session", at, apitest.FormFields("version", stale, "to", "backup", "agenda", "yes",
			"minutes.operations", "55"), 412)
		s.PageHolds("an agenda from an old page", r.Body, `value="55"`, "Somebody else led on")
		_, version = leadingPage(s, "contributor session", at)
		r = s.PostForm("contributor session", at, apitest.FormFields("version", version, "agenda", "yes",
			"minutes.operations", "soon", "minutes.reliability", "7"), 422)
		s.PageHolds("no minutes", r.Body, `value="soon"`, `value="7"`, "must be whole minutes", `aria-invalid="true"`,
			`href="#agenda-agenda"`, `id="agenda-agenda"`)
		r = s.PostForm("contributor session", at, apitest.FormFields("version", version, "agenda", "yes",
			"minutes.operations", "601", "minutes.reliability", "7"), 422)
		s.PageHolds("too many minutes", r.Body, `value="601"`, "must be 0 to 600 minutes")
		move("contributor session", version, "agenda", "yes", "minutes.operations", " 60 ", "minutes.reliability", "")
		if got := s.OK("GET", base+"/facilitation", nil).At("agenda").String(); got != `{"operations":60,"reliability":0}` {
			t.Errorf("the agenda is %s", got)
		}
		_, version = leadingPage(s, "contributor session", at)
		move("contributor session", version, "running", "no")
		page, _ = leadingPage(s, "contributor session", at)
		s.PageHolds("ended", []byte(page), "No facilitation in progress", "Timer stopped", `data-question="oncall"`)
	})
}

// The answer is part of the facilitator's page. A button that moves the room saves it first, and what is parked becomes
// notes.
func TestAnsweringWhileLeading(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		at := base + "/facilitate"
		s.OK("PATCH", base+"/facilitation", map[string]any{"running": true, "question_id": "backup"})
		page, version := leadingPage(s, "contributor session", at)
		s.PageHolds("what is open", []byte(page), ">3 of 3<", ">9 of 9<")
		x := answerFormOf(s, "contributor session", at)
		send := func(then string, more ...string) {
			t.Helper()
			f := x.form(t, "selected", "backup_daily")
			f.Set("then", then)
			f.Set("version", version)
			for i := 0; i < len(more); i += 2 {
				f.Set(more[i], more[i+1])
			}
			r := s.PostForm("contributor session", base+apitest.BackupPath, f, 303)
			if to, _, _ := strings.Cut(r.Header.Get("Location"), "?"); to != at {
				t.Errorf("%s leads to %s", then, to)
			}
		}
		send("lead")
		if got := s.OK("GET", base+"/answers/backup", nil).At("selected/0").String(); got != "backup_daily" {
			t.Errorf("selected is %q", got)
		}
		send("room/secrets", "notes", "Tried in May", "to", "oncall")
		page, version = leadingPage(s, "contributor session", at)
		s.PageHolds("moved", []byte(page), `data-question="secrets"`, ">2 of 3<", ">8 of 9<")
		if got := s.OK("GET", base+"/answers/backup", nil).At("notes").String(); got != "Tried in May" {
			t.Errorf("the notes are %q", got)
		}
		x = answerFormOf(s, "contributor session", at)
		f := x.form(t)
		f.Set("then", "room/")
		f.Set("to", "oncall")
		f.Set("version", "1")
		r := s.PostForm("contributor session", base+"/questions/secrets", f, 412)
		s.PageHolds("a move from an old page", r.Body, "Somebody else led on", `data-question="secrets"`)
		f.Set("version", version)
		s.PostForm("contributor session", base+"/questions/secrets", f, 303)

		s.PostForm("contributor session", base+"/parking", apitest.FormFields("body", "Of the review", "back", at), 303)
		r = s.PostForm("contributor session", base+"/parking", apitest.FormFields("body", "Of the rota", "question", "oncall",
			"back", at), 303)
		if to := r.Header.Get("Location"); to != at+"?done=parked#parking" {
			t.Errorf("parking leads to %s", to)
		}
		page, _ = leadingPage(s, "contributor session", at)
		s.PageHolds("parked", []byte(page), "Of the review", "Of the rota", `name="question" value="oncall" checked`)
		for _, item := range regexp.MustCompile(`action="([^"]+/parking/[0-9a-f]{32})/done"`).FindAllStringSubmatch(page,
			-1) {
			s.PostForm("contributor session", item[1]+"/keep", apitest.FormFields("back", at), 303)
		}
		if got := s.OK("GET", base+"/answers/oncall", nil).At("notes").String(); !strings.Contains(got, "Of the rota") ||
			strings.Contains(got, "Of the review") {
			t.Errorf("the notes of the answer are %q", got)
		}
		if got := s.OK("GET", base, nil).At("notes").String(); !strings.Contains(got, "Of the review") {
			t.Errorf("the notes of the review are %q", got)
		}
	})
}

// The shared screen shows what a room may see: question, choices, risk. Notes only where they are switched on;
// comments, names and history never.
func TestSharedScreen(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, base := s.ReviewOfBackup()
		at := base + "/present"
		s.Guest("guest", id, "service-basics")
		s.GetPage("stranger session", at, 404)
		s.GetPage("viewer session", at+"?question=none", 404)
		s.GetPage("viewer session", base+"x/present", 404)
		s.OK("PUT", base+"/answers/backup", map[string]any{"selected": []string{"backup_no"},
			"notes": "The **private** note"})
		s.OK("POST", base+"/answers/backup/comments", map[string]any{"body": "A private comment"})
		x := answerFormOf(s, "contributor session", base+apitest.BackupPath)
		s.PostForm("contributor session", base+apitest.BackupPath,
			x.form(t, "na.backup_daily", "OUT_OF_SCOPE", "note.backup_daily", "A private remark"), 303)
		private := []string{"private", "The contributor", "The owner", "<form", "<textarea", "facilitate"}
		before := s.Fingerprint()
		page := s.GetPage("viewer session", at+"?question=backup", 200)
		s.PageHolds("on a viewer's screen", []byte(page), "High risk", "In place", "Does not apply: out of scope",
			`aria-label="Not in place"`, "1 of 3 answered", "present?question=",
			"Show the current question", `href="`+base+apitest.BackupPath+`"`)
		pageLacks(s, "on a viewer's screen", page, private...)
		s.PageHolds("nobody leads and nothing is asked for", []byte(s.GetPage("viewer session", at, 200)), "1 of 3</p>")
		if s.Fingerprint() != before {
			t.Error("looking at the screen changed something")
		}

		s.OK("PATCH", base+"/facilitation", map[string]any{"running": true, "question_id": "backup"})
		page = s.GetPage("viewer session", at+"?question=oncall", 200)
		s.PageHolds("it follows the room", []byte(page), "Follows the room", "Does not apply: out of scope")
		pageLacks(s, "it follows the room", page, append(private, "present?question=")...)
		s.OK("PATCH", base+"/facilitation", map[string]any{"show_notes": true})
		page = s.GetPage("viewer session", at, 200)
		s.PageHolds("with notes", []byte(page), "The <strong>private</strong> note")
		pageLacks(s, "with notes", page, "private comment", "private remark", "The contributor")
		page = s.GetPage("guest session", at+"?question=oncall", 200)
		pageLacks(s, "guests see what they ask for: where the room is, is not for them", page, "Follows the room",
			"out of scope", "private")
		pageLacks(s, "a guest's backup", s.GetPage("guest session", at+"?question=backup", 200), private...)

		s.OK("PUT", base+"/answers/backup", map[string]any{"applicable": false, "reason": "OTHER"})
		s.PageHolds("not applicable", []byte(s.GetPage("viewer session", at, 200)), "This question does not apply",
			"Not applicable")
	})
}

// The page of a question leads to both, as far as somebody may, and is not a guest.
func TestWaysIntoTheRoom(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, base := s.ReviewOfBackup()
		s.Guest("guest", id, "service-basics")
		present, lead := base+"/present?question=backup", base+"/facilitate?question=backup"
		for who, leads := range map[string]bool{"contributor session": true, "viewer session": false,
			"guest session": false} {
			page := s.GetPage(who, base+apitest.BackupPath, 200)
			if presents := strings.Contains(page, present); presents != (who != "guest session") {
				t.Errorf("%s is offered the shared screen: %v", who, presents)
			}
			if strings.Contains(page, lead) != leads {
				t.Errorf("%s is offered to lead: %v", who, !leads)
			}
		}
	})
}

// A workload that is shared to look at can be presented elsewhere, not led; one that is shared to work on can.
func TestSharedRooms(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id, base := s.ReviewOfBackup()
		lead := base + "/facilitate?question=backup"
		share := s.AcceptedShare("/workloads/"+id, models.Viewer)
		s.GetPage("stranger session", base+"/present", 200)
		s.GetPage("stranger session", lead, 403)
		s.PostForm("stranger session", base+"/facilitate", apitest.FormFields("version", "0", "running", "yes"), 403)
		pageLacks(s, "shared to look at", s.GetPage("stranger session", base+apitest.BackupPath, 200), lead)
		s.OK("DELETE", "/workloads/"+id+"/shares/"+share, nil)
		s.GetPage("stranger session", base+"/present", 404)
		s.GetPage("stranger session", lead, 404)
		s.AcceptedShare("/workloads/"+id, models.Contributor)
		s.PageHolds("shared to work on", []byte(s.GetPage("stranger session", base+apitest.BackupPath, 200)), lead)
		s.GetPage("stranger session", lead, 200)
		s.PostForm("stranger session", base+"/facilitate", apitest.FormFields("version", "0", "running", "yes"), 303)
	})
}

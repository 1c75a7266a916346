package api_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"plumbline/models"
)

var leadVersion = regexp.MustCompile(`name="version" value="(\d+)"`)

// leads is the facilitator's page as somebody sees it, with the version that its forms send.
func (s *server) leads(as, at string) (page, version string) {
	s.t.Helper()
	page = s.get(as, at, http.StatusOK)
	m := leadVersion.FindStringSubmatch(page)
	if m == nil {
		s.t.Fatalf("%s has no version: %s", at, page)
	}
	return page, m[1]
}

func (s *server) lacks(where, page string, texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			s.t.Errorf("%s: the page holds %q:\n%s", where, text, page)
		}
	}
}

// A room is led by forms alone: begun, moved, its agenda changed, ended. Who may not lead changes nothing, and what is out of date does not either.
func TestLeadingARoomInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id, base := s.review()
		at := base + "/facilitate"
		s.guest("guest", id, "service-basics")
		s.narrowed("narrow", models.Grant{Role: models.Contributor, Pillars: []string{"operations"}})
		before := s.fingerprint()
		for as, status := range map[string]int{"stranger session": 404, "guest session": 403, "viewer session": 403, "narrow session": 403} {
			s.get(as, at, status)
			s.post(as, at, fields("version", "0", "running", "yes", "to", "oncall"), status)
		}
		s.post("contributor session", at, fields("running", "yes"), 422)
		s.post("contributor session", at, fields("version", "0", "to", "none"), 422)
		s.get("contributor session", at+"?question=none", 404)
		if s.fingerprint() != before {
			t.Error("somebody who may not lead changed something")
		}
		move := func(as, version string, pairs ...string) {
			t.Helper()
			r := s.post(as, at, fields(append(pairs, "version", version)...), 303)
			if to, _, _ := strings.Cut(r.header.Get("Location"), "?"); to != at {
				t.Errorf("the form leads to %s", to)
			}
		}
		page, version := s.leads("contributor session", at+"?question=backup")
		s.holds("before", []byte(page), "Nobody facilitates at the moment", "The clock stands", "13 min planned", `name="to" value="backup"`, "The lens has no prompts",
			`value="room/`, `aria-current="true"`, "not shown")
		move("contributor session", version, "running", "yes", "to", "backup")
		page, version = s.leads("contributor session", at)
		s.holds("under way", []byte(page), "Under way", "0 min</b>", "at this question, 13 min planned", `data-question="backup"`, `data-planned="800"`, "hidden>Over time")
		move("contributor session", version, "to", "oncall")
		page, stale := s.leads("owner session", at+"?question=backup")
		s.holds("the room is where it is, whatever is asked for", []byte(page), `data-question="oncall"`, "Under way")
		move("owner session", stale, "show_notes", "yes")
		r := s.post("contributor session", at, fields("version", stale, "to", "backup"), 412)
		s.holds("moved from an old page", r.body, "Somebody else led on meanwhile", `data-question="oncall"`, "<b>shown</b>")
		r = s.post("contributor session", at, fields("version", stale, "to", "backup", "agenda", "yes", "minutes.operations", "55"), 412)
		s.holds("an agenda from an old page", r.body, `value="55"`, "Somebody else led on")
		_, version = s.leads("contributor session", at)
		r = s.post("contributor session", at, fields("version", version, "agenda", "yes", "minutes.operations", "soon", "minutes.reliability", "7"), 422)
		s.holds("no minutes", r.body, `value="soon"`, `value="7"`, "must be whole minutes", `aria-invalid="true"`, `href="#agenda-agenda"`, `id="agenda-agenda"`)
		r = s.post("contributor session", at, fields("version", version, "agenda", "yes", "minutes.operations", "601", "minutes.reliability", "7"), 422)
		s.holds("too many minutes", r.body, `value="601"`, "must be 0 to 600 minutes")
		move("contributor session", version, "agenda", "yes", "minutes.operations", " 60 ", "minutes.reliability", "")
		if got := s.ok("GET", base+"/facilitation", nil).at("agenda").String(); got != `{"operations":60,"reliability":0}` {
			t.Errorf("the agenda is %s", got)
		}
		_, version = s.leads("contributor session", at)
		move("contributor session", version, "running", "no")
		page, _ = s.leads("contributor session", at)
		s.holds("ended", []byte(page), "Nobody facilitates", "The clock stands", `data-question="oncall"`)
	})
}

// The answer is part of the facilitator's page. A button that moves the room saves it first, and what is parked becomes notes.
func TestAnsweringWhileLeading(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		_, base := s.review()
		at := base + "/facilitate"
		s.ok("PATCH", base+"/facilitation", map[string]any{"running": true, "question_id": "backup"})
		page, version := s.leads("contributor session", at)
		s.holds("what is open", []byte(page), ">3 of 3<", ">9 of 9<")
		x := s.answerForm("contributor session", at)
		send := func(then string, more ...string) {
			t.Helper()
			f := x.form(t, "selected", "backup_daily")
			f.Set("then", then)
			f.Set("version", version)
			for i := 0; i < len(more); i += 2 {
				f.Set(more[i], more[i+1])
			}
			r := s.post("contributor session", base+backup, f, 303)
			if to, _, _ := strings.Cut(r.header.Get("Location"), "?"); to != at {
				t.Errorf("%s leads to %s", then, to)
			}
		}
		send("lead")
		if got := s.ok("GET", base+"/answers/backup", nil).at("selected/0").String(); got != "backup_daily" {
			t.Errorf("selected is %q", got)
		}
		send("room/secrets", "notes", "Tried in May", "to", "oncall")
		page, version = s.leads("contributor session", at)
		s.holds("moved", []byte(page), `data-question="secrets"`, ">2 of 3<", ">8 of 9<")
		if got := s.ok("GET", base+"/answers/backup", nil).at("notes").String(); got != "Tried in May" {
			t.Errorf("the notes are %q", got)
		}
		x = s.answerForm("contributor session", at)
		f := x.form(t)
		f.Set("then", "room/")
		f.Set("to", "oncall")
		f.Set("version", "1")
		r := s.post("contributor session", base+"/questions/secrets", f, 412)
		s.holds("a move from an old page", r.body, "Somebody else led on", `data-question="secrets"`)
		f.Set("version", version)
		s.post("contributor session", base+"/questions/secrets", f, 303)

		s.post("contributor session", base+"/parking", fields("body", "Of the review", "back", at), 303)
		r = s.post("contributor session", base+"/parking", fields("body", "Of the rota", "question", "oncall", "back", at), 303)
		if to := r.header.Get("Location"); to != at+"?done=parked#parking" {
			t.Errorf("parking leads to %s", to)
		}
		page, _ = s.leads("contributor session", at)
		s.holds("parked", []byte(page), "Of the review", "Of the rota", `name="question" value="oncall" checked`)
		for _, item := range regexp.MustCompile(`action="([^"]+/parking/[0-9a-f]{32})/done"`).FindAllStringSubmatch(page, -1) {
			s.post("contributor session", item[1]+"/keep", fields("back", at), 303)
		}
		if got := s.ok("GET", base+"/answers/oncall", nil).at("notes").String(); !strings.Contains(got, "Of the rota") || strings.Contains(got, "Of the review") {
			t.Errorf("the notes of the answer are %q", got)
		}
		if got := s.ok("GET", base, nil).at("notes").String(); !strings.Contains(got, "Of the review") {
			t.Errorf("the notes of the review are %q", got)
		}
	})
}

// The shared screen shows what a room may see: question, choices, risk. Notes only where they are switched on; comments, names and history never.
func TestSharedScreen(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id, base := s.review()
		at := base + "/present"
		s.guest("guest", id, "service-basics")
		s.get("stranger session", at, 404)
		s.get("viewer session", at+"?question=none", 404)
		s.get("viewer session", base+"x/present", 404)
		s.ok("PUT", base+"/answers/backup", map[string]any{"selected": []string{"backup_no"}, "notes": "The **private** note"})
		s.ok("POST", base+"/answers/backup/comments", map[string]any{"body": "A private comment"})
		x := s.answerForm("contributor session", base+backup)
		s.post("contributor session", base+backup, x.form(t, "na.backup_daily", "OUT_OF_SCOPE", "note.backup_daily", "A private remark"), 303)
		private := []string{"private", "The contributor", "The owner", "<form", "<textarea", "facilitate"}
		before := s.fingerprint()
		page := s.get("viewer session", at+"?question=backup", 200)
		s.holds("on a viewer's screen", []byte(page), "High risk", "In place", "Does not apply: out of scope", `aria-label="Not in place"`, "1 of 3 answered", "present?question=",
			"Show the current question", `href="`+base+backup+`"`)
		s.lacks("on a viewer's screen", page, private...)
		s.holds("nobody leads and nothing is asked for", []byte(s.get("viewer session", at, 200)), "1 of 3</p>")
		if s.fingerprint() != before {
			t.Error("looking at the screen changed something")
		}

		s.ok("PATCH", base+"/facilitation", map[string]any{"running": true, "question_id": "backup"})
		page = s.get("viewer session", at+"?question=oncall", 200)
		s.holds("it follows the room", []byte(page), "Follows the room", "Does not apply: out of scope")
		s.lacks("it follows the room", page, append(private, "present?question=")...)
		s.ok("PATCH", base+"/facilitation", map[string]any{"show_notes": true})
		page = s.get("viewer session", at, 200)
		s.holds("with notes", []byte(page), "The <strong>private</strong> note")
		s.lacks("with notes", page, "private comment", "private remark", "The contributor")
		page = s.get("guest session", at+"?question=oncall", 200)
		s.lacks("guests see what they ask for: where the room is, is not for them", page, "Follows the room", "out of scope", "private")
		s.lacks("a guest's backup", s.get("guest session", at+"?question=backup", 200), private...)

		s.ok("PUT", base+"/answers/backup", map[string]any{"applicable": false, "reason": "OTHER"})
		s.holds("not applicable", []byte(s.get("viewer session", at, 200)), "This question does not apply", "Not applicable")
	})
}

// The page of a question leads to both, as far as somebody may.
func TestWaysIntoTheRoom(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id, base := s.review()
		s.guest("guest", id, "service-basics")
		present, lead := base+"/present?question=backup", base+"/facilitate?question=backup"
		for who, leads := range map[string]bool{"contributor session": true, "viewer session": false, "guest session": false} {
			page := s.get(who, base+backup, 200)
			s.holds(who, []byte(page), present)
			if strings.Contains(page, lead) != leads {
				t.Errorf("%s is offered to lead: %v", who, !leads)
			}
		}
	})
}

// A workload that is shared to look at can be presented elsewhere, not led; one that is shared to work on can.
func TestSharedRooms(t *testing.T) {
	each(t, func(s *server) {
		id, base := s.review()
		lead := base + "/facilitate?question=backup"
		share := s.share("/workloads/"+id, models.Viewer)
		s.get("stranger session", base+"/present", 200)
		s.get("stranger session", lead, 403)
		s.post("stranger session", base+"/facilitate", fields("version", "0", "running", "yes"), 403)
		s.lacks("shared to look at", s.get("stranger session", base+backup, 200), lead)
		s.ok("DELETE", "/workloads/"+id+"/shares/"+share, nil)
		s.get("stranger session", base+"/present", 404)
		s.get("stranger session", lead, 404)
		s.share("/workloads/"+id, models.Contributor)
		s.holds("shared to work on", []byte(s.get("stranger session", base+backup, 200)), lead)
		s.get("stranger session", lead, 200)
		s.post("stranger session", base+"/facilitate", fields("version", "0", "running", "yes"), 303)
	})
}

package planning_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// A comparison says which items were closed and reopened, and which acceptances began and ended, beside the answers;
// a milestone says what became of items since the one before.
func TestComparisonsTellOfItemsAndAcceptances(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s, now := onClock(s)
		pass := func(days int) {
			*now = now.AddDate(0, 0, days)
			for _, who := range []string{"viewer", "contributor", "architect", "owner", "stranger"} {
				s.SignBack(who + " session")
			}
		}
		id, review := s.ReviewedLens("why", apitest.LensText("Why", "ops=Operations",
			apitest.QuestionText("run=How do you run it?", "run_a=With a runbook", "run_b=With alarms"),
			apitest.QuestionText("log=What do you log?", "log_a=Requests", "log_b=Changes")))
		at := "/workloads/" + id
		answer := func(question string, choices ...string) {
			t.Helper()
			s.OK("PUT", review+"/answers/"+question, map[string]any{"selected": choices})
		}
		milestone := func(name string) {
			t.Helper()
			pass(1)
			s.OK("POST", at+"/milestones", map[string]any{"name": name})
			pass(1)
		}
		item := func(title string, practices ...any) string {
			t.Helper()
			made := s.OK("POST", at+"/items", map[string]any{"title": title, "practices": practices})
			return "/items/" + made.At("id").String()
		}
		s.Guest("guest", id, "why")
		s.Expect(apitest.Call{Method: "GET", Path: at + "/milestones/1/items", As: "guest session"}, 403)
		answer("run", "run_a")
		answer("log", "log_b")
		alarms := item("Alarms", map[string]any{"lens": "why", "question": "run", "choice": "run_b"})
		milestone("Spring")
		s.Expect(apitest.Call{Method: "POST", Path: alarms + "/verify", As: "owner session",
			Body: map[string]any{"select": true, "note": "Rang twice"}}, 200)
		pass(1)
		drill := item("Drill")
		s.OK("POST", drill+"/move", map[string]any{"status": "wont_do", "reason": "not_worth_it", "note": "Too dear"})
		asked := s.Expect(apitest.Call{Method: "POST", Path: review + "/acceptances", As: "contributor session",
			Body: map[string]any{"question_id": "log", "reason": "The new store comes", "mitigation": "By hand",
				"approver_role": "CISO", "until": day(now.AddDate(0, 0, 10))}}, 201).Tree(t).At("id").String()
		s.Expect(apitest.Call{Method: "POST", Path: "/acceptances/" + asked + "/decide", As: "owner session",
			Body: map[string]any{"accept": true, "note": "Until then"}}, 200)
		milestone("Summer")
		answer("run", "run_a")
		pass(20)

		get := func(query, as string) apitest.Call {
			return apitest.Call{Method: "GET", Path: at + query, As: as}
		}
		s.NarrowedMember("away", models.MemberGrant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: get("/milestones/1/items", "nobody"), Status: 401},
			{Name: "a stranger", Call: get("/milestones/1/items", "stranger"), Status: 404, Lacks: []string{"Alarms"}},
			{Name: "narrowed to another workload", Call: get("/milestones/1/items", "away session"), Status: 404},
			{Name: "no milestone", Call: get("/milestones/3/items", "viewer"), Status: 404},
			{Name: "no number", Call: get("/milestones/one/items", "viewer"), Status: 404},
			{Name: "the first, from the beginning", Call: get("/milestones/1/items", "viewer"), Status: 200,
				Holds: []string{`"closed":[]`, `"title":"Alarms"`}, Lacks: []string{"Drill", `"since"`}},
			{Name: "the second", Call: get("/milestones/2/items", "viewer"), Status: 200, Holds: []string{`"name":"Spring"`,
				`"note":"Rang twice"`, `"note":"Too dear"`, `"reopened":[]`}},
		})
		why := func(c apitest.Tree, question string) string {
			var texts []string
			list := c.At("lenses/0/pillars/0/questions/" + question + "/why")
			for n := range list.Len() {
				texts = append(texts, list.At(string(rune('0'+n))+"/text").String())
			}
			return strings.Join(texts, " | ")
		}
		until := now.AddDate(0, 0, -21+9).Format("2 Jan 2006")
		first := s.OK("GET", at+"/compare?from=1&to=2", nil)
		if got := why(first, "0"); got != "Answered anew: selected “With alarms” | Item closed: #1 “Alarms”" {
			t.Errorf("the risk that went: %s", got)
		}
		if got := why(first, "1"); got != "Risk accepted: until "+until+"; answered for by CISO" {
			t.Errorf("the risk that was accepted: %s, not until %s", got, until)
		}
		if got := first.At("causes").String(); got != `[{"count":1,"kind":"item_closed"}]` {
			t.Errorf("the causes are %s", got)
		}
		if got := first.At("items"); got.At("opened").Len() != 1 || got.At("closed").Len() != 2 ||
			got.At("closed/0/done").String() != "true" || got.At("reopened").Len() != 0 {
			t.Errorf("the items are %s", got)
		}
		second := s.OK("GET", at+"/compare?from=2", nil)
		if got := why(second, "0"); !strings.HasPrefix(got,
			"Answered anew: took back “With alarms” | Item reopened: #1 “Alarms”;") {
			t.Errorf("the risk that came back: %s", got)
		}
		if got := why(second, "1"); got != "Acceptance ended: its last day was "+until {
			t.Errorf("the acceptance that ended: %s", got)
		}
		if back := s.OK("GET", at+"/compare?from=2&to=1", nil); strings.Contains(back.String(), `"reopened"`) {
			t.Errorf("backwards there are items: %s", back)
		}
		marks := s.OK("GET", at+"/trend", nil).String()
		if !strings.Contains(marks, `"items_closed":2,"items_opened":1,"items_reopened":0,"name":"Summer"`) {
			t.Errorf("the trend counts otherwise: %s", marks)
		}

		s.PublishLens("why", "2", apitest.LensText("Why", "ops=Operations",
			apitest.QuestionText("run2=How do you run it?", "run_a=With a runbook", "run_b=With alarms"),
			apitest.QuestionText("log=What do you log?", "log_a=Requests", "log_b=Changes")))
		s.OK("POST", review+"/upgrade", map[string]any{"milestone": "Before 2", "by_title": true})
		if again := s.OK("GET", at+"/compare?from=1&to=2", nil); why(again, "0") != why(first, "0") {
			t.Errorf("after an upgrade that renamed the question: %s", why(again, "0"))
		}

		page := s.GetPage("viewer session", at+"/compare?from=1&to=2", 200)
		s.PageHolds("the comparison", []byte(page), "1 item closed", "Item closed: #1 “Alarms”", "Risk accepted: until",
			"Closed <span", "Rang twice", "Too dear")
		page = s.GetPage("viewer session", at+"/milestones/2", 200)
		s.PageHolds("the milestone", []byte(page), "since “Spring”", "Opened <span", "Drill", "now Won’t do", "Closed <span")
		page = s.GetPage("viewer session", at+"/trend", 200)
		s.PageHolds("the trend", []byte(page), "1 opened, 2 closed, 0")
		s.GetPage("stranger session", at+"/milestones/2", 404)
	})
}

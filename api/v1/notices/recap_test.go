package notices_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
)

const lens = "/lenses/service-basics"

// reviewed is a server that sends mail, with a review of which the contributor has answered something.
func reviewed(base *apitest.Server) (s *apitest.Server, box *apitest.Mailbox, id, at string) {
	s, box = apitest.MailingServer(base)
	id = s.Sample()
	at = "/workloads/" + id + lens + "/recap"
	answer(s, id, "contributor session", "backup", "backup_daily")
	answer(s, id, "contributor session", "oncall", "oncall_no")
	return s, box, id, at
}

func answer(s *apitest.Server, id, as, question string, selected ...string) {
	s.Expect(apitest.Call{Method: "PUT", Path: "/workloads/" + id + lens + "/answers/" + question, As: as,
		Body: map[string]any{"selected": selected}}, 200)
}

// A recap is for those who may change all of a review, and goes to those who reach the workload only.
func TestWhoSendsRecapsToWhom(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, box, id, at := reviewed(base)
		bare := s.OK("POST", "/workloads", apitest.WorkloadBody("Bare")).At("id").String()
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"recovery"}})
		s.NarrowedMember("elsewhere", models.MemberGrant{Role: models.Contributor, Workloads: []string{bare}})
		s.Guest("guest", id, "service-basics")
		s.AddNeighbours()
		to := func(names ...string) map[string]any {
			ids := []string{}
			for _, name := range names {
				ids = append(ids, s.Users[name].ID)
			}
			return map[string]any{"to": ids}
		}
		get := func(as string) apitest.Call { return apitest.Call{Method: "GET", Path: at, As: as} }
		post := func(as string, body any) apitest.Call {
			return apitest.Call{Method: "POST", Path: at, As: as, Body: body}
		}
		var rows []apitest.Scenario
		for as, status := range map[string]int{"nobody": 401, "revoked": 401, "stranger": 404, "stranger session": 404,
			"viewer session": 403, "viewer": 403, "narrow session": 403, "elsewhere session": 404, "guest session": 403,
			"third session": 404, "administrator session": 403} {
			rows = append(rows, apitest.Scenario{Name: "see", Call: get(as), Status: status},
				apitest.Scenario{Name: "send", Call: post(as, to("owner")), Status: status},
				apitest.Scenario{Name: "preview", Call: apitest.Call{Method: "POST", Path: at + "/preview", As: as,
					Body: to("owner")}, Status: status})
		}
		invalid := func(name string, body any, holds ...string) {
			rows = append(rows, apitest.Scenario{Name: name, Call: post("owner", body), Status: 422, Holds: holds})
		}
		invalid("a stranger", to("owner", "stranger"), `"pointer":"/to"`, "does not reach")
		invalid("who does not reach it", to("elsewhere"), `"pointer":"/to"`)
		invalid("an account without a membership", to("administrator"), `"pointer":"/to"`)
		invalid("nobody", to(), `"pointer":"/to"`, "at least one")
		invalid("an address", map[string]any{"to": []string{"mallory@example.org"}}, `"pointer":"/to"`)
		invalid("too many", map[string]any{"to": slices.Repeat([]string{s.Users["owner"].ID}, 101)}, `"pointer":"/to"`)
		invalid("a long note", map[string]any{"note": strings.Repeat("é", models.MaxNotes)}, `"pointer":"/note"`)
		invalid("a note with a zero", map[string]any{"note": "a\x00b"}, `"pointer":"/note"`)
		invalid("names in lines", map[string]any{"attended": []string{"Ada\nBcc: x@example.org"}},
			`"pointer":"/attended/0"`)
		invalid("no names", map[string]any{"attended": []string{" "}}, `"pointer":"/attended/0"`)
		invalid("what no body has", map[string]any{"bcc": "x"}, "bcc")
		s.RunScenarios(append(rows,
			apitest.Scenario{Name: "another lens", Call: apitest.Call{Method: "POST", As: "owner", Body: to("owner"),
				Path: "/workloads/" + id + "/lenses/resilience/recap"}, Status: 404},
			apitest.Scenario{Name: "a contributor sees it", Call: get("contributor session"), Status: 200,
				Holds: []string{`"sends_mail":true`, "Review of Checkout: recap", s.EmailOf("viewer")}}))
		if mails := s.SentMails(box); len(mails) > 0 {
			s.T.Errorf("mails of what was refused: %d", len(mails))
		}
		s.RunScenarios([]apitest.Scenario{{Name: "sent", Call: post("contributor session", to("viewer", "owner", "viewer")),
			Status: 201, Holds: []string{`{"sent":2,"off":0}`}, Changes: true}})
		var got []string
		for _, m := range s.SentMails(box) {
			got = append(got, m.To)
		}
		slices.Sort(got)
		if want := []string{s.EmailOf("owner"), s.EmailOf("viewer")}; !slices.Equal(got, want) {
			s.T.Errorf("sent to %v, want %v", got, want)
		}
		line := string(s.Do(apitest.Call{Method: "GET", Path: "/audit?limit=1", As: "owner session"}).Body)
		if !strings.Contains(line, `"recap.send"`) || !strings.Contains(line, `"to":"2"`) || strings.Contains(line, "@") {
			s.T.Errorf("the audit line: %s", line)
		}
		s.AcceptedShare("/workloads/"+id, models.Contributor)
		s.RunScenarios([]apitest.Scenario{
			{Name: "a viewer of a share", Call: get("foreign-viewer session"), Status: 403},
			{Name: "a contributor of a share sees no addresses of others", Call: get("foreign-contributor session"),
				Status: 200, Lacks: []string{s.EmailOf("owner")}, Holds: []string{s.EmailOf("foreign-viewer")}},
			{Name: "and sends", Call: post("foreign-contributor session", to("foreign-viewer", "owner")), Status: 201,
				Changes: true},
		})
	})
}

// What a recap says are the facts of the review: who was there, findings, dates, plan.
func TestWhatRecapsSay(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, box, id, at := reviewed(base)
		today := time.Now().UTC()
		day := func(t time.Time) string { return t.Format("2 Jan 2006") }
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "Spring"})
		s.OK("PATCH", "/workloads/"+id, map[string]any{"review_due_on": today.AddDate(0, 6, 0).Format(time.DateOnly)})
		due := today.AddDate(0, 0, 20)
		s.OK("POST", "/workloads/"+id+"/items", map[string]any{"title": "Keep copies apart",
			"due_on": due.Format(time.DateOnly), "owner": map[string]any{"kind": "member", "user_id": s.Users["architect"].ID},
			"practices": []map[string]any{
				{"lens": "service-basics", "question": "backup", "choice": "backup_apart"}}})
		s.SentMails(box)
		preview := s.Do(apitest.Call{Method: "GET", Path: at, As: "owner session"}).Tree(s.T)
		proposed := ""
		for _, p := range preview.At("people").Value.([]any) {
			if (apitest.Tree{Value: p}).At("proposed").Value == true {
				proposed += (apitest.Tree{Value: p}).At("name").String() + ", "
			}
		}
		if proposed != "The architect, The contributor, " {
			s.T.Errorf("proposed: %s", proposed)
		}
		s.Expect(apitest.Call{Method: "POST", Path: at, As: "owner session", Body: map[string]any{
			"note": "Thanks,\nsee you <b>soon</b>"}}, 201)
		mails := s.SentMails(box)
		if len(mails) != 2 {
			s.T.Fatalf("%d mails", len(mails))
		}
		state := s.OK("GET", "/workloads/"+id+lens, nil).At("risk_counts")
		text := mails[0].Text
		for _, want := range []string{
			"The owner sends you what the review came to on " + day(today) + ".", "\nThanks,\n", "\nsee you <b>soon</b>\n",
			"Took part: The contributor\n", "Answered: 2 of 9 questions; the risk of 7 is not known\n",
			fmt.Sprintf("High risks: %v\n", state.At("HIGH").Value),
			fmt.Sprintf("Medium risks: %v\n", state.At("MEDIUM").Value),
			"Last milestone: Spring, " + day(today) + "\n", "Next review: " + day(today.AddDate(0, 6, 0)) + "\n",
			"#1 · The architect · due " + day(due), "#1 Keep copies apart", "Open items",
			"First steps of the improvement plan",
			"https://review.example.org/workloads/" + id + "/plan", "https://review.example.org/account#notices",
		} {
			if !strings.Contains(text, want) {
				s.T.Errorf("no %q in\n%s", want, text)
			}
		}
		for _, want := range []string{"see you &lt;b&gt;soon", "due " + day(due), "<title>Review of Checkout</title>"} {
			if !strings.Contains(mails[0].HTML, want) {
				s.T.Errorf("no %q in\n%s", want, mails[0].HTML)
			}
		}
	})
}

// Nothing to say means no mail, and why; the same where no mail server is set up.
func TestRecapsThatAreNotSent(t *testing.T) {
	apitest.Each(t, func(silent *apitest.Server) {
		s, box := apitest.MailingServer(silent)
		id := s.Sample()
		at := "/workloads/" + id + lens + "/recap"
		call := apitest.Call{Method: "POST", Path: at, As: "owner session",
			Body: map[string]any{"to": []string{s.Users["viewer"].ID}}}
		s.RunScenarios([]apitest.Scenario{{Name: "no answer", Call: call, Status: 409,
			Holds: []string{"of this review is answered yet"}}})
		answer(s, id, "owner session", "backup", "backup_daily")
		silent.RunScenarios([]apitest.Scenario{
			{Name: "no mail", Call: call, Status: 409, Holds: []string{"sends no mail: no mail server is set up"}},
			{Name: "it can be read all the same", Call: apitest.Call{Method: "GET", Path: at, As: "owner"}, Status: 200,
				Holds: []string{`"sends_mail":false`, "Answered: 1 of 9 questions"}}})
		s.Expect(apitest.Call{Method: "PATCH", Path: "/me/notices", As: "viewer session",
			Body: map[string]any{"reviews": "off"}}, 200)
		s.RunScenarios([]apitest.Scenario{
			{Name: "who has switched it off is marked", Call: apitest.Call{Method: "GET", Path: at, As: "owner"}, Status: 200,
				Holds: []string{`"name":"The viewer","email":"` + s.EmailOf("viewer") + `","proposed":false,"off":true`}},
			{Name: "and gets none", Call: call, Status: 409, Holds: []string{"switched mails about reviews off"}}})
		call.Body = map[string]any{"to": []string{s.Users["viewer"].ID, s.Users["owner"].ID}}
		s.RunScenarios([]apitest.Scenario{{Name: "the others do", Call: call, Status: 201,
			Holds: []string{`{"sent":1,"off":1}`}, Changes: true}})
		if mails := s.SentMails(box); len(mails) != 1 || mails[0].To != s.EmailOf("owner") {
			s.T.Errorf("sent: %+v", mails)
		}
	})
}

// A recap that is asked for again with the same key is sent once; two requests at the same time too.
func TestRecapsAreSentOnce(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, box, _, at := reviewed(base)
		call := apitest.Call{Method: "POST", Path: at, As: "owner session", Body: map[string]any{"note": "First"},
			Header: map[string]string{"Idempotency-Key": models.NewID()}}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if r := s.Do(call); r.Status != 201 || !strings.Contains(string(r.Body), `{"sent":1,"off":0}`) {
					s.T.Errorf("%d %s", r.Status, r.Body)
				}
			})
		}
		all.Wait()
		if mails := s.SentMails(box); len(mails) != 1 {
			s.T.Errorf("%d mails", len(mails))
		}
		call.Body = map[string]any{"note": "Another"}
		s.RunScenarios([]apitest.Scenario{{Name: "the key with another note", Call: call, Status: 409}})
		call.Header = nil
		s.RunScenarios([]apitest.Scenario{{Name: "another recap", Call: call, Status: 201, Changes: true}})
	})
}

// Names are told as they are written: long ones, those of other scripts, and what looks like markup.
func TestNamesInRecaps(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, _, _, at := reviewed(base)
		names := []string{"Žofie 李", "مريم", strings.Repeat("x", 100), "<script>alert(1)</script>"}
		r := s.Do(apitest.Call{Method: "POST", Path: at + "/preview", As: "owner",
			Body: map[string]any{"attended": names, "note": "Größe: ½"}}).Tree(s.T)
		text, html := r.At("text").String(), r.At("html").String()
		if !strings.Contains(text, "Took part: "+strings.Join(names, ", ")+"\n") || !strings.Contains(text, "Größe: ½") {
			s.T.Error(text)
		}
		if strings.Contains(html, "<script") || !strings.Contains(html, "Žofie 李, مريم") {
			s.T.Error(html)
		}
	})
}

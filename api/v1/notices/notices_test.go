package notices_test

import (
	"net/url"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/notice"
)

func TestNotices(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		get := func(as string) apitest.Call { return apitest.Call{Method: "GET", Path: "/me/notices", As: as} }
		patch := func(as string, body map[string]any, seen ...string) apitest.Call {
			call := apitest.Call{Method: "PATCH", Path: "/me/notices", As: as, Body: body}
			if len(seen) > 0 {
				call.Header = map[string]string{"If-Match": seen[0]}
			}
			return call
		}
		off := map[string]any{"reviews": "off", "digest_day": "friday", "digest_hour": 17}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: get("nobody"), Status: 401},
			{Name: "a token", Call: get("viewer"), Status: 403, Holds: []string{"not for tokens"}},
			{Name: "nothing is chosen", Call: get("viewer session"), Status: 200, Holds: []string{`"assigned":"mail"`,
				`"due":"weekly"`, `"digest_day":"monday"`, `"digest_hour":8`, `"digest":true`, `"time_zone":"UTC"`,
				`"version":0`}},
			{Name: "nobody changes", Call: patch("nobody", off), Status: 401},
			{Name: "a token changes", Call: patch("owner", off), Status: 403},
			{Name: "an unknown channel", Call: patch("viewer session", map[string]any{"due": "pigeon"}), Status: 422,
				Holds: []string{`"pointer":"/due"`}},
			{Name: "an unknown day", Call: patch("viewer session", map[string]any{"digest_day": "someday"}), Status: 422,
				Holds: []string{`"pointer":"/digest_day"`}},
			{Name: "no hour", Call: patch("viewer session", map[string]any{"digest_hour": 24}), Status: 422,
				Holds: []string{`"pointer":"/digest_hour"`, "must be at most 23"}},
			{Name: "the person changes", Call: patch("viewer session", off), Status: 200,
				Holds: []string{`"reviews":"off"`, `"digest_day":"friday"`, `"digest_hour":17`, `"version":1`}},
			{Name: "no change", Call: patch("viewer session", off), Status: 200, Holds: []string{`"version":1`}},
			{Name: "a stale change", Call: patch("viewer session", map[string]any{"due": "off"}, `"0"`), Status: 412},
			{Name: "it is kept", Call: get("viewer session"), Status: 200, Holds: []string{`"reviews":"off"`}},
			{Name: "for nobody else", Call: get("owner session"), Status: 200, Holds: []string{`"reviews":"weekly"`}},
		})
	})
}

// A mention is mailed to whoever wants that, and to nobody else; each mail says where that is changed, and promises no
// way to unsubscribe that there is not.
func TestMentionsFollowTheSettings(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		mailing, box := apitest.MailingServer(s)
		at := "/workloads/" + s.Sample() + "/lenses/service-basics/answers/backup/comments"
		for channel, want := range map[string]int{"mail": 1, "weekly": 0, "off": 0} {
			mailing.Expect(apitest.Call{Method: "PATCH", Path: "/me/notices", As: "viewer session",
				Body: map[string]any{"mentioned": channel}}, 200)
			mailing.Expect(apitest.Call{Method: "POST", Path: at, As: "contributor session",
				Body: map[string]any{"body": "@" + mailing.EmailOf("viewer") + " look"}}, 201)
			sent := mailing.SentMails(box)
			if len(sent) != want {
				s.T.Errorf("%s: %d mails", channel, len(sent))
			}
			for _, m := range sent {
				if !strings.Contains(m.Text, "/account#notices") {
					s.T.Errorf("it does not say where that is changed:\n%s", m.Text)
				}
			}
		}
	})
}

// The form of the account page says the same as the API, and holds without JavaScript.
func TestNoticesOnTheAccountPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		form := url.Values{"digest_day": {"Wednesday"}, "digest_hour": {"17:00"}}
		for _, kind := range notice.Kinds {
			form.Set(string(kind), "off")
		}
		form.Set("due", "mail")
		s.PostForm("viewer session", "/account/notices", form, 303)
		page := s.GetPage("viewer session", "/account", 200)
		s.PageHolds("the account", []byte(page), `<option selected>Wednesday</option>`, `<option selected>17:00</option>`,
			`In the time zone UTC.`)
		got := s.Expect(apitest.Call{Method: "GET", Path: "/me/notices", As: "viewer session"}, 200)
		for _, want := range []string{`"due":"mail"`, `"assigned":"off"`, `"digest_day":"wednesday"`, `"digest":false`} {
			if !strings.Contains(string(got.Body), want) {
				s.T.Errorf("no %s in %s", want, got.Body)
			}
		}
		form.Set("due", "pigeon")
		refused := s.PostForm("viewer session", "/account/notices", form, 422)
		s.PageHolds("a pigeon", refused.Body, "must be one of mail, weekly, off")
	})
}

// A workload says when it is reviewed next; a milestone moves that on, and the list finds what is overdue.
func TestReviewRhythm(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		change := func(body map[string]any) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: at, As: "architect", Body: body}
		}
		overdue := apitest.Call{Method: "GET", Path: "/workloads?review=overdue", As: "viewer"}
		s.RunScenarios([]apitest.Scenario{
			{Name: "no day", Call: change(map[string]any{"review_due_on": "soon"}), Status: 422,
				Holds: []string{`"pointer":"/review_due_on"`, "must be a date such as 2026-12-31"}},
			{Name: "too seldom", Call: change(map[string]any{"review_every_months": 37}), Status: 422,
				Holds: []string{`"pointer":"/review_every_months"`, "must be at most 36"}},
			{Name: "none is overdue", Call: overdue, Status: 200, Holds: []string{`"items":[]`}},
			{Name: "a contributor", Call: apitest.Call{Method: "PATCH", Path: at, As: "contributor",
				Body: map[string]any{"review_every_months": 6}}, Status: 403},
			{Name: "both", Call: change(map[string]any{"review_due_on": "2020-02-29", "review_every_months": 6}), Status: 200,
				Changes: true, Holds: []string{`"next_review_on":"2020-02-29"`, `"review_every_months":6`}},
			{Name: "it is overdue", Call: overdue, Status: 200, Holds: []string{id}},
		})
		line := s.OK("GET", "/audit?kind=workload&limit=1", nil).At("items/0/changes")
		if got := line.String(); !strings.Contains(got, "review_due_on") || !strings.Contains(got, `"to":"6"`) {
			s.T.Errorf("the audit line says %s", got)
		}
		page := s.GetPage("viewer session", at, 200)
		s.PageHolds("the workload", []byte(page), "29 Feb 2020, overdue · every 6 months")
		s.PageHolds("the list", []byte(s.GetPage("viewer session", "/?review=overdue", 200)), id, "Overdue")
		s.OK("POST", at+"/milestones", map[string]any{"name": "Spring"})
		if got := s.OK("GET", at, nil).At("next_review_on").String(); got <= "2026" {
			s.T.Errorf("after a milestone the next review is %s", got)
		}
		archive := s.ExportWorkload(id)
		if !strings.Contains(string(archive), `"review_every_months": 6`) {
			s.T.Error("the export has no rhythm")
		}
	})
}

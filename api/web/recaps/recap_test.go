package recaps_test

import (
	"net/url"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// A recap is read and sent with forms alone; what was typed comes back with what is wrong with it.
func TestARecapIsSentOnAPage(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, box := apitest.MailingServer(base)
		id := s.Sample()
		review := "/workloads/" + id + "/lenses/service-basics"
		at := review + "/recap"
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"recovery"}})
		s.Guest("guest", id, "service-basics")
		for as, status := range map[string]int{"viewer session": 403, "narrow session": 403, "guest session": 403,
			"stranger session": 404} {
			s.GetPage(as, at, status)
			s.PostForm(as, at, url.Values{"to": {s.Users["owner"].ID}, "do": {"send"}}, status)
		}
		s.PageHolds("nothing answered", []byte(s.GetPage("owner session", at, 200)), "nothing to tell", "Back to the review")
		s.Expect(apitest.Call{Method: "PUT", Path: review + "/answers/backup", As: "contributor session",
			Body: map[string]any{"selected": []string{"backup_daily"}}}, 200)
		s.PageHolds("the way to it", []byte(s.GetPage("contributor session", "/workloads/"+id+"/lenses", 200)), at)
		if strings.Contains(s.GetPage("narrow session", "/workloads/"+id+"/lenses", 200), at) {
			s.T.Error("a narrowed contributor is led to the recap")
		}
		viewer, contributor := s.Users["viewer"].ID, s.Users["contributor"].ID
		first := s.GetPage("owner session", at, 200)
		s.PageHolds("the page", []byte(first), `value="`+contributor+`" checked`, `value="`+viewer+`">`,
			"Answered: 1 of 9 questions; the risk of 8 is not known", "Subject: Review of Checkout: recap",
			"\nThe contributor</textarea>")
		form := url.Values{"once": {models.NewID()}, "do": {"preview"}, "to": {viewer}, "note": {"<b>Thanks</b>"},
			"attended": {"Ada\r\n\r\nThe contributor"}}
		s.PageHolds("the preview", s.PostForm("owner session", at, form, 200).Body, "Took part: Ada, The contributor",
			`value="`+viewer+`" checked`, `value="`+contributor+`">`, "&lt;b&gt;Thanks&lt;/b&gt;</textarea>")
		form.Set("do", "send")
		form.Set("note", strings.Repeat("n", models.MaxNotes+1))
		s.PageHolds("a long note", s.PostForm("owner session", at, form, 422).Body, "Fix the fields below",
			strings.Repeat("n", 100), "Ada", `value="`+viewer+`" checked`)
		form.Set("note", "<b>Thanks</b>")
		form.Set("attended", strings.Repeat("x", 101))
		s.PageHolds("a long name", s.PostForm("owner session", at, form, 422).Body, `aria-invalid="true"`,
			strings.Repeat("x", 101))
		form.Set("attended", "Ada")
		form["to"] = []string{s.Users["stranger"].ID}
		s.PageHolds("a stranger", s.PostForm("owner session", at, form, 422).Body, "does not reach this workload")
		form.Del("to")
		s.PageHolds("nobody", s.PostForm("owner session", at, form, 422).Body, "choose at least one person",
			"&lt;b&gt;Thanks")
		form["to"] = []string{viewer, contributor}
		for range 2 { // by a double click
			r := s.PostForm("owner session", at, form, 303)
			if to := r.Header.Get("Location"); to != at+"?done=recap-sent-2" {
				s.T.Errorf("sent, it leads to %s", to)
			}
		}
		if mails := s.SentMails(box); len(mails) != 2 || !strings.Contains(mails[0].Text, "<b>Thanks</b>") {
			s.T.Errorf("sent: %+v", mails)
		}
		form.Set("once", models.NewID())
		quiet := base.PostForm("owner session", at, form, 409).Body
		s.PageHolds("no mail server", quiet, "no mail server is set up", "Answered: 1 of 9", "&lt;b&gt;Thanks")
		if strings.Contains(string(quiet), ">Send recap</button>") {
			s.T.Error("a server that sends no mail offers to send")
		}
	})
}

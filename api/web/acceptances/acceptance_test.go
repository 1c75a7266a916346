package acceptances_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// A risk is asked for and accepted with forms alone; the question, the list and the person's own page show it, and a
// guest sees until when and by which role, without names.
func TestARiskIsAcceptedOnPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		question := "/workloads/" + id + "/lenses/service-basics/questions/backup"
		s.Guest("guest", id, "service-basics")
		s.OK("PUT", strings.Replace(question, "questions", "answers", 1),
			map[string]any{"selected": []string{"backup_daily"}})
		s.PageHolds("the question", []byte(s.GetPage("contributor session", question, 200)), "Ask to accept this", "/accept")
		s.PageHolds("the form", []byte(s.GetPage("contributor session", question+"/accept", 200)), "The whole question",
			"Any architect or owner", "The architect", "High")
		form := url.Values{"reason": {"<b>Spring</b>"}, "mitigation": {""}, "approver_role": {"CISO"}, "until": {"soon"},
			"once": {"0123456789abcdef0123456789abcdef"}}
		s.PageHolds("faults", s.PostForm("contributor session", question+"/accept", form, 422).Body, "Fix the fields below",
			"&lt;b&gt;Spring", "such as 2026-12-31", "is missing")
		until := time.Now().UTC().AddDate(0, 0, 60)
		form.Set("mitigation", "Copies by hand")
		form.Set("until", until.Format(time.DateOnly))
		at, _, _ := strings.Cut(s.PostForm("contributor session", question+"/accept", form, 303).Header.Get("Location"), "?")
		s.PageHolds("who asked", []byte(s.GetPage("contributor session", at, 200)), "To decide", "Withdraw", "Copies by hand")
		s.PageHolds("my work", []byte(s.GetPage("owner session", "/mine", 200)), "Risks to decide", at)
		s.PageHolds("a guest sees no wish", []byte(s.GetPage("guest session", question, 200)), "High")
		s.PostForm("owner session", at+"/decide", url.Values{"decision": {"decline"}}, 422)
		s.PostForm("owner session", at+"/decide", url.Values{"decision": {"accept"}}, 303)
		day := until.Format("2 Jan 2006")
		s.PageHolds("decided", []byte(s.GetPage("viewer session", at, 200)), "In force", day, "The owner")
		s.PageHolds("the question", []byte(s.GetPage("viewer session", question, 200)), "Accepted until "+day,
			"The owner (CISO)")
		guest := s.GetPage("guest session", question, 200)
		s.PageHolds("a guest", []byte(guest), "Accepted until "+day, "CISO", "Copies by hand")
		for _, secret := range []string{"The owner", "The contributor", at} {
			if strings.Contains(guest, secret) {
				s.T.Errorf("a guest sees %q", secret)
			}
		}
		s.PageHolds("the list", []byte(s.GetPage("viewer session", "/acceptances?filter=in_force", 200)), at, day)
		s.PageHolds("another list", []byte(s.GetPage("viewer session", "/acceptances?filter=to_decide&workload="+id, 200)),
			"Nothing here", "Only those of Checkout")
		s.PageHolds("revoke", []byte(s.GetPage("owner session", at+"/revoke", 200)), "The owner (CISO)")
		s.PostForm("owner session", at+"/revoke", url.Values{"note": {" "}}, 422)
		s.PostForm("owner session", at+"/revoke", url.Values{"note": {"Too late"}}, 303)
		s.PageHolds("revoked", []byte(s.GetPage("viewer session", at, 200)), "Revoked", "Too late")
		s.PageHolds("nothing to revoke", []byte(s.GetPage("owner session", at+"/revoke", 200)), "nothing to revoke")
	})
}

package web_test

import (
	"net/url"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// A workload and a lens are offered to another workspace, accepted there, left, and revoked, without a script. Each
// step that ends something asks first, and who waits for an answer sees that in the bar.
func TestSharesPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		account := s.AccountID("stranger")
		for path, name := range map[string]string{"/workloads/" + id: "workload", "/lenses/service-basics": "lens"} {
			at := path + "/shares"
			for who, status := range map[string]int{"nobody": 303, "stranger session": 404, "viewer session": 403,
				"contributor session": 403} {
				s.GetPage(who, at, status)
			}
			s.PageHolds("the "+name, []byte(s.GetPage("architect session", path, 200)), `>Share</a>`, `/shares"`)
			s.PageHolds("not shared", []byte(s.GetPage("architect session", at, 200)), "Not shared with another workspace yet",
				s.AccountID("owner"))
			bad := s.PostForm("architect session", at, apitest.FormFields("account_id", "12", "role", "viewer"), 422)
			s.PageHolds("no account id", bad.Body, `aria-invalid="true"`, `value="12"`)
			own := apitest.FormFields("account_id", s.AccountID("owner"), "role", "viewer")
			s.PageHolds("the own one", s.PostForm("architect session", at, own, 422).Body, "is that of this workspace")

			spaced := account[:4] + " " + account[4:8] + "-" + account[8:]
			form := apitest.FormFields("once", models.NewID(), "account_id", spaced, "role", "contributor")
			s.PostForm("architect session", at, form, 303)
			s.PostForm("architect session", at, form, 303) // sent twice, it is one offer
			if n := s.OK("GET", path+"/shares", nil).At("items").Len(); n != 1 {
				s.T.Errorf("%s: %d offers", name, n)
			}
			s.PageHolds("offered", []byte(s.GetPage("architect session", at, 200)), account, "Contributor", "Waiting",
				"Revoke")
			again := apitest.FormFields("once", models.NewID(), "account_id", account, "role", "viewer")
			s.PageHolds("offered already", s.PostForm("architect session", at, again, 409).Body, "revoke that share first")
		}
		s.PageHolds("the bar", []byte(s.GetPage("stranger session", "/", 200)), "Offers (2)")
		if page := s.GetPage("architect session", "/", 200); strings.Contains(page, "Offers (") {
			s.T.Error("the bar of who offers says that offers wait")
		}
		offers := s.Do(apitest.Call{Method: "GET", Path: "/shares", As: "stranger"}).Tree(s.T).At("items")
		for i := range offers.Len() {
			offer := offers.At(string(rune('0' + i)))
			share, name := offer.At("id").String(), offer.At("thing_name").String()
			s.PageHolds("the inbox", []byte(s.GetPage("stranger session", "/shares", 200)), name, "Accept", "Reject")
			s.PostForm("stranger session", "/shares/"+share+"/accept", url.Values{}, 303)
			s.PostForm("stranger session", "/shares/"+share+"/accept", url.Values{}, 303)
			s.PageHolds("accepted", []byte(s.GetPage("stranger session", "/shares", 200)), "Leave", name)
			page := "/workloads/" + id
			if offer.At("kind").String() == "lens" {
				page = "/lenses/" + offer.At("thing_id").String()
			}
			s.PageHolds("what was accepted", []byte(s.GetPage("stranger session", page, 200)), name)
			s.PageHolds("leave", []byte(s.GetPage("stranger session", "/shares/"+share+"/reject", 200)), "Leave "+name,
				"Cancel")
			s.GetPage("architect session", "/shares/"+share+"/reject", 404)
			s.PostForm("stranger session", "/shares/"+share+"/reject", url.Values{}, 303)
			s.GetPage("stranger session", page, 404)
			s.PageHolds("left", []byte(s.GetPage("stranger session", "/shares", 200)), "Past offers", "Rejected or left")
			s.PageHolds("accept what was left", s.PostForm("stranger session", "/shares/"+share+"/accept", url.Values{},
				409).Body, "ask for a new one")
		}
	})
}

// To revoke asks first; the other side then sees nothing of it.
func TestRevokeSharePage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		for place, share := range map[string]string{at: s.AcceptedShare(at, models.Viewer),
			"/lenses/service-basics": s.OfferShare("/lenses/service-basics", models.Viewer)} {
			revoke := place + "/shares/" + share + "/revoke"
			s.GetPage("viewer session", revoke, 403)
			s.GetPage("owner session", place+"/shares/"+models.NewID()+"/revoke", 404)
			s.PageHolds("asks first", []byte(s.GetPage("owner session", revoke, 200)), "Revoke share with", "Cancel")
			s.PostForm("owner session", revoke, url.Values{}, 303)
			s.PageHolds("revoked", []byte(s.GetPage("owner session", place+"/shares", 200)), "Revoked")
			s.PageHolds("again", []byte(s.GetPage("owner session", revoke, 200)), "ended already")
			s.GetPage("stranger session", "/shares/"+share+"/reject", 404)
		}
		s.PageHolds("nothing is left", []byte(s.GetPage("stranger session", "/shares", 200)), "Nothing is shared with")
	})
}

package v1_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/reviews"
	"plumbline/questionnaires/builtin"
)

func TestOfferAShare(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.AddNeighbours()
		id := s.Sample()
		at, lens := "/workloads/"+id+"/shares", "/lenses/service-basics/shares"
		body := func(account, role string) map[string]any { return map[string]any{"account_id": account, "role": role} }
		there := s.AccountID("stranger")
		post := func(as, path string, b any) apitest.Call {
			return apitest.Call{Method: "POST", Path: path, As: as, Body: b}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: post("nobody", at, body(there, "viewer")), Status: 401},
			{Name: "stranger", Call: post("stranger", at, body(s.AccountID("owner"), "viewer")), Status: 404,
				Holds: []string{"no workload"}},
			{Name: "too weak a role", Call: post("contributor", at, body(there, "viewer")), Status: 403},
			{Name: "a role that shares don't have", Call: post("architect", at, body(there, "architect")), Status: 422,
				Holds: []string{"/role"}},
			{Name: "no account id", Call: post("architect", at, body("12345", "viewer")), Status: 422,
				Holds: []string{"/account_id"}},
			{Name: "whose it is, smuggled", Call: post("architect", at,
				map[string]any{"account_id": there, "role": "viewer", "status": "accepted"}), Status: 422,
				Holds: []string{"/status"}},
			{Name: "to oneself", Call: post("architect", at, body(s.AccountID("owner"), "viewer")), Status: 422,
				Holds: []string{"/account_id"}},
			{Name: "a lens of nobody", Call: post("architect", "/lenses/none/shares", body(there, "viewer")), Status: 404},
			{Name: "workload", Call: post("architect", at, body(there, "viewer")), Status: 201,
				Holds: []string{`"pending"`, there}, Changes: true},
			{Name: "the same again", Call: post("architect", at, body(there, "contributor")), Status: 409, Code: "conflict"},
			{Name: "lens", Call: post("architect", lens, body(there, "viewer")), Status: 201, Holds: []string{`"lens"`},
				Changes: true},
			{Name: "an account that there is not", Call: post("architect", at, body("000000000000", "viewer")), Status: 201,
				Holds: []string{`"pending"`}, Changes: true},
			{Name: "an offer opens nothing", Call: apitest.Call{Method: "GET", Path: "/workloads/" + id, As: "stranger"},
				Status: 404},
			{Name: "list as a viewer", Call: apitest.Call{Method: "GET", Path: at, As: "viewer"}, Status: 403},
			{Name: "list", Call: apitest.Call{Method: "GET", Path: at, As: "architect"}, Status: 200,
				Holds: []string{there, "000000000000"}},
			{Name: "the third is offered nothing", Call: apitest.Call{Method: "GET", Path: "/shares", As: "third session"},
				Status: 200, Holds: []string{`"items":[]`}},
			{Name: "received as a contributor", Call: apitest.Call{Method: "GET", Path: "/shares",
				As: "foreign-contributor session"}, Status: 403},
			{Name: "received", Call: apitest.Call{Method: "GET", Path: "/shares", As: "stranger"}, Status: 200,
				Holds: []string{"Checkout", "from_workspace"}, Lacks: []string{"000000000000"}},
		})
	})
}

// Nobody finds out by an offer whether there is a workspace with an account id.
func TestAnOfferTellsNothing(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		at := "/workloads/" + s.Sample() + "/shares"
		known := s.OK("POST", at, map[string]any{"account_id": s.AccountID("stranger"),
			"role": "viewer"}).Value.(map[string]any)
		unknown := s.OK("POST", at, map[string]any{"account_id": "000000000001", "role": "viewer"}).Value.(map[string]any)
		for name := range known {
			if _, is := unknown[name]; !is {
				s.T.Errorf("an offer to nobody lacks %q", name)
			}
		}
		for _, name := range []string{"status", "kind", "thing_id", "role"} {
			if known[name] != unknown[name] {
				s.T.Errorf("%s is %v for a known account, %v for an unknown one", name, known[name], unknown[name])
			}
		}
	})
}

func TestASharedWorkload(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.AddNeighbours()
		id := s.Sample()
		share := s.OfferShare("/workloads/"+id, models.Contributor)
		at, answer := "/workloads/"+id, "/workloads/"+id+"/lenses/service-basics/answers/backup"
		post := func(as, path string, b any) apitest.Call {
			return apitest.Call{Method: "POST", Path: path, As: as, Body: b}
		}
		read := func(as, path string) apitest.Call { return apitest.Call{Method: "GET", Path: path, As: as} }
		notes := func(as string) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: answer, As: as, Body: map[string]any{"notes": "by " + as}}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "accept as a contributor", Call: post("foreign-contributor session", "/shares/"+share+"/accept", nil),
				Status: 403},
			{Name: "accept as the third", Call: post("third session", "/shares/"+share+"/accept", nil), Status: 404},
			{Name: "accept as who offers", Call: post("owner", "/shares/"+share+"/accept", nil), Status: 404},
			{Name: "accept", Call: post("stranger", "/shares/"+share+"/accept", nil), Status: 200, Holds: []string{`"accepted"`},
				Changes: true},
			{Name: "accept again", Call: post("stranger", "/shares/"+share+"/accept", nil), Status: 200,
				Holds: []string{`"accepted"`}},
			{Name: "seen", Call: read("foreign-viewer session", at), Status: 200,
				Holds: []string{`"shared":{"account_id":"` + s.AccountID("owner")}},
			{Name: "listed", Call: read("foreign-viewer session", "/workloads"), Status: 200,
				Holds: []string{id, `"role":"contributor"`}},
			{Name: "the owner's is not shared to the owner", Call: read("owner", at), Status: 200, Lacks: []string{`"shared"`}},
			{Name: "its review, without a right to the lens", Call: read("foreign-viewer session", at+"/lenses/service-basics"),
				Status: 200},
			{Name: "the lens itself is not shared", Call: read("stranger", "/lenses/service-basics"), Status: 404},
			{Name: "plan", Call: read("foreign-viewer session", at+"/plan"), Status: 200},
			{Name: "report", Call: read("foreign-viewer session", at+"/report.pdf"), Status: 200, Lacks: []string{"Guest copy"}},
			{Name: "export", Call: read("foreign-viewer session", at+"/export"), Status: 200},
			{Name: "answer as a viewer there", Call: notes("foreign-viewer session"), Status: 403},
			{Name: "answer", Call: notes("foreign-contributor session"), Status: 200, Changes: true},
			{Name: "milestone", Call: post("foreign-contributor session", at+"/milestones", map[string]any{"name": "Theirs"}),
				Status: 201, Changes: true},
			{Name: "a field", Call: apitest.Call{Method: "PATCH", Path: at, As: "stranger", Body: map[string]any{"notes": "x"}},
				Status: 403, Holds: []string{"shared as contributor"}},
			{Name: "delete", Call: apitest.Call{Method: "DELETE", Path: at + "?confirm=Checkout", As: "stranger"}, Status: 403},
			{Name: "apply a lens", Call: post("stranger", at+"/lenses", map[string]any{"lens": "service-basics"}), Status: 403},
			{Name: "share it on", Call: post("stranger", at+"/shares",
				map[string]any{"account_id": "000000000000", "role": "viewer"}), Status: 403},
			{Name: "see its shares", Call: read("stranger", at+"/shares"), Status: 403},
			{Name: "a guest link to it", Call: read("stranger", at+"/lenses/service-basics/guest-links"), Status: 403},
			{Name: "the third", Call: read("third session", at), Status: 404},
			{Name: "the third's list", Call: read("third session", "/workloads"), Status: 200, Lacks: []string{id}},
			{Name: "revoke as a stranger", Call: apitest.Call{Method: "DELETE", Path: at + "/shares/" + share, As: "stranger"},
				Status: 403},
			{Name: "revoke under another thing", Call: apitest.Call{Method: "DELETE",
				Path: "/lenses/service-basics/shares/" + share, As: "architect"}, Status: 404},
			{Name: "revoke", Call: apitest.Call{Method: "DELETE", Path: at + "/shares/" + share, As: "architect"}, Status: 204,
				Changes: true},
			{Name: "gone at once", Call: read("stranger", at), Status: 404},
			{Name: "gone from the list", Call: read("stranger", "/workloads"), Status: 200, Lacks: []string{id}},
			{Name: "no answer any more", Call: notes("foreign-contributor session"), Status: 404},
			{Name: "gone from the offers", Call: read("stranger", "/shares"), Status: 200, Lacks: []string{id}},
			{Name: "accept what was revoked", Call: post("stranger", "/shares/"+share+"/accept", nil), Status: 404},
			{Name: "revoke again", Call: apitest.Call{Method: "DELETE", Path: at + "/shares/" + share, As: "architect"},
				Status: 204},
		})
	})
}

// Each side finds in its own audit what it did, and the owner all that was done to the thing.
func TestSharesInTheAudit(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.AddNeighbours()
		id := s.Sample()
		share := s.AcceptedShare("/workloads/"+id, models.Contributor)
		s.Expect(apitest.Call{Method: "PATCH", Path: "/workloads/" + id + "/lenses/service-basics/answers/backup",
			As:   "foreign-contributor session",
			Body: map[string]any{"notes": "theirs"}}, 200)
		ours := string(s.Do(apitest.Call{Method: "GET", Path: "/audit", As: "owner"}).Body)
		theirs := string(s.Do(apitest.Call{Method: "GET", Path: "/audit", As: "stranger"}).Body)
		for _, text := range []string{"workload.share", "share.answer", share, `"to":"theirs"`, "The foreign-contributor"} {
			if !strings.Contains(ours, text) {
				s.T.Errorf("the owner's audit lacks %q: %s", text, ours)
			}
		}
		if !strings.Contains(theirs, "share.answer") || !strings.Contains(theirs, share) {
			s.T.Errorf("the other side's audit lacks what it did: %s", theirs)
		}
		if strings.Contains(theirs, "answer.update") || strings.Contains(theirs, "workload.share") {
			s.T.Errorf("the other side's audit tells of the owner's things: %s", theirs)
		}
	})
}

func TestRejectAndLeave(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		answer := func(share, what string) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/shares/" + share + "/" + what, As: "stranger"}
		}
		at := "/workloads/" + id
		first := s.OfferShare(at, models.Viewer)
		s.RunScenarios([]apitest.Scenario{
			{Name: "reject", Call: answer(first, "reject"), Status: 200, Holds: []string{`"rejected"`}, Changes: true},
			{Name: "reject again", Call: answer(first, "reject"), Status: 200},
			{Name: "too late", Call: answer(first, "accept"), Status: 409, Holds: []string{"rejected"}},
			{Name: "nothing was opened", Call: apitest.Call{Method: "GET", Path: at, As: "stranger"}, Status: 404},
		})
		second := s.AcceptedShare(at, models.Viewer)
		s.RunScenarios([]apitest.Scenario{
			{Name: "open", Call: apitest.Call{Method: "GET", Path: at, As: "stranger"}, Status: 200},
			{Name: "viewers don't answer", Call: apitest.Call{Method: "PATCH",
				Path: at + "/lenses/service-basics/answers/backup", As: "stranger", Body: map[string]any{"notes": "x"}},
				Status: 403},
			{Name: "leave", Call: answer(second, "reject"), Status: 200, Changes: true},
			{Name: "left", Call: apitest.Call{Method: "GET", Path: at, As: "stranger"}, Status: 404},
		})
		s.AcceptedShare(at, models.Viewer)
		s.Expect(apitest.Call{Method: "DELETE", Path: at + "?confirm=Checkout", As: "owner"}, 204)
		if r := s.Do(apitest.Call{Method: "GET", Path: "/shares", As: "stranger"}); strings.Contains(string(r.Body),
			`"accepted"`) {
			s.T.Errorf("a deleted workload is shared still: %s", r.Body)
		}
	})
}

func TestAnOfferExpires(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return time.Now().Add(-models.ShareTTL - time.Minute) }
		share, err := service.New(s.Store, opt).Shares.Offer(s.Owner, reviews.SharedThing{Kind: models.WorkloadShare, Ref: id},
			models.ShareInput{AccountID: s.AccountID("stranger"), Role: models.Viewer}, models.IdempotencyKey{})
		apitest.Must(s.T, err)
		s.RunScenarios([]apitest.Scenario{
			{Name: "shown as over", Call: apitest.Call{Method: "GET", Path: "/shares", As: "stranger"}, Status: 200,
				Holds: []string{`"expired"`}},
			{Name: "accept", Call: apitest.Call{Method: "POST", Path: "/shares/" + share.ID + "/accept", As: "stranger"},
				Status: 409, Holds: []string{"expired on"}},
			{Name: "reject", Call: apitest.Call{Method: "POST", Path: "/shares/" + share.ID + "/reject", As: "stranger"},
				Status: 409},
			{Name: "nothing was opened", Call: apitest.Call{Method: "GET", Path: "/workloads/" + id, As: "stranger"},
				Status: 404},
			{Name: "another offer", Call: apitest.Call{Method: "POST", Path: "/workloads/" + id + "/shares", As: "owner",
				Body: map[string]any{"account_id": s.AccountID("stranger"), "role": "viewer"}}, Status: 201, Changes: true},
		})
	})
}

func TestASharedLens(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.AddNeighbours()
		s.Sample()
		s.OK("PUT", "/lenses/service-basics/draft", apitest.EditedLens(s.T, `"name": "Service basics"`,
			`"name": "Service  basics"`))
		share := s.AcceptedShare("/lenses/service-basics", models.Viewer)
		read := func(path string) apitest.Call { return apitest.Call{Method: "GET", Path: path, As: "stranger"} }
		draft := func(as string) apitest.Call {
			return apitest.Call{Method: "PUT", Path: "/lenses/service-basics/draft", As: as, Body: builtin.SampleDocument()}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "seen by key", Call: read("/lenses/service-basics"), Status: 200,
				Holds: []string{`"shared"`, `"has_draft":false`}},
			{Name: "listed", Call: read("/lenses"), Status: 200, Holds: []string{"service-basics", `"has_draft":false`}},
			{Name: "its version", Call: read("/lenses/service-basics/versions/latest"), Status: 200,
				Holds: []string{`"has_draft":false`}},
			{Name: "not its draft", Call: read("/lenses/service-basics/draft"), Status: 404, Holds: []string{"no draft"}},
			{Name: "nor as a version", Call: read("/lenses/service-basics/versions/draft"), Status: 404},
			{Name: "nor to compare", Call: read("/lenses/service-basics/diff"), Status: 404},
			{Name: "the third", Call: apitest.Call{Method: "GET", Path: "/lenses/service-basics", As: "third session"},
				Status: 404},
			{Name: "no draft by a viewer's share", Call: draft("stranger"), Status: 403},
			{Name: "no publishing", Call: apitest.Call{Method: "POST", Path: "/lenses/service-basics/versions", As: "stranger",
				Body: map[string]any{"version": "9.0"}}, Status: 403},
			{Name: "no deleting", Call: apitest.Call{Method: "DELETE", Path: "/lenses/service-basics?confirm=Service+basics",
				As: "stranger"}, Status: 403},
		})
		made := s.Expect(apitest.Call{Method: "POST", Path: "/workloads", As: "stranger",
			Body: apitest.WorkloadBody("Theirs", "service-basics")}, 201).Tree(s.T)
		id := made.At("id").String()
		review := "/workloads/" + id + "/lenses/service-basics"
		s.PublishVersion("1.1", false, apitest.EditedLens(s.T, "A named person is on call", "Somebody is on call"))
		if got := s.Expect(read(review), 200).Tree(s.T).At("lens_version").String(); got != "1.1" {
			s.T.Errorf("a minor version reached the review of a shared lens as %s", got)
		}
		if audit := string(s.Do(apitest.Call{Method: "GET", Path: "/audit?limit=200",
			As: "owner"}).Body); strings.Contains(audit, id) {
			s.T.Error("the lens owner's audit names the workload of the other side")
		}
		s.Expect(apitest.Call{Method: "DELETE", Path: "/lenses/service-basics/shares/" + share, As: "owner"}, 204)
		s.PublishVersion("1.2", false, apitest.EditedLens(s.T, "A named person is on call", "Someone is on call"))
		s.PublishVersion("2.0", true, apitest.EditedLens(s.T, "A named person is on call", "One is on call"))
		s.RunScenarios([]apitest.Scenario{
			{Name: "gone", Call: read("/lenses/service-basics"), Status: 404},
			{Name: "can't be applied any more", Call: apitest.Call{Method: "POST", Path: "/workloads", As: "stranger",
				Body: apitest.WorkloadBody("More", "service-basics")}, Status: 422},
			{Name: "its review goes on, as it was", Call: read(review), Status: 200, Holds: []string{`"lens_version":"1.1"`}},
			{Name: "answered", Call: apitest.Call{Method: "PATCH", Path: review + "/answers/backup", As: "stranger",
				Body: map[string]any{"notes": "x"}}, Status: 200},
			{Name: "not upgraded", Call: apitest.Call{Method: "POST", Path: review + "/upgrade", As: "stranger",
				Body: map[string]any{"milestone": "Before"}}, Status: 409, Holds: []string{"not shared"}},
		})
	})
}

// A lens that is deleted is gone for those with whom it was shared too, by id as well.
func TestADeletedLensIsSharedNoMore(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.Sample()
		id := s.OK("GET", "/lenses/service-basics", nil).At("id").String()
		s.AcceptedShare("/lenses/service-basics", models.Viewer)
		s.Expect(apitest.Call{Method: "GET", Path: "/lenses/" + id, As: "stranger"}, http.StatusOK)
		s.Expect(apitest.Call{Method: "DELETE", Path: "/lenses/service-basics?confirm=Service+basics", As: "owner"},
			http.StatusNoContent)
		s.Expect(apitest.Call{Method: "GET", Path: "/lenses/" + id, As: "stranger"}, http.StatusNotFound)
		s.Expect(apitest.Call{Method: "GET", Path: "/lenses/" + id + "/versions/1.0", As: "stranger"}, http.StatusNotFound)
	})
}

func TestASharedLensToDraft(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.AddNeighbours()
		s.OK("POST", "/lenses", builtin.SampleDocument())
		s.AcceptedShare("/lenses/service-basics", models.Contributor)
		send := func(method, path, as string, body any) apitest.Call {
			return apitest.Call{Method: method, Path: "/lenses/service-basics" + path, As: as, Body: body}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "too weak a role there", Call: send("PUT", "/draft", "foreign-contributor session", builtin.SampleDocument()),
				Status: 403},
			{Name: "another name", Call: send("PUT", "/draft", "stranger",
				apitest.EditedLens(s.T, `"name": "Service basics"`, `"name": "Mine now"`)), Status: 409,
				Holds: []string{"keeps its name"}},
			{Name: "draft", Call: send("PUT", "/draft", "stranger", builtin.SampleDocument()), Status: 200,
				Holds:   []string{`"shared"`},
				Changes: true},
			{Name: "stale", Call: apitest.Call{Method: "PUT", Path: "/lenses/service-basics/draft", As: "stranger",
				Body: builtin.SampleDocument(), Header: map[string]string{"If-Match": `"1"`}}, Status: 412,
				Holds: []string{`"shared"`}},
			{Name: "read it", Call: send("GET", "/draft", "stranger", nil), Status: 200},
			{Name: "no publishing", Call: send("POST", "/versions", "stranger", map[string]any{"version": "1.0"}), Status: 403},
			{Name: "no throwing away of what was never published", Call: send("DELETE", "/draft", "stranger", nil), Status: 403},
			{Name: "own lenses of the same key come first", Call: apitest.Call{Method: "POST", Path: "/lenses", As: "stranger",
				Body: builtin.SampleDocument()}, Status: 201},
			{Name: "so this is one's own", Call: send("GET", "", "stranger", nil), Status: 200, Lacks: []string{`"shared"`}},
		})
	})
}

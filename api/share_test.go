package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/reviews"
	"plumbline/questionnaires/builtin"
)

// account gives the account id of whoever asks.
func (s *server) account(as string) string {
	s.t.Helper()
	return s.do(call{method: "GET", path: "/workspace", as: as}).tree(s.t).at("account_id").String()
}

// offer offers a thing of ours to the stranger's workspace, and gives the share's id.
func (s *server) offer(path string, role models.Role) string {
	s.t.Helper()
	return s.ok("POST", path+"/shares", map[string]any{"account_id": s.account("stranger"), "role": role}).at("id").String()
}

// share is offer, accepted.
func (s *server) share(path string, role models.Role) string {
	s.t.Helper()
	id := s.offer(path, role)
	s.expect(call{method: "POST", path: "/shares/" + id + "/accept", as: "stranger"}, http.StatusOK)
	return id
}

func (s *server) expect(c call, status int) reply {
	s.t.Helper()
	r := s.do(c)
	if r.status != status {
		s.t.Fatalf("%s %s as %s: %d, want %d: %s", c.method, c.path, c.as, r.status, status, r.body)
	}
	return r
}

// neighbours adds a third workspace, and people with weaker roles in the stranger's.
func (s *server) neighbours() {
	s.t.Helper()
	s.person("third", s.workspace("Third"), models.Owner)
	s.person("foreign-viewer", s.there, models.Viewer)
	s.person("foreign-contributor", s.there, models.Contributor)
}

func TestOfferAShare(t *testing.T) {
	each(t, func(s *server) {
		s.neighbours()
		id := s.sample()
		at, lens := "/workloads/"+id+"/shares", "/lenses/service-basics/shares"
		body := func(account, role string) map[string]any { return map[string]any{"account_id": account, "role": role} }
		there := s.account("stranger")
		post := func(as, path string, b any) call { return call{method: "POST", path: path, as: as, body: b} }
		s.run([]scenario{
			{name: "nobody", call: post("nobody", at, body(there, "viewer")), status: 401},
			{name: "stranger", call: post("stranger", at, body(s.account("owner"), "viewer")), status: 404, holds: []string{"no workload"}},
			{name: "too weak a role", call: post("contributor", at, body(there, "viewer")), status: 403},
			{name: "a role that shares don't have", call: post("architect", at, body(there, "architect")), status: 422, holds: []string{"/role"}},
			{name: "no account id", call: post("architect", at, body("12345", "viewer")), status: 422, holds: []string{"/account_id"}},
			{name: "whose it is, smuggled", call: post("architect", at, map[string]any{"account_id": there, "role": "viewer", "status": "accepted"}), status: 422, holds: []string{"/status"}},
			{name: "to oneself", call: post("architect", at, body(s.account("owner"), "viewer")), status: 422, holds: []string{"/account_id"}},
			{name: "a lens of nobody", call: post("architect", "/lenses/none/shares", body(there, "viewer")), status: 404},
			{name: "workload", call: post("architect", at, body(there, "viewer")), status: 201, holds: []string{`"pending"`, there}, changes: true},
			{name: "the same again", call: post("architect", at, body(there, "contributor")), status: 409, code: "conflict"},
			{name: "lens", call: post("architect", lens, body(there, "viewer")), status: 201, holds: []string{`"lens"`}, changes: true},
			{name: "an account that there is not", call: post("architect", at, body("000000000000", "viewer")), status: 201, holds: []string{`"pending"`}, changes: true},
			{name: "an offer opens nothing", call: call{method: "GET", path: "/workloads/" + id, as: "stranger"}, status: 404},
			{name: "list as a viewer", call: call{method: "GET", path: at, as: "viewer"}, status: 403},
			{name: "list", call: call{method: "GET", path: at, as: "architect"}, status: 200, holds: []string{there, "000000000000"}},
			{name: "the third is offered nothing", call: call{method: "GET", path: "/shares", as: "third session"}, status: 200, holds: []string{`"items":[]`}},
			{name: "received as a contributor", call: call{method: "GET", path: "/shares", as: "foreign-contributor session"}, status: 403},
			{name: "received", call: call{method: "GET", path: "/shares", as: "stranger"}, status: 200, holds: []string{"Checkout", "from_workspace"}, lacks: []string{"000000000000"}},
		})
	})
}

// Nobody finds out by an offer whether there is a workspace with an account id.
func TestAnOfferTellsNothing(t *testing.T) {
	each(t, func(s *server) {
		at := "/workloads/" + s.sample() + "/shares"
		known := s.ok("POST", at, map[string]any{"account_id": s.account("stranger"), "role": "viewer"}).v.(map[string]any)
		unknown := s.ok("POST", at, map[string]any{"account_id": "000000000001", "role": "viewer"}).v.(map[string]any)
		for name := range known {
			if _, is := unknown[name]; !is {
				s.t.Errorf("an offer to nobody lacks %q", name)
			}
		}
		for _, name := range []string{"status", "kind", "thing_id", "role"} {
			if known[name] != unknown[name] {
				s.t.Errorf("%s is %v for a known account, %v for an unknown one", name, known[name], unknown[name])
			}
		}
	})
}

func TestASharedWorkload(t *testing.T) {
	each(t, func(s *server) {
		s.neighbours()
		id := s.sample()
		share := s.offer("/workloads/"+id, models.Contributor)
		at, answer := "/workloads/"+id, "/workloads/"+id+"/lenses/service-basics/answers/backup"
		post := func(as, path string, b any) call { return call{method: "POST", path: path, as: as, body: b} }
		read := func(as, path string) call { return call{method: "GET", path: path, as: as} }
		notes := func(as string) call {
			return call{method: "PATCH", path: answer, as: as, body: map[string]any{"notes": "by " + as}}
		}
		s.run([]scenario{
			{name: "accept as a contributor", call: post("foreign-contributor session", "/shares/"+share+"/accept", nil), status: 403},
			{name: "accept as the third", call: post("third session", "/shares/"+share+"/accept", nil), status: 404},
			{name: "accept as who offers", call: post("owner", "/shares/"+share+"/accept", nil), status: 404},
			{name: "accept", call: post("stranger", "/shares/"+share+"/accept", nil), status: 200, holds: []string{`"accepted"`}, changes: true},
			{name: "accept again", call: post("stranger", "/shares/"+share+"/accept", nil), status: 200, holds: []string{`"accepted"`}},
			{name: "seen", call: read("foreign-viewer session", at), status: 200, holds: []string{`"shared":{"account_id":"` + s.account("owner")}},
			{name: "listed", call: read("foreign-viewer session", "/workloads"), status: 200, holds: []string{id, `"role":"contributor"`}},
			{name: "the owner's is not shared to the owner", call: read("owner", at), status: 200, lacks: []string{`"shared"`}},
			{name: "its review, without a right to the lens", call: read("foreign-viewer session", at+"/lenses/service-basics"), status: 200},
			{name: "the lens itself is not shared", call: read("stranger", "/lenses/service-basics"), status: 404},
			{name: "plan", call: read("foreign-viewer session", at+"/plan"), status: 200},
			{name: "report", call: read("foreign-viewer session", at+"/report.pdf"), status: 200, lacks: []string{"Guest copy"}},
			{name: "export", call: read("foreign-viewer session", at+"/export"), status: 200},
			{name: "answer as a viewer there", call: notes("foreign-viewer session"), status: 403},
			{name: "answer", call: notes("foreign-contributor session"), status: 200, changes: true},
			{name: "milestone", call: post("foreign-contributor session", at+"/milestones", map[string]any{"name": "Theirs"}), status: 201, changes: true},
			{name: "a field", call: call{method: "PATCH", path: at, as: "stranger", body: map[string]any{"notes": "x"}}, status: 403, holds: []string{"shared as contributor"}},
			{name: "delete", call: call{method: "DELETE", path: at + "?confirm=Checkout", as: "stranger"}, status: 403},
			{name: "apply a lens", call: post("stranger", at+"/lenses", map[string]any{"lens": "service-basics"}), status: 403},
			{name: "share it on", call: post("stranger", at+"/shares", map[string]any{"account_id": "000000000000", "role": "viewer"}), status: 403},
			{name: "see its shares", call: read("stranger", at+"/shares"), status: 403},
			{name: "a guest link to it", call: read("stranger", at+"/lenses/service-basics/guest-links"), status: 403},
			{name: "the third", call: read("third session", at), status: 404},
			{name: "the third's list", call: read("third session", "/workloads"), status: 200, lacks: []string{id}},
			{name: "revoke as a stranger", call: call{method: "DELETE", path: at + "/shares/" + share, as: "stranger"}, status: 403},
			{name: "revoke under another thing", call: call{method: "DELETE", path: "/lenses/service-basics/shares/" + share, as: "architect"}, status: 404},
			{name: "revoke", call: call{method: "DELETE", path: at + "/shares/" + share, as: "architect"}, status: 204, changes: true},
			{name: "gone at once", call: read("stranger", at), status: 404},
			{name: "gone from the list", call: read("stranger", "/workloads"), status: 200, lacks: []string{id}},
			{name: "no answer any more", call: notes("foreign-contributor session"), status: 404},
			{name: "gone from the offers", call: read("stranger", "/shares"), status: 200, lacks: []string{id}},
			{name: "accept what was revoked", call: post("stranger", "/shares/"+share+"/accept", nil), status: 404},
			{name: "revoke again", call: call{method: "DELETE", path: at + "/shares/" + share, as: "architect"}, status: 204},
		})
	})
}

// Each side finds in its own audit what it did, and the owner all that was done to the thing.
func TestSharesInTheAudit(t *testing.T) {
	each(t, func(s *server) {
		s.neighbours()
		id := s.sample()
		share := s.share("/workloads/"+id, models.Contributor)
		s.expect(call{method: "PATCH", path: "/workloads/" + id + "/lenses/service-basics/answers/backup", as: "foreign-contributor session",
			body: map[string]any{"notes": "theirs"}}, 200)
		ours := string(s.do(call{method: "GET", path: "/audit", as: "owner"}).body)
		theirs := string(s.do(call{method: "GET", path: "/audit", as: "stranger"}).body)
		for _, text := range []string{"workload.share", "share.answer", share, `"to":"theirs"`, "The foreign-contributor"} {
			if !strings.Contains(ours, text) {
				s.t.Errorf("the owner's audit lacks %q: %s", text, ours)
			}
		}
		if !strings.Contains(theirs, "share.answer") || !strings.Contains(theirs, share) {
			s.t.Errorf("the other side's audit lacks what it did: %s", theirs)
		}
		if strings.Contains(theirs, "answer.update") || strings.Contains(theirs, "workload.share") {
			s.t.Errorf("the other side's audit tells of the owner's things: %s", theirs)
		}
	})
}

func TestRejectAndLeave(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		answer := func(share, what string) call {
			return call{method: "POST", path: "/shares/" + share + "/" + what, as: "stranger"}
		}
		at := "/workloads/" + id
		first := s.offer(at, models.Viewer)
		s.run([]scenario{
			{name: "reject", call: answer(first, "reject"), status: 200, holds: []string{`"rejected"`}, changes: true},
			{name: "reject again", call: answer(first, "reject"), status: 200},
			{name: "too late", call: answer(first, "accept"), status: 409, holds: []string{"rejected"}},
			{name: "nothing was opened", call: call{method: "GET", path: at, as: "stranger"}, status: 404},
		})
		second := s.share(at, models.Viewer)
		s.run([]scenario{
			{name: "open", call: call{method: "GET", path: at, as: "stranger"}, status: 200},
			{name: "viewers don't answer", call: call{method: "PATCH", path: at + "/lenses/service-basics/answers/backup", as: "stranger", body: map[string]any{"notes": "x"}}, status: 403},
			{name: "leave", call: answer(second, "reject"), status: 200, changes: true},
			{name: "left", call: call{method: "GET", path: at, as: "stranger"}, status: 404},
		})
		s.share(at, models.Viewer)
		s.expect(call{method: "DELETE", path: at + "?confirm=Checkout", as: "owner"}, 204)
		if r := s.do(call{method: "GET", path: "/shares", as: "stranger"}); strings.Contains(string(r.body), `"accepted"`) {
			s.t.Errorf("a deleted workload is shared still: %s", r.body)
		}
	})
}

func TestAnOfferExpires(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		opt := options()
		opt.Clock = func() time.Time { return time.Now().Add(-models.ShareTTL - time.Minute) }
		share, err := service.New(s.store, opt).Shares.Offer(s.owner, reviews.Thing{Kind: models.WorkloadShare, Ref: id},
			models.ShareInput{AccountID: s.account("stranger"), Role: models.Viewer})
		must(s.t, err)
		s.run([]scenario{
			{name: "shown as over", call: call{method: "GET", path: "/shares", as: "stranger"}, status: 200, holds: []string{`"expired"`}},
			{name: "accept", call: call{method: "POST", path: "/shares/" + share.ID + "/accept", as: "stranger"}, status: 409, holds: []string{"expired on"}},
			{name: "reject", call: call{method: "POST", path: "/shares/" + share.ID + "/reject", as: "stranger"}, status: 409},
			{name: "nothing was opened", call: call{method: "GET", path: "/workloads/" + id, as: "stranger"}, status: 404},
			{name: "another offer", call: call{method: "POST", path: "/workloads/" + id + "/shares", as: "owner",
				body: map[string]any{"account_id": s.account("stranger"), "role": "viewer"}}, status: 201, changes: true},
		})
	})
}

func TestASharedLens(t *testing.T) {
	each(t, func(s *server) {
		s.neighbours()
		s.sample()
		s.ok("PUT", "/lenses/service-basics/draft", edited(s.t, `"name": "Service basics"`, `"name": "Service  basics"`))
		share := s.share("/lenses/service-basics", models.Viewer)
		read := func(path string) call { return call{method: "GET", path: path, as: "stranger"} }
		draft := func(as string) call {
			return call{method: "PUT", path: "/lenses/service-basics/draft", as: as, body: builtin.Sample()}
		}
		s.run([]scenario{
			{name: "seen by key", call: read("/lenses/service-basics"), status: 200, holds: []string{`"shared"`, `"has_draft":false`}},
			{name: "listed", call: read("/lenses"), status: 200, holds: []string{"service-basics", `"has_draft":false`}},
			{name: "its version", call: read("/lenses/service-basics/versions/latest"), status: 200, holds: []string{`"has_draft":false`}},
			{name: "not its draft", call: read("/lenses/service-basics/draft"), status: 404, holds: []string{"no draft"}},
			{name: "nor as a version", call: read("/lenses/service-basics/versions/draft"), status: 404},
			{name: "nor to compare", call: read("/lenses/service-basics/diff"), status: 404},
			{name: "the third", call: call{method: "GET", path: "/lenses/service-basics", as: "third session"}, status: 404},
			{name: "no draft by a viewer's share", call: draft("stranger"), status: 403},
			{name: "no publishing", call: call{method: "POST", path: "/lenses/service-basics/versions", as: "stranger", body: map[string]any{"version": "9.0"}}, status: 403},
			{name: "no deleting", call: call{method: "DELETE", path: "/lenses/service-basics?confirm=Service+basics", as: "stranger"}, status: 403},
		})
		made := s.expect(call{method: "POST", path: "/workloads", as: "stranger", body: workload("Theirs", "service-basics")}, 201).tree(s.t)
		id := made.at("id").String()
		review := "/workloads/" + id + "/lenses/service-basics"
		s.publish("1.1", false, edited(s.t, "A named person is on call", "Somebody is on call"))
		if got := s.expect(read(review), 200).tree(s.t).at("lens_version").String(); got != "1.1" {
			s.t.Errorf("a minor version reached the review of a shared lens as %s", got)
		}
		if audit := string(s.do(call{method: "GET", path: "/audit?limit=200", as: "owner"}).body); strings.Contains(audit, id) {
			s.t.Error("the lens owner's audit names the workload of the other side")
		}
		s.expect(call{method: "DELETE", path: "/lenses/service-basics/shares/" + share, as: "owner"}, 204)
		s.publish("1.2", false, edited(s.t, "A named person is on call", "Someone is on call"))
		s.publish("2.0", true, edited(s.t, "A named person is on call", "One is on call"))
		s.run([]scenario{
			{name: "gone", call: read("/lenses/service-basics"), status: 404},
			{name: "can't be applied any more", call: call{method: "POST", path: "/workloads", as: "stranger", body: workload("More", "service-basics")}, status: 422},
			{name: "its review goes on, as it was", call: read(review), status: 200, holds: []string{`"lens_version":"1.1"`}},
			{name: "answered", call: call{method: "PATCH", path: review + "/answers/backup", as: "stranger", body: map[string]any{"notes": "x"}}, status: 200},
			{name: "not upgraded", call: call{method: "POST", path: review + "/upgrade", as: "stranger", body: map[string]any{"milestone": "Before"}}, status: 409, holds: []string{"not shared"}},
		})
	})
}

// A lens that is deleted is gone for those with whom it was shared too, by id as well.
func TestADeletedLensIsSharedNoMore(t *testing.T) {
	each(t, func(s *server) {
		s.sample()
		id := s.ok("GET", "/lenses/service-basics", nil).at("id").String()
		s.share("/lenses/service-basics", models.Viewer)
		s.expect(call{method: "GET", path: "/lenses/" + id, as: "stranger"}, http.StatusOK)
		s.expect(call{method: "DELETE", path: "/lenses/service-basics?confirm=Service+basics", as: "owner"}, http.StatusNoContent)
		s.expect(call{method: "GET", path: "/lenses/" + id, as: "stranger"}, http.StatusNotFound)
		s.expect(call{method: "GET", path: "/lenses/" + id + "/versions/1.0", as: "stranger"}, http.StatusNotFound)
	})
}

func TestASharedLensToDraft(t *testing.T) {
	each(t, func(s *server) {
		s.neighbours()
		s.ok("POST", "/lenses", builtin.Sample())
		s.share("/lenses/service-basics", models.Contributor)
		send := func(method, path, as string, body any) call {
			return call{method: method, path: "/lenses/service-basics" + path, as: as, body: body}
		}
		s.run([]scenario{
			{name: "too weak a role there", call: send("PUT", "/draft", "foreign-contributor session", builtin.Sample()), status: 403},
			{name: "another name", call: send("PUT", "/draft", "stranger", edited(s.t, `"name": "Service basics"`, `"name": "Mine now"`)), status: 409, holds: []string{"keeps its name"}},
			{name: "draft", call: send("PUT", "/draft", "stranger", builtin.Sample()), status: 200, holds: []string{`"shared"`}, changes: true},
			{name: "stale", call: call{method: "PUT", path: "/lenses/service-basics/draft", as: "stranger", body: builtin.Sample(), header: map[string]string{"If-Match": `"1"`}}, status: 412, holds: []string{`"shared"`}},
			{name: "read it", call: send("GET", "/draft", "stranger", nil), status: 200},
			{name: "no publishing", call: send("POST", "/versions", "stranger", map[string]any{"version": "1.0"}), status: 403},
			{name: "no throwing away of what was never published", call: send("DELETE", "/draft", "stranger", nil), status: 403},
			{name: "own lenses of the same key come first", call: call{method: "POST", path: "/lenses", as: "stranger", body: builtin.Sample()}, status: 201},
			{name: "so this is one's own", call: send("GET", "", "stranger", nil), status: 200, lacks: []string{`"shared"`}},
		})
	})
}

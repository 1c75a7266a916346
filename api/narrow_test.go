package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service/access"
)

// narrowed makes a member who is limited, as "name session".
func (s *server) narrowed(name string, g models.Grant) {
	s.t.Helper()
	s.person(name, s.here, g.Role)
	_, err := s.svc.Members.Update(s.owner, s.users[name].ID, g, nil)
	must(s.t, err)
}

func TestNarrowedToWorkloads(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		other := s.ok("POST", "/workloads", workload("Elsewhere", "service-basics")).at("id").String()
		s.ok("POST", "/workloads/"+other+"/milestones", map[string]any{"name": "First"})
		s.narrowed("narrow", models.Grant{Role: models.Contributor, Workloads: []string{id}})
		read := func(path string) call { return call{method: "GET", path: path, as: "narrow session"} }
		at := "/workloads/" + other
		s.run([]scenario{
			{name: "list", call: read("/workloads"), status: 200, holds: []string{id}, lacks: []string{other, "Elsewhere"}},
			{name: "list by the name of another", call: read("/workloads?name=elsewhere"), status: 200, holds: []string{`"items":[]`}},
			{name: "its own", call: read("/workloads/" + id), status: 200},
			{name: "its own report", call: read("/workloads/" + id + "/report.pdf"), status: 200},
			{name: "another", call: read(at), status: 404},
			{name: "its reviews", call: read(at + "/lenses"), status: 404},
			{name: "its review", call: read(at + "/lenses/service-basics"), status: 404},
			{name: "its answers", call: read(at + "/lenses/service-basics/answers"), status: 404},
			{name: "its plan", call: read(at + "/plan"), status: 404},
			{name: "its report", call: read(at + "/report.pdf"), status: 404},
			{name: "its milestones", call: read(at + "/milestones"), status: 404},
			{name: "its milestone", call: read(at + "/milestones/1"), status: 404},
			{name: "its export", call: read(at + "/export"), status: 404},
			{name: "the audit", call: read("/audit?workload=" + other), status: 403},
			{name: "answer there", call: call{method: "PATCH", path: at + "/lenses/service-basics/answers/backup", as: "narrow session", body: map[string]any{"notes": "x"}}, status: 404},
			{name: "milestone there", call: call{method: "POST", path: at + "/milestones", as: "narrow session", body: map[string]any{"name": "Mine"}}, status: 404},
			{name: "answer here", call: call{method: "PATCH", path: "/workloads/" + id + "/lenses/service-basics/answers/backup", as: "narrow session", body: map[string]any{"notes": "x"}}, status: 200, changes: true},
		})
		secret, _, err := s.svc.Tokens.CreateOwn(s.as("narrow session"), models.TokenInput{Name: "Script", Role: models.Owner})
		if err == nil {
			t.Errorf("a contributor made a personal token for an owner: %s", secret[:4])
		}
		s.tokens["narrow"], _, err = s.svc.Tokens.CreateOwn(s.as("narrow session"), models.TokenInput{Name: "Script", Role: models.Contributor})
		must(t, err)
		s.expect(call{method: "GET", path: at, as: "narrow"}, http.StatusNotFound)
		if r := s.expect(call{method: "GET", path: "/workloads", as: "narrow"}, 200); strings.Contains(string(r.body), other) {
			t.Errorf("a personal token reaches beyond its person: %s", r.body)
		}
	})
}

func TestNarrowedToPillars(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		review := s.ok("GET", at, nil)
		mine, other := review.at("pillars/0/pillar_id").String(), review.at("pillars/1/pillar_id").String()
		question := func(pillar string) string {
			return at + "/answers/" + s.ok("GET", at+"/answers?pillar="+pillar, nil).at("items/0/question_id").String()
		}
		s.narrowed("narrow", models.Grant{Role: models.Contributor, Pillars: []string{mine}})
		change := func(path string, b any) call {
			return call{method: "PATCH", path: path, as: "narrow session", body: b}
		}
		notes := map[string]any{"notes": "x"}
		put := change(question(other), map[string]any{"notes": "x"})
		put.method = "PUT"
		s.run([]scenario{
			{name: "an answer of the pillar", call: change(question(mine), notes), status: 200, changes: true},
			{name: "an answer of another", call: change(question(other), notes), status: 403, code: "forbidden", holds: []string{mine}},
			{name: "in full", call: put, status: 403},
			{name: "read it", call: call{method: "GET", path: question(other), as: "narrow session"}, status: 200},
			{name: "notes of the pillar", call: change(at, map[string]any{"pillar_notes": map[string]string{mine: "x"}}), status: 200, changes: true},
			{name: "notes of another", call: change(at, map[string]any{"pillar_notes": map[string]string{other: "x"}}), status: 403},
			{name: "of both: nothing changes", call: change(at, map[string]any{"pillar_notes": map[string]string{mine: "y", other: "y"}}), status: 403},
			{name: "notes of the review", call: change(at, notes), status: 403},
			{name: "a pillar that there is not", call: change(at, map[string]any{"pillar_notes": map[string]string{"none": "x"}}), status: 422},
			{name: "milestone", call: call{method: "POST", path: "/workloads/" + id + "/milestones", as: "narrow session", body: map[string]any{"name": "Mine"}}, status: 403},
			{name: "the notes of an unnarrowed contributor", call: call{method: "PATCH", path: at, as: "contributor", body: notes}, status: 200, changes: true},
		})
	})
}

// An import never tells that another workspace has a workload with the id; in the own workspace it is refused.
func TestImportOfAnIDThatAnotherWorkspaceUses(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		file := s.export(id)
		before := s.fingerprint()
		r := s.expect(call{method: "POST", path: "/workloads/import", as: "stranger", body: file}, http.StatusCreated)
		theirs := r.tree(t).at("id").String()
		if theirs == id || strings.Contains(string(r.body), id) || r.tree(t).at("name").String() != "Checkout" {
			t.Errorf("imported as %s: %s", theirs, r.body)
		}
		if s.fingerprint() != before {
			t.Error("the import into another workspace changed ours")
		}
		s.expect(call{method: "GET", path: "/workloads/" + theirs, as: "owner"}, http.StatusNotFound)
		s.expect(call{method: "POST", path: "/workloads/import", as: "owner", body: file}, http.StatusConflict)
		s.expect(call{method: "GET", path: "/workloads/" + theirs + "/report.pdf", as: "stranger"}, http.StatusOK)
	})
}

// The same idempotency key in two workspaces is two keys.
func TestIdempotencyKeysStayInTheirWorkspace(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		key := map[string]string{"Idempotency-Key": "the-same-key"}
		body := workload("Checkout")
		first := call{method: "POST", path: "/workloads", as: "owner", body: body, header: key}
		second := first
		second.as = "stranger"
		ours, theirs := s.expect(first, 201).tree(t).at("id").String(), s.expect(second, 201).tree(t).at("id").String()
		if ours == theirs {
			t.Errorf("the stranger got our workload %s", ours)
		}
		if again := s.expect(second, 201).tree(t).at("id").String(); again != theirs {
			t.Errorf("the stranger's second try gave %s, want %s", again, theirs)
		}
		other := second
		other.body = workload("Something else")
		s.expect(other, http.StatusConflict)
		other.header = map[string]string{"Idempotency-Key": "another-key"}
		s.expect(call{method: "POST", path: "/workloads", as: "owner", body: workload("Only ours"), header: other.header}, 201)
		s.expect(other, http.StatusCreated) // not told that the key was used here
	})
}

// Two accounts of one share do not add up: what one thing gives does not open another.
func TestASessionOfAGuestIsNoShare(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		code, _, err := s.svc.Guests.Create(s.owner, models.ReviewPath{Workload: id, Lens: "service-basics"},
			models.GuestInput{Name: "The board", ExpiresAt: time.Now().Add(time.Hour)})
		must(t, err)
		share := s.offer("/workloads/"+id, models.Contributor)
		s.signed["guest session"], _, err = s.svc.Guests.Open(t.Context(), access.GuestEntry{Code: code})
		must(t, err)
		s.run([]scenario{
			{name: "accept as a guest", call: call{method: "POST", path: "/shares/" + share + "/accept", as: "guest session"}, status: 403},
			{name: "switch workspace as a guest", call: call{method: "PATCH", path: "/session", as: "guest session", body: map[string]any{"workspace": s.here}}, status: 403},
			{name: "make a token as a guest", call: call{method: "POST", path: "/me/tokens", as: "guest session", body: map[string]any{"name": "Mine", "role": "viewer"}}, status: 403},
		})
	})
}

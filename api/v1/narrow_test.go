package v1_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service/access"
)

func TestNarrowedToWorkloads(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		other := s.OK("POST", "/workloads", apitest.WorkloadBody("Elsewhere", "service-basics")).At("id").String()
		s.OK("POST", "/workloads/"+other+"/milestones", map[string]any{"name": "First"})
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Workloads: []string{id}})
		read := func(path string) apitest.Call { return apitest.Call{Method: "GET", Path: path, As: "narrow session"} }
		at := "/workloads/" + other
		s.RunScenarios([]apitest.Scenario{
			{Name: "list", Call: read("/workloads"), Status: 200, Holds: []string{id}, Lacks: []string{other, "Elsewhere"}},
			{Name: "list by the name of another", Call: read("/workloads?name=elsewhere"), Status: 200,
				Holds: []string{`"items":[]`}},
			{Name: "its own", Call: read("/workloads/" + id), Status: 200},
			{Name: "its own report", Call: read("/workloads/" + id + "/report.pdf"), Status: 200},
			{Name: "another", Call: read(at), Status: 404},
			{Name: "its reviews", Call: read(at + "/lenses"), Status: 404},
			{Name: "its review", Call: read(at + "/lenses/service-basics"), Status: 404},
			{Name: "its answers", Call: read(at + "/lenses/service-basics/answers"), Status: 404},
			{Name: "its plan", Call: read(at + "/plan"), Status: 404},
			{Name: "its report", Call: read(at + "/report.pdf"), Status: 404},
			{Name: "its milestones", Call: read(at + "/milestones"), Status: 404},
			{Name: "its milestone", Call: read(at + "/milestones/1"), Status: 404},
			{Name: "its export", Call: read(at + "/export"), Status: 404},
			{Name: "the audit", Call: read("/audit?workload=" + other), Status: 403},
			{Name: "answer there", Call: apitest.Call{Method: "PATCH", Path: at + "/lenses/service-basics/answers/backup",
				As: "narrow session", Body: map[string]any{"notes": "x"}}, Status: 404},
			{Name: "milestone there", Call: apitest.Call{Method: "POST", Path: at + "/milestones", As: "narrow session",
				Body: map[string]any{"name": "Mine"}}, Status: 404},
			{Name: "answer here", Call: apitest.Call{Method: "PATCH",
				Path: "/workloads/" + id + "/lenses/service-basics/answers/backup", As: "narrow session",
				Body: map[string]any{"notes": "x"}}, Status: 200, Changes: true},
		})
		secret, _, err := s.Service.Tokens.CreateOwn(s.As("narrow session"),
			models.TokenInput{Name: "Script", Role: models.Owner})
		if err == nil {
			t.Errorf("a contributor made a personal token for an owner: %s", secret[:4])
		}
		s.Tokens["narrow"], _, err = s.Service.Tokens.CreateOwn(s.As("narrow session"),
			models.TokenInput{Name: "Script", Role: models.Contributor})
		apitest.Must(t, err)
		s.Expect(apitest.Call{Method: "GET", Path: at, As: "narrow"}, http.StatusNotFound)
		if r := s.Expect(apitest.Call{Method: "GET", Path: "/workloads", As: "narrow"}, 200); strings.Contains(string(r.Body),
			other) {
			t.Errorf("a personal token reaches beyond its person: %s", r.Body)
		}
	})
}

func TestNarrowedToPillars(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id + "/lenses/service-basics"
		review := s.OK("GET", at, nil)
		mine, other := review.At("pillars/0/pillar_id").String(), review.At("pillars/1/pillar_id").String()
		question := func(pillar string) string {
			return at + "/answers/" + s.OK("GET", at+"/answers?pillar="+pillar, nil).At("items/0/question_id").String()
		}
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{mine}})
		change := func(path string, b any) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: path, As: "narrow session", Body: b}
		}
		notes := map[string]any{"notes": "x"}
		put := change(question(other), map[string]any{"notes": "x"})
		put.Method = "PUT"
		s.RunScenarios([]apitest.Scenario{
			{Name: "an answer of the pillar", Call: change(question(mine), notes), Status: 200, Changes: true},
			{Name: "an answer of another", Call: change(question(other), notes), Status: 403, Code: "forbidden",
				Holds: []string{mine}},
			{Name: "in full", Call: put, Status: 403},
			{Name: "read it", Call: apitest.Call{Method: "GET", Path: question(other), As: "narrow session"}, Status: 200},
			{Name: "notes of the pillar", Call: change(at, map[string]any{"pillar_notes": map[string]string{mine: "x"}}),
				Status: 200, Changes: true},
			{Name: "notes of another", Call: change(at, map[string]any{"pillar_notes": map[string]string{other: "x"}}),
				Status: 403},
			{Name: "of both: nothing changes", Call: change(at, map[string]any{"pillar_notes": map[string]string{mine: "y",
				other: "y"}}), Status: 403},
			{Name: "notes of the review", Call: change(at, notes), Status: 403},
			{Name: "a pillar that there is not",
				Call: change(at, map[string]any{"pillar_notes": map[string]string{"none": "x"}}), Status: 422},
			{Name: "milestone", Call: apitest.Call{Method: "POST", Path: "/workloads/" + id + "/milestones",
				As: "narrow session", Body: map[string]any{"name": "Mine"}}, Status: 403},
			{Name: "the notes of an unnarrowed contributor", Call: apitest.Call{Method: "PATCH", Path: at, As: "contributor",
				Body: notes}, Status: 200, Changes: true},
		})
	})
}

// An import never tells that another workspace has a workload with the id; in the own workspace it is refused.
func TestImportOfAnIDThatAnotherWorkspaceUses(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		file := s.ExportWorkload(id)
		before := s.Fingerprint()
		r := s.Expect(apitest.Call{Method: "POST", Path: "/workloads/import", As: "stranger", Body: file}, http.StatusCreated)
		theirs := r.Tree(t).At("id").String()
		if theirs == id || strings.Contains(string(r.Body), id) || r.Tree(t).At("name").String() != "Checkout" {
			t.Errorf("imported as %s: %s", theirs, r.Body)
		}
		if s.Fingerprint() != before {
			t.Error("the import into another workspace changed ours")
		}
		s.Expect(apitest.Call{Method: "GET", Path: "/workloads/" + theirs, As: "owner"}, http.StatusNotFound)
		s.Expect(apitest.Call{Method: "POST", Path: "/workloads/import", As: "owner", Body: file}, http.StatusConflict)
		s.Expect(apitest.Call{Method: "GET", Path: "/workloads/" + theirs + "/report.pdf", As: "stranger"}, http.StatusOK)
	})
}

// The same idempotency key in two workspaces is two keys.
func TestIdempotencyKeysStayInTheirWorkspace(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		key := map[string]string{"Idempotency-Key": "the-same-key"}
		body := apitest.WorkloadBody("Checkout")
		first := apitest.Call{Method: "POST", Path: "/workloads", As: "owner", Body: body, Header: key}
		second := first
		second.As = "stranger"
		ours, theirs := s.Expect(first, 201).Tree(t).At("id").String(), s.Expect(second, 201).Tree(t).At("id").String()
		if ours == theirs {
			t.Errorf("the stranger got our workload %s", ours)
		}
		if again := s.Expect(second, 201).Tree(t).At("id").String(); again != theirs {
			t.Errorf("the stranger's second try gave %s, want %s", again, theirs)
		}
		other := second
		other.Body = apitest.WorkloadBody("Something else")
		s.Expect(other, http.StatusConflict)
		other.Header = map[string]string{"Idempotency-Key": "another-key"}
		s.Expect(apitest.Call{Method: "POST", Path: "/workloads", As: "owner", Body: apitest.WorkloadBody("Only ours"),
			Header: other.Header}, 201)
		s.Expect(other, http.StatusCreated) // not told that the key was used here
	})
}

// Two accounts of one share do not add up: what one thing gives does not open another.
func TestASessionOfAGuestIsNoShare(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		code, _, err := s.Service.GuestLinks.Create(s.Owner, models.ReviewPath{Workload: id, Lens: "service-basics"},
			models.GuestInput{Name: "The board", ExpiresAt: time.Now().Add(time.Hour)}, models.IdempotencyKey{})
		apitest.Must(t, err)
		share := s.OfferShare("/workloads/"+id, models.Contributor)
		s.Sessions["guest session"], _, err = s.Service.Guests.Open(t.Context(), access.GuestEntry{Code: code})
		apitest.Must(t, err)
		s.RunScenarios([]apitest.Scenario{
			{Name: "accept as a guest", Call: apitest.Call{Method: "POST", Path: "/shares/" + share + "/accept",
				As: "guest session"}, Status: 403},
			{Name: "switch workspace as a guest", Call: apitest.Call{Method: "PATCH", Path: "/session", As: "guest session",
				Body: map[string]any{"workspace": s.WorkspaceID}}, Status: 403},
			{Name: "make a token as a guest", Call: apitest.Call{Method: "POST", Path: "/me/tokens", As: "guest session",
				Body: map[string]any{"name": "Mine", "role": "viewer"}}, Status: 403},
		})
	})
}

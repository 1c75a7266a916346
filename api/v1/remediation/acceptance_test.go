package remediation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
)

const basics = "/lenses/service-basics"

// ahead is a day so many days from today, in UTC, which is the zone of workspaces in tests.
func ahead(days int) string { return time.Now().UTC().AddDate(0, 0, days).Format(time.DateOnly) }

// with is the body that asks for an acceptance, with some members otherwise.
func with(otherwise map[string]any) map[string]any {
	body := map[string]any{"question_id": "backup", "reason": "The new store comes in spring",
		"mitigation":    "Copies by hand",
		"approver_role": "CISO", "until": ahead(90)}
	for name, value := range otherwise {
		body[name] = value
	}
	return body
}

func answer(s *apitest.Server, review, question string, selected ...string) {
	s.T.Helper()
	s.OK("PUT", review+"/answers/"+question, map[string]any{"selected": append([]string{}, selected...)})
}

func TestAskForAnAcceptance(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		review := "/workloads/" + id + basics
		s.Guest("guest", id, "service-basics")
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		s.NarrowedMember("away", models.MemberGrant{Role: models.Contributor, Workloads: []string{models.NewID()}})
		answer(s, review, "backup", "backup_daily")
		answer(s, review, "oncall", "oncall_rota", "oncall_alerts", "oncall_review")
		ask := func(as string, otherwise map[string]any) apitest.Call {
			return apitest.Call{Method: "POST", Path: review + "/acceptances", As: as, Body: with(otherwise)}
		}
		empty := ask("contributor session", nil)
		empty.Body = map[string]any{"question_id": "", "reason": " ", "mitigation": "", "approver_role": "\n", "until": ""}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: ask("nobody", nil), Status: 401},
			{Name: "stranger", Call: ask("stranger", nil), Status: 404, Holds: []string{"no workload"}},
			{Name: "guest", Call: ask("guest session", nil), Status: 403},
			{Name: "viewer", Call: ask("viewer session", nil), Status: 403, Holds: []string{"contributor"}},
			{Name: "narrowed to other workloads", Call: ask("away session", nil), Status: 404},
			{Name: "narrowed to other pillars", Call: ask("narrow session", nil), Status: 403, Holds: []string{"limited"}},
			{Name: "empty", Call: empty, Status: 422,
				Holds: []string{"/question_id", "/reason", "/mitigation", "/approver_role", "/until", "is missing"}},
			{Name: "several faults at once", Call: ask("contributor session", map[string]any{"until": ahead(-1),
				"reason": "", "question_id": "none", "approver_id": s.Users["viewer"].ID, "item_id": "x"}), Status: 422,
				Holds: []string{"/until", "not lie before today", "/reason", "/question_id", "/approver_id", "/item_id"}},
			{Name: "too far ahead", Call: ask("contributor session", map[string]any{"until": ahead(370)}), Status: 422,
				Holds: []string{"12 months"}},
			{Name: "no practice of the question", Call: ask("contributor session",
				map[string]any{"choice_id": "oncall_rota"}), Status: 422, Holds: []string{"/choice_id"}},
			{Name: "oneself as approver", Call: ask("architect session", map[string]any{
				"approver_id": s.Users["architect"].ID}), Status: 422, Holds: []string{"who asks does not decide"}},
			{Name: "a stranger as approver", Call: ask("architect session", map[string]any{
				"approver_id": s.Users["stranger"].ID}), Status: 422, Holds: []string{"/approver_id"}},
			{Name: "without a risk", Call: ask("contributor session", map[string]any{"question_id": "oncall"}), Status: 409,
				Holds: []string{"no risk"}},
			{Name: "without an answer", Call: ask("contributor session", map[string]any{"question_id": "load"}), Status: 409,
				Holds: []string{"not answered"}},
			{Name: "a practice that is in place", Call: ask("contributor session",
				map[string]any{"choice_id": "backup_daily"}), Status: 409, Holds: []string{"in place"}},
			{Name: "contributor", Call: ask("contributor session", nil), Status: 201, Changes: true,
				Holds: []string{`"status":"to_decide"`, `"risk":"HIGH"`, `"asked_by":"The contributor"`, "Copies by hand"}},
			{Name: "once more", Call: ask("owner session", nil), Status: 409, Holds: []string{"The contributor has asked"}},
			{Name: "a practice beside the question", Call: ask("owner", map[string]any{"choice_id": "backup_apart",
				"approver_id": s.Users["architect"].ID}), Status: 201, Changes: true,
				Holds: []string{`"practice":`, `"approver":"The architect"`}, Lacks: []string{"asked_by_id"}},
		})
	})
}

func TestDecideAcceptances(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		review := "/workloads/" + s.Sample() + basics
		answer(s, review, "backup", "backup_daily")
		answer(s, review, "load", "load_limits")
		ask := func(as string, otherwise map[string]any) string {
			s.T.Helper()
			return "/acceptances/" + s.Expect(apitest.Call{Method: "POST", Path: review + "/acceptances", As: as,
				Body: with(otherwise)}, 201).Tree(s.T).At("id").String()
		}
		whole := ask("architect session", nil)
		named := ask("contributor session", map[string]any{"question_id": "load", "approver_id": s.Users["architect"].ID})
		s.Person("second", s.WorkspaceID, models.Architect)
		do := func(as, one, what string, body map[string]any) apitest.Call {
			return apitest.Call{Method: "POST", Path: one + "/" + what, As: as, Body: body}
		}
		yes, no := map[string]any{"accept": true}, map[string]any{"accept": false}
		stale := do("owner session", whole, "decide", yes)
		stale.Header = map[string]string{"If-Match": `"7"`}
		note := map[string]any{"note": "The store is late"}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: do("nobody", whole, "decide", yes), Status: 401},
			{Name: "stranger", Call: do("stranger session", whole, "decide", yes), Status: 404},
			{Name: "viewer", Call: do("viewer session", whole, "decide", yes), Status: 403},
			{Name: "contributor", Call: do("contributor session", whole, "decide", yes), Status: 403},
			{Name: "who asked", Call: do("architect session", whole, "decide", yes), Status: 403,
				Holds: []string{"does not decide"}},
			{Name: "a token of the workspace", Call: do("owner", whole, "decide", yes), Status: 403,
				Holds: []string{"by a person"}},
			{Name: "decline without a note", Call: do("owner session", whole, "decide", no), Status: 422,
				Holds: []string{"/note"}},
			{Name: "revoke what nobody decided", Call: do("owner session", whole, "revoke", note), Status: 409},
			{Name: "stale", Call: stale, Status: 412, Holds: []string{`"current"`, `"to_decide"`}},
			{Name: "owner accepts", Call: do("owner session", whole, "decide", yes), Status: 200, Changes: true,
				Holds: []string{`"status":"in_force"`, `"decided_by":"The owner"`, `"version":2`}},
			{Name: "again", Call: do("owner session", whole, "decide", yes), Status: 409, Holds: []string{"The owner"}},
			{Name: "withdraw what is decided", Call: do("architect session", whole, "withdraw", note), Status: 409},
			{Name: "another architect than the named one", Call: do("second session", named, "decide", yes),
				Status: 403, Holds: []string{"The architect is asked"}},
			{Name: "withdraw what another one asked", Call: do("architect session", named, "withdraw", note), Status: 403},
			{Name: "the named one declines", Call: do("architect session", named, "decide",
				map[string]any{"accept": false, "note": "Too long"}), Status: 200, Changes: true,
				Holds: []string{`"status":"declined"`, "Too long"}},
			{Name: "revoke without a note", Call: do("owner session", whole, "revoke", map[string]any{"note": ""}), Status: 422},
			{Name: "revoke as a contributor", Call: do("contributor session", whole, "revoke", note), Status: 403},
			{Name: "revoke", Call: do("architect session", whole, "revoke", note), Status: 200, Changes: true,
				Holds: []string{`"status":"revoked"`, `"closed_by":"The architect"`, "The store is late"}},
			{Name: "decide what is revoked", Call: do("owner session", whole, "decide", yes), Status: 409,
				Holds: []string{"revoked by The architect"}},
		})
		mine := ask("contributor session", map[string]any{"question_id": "load"})
		s.RunScenarios([]apitest.Scenario{{Name: "withdraw", Call: do("contributor session", mine, "withdraw", note),
			Status: 200, Changes: true, Holds: []string{`"status":"withdrawn"`}}})
		log := string(s.Expect(apitest.Call{Method: "GET", Path: "/audit?kind=acceptance", As: "owner"}, 200).Body)
		if n := strings.Count(log, `"kind":"acceptance"`); n != 7 {
			s.T.Errorf("%d lines of the audit log: %s", n, log)
		}
	})
}

// An owner decides what a member is asked for, too; nobody decides their own, not even an owner who is named in it.
func TestAnOwnerDecidesInstead(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		review := "/workloads/" + s.Sample() + basics
		answer(s, review, "backup")
		s.OK("PUT", review+"/answers/backup", map[string]any{"selected": []string{"backup_no"}})
		one := s.Expect(apitest.Call{Method: "POST", Path: review + "/acceptances", As: "contributor session",
			Body: with(map[string]any{"approver_id": s.Users["architect"].ID})}, 201).Tree(s.T).At("id").String()
		s.Expect(apitest.Call{Method: "POST", Path: "/acceptances/" + one + "/decide", As: "owner session",
			Body: map[string]any{"accept": true, "note": "In her absence"}}, 200)
	})
}

// standing reads how the newest acceptance of a question stands.
func standing(s *apitest.Server, review, question string) string {
	s.T.Helper()
	return s.OK("GET", review+"/acceptances?question="+question, nil).At("items/0/status").String()
}

// accept has the risk of a question accepted and gives the id of the acceptance.
func accept(s *apitest.Server, review string, otherwise map[string]any) string {
	s.T.Helper()
	id := s.Expect(apitest.Call{Method: "POST", Path: review + "/acceptances", As: "contributor session",
		Body: with(otherwise)}, 201).Tree(s.T).At("id").String()
	s.Expect(apitest.Call{Method: "POST", Path: "/acceptances/" + id + "/decide", As: "owner session",
		Body: map[string]any{"accept": true}}, 200)
	return id
}

func TestAcceptancesFollowTheRisk(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		review := "/workloads/" + s.Sample() + basics
		answer(s, review, "backup", "backup_daily", "backup_apart") // medium
		before := s.OK("GET", review, nil).At("risk_counts").String()
		accept(s, review, nil)
		if after := s.OK("GET", review, nil).At("risk_counts").String(); after != before {
			t.Errorf("the counts were %s and are %s", before, after)
		}
		for _, step := range []struct {
			selected []string
			want     string
		}{
			{[]string{"backup_daily", "backup_restore"}, "in_force"},
			{[]string{"backup_daily"}, "exceeded"},
			{nil, "unanswered"},
			{[]string{"backup_daily", "backup_apart", "backup_restore", "backup_target"}, "not_needed"},
			{[]string{"backup_daily", "backup_apart"}, "in_force"},
		} {
			answer(s, review, "backup", step.selected...)
			if got := standing(s, review, "backup"); got != step.want {
				t.Errorf("with %v it is %s, want %s", step.selected, got, step.want)
			}
		}
	})
}

func TestAnAcceptanceIsExtended(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		review := "/workloads/" + s.Sample() + basics
		answer(s, review, "backup", "backup_daily")
		first := accept(s, review, nil)
		asked := s.Expect(apitest.Call{Method: "POST", Path: review + "/acceptances", As: "contributor session",
			Body: with(map[string]any{"until": ahead(180)})}, 201).Tree(t)
		if got := asked.At("extends").String(); got != first {
			t.Errorf("it extends %q, want %s", got, first)
		}
		old := func() string { return s.OK("GET", "/acceptances/"+first, nil).At("status").String() }
		if got := old(); got != "in_force" {
			t.Errorf("while the extension waits the first one is %s", got)
		}
		s.Expect(apitest.Call{Method: "POST", Path: "/acceptances/" + asked.At("id").String() + "/decide",
			As: "owner session", Body: map[string]any{"accept": true}}, 200)
		if got := old(); got != "replaced" {
			t.Errorf("once it is extended the first one is %s", got)
		}
	})
}

func TestWhoSeesAcceptances(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		review := "/workloads/" + id + basics
		s.Guest("guest", id, "service-basics")
		s.NarrowedMember("away", models.MemberGrant{Role: models.Viewer, Workloads: []string{models.NewID()}})
		answer(s, review, "backup", "backup_daily")
		answer(s, review, "load", "load_limits")
		one := accept(s, review, nil)
		s.Expect(apitest.Call{Method: "POST", Path: review + "/acceptances", As: "contributor session",
			Body: with(map[string]any{"question_id": "load", "reason": "Undecided yet"})}, 201)
		read := func(as, path string) apitest.Call { return apitest.Call{Method: "GET", Path: path, As: as} }
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: read("nobody", "/acceptances"), Status: 401},
			{Name: "stranger", Call: read("stranger session", "/acceptances"), Status: 200, Holds: []string{`"items":[]`}},
			{Name: "stranger, one", Call: read("stranger session", "/acceptances/"+one), Status: 404},
			{Name: "stranger, of the review", Call: read("stranger session", review+"/acceptances"), Status: 404},
			{Name: "stranger, of the workload", Call: read("stranger session", "/acceptances?workload="+id), Status: 404},
			{Name: "narrowed", Call: read("away session", "/acceptances"), Status: 200, Holds: []string{`"items":[]`}},
			{Name: "narrowed, one", Call: read("away session", "/acceptances/"+one), Status: 404},
			{Name: "viewer", Call: read("viewer session", "/acceptances"), Status: 200,
				Holds: []string{"in_force", "to_decide", "The contributor", `"decide":false`}},
			{Name: "to decide", Call: read("owner session", "/acceptances?filter=to_decide"), Status: 200,
				Holds: []string{"Undecided yet", `"decide":true`}, Lacks: []string{"in_force"}},
			{Name: "in force", Call: read("viewer session", "/acceptances?filter=in_force"), Status: 200,
				Holds: []string{"in_force"}, Lacks: []string{"to_decide"}},
			{Name: "ending", Call: read("viewer session", "/acceptances?filter=ending"), Status: 200,
				Holds: []string{`"items":[]`}},
			{Name: "no filter", Call: read("viewer session", "/acceptances?filter=x"), Status: 422},
			{Name: "guest, of the workspace", Call: read("guest session", "/acceptances"), Status: 403},
			{Name: "guest", Call: read("guest session", review+"/acceptances"), Status: 200,
				Holds: []string{`"status":"in_force"`, "CISO", `"until":`, "Copies by hand"},
				Lacks: []string{"The contributor", "The owner", "to_decide", s.Users["owner"].ID}},
			{Name: "approvers", Call: read("contributor session", review+"/acceptances/approvers"), Status: 200,
				Holds: []string{"The architect", "The owner"}, Lacks: []string{"The viewer", "The contributor", "stranger"}},
		})
	})
}

// The pages of a filter that only the answers can tell are whole: what is left out leaves no gap.
func TestPagesOfAFilter(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		review := "/workloads/" + s.Sample() + basics
		questions := []string{"backup", "load", "failure", "access", "secrets", "oncall"}
		for _, q := range questions {
			s.OK("PUT", review+"/answers/"+q, map[string]any{"selected": []string{q + "_no"}})
			accept(s, review, map[string]any{"question_id": q})
		}
		for _, q := range []string{"load", "access"} {
			s.OK("PUT", review+"/answers/"+q, map[string]any{"applicable": false})
		}
		var got []string
		for path := "/acceptances?filter=in_force&limit=2"; path != ""; {
			page := s.OK("GET", path, nil)
			for i := range page.At("items").Len() {
				got = append(got, page.At(fmt.Sprintf("items/%d/question_id", i)).String())
			}
			more, _ := page.Value.(map[string]any)["next_cursor"].(string)
			if path = ""; more != "" {
				path = "/acceptances?filter=in_force&limit=2&cursor=" + more
			}
		}
		if want := "oncall secrets failure backup"; strings.Join(got, " ") != want {
			t.Errorf("the pages hold %v, want %s", got, want)
		}
		if n := s.OK("GET", "/acceptances?filter=idle", nil).At("items").Len(); n != 2 {
			t.Errorf("%d are idle", n)
		}
	})
}

// A create that is sent again asks once.
func TestAnAcceptanceIsAskedOnce(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		review := "/workloads/" + s.Sample() + basics
		answer(s, review, "backup", "backup_daily")
		c := apitest.Call{Method: "POST", Path: review + "/acceptances", As: "contributor session", Body: with(nil),
			Header: map[string]string{"Idempotency-Key": "k"}}
		first, second := s.Expect(c, 201).Tree(s.T).At("id").String(), s.Expect(c, 201).Tree(s.T).At("id").String()
		if n := s.OK("GET", review+"/acceptances", nil).At("items").Len(); n != 1 || first != second {
			s.T.Errorf("%d acceptances, %s and %s", n, first, second)
		}
	})
}

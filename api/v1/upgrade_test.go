package v1_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
)

// upgradeEffects are the fates of a preview or upgrade as "kind id outcome".
func upgradeEffects(n apitest.Tree) (list []string) {
	for i := range n.At("fates").Len() {
		f := n.At(fmt.Sprintf("fates/%d", i))
		list = append(list, f.At("kind").String()+" "+f.At("id").String()+" "+f.At("outcome").String())
	}
	return list
}

func sameList(t testing.TB, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("%s:\n got %s\nwant %s", what, strings.Join(got, "; "), strings.Join(want, "; "))
	}
}

// Whatever hangs on an id that is gone is named, in the preview and in the audit log, and what was written stays
// reachable.
func TestUpgradeNamesWhateverGoes(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, at := s.ReviewedLens("pillar-renamed", apitest.OldPillar("ops_old=Operations"))
		s.AddOneOfEach(id, at)
		s.PublishLens("pillar-renamed", "2", apitest.LensText("Pillar renamed", "other=Other",
			apitest.QuestionText("que2=Something else?", "cho3=Yes", "cho4=More")))
		before := s.Fingerprint()
		preview := s.OK("GET", at+"/upgrade?version=2", nil)
		if s.Fingerprint() != before {
			t.Error("the preview changed something")
		}
		want := []string{"pillar_notes ops_old in_milestone", "answer que1 in_milestone", "assignment ops_old ended",
			"assignment que1 ended",
			"comments que1 reachable", "parked que1 reachable", "agenda ops_old ended", "place que1 ended",
			"priority ops_old reachable",
			"members ops_old closed", "invitations ops_old closed"}
		sameList(t, "preview", upgradeEffects(preview), want)
		s.PageHolds("who is narrowed", []byte(preview.String()), `"names":["The narrow"],"outcome":"closed"`)
		done := s.OK("POST", at+"/upgrade", map[string]any{"version": "2", "milestone": "Before 2"})
		sameList(t, "upgrade", upgradeEffects(done.At("carried")), want)
		lines := s.OK("GET", "/audit?workload="+id+"&kind=review&limit=1", nil).String()
		s.PageHolds("the audit line", []byte(lines), "pillar_notes/ops_old", "Agreed with the board", "assignment/que1",
			"comments/que1", "members/ops_old",
			"agenda/ops_old", "30 minutes", "answer/que1", "invitations/ops_old", "parked/que1", "place/que1",
			"priority/ops_old")
		s.PageHolds("the milestone", []byte(s.OK("GET", "/workloads/"+id+"/milestones/1", nil).String()),
			"Agreed with the board", "Said")
		s.PageHolds("the comments", []byte(s.OK("GET", at+"/answers/que1/comments", nil).String()), "Talk")
		s.PageHolds("the history", []byte(s.OK("GET", at+"/answers/que1/history", nil).String()), "Said")
		s.PageHolds("the parking lot", []byte(s.OK("GET", at+"/parking", nil).String()), "Later")
		s.PageHolds("the notes page", []byte(s.GetPage("owner session", strings.Replace(at, "/api/v1", "", 1)+"/notes", 200)),
			"No longer asked", "How do you run it?",
			at+"/questions/que1/comments")
		s.RunScenarios([]apitest.Scenario{
			{Name: "who was narrowed is not free now", Call: apitest.Call{Method: "PUT", Path: at + "/answers/que2",
				As: "narrow session", Body: `{"selected":["cho3"]}`}, Status: 403},
			{Name: "nor for the notes", Call: apitest.Call{Method: "PATCH", Path: at, As: "narrow session",
				Body: `{"pillar_notes":{"other":"x"}}`}, Status: 403},
			{Name: "an answer to what is gone", Call: apitest.Call{Method: "PUT", Path: at + "/answers/que1", As: "owner",
				Body: `{"selected":["cho1"]}`}, Status: 409, Holds: []string{"que1", "version 2"}},
			{Name: "a comment on what is gone", Call: apitest.Call{Method: "POST", Path: at + "/answers/que1/comments",
				As: "owner", Body: `{"body":"x"}`}, Status: 409},
			{Name: "reading what is gone", Call: apitest.Call{Method: "GET", Path: at + "/answers/que1", As: "owner"},
				Status: 404, Holds: []string{"milestones"}},
			{Name: "an answer to what never was", Call: apitest.Call{Method: "PUT", Path: at + "/answers/que9", As: "owner",
				Body: `{"selected":["cho1"]}`}, Status: 404},
		})
		s.Recount(id)
	})
}

// The case: the pillar's id is renamed and its name stays. It is offered, and carried with everything that hangs on it.
func TestUpgradeCarriesByTitle(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id, at := s.ReviewedLens("pillar-renamed", apitest.OldPillar("ops_old=Operations"))
		s.AddOneOfEach(id, at)
		s.PublishLens("pillar-renamed", "2", apitest.OldPillar("ops_new=OPERA TIONS"))
		preview := s.OK("GET", at+"/upgrade", nil)
		if got := preview.At("offered/pillars").String(); got != `{"ops_old":"ops_new"}` {
			t.Errorf("offered: %s", got)
		}
		sameList(t, "preview without", upgradeEffects(preview), []string{"pillar_notes ops_old in_milestone",
			"assignment ops_old ended", "agenda ops_old ended",
			"priority ops_old reachable", "members ops_old closed", "invitations ops_old closed"})
		want := []string{"pillar_notes ops_old carried", "assignment ops_old carried", "agenda ops_old carried",
			"priority ops_old carried",
			"members ops_old carried", "invitations ops_old carried"}
		sameList(t, "preview", upgradeEffects(s.OK("GET", at+"/upgrade?by_title=true", nil)), want)
		sameList(t, "upgrade", upgradeEffects(s.OK("POST", at+"/upgrade",
			map[string]any{"milestone": "Before 2", "by_title": true}).At("carried")), want)
		s.PageHolds("the notes", []byte(s.OK("GET", at, nil).String()), `"ops_new"`, "Agreed with the board")
		if got := s.OK("GET", at+"/assignments", nil).At("items"); got.Len() != 2 ||
			got.At("0/pillar_id").String() != "ops_new" || got.At("1/pillar_id").String() != "ops_new" {
			t.Errorf("assignments: %s", got)
		}
		s.PageHolds("the agenda", []byte(s.OK("GET", at+"/facilitation", nil).String()), `"ops_new"`, "30", "que1")
		s.PageHolds("the priorities", []byte(s.OK("GET", "/workloads/"+id, nil).String()), `"pillar_priorities":["ops_new"]`)
		s.PageHolds("the audit", []byte(s.OK("GET", "/audit?workload="+id+"&kind=review&limit=1", nil).String()),
			"carried_by_title/pillar/ops_old", "ops_new")
		s.RunScenarios([]apitest.Scenario{
			{Name: "who was narrowed to it still is", Call: apitest.Call{Method: "PATCH", Path: at + "/answers/que1",
				As: "narrow session", Body: `{"notes":"Still mine"}`}, Status: 200, Changes: true},
			{Name: "its notes", Call: apitest.Call{Method: "PATCH", Path: at, As: "narrow session",
				Body: `{"pillar_notes":{"ops_new":"Mine too"}}`}, Status: 200, Changes: true},
			{Name: "its assignment", Call: apitest.Call{Method: "PUT", Path: at + "/assignments", As: "narrow session",
				Body: `{"pillar_id":"ops_new","user_id":""}`}, Status: 200, Changes: true},
		})
		s.Recount(id)
		// The id comes back as another pillar, and the second rename is of what was renamed before.
		s.PublishLens("pillar-renamed", "3",
			fmt.Sprintf(`{"schemaVersion":"2021-11-01","name":"Pillar renamed","description":"d","pillars":[%s,%s]}`,
				apitest.PillarText("ops_3=Operations", apitest.QuestionText(apitest.RunAndAlarms[0], apitest.RunAndAlarms[1:]...)),
				apitest.PillarText("more=More", apitest.QuestionText("que3=And else?", "cho5=Yes", "cho6=No"))))
		s.OK("POST", at+"/upgrade", map[string]any{"milestone": "Before 3",
			"map": map[string]any{"pillars": map[string]string{"ops_new": "ops_3"}}})
		s.RunScenarios([]apitest.Scenario{
			{Name: "after a second rename", Call: apitest.Call{Method: "PATCH", Path: at + "/answers/que1", As: "narrow session",
				Body: `{"notes":"Again mine"}`}, Status: 200, Changes: true},
			{Name: "but not another pillar", Call: apitest.Call{Method: "PATCH", Path: at + "/answers/que3",
				As: "narrow session", Body: `{"notes":"x"}`}, Status: 403},
		})
	})
}

// The case: every id is renamed. Answers, comments, history and links follow, and the new rules rate.
func TestUpgradeCarriesByMap(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		v1 := apitest.LensText("Ids renamed", "ops_1=Operations",
			apitest.QuestionText("ops_dp1=How do you run it?", "ops_dp1_bp1=With a runbook", "ops_dp1_bp2=With alarms"))
		v2 := apitest.LensText("Ids renamed", "OPS=Operations",
			apitest.QuestionText("OPS1=How do you run it?", "OPS1_bp2=With alarms", "OPS1_bp1=With a runbook"))
		id, at := s.ReviewedLens("ids-renamed", v1)
		s.OK("PUT", at+"/answers/ops_dp1", map[string]any{"selected": []string{"ops_dp1_bp1"}, "notes": "Said",
			"not_applicable": map[string]any{"ops_dp1_bp2": map[string]any{"reason": "OTHER", "notes": "No alarms"}}})
		s.OK("PUT", at+"/answers/ops_dp1", map[string]any{"selected": []string{"ops_dp1_bp1"}, "notes": "Said",
			"choice_notes": map[string]string{"ops_dp1_bp1": "On paper"}})
		s.OK("POST", at+"/answers/ops_dp1/comments", map[string]any{"body": "Talk"})
		s.PublishLens("ids-renamed", "2", v2)
		preview := s.OK("GET", at+"/upgrade", nil)
		offered := preview.At("offered")
		if got := offered.String(); got != `{"choices":{"ops_dp1_bp1":"OPS1_bp1","ops_dp1_bp2":"OPS1_bp2"},`+
			`"pillars":{"ops_1":"OPS"},"questions":{"ops_dp1":"OPS1"}}` {
			t.Fatalf("offered: %s", got)
		}
		try := func(name, m string, holds ...string) apitest.Scenario {
			return apitest.Scenario{Name: name, Call: apitest.Call{Method: "POST", Path: at + "/upgrade/preview",
				As: "architect", Body: `{"map":` + m + `}`}, Status: 422, Holds: holds}
		}
		s.RunScenarios([]apitest.Scenario{
			try("a target that is not there", `{"questions":{"ops_dp1":"OPS9"}}`, `"pointer":"/map/questions/ops_dp1"`,
				"not a question of the new version"),
			try("a source that is not there", `{"pillars":{"ops_9":"OPS"}}`, `"pointer":"/map/pillars/ops_9"`),
			try("two to one", `{"questions":{"ops_dp1":"OPS1"},"choices":{"ops_dp1_bp1":"OPS1_bp1","ops_dp1_bp2":"OPS1_bp1"}}`,
				`"pointer":"/map/choices/ops_dp1_bp2"`, "two would go to one"),
			try("a choice whose question goes nowhere", `{"choices":{"ops_dp1/ops_dp1_bp1":"OPS1_bp1"}}`,
				`"pointer":"/map/choices/ops_dp1~1ops_dp1_bp1"`),
			{Name: "an unknown kind", Call: apitest.Call{Method: "POST", Path: at + "/upgrade/preview", As: "architect",
				Body: `{"map":{"rules":{}}}`}, Status: 422},
			{Name: "as a contributor", Call: apitest.Call{Method: "POST", Path: at + "/upgrade/preview", As: "contributor",
				Body: `{}`}, Status: 403},
			{Name: "upgrade with a wrong map", Call: apitest.Call{Method: "POST", Path: at + "/upgrade", As: "architect",
				Body: `{"milestone":"Before","map":{"pillars":{"ops_1":"x"}}}`}, Status: 422},
		})
		tried := s.OK("POST", at+"/upgrade/preview", map[string]any{"map": offered.Value})
		sameList(t, "tried", upgradeEffects(tried), []string{"answer ops_dp1 carried", "choice ops_dp1/ops_dp1_bp1 carried",
			"comments ops_dp1 carried"})
		s.OK("POST", at+"/upgrade", map[string]any{"milestone": "Before 2", "map": offered.Value})
		s.PageHolds("the answer", []byte(s.OK("GET", at+"/answers/OPS1", nil).String()), "Said", "On paper", `"risk":"HIGH"`)
		if got := s.OK("GET", at+"/answers/OPS1/history", nil).At("items").Len(); got != 2 {
			t.Errorf("the history has %d entries, want the 2 from before", got)
		}
		s.PageHolds("the comments", []byte(s.OK("GET", at+"/answers/OPS1/comments", nil).String()), "Talk")
		s.PageHolds("the audit", []byte(s.OK("GET", "/audit?workload="+id+"&kind=review&limit=1", nil).String()),
			"carried_by_map/question/ops_dp1", "carried_by_map/choice/ops_dp1/ops_dp1_bp1")
		r := s.Expect(apitest.Call{Method: "PUT", Path: at + "/answers/ops_dp1", As: "owner", Body: `{"notes":"x"}`}, 409)
		s.PageHolds("where it went", r.Body, "OPS1")
		page := s.Visit(apitest.Visit{As: "owner session", Path: at + "/questions/ops_dp1"})
		if page.Status != 303 || !strings.HasSuffix(page.Header.Get("Location"), "/questions/OPS1") {
			t.Errorf("the old address: %d %s", page.Status, page.Header.Get("Location"))
		}
		s.Recount(id)
	})
}

// Titles that stand twice propose nothing; composed and decomposed letters, case and spaces are the same.
func TestTitlesThatAreOffered(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		v1 := apitest.LensText("Titles", "ops=Operations", apitest.QuestionText("q_1=Cafe\u0301 open?", "c_1=Yes",
			"c_2=no  way", "c_3_no=None"),
			apitest.QuestionText("q_2=Twice", "d_1=Yes", "d_2=No"), apitest.QuestionText("q_3=Twice", "e_1=Yes", "e_2=No"))
		v2 := apitest.LensText("Titles", "ops=Operations", apitest.QuestionText("r_1=CAF\u00c9 open?", "f_1=Yes",
			"f_2=No way", "f_3=None"),
			apitest.QuestionText("r_2=Twice", "g_1=Yes", "g_2=No"))
		_, at := s.ReviewedLens("titles", v1)
		s.PublishLens("titles", "2", v2)
		if got := s.OK("GET", at+"/upgrade",
			nil).At("offered").String(); got != `{"choices":{"c_1":"f_1","c_2":"f_2"},"questions":{"q_1":"r_1"}}` {
			t.Errorf("offered: %s", got)
		}
		got := s.OK("POST", at+"/upgrade/preview", map[string]any{"by_title": true,
			"map": map[string]any{"questions": map[string]string{"q_3": "r_2"}}})
		if names := got.At("renamed").String(); strings.Count(names, `"by_title":false`) != 1 ||
			!strings.Contains(names, `"g_1"`) {
			t.Errorf("renamed by both: %s", names)
		}
	})
}

// Versions never repeat: neither after a review was removed and begun anew, nor after its workload came back, nor where
// a question comes back.
func TestVersionsDoNotRepeat(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		doc := apitest.OldPillar("ops_old=Operations")
		id, at := s.ReviewedLens("pillar-renamed", doc)
		answer := func() int {
			var n int
			_, err := fmt.Sscan(s.OK("PUT", at+"/answers/que1",
				map[string]any{"notes": fmt.Sprint(time.Now().UnixNano())}).At("version").String(), &n)
			apitest.Must(t, err)
			return n
		}
		version := func(path string) (n int) {
			_, err := fmt.Sscan(s.OK("GET", path, nil).At("version").String(), &n)
			apitest.Must(t, err)
			return n
		}
		answer()
		last := answer()
		s.OK("PATCH", at+"/facilitation", map[string]any{"question_id": "que1"})
		review, led := version(at), version(at+"/facilitation")
		s.OK("DELETE", at+"?confirm=pillar-renamed", nil)
		s.OK("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "pillar-renamed"})
		if now := version(at); now <= review {
			t.Errorf("the review is at version %d anew, it was at %d", now, review)
		}
		if now := answer(); now <= last {
			t.Errorf("the answer is at version %d anew, it was at %d", now, last)
		}
		s.OK("PATCH", at+"/facilitation", map[string]any{"question_id": "que1"})
		if now := version(at + "/facilitation"); now <= led {
			t.Errorf("the facilitation is at version %d anew, it was at %d", now, led)
		}
		s.Expect(apitest.Call{Method: "PUT", Path: at + "/answers/que1", As: "owner", Body: `{"notes":"x"}`,
			Header: map[string]string{"If-Match": fmt.Sprintf("%q", fmt.Sprint(last))}}, 412)

		last = version(at + "/answers/que1")
		s.PublishLens("pillar-renamed", "2", apitest.LensText("Pillar renamed", "ops_old=Operations",
			apitest.QuestionText("que2=Else?", "cho3=Yes", "cho4=No")))
		s.OK("POST", at+"/upgrade", map[string]any{"milestone": "One"})
		s.PublishLens("pillar-renamed", "3", doc)
		s.OK("POST", at+"/upgrade", map[string]any{"milestone": "Two"})
		if now := answer(); now <= last {
			t.Errorf("the answer to the question that came back is at version %d, it was at %d", now, last)
		}

		export := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/export", As: "owner"})
		last = answer()
		s.OK("DELETE", "/workloads/"+id+"?confirm=Reviewed+with+pillar-renamed", nil)
		s.OK("POST", "/workloads/import", export.Body)
		if now := answer(); now <= last {
			t.Errorf("after the import the answer is at version %d, it was at %d", now, last)
		}
	})
}

// A minor version carries nothing away from a review that an import left behind in its line: it is refused.
func TestAMinorVersionLosesNothing(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, at := s.ReviewedLens("pillar-renamed", apitest.OldPillar("ops_old=Operations"))
		s.OK("PUT", "/lenses/pillar-renamed/draft", []byte(apitest.OldPillar("ops_new=Operations")))
		r := s.Expect(apitest.Call{Method: "POST", Path: "/lenses/pillar-renamed/versions", As: "owner",
			Body: `{"version":"1.1"}`}, 409)
		s.PageHolds("the refusal", r.Body, "major version")
		if got := s.OK("GET", at, nil).At("lens_version").String(); got != "1" {
			t.Errorf("the review is on %s", got)
		}
	})
}

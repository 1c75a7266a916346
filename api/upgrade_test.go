package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"plumbline/models"
)

// lensText is a lens of one pillar with questions that all have the choices _a and _b after the question's id, or others where they are given.
func lensText(name, pillar string, questions ...string) string {
	return fmt.Sprintf(`{"schemaVersion":"2021-11-01","name":%q,"description":"d","pillars":[%s]}`, name, pillarText(pillar, questions...))
}

func pillarText(pillar string, questions ...string) string {
	id, title, _ := strings.Cut(pillar, "=")
	return fmt.Sprintf(`{"id":%q,"name":%q,"questions":[%s]}`, id, title, strings.Join(questions, ","))
}

// questionText makes a question of "id=title"; each choice is "id=title".
func questionText(question string, choices ...string) string {
	id, title, _ := strings.Cut(question, "=")
	var list, ids []string
	for _, c := range choices {
		id, title, _ := strings.Cut(c, "=")
		ids = append(ids, id)
		list = append(list, fmt.Sprintf(`{"id":%q,"title":%q,"helpfulResource":{"displayText":"r"},"improvementPlan":{"displayText":"p"}}`, id, title))
	}
	return fmt.Sprintf(`{"id":%q,"title":%q,"choices":[%s],"riskRules":[{"condition":%q,"risk":"NO_RISK"},{"condition":%q,"risk":"MEDIUM_RISK"},`+
		`{"condition":"default","risk":"HIGH_RISK"}]}`, id, title, strings.Join(list, ","), strings.Join(ids, " && "), ids[0])
}

// reviewed imports and publishes a lens as version 1 and reviews a workload with it; it gives the review's path.
func (s *server) reviewed(key, doc string) (workloadID, at string) {
	s.t.Helper()
	s.ok("POST", "/lenses", []byte(doc))
	s.ok("POST", "/lenses/"+key+"/versions", map[string]any{"version": "1"})
	id := s.ok("POST", "/workloads", workload("Reviewed with "+key, key)).at("id").String()
	return id, "/workloads/" + id + "/lenses/" + key
}

// published publishes the document as a major version.
func (s *server) published(key, version, doc string) {
	s.t.Helper()
	s.ok("PUT", "/lenses/"+key+"/draft", []byte(doc))
	s.ok("POST", "/lenses/"+key+"/versions", map[string]any{"version": version, "major": true})
}

var runAndAlarms = []string{"que1=How do you run it?", "cho1=With a runbook", "cho2=With alarms"}

func oldPillar(pillar string) string {
	return lensText("Pillar renamed", pillar, questionText(runAndAlarms[0], runAndAlarms[1:]...))
}

// fates are the fates of a preview or upgrade as "kind id outcome".
func fates(n tree) (list []string) {
	for i := range n.at("fates").len() {
		f := n.at(fmt.Sprintf("fates/%d", i))
		list = append(list, f.at("kind").String()+" "+f.at("id").String()+" "+f.at("outcome").String())
	}
	return list
}

func sameList(t testing.TB, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("%s:\n got %s\nwant %s", what, strings.Join(got, "; "), strings.Join(want, "; "))
	}
}

// hung puts something of every kind on the ids of the lens with pillar ops_old and question que1, and a member who is narrowed to the pillar.
func (s *server) hung(id, at string) {
	s.t.Helper()
	s.narrowed("narrow", models.Grant{Role: models.Contributor, Pillars: []string{"ops_old"}})
	s.ok("PUT", at+"/answers/que1", map[string]any{"selected": []string{"cho1"}, "notes": "Said"})
	s.ok("PATCH", at, map[string]any{"pillar_notes": map[string]string{"ops_old": "Agreed with the board"}})
	me := s.users["narrow"].ID
	s.ok("PUT", at+"/assignments", map[string]any{"pillar_id": "ops_old", "user_id": me})
	s.ok("PUT", at+"/assignments", map[string]any{"question_id": "que1", "user_id": me})
	s.ok("POST", at+"/answers/que1/comments", map[string]any{"body": "Talk"})
	s.ok("POST", at+"/parking", map[string]any{"question_id": "que1", "body": "Later"})
	s.ok("PATCH", at+"/facilitation", map[string]any{"question_id": "que1", "agenda": map[string]int{"ops_old": 30}})
	s.ok("PATCH", "/workloads/"+id, map[string]any{"pillar_priorities": []string{"ops_old"}})
	s.ok("POST", "/invitations", map[string]any{"email": "soon@example.com", "role": "contributor", "pillars": []string{"ops_old"}})
}

// Whatever hangs on an id that is gone is named, in the preview and in the audit log, and what was written stays reachable.
func TestUpgradeNamesWhateverGoes(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id, at := s.reviewed("pillar-renamed", oldPillar("ops_old=Operations"))
		s.hung(id, at)
		s.published("pillar-renamed", "2", lensText("Pillar renamed", "other=Other", questionText("que2=Something else?", "cho3=Yes", "cho4=More")))
		before := s.fingerprint()
		preview := s.ok("GET", at+"/upgrade?version=2", nil)
		if s.fingerprint() != before {
			t.Error("the preview changed something")
		}
		want := []string{"pillar_notes ops_old in_milestone", "answer que1 in_milestone", "assignment ops_old ended", "assignment que1 ended",
			"comments que1 reachable", "parked que1 reachable", "agenda ops_old ended", "place que1 ended", "priority ops_old reachable",
			"members ops_old closed", "invitations ops_old closed"}
		sameList(t, "preview", fates(preview), want)
		s.holds("who is narrowed", []byte(preview.String()), `"names":["The narrow"],"outcome":"closed"`)
		done := s.ok("POST", at+"/upgrade", map[string]any{"version": "2", "milestone": "Before 2"})
		sameList(t, "upgrade", fates(done.at("carried")), want)
		lines := s.ok("GET", "/audit?workload="+id+"&kind=review&limit=1", nil).String()
		s.holds("the audit line", []byte(lines), "pillar_notes/ops_old", "Agreed with the board", "assignment/que1", "comments/que1", "members/ops_old",
			"agenda/ops_old", "30 minutes", "answer/que1", "invitations/ops_old", "parked/que1", "place/que1", "priority/ops_old")
		s.holds("the milestone", []byte(s.ok("GET", "/workloads/"+id+"/milestones/1", nil).String()), "Agreed with the board", "Said")
		s.holds("the comments", []byte(s.ok("GET", at+"/answers/que1/comments", nil).String()), "Talk")
		s.holds("the history", []byte(s.ok("GET", at+"/answers/que1/history", nil).String()), "Said")
		s.holds("the parking lot", []byte(s.ok("GET", at+"/parking", nil).String()), "Later")
		s.holds("the notes page", []byte(s.get("owner session", strings.Replace(at, "/api/v1", "", 1)+"/notes", 200)), "No longer asked", "How do you run it?",
			at+"/questions/que1/comments")
		s.run([]scenario{
			{name: "who was narrowed is not free now", call: call{method: "PUT", path: at + "/answers/que2", as: "narrow session", body: `{"selected":["cho3"]}`}, status: 403},
			{name: "nor for the notes", call: call{method: "PATCH", path: at, as: "narrow session", body: `{"pillar_notes":{"other":"x"}}`}, status: 403},
			{name: "an answer to what is gone", call: call{method: "PUT", path: at + "/answers/que1", as: "owner", body: `{"selected":["cho1"]}`}, status: 409, holds: []string{"que1", "version 2"}},
			{name: "a comment on what is gone", call: call{method: "POST", path: at + "/answers/que1/comments", as: "owner", body: `{"body":"x"}`}, status: 409},
			{name: "reading what is gone", call: call{method: "GET", path: at + "/answers/que1", as: "owner"}, status: 404, holds: []string{"milestones"}},
			{name: "an answer to what never was", call: call{method: "PUT", path: at + "/answers/que9", as: "owner", body: `{"selected":["cho1"]}`}, status: 404},
		})
		s.recount(id)
	})
}

// The case: the pillar's id is renamed and its name stays. It is offered, and carried with everything that hangs on it.
func TestUpgradeCarriesByTitle(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id, at := s.reviewed("pillar-renamed", oldPillar("ops_old=Operations"))
		s.hung(id, at)
		s.published("pillar-renamed", "2", oldPillar("ops_new=OPERA TIONS"))
		preview := s.ok("GET", at+"/upgrade", nil)
		if got := preview.at("offered/pillars").String(); got != `{"ops_old":"ops_new"}` {
			t.Errorf("offered: %s", got)
		}
		sameList(t, "preview without", fates(preview), []string{"pillar_notes ops_old in_milestone", "assignment ops_old ended", "agenda ops_old ended",
			"priority ops_old reachable", "members ops_old closed", "invitations ops_old closed"})
		want := []string{"pillar_notes ops_old carried", "assignment ops_old carried", "agenda ops_old carried", "priority ops_old carried",
			"members ops_old carried", "invitations ops_old carried"}
		sameList(t, "preview", fates(s.ok("GET", at+"/upgrade?by_title=true", nil)), want)
		sameList(t, "upgrade", fates(s.ok("POST", at+"/upgrade", map[string]any{"milestone": "Before 2", "by_title": true}).at("carried")), want)
		s.holds("the notes", []byte(s.ok("GET", at, nil).String()), `"ops_new"`, "Agreed with the board")
		if got := s.ok("GET", at+"/assignments", nil).at("items"); got.len() != 2 || got.at("0/pillar_id").String() != "ops_new" || got.at("1/pillar_id").String() != "ops_new" {
			t.Errorf("assignments: %s", got)
		}
		s.holds("the agenda", []byte(s.ok("GET", at+"/facilitation", nil).String()), `"ops_new"`, "30", "que1")
		s.holds("the priorities", []byte(s.ok("GET", "/workloads/"+id, nil).String()), `"pillar_priorities":["ops_new"]`)
		s.holds("the audit", []byte(s.ok("GET", "/audit?workload="+id+"&kind=review&limit=1", nil).String()), "carried_by_title/pillar/ops_old", "ops_new")
		s.run([]scenario{
			{name: "who was narrowed to it still is", call: call{method: "PATCH", path: at + "/answers/que1", as: "narrow session", body: `{"notes":"Still mine"}`}, status: 200, changes: true},
			{name: "its notes", call: call{method: "PATCH", path: at, as: "narrow session", body: `{"pillar_notes":{"ops_new":"Mine too"}}`}, status: 200, changes: true},
			{name: "its assignment", call: call{method: "PUT", path: at + "/assignments", as: "narrow session", body: `{"pillar_id":"ops_new","user_id":""}`}, status: 200, changes: true},
		})
		s.recount(id)
		// The id comes back as another pillar, and the second rename is of what was renamed before.
		s.published("pillar-renamed", "3", fmt.Sprintf(`{"schemaVersion":"2021-11-01","name":"Pillar renamed","description":"d","pillars":[%s,%s]}`,
			pillarText("ops_3=Operations", questionText(runAndAlarms[0], runAndAlarms[1:]...)),
			pillarText("more=More", questionText("que3=And else?", "cho5=Yes", "cho6=No"))))
		s.ok("POST", at+"/upgrade", map[string]any{"milestone": "Before 3", "map": map[string]any{"pillars": map[string]string{"ops_new": "ops_3"}}})
		s.run([]scenario{
			{name: "after a second rename", call: call{method: "PATCH", path: at + "/answers/que1", as: "narrow session", body: `{"notes":"Again mine"}`}, status: 200, changes: true},
			{name: "but not another pillar", call: call{method: "PATCH", path: at + "/answers/que3", as: "narrow session", body: `{"notes":"x"}`}, status: 403},
		})
	})
}

// The case: every id is renamed. Answers, comments, history and links follow, and the new rules rate.
func TestUpgradeCarriesByMap(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		v1 := lensText("Ids renamed", "ops_1=Operations", questionText("ops_dp1=How do you run it?", "ops_dp1_bp1=With a runbook", "ops_dp1_bp2=With alarms"))
		v2 := lensText("Ids renamed", "OPS=Operations", questionText("OPS1=How do you run it?", "OPS1_bp2=With alarms", "OPS1_bp1=With a runbook"))
		id, at := s.reviewed("ids-renamed", v1)
		s.ok("PUT", at+"/answers/ops_dp1", map[string]any{"selected": []string{"ops_dp1_bp1"}, "notes": "Said",
			"not_applicable": map[string]any{"ops_dp1_bp2": map[string]any{"reason": "OTHER", "notes": "No alarms"}}})
		s.ok("PUT", at+"/answers/ops_dp1", map[string]any{"selected": []string{"ops_dp1_bp1"}, "notes": "Said", "choice_notes": map[string]string{"ops_dp1_bp1": "On paper"}})
		s.ok("POST", at+"/answers/ops_dp1/comments", map[string]any{"body": "Talk"})
		s.published("ids-renamed", "2", v2)
		preview := s.ok("GET", at+"/upgrade", nil)
		offered := preview.at("offered")
		if got := offered.String(); got != `{"choices":{"ops_dp1_bp1":"OPS1_bp1","ops_dp1_bp2":"OPS1_bp2"},"pillars":{"ops_1":"OPS"},"questions":{"ops_dp1":"OPS1"}}` {
			t.Fatalf("offered: %s", got)
		}
		try := func(name, m string, holds ...string) scenario {
			return scenario{name: name, call: call{method: "POST", path: at + "/upgrade/preview", as: "architect", body: `{"map":` + m + `}`}, status: 422, holds: holds}
		}
		s.run([]scenario{
			try("a target that is not there", `{"questions":{"ops_dp1":"OPS9"}}`, `"pointer":"/map/questions/ops_dp1"`, "not a question of the new version"),
			try("a source that is not there", `{"pillars":{"ops_9":"OPS"}}`, `"pointer":"/map/pillars/ops_9"`),
			try("two to one", `{"questions":{"ops_dp1":"OPS1"},"choices":{"ops_dp1_bp1":"OPS1_bp1","ops_dp1_bp2":"OPS1_bp1"}}`, `"pointer":"/map/choices/ops_dp1_bp2"`, "two would go to one"),
			try("a choice whose question goes nowhere", `{"choices":{"ops_dp1/ops_dp1_bp1":"OPS1_bp1"}}`, `"pointer":"/map/choices/ops_dp1~1ops_dp1_bp1"`),
			{name: "an unknown kind", call: call{method: "POST", path: at + "/upgrade/preview", as: "architect", body: `{"map":{"rules":{}}}`}, status: 422},
			{name: "as a contributor", call: call{method: "POST", path: at + "/upgrade/preview", as: "contributor", body: `{}`}, status: 403},
			{name: "upgrade with a wrong map", call: call{method: "POST", path: at + "/upgrade", as: "architect", body: `{"milestone":"Before","map":{"pillars":{"ops_1":"x"}}}`}, status: 422},
		})
		tried := s.ok("POST", at+"/upgrade/preview", map[string]any{"map": offered.v})
		sameList(t, "tried", fates(tried), []string{"answer ops_dp1 carried", "choice ops_dp1/ops_dp1_bp1 carried", "comments ops_dp1 carried"})
		s.ok("POST", at+"/upgrade", map[string]any{"milestone": "Before 2", "map": offered.v})
		s.holds("the answer", []byte(s.ok("GET", at+"/answers/OPS1", nil).String()), "Said", "On paper", `"risk":"HIGH"`)
		if got := s.ok("GET", at+"/answers/OPS1/history", nil).at("items").len(); got != 2 {
			t.Errorf("the history has %d entries, want the 2 from before", got)
		}
		s.holds("the comments", []byte(s.ok("GET", at+"/answers/OPS1/comments", nil).String()), "Talk")
		s.holds("the audit", []byte(s.ok("GET", "/audit?workload="+id+"&kind=review&limit=1", nil).String()), "carried_by_map/question/ops_dp1", "carried_by_map/choice/ops_dp1/ops_dp1_bp1")
		r := s.expect(call{method: "PUT", path: at + "/answers/ops_dp1", as: "owner", body: `{"notes":"x"}`}, 409)
		s.holds("where it went", r.body, "OPS1")
		page := s.visit(visit{as: "owner session", path: at + "/questions/ops_dp1"})
		if page.status != 303 || !strings.HasSuffix(page.header.Get("Location"), "/questions/OPS1") {
			t.Errorf("the old address: %d %s", page.status, page.header.Get("Location"))
		}
		s.recount(id)
	})
}

// Titles that stand twice propose nothing; composed and decomposed letters, case and spaces are the same.
func TestTitlesThatAreOffered(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		v1 := lensText("Titles", "ops=Operations", questionText("q_1=Cafe\u0301 open?", "c_1=Yes", "c_2=no  way", "c_3_no=None"),
			questionText("q_2=Twice", "d_1=Yes", "d_2=No"), questionText("q_3=Twice", "e_1=Yes", "e_2=No"))
		v2 := lensText("Titles", "ops=Operations", questionText("r_1=CAF\u00c9 open?", "f_1=Yes", "f_2=No way", "f_3=None"),
			questionText("r_2=Twice", "g_1=Yes", "g_2=No"))
		_, at := s.reviewed("titles", v1)
		s.published("titles", "2", v2)
		if got := s.ok("GET", at+"/upgrade", nil).at("offered").String(); got != `{"choices":{"c_1":"f_1","c_2":"f_2"},"questions":{"q_1":"r_1"}}` {
			t.Errorf("offered: %s", got)
		}
		got := s.ok("POST", at+"/upgrade/preview", map[string]any{"by_title": true, "map": map[string]any{"questions": map[string]string{"q_3": "r_2"}}})
		if names := got.at("renamed").String(); strings.Count(names, `"by_title":false`) != 1 || !strings.Contains(names, `"g_1"`) {
			t.Errorf("renamed by both: %s", names)
		}
	})
}

// Versions never repeat: neither after a review was removed and begun anew, nor after its workload came back, nor where a question comes back.
func TestVersionsDoNotRepeat(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		doc := oldPillar("ops_old=Operations")
		id, at := s.reviewed("pillar-renamed", doc)
		answer := func() int {
			var n int
			_, err := fmt.Sscan(s.ok("PUT", at+"/answers/que1", map[string]any{"notes": fmt.Sprint(time.Now().UnixNano())}).at("version").String(), &n)
			must(t, err)
			return n
		}
		version := func(path string) (n int) {
			_, err := fmt.Sscan(s.ok("GET", path, nil).at("version").String(), &n)
			must(t, err)
			return n
		}
		answer()
		last := answer()
		s.ok("PATCH", at+"/facilitation", map[string]any{"question_id": "que1"})
		review, led := version(at), version(at+"/facilitation")
		s.ok("DELETE", at+"?confirm=pillar-renamed", nil)
		s.ok("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "pillar-renamed"})
		if now := version(at); now <= review {
			t.Errorf("the review is at version %d anew, it was at %d", now, review)
		}
		if now := answer(); now <= last {
			t.Errorf("the answer is at version %d anew, it was at %d", now, last)
		}
		s.ok("PATCH", at+"/facilitation", map[string]any{"question_id": "que1"})
		if now := version(at + "/facilitation"); now <= led {
			t.Errorf("the facilitation is at version %d anew, it was at %d", now, led)
		}
		s.expect(call{method: "PUT", path: at + "/answers/que1", as: "owner", body: `{"notes":"x"}`, header: map[string]string{"If-Match": fmt.Sprintf("%q", fmt.Sprint(last))}}, 412)

		last = version(at + "/answers/que1")
		s.published("pillar-renamed", "2", lensText("Pillar renamed", "ops_old=Operations", questionText("que2=Else?", "cho3=Yes", "cho4=No")))
		s.ok("POST", at+"/upgrade", map[string]any{"milestone": "One"})
		s.published("pillar-renamed", "3", doc)
		s.ok("POST", at+"/upgrade", map[string]any{"milestone": "Two"})
		if now := answer(); now <= last {
			t.Errorf("the answer to the question that came back is at version %d, it was at %d", now, last)
		}

		export := s.do(call{method: "GET", path: "/workloads/" + id + "/export", as: "owner"})
		last = answer()
		s.ok("DELETE", "/workloads/"+id+"?confirm=Reviewed+with+pillar-renamed", nil)
		s.ok("POST", "/workloads/import", export.body)
		if now := answer(); now <= last {
			t.Errorf("after the import the answer is at version %d, it was at %d", now, last)
		}
	})
}

// A minor version carries nothing away from a review that an import left behind in its line: it is refused.
func TestAMinorVersionLosesNothing(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		_, at := s.reviewed("pillar-renamed", oldPillar("ops_old=Operations"))
		s.ok("PUT", "/lenses/pillar-renamed/draft", []byte(oldPillar("ops_new=Operations")))
		r := s.expect(call{method: "POST", path: "/lenses/pillar-renamed/versions", as: "owner", body: `{"version":"1.1"}`}, 409)
		s.holds("the refusal", r.body, "major version")
		if got := s.ok("GET", at, nil).at("lens_version").String(); got != "1" {
			t.Errorf("the review is on %s", got)
		}
	})
}

package api_test

import (
	"strings"
	"testing"
)

// The page offers identical titles filled in, shows what comes of another choice, and carries what its form says; all without a script.
func TestTheUpgradePageCarries(t *testing.T) {
	onSQLite(t, func(s *server) {
		v1 := lensText("Ids renamed", "ops_1=Operations", questionText("dp_1=How do you run it?", "bp_1=With a runbook", "bp_2=With alarms"))
		v2 := lensText("Ids renamed", "OPS=Operations", questionText("DP_1=How is it run?", "BP_1=With a runbook", "BP_2=By heart"))
		_, at := s.reviewed("ids-renamed", v1)
		s.ok("PUT", at+"/answers/dp_1", map[string]any{"selected": []string{"bp_1"}, "notes": "Said", "choice_notes": map[string]string{"bp_2": "None yet"}})
		s.ok("PATCH", at, map[string]any{"pillar_notes": map[string]string{"ops_1": "Agreed"}})
		s.published("ids-renamed", "2", v2)
		to := at + "/upgrade"
		page := s.get("architect session", to, 200)
		s.holds("the offer", []byte(page), `<option value="OPS" selected>Operations (OPS)`, "Identical titles are filled in", "Carried over under another id: 1",
			"Notes of the pillar “Operations” (ops_1)", "Kept in the milestone only: 1", "The answer to “How do you run it?” (dp_1)",
			`<select id="map-1-0" name="question.dp_1"><option value="">Not carried over</option><option value="DP_1">How is it run?`)
		form := func(more ...string) []string {
			return append([]string{"mapped", "yes", "version", "2", "milestone", "Before 2", "pillar.ops_1", "OPS"}, more...)
		}
		before := s.fingerprint()
		r := s.post("architect session", to, fields(form("question.dp_1", "DP_1", "do", "preview")...), 200)
		s.holds("the preview", r.body, `<option value="DP_1" selected>`, `<option value="BP_1" selected>`, `name="choice.bp_2"`, "As they were", "Carried over under another id: 3")
		r = s.post("architect session", to, fields(form("question.dp_1", "DP_1")...), 409)
		s.holds("choices that nobody has seen yet", r.body, "Look at its choices below", `<option value="BP_1" selected>`)
		r = s.post("architect session", to, fields(form("question.dp_1", "DP_1", "choice.bp_1", "BP_1", "choice.bp_2", "BP_1")...), 422)
		s.holds("two to one", r.body, "two would go to one", `<option value="DP_1" selected>`)
		r = s.post("architect session", to, fields(form("question.dp_1", "DP_9")...), 422)
		s.holds("what is not there", r.body, "not a question of the new version")
		if s.fingerprint() != before {
			t.Error("a preview changed something")
		}
		s.post("architect session", to, fields(form("question.dp_1", "DP_1", "choice.bp_1", "BP_1", "choice.bp_2", "")...), 303)
		answer := s.ok("GET", at+"/answers/DP_1", nil).String()
		if !strings.Contains(answer, "Said") || !strings.Contains(answer, `"selected":["BP_1"]`) || strings.Contains(answer, "None yet") {
			t.Errorf("the answer: %s", answer)
		}
		s.holds("the milestone", []byte(s.ok("GET", strings.Split(at, "/lenses/")[0]+"/milestones/1", nil).String()), "None yet")
	})
}

// The upgrade page fits a phone and a desktop, light and dark.
func TestTheUpgradePageInTheBrowser(t *testing.T) {
	onSQLite(t, func(s *server) {
		id, at := s.reviewed("pillar-renamed", oldPillar("ops_old=Operations"))
		s.hung(id, at)
		s.published("pillar-renamed", "2", lensText("Pillar renamed", "ops_new=Operations", questionText("que2=How do you run it all?", "cho1=With a runbook", "cho4=More")))
		b := s.browser().as("architect session")
		b.open(at + "/upgrade")
		for _, size := range []int64{390, 1440} {
			b.size(size, 900)
			if value[bool](b, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("at %d the page scrolls sideways", size)
			}
			b.screenshot("upgrade-" + map[int64]string{390: "390", 1440: "1440"}[size])
		}
		b.sees("main", "The narrow: limited to")
		b.until("the question to choose", `document.querySelector("[name='question.que1']")`)
		value[string](b, `(document.querySelector("[name='question.que1']").value = "que2")`)
		b.click("button[value=preview]")
		b.until("its choices", `document.querySelector("[name='choice.cho2']")`)
		b.click("form .btn.primary")
		b.sees("main", "The review is upgraded")
	})
}

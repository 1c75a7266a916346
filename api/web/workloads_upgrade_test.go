package web_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// The page offers identical titles filled in, shows what comes of another choice, and carries what its form says; all
// without a script.
func TestTheUpgradePageCarries(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		v1 := apitest.LensText("Ids renamed", "ops_1=Operations",
			apitest.QuestionText("dp_1=How do you run it?", "bp_1=With a runbook", "bp_2=With alarms"))
		v2 := apitest.LensText("Ids renamed", "OPS=Operations",
			apitest.QuestionText("DP_1=How is it run?", "BP_1=With a runbook", "BP_2=By heart"))
		_, at := s.ReviewedLens("ids-renamed", v1)
		s.OK("PUT", at+"/answers/dp_1", map[string]any{"selected": []string{"bp_1"}, "notes": "Said",
			"choice_notes": map[string]string{"bp_2": "None yet"}})
		s.OK("PATCH", at, map[string]any{"pillar_notes": map[string]string{"ops_1": "Agreed"}})
		s.PublishLens("ids-renamed", "2", v2)
		to := at + "/upgrade"
		page := s.GetPage("architect session", to, 200)
		s.PageHolds("the offer", []byte(page), `<option value="OPS" selected>Operations (OPS)`,
			"Identical titles are filled in", "Carried over under another id: 1",
			"Notes of the pillar “Operations” (ops_1)", "Kept in the milestone only: 1",
			"The answer to “How do you run it?” (dp_1)",
			`<select id="map-1-0" name="question.dp_1"><option value="">Not carried over</option><option value="DP_1">How `+
				`is it run?`)
		form := func(more ...string) []string {
			return append([]string{"mapped", "yes", "version", "2", "milestone", "Before 2", "pillar.ops_1", "OPS"}, more...)
		}
		before := s.Fingerprint()
		r := s.PostForm("architect session", to, apitest.FormFields(form("question.dp_1", "DP_1", "do", "preview")...), 200)
		s.PageHolds("the preview", r.Body, `<option value="DP_1" selected>`, `<option value="BP_1" selected>`,
			`name="choice.bp_2"`, "Unchanged", "Carried over under another id: 3")
		r = s.PostForm("architect session", to, apitest.FormFields(form("question.dp_1", "DP_1")...), 409)
		s.PageHolds("choices that nobody has seen yet", r.Body, "Look at its choices below", `<option value="BP_1" selected>`)
		r = s.PostForm("architect session", to, apitest.FormFields(form("question.dp_1", "DP_1", "choice.bp_1", "BP_1",
			"choice.bp_2", "BP_1")...), 422)
		s.PageHolds("two to one", r.Body, "two would go to one", `<option value="DP_1" selected>`)
		r = s.PostForm("architect session", to, apitest.FormFields(form("question.dp_1", "DP_9")...), 422)
		s.PageHolds("what is not there", r.Body, "not a question of the new version")
		if s.Fingerprint() != before {
			t.Error("a preview changed something")
		}
		s.PostForm("architect session", to, apitest.FormFields(form("question.dp_1", "DP_1", "choice.bp_1", "BP_1",
			"choice.bp_2", "")...), 303)
		answer := s.OK("GET", at+"/answers/DP_1", nil).String()
		if !strings.Contains(answer, "Said") || !strings.Contains(answer, `"selected":["BP_1"]`) ||
			strings.Contains(answer, "None yet") {
			t.Errorf("the answer: %s", answer)
		}
		s.PageHolds("the milestone", []byte(s.OK("GET", strings.Split(at, "/lenses/")[0]+"/milestones/1", nil).String()),
			"None yet")
	})
}

// The upgrade page fits a phone and a desktop, light and dark.
func TestTheUpgradePageInTheBrowser(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id, at := s.ReviewedLens("pillar-renamed", apitest.OldPillar("ops_old=Operations"))
		s.AddOneOfEach(id, at)
		s.PublishLens("pillar-renamed", "2", apitest.LensText("Pillar renamed", "ops_new=Operations",
			apitest.QuestionText("que2=How do you run it all?", "cho1=With a runbook", "cho4=More")))
		b := s.Browser().As("architect session")
		b.Open(at + "/upgrade")
		for _, size := range []int64{390, 1440} {
			b.Size(size, 900)
			if apitest.ValueOf[bool](b, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("at %d the page scrolls sideways", size)
			}
			b.Screenshot("upgrade-" + map[int64]string{390: "390", 1440: "1440"}[size])
		}
		b.Sees("main", "The narrow: limited to")
		b.Until("the question to choose", `document.querySelector("[name='question.que1']")`)
		apitest.ValueOf[string](b, `(document.querySelector("[name='question.que1']").value = "que2")`)
		b.Click("button[value=preview]")
		b.Until("its choices", `document.querySelector("[name='choice.cho2']")`)
		b.Click("form .btn.primary")
		b.Sees("main", "Review upgraded")
	})
}

package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
)

var twoQuestions = apitest.LensText("Open page", "ops=Operations",
	apitest.QuestionText("que1=How do you run it?", "cho1=With a runbook", "cho2=By heart"),
	apitest.QuestionText("que2=How do you watch it?", "cho3=With alarms", "cho4=By eye"))

// openQuestionAt opens a question and waits until the page listens.
func openQuestionAt(b *apitest.Tab, path string) *apitest.Tab {
	b.T.Helper()
	b.As("contributor session")
	b.Announce("status of 404")
	b.Announce("status of 409")
	b.Announce("status of 410")
	b.Announce("ERR_ABORTED")
	b.Open(path)
	base, question, _ := strings.Cut(path, "/questions/")
	for end := time.Now().Add(apitest.Patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(b.OK("GET", base+"/presence", nil).String(), `"question_id":"`+question+`"`) {
			return b
		}
	}
	b.T.Fatalf("the page of %s does not listen", path)
	return b
}

// typeHeld types a note that is not sent before the test lets it.
func typeHeld(b *apitest.Tab, text string) {
	b.T.Helper()
	apitest.ValueOf[bool](b,
		`(window.sent = window.fetch, window.fetch = (a, o) => o?.method === "POST" ? Promise.reject(new `+
			`TypeError("held")) : window.sent(a, o), true)`)
	b.Keys("e")
	b.Write(text)
	b.Sees("[data-saved].bad", "Kept in this browser")
}

// The case: a question goes away, or gets another id, while somebody types into it. The open page is told, and what was
// typed stays reachable.
func TestAnOpenPageIsToldOfAnUpgrade(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id, at := s.ReviewedLens("open-page", twoQuestions)
		gone, stays := openQuestionAt(s.Browser(), at+"/questions/que1"), openQuestionAt(s.Browser(), at+"/questions/que2")
		typeHeld(gone, "typed into what goes")
		typeHeld(stays, "typed into what stays")
		s.PublishLens("open-page", "2.0", apitest.LensText("Open page", "ops=Operations",
			apitest.QuestionText("que2=How do you watch it?", "cho3=With alarms", "cho5=By machine")))
		s.OK("POST", at+"/upgrade", map[string]any{"milestone": "Before 2"})
		gone.Sees(".ground", "not asked any more")
		gone.Sees(".ground", "2.0")
		gone.Until("the text to be offered", `document.querySelector(".ground textarea")?.value === "typed into what goes"`)
		gone.Until("a way on", fmt.Sprintf(`document.querySelector('.ground a[href=%q]')`, at))
		stays.Sees(".ground", "now uses version 2.0 of the lens")
		stays.Until("the text to be offered", `document.querySelector(".ground textarea")?.value === "typed into what stays"`)
		gone.Screenshot("ground-gone")
		for _, b := range []*apitest.Tab{gone, stays} {
			apitest.ValueOf[bool](b, `(window.fetch = window.sent, dispatchEvent(new Event("online")), true)`)
		}
		gone.Sees("[data-saved].bad", "does not ask the question")
		gone.Until("the text to stay", `document.querySelector("#notes").value === "typed into what goes"`)
		stays.Until("the note to be saved", apitest.SavedJS)
		s.PageHolds("what was saved", []byte(s.OK("GET", at+"/answers/que2", nil).String()), "typed into what stays")

		s.PublishLens("open-page", "3.0", apitest.LensText("Open page", "ops=Operations",
			apitest.QuestionText("que9=How do you watch it?", "cho3=With alarms", "cho5=By machine")))
		s.OK("POST", at+"/upgrade", map[string]any{"milestone": "Before 3", "by_title": true})
		stays.Sees(".ground", "another place")
		stays.Until("the way there", `document.querySelector('.ground a').href.endsWith("/questions/que9")`)

		s.OK("DELETE", at+"?confirm=open-page", nil)
		stays.Sees(".ground", "No lens")
		s.OK("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "open-page"})
		b := openQuestionAt(s.Browser(), at+"/questions/que9")
		s.OK("DELETE", at+"?confirm=open-page", nil)
		s.OK("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "open-page"})
		b.Sees(".ground", "")
		b.Until("the page to know of the new review, or that there was none",
			`/begun anew|No lens/.test(document.querySelector(".ground").innerText)`)
		s.OK("DELETE", "/workloads/"+id+"?confirm=Reviewed+with+open-page", nil)
		b.Sees(".ground", "no workload")
		b.Sees(".ground", "not there any more")
	})
}

// Without a script, what was sent to a question that is gone comes back with the page.
func TestAFormForWhatIsGone(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id, at := s.ReviewedLens("open-page", twoQuestions)
		page := s.GetPage("contributor session", at+"/questions/que1", 200)
		sheets, err := apitest.PageForms(page)
		apitest.Must(t, err)
		s.PublishLens("open-page", "2.0", apitest.LensText("Open page", "ops=Operations",
			apitest.QuestionText("que2=How do you watch it?", "cho3=With alarms", "cho4=By eye")))
		s.OK("POST", at+"/upgrade", map[string]any{"milestone": "Before 2"})
		if len(sheets) == 0 {
			t.Fatal("the page has no form")
		}
		form := apitest.FormFields("base", `{"version":0,"choices":{},"notes":"","applicable":true,"reason":"NONE"}`, "notes",
			"Typed <b>meanwhile</b>", "note.cho1", "And a note")
		r := s.PostForm("contributor session", at+"/questions/que1", form, 409)
		s.PageHolds("the form comes back", r.Body, "Typed &lt;b&gt;meanwhile", "And a note", "not asked any more",
			"How do you run it?", at+"/questions/que1/comments")
		s.GetPage("contributor session", at+"/questions/que1", 410)
		s.GetPage("contributor session", at+"/questions/que1/history", 404)
		script := s.SendScript("contributor session", "POST", at+"/questions/que1/save", `{"notes":{"from":"","to":"x"}}`)
		if script.Status != 409 {
			t.Errorf("a script's save: %d %s", script.Status, script.Body)
		}
		s.PostForm("contributor session", at+"/questions/que1/comments", apitest.FormFields("body", "A remark"), 409)
		s.OK("DELETE", "/workloads/"+id+"?confirm=Reviewed+with+open-page", nil)
		r = s.PostForm("contributor session", at+"/questions/que2", form, 404)
		s.PageHolds("a form for a workload that is gone", r.Body, "Typed &lt;b&gt;meanwhile")
	})
}

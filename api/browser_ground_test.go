package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var twoQuestions = lensText("Open page", "ops=Operations", questionText("que1=How do you run it?", "cho1=With a runbook", "cho2=By heart"),
	questionText("que2=How do you watch it?", "cho3=With alarms", "cho4=By eye"))

// openAt opens a question and waits until the page listens.
func (b *tab) openAt(path string) *tab {
	b.t.Helper()
	b.as("contributor session")
	b.announce("status of 404")
	b.announce("status of 409")
	b.announce("status of 410")
	b.announce("ERR_ABORTED")
	b.open(path)
	base, question, _ := strings.Cut(path, "/questions/")
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(b.ok("GET", base+"/presence", nil).String(), `"question_id":"`+question+`"`) {
			return b
		}
	}
	b.t.Fatalf("the page of %s does not listen", path)
	return b
}

// typeHeld types a note that is not sent before the test lets it.
func (b *tab) typeHeld(text string) {
	b.t.Helper()
	value[bool](b, `(window.sent = window.fetch, window.fetch = (a, o) => o?.method === "POST" ? Promise.reject(new TypeError("held")) : window.sent(a, o), true)`)
	b.keys("e")
	b.write(text)
	b.sees("[data-saved].bad", "Kept in this browser")
}

// The case: a question goes away, or gets another id, while somebody types into it. The open page is told, and what was typed stays reachable.
func TestAnOpenPageIsToldOfAnUpgrade(t *testing.T) {
	onSQLite(t, func(s *server) {
		id, at := s.reviewed("open-page", twoQuestions)
		gone, stays := s.browser().openAt(at+"/questions/que1"), s.browser().openAt(at+"/questions/que2")
		gone.typeHeld("typed into what goes")
		stays.typeHeld("typed into what stays")
		s.published("open-page", "2.0", lensText("Open page", "ops=Operations", questionText("que2=How do you watch it?", "cho3=With alarms", "cho5=By machine")))
		s.ok("POST", at+"/upgrade", map[string]any{"milestone": "Before 2"})
		gone.sees(".ground", "not asked any more")
		gone.sees(".ground", "2.0")
		gone.until("the text to be offered", `document.querySelector(".ground textarea")?.value === "typed into what goes"`)
		gone.until("a way on", fmt.Sprintf(`document.querySelector('.ground a[href=%q]')`, at))
		stays.sees(".ground", "now uses version 2.0 of the lens")
		stays.until("the text to be offered", `document.querySelector(".ground textarea")?.value === "typed into what stays"`)
		gone.screenshot("ground-gone")
		for _, b := range []*tab{gone, stays} {
			value[bool](b, `(window.fetch = window.sent, dispatchEvent(new Event("online")), true)`)
		}
		gone.sees("[data-saved].bad", "does not ask the question")
		gone.until("the text to stay", `document.querySelector("#notes").value === "typed into what goes"`)
		stays.until("the note to be saved", saved)
		s.holds("what was saved", []byte(s.ok("GET", at+"/answers/que2", nil).String()), "typed into what stays")

		s.published("open-page", "3.0", lensText("Open page", "ops=Operations", questionText("que9=How do you watch it?", "cho3=With alarms", "cho5=By machine")))
		s.ok("POST", at+"/upgrade", map[string]any{"milestone": "Before 3", "by_title": true})
		stays.sees(".ground", "another place")
		stays.until("the way there", `document.querySelector('.ground a').href.endsWith("/questions/que9")`)

		s.ok("DELETE", at+"?confirm=open-page", nil)
		stays.sees(".ground", "No lens")
		s.ok("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "open-page"})
		b := s.browser().openAt(at + "/questions/que9")
		s.ok("DELETE", at+"?confirm=open-page", nil)
		s.ok("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "open-page"})
		b.sees(".ground", "")
		b.until("the page to know of the new review, or that there was none", `/begun anew|No lens/.test(document.querySelector(".ground").innerText)`)
		s.ok("DELETE", "/workloads/"+id+"?confirm=Reviewed+with+open-page", nil)
		b.sees(".ground", "no workload")
		b.sees(".ground", "not there any more")
	})
}

// Without a script, what was sent to a question that is gone comes back with the page.
func TestAFormForWhatIsGone(t *testing.T) {
	onSQLite(t, func(s *server) {
		id, at := s.reviewed("open-page", twoQuestions)
		page := s.get("contributor session", at+"/questions/que1", 200)
		sheets, err := sheetsOf(page)
		must(t, err)
		s.published("open-page", "2.0", lensText("Open page", "ops=Operations", questionText("que2=How do you watch it?", "cho3=With alarms", "cho4=By eye")))
		s.ok("POST", at+"/upgrade", map[string]any{"milestone": "Before 2"})
		if len(sheets) == 0 {
			t.Fatal("the page has no form")
		}
		form := fields("base", `{"version":0,"choices":{},"notes":"","applicable":true,"reason":"NONE"}`, "notes", "Typed <b>meanwhile</b>", "note.cho1", "And a note")
		r := s.post("contributor session", at+"/questions/que1", form, 409)
		s.holds("the form comes back", r.body, "Typed &lt;b&gt;meanwhile", "And a note", "not asked any more", "How do you run it?", at+"/questions/que1/comments")
		s.get("contributor session", at+"/questions/que1", 410)
		s.get("contributor session", at+"/questions/que1/history", 404)
		script := s.script("contributor session", "POST", at+"/questions/que1/save", `{"notes":{"from":"","to":"x"}}`)
		if script.status != 409 {
			t.Errorf("a script's save: %d %s", script.status, script.body)
		}
		s.post("contributor session", at+"/questions/que1/comments", fields("body", "A remark"), 409)
		s.ok("DELETE", "/workloads/"+id+"?confirm=Reviewed+with+open-page", nil)
		r = s.post("contributor session", at+"/questions/que2", form, 404)
		s.holds("a form for a workload that is gone", r.body, "Typed &lt;b&gt;meanwhile")
	})
}

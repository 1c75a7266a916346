package web_test

import (
	"fmt"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
)

// waitForQuestion waits until the page of whoever leads shows a question, with its script running.
func waitForQuestion(b *apitest.Tab, question string) {
	b.T.Helper()
	b.Until("the room to be at "+question,
		fmt.Sprintf(`document.readyState === "complete" && document.querySelector('html.js `+
			`[data-review]')?.dataset.question === %q`, question))
}

// Whoever leads moves the room and answers from the keyboard; the shared screen of somebody else follows without being
// loaded again.
func TestTheSharedScreenFollows(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		_, base := s.ReviewOfBackup()
		s.OK("PATCH", base+"/answers/backup", map[string]any{"notes": "Seen in the account"})
		lead, screen, second := s.Browser().As("architect session"), s.Browser().As("viewer session"),
			s.Browser().As("contributor session")
		lead.Open(base + "/facilitate?question=backup")
		lead.Click(`[name=running][value=yes]`)
		lead.Sees(".switches", "In progress")
		screen.Open(base + "/present")
		screen.Sees(".steps", "Follows the room")
		title := screen.TextOf("h1")
		apitest.ValueOf[bool](screen, `window.mine = true`)
		second.Open(base + "/facilitate")
		waitForQuestion(second, "backup")

		lead.Keys("1")
		lead.Until("the choice to be saved", apitest.SavedJS)
		screen.Until("the choice", `document.querySelector(".rows > li.on")`)
		lead.Keys("1", "0")
		lead.Until("the choice to be saved", apitest.SavedJS)
		screen.Sees(".verdict .big", "High risk")
		lead.Sees(".jump [data-word]", "High risk")
		lead.Sees(".agenda .here", "2 of 3")
		second.Until("the answer", `document.querySelector("[data-none] input").checked`)
		if got := apitest.ValueOf[int](lead, `document.querySelectorAll("[data-side] .hist").length`); got != 0 {
			t.Errorf("the history comes back with an answer")
		}
		screen.Until("no notes", `!document.body.innerText.includes("Seen in the account")`)
		lead.Click(`[name=show_notes]`)
		screen.Sees(".shown-notes", "Seen in the account")

		waitForQuestion(lead, "backup")
		lead.Keys("n")
		lead.Until("the next question",
			`document.readyState === "complete" && document.querySelector('html.js [data-review]')?.dataset.question `+
				`!== "backup"`)
		next := apitest.ValueOf[string](lead, `document.querySelector("[data-review]").dataset.question`)
		screen.Until("the next question", fmt.Sprintf(`document.querySelector("h1").innerText !== %q`, title))
		if screen.TextOf("h1") != lead.TextOf("h1") {
			t.Errorf("the screen shows %q, whoever leads sees %q", screen.TextOf("h1"), lead.TextOf("h1"))
		}
		waitForQuestion(second, next) // whoever leads too comes along
		second.Keys("p")
		waitForQuestion(second, "backup")
		waitForQuestion(lead, "backup")
		screen.Sees("h1", title)
		lead.Keys("g")
		lead.Until("the way to a question", `document.activeElement.id === "room-to"`)
		lead.Keys("Escape", "?")
		lead.Sees("#keys[open]", "move the room")
		lead.Keys("Escape")
		if !apitest.ValueOf[bool](screen, `window.mine === true`) {
			t.Error("the shared screen was loaded again")
		}
		lead.Click(`[name=running][value=no]`)
		screen.Until("steps of its own", `document.querySelector(".steps a")`)
	})
}

// Text that is typed on the page of whoever leads is saved before the room moves; a parking lot that is being written
// stays.
func TestLeadingLosesNothing(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		_, base := s.ReviewOfBackup()
		s.OK("PATCH", base+"/facilitation", map[string]any{"running": true, "question_id": "backup"})
		b := s.Browser().As("architect session")
		b.Open(base + "/facilitate")
		waitForQuestion(b, "backup")
		b.Keys("e")
		b.Write("typed and gone on")
		b.Click(`[data-key="p"][data-go]`)
		b.Until("another question",
			`document.readyState === "complete" && document.querySelector('html.js [data-review]')?.dataset.question `+
				`!== "backup"`)
		if got := s.OK("GET", base+"/answers/backup", nil).At("notes").String(); got != "typed and gone on" {
			t.Errorf("the notes are %q", got)
		}
		b.Keys("k")
		b.Until("the field of the parking lot", `document.activeElement.id === "park-body"`)
		b.Write("parked in the middle")
		s.OK("PATCH", base+"/facilitation", map[string]any{"question_id": "backup"})
		b.Sees(".news", "moved to another question")
		if got := apitest.ValueOf[string](b, `document.querySelector("#park-body").value`); got != "parked in the middle" {
			t.Errorf("the parking lot has %q", got)
		}
		b.Sees(".clock", "0:")
	})
}

// The clock of a question says in words when its share of the agenda is used up, with a script and without.
func TestOverTime(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id, base := s.ReviewOfBackup()
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return time.Now().Add(-65 * time.Minute) }
		past, on, question := service.New(s.Store, opt), true, "backup"
		lead := func(agenda map[string]int) {
			t.Helper()
			_, err := past.Facilitation.Update(s.As("contributor session"),
				models.ReviewPath{Workload: id, Lens: "service-basics"},
				models.FacilitationPatch{Running: &on, QuestionID: &question, Agenda: agenda}, nil)
			apitest.Must(t, err)
		}
		b := s.Browser().As("architect session")
		lead(map[string]int{"reliability": 300})
		s.PageHolds("in time", []byte(s.GetPage("architect session", base+"/facilitate", 200)), "65 min</b>",
			"100 min planned", "data-over hidden")
		lead(map[string]int{"operations": 5})
		s.PageHolds("nothing planned", []byte(s.GetPage("architect session", base+"/facilitate", 200)), "no time planned",
			"data-over hidden")
		lead(map[string]int{"reliability": 1})
		s.PageHolds("over time", []byte(s.GetPage("architect session", base+"/facilitate", 200)), "under 1 min planned",
			"<strong data-over>Over time")
		b.Open(base + "/facilitate")
		b.Sees("[data-spent]", "1:05:")
		b.Sees("[data-over]", "Over time")
		s.OK("PATCH", base+"/facilitation", map[string]any{"agenda": map[string]int{"reliability": 300}})
		b.Until("time enough", `!document.querySelector("[data-over]").checkVisibility()`)
	})
}

package api_test

import (
	"fmt"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
)

// at waits until the page of whoever leads shows a question, with its script running.
func (b *tab) at(question string) {
	b.t.Helper()
	b.until("the room to be at "+question, fmt.Sprintf(`document.readyState === "complete" && document.querySelector('html.js [data-review]')?.dataset.question === %q`, question))
}

// Whoever leads moves the room and answers from the keyboard; the shared screen of somebody else follows without being
// loaded again.
func TestTheSharedScreenFollows(t *testing.T) {
	onSQLite(t, func(s *server) {
		_, base := s.review()
		s.ok("PATCH", base+"/answers/backup", map[string]any{"notes": "Seen in the account"})
		lead, screen, second := s.browser().as("architect session"), s.browser().as("viewer session"), s.browser().as("contributor session")
		lead.open(base + "/facilitate?question=backup")
		lead.click(`[name=running][value=yes]`)
		lead.sees(".switches", "Under way")
		screen.open(base + "/present")
		screen.sees(".steps", "Follows the room")
		title := screen.text("h1")
		value[bool](screen, `window.mine = true`)
		second.open(base + "/facilitate")
		second.at("backup")

		lead.keys("1")
		lead.until("the choice to be saved", saved)
		screen.until("the choice", `document.querySelector(".rows > li.on")`)
		lead.keys("1", "0")
		lead.until("the choice to be saved", saved)
		screen.sees(".verdict .big", "High risk")
		lead.sees(".jump [data-word]", "High risk")
		lead.sees(".agenda .here", "2 of 3")
		second.until("the answer", `document.querySelector("[data-none] input").checked`)
		if got := value[int](lead, `document.querySelectorAll("[data-side] .hist").length`); got != 0 {
			t.Errorf("the history comes back with an answer")
		}
		screen.until("no notes", `!document.body.innerText.includes("Seen in the account")`)
		lead.click(`[name=show_notes]`)
		screen.sees(".shown-notes", "Seen in the account")

		lead.at("backup")
		lead.keys("n")
		lead.until("the next question", `document.readyState === "complete" && document.querySelector('html.js [data-review]')?.dataset.question !== "backup"`)
		next := value[string](lead, `document.querySelector("[data-review]").dataset.question`)
		screen.until("the next question", fmt.Sprintf(`document.querySelector("h1").innerText !== %q`, title))
		if screen.text("h1") != lead.text("h1") {
			t.Errorf("the screen shows %q, whoever leads sees %q", screen.text("h1"), lead.text("h1"))
		}
		second.at(next) // whoever leads too comes along
		second.keys("p")
		second.at("backup")
		lead.at("backup")
		screen.sees("h1", title)
		lead.keys("g")
		lead.until("the way to a question", `document.activeElement.id === "room-to"`)
		lead.keys("Escape", "?")
		lead.sees("#keys[open]", "move the room")
		lead.keys("Escape")
		if !value[bool](screen, `window.mine === true`) {
			t.Error("the shared screen was loaded again")
		}
		lead.click(`[name=running][value=no]`)
		screen.until("steps of its own", `document.querySelector(".steps a")`)
	})
}

// Text that is typed on the page of whoever leads is saved before the room moves; a parking lot that is being written
// stays.
func TestLeadingLosesNothing(t *testing.T) {
	onSQLite(t, func(s *server) {
		_, base := s.review()
		s.ok("PATCH", base+"/facilitation", map[string]any{"running": true, "question_id": "backup"})
		b := s.browser().as("architect session")
		b.open(base + "/facilitate")
		b.at("backup")
		b.keys("e")
		b.write("typed and gone on")
		b.click(`[data-key="p"][data-go]`)
		b.until("another question", `document.readyState === "complete" && document.querySelector('html.js [data-review]')?.dataset.question !== "backup"`)
		if got := s.ok("GET", base+"/answers/backup", nil).at("notes").String(); got != "typed and gone on" {
			t.Errorf("the notes are %q", got)
		}
		b.keys("k")
		b.until("the field of the parking lot", `document.activeElement.id === "park-body"`)
		b.write("parked in the middle")
		s.ok("PATCH", base+"/facilitation", map[string]any{"question_id": "backup"})
		b.sees(".news", "moved to another question")
		if got := value[string](b, `document.querySelector("#park-body").value`); got != "parked in the middle" {
			t.Errorf("the parking lot has %q", got)
		}
		b.sees(".clock", "0:")
	})
}

// The clock of a question says in words when its share of the agenda is used up, with a script and without.
func TestOverTime(t *testing.T) {
	onSQLite(t, func(s *server) {
		id, base := s.review()
		opt := options()
		opt.Clock = func() time.Time { return time.Now().Add(-65 * time.Minute) }
		past, on, question := service.New(s.store, opt), true, "backup"
		lead := func(agenda map[string]int) {
			t.Helper()
			_, err := past.Facilitation.Update(s.as("contributor session"), models.ReviewPath{Workload: id, Lens: "service-basics"},
				models.FacilitationPatch{Running: &on, QuestionID: &question, Agenda: agenda}, nil)
			must(t, err)
		}
		b := s.browser().as("architect session")
		lead(map[string]int{"reliability": 300})
		s.holds("in time", []byte(s.get("architect session", base+"/facilitate", 200)), "65 min</b>", "100 min planned", "data-over hidden")
		lead(map[string]int{"operations": 5})
		s.holds("nothing planned", []byte(s.get("architect session", base+"/facilitate", 200)), "no time planned", "data-over hidden")
		lead(map[string]int{"reliability": 1})
		s.holds("over time", []byte(s.get("architect session", base+"/facilitate", 200)), "under 1 min planned", "<strong data-over>Over time")
		b.open(base + "/facilitate")
		b.sees("[data-spent]", "1:05:")
		b.sees("[data-over]", "Over time")
		s.ok("PATCH", base+"/facilitation", map[string]any{"agenda": map[string]int{"reliability": 300}})
		b.until("time enough", `!document.querySelector("[data-over]").checkVisibility()`)
	})
}

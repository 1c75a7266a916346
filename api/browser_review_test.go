package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// framework brings the framework's lens into the workspace.
func (s *server) framework() {
	s.t.Helper()
	must(s.t, s.svc.Lenses.InstallShipped(s.owner, []lenses.Shipped{{Key: "wellarchitected", Version: "1.0",
		Document: builtin.Lens{Key: "wellarchitected", Version: "1.0"}.Document}}))
}

const (
	saved = `document.querySelector("[data-saved]").className === "saved ok"`
	big   = "html.js .risk-box .big" // once the page's script runs
)

// A review from end to end, as people walk it, on each engine: sign in, make a workload, answer ten questions from the keyboard, with a colleague who sees
// and changes the same; save a milestone, compare, take the report along. Whatever the console, the policy or the network says against it is a failure.
func TestAReviewInTheBrowser(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := newServer(t, st)
		s.framework()
		b := s.browser()
		b.signin("architect")
		id := b.makesWorkload()
		b.answersTen()

		other := s.browser().as("contributor session")
		here := value[string](b, `location.pathname`)
		other.open(here)
		b.sees("[data-people]", "TC") // the colleague's face
		other.sees("[data-people]", "TA")
		b.colleague(other)
		b.clash(other)

		b.click(".top summary.btn")
		b.fill("#milestone-name", "After the first hour")
		b.keys("Enter")
		b.sees(".done", "milestone")
		b.until("the question again", fmt.Sprintf("location.pathname === %q", here))
		b.wait(big)
		b.keys("2")
		b.until("the change to be saved", saved)
		b.open("/workloads/" + id + "/compare")
		b.sees("h1", "What changed")
		b.sees("main", "After the first hour")
		b.screenshot("compare")
		b.open(here)
		if pdf := b.download(`a[data-report]`); !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("the report is no PDF: %.40q", pdf)
		}
		b.sees("[data-report-status]", "downloaded")
	})
}

// makesWorkload goes from the empty list to the first question of a new workload, and gives the workload's id.
func (b *tab) makesWorkload() string {
	b.t.Helper()
	b.click(`a[href="/workloads/new"]`)
	b.fill("#workload-name", "Checkout")
	b.fill("#workload-description", "Takes the money")
	b.fill("#workload-review_owner", "Ines")
	b.fill("#workload-aws_regions", "eu-central-1")
	if !value[bool](b, `document.querySelector('[name=lenses][value=wellarchitected]').checked`) {
		b.click(`[name=lenses][value=wellarchitected]`)
	}
	b.keys("Enter")
	b.sees("h1", "Checkout")
	id := value[string](b, `location.pathname.split("/")[2]`)
	b.click(`a[href$="/lenses/wellarchitected"]`)
	b.sees(big, "Unanswered")
	return id
}

// answersTen answers ten questions without a mouse, and sees the risk move with each.
func (b *tab) answersTen() {
	b.t.Helper()
	for i := range 10 {
		at := value[string](b, `location.pathname`)
		switch i % 5 {
		case 0, 1:
			b.keys("1", "2")
		case 2:
			b.keys("0") // none of these
		case 3:
			b.keys("a") // the question does not apply
		case 4: // every practice there is
			for n := range value[int](b, `document.querySelectorAll("[data-choice]:not([data-none])").length`) {
				b.keys([]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", ")", "!"}[n])
			}
		}
		b.until("the answer to be saved", saved)
		want := map[int]string{2: "High risk", 3: "Not applicable", 4: "No risk"}[i%5]
		b.sees(big, want)
		if i%5 == 3 {
			b.keys("Escape") // leave the reason
		}
		if got := b.text("[aria-current] em"); i == 0 {
			b.keys("e")
			b.write("seen in the account")
			b.keys("Escape")
			b.until("the note to be saved", saved+` && document.querySelector("[data-side]").innerText.includes("wrote in the notes")`)
		} else if got == "" {
			b.t.Error("the list does not show where one is")
		}
		b.keys([]string{"n", "u"}[i%2])
		b.until("the next question", fmt.Sprintf(`location.pathname !== %q && document.querySelector(%q)`, at, big))
	}
	if got := value[int](b, `document.querySelectorAll('.q:not([data-risk=open])').length`); got != 10 {
		b.t.Errorf("the list shows %d questions as answered", got)
	}
	b.screenshot("ten-answered")
}

// colleague changes the question that both have open, and another one. The first page shows both without being loaded again.
func (b *tab) colleague(other *tab) {
	b.t.Helper()
	must(b.t, b.try())
	value[bool](b, `window.mine = true`)
	other.keys("3")
	other.until("the colleague's answer to be saved", saved)
	b.until("the colleague's choice", `document.querySelector('[data-choice][data-key="3"] input').checked`)
	b.sees("[data-side]", "The contributor selected")
	if b.text(big) != other.text(big) {
		b.t.Errorf("one sees %q, the other %q", b.text(big), other.text(big))
	}
	at := value[string](other, `location.pathname`)
	other.keys("p")
	other.until("the question before", fmt.Sprintf(`location.pathname !== %q && document.querySelector(%q)`, at, big))
	there := value[string](other, `document.querySelector("[data-review]").dataset.question`)
	b.until("where the colleague is", fmt.Sprintf(`document.querySelector('[data-q="%s"] .here')`, there))
	was := value[string](b, fmt.Sprintf(`document.querySelector('[data-q="%s"]').dataset.risk`, there))
	other.keys("a")
	other.until("the colleague's other answer to be saved", saved)
	b.until("the colleague's other answer", fmt.Sprintf(`document.querySelector('[data-q="%s"]').dataset.risk !== %q`, there, was))
	other.open(at)
	if !value[bool](b, `window.mine === true`) {
		b.t.Error("the page was loaded again")
	}
}

// clash has both change the same choice, the one without a line. Nothing is overwritten unseen: both states are shown, and one decides.
func (b *tab) clash(other *tab) {
	b.t.Helper()
	other.until("what the first one sees", `document.querySelector('[data-choice][data-key="3"] input').checked`)
	b.offline(true)
	b.keys("3", "4")
	b.sees("[data-saved]", "Offline")
	b.screenshot("offline")
	other.keys("ArrowDown", "ArrowDown", "ArrowDown", "a")
	other.until("the mark to be saved", saved+` && document.querySelector('[data-choice][data-key="3"]').classList.contains("na")`)
	b.offline(false)
	b.wait(".clash")
	b.sees(".clash", "Not in place")
	b.sees(".clash", "Does not apply")
	b.sees(".clash", "The contributor")
	b.screenshot("clash")
	here := value[string](b, `location.pathname`)
	b.keys("n")
	if got := value[string](b, `new Promise((done) => setTimeout(() => done(location.pathname), 300))`); got != here {
		b.t.Errorf("what is not decided is left behind on the way to %s", got)
	}
	b.open(here)
	b.sees(".clash", "Not in place") // and is there again after a reload
	other.until("what does not clash", `document.querySelector('[data-choice][data-key="4"] input').checked`)
	b.click(".clash .acts .btn:nth-child(2)") // mine in its place
	b.until("the clash to be settled", `!document.querySelector(".clash") && `+saved)
	other.until("what was decided", `!document.querySelector('[data-choice][data-key="3"]').classList.contains("na")`)
}

// Two servers on one PostgreSQL: what one browser does at the first, another sees at the second.
func TestTwoServersInTheBrowser(t *testing.T) {
	t.Parallel()
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := newServer(t, storetest.OpenAt(t, dsn))
		_, base := s.review()
		beside := s.again(storetest.OpenAt(t, dsn), options())
		one, two := s.browser().as("architect session"), beside.browser().as("contributor session")
		one.open(base + backup)
		two.open(base + backup)
		one.sees("[data-people]", "TC")
		two.sees("[data-people]", "TA")
		one.keys("1")
		two.until("the choice", `document.querySelector('[data-choice][data-key="1"] input').checked`)
		two.keys("2")
		one.until("the other choice", `document.querySelector('[data-choice][data-key="2"] input').checked`)
	})
}

// What was typed and could not be sent outlives the page: it is there after a reload, and is sent then.
func TestNothingTypedIsLost(t *testing.T) {
	onSQLite(t, func(s *server) {
		_, base := s.review()
		b := s.browser().as("contributor session")
		b.open(base + backup)
		value[bool](b, `(window.fetch = () => Promise.reject(new TypeError("no line")), true)`) // not even as the page goes
		b.keys("1", "e")
		b.write("typed without a line")
		b.sees("[data-saved].bad", "Kept in this browser")
		b.do("leave the page", chromedp.Navigate("about:blank"))
		if got := s.ok("GET", base+"/answers/backup", nil).at("version").String(); got != "0" {
			t.Fatalf("something was sent without a line: version %s", got)
		}
		b.open(base + backup)
		b.until("what was typed", `document.querySelector("#notes").value.includes("typed without a line")`)
		b.until("no draft to be left", `!Object.keys(localStorage).some((key) => key.includes("draft"))`)
		answer := s.ok("GET", base+"/answers/backup", nil)
		if answer.at("notes").String() != "typed without a line" || answer.at("selected/0").String() != "backup_daily" {
			t.Errorf("saved: %s", answer.String())
		}
	})
}

// A server that fails is said so, and tried again; one that refuses says why, and the input stays.
func TestSavingFailsInTheBrowser(t *testing.T) {
	onSQLite(t, func(s *server) {
		_, base := s.review()
		b := s.browser().as("contributor session")
		b.open(base + backup)
		b.announce("status of 422")
		b.announce("status of 401")
		b.keys("e")
		value[string](b, fmt.Sprintf(`(document.querySelector("#notes").value = "x".repeat(%d), document.querySelector("#notes").dispatchEvent(new Event("input", {bubbles: true})), "")`, 65<<10))
		b.sees("[data-saved].bad", "")
		b.until("the input to stay", `document.querySelector("#notes").value.length > 65000`)
		value[string](b, `(document.querySelector("#notes").value = "short", document.querySelector("#notes").dispatchEvent(new Event("input", {bubbles: true})), "")`)
		b.until("the shorter note to be saved", saved)
		must(t, s.svc.Sessions.SignOut(s.as("contributor session")))
		b.keys("Escape", "1")
		b.sees("[data-saved].bad", "signed out")
	})
}

// Keys open help and the way to other questions, and leave fields alone.
func TestKeysOfAReview(t *testing.T) {
	onSQLite(t, func(s *server) {
		_, base := s.review()
		b := s.browser().as("contributor session")
		b.open(base + backup)
		b.keys("?")
		b.sees("#keys[open]", "none of these")
		b.keys("Escape", "g")
		b.write("secrets")
		b.keys("Enter")
		b.until("the question that was looked for", `location.pathname.endsWith("/questions/secrets")`)
		b.wait(big)
		b.keys("/")
		b.write("data")
		b.until("the list to be narrowed", `[...document.querySelectorAll(".q")].filter((q) => q.checkVisibility()).length === 2`)
		b.keys("Enter")
		b.until("the narrowing in the address", `location.search.includes("find=data")`)
		b.wait(big)
		b.keys("w")
		b.wait(".guide")
		b.keys("e")
		b.write("1n0")
		if got := value[string](b, `document.querySelector("#notes").value`); got != "1n0" || value[int](b, `document.querySelectorAll(".choice.on").length`) != 0 {
			t.Errorf("keys act while one writes: %q", got)
		}
		b.click("[data-preview]")
		b.sees("#preview", "1n0")
	})
}

// A viewer follows, and changes nothing.
func TestAViewerFollows(t *testing.T) {
	onSQLite(t, func(s *server) {
		_, base := s.review()
		b := s.browser().as("viewer session")
		b.open(base + backup)
		b.keys("1", "a", "e")
		b.sees(big, "Unanswered")
		if r := s.edit("contributor session", base+backup, `{"choices":{"backup_no":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"SELECTED","reason":"NONE"}}}}}`); r.status != http.StatusOK {
			t.Fatal(r.status)
		}
		b.sees(big, "High risk")
		b.until("the box", `document.querySelector("[data-none] input").checked`)
	})
}

package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"plumbline/api/apitest"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// bringFramework brings the framework's lens into the workspace.
func bringFramework(s *apitest.Server) {
	s.T.Helper()
	l, _ := builtin.LensByKey("wellarchitected")
	apitest.Must(s.T, s.Service.Lenses.InstallShipped(s.Owner,
		[]lenses.BuiltinLens{{Key: l.Key, Version: l.Version, Document: l.Document}}))
}

// A review from end to end, as people walk it, on each engine: sign in, make a workload, answer ten questions from the
// keyboard, with a colleague who sees and changes the same; save a milestone, compare, take the report along. Whatever
// the console, the policy or the network says against it is a failure.
func TestAReviewInTheBrowser(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		s := apitest.NewServer(t, st)
		bringFramework(s)
		b := s.Browser()
		b.SignIn("architect")
		id := makesWorkload(b)
		answersTen(b)

		other := s.Browser().As("contributor session")
		here := apitest.ValueOf[string](b, `location.pathname`)
		other.Open(here)
		b.Sees("[data-people]", "TC") // the colleague's face
		other.Sees("[data-people]", "TA")
		colleagueChanges(b, other)
		clashWith(b, other)

		b.Click(".top summary.btn")
		b.Fill("#milestone-name", "After the first hour")
		b.Keys("Enter")
		b.Sees(".done", "Milestone created")
		b.Until("the question again", fmt.Sprintf("location.pathname === %q", here))
		b.Wait(apitest.BigRisk)
		b.Keys("2")
		b.Until("the change to be saved", apitest.SavedJS)
		b.Open("/workloads/" + id + "/compare")
		b.Sees("h1", "Compare")
		b.Sees("main", "After the first hour")
		b.Screenshot("compare")
		b.Open(here)
		if pdf := b.Download(`a[data-report]`); !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("the report is no PDF: %.40q", pdf)
		}
		b.Sees("[data-report-status]", "downloaded")
	})
}

// makesWorkload goes from the empty list to the first question of a new workload, and gives the workload's id.
func makesWorkload(b *apitest.Tab) string {
	b.T.Helper()
	b.Click(`a[href="/workloads/new"]`)
	b.Fill("#workload-name", "Checkout")
	b.Fill("#workload-description", "Takes the money")
	b.Fill("#workload-review_owner", "Ines")
	b.Fill("#workload-aws_regions", "eu-central-1")
	if !apitest.ValueOf[bool](b, `document.querySelector('[name=lenses][value=wellarchitected]').checked`) {
		b.Click(`[name=lenses][value=wellarchitected]`)
	}
	b.Keys("Enter")
	b.Sees("h1", "Checkout")
	id := apitest.ValueOf[string](b, `location.pathname.split("/")[2]`)
	b.Click(`a[href$="/lenses/wellarchitected"]`)
	b.Sees(apitest.BigRisk, "Unanswered")
	return id
}

// answersTen answers ten questions without a mouse, and sees the risk move with each.
func answersTen(b *apitest.Tab) {
	b.T.Helper()
	for i := range 10 {
		at := apitest.ValueOf[string](b, `location.pathname`)
		switch i % 5 {
		case 0, 1:
			b.Keys("1", "2")
		case 2:
			b.Keys("0") // none of these
		case 3:
			b.Keys("a") // the question does not apply
		case 4: // every practice there is
			for n := range apitest.ValueOf[int](b, `document.querySelectorAll("[data-choice]:not([data-none])").length`) {
				b.Keys([]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", ")", "!"}[n])
			}
		}
		b.Until("the answer to be saved", apitest.SavedJS)
		want := map[int]string{2: "High risk", 3: "Not applicable", 4: "No risk"}[i%5]
		b.Sees(apitest.BigRisk, want)
		if i%5 == 3 {
			b.Keys("Escape") // leave the reason
		}
		if got := b.TextOf("[aria-current] em"); i == 0 {
			b.Keys("e")
			b.Write("seen in the account")
			b.Keys("Escape")
			b.Until("the note to be saved",
				apitest.SavedJS+` && document.querySelector("[data-side]").innerText.includes("wrote in the notes")`)
		} else if got == "" {
			b.T.Error("the list does not show where one is")
		}
		b.Keys([]string{"n", "u"}[i%2])
		b.Until("the next question", fmt.Sprintf(`location.pathname !== %q && document.querySelector(%q)`, at,
			apitest.BigRisk))
	}
	if got := apitest.ValueOf[int](b, `document.querySelectorAll('.q:not([data-risk=open])').length`); got != 10 {
		b.T.Errorf("the list shows %d questions as answered", got)
	}
	b.Screenshot("ten-answered")
}

// colleagueChanges changes the question that both have open, and another one. The first page shows both without being
// loaded again.
func colleagueChanges(b *apitest.Tab, other *apitest.Tab) {
	b.T.Helper()
	apitest.Must(b.T, b.Try())
	apitest.ValueOf[bool](b, `window.mine = true`)
	other.Keys("3")
	other.Until("the colleague's answer to be saved", apitest.SavedJS)
	b.Until("the colleague's choice", `document.querySelector('[data-choice][data-key="3"] input').checked`)
	b.Sees("[data-side]", "The contributor selected")
	if b.TextOf(apitest.BigRisk) != other.TextOf(apitest.BigRisk) {
		b.T.Errorf("one sees %q, the other %q", b.TextOf(apitest.BigRisk), other.TextOf(apitest.BigRisk))
	}
	at := apitest.ValueOf[string](other, `location.pathname`)
	other.Keys("p")
	other.Until("the question before", fmt.Sprintf(`location.pathname !== %q && document.querySelector(%q)`, at,
		apitest.BigRisk))
	there := apitest.ValueOf[string](other, `document.querySelector("[data-review]").dataset.question`)
	b.Until("where the colleague is", fmt.Sprintf(`document.querySelector('[data-q="%s"] .here')`, there))
	was := apitest.ValueOf[string](b, fmt.Sprintf(`document.querySelector('[data-q="%s"]').dataset.risk`, there))
	other.Keys("a")
	other.Until("the colleague's other answer to be saved", apitest.SavedJS)
	b.Until("the colleague's other answer", fmt.Sprintf(`document.querySelector('[data-q="%s"]').dataset.risk !== %q`,
		there, was))
	other.Open(at)
	if !apitest.ValueOf[bool](b, `window.mine === true`) {
		b.T.Error("the page was loaded again")
	}
}

// clashWith has both change the same choice, the one without a line. Nothing is overwritten unseen: both states are
// shown, and one decides.
func clashWith(b *apitest.Tab, other *apitest.Tab) {
	b.T.Helper()
	other.Until("what the first one sees", `document.querySelector('[data-choice][data-key="3"] input').checked`)
	b.Offline(true)
	b.Keys("3", "4")
	b.Sees("[data-saved]", "Offline")
	b.Screenshot("offline")
	other.Keys("ArrowDown", "ArrowDown", "ArrowDown", "a")
	other.Until("the mark to be saved",
		apitest.SavedJS+` && document.querySelector('[data-choice][data-key="3"]').classList.contains("na")`)
	b.Offline(false)
	b.Wait(".clash")
	b.Sees(".clash", "Not in place")
	b.Sees(".clash", "Does not apply")
	b.Sees(".clash", "The contributor")
	b.Screenshot("clash")
	here := apitest.ValueOf[string](b, `location.pathname`)
	b.Keys("n")
	if got := apitest.ValueOf[string](b,
		`new Promise((done) => setTimeout(() => done(location.pathname), 300))`); got != here {
		b.T.Errorf("what is not decided is left behind on the way to %s", got)
	}
	b.Open(here)
	b.Sees(".clash", "Not in place") // and is there again after a reload
	other.Until("what does not clash", `document.querySelector('[data-choice][data-key="4"] input').checked`)
	b.Click(".clash .acts .btn:last-child") // use mine
	b.Until("the clash to be settled", `!document.querySelector(".clash") && `+apitest.SavedJS)
	other.Until("what was decided", `!document.querySelector('[data-choice][data-key="3"]').classList.contains("na")`)
}

// Two servers on one PostgreSQL: what one browser does at the first, another sees at the second.
func TestTwoServersInTheBrowser(t *testing.T) {
	apitest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := apitest.ServerAt(t, dsn, storetest.OpenAt(t, dsn))
		_, base := s.ReviewOfBackup()
		beside := s.SecondServer(storetest.OpenAt(t, dsn), apitest.ServiceOptions())
		one, two := s.Browser().As("architect session"), beside.Browser().As("contributor session")
		one.Open(base + apitest.BackupPath)
		two.Open(base + apitest.BackupPath)
		one.Sees("[data-people]", "TC")
		two.Sees("[data-people]", "TA")
		one.Keys("1")
		two.Until("the choice", `document.querySelector('[data-choice][data-key="1"] input').checked`)
		two.Keys("2")
		one.Until("the other choice", `document.querySelector('[data-choice][data-key="2"] input').checked`)
	})
}

// What was typed and could not be sent outlives the page: it is there after a reload, and is sent then.
func TestNothingTypedIsLost(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		_, base := s.ReviewOfBackup()
		b := s.Browser().As("contributor session")
		b.Open(base + apitest.BackupPath)
		// not even as the page goes
		apitest.ValueOf[bool](b, `(window.fetch = () => Promise.reject(new TypeError("no line")), true)`)
		b.Keys("1", "e")
		b.Write("typed without a line")
		b.Sees("[data-saved].bad", "Kept in this browser")
		b.Do("leave the page", chromedp.Navigate("about:blank"))
		if got := s.OK("GET", base+"/answers/backup", nil).At("version").String(); got != "0" {
			t.Fatalf("something was sent without a line: version %s", got)
		}
		b.Open(base + apitest.BackupPath)
		b.Until("what was typed", `document.querySelector("#notes").value.includes("typed without a line")`)
		b.Until("no draft to be left", `!Object.keys(localStorage).some((key) => key.includes("draft"))`)
		answer := s.OK("GET", base+"/answers/backup", nil)
		if answer.At("notes").String() != "typed without a line" || answer.At("selected/0").String() != "backup_daily" {
			t.Errorf("saved: %s", answer.String())
		}
	})
}

// A server that fails is said so, and tried again; one that refuses says why, and the input stays.
func TestSavingFailsInTheBrowser(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		_, base := s.ReviewOfBackup()
		b := s.Browser().As("contributor session")
		b.Open(base + apitest.BackupPath)
		b.Announce("status of 422")
		b.Announce("status of 401")
		b.Keys("e")
		apitest.ValueOf[string](b,
			fmt.Sprintf(`(document.querySelector("#notes").value = "x".repeat(%d), `+
				`document.querySelector("#notes").dispatchEvent(new Event("input", {bubbles: true})), "")`, 65<<10))
		b.Sees("[data-saved].bad", "")
		b.Until("the input to stay", `document.querySelector("#notes").value.length > 65000`)
		apitest.ValueOf[string](b,
			`(document.querySelector("#notes").value = "short", document.querySelector("#notes").dispatchEvent(new `+
				`Event("input", {bubbles: true})), "")`)
		b.Until("the shorter note to be saved", apitest.SavedJS)
		apitest.Must(t, s.Service.Sessions.SignOut(s.As("contributor session")))
		b.Keys("Escape", "1")
		b.Sees("[data-saved].bad", "signed out")
	})
}

// Keys open help and the way to other questions, and leave fields alone.
func TestKeysOfAReview(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		_, base := s.ReviewOfBackup()
		b := s.Browser().As("contributor session")
		b.Open(base + apitest.BackupPath)
		b.Keys("?")
		b.Sees("#keys[open]", "none of these")
		b.Keys("Escape", "g")
		b.Write("secrets")
		b.Keys("Enter")
		b.Until("the question that was looked for", `location.pathname.endsWith("/questions/secrets")`)
		b.Wait(apitest.BigRisk)
		b.Keys("/")
		b.Write("data")
		b.Until("what the names do not say", `document.querySelector(".results a[href^=backup]") && `+
			`document.querySelector(".results").innerText.includes("Practice:") && document.activeElement.id === "find"`)
		b.Keys("Enter")
		b.Until("the narrowing in the address", `location.search.includes("find=data")`)
		b.Wait(apitest.BigRisk)
		b.Keys("w")
		b.Wait(".guide")
		b.Keys("e")
		b.Write("1n0")
		if got := apitest.ValueOf[string](b, `document.querySelector("#notes").value`); got != "1n0" ||
			apitest.ValueOf[int](b, `document.querySelectorAll(".choice.on").length`) != 0 {
			t.Errorf("keys act while one writes: %q", got)
		}
		b.Click("[data-preview]")
		b.Sees("#preview", "1n0")
	})
}

// A viewer follows, and changes nothing.
func TestAViewerFollows(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		_, base := s.ReviewOfBackup()
		b := s.Browser().As("viewer session")
		b.Open(base + apitest.BackupPath)
		b.Keys("1", "a", "e")
		b.Sees(apitest.BigRisk, "Unanswered")
		if r := editByScript(s, "contributor session", base+apitest.BackupPath,
			`{"choices":{"backup_no":{"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"SELECTED",`+
				`"reason":"NONE"}}}}}`); r.Status != http.StatusOK {
			t.Fatal(r.Status)
		}
		b.Sees(apitest.BigRisk, "High risk")
		b.Until("the choice", `document.querySelector("[data-none]").matches(".on") && document.querySelector("[data-none]")`+
			`.innerText.includes("Selected")`)
	})
}

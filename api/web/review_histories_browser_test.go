package web_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"plumbline/api/apitest"
)

// histories names the environment variable with the number of histories of each kind that
// TestTheVersionTravelsWithTheText walks; without it there is one. Another, PLUMBLINE_TEST_SEED, walks the history of a
// failure again.
const histories = "PLUMBLINE_TEST_HISTORIES"

// historySteps is how long a history is.
const historySteps = 14

// The notes of an answer are a register that two people write to, each with a browser: they type, leave, come back by
// Back, reload, lose their session, sign in again, sign out, and find somebody else signed in. After whatever they do,
// in browsers with and without a page cache, with and without scripts: no word that was once saved is gone, no word is
// saved under another name, and every word that was sent is saved in the end.
func TestTheVersionTravelsWithTheText(t *testing.T) {
	if apitest.RaceDetector {
		t.Skip("histories are about pages, not about races: they run without the race detector")
	}
	t.Parallel()
	n, seed := 1, uint64(time.Now().UnixNano())
	if v := os.Getenv(histories); v != "" {
		var err error
		n, err = strconv.Atoi(v)
		apitest.Must(t, err)
	}
	if v := os.Getenv("PLUMBLINE_TEST_SEED"); v != "" {
		var err error
		seed, err = strconv.ParseUint(v, 10, 64)
		apitest.Must(t, err)
		n = 1
	}
	for _, x := range []struct {
		name    string
		browser *apitest.BrowserProcess
		plain   bool
	}{{"scripted, page cache", &apitest.CachingBrowser, false},
		{"scripted, no page cache", &apitest.CachelessBrowser, false}, {"plain, page cache", &apitest.CachingBrowser, true},
		{"plain, no page cache", &apitest.CachelessBrowser, true}} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			kept := 0
			for i := range n {
				func() {
					defer func() {
						if t.Failed() {
							t.Logf("PLUMBLINE_TEST_SEED=%d", seed+uint64(i))
						}
					}()
					s := apitest.SQLiteServer(t)
					kept += walkHistory(s, x.browser, x.plain, seed+uint64(i))
				}()
			}
			t.Logf("%d histories from seed %d on; %d pages came back from the browser's memory", n, seed, kept)
			if x.browser == &apitest.CachelessBrowser && kept > 0 {
				t.Errorf("a browser without a page cache kept %d pages", kept)
			}
		})
	}
}

// historyWriter is a person with a browser, in a history.
type historyWriter struct {
	*apitest.Tab
	name  string // "contributor"
	other string // who else may sign in in this browser
	plain bool
	h     *pageHistory
	unset []string // words in the field that were never sent, without a script
}

// pageHistory is what happened until now.
type pageHistory struct {
	*apitest.Server
	r       *rand.Rand
	base    string
	steps   []string
	words   map[string]string // word → who typed it
	sent    []string          // words that must not be lost
	saved   []string          // words that were once on the server
	kept    int               // pages that came back from the browser's memory
	counter int
}

func walkHistory(s *apitest.Server, browser *apitest.BrowserProcess, plain bool, seed uint64) int {
	_, base := s.ReviewOfBackup()
	h := &pageHistory{Server: s, r: rand.New(rand.NewPCG(seed, 1)), base: base, words: map[string]string{}}
	var people []*historyWriter
	for _, name := range []string{"contributor", "architect"} {
		p := &historyWriter{Tab: s.BrowserIn(browser), name: name, other: "owner", plain: plain, h: h}
		for _, text := range []string{"status of 4", "ERR_ABORTED", "NavigationEntryMarkedSkippable"} {
			p.Announce(text)
		}
		if plain {
			apitest.DevTools(p.Tab, "no scripts", emulation.SetScriptExecutionDisabled,
				emulation.SetScriptExecutionDisabledParams{Value: true})
		}
		p.step("sign in", p.signInAgain)
		p.step("open", p.visit)
		people = append(people, p)
	}
	for range historySteps {
		p := people[h.r.IntN(len(people))]
		acts := []struct {
			name string
			do   func()
		}{{"type", p.typeWord}, {"type", p.typeWord}, {"type and send", p.typeAndSend}, {"back", p.leaveAndBack},
			{"reload", p.again}, {"open", p.visit},
			{"session ends", func() { endSession(p.Tab) }}, {"sign in", p.signInAgain},
			{"somebody else signs in", p.somebodyElse}, {"sign out", p.signOut}}
		act := acts[h.r.IntN(len(acts))]
		p.step(act.name, act.do)
		if s.T.Failed() {
			return h.kept
		}
	}
	for range 2 { // the one may clash with the other
		for _, p := range people {
			p.step("sign in in the end", p.signInAgain)
			p.step("send in the end", p.finish)
		}
	}
	h.check("in the end")
	text := notesOf(h.Server, base)
	for _, w := range h.sent {
		if !strings.Contains(text, w) {
			s.T.Errorf("%s, which %s typed, is lost: %q\n%s", w, h.words[w], text, strings.Join(h.steps, "\n"))
		}
	}
	return h.kept
}

func notesOf(s *apitest.Server, base string) string {
	s.T.Helper()
	return s.OK("GET", base+"/answers/backup", nil).At("notes").String()
}

// step does something, waits until the page rests, and looks whether all is well.
func (p *historyWriter) step(name string, do func()) {
	p.T.Helper()
	p.h.steps = append(p.h.steps, fmt.Sprintf("%s: %s", p.name, name))
	do()
	p.rest()
	p.h.check(p.name + ": " + name)
}

// rest waits until nothing is on its way any more.
func (p *historyWriter) rest() {
	p.T.Helper()
	p.Until("the page to rest", `document.readyState === "complete"`)
	if !p.plain && p.here() {
		waitForScript(p.Tab)
		p.Until("nothing to be on its way",
			`document.querySelector("[data-saved]").className !== "saved " || `+
				`!document.querySelector("[data-saved]").textContent.includes("Saving")`)
	}
}

// check looks whether a word that was saved is gone, or saved under another name than that of who typed it.
func (h *pageHistory) check(when string) {
	h.T.Helper()
	text := notesOf(h.Server, h.base)
	for _, w := range h.saved {
		if !strings.Contains(text, w) {
			h.T.Errorf("%s: %s was overwritten: %q\n%s", when, w, text, strings.Join(h.steps, "\n"))
		}
	}
	for w := range h.words {
		if strings.Contains(text, w) && !slices.Contains(h.saved, w) {
			h.saved = append(h.saved, w)
		}
	}
	h.steps[len(h.steps)-1] += fmt.Sprintf(" → %q", text)
	if by := h.OK("GET", h.base+"/answers/backup", nil).At("updated_by").String(); strings.Contains(by, "owner") {
		h.T.Errorf("%s: saved under another name, %s\n%s", when, by, strings.Join(h.steps, "\n"))
	}
}

func (p *historyWriter) here() bool {
	return apitest.ValueOf[bool](p.Tab, `!!document.querySelector("[data-review] #notes")`)
}

// visit opens the question. What clashes there is merged by hand.
func (p *historyWriter) visit() {
	p.Open(p.h.base + apitest.BackupPath)
	p.unset = nil // a browser without scripts forgets what it was not asked to send
	p.rest()
	p.settle()
}

// typeWord adds a word to the notes.
func (p *historyWriter) typeWord() {
	if !p.here() {
		p.visit()
	}
	if !p.here() || apitest.ValueOf[bool](p.Tab, `document.querySelector("#answer fieldset.all").disabled`) {
		return
	}
	p.h.counter++
	w := fmt.Sprintf("w%d.", p.h.counter)
	p.h.words[w] = p.name
	apitest.ValueOf[bool](p.Tab,
		`(() => { const n = document.querySelector("#notes"); n.focus(); n.setSelectionRange(n.value.length, `+
			`n.value.length); return true })()`)
	insertText(p.Tab, w)
	if p.plain {
		p.unset = append(p.unset, w)
	} else {
		p.h.sent = append(p.h.sent, w)
		p.Until("the word to be noticed", `document.querySelector("[data-saved]").textContent !== ""`)
	}
	p.rest()
	p.settle()
}

// typeAndSend sends the form too, where no script does.
func (p *historyWriter) typeAndSend() {
	p.typeWord()
	p.send()
}

func (p *historyWriter) send() {
	if !p.plain || !p.here() {
		return
	}
	p.h.sent = append(p.h.sent, p.unset...)
	p.unset = nil
	p.press(`#answer button[value="stay"]`)
	p.settle()
}

// press sends a form by its button, and waits for the page behind it.
func (p *historyWriter) press(selector string) {
	apitest.ValueOf[bool](p.Tab, `(window.old = true)`)
	apitest.ValueOf[bool](p.Tab, fmt.Sprintf(`(document.querySelector(%q).click(), true)`, selector))
	p.Until("the page behind the form", `!window.old && document.readyState === "complete"`)
}

// settle does what pages ask for: it merges what clashes, and sends again what was kept, as the person whose words they
// are.
func (p *historyWriter) settle() {
	for range 6 {
		switch {
		case apitest.ValueOf[bool](p.Tab, `!!document.querySelector(".kept [name='signin.password']")`):
			p.Fill("#signin-email", p.Users[p.name].Email)
			p.Fill("#signin-password", apitest.Password)
			p.press(".kept .btn.primary")
		case apitest.ValueOf[bool](p.Tab, `!!document.querySelector(".kept .btn.primary")`):
			if apitest.ValueOf[string](p.Tab, `document.querySelector("h1").textContent`) == "Somebody else is signed in here" {
				p.signInElsewhere(p.name)
			}
			p.press(".kept .btn.primary")
		case !p.plain && apitest.ValueOf[bool](p.Tab, `!!document.querySelector(".clash")`):
			apitest.ValueOf[bool](p.Tab, `([...document.querySelectorAll(".clash .acts .btn")]
				.find((button) => button.textContent === "Keep both").click(), true)`)
			p.rest()
		case p.plain && apitest.ValueOf[bool](p.Tab, `!!document.querySelector(".clash")`):
			apitest.ValueOf[bool](p.Tab,
				`(() => { const both = document.querySelectorAll(".clash .asis"), n = document.querySelector("#notes");
				n.value = both[1].textContent + "\n" + both[0].textContent; return true })()`)
			p.press(`#answer button[value="stay"]`)
		default:
			return
		}
	}
	p.Fatal("settle", fmt.Errorf("a page asks for the same again and again"))
}

// leaveAndBack goes to another page and comes back by the Back button.
func (p *historyWriter) leaveAndBack() {
	if !p.here() {
		p.visit()
	}
	apitest.ValueOf[bool](p.Tab, `(window.stayed = true)`)
	p.Open("/lenses")
	goBack(p.Tab)
	p.rest()
	if ok, err := apitest.Evaluate[bool](p.Tab, `window.stayed === true`); err == nil && ok {
		p.h.kept++
	} else if p.plain {
		p.forgotten()
	}
	p.settle()
}

// forgotten drops the words that a browser without scripts did not bring back.
func (p *historyWriter) forgotten() {
	text, _ := apitest.Evaluate[string](p.Tab, `document.querySelector("#notes")?.value ?? ""`)
	p.unset = slices.DeleteFunc(p.unset, func(w string) bool { return !strings.Contains(text, w) })
}

func (p *historyWriter) again() {
	p.Do("reload", chromedp.Reload())
	p.rest()
	if p.plain {
		p.forgotten()
	}
	p.settle()
}

// signInAgain has the person sign in in another tab.
func (p *historyWriter) signInAgain() {
	p.signInElsewhere(p.name)
	if !p.plain && p.here() {
		p.Until("the page to go on", `!document.querySelector("[data-saved]").textContent.includes("Not saved")`)
	}
}

func (p *historyWriter) signInElsewhere(name string) {
	p.SignBack(name + " session")
	p.As(name + " session")
}

// somebodyElse signs in in another tab of this browser; what is typed meanwhile is nobody's but the person's of the
// page.
func (p *historyWriter) somebodyElse() {
	if !p.here() {
		return
	}
	p.signInElsewhere(p.other)
	p.typeAndSend()
	p.signInAgain()
}

// signOut signs out by the page; what was never sent is deleted knowingly.
func (p *historyWriter) signOut() {
	if !apitest.ValueOf[bool](p.Tab, `!!document.querySelector("[data-signout]")`) {
		return
	}
	if !p.plain {
		apitest.ValueOf[bool](p.Tab, `(document.querySelector("[data-signout] button").click(), true)`)
		p.Until("the question or the way out", `location.pathname === "/signin" || document.querySelector("#unsent[open]")`)
		if apitest.ValueOf[bool](p.Tab, `!!document.querySelector("#unsent[open]")`) {
			apitest.ValueOf[bool](p.Tab, `(document.querySelector("#unsent .btn.primary").click(), true)`)
		}
		return
	}
	p.unset = nil
	p.press("[data-signout] button")
}

// finish brings everything to the server that can be.
func (p *historyWriter) finish() {
	p.settle()
	if !p.here() {
		p.visit()
	}
	p.rest()
	p.settle()
	p.send()
	if !p.plain {
		p.Until("everything to be saved", `!document.querySelector(".saved.bad")`)
	}
}

// insertText writes text where the caret is, as an input method does.
func insertText(b *apitest.Tab, text string) {
	b.T.Helper()
	data, err := json.Marshal(text)
	apitest.Must(b.T, err)
	if !apitest.ValueOf[bool](b, fmt.Sprintf(`document.execCommand("insertText", false, %s)`, data)) {
		b.T.Fatal("nothing was inserted")
	}
}

package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// back is the browser's Back button.
func (b *tab) back() {
	b.t.Helper()
	value[bool](b, `(window.left = true)`)
	list, err := chromedp.Call(b.ctx, page.GetNavigationHistory, cdp.Empty{})
	must(b.t, err)
	before := list.Entries[list.CurrentIndex-1].ID
	command(b, "go back", page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: before}) // one from the browser's memory fires no load
	b.until("the page before", `!window.left && document.readyState === "complete"`)
}

// ready waits until the script of a question's page runs.
func (b *tab) ready() { b.t.Helper(); b.wait(big) }

// notes is what stands in the notes of a question's page.
func (b *tab) notes() string {
	b.t.Helper()
	return value[string](b, `document.querySelector("#notes").value`)
}

// endSession takes the cookies away, as if the session had ended.
func (b *tab) endSession() {
	b.t.Helper()
	command(b, "clear the cookies", network.ClearBrowserCookies, cdp.Empty{})
}

// renotes has somebody else write the notes of a question.
func (s *server) renotes(as, path, from, to string) {
	s.t.Helper()
	if r := s.edit(as, path, fmt.Sprintf(`{"notes":{"from":%q,"to":%q}}`, from, to)); r.status != 200 {
		s.t.Fatalf("%d %s", r.status, r.body)
	}
}

// Whoever comes back by the Back button sees the server's state, whether the browser kept the page or not; what is
// typed then is typed onto that.
func TestBackShowsTheServersState(t *testing.T) {
	for name, browser := range map[string]*process{"page cache": &caching, "no page cache": &cacheless} {
		t.Run(name, func(t *testing.T) {
			onSQLite(t, func(s *server) { s.comesBack(browser) })
		})
	}
}

// comesBack leaves a question in two ways and comes back, with a colleague who writes meanwhile.
func (s *server) comesBack(browser *process) {
	_, base := s.review()
	b := s.browserIn(browser).as("contributor session")
	b.announce("NavigationEntryMarkedSkippable")
	for _, leave := range []func(){func() { b.keys("Escape", "n") }, func() { b.open("/") }} {
		b.open(base + backup)
		b.ready()
		b.keys("1", "e")
		b.write("mine ")
		b.until("the note to be saved", saved+` && document.querySelector("#notes").value === "mine "`)
		was := s.ok("GET", base+"/answers/backup", nil).at("notes").String()
		leave()
		b.until("another page", `!location.pathname.endsWith("/backup") && document.readyState === "complete"`)
		s.renotes("architect session", base+backup, was, was+"theirs ")
		b.back()
		b.until("the colleague's note", fmt.Sprintf(`document.querySelector("#notes")?.value === %q`, was+"theirs "))
		b.keys("e")
		b.write("x")
		b.until("the note to be saved", saved)
		if got := s.ok("GET", base+"/answers/backup", nil).at("notes").String(); len(got) != len(was)+len("theirs x") {
			s.t.Errorf("after Back and a word: %q", got)
		}
		value[bool](b, `(document.activeElement.blur(), true)`)
		s.renotes("architect session", base+backup, s.ok("GET", base+"/answers/backup", nil).at("notes").String(), "")
	}
}

// Without scripts, a browser that comes back puts what was typed beside the version that it was typed onto, or not back
// at all: what a colleague saved meanwhile is never overwritten by it.
func TestBackWithoutScripts(t *testing.T) {
	for name, browser := range map[string]*process{"page cache": &caching, "no page cache": &cacheless} {
		t.Run(name, func(t *testing.T) {
			onSQLite(t, func(s *server) { s.comesBackWithoutScripts(browser) })
		})
	}
}

func (s *server) comesBackWithoutScripts(browser *process) {
	_, base := s.review()
	b := s.browserIn(browser).as("contributor session")
	b.announce("NavigationEntryMarkedSkippable")
	b.announce("status of 409")
	b.announce("status of 412")
	command(b, "no scripts", emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	for _, x := range []struct {
		path, field, button, want string
		theirs                    func()
	}{
		{base + backup, "#notes", `#answer button[value="stay"]`, "from a colleague", func() { s.renotes("architect session", base+backup, "", "from a colleague") }},
		{base + "/notes", "#notes-notes", `form[action$="/notes"] .btn.primary`, "", func() {
			f := s.sheetTo("architect session", base+"/notes", base+"/notes")
			f.set("notes", "from a colleague")
			s.send("architect session", base+"/notes", f, f.buttons[0])
		}},
	} {
		b.open(x.path)
		b.fill(x.field, "typed and not sent")
		b.open("/lenses")
		b.back() // nobody has changed anything: it may be back
		b.open("/lenses")
		x.theirs()
		b.back()
		value[bool](b, fmt.Sprintf(`(window.left = true, document.querySelector(%q).click(), true)`, x.button))
		b.until("the form to be sent", `!window.left && document.readyState === "complete"`)
		if got := s.get("architect session", x.path, 200); !strings.Contains(got, "from a colleague") {
			s.t.Errorf("%s: the colleague's text was overwritten", x.path)
		}
	}
}

// A page whose person signed in again in another tab goes on saving; where it is another person it says so, saves
// nothing, and keeps the text.
func TestAPageGoesOnWithTheNewSession(t *testing.T) {
	onSQLite(t, func(s *server) {
		_, base := s.review()
		b := s.browser().as("contributor session")
		b.announce("status of 401")
		b.announce("status of 403")
		b.open(base + backup)
		b.ready()
		b.endSession()
		b.keys("e")
		b.write("typed after the end")
		b.sees("[data-saved].bad", "signed out")
		b.as("architect session")
		b.sees("[data-saved].bad", "The architect is signed in here now")
		if got := s.ok("GET", base+"/answers/backup", nil).at("version").String(); got != "0" {
			t.Fatalf("saved under another name: version %s", got)
		}
		if b.notes() != "typed after the end" {
			t.Errorf("the page has %q", b.notes())
		}
		s.signBack("contributor session")
		b.as("contributor session")
		b.until("the note to be saved", saved)
		a := s.ok("GET", base+"/answers/backup", nil)
		if a.at("notes").String() != "typed after the end" || a.at("updated_by").String() != "The contributor" {
			t.Errorf("saved: %s", a.String())
		}
	})
}

// Signing out takes what was typed out of the browser, and asks first where it was never sent. So does another person
// who signs in there.
func TestDraftsLeaveAtSignOut(t *testing.T) {
	const stored = `Object.keys(localStorage).filter((k) => k.startsWith("plumbline:draft:")).length`
	onSQLite(t, func(s *server) {
		_, base := s.review()
		b := s.browser().as("contributor session")
		b.open(base + backup)
		b.ready()
		value[bool](b, `(window.fetch = () => Promise.reject(new TypeError("no line")), true)`)
		b.keys("e")
		b.write("confidential")
		b.until("the draft", stored+" === 1")
		out := func() {
			b.click(".who > summary")
			b.click(`form[action="/signout"] button`)
		}
		out()
		b.sees("#unsent", "never saved")
		b.screenshot("signout-unsent")
		b.keys("Enter") // stays
		b.until("the page to stay", `!document.querySelector("#unsent").open`)
		if b.notes() != "confidential" || value[int](b, stored) != 1 {
			t.Error("who stays signed in loses the draft")
		}
		value[bool](b, `(document.querySelector("[data-signout]").requestSubmit(), true)`) // the menu may be closed by now
		b.click("#unsent .danger")
		b.sees("h1", "Sign in")
		if n := value[int](b, `localStorage.length`); n != 0 {
			t.Errorf("after signing out: %s", value[string](b, `JSON.stringify(localStorage)`))
		}
		b.as("owner session")
		b.open("/workloads/new")
		b.fill("#workload-description", "a secret plan")
		b.until("the draft", stored+" === 1")
		b.as("architect session")
		b.open("/workloads/new")
		b.until("the other person's page without the draft", stored+` === 0 && document.querySelector("#workload-description").value === ""`)
	})
}

// A form that was sent after its session ended is back, as the page says, after signing in elsewhere: by Back, and
// after a reload; and so after an outage.
func TestAFormIsBackAfterAnything(t *testing.T) {
	onSQLite(t, func(s *server) {
		id, base := s.review()
		b := s.browser()
		for _, text := range []string{"status of 401", "ERR_", "NavigationEntryMarkedSkippable"} {
			b.announce(text)
		}
		for _, x := range []struct{ path, field string }{{base + "/notes", "#notes-notes"}, {"/workloads/" + id + "/edit", "#workload-notes"}, {base + backup + "/comments", "#comment-body"}} {
			s.signBack("owner session")
			b.as("owner session")
			b.open(x.path)
			value[bool](b, fmt.Sprintf(`(document.querySelector(%q).closest("details")?.setAttribute("open", ""), true)`, x.field))
			b.fill(x.field, "typed for an hour")
			b.endSession()
			send := fmt.Sprintf(`(document.querySelector(%q).form.requestSubmit(), true)`, x.field)
			value[bool](b, send)
			b.sees("h1", "signed out")
			b.until("the text on the page", `[...document.querySelectorAll(".kept textarea")].some((t) => t.value === "typed for an hour")`)
			b.screenshot("kept-signin")
			b.as("owner session")
			b.back()
			there := fmt.Sprintf(`document.querySelector(%q)?.value === "typed for an hour"`, x.field)
			b.until(x.path+": the text after Back", there)
			b.do("reload", chromedp.Reload())
			b.until(x.path+": the text after a reload", there)
			b.offline(true)
			value[bool](b, send)
			time.Sleep(100 * time.Millisecond)
			b.offline(false)
			b.open(x.path)
			b.until(x.path+": the text after an outage", there)
			b.screenshot("draft-restored")
			value[bool](b, send)
			b.until("it to be saved", `document.querySelector(".done") && !document.querySelector("[data-draft]")`)
			b.open(x.path)
			b.until("no draft to be left", `document.readyState === "complete" && !document.querySelector("[data-draft]") && !Object.keys(localStorage).some((k) => k.includes("draft"))`)
		}
	})
}

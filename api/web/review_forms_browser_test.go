package web_test

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

	"plumbline/api/apitest"
)

// goBack is the browser's Back button.
func goBack(b *apitest.Tab) {
	b.T.Helper()
	apitest.ValueOf[bool](b, `(window.left = true)`)
	list, err := chromedp.Call(b.Context, page.GetNavigationHistory, cdp.Empty{})
	apitest.Must(b.T, err)
	before := list.Entries[list.CurrentIndex-1].ID
	// one from the browser's memory fires no load
	apitest.DevTools(b, "go back", page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: before})
	b.Until("the page before", `!window.left && document.readyState === "complete"`)
}

// waitForScript waits until the script of a question's page runs.
func waitForScript(b *apitest.Tab) { b.T.Helper(); b.Wait(apitest.BigRisk) }

// notesIn is what stands in the notes of a question's page.
func notesIn(b *apitest.Tab) string {
	b.T.Helper()
	return apitest.ValueOf[string](b, `document.querySelector("#notes").value`)
}

// endSession takes the cookies away, as if the session had ended.
func endSession(b *apitest.Tab) {
	b.T.Helper()
	apitest.DevTools(b, "clear the cookies", network.ClearBrowserCookies, cdp.Empty{})
}

// changeNotes has somebody else write the notes of a question.
func changeNotes(s *apitest.Server, as, path, from, to string) {
	s.T.Helper()
	if r := editByScript(s, as, path, fmt.Sprintf(`{"notes":{"from":%q,"to":%q}}`, from, to)); r.Status != 200 {
		s.T.Fatalf("%d %s", r.Status, r.Body)
	}
}

// Whoever comes back by the Back button sees the server's state, whether the browser kept the page or not; what is
// typed then is typed onto that.
func TestBackShowsTheServersState(t *testing.T) {
	for name, browser := range map[string]*apitest.BrowserProcess{"page cache": &apitest.CachingBrowser,
		"no page cache": &apitest.CachelessBrowser} {
		t.Run(name, func(t *testing.T) {
			apitest.OnSQLite(t, func(s *apitest.Server) { comesBack(s, browser) })
		})
	}
}

// comesBack leaves a question in two ways and comes back, with a colleague who writes meanwhile.
func comesBack(s *apitest.Server, browser *apitest.BrowserProcess) {
	_, base := s.ReviewOfBackup()
	b := s.BrowserIn(browser).As("contributor session")
	b.Announce("NavigationEntryMarkedSkippable")
	for _, leave := range []func(){func() { b.Keys("Escape", "n") }, func() { b.Open("/") }} {
		b.Open(base + apitest.BackupPath)
		waitForScript(b)
		b.Keys("1", "e")
		b.Write("mine ")
		b.Until("the note to be saved", apitest.SavedJS+` && document.querySelector("#notes").value === "mine "`)
		was := s.OK("GET", base+"/answers/backup", nil).At("notes").String()
		leave()
		b.Until("another page", `!location.pathname.endsWith("/backup") && document.readyState === "complete"`)
		changeNotes(s, "architect session", base+apitest.BackupPath, was, was+"theirs ")
		goBack(b)
		b.Until("the colleague's note", fmt.Sprintf(`document.querySelector("#notes")?.value === %q`, was+"theirs "))
		b.Keys("e")
		b.Write("x")
		b.Until("the note to be saved", apitest.SavedJS)
		if got := s.OK("GET", base+"/answers/backup", nil).At("notes").String(); len(got) != len(was)+len("theirs x") {
			s.T.Errorf("after Back and a word: %q", got)
		}
		apitest.ValueOf[bool](b, `(document.activeElement.blur(), true)`)
		changeNotes(s, "architect session", base+apitest.BackupPath,
			s.OK("GET", base+"/answers/backup", nil).At("notes").String(), "")
	}
}

// Without scripts, a browser that comes back puts what was typed beside the version that it was typed onto, or not back
// at all: what a colleague saved meanwhile is never overwritten by it.
func TestBackWithoutScripts(t *testing.T) {
	for name, browser := range map[string]*apitest.BrowserProcess{"page cache": &apitest.CachingBrowser,
		"no page cache": &apitest.CachelessBrowser} {
		t.Run(name, func(t *testing.T) {
			apitest.OnSQLite(t, func(s *apitest.Server) { comesBackWithoutScripts(s, browser) })
		})
	}
}

func comesBackWithoutScripts(s *apitest.Server, browser *apitest.BrowserProcess) {
	_, base := s.ReviewOfBackup()
	b := s.BrowserIn(browser).As("contributor session")
	b.Announce("NavigationEntryMarkedSkippable")
	b.Announce("status of 409")
	b.Announce("status of 412")
	apitest.DevTools(b, "no scripts", emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true})
	for _, x := range []struct {
		path, field, button, want string
		theirs                    func()
	}{
		{base + apitest.BackupPath, "#notes", `#answer button[value="stay"]`, "from a colleague", func() {
			changeNotes(s, "architect session", base+apitest.BackupPath, "", "from a colleague")
		}},
		{base + "/notes", "#notes-notes", `form[action$="/notes"] .btn.primary`, "", func() {
			f := sheetTo(s, "architect session", base+"/notes", base+"/notes")
			f.Set("notes", "from a colleague")
			s.SendForm("architect session", base+"/notes", f, f.Buttons[0])
		}},
	} {
		b.Open(x.path)
		b.Fill(x.field, "typed and not sent")
		b.Open("/lenses")
		goBack(b) // nobody has changed anything: it may be back
		b.Open("/lenses")
		x.theirs()
		goBack(b)
		apitest.ValueOf[bool](b, fmt.Sprintf(`(window.left = true, document.querySelector(%q).click(), true)`, x.button))
		b.Until("the form to be sent", `!window.left && document.readyState === "complete"`)
		if got := s.GetPage("architect session", x.path, 200); !strings.Contains(got, "from a colleague") {
			s.T.Errorf("%s: the colleague's text was overwritten", x.path)
		}
	}
}

// A page whose person signed in again in another tab goes on saving; where it is another person it says so, saves
// nothing, and keeps the text.
func TestAPageGoesOnWithTheNewSession(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		_, base := s.ReviewOfBackup()
		b := s.Browser().As("contributor session")
		b.Announce("status of 401")
		b.Announce("status of 403")
		b.Open(base + apitest.BackupPath)
		waitForScript(b)
		endSession(b)
		b.Keys("e")
		b.Write("typed after the end")
		b.Sees("[data-saved].bad", "signed out")
		b.As("architect session")
		b.Sees("[data-saved].bad", "The architect is signed in here now")
		if got := s.OK("GET", base+"/answers/backup", nil).At("version").String(); got != "0" {
			t.Fatalf("saved under another name: version %s", got)
		}
		if notesIn(b) != "typed after the end" {
			t.Errorf("the page has %q", notesIn(b))
		}
		s.SignBack("contributor session")
		b.As("contributor session")
		b.Until("the note to be saved", apitest.SavedJS)
		a := s.OK("GET", base+"/answers/backup", nil)
		if a.At("notes").String() != "typed after the end" || a.At("updated_by").String() != "The contributor" {
			t.Errorf("saved: %s", a.String())
		}
	})
}

// Signing out takes what was typed out of the browser, and asks first where it was never sent. So does another person
// who signs in there.
func TestDraftsLeaveAtSignOut(t *testing.T) {
	const stored = `Object.keys(localStorage).filter((k) => k.startsWith("plumbline:draft:")).length`
	apitest.OnSQLite(t, func(s *apitest.Server) {
		_, base := s.ReviewOfBackup()
		b := s.Browser().As("contributor session")
		b.Open(base + apitest.BackupPath)
		waitForScript(b)
		apitest.ValueOf[bool](b, `(window.fetch = () => Promise.reject(new TypeError("no line")), true)`)
		b.Keys("e")
		b.Write("confidential")
		b.Until("the draft", stored+" === 1")
		out := func() {
			b.Click(".who > summary")
			b.Click(`form[action="/signout"] button`)
		}
		out()
		b.Sees("#unsent", "never saved")
		b.Screenshot("signout-unsent")
		b.Keys("Enter") // stays
		b.Until("the page to stay", `!document.querySelector("#unsent").open`)
		if notesIn(b) != "confidential" || apitest.ValueOf[int](b, stored) != 1 {
			t.Error("who stays signed in loses the draft")
		}
		// the menu may be closed by now
		apitest.ValueOf[bool](b, `(document.querySelector("[data-signout]").requestSubmit(), true)`)
		b.Click("#unsent .danger")
		b.Sees("h1", "Sign in")
		if n := apitest.ValueOf[int](b, `localStorage.length`); n != 0 {
			t.Errorf("after signing out: %s", apitest.ValueOf[string](b, `JSON.stringify(localStorage)`))
		}
		b.As("owner session")
		b.Open("/workloads/new")
		b.Fill("#workload-description", "a secret plan")
		b.Until("the draft", stored+" === 1")
		b.As("architect session")
		b.Open("/workloads/new")
		b.Until("the other person's page without the draft", stored+
			` === 0 && document.querySelector("#workload-description").value === ""`)
	})
}

// A form that was sent after its session ended is back, as the page says, after signing in elsewhere: by Back, and
// after a reload; and so after an outage.
func TestAFormIsBackAfterAnything(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id, base := s.ReviewOfBackup()
		b := s.Browser()
		for _, text := range []string{"status of 401", "ERR_", "NavigationEntryMarkedSkippable"} {
			b.Announce(text)
		}
		for _, x := range []struct{ path, field string }{{base + "/notes", "#notes-notes"},
			{"/workloads/" + id + "/edit", "#workload-notes"}, {base + apitest.BackupPath + "/comments", "#comment-body"}} {
			s.SignBack("owner session")
			b.As("owner session")
			b.Open(x.path)
			apitest.ValueOf[bool](b,
				fmt.Sprintf(`(document.querySelector(%q).closest("details")?.setAttribute("open", ""), true)`, x.field))
			b.Fill(x.field, "typed for an hour")
			endSession(b)
			send := fmt.Sprintf(`(document.querySelector(%q).form.requestSubmit(), true)`, x.field)
			apitest.ValueOf[bool](b, send)
			b.Sees("h1", "signed out")
			b.Until("the text on the page",
				`[...document.querySelectorAll(".kept textarea")].some((t) => t.value === "typed for an hour")`)
			b.Screenshot("kept-signin")
			b.As("owner session")
			goBack(b)
			there := fmt.Sprintf(`document.querySelector(%q)?.value === "typed for an hour"`, x.field)
			b.Until(x.path+": the text after Back", there)
			b.Do("reload", chromedp.Reload())
			b.Until(x.path+": the text after a reload", there)
			b.Offline(true)
			apitest.ValueOf[bool](b, send)
			time.Sleep(100 * time.Millisecond)
			b.Offline(false)
			b.Open(x.path)
			b.Until(x.path+": the text after an outage", there)
			b.Screenshot("draft-restored")
			apitest.ValueOf[bool](b, send)
			b.Until("it to be saved", `document.querySelector(".done") && !document.querySelector("[data-draft]")`)
			b.Open(x.path)
			b.Until("no draft to be left",
				`document.readyState === "complete" && !document.querySelector("[data-draft]") && `+
					`!Object.keys(localStorage).some((k) => k.includes("draft"))`)
		}
	})
}

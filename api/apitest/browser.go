package apitest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Patience is how long a step in a browser, or an event, may take before the test fails. Packages with browsers of
// their own run side by side.
const Patience = time.Minute

// BrowserProcess is one browser process of the whole run. Each person in a test has a browser context of their own in
// it: cookies, cache and storage apart.
type BrowserProcess struct {
	once  sync.Once
	flags []chromedp.ExecAllocatorOption
	ctx   context.Context
	err   error
	end   func()
}

// mainBrowser is the browser of nearly all tests; cacheless is one that keeps no pages to come back to, and caching one
// that keeps even those that say no-store.
var (
	mainBrowser      BrowserProcess
	CachelessBrowser = BrowserProcess{flags: []chromedp.ExecAllocatorOption{chromedp.Flag("disable-features",
		"BackForwardCache")}}
	CachingBrowser = BrowserProcess{flags: []chromedp.ExecAllocatorOption{chromedp.Flag("enable-features",
		"BackForwardCache,CacheControlNoStoreEnterBackForwardCache")}}
)

// chromiumPath is where a browser for the tests is; "" if there is none.
func chromiumPath() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// start starts the browser with a profile of its own, which goes with it, and without a line to anywhere else.
func (p *BrowserProcess) start(path string) {
	opt := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.Flag("headless", "new"),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("no-pings", true), chromedp.Flag("disable-gpu", true),
		chromedp.Flag("lang", "en-GB"), chromedp.WindowSize(1440, 900))
	if os.Geteuid() == 0 {
		opt = append(opt, chromedp.NoSandbox)
	}
	opt = append(opt, p.flags...)
	alloc, endAlloc := chromedp.NewExecAllocator(context.Background(), opt...)
	ctx, end := chromedp.NewContext(alloc)
	p.ctx, p.end = ctx, func() {
		wait, cancel := context.WithTimeout(ctx, Patience)
		_ = chromedp.Cancel(wait) // closes it in good order, so that nothing is left behind; what follows ends it in any case
		cancel()
		end()
		endAlloc()
	}
	p.err = chromedp.Do(ctx)
}

// Tab is one person's browser: a tab in a context of its own. Whatever goes wrong in it that the test did not announce
// fails the test.
type Tab struct {
	*Server
	Context context.Context
	consoleWatch
}

// Browser opens a tab for a person who has not signed in. The test is skipped where there is no Chromium; in CI there
// must be one.
func (s *Server) Browser() *Tab {
	s.T.Helper()
	return s.BrowserIn(&mainBrowser)
}

// BrowserIn is browser in another browser process than the one of nearly all tests.
func (s *Server) BrowserIn(p *BrowserProcess) *Tab {
	s.T.Helper()
	b := openTabIn(s.T, p, s.URL)
	b.Server = s
	return b
}

// OpenTab opens a tab for pages of any server.
func OpenTab(t testing.TB, url string) *Tab { t.Helper(); return openTabIn(t, &mainBrowser, url) }

func openTabIn(t testing.TB, p *BrowserProcess, url string) *Tab {
	t.Helper()
	if RaceDetector {
		t.Skip("tests in a browser are about pages and scripts, not about races: they run without the race detector")
	}
	path := chromiumPath()
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("there must be a Chromium in CI")
		}
		t.Skip("there is no Chromium to test in")
	}
	p.once.Do(func() { p.start(path) })
	Must(t, p.err)
	b := &Tab{Server: &Server{T: t, URL: url}, consoleWatch: consoleWatch{Origin: url}}
	ctx, end := chromedp.NewContext(p.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.hear))
	b.Context, b.answer = ctx, func() {
		// it may be gone by itself
		_, _ = chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	}
	t.Cleanup(func() {
		end()
		for _, fault := range b.Faults() {
			t.Error("in the browser: " + fault)
		}
	})
	Must(t, chromedp.Do(ctx)) // the tab lives as long as the context of its first step
	DevTools(b, "report issues", audits.Enable, cdp.Empty{})
	b.Size(1440, 900)
	return b
}

// Do runs steps within the time that a step may take.
func (b *Tab) Do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.T.Helper()
	if err := b.Try(steps...); err != nil {
		b.Fatal(what, err)
	}
}

// Try is do for steps that may fail.
func (b *Tab) Try(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(b.Context, Patience)
	defer cancel()
	return chromedp.Do(ctx, steps...)
}

// Fatal ends the test, with what the browser showed and said until then.
func (b *Tab) Fatal(what string, err error) {
	b.T.Helper()
	text, _ := Evaluate[string](b, `location.pathname + "\n" + document.body?.innerText`)
	if len(text) > 2000 {
		text = text[:2000] + "…"
	}
	b.T.Fatalf("%s: %v\nfaults so far: %q\nthe page: %s", what, err, b.Faults(), text)
}

// Evaluate evaluates an expression in the page, whatever its policy.
func Evaluate[T any](b *Tab, js string) (T, error) {
	ctx, cancel := context.WithTimeout(b.Context, Patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
}

// ValueOf is what an expression gives in the page.
func ValueOf[T any](b *Tab, js string) T {
	b.T.Helper()
	v, err := Evaluate[T](b, js)
	if err != nil {
		b.Fatal(js, err)
	}
	return v
}

// Until waits for an expression to be true.
func (b *Tab) Until(what, js string) {
	b.T.Helper()
	var err error
	for end := time.Now().Add(Patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		is := false
		if is, err = Evaluate[bool](b, "!!("+js+")"); is { // an error is of a page that goes just now
			return
		}
	}
	b.Fatal("wait for "+what, fmt.Errorf("not within %v, %v", Patience, err))
}

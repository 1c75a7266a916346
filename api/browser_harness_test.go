package api_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"plumbline/models/store/storetest"
)

// patience is how long a step in a browser may take before the test fails.
const patience = 10 * time.Second

// process is one browser process of the whole run. Each person in a test has a browser context of their own in it:
// cookies, cache and storage apart.
type process struct {
	once  sync.Once
	flags []chromedp.ExecAllocatorOption
	ctx   context.Context
	err   error
	end   func()
}

// chromium is the browser of nearly all tests; cacheless is one that keeps no pages to come back to, and caching one
// that keeps even those that say no-store.
var (
	chromium  process
	cacheless = process{flags: []chromedp.ExecAllocatorOption{chromedp.Flag("disable-features", "BackForwardCache")}}
	caching   = process{flags: []chromedp.ExecAllocatorOption{chromedp.Flag("enable-features", "BackForwardCache,CacheControlNoStoreEnterBackForwardCache")}}
)

// testsAtOnce is how many tests run at the same time where nobody says otherwise: they wait for browsers, databases and
// streams more than they work.
const testsAtOnce = 6

// TestMain runs the tests, and stops the browsers that they shared.
func TestMain(m *testing.M) {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if !said && runtime.GOMAXPROCS(0) < testsAtOnce {
		_ = flag.Set("test.parallel", strconv.Itoa(testsAtOnce)) // the flag is there and takes numbers
	}
	code := m.Run()
	for _, p := range []*process{&chromium, &cacheless, &caching} {
		if p.end != nil {
			p.end()
		}
	}
	os.Exit(code)
}

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
func (p *process) start(path string) {
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
		wait, cancel := context.WithTimeout(ctx, patience)
		_ = chromedp.Cancel(wait) // closes it in good order, so that nothing is left behind; what follows ends it in any case
		cancel()
		end()
		endAlloc()
	}
	p.err = chromedp.Do(ctx)
}

// tab is one person's browser: a tab in a context of its own. Whatever goes wrong in it that the test did not announce
// fails the test.
type tab struct {
	*server
	ctx context.Context
	watch
}

// browser opens a tab for a person who has not signed in. The test is skipped where there is no Chromium; in CI there
// must be one.
func (s *server) browser() *tab {
	s.t.Helper()
	return s.browserIn(&chromium)
}

func (s *server) browserIn(p *process) *tab {
	s.t.Helper()
	b := openTabIn(s.t, p, s.url)
	b.server = s
	return b
}

func openTab(t testing.TB, url string) *tab { t.Helper(); return openTabIn(t, &chromium, url) }

func openTabIn(t testing.TB, p *process, url string) *tab {
	t.Helper()
	if raceDetector {
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
	must(t, p.err)
	b := &tab{server: &server{t: t, url: url}, watch: watch{origin: url}}
	ctx, end := chromedp.NewContext(p.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.hear))
	b.ctx, b.answer = ctx, func() {
		_, _ = chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true}) // it may be gone by itself
	}
	t.Cleanup(func() {
		end()
		for _, fault := range b.faults() {
			t.Error("in the browser: " + fault)
		}
	})
	must(t, chromedp.Do(ctx)) // the tab lives as long as the context of its first step
	command(b, "report issues", audits.Enable, cdp.Empty{})
	b.size(1440, 900)
	return b
}

// do runs steps within the time that a step may take.
func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := b.try(steps...); err != nil {
		b.fatal(what, err)
	}
}

func (b *tab) try(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, steps...)
}

// fatal ends the test, with what the browser showed and said until then.
func (b *tab) fatal(what string, err error) {
	b.t.Helper()
	text, _ := ask[string](b, `location.pathname + "\n" + document.body?.innerText`)
	if len(text) > 2000 {
		text = text[:2000] + "…"
	}
	b.t.Fatalf("%s: %v\nfaults so far: %q\nthe page: %s", what, err, b.faults(), text)
}

// ask evaluates an expression in the page, whatever its policy.
func ask[T any](b *tab, js string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
}

// value is what an expression gives in the page.
func value[T any](b *tab, js string) T {
	b.t.Helper()
	v, err := ask[T](b, js)
	if err != nil {
		b.fatal(js, err)
	}
	return v
}

// until waits for an expression to be true.
func (b *tab) until(what, js string) {
	b.t.Helper()
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		is := false
		if is, err = ask[bool](b, "!!("+js+")"); is { // an error is of a page that goes just now
			return
		}
	}
	b.fatal("wait for "+what, fmt.Errorf("not within %v, %v", patience, err))
}

// onSQLite is each for tests of pages, which do not depend on the database: one engine is enough.
func onSQLite(t *testing.T, test func(*server)) {
	t.Parallel()
	test(newServer(t, storetest.OpenAt(t, storetest.SQLite(t))))
}

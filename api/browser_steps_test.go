package api_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	chromedevtools "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	keyboard "github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shots names the environment variable with the directory that screenshots are written to; without it there are none.
const shots = "PLUMBLINE_TEST_SHOTS"

// as signs the browser in as somebody of the harness: "architect session".
func (b *tab) as(who string) *tab {
	b.t.Helper()
	only := true
	command(b, "set the cookie", network.SetCookie, network.SetCookieParams{Name: "plumbline_session", Value: b.signed[who], URL: b.url,
		HTTPOnly: &only, SameSite: network.CookieSameSiteLax})
	return b
}

// signin signs somebody in as people do: through the form.
func (b *tab) signin(name string) {
	b.t.Helper()
	b.open("/signin")
	b.fill("#signin-email", b.users[name].Email)
	b.fill("#signin-password", password)
	b.click("main form .btn.primary")
	b.until("the page behind the sign-in", `location.pathname !== "/signin" && document.readyState === "complete"`)
}

// open goes to a page of the server and waits until it is loaded.
func (b *tab) open(path string) {
	b.t.Helper()
	b.do("open "+path, chromedp.Navigate(b.url+path))
}

// wait waits until something that the selector means is to be seen.
func (b *tab) wait(selector string) {
	b.t.Helper()
	b.until(selector, fmt.Sprintf("document.querySelector(%q)?.checkVisibility()", selector))
}

// text is the text that can be seen of the first element that the selector means; it waits for one.
func (b *tab) text(selector string) string {
	b.t.Helper()
	b.wait(selector)
	return strings.TrimSpace(value[string](b, fmt.Sprintf("document.querySelector(%q).innerText", selector)))
}

// sees waits until the element's text holds another text.
func (b *tab) sees(selector, text string) {
	b.t.Helper()
	b.until(fmt.Sprintf("%q in %s", text, selector), fmt.Sprintf("document.querySelector(%q)?.innerText.includes(%q)", selector, text))
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.wait(selector)
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// fill puts text into a field, over what it held.
func (b *tab) fill(selector, text string) {
	b.t.Helper()
	b.wait(selector)
	value[string](b, fmt.Sprintf(`document.querySelector(%q).value = ""`, selector))
	b.do("fill "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// keyNames are keys that write no character.
var keyNames = map[string]string{"Enter": kb.Enter, "Tab": kb.Tab, "Escape": kb.Escape, "Backspace": kb.Backspace, "Space": " ",
	"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight}

// keys presses one key after the other, wherever the focus is. A character is written where the focus was as the key went down, as browsers do.
func (b *tab) keys(names ...string) {
	b.t.Helper()
	for _, name := range names {
		key, known := keyNames[name]
		if known {
			b.do("press "+name, chromedp.KeyEvent(key))
			continue
		}
		b.press(name)
	}
}

// shifted are characters that keys give with Shift, on the keyboard that tests have.
var shifted = map[string]string{"?": "/", ")": "0", "!": "1", "@": "2", "#": "3"}

// codes are the places of keys that are neither letters nor digits.
var codes = map[string]string{"/": "Slash", " ": "Space", ".": "Period", ",": "Comma"}

// press presses the key of one character.
func (b *tab) press(char string) {
	b.t.Helper()
	down, place := keyboard.DispatchKeyEventParams{Type: keyboard.DispatchKeyEventTypeKeyDown, Key: char, Text: char}, char
	if plain, is := shifted[char]; is {
		place, down.Modifiers = plain, 8
	}
	switch c := strings.ToUpper(place); {
	case codes[place] != "":
		down.Code = codes[place]
	case c >= "0" && c <= "9":
		down.Code = "Digit" + c
	default:
		down.Code = "Key" + c
	}
	up := down
	up.Type, up.Text = keyboard.DispatchKeyEventTypeKeyUp, ""
	command(b, "press "+char, keyboard.DispatchKeyEvent, down)
	command(b, "let go of "+char, keyboard.DispatchKeyEvent, up)
}

// write types a text.
func (b *tab) write(text string) {
	b.t.Helper()
	for _, r := range text {
		b.press(string(r))
	}
}

// size makes the window of this size, in CSS pixels.
func (b *tab) size(width, height int64) { b.t.Helper(); b.metrics(width, height, 1) }

// zoom is what zooming in does to a window: half as many pixels, twice as large, at 2.
func (b *tab) zoom(width, height int64, factor int64) {
	b.t.Helper()
	b.metrics(width/factor, height/factor, float64(factor))
}

func (b *tab) metrics(width, height int64, scale float64) {
	b.t.Helper()
	command(b, "size", emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: scale})
}

// scheme is "light" or "dark".
func (b *tab) scheme(name string) {
	b.t.Helper()
	command(b, "scheme", emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}

// offline cuts the line to the server, or mends it. What fails without a line is announced with it.
func (b *tab) offline(off bool) {
	b.t.Helper()
	b.announce("ERR_INTERNET_DISCONNECTED")
	conditions := []*network.Conditions{{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}}
	_, err := chromedp.Call(b.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: conditions})
	must(b.t, err)
	command(b, "offline", network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1})
}

// download clicks and gives the file that comes of it.
func (b *tab) download(selector string) []byte {
	b.t.Helper()
	dir, done, on := b.t.TempDir(), make(chan string, 1), true
	ctx, stop := context.WithCancel(b.ctx)
	defer stop()
	must(b.t, chromedp.ListenBrowser(ctx, func(ev any) {
		e, is := ev.(*chromedevtools.EventDownloadProgress)
		if !is || e.State != chromedevtools.DownloadProgressStateCompleted {
			return
		}
		file := filepath.Join(dir, e.GUID)
		if _, err := os.Stat(file); err != nil {
			return // of another test's tab: events of the whole browser come here
		}
		select {
		case done <- file:
		default:
		}
	}))
	_, err := chromedp.CallBrowser(ctx, chromedevtools.SetDownloadBehavior, chromedevtools.SetDownloadBehaviorParams{Behavior: "allowAndName",
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID, DownloadPath: dir, EventsEnabled: &on})
	must(b.t, err)
	b.click(selector)
	select {
	case file := <-done:
		data, err := os.ReadFile(file)
		must(b.t, err)
		return data
	case <-time.After(patience):
		b.fatal("download "+selector, context.DeadlineExceeded)
	}
	return nil
}

// screenshot writes the whole page as name.png where screenshots are wanted.
func (b *tab) screenshot(name string) {
	b.t.Helper()
	dir := os.Getenv(shots)
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	must(b.t, err)
	must(b.t, os.MkdirAll(dir, 0o755))
	must(b.t, os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644))
}

// call sends one command of the DevTools protocol to the tab.
func command[P any](b *tab, what string, cmd cdp.Command[P, cdp.Empty], params P) {
	b.t.Helper()
	b.do(what, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, cmd, params)
		return err
	}))
}

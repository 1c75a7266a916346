package apitest

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

const (
	// SavedJS is true in a question's page while all that was typed is saved.
	SavedJS = `document.querySelector("[data-saved]").className === "saved ok"`
	// BigRisk selects the risk of a question, once the page's script runs.
	BigRisk = "html.js .risk-box .big"
)

// screenshotVariable names the environment variable with the directory that screenshots are written to; without it
// there are none.
const screenshotVariable = "PLUMBLINE_TEST_SHOTS"

// As signs the browser in as somebody of the harness: "architect session".
func (b *Tab) As(who string) *Tab {
	b.T.Helper()
	only := true
	DevTools(b, "set the cookie", network.SetCookie, network.SetCookieParams{Name: "plumbline_session",
		Value: b.Sessions[who], URL: b.URL,
		HTTPOnly: &only, SameSite: network.CookieSameSiteLax})
	return b
}

// SignIn signs somebody in as people do: through the form.
func (b *Tab) SignIn(name string) {
	b.T.Helper()
	b.Open("/signin")
	b.Fill("#signin-email", b.Users[name].Email)
	b.Fill("#signin-password", Password)
	b.Click("main form .btn.primary")
	b.Until("the page behind the sign-in", `location.pathname !== "/signin" && document.readyState === "complete"`)
}

// Open goes to a page of the server and waits until it is loaded.
func (b *Tab) Open(path string) {
	b.T.Helper()
	b.Do("open "+path, chromedp.Navigate(b.URL+path))
}

// Wait waits until something that the selector means is to be seen.
func (b *Tab) Wait(selector string) {
	b.T.Helper()
	b.Until(selector, fmt.Sprintf("document.querySelector(%q)?.checkVisibility()", selector))
}

// TextOf is the text that can be seen of the first element that the selector means; it waits for one.
func (b *Tab) TextOf(selector string) string {
	b.T.Helper()
	b.Wait(selector)
	return strings.TrimSpace(ValueOf[string](b, fmt.Sprintf("document.querySelector(%q).innerText", selector)))
}

// Sees waits until the element's text holds another text.
func (b *Tab) Sees(selector, text string) {
	b.T.Helper()
	b.Until(fmt.Sprintf("%q in %s", text, selector), fmt.Sprintf("document.querySelector(%q)?.innerText.includes(%q)",
		selector, text))
}

// Click clicks the first element that the selector means; it waits for one.
func (b *Tab) Click(selector string) {
	b.T.Helper()
	b.Wait(selector)
	b.Do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Fill puts text into a field, over what it held.
func (b *Tab) Fill(selector, text string) {
	b.T.Helper()
	b.Wait(selector)
	ValueOf[string](b, fmt.Sprintf(`document.querySelector(%q).value = ""`, selector))
	b.Do("fill "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// keyNames are keys that write no character.
var keyNames = map[string]string{"Enter": kb.Enter, "Tab": kb.Tab, "Escape": kb.Escape, "Backspace": kb.Backspace,
	"Space":   " ",
	"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight}

// Keys presses one key after the other, wherever the focus is. A character is written where the focus was as the key
// went down, as browsers do.
func (b *Tab) Keys(names ...string) {
	b.T.Helper()
	for _, name := range names {
		key, known := keyNames[name]
		if known {
			b.Do("press "+name, chromedp.KeyEvent(key))
			continue
		}
		b.press(name)
	}
}

// shiftedKeys are characters that keys give with Shift, on the keyboard that tests have.
var shiftedKeys = map[string]string{"?": "/", ")": "0", "!": "1", "@": "2", "#": "3"}

// keyCodes are the places of keys that are neither letters nor digits.
var keyCodes = map[string]string{"/": "Slash", " ": "Space", ".": "Period", ",": "Comma"}

// press presses the key of one character.
func (b *Tab) press(char string) {
	b.T.Helper()
	down, place := keyboard.DispatchKeyEventParams{Type: keyboard.DispatchKeyEventTypeKeyDown, Key: char, Text: char}, char
	if plain, is := shiftedKeys[char]; is {
		place, down.Modifiers = plain, 8
	}
	switch c := strings.ToUpper(place); {
	case keyCodes[place] != "":
		down.Code = keyCodes[place]
	case c >= "0" && c <= "9":
		down.Code = "Digit" + c
	default:
		down.Code = "Key" + c
	}
	up := down
	up.Type, up.Text = keyboard.DispatchKeyEventTypeKeyUp, ""
	DevTools(b, "press "+char, keyboard.DispatchKeyEvent, down)
	DevTools(b, "let go of "+char, keyboard.DispatchKeyEvent, up)
}

// Write types a text.
func (b *Tab) Write(text string) {
	b.T.Helper()
	for _, r := range text {
		b.press(string(r))
	}
}

// Size makes the window of this size, in CSS pixels.
func (b *Tab) Size(width, height int64) { b.T.Helper(); b.metrics(width, height, 1) }

// Zoom is what zooming in does to a window: half as many pixels, twice as large, at 2.
func (b *Tab) Zoom(width, height int64, factor int64) {
	b.T.Helper()
	b.metrics(width/factor, height/factor, float64(factor))
}

func (b *Tab) metrics(width, height int64, scale float64) {
	b.T.Helper()
	DevTools(b, "size", emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: scale})
}

// Scheme is "light" or "dark".
func (b *Tab) Scheme(name string) {
	b.T.Helper()
	DevTools(b, "scheme", emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}

// Offline cuts the line to the server, or mends it. What fails without a line is announced with it.
func (b *Tab) Offline(off bool) {
	b.T.Helper()
	b.Announce("ERR_INTERNET_DISCONNECTED")
	conditions := []*network.Conditions{{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}}
	_, err := chromedp.Call(b.Context, emulateOffline, emulateOfflineParams{off, conditions})
	Must(b.T, err)
	DevTools(b, "offline", network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off,
		DownloadThroughput: -1, UploadThroughput: -1})
}

// emulateOffline is network.EmulateNetworkConditionsByRule for older browsers too: until Chromium 149 whether one is
// offline was a parameter of the command, and had to be there; later it is one of each rule.
var emulateOffline = cdp.Command[emulateOfflineParams, network.EmulateNetworkConditionsByRuleResult]{
	Method: network.CommandEmulateNetworkConditionsByRule}

type emulateOfflineParams struct {
	Offline                  bool                  `json:"offline"`
	MatchedNetworkConditions []*network.Conditions `json:"matchedNetworkConditions"`
}

// Download clicks and gives the file that comes of it.
func (b *Tab) Download(selector string) []byte {
	b.T.Helper()
	dir, done, on := b.T.TempDir(), make(chan string, 1), true
	ctx, stop := context.WithCancel(b.Context)
	defer stop()
	Must(b.T, chromedp.ListenBrowser(ctx, func(ev any) {
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
	_, err := chromedp.CallBrowser(ctx, chromedevtools.SetDownloadBehavior,
		chromedevtools.SetDownloadBehaviorParams{Behavior: "allowAndName",
			BrowserContextID: chromedp.FromContext(b.Context).BrowserContextID, DownloadPath: dir, EventsEnabled: &on})
	Must(b.T, err)
	b.Click(selector)
	select {
	case file := <-done:
		data, err := os.ReadFile(file)
		Must(b.T, err)
		return data
	case <-time.After(Patience):
		b.Fatal("download "+selector, context.DeadlineExceeded)
	}
	return nil
}

// Screenshots reports whether screenshots are wanted.
func Screenshots() bool { return os.Getenv(screenshotVariable) != "" }

// Screenshot writes the whole page as name.png where screenshots are wanted.
func (b *Tab) Screenshot(name string) {
	b.T.Helper()
	dir := os.Getenv(screenshotVariable)
	if !Screenshots() {
		return
	}
	ctx, cancel := context.WithTimeout(b.Context, Patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	Must(b.T, err)
	Must(b.T, os.MkdirAll(dir, 0o755))
	Must(b.T, os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644))
}

// DevTools sends one command of the DevTools protocol to the tab.
func DevTools[P any](b *Tab, what string, cmd cdp.Command[P, cdp.Empty], params P) {
	b.T.Helper()
	b.Do(what, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, cmd, params)
		return err
	}))
}

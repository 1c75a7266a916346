package apitest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// consoleWatch keeps what goes wrong in a browser: errors and warnings on the console, exceptions, violations of the
// policy and other issues that the developer tools would list, requests to other hosts, answers of 500 and above, and
// requests that failed.
type consoleWatch struct {
	Origin    string // of the server; every other host is foreign
	answer    func() // accepts a dialog
	mu        sync.Mutex
	found     []string
	announced []string
	requests  map[network.RequestID]string
}

// Announce lets faults pass that hold the text, such as "status of 404", from now on.
func (w *consoleWatch) Announce(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.announced = append(w.announced, text)
}

// Faults are those found until now.
func (w *consoleWatch) Faults() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.found)
}

// Take gives the faults found until now, and forgets them.
func (w *consoleWatch) Take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := w.found
	w.found = nil
	return list
}

func (w *consoleWatch) fault(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !slices.ContainsFunc(w.announced, func(known string) bool { return strings.Contains(text, known) }) {
		w.found = append(w.found, text)
	}
}

// hear takes every event of the tab, in order. It must not wait for anything.
func (w *consoleWatch) hear(ev any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		w.fault("exception: %s %s", e.ExceptionDetails.Text, consoleText(e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		if slices.Contains([]runtime.ConsoleAPICalledType{"error", "warning", "assert"}, e.Type) {
			w.fault("console %s: %s", e.Type, consoleText(e.Args...))
		}
	case *log.EventEntryAdded:
		if slices.Contains([]log.EntryLevel{"error", "warning"}, e.Entry.Level) {
			w.fault("log %s from %s: %s %s", e.Entry.Level, e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *audits.EventIssueAdded:
		w.issue(e.Issue)
	case *page.EventJavascriptDialogOpening:
		w.fault("a dialog: %s %s", e.Type, e.Message)
		go w.answer() // the page stands still until then
	default:
		w.hearNetwork(ev)
	}
}

func (w *consoleWatch) hearNetwork(ev any) {
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		if w.requests == nil {
			w.requests = map[network.RequestID]string{}
		}
		w.requests[e.RequestID] = e.Request.Method + " " + e.Request.URL
		if address, err := url.Parse(e.Request.URL); err != nil || !w.own(address) {
			w.fault("request to another host: %s", e.Request.URL)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 500 {
			w.fault("status %d: %s", e.Response.Status, w.requests[e.RequestID])
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			w.fault("failed: %s %s %s", e.ErrorText, e.BlockedReason, w.requests[e.RequestID])
		}
	}
}

// own tells whether an address is the server's, or in the page itself.
func (w *consoleWatch) own(address *url.URL) bool {
	return address.Scheme == "data" || address.Scheme == "blob" || address.Scheme == "about" ||
		address.Scheme+"://"+address.Host == w.Origin
}

func (w *consoleWatch) issue(issue *audits.InspectorIssue) {
	details, err := json.Marshal(issue.Details)
	if err != nil {
		details = []byte(err.Error())
	}
	w.fault("issue %s: %s", issue.Code, details)
}

func consoleText(objects ...*runtime.RemoteObject) string {
	var words []string
	for _, o := range objects {
		switch {
		case o == nil:
		case o.Description != "":
			words = append(words, o.Description)
		default:
			words = append(words, string(o.Value))
		}
	}
	return strings.Join(words, " ")
}

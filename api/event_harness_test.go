package api_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// told is one server-sent event.
type told struct {
	name string
	data tree
}

func (e told) String() string { return e.name + " " + e.data.String() }

// listener is somebody who listens to a review, or was refused.
type listener struct {
	t      testing.TB
	status int
	header http.Header
	events chan told // closed at the end of the reply
	end    func()
}

// listen opens the events of a review at the path, such as "/workloads/…/lenses/…/events", and keeps reading.
func (s *server) listen(as, path string) *listener {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	s.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", s.url+"/api/v1"+path, nil)
	must(s.t, err)
	if token, ok := s.tokens[as]; ok {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if secret, ok := s.signed[as]; ok {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
	}
	res, err := s.client().Do(req)
	must(s.t, err)
	l := &listener{s.t, res.StatusCode, res.Header, make(chan told, 10_000), cancel}
	go func() {
		defer close(l.events)
		defer res.Body.Close()
		lines := bufio.NewScanner(res.Body)
		var e told
		for lines.Scan() {
			switch field, value, _ := strings.Cut(lines.Text(), ": "); field {
			case "event":
				e.name = value
			case "data":
				e.data = reply{body: []byte(value)}.tree(s.t)
			case "":
				if e.name != "" {
					s.spec.event(s.t, e)
					l.events <- e
				}
				e = told{}
			}
		}
	}()
	return l
}

// client is one of its own, so that streams do not wait for each other.
func (s *server) client() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
}

// next waits for an event of one of the kinds, and skips others.
func (l *listener) next(kinds ...string) told {
	l.t.Helper()
	patience := time.After(10 * time.Second)
	var skipped []string
	for {
		select {
		case e, more := <-l.events:
			if !more {
				l.t.Fatalf("the stream ended, want %v; came: %v", kinds, skipped)
			}
			if slices.Contains(kinds, e.name) {
				return e
			}
			skipped = append(skipped, e.String())
		case <-patience:
			l.t.Fatalf("no %v; came: %v", kinds, skipped)
		}
	}
}

// silent wants no event of the kinds for a while.
func (l *listener) silent(d time.Duration, kinds ...string) {
	l.t.Helper()
	patience := time.After(d)
	for {
		select {
		case e, more := <-l.events:
			if !more {
				return
			}
			if slices.Contains(kinds, e.name) {
				l.t.Errorf("came: %s", e)
			}
		case <-patience:
			return
		}
	}
}

// ends wants the stream to end within the time, and gives what came before.
func (l *listener) ends(within time.Duration) (came []string) {
	l.t.Helper()
	patience := time.After(within)
	for {
		select {
		case e, more := <-l.events:
			if !more {
				return came
			}
			came = append(came, e.String())
		case <-patience:
			l.t.Fatalf("the stream goes on; came: %v", came)
		}
	}
}

// checkEvents holds the events of a reply against the document.
func (sp *spec) checkEvents(t testing.TB, route specRoute, r reply) {
	t.Helper()
	if _, said := route.responses[fmt.Sprint(r.status)].(map[string]any)["content"].(map[string]any)["text/event-stream"]; !said {
		t.Errorf("%s gives events, which the OpenAPI document does not say", route.id)
	}
	if r.header.Get("Cache-Control") != "no-store" || r.header.Get("X-Accel-Buffering") != "no" {
		t.Errorf("%s: headers %v", route.id, r.header)
	}
	for line := range strings.Lines(string(r.body)) {
		if data, is := strings.CutPrefix(line, "data: "); is {
			sp.event(t, told{name: "hello", data: reply{body: []byte(data)}.tree(t)})
		}
	}
}

// event holds one event against what the document says of its name.
func (sp *spec) event(t testing.TB, e told) {
	t.Helper()
	schema, err := sp.schema("/paths/~1workloads~1{workload}~1lenses~1{lens}~1events/get/responses/200/content/text~1event-stream/x-events/" + e.name)
	if err != nil {
		t.Errorf("event %q is not in the OpenAPI document: %v", e.name, err)
		return
	}
	data, err := jsonschema.UnmarshalJSON(strings.NewReader(e.data.String()))
	if err != nil {
		t.Error(err)
		return
	}
	if err := schema.Validate(data); err != nil {
		t.Errorf("%s is not what the OpenAPI document says: %v", e, err)
	}
}

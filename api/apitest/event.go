package apitest

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"plumbline/api"
	"plumbline/models/service"
	"plumbline/models/store"
)

// StreamEvent is one server-sent event.
type StreamEvent struct {
	Name string
	Data Tree
}

func (e StreamEvent) String() string { return e.Name + " " + e.Data.String() }

// Listener is somebody who listens to a review, or was refused.
type Listener struct {
	t      testing.TB
	Status int
	header http.Header
	events chan StreamEvent // closed at the end of the reply
	End    func()
}

// Listen opens the events of a review at the path, such as "/workloads/…/lenses/…/events", and keeps reading.
func (s *Server) Listen(as, path string) *Listener {
	s.T.Helper()
	ctx, cancel := context.WithCancel(s.T.Context())
	s.T.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", s.URL+"/api/v1"+path, nil)
	Must(s.T, err)
	if token, ok := s.Tokens[as]; ok {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if secret, ok := s.Sessions[as]; ok {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
	}
	res, err := s.Client().Do(req)
	Must(s.T, err)
	l := &Listener{s.T, res.StatusCode, res.Header, make(chan StreamEvent, 10_000), cancel}
	go func() {
		defer close(l.events)
		defer res.Body.Close()
		lines := bufio.NewScanner(res.Body)
		var e StreamEvent
		for lines.Scan() {
			switch field, value, _ := strings.Cut(lines.Text(), ": "); field {
			case "event":
				e.Name = value
			case "data":
				e.Data = Reply{Body: []byte(value)}.Tree(s.T)
			case "":
				if e.Name != "" {
					s.Spec.event(s.T, e)
					l.events <- e
				}
				e = StreamEvent{}
			}
		}
	}()
	return l
}

// Client is one of its own, so that streams do not wait for each other.
func (s *Server) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
}

// Next waits for an event of one of the kinds, and skips others.
func (l *Listener) Next(kinds ...string) StreamEvent {
	l.t.Helper()
	patience := time.After(Patience)
	var skipped []string
	for {
		select {
		case e, more := <-l.events:
			if !more {
				l.t.Fatalf("the stream ended, want %v; came: %v", kinds, skipped)
			}
			if slices.Contains(kinds, e.Name) {
				return e
			}
			skipped = append(skipped, e.String())
		case <-patience:
			l.t.Fatalf("no %v; came: %v", kinds, skipped)
		}
	}
}

// Silent wants no event of the kinds for a while.
func (l *Listener) Silent(d time.Duration, kinds ...string) {
	l.t.Helper()
	patience := time.After(d)
	for {
		select {
		case e, more := <-l.events:
			if !more {
				return
			}
			if slices.Contains(kinds, e.Name) {
				l.t.Errorf("came: %s", e)
			}
		case <-patience:
			return
		}
	}
}

// Ends wants the stream to end within the time, and gives what came before.
func (l *Listener) Ends(within time.Duration) (came []string) {
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
func (sp *Spec) checkEvents(t testing.TB, route SpecRoute, r Reply) {
	t.Helper()
	content := route.responses[fmt.Sprint(r.Status)].(map[string]any)["content"].(map[string]any)
	if _, said := content["text/event-stream"]; !said {
		t.Errorf("%s gives events, which the OpenAPI document does not say", route.ID)
	}
	if r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("X-Accel-Buffering") != "no" {
		t.Errorf("%s: headers %v", route.ID, r.Header)
	}
	for line := range strings.Lines(string(r.Body)) {
		if data, is := strings.CutPrefix(line, "data: "); is {
			sp.event(t, StreamEvent{Name: "hello", Data: Reply{Body: []byte(data)}.Tree(t)})
		}
	}
}

// event holds one event against what the document says of its name.
func (sp *Spec) event(t testing.TB, e StreamEvent) {
	t.Helper()
	schema, err := sp.Schema("/paths/~1workloads~1{workload}~1lenses~1{lens}~1events/get/responses/200/content/" +
		"text~1event-stream/x-events/" + e.Name)
	if err != nil {
		t.Errorf("event %q is not in the OpenAPI document: %v", e.Name, err)
		return
	}
	data, err := jsonschema.UnmarshalJSON(strings.NewReader(e.Data.String()))
	if err != nil {
		t.Error(err)
		return
	}
	if err := schema.Validate(data); err != nil {
		t.Errorf("%s is not what the OpenAPI document says: %v", e, err)
	}
}

// SecondServer is the same server once more, over verbs of its own.
func (s *Server) SecondServer(st *store.Store, opt service.Options) *Server {
	s.T.Helper()
	other := *s
	other.Store, other.Service = st, service.New(st, opt)
	web := httptest.NewServer(api.New(other.Service, api.Options{Version: "test"}))
	s.T.Cleanup(web.Close)
	other.URL = web.URL
	return &other
}

// BasicsPath is the address of the sample lens, after a workload's.
const BasicsPath = "/lenses/service-basics"

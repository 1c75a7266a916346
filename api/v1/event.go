package v1

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/collaboration"
)

const (
	heartbeatInterval = 15 * time.Second  // between two signs of life, for the proxies on the way
	writeWait         = 20 * time.Second  // how long a client may take for one event; after that it is taken for gone
	retryLine         = "retry: 2000\n\n" // milliseconds after which a browser that lost the connection tries again
)

// reviewEvents is the reply that tells what happens in a review until one side leaves.
type reviewEvents struct {
	watch  *collaboration.Watch
	client string
}

type presentJSON struct {
	UserID     string `json:"user_id,omitempty" doc:"the person; missing for a guest"`
	Name       string `json:"name" doc:"the person's name"`
	QuestionID string `json:"question_id,omitempty" doc:"the question that is open; missing where it is the review as a whole"`
}

// helloJSON is the data of the first event.
type helloJSON struct {
	WorkloadID  string        `json:"workload_id" doc:"the workload"`
	LensID      string        `json:"lens_id" doc:"the lens"`
	LensVersion string        `json:"lens_version" doc:"the version that is answered"`
	UpdatedAt   time.Time     `json:"updated_at" doc:"when anything in the review changed last: who shows an older state loads it again"`
	Client      string        `json:"client,omitempty" doc:"what the tab calls itself"`
	People      []presentJSON `json:"people" doc:"who has the review open, by name; empty for guests"`
}

// eventJSON is the data of all others.
type eventJSON struct {
	WorkloadID string     `json:"workload_id,omitempty" doc:"the workload"`
	LensID     string     `json:"lens_id,omitempty" doc:"the lens of the review; missing where all reviews of the workload are meant"`
	QuestionID string     `json:"question_id,omitempty" doc:"the question"`
	PillarID   string     `json:"pillar_id,omitempty" doc:"the pillar"`
	Version    int        `json:"version,omitempty" doc:"of the answer or review, a milestone's number; a lower one than is known already is old news"`
	Risk       string     `json:"risk,omitempty" doc:"the risk of the answer" enum:"UNANSWERED,HIGH,MEDIUM,NONE,NOT_APPLICABLE"`
	Undecided  bool       `json:"undecided,omitempty" doc:"with risk NONE: the lens does not say"`
	ActorID    string     `json:"actor_id,omitempty" doc:"who did it: a user, token or access key; missing for guests"`
	ActorName  string     `json:"actor_name,omitempty" doc:"the name of that"`
	Client     string     `json:"client,omitempty" doc:"what the browser tab calls itself that did it, if it said so"`
	At         *time.Time `json:"at,omitempty" doc:"when"`
	Here       *bool      `json:"here,omitempty" doc:"of presence: true for somebody who came, false for somebody who left"`
}

func presentOut(p models.Presence) presentJSON { return presentJSON(p) }

func helloOut(l reviewEvents) helloJSON {
	v := l.watch.Review
	return helloJSON{WorkloadID: v.WorkloadID, LensID: v.LensID, LensVersion: v.Version.Name, UpdatedAt: v.UpdatedAt,
		Client: l.client,
		People: rest.Each(l.watch.People, presentOut)}
}

func eventOut(e models.ReviewEvent) eventJSON {
	out := eventJSON{WorkloadID: e.WorkloadID, LensID: e.LensID, QuestionID: e.QuestionID, PillarID: e.PillarID,
		Version: e.Version,
		Risk:    string(e.Risk.Key()), Undecided: undecided(e.Risk), ActorID: e.ActorID, ActorName: e.ActorName,
		Client: e.Client, At: rest.TimeOrNil(e.At)}
	if e.Kind == models.EventPresence {
		out.Here = &e.Here
	}
	return out
}

func (reviewEvents) Events(s *rest.Schemas) rest.Schema {
	all := rest.Schema{"hello": s.Of(reflect.TypeFor[helloJSON](), false)}
	for _, kind := range models.EventKinds {
		all[string(kind)] = s.Of(reflect.TypeFor[eventJSON](), false)
	}
	return all
}

func (a *API) watchReview(ctx context.Context, r *rest.Request, _ rest.None) (reviewEvents, error) {
	in := collaboration.WatchInput{Question: r.Query("question"), Client: r.Query("client")}
	w, err := a.svc.Watches.Begin(ctx, r.Param("workload"), r.Param("lens"), in)
	return reviewEvents{w, in.Client}, err
}

func (a *API) listPresent(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[presentJSON], error) {
	people, err := a.svc.Watches.Present(ctx, r.Param("workload"), r.Param("lens"))
	return rest.List[presentJSON]{Items: rest.Each(people, presentOut)}, err
}

// Serve sends events until the client leaves, the server stops or the listener may not listen any more; the browser
// then tries again, and is told why not.
func (l reviewEvents) Serve(c *gin.Context, log *slog.Logger) {
	defer l.watch.Close()
	c.Header("Content-Type", "text/event-stream")
	c.Header("X-Accel-Buffering", "no") // of nginx, which would hold events back
	c.Status(http.StatusOK)
	c.Writer.WriteHeaderNow()
	if c.Request.Method == http.MethodHead {
		return
	}
	out := &eventWriter{c.Writer, http.NewResponseController(c.Writer)}
	err := out.write([]byte(retryLine))
	if err == nil {
		err = out.event("hello", helloOut(l))
	}
	for err == nil {
		err = out.next(c.Request.Context(), l.watch)
	}
	if code := models.CodeOf(err); code != models.CodeInternal && code != "" {
		log.DebugContext(c.Request.Context(), "a listener was sent away", "code", code)
	}
}

// eventWriter writes the format of server-sent events (WHATWG HTML, section 9.2).
type eventWriter struct {
	to      http.ResponseWriter
	control *http.ResponseController
}

// next waits for one event and sends it, or a comment if none comes for a while.
func (w *eventWriter) next(ctx context.Context, watch *collaboration.Watch) error {
	wait, cancel := context.WithTimeout(ctx, heartbeatInterval)
	defer cancel()
	e, err := watch.Next(wait)
	switch {
	case err == nil:
		return w.event(string(e.Kind), eventOut(e))
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		return w.write([]byte(":\n\n"))
	}
	return err
}

func (w *eventWriter) event(name string, data any) error {
	text, err := json.Marshal(data) // on one line: JSON escapes line ends
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "event: %s\ndata: %s\n\n", name, text)
	return w.write(b.Bytes())
}

// write sends at once. Each write has its own time limit in place of the server's for the whole reply.
func (w *eventWriter) write(data []byte) error {
	if err := w.control.SetWriteDeadline(time.Now().Add(writeWait)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := w.to.Write(data); err != nil {
		return err
	}
	return w.control.Flush()
}

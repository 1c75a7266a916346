package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/models"
	"plumbline/models/service/access"
	"plumbline/models/text"
)

// Endpoint is a handler with the types of its body and reply, from which the OpenAPI document is made.
type Endpoint struct {
	in, out reflect.Type
	decode  func(*Request) (any, error)
	run     func(*Request, any) (any, error)
}

// None is the body of a request that has none, and of a 204 reply.
type None struct{}

// Raw is a JSON request body that the handler reads itself, such as a lens.
type Raw []byte

// Blob is a reply that is not made by encoding/json.
type Blob struct {
	MediaType string
	File      text.FileName // empty: it is shown in place, not saved
	Data      []byte
	Header    map[string]string // more of the reply's headers
}

// Stream is a reply that is too long to be held at once. The first part is made before the reply begins, so that
// whatever is wrong by then is a problem; a failure later on breaks the connection off, so that nobody takes half for
// the whole.
type Stream struct {
	MediaType string
	File      text.FileName
	Next      func() ([]byte, error) // nil bytes: the end
}

// Live replies go on until one side leaves, and write themselves.
type Live interface {
	Serve(c *gin.Context, log *slog.Logger)
	// Events describes the data of each event, by its name.
	Events(*Schemas) Schema
}

// Tagged replies give the version for the ETag.
type Tagged interface{ ETag() int }

// Located replies of a 201 say where the new thing is, under the API's root.
type Located interface{ Location() string }

// SignedIn replies begin a session: the browser gets its secret as a cookie.
type SignedIn interface {
	Begun() (secret string, view access.SessionView)
}

// SignedOut is the reply that ends the session.
type SignedOut struct{}

// Do makes an endpoint of a handler.
func Do[In, Out any](fn func(context.Context, *Request, In) (Out, error)) Endpoint {
	return Endpoint{
		in: reflect.TypeFor[In](), out: reflect.TypeFor[Out](),
		decode: func(r *Request) (any, error) { return decodeBody[In](r) },
		run:    func(r *Request, in any) (any, error) { return fn(r.HTTP.Context(), r, in.(In)) },
	}
}

// Request is what a handler may see of the HTTP request beside its body.
type Request struct {
	HTTP  *http.Request
	Param func(string) string
	limit int64
}

// bodyTimeout is how long a body may take to arrive before the token is looked at again: it may have been revoked
// meanwhile.
const bodyTimeout = 500 * time.Millisecond

// handle is the one adapter between gin and the endpoints: permission, body, verb, reply or problem.
func (a *Adapter) handle(row Route, authenticate gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		r, err := prepareRequest(c, row)
		if err != nil {
			a.Refuse(c, err)
			return
		}
		reply, err := a.answer(c, r, row, authenticate)
		switch {
		case c.IsAborted():
		case err != nil:
			a.Refuse(c, err)
		default:
			a.write(c, row, reply)
		}
	}
}

// answer reads the body and runs the operation, in a place of the queue where the row wants one.
func (a *Adapter) answer(c *gin.Context, r *Request, row Route, authenticate gin.HandlerFunc) (reply any, err error) {
	all := func(ctx context.Context) error {
		start := time.Now()
		in, err := row.Do.decode(r)
		if err != nil {
			return err
		}
		if row.Method != http.MethodGet && time.Since(start) > bodyTimeout {
			if authenticate(c); c.IsAborted() {
				return nil
			}
			r.HTTP = c.Request
		}
		run := func(ctx context.Context) (err error) {
			r.HTTP = r.HTTP.WithContext(ctx)
			body := in
			in = nil // the operation alone has the body, so that a large one can go as soon as it was read
			reply, err = row.Do.run(r, body)
			return err
		}
		if row.Cost == Heavy {
			return a.queue.Do(r.HTTP.Context(), run)
		}
		return run(r.HTTP.Context())
	}
	if row.Cost == WholeWorkload {
		return reply, a.queue.Archive(r.HTTP.Context(), func(ctx context.Context) error {
			// What was waited in line is no time in which the body could come.
			deadline := time.Now().Add(archiveTime)
			if err := http.NewResponseController(c.Writer).SetReadDeadline(deadline); err != nil &&
				!errors.Is(err, http.ErrNotSupported) {
				return err
			}
			return all(ctx)
		})
	}
	return reply, all(r.HTTP.Context())
}

// archiveTime is how long the body of a whole workload may take to arrive: other workspaces wait meanwhile.
const archiveTime = time.Minute

// prepareRequest does everything that comes before the body is read.
func prepareRequest(c *gin.Context, row Route) (*Request, error) {
	for _, p := range c.Params {
		if models.TextFault(p.Value) != "" { // nothing has such a name, and databases would not even take the question
			return nil, models.Errorf(models.CodeNotFound, "there is nothing at %q", c.Request.URL.Path)
		}
	}
	if row.Action != "" {
		actor := models.ActorFrom(c.Request.Context())
		if err := models.Allow(actor, row.Action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return nil, err
		}
	}
	r := &Request{HTTP: c.Request, Param: c.Param, limit: row.bodyLimit()}
	return r, r.checkQuery(row)
}

func (a *Adapter) write(c *gin.Context, row Route, reply any) {
	if t, ok := reply.(Tagged); ok {
		c.Header("ETag", strconv.Quote(strconv.Itoa(t.ETag())))
	}
	if l, ok := reply.(Located); ok && row.Status == http.StatusCreated {
		c.Header("Location", a.root+l.Location())
	}
	if s, ok := reply.(SignedIn); ok {
		if secret, view := s.Begun(); secret != "" {
			a.auth.SignIn(c.Writer, secret, view)
		}
	}
	c.Header("Cache-Control", "no-store")
	switch body := reply.(type) {
	case SignedOut:
		a.auth.SignOut(c.Writer)
		c.Status(row.Status)
		c.Writer.WriteHeaderNow()
	case Stream:
		a.stream(c, body)
	case Live:
		body.Serve(c, a.log)
	case None:
		c.Status(row.Status)
		c.Writer.WriteHeaderNow()
	case Blob:
		if body.File.Name != "" {
			kind := "inline"
			if strings.HasPrefix(body.MediaType, "text/html") {
				kind = "attachment" // a browser never runs a file of a workload as a page of this server
			}
			c.Header("Content-Disposition", body.File.Disposition(kind))
		}
		for name, value := range body.Header {
			c.Header(name, value)
		}
		c.Data(row.Status, body.MediaType, body.Data)
	default:
		a.writeJSON(c, row.Status, "application/json", reply)
	}
}

func (a *Adapter) stream(c *gin.Context, s Stream) {
	data, err := s.Next()
	if err != nil {
		a.Refuse(c, err)
		return
	}
	c.Header("Content-Type", s.MediaType)
	c.Header("Content-Disposition", s.File.Disposition("attachment"))
	c.Status(http.StatusOK)
	for ; data != nil && err == nil; data, err = s.Next() {
		if _, err := c.Writer.Write(data); err != nil {
			return // the client went away
		}
	}
	if err != nil {
		a.log.ErrorContext(c.Request.Context(), "a reply broke off", "path", c.Request.URL.Path, "error", err)
		panic(http.ErrAbortHandler)
	}
}

func (a *Adapter) writeJSON(c *gin.Context, status int, mediaType string, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		c.Writer.Header().Del("ETag")
		c.Writer.Header().Del("Location")
		a.Refuse(c, fmt.Errorf("encode a reply: %w", err))
		return
	}
	c.Data(status, mediaType, append(data, '\n'))
}

var entityTag = regexp.MustCompile(`^(W/)?"([0-9]+)"$`)

// neverMatches is the version of an ETag that is one, but none that this API ever gave.
const neverMatches = -1

// IfMatch reads the If-Match header: nil where there is none or it is "*". Weak ETags never match (RFC 9110, section
// 13.1.1).
func (r *Request) IfMatch() (*int, error) {
	lines := r.HTTP.Header.Values("If-Match")
	if len(lines) == 0 {
		return nil, nil
	}
	h := strings.TrimSpace(lines[0])
	if len(lines) > 1 || strings.Contains(h, ",") {
		return nil, models.Errorf(models.CodeInvalid, "the If-Match header names several ETags: give one ETag")
	}
	if h == "*" {
		return nil, nil
	}
	tag := entityTag.FindStringSubmatch(h)
	if tag == nil {
		return nil,
			models.Errorf(models.CodeInvalid, "the If-Match header must be an ETag of this API, such as %q, not %q", `"3"`, h)
	}
	n, err := strconv.Atoi(tag[2])
	if err != nil || tag[1] != "" || strconv.Itoa(n) != tag[2] {
		n = neverMatches
	}
	return &n, nil
}

func quotedETag(version int) string { return strconv.Quote(strconv.Itoa(version)) }

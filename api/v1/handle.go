package v1

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/models"
	"plumbline/models/service/access"
)

// endpoint is a handler with the types of its body and reply, from which the OpenAPI document is made.
type endpoint struct {
	in, out reflect.Type
	decode  func(*request) (any, error)
	run     func(*request, any) (any, error)
}

// none is the body of a request that has none, and of a 204 reply.
type none struct{}

// raw is a JSON request body that the handler reads itself, such as a lens.
type raw []byte

// blob is a reply that is not made by encoding/json.
type blob struct {
	mediaType string
	fileName  string // "" is shown in place, not saved
	data      []byte
}

// stream is a reply that is too long to be held at once. The first part is made before the reply begins, so that whatever is wrong by then is a problem;
// a failure later on breaks the connection off, so that nobody takes half for the whole.
type stream struct {
	mediaType string
	fileName  string
	next      func() ([]byte, error) // nil bytes: the end
}

// tagged replies give the version for the ETag.
type tagged interface{ etag() int }

// located replies of a 201 say where the new thing is, under the API's root.
type located interface{ location() string }

// signedIn replies begin a session: the browser gets its secret as a cookie.
type signedIn interface {
	begun() (secret string, view access.SessionView)
}

// signedOut is the reply that ends the session.
type signedOut struct{}

// do makes an endpoint of a handler.
func do[In, Out any](fn func(context.Context, *request, In) (Out, error)) endpoint {
	return endpoint{
		in: reflect.TypeFor[In](), out: reflect.TypeFor[Out](),
		decode: func(r *request) (any, error) { return decode[In](r) },
		run:    func(r *request, in any) (any, error) { return fn(r.http.Context(), r, in.(In)) },
	}
}

// request is what a handler may see of the HTTP request beside its body.
type request struct {
	http  *http.Request
	param func(string) string
	limit int64
}

// patience is how long a body may take to arrive before the token is looked at again: it may have been revoked meanwhile.
const patience = 500 * time.Millisecond

// handle is the one adapter between gin and the endpoints: permission, body, verb, reply or problem.
func (a *API) handle(row route, authenticate gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		r, err := prepare(c, row)
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
func (a *API) answer(c *gin.Context, r *request, row route, authenticate gin.HandlerFunc) (reply any, err error) {
	all := func(ctx context.Context) error {
		start := time.Now()
		in, err := row.do.decode(r)
		if err != nil {
			return err
		}
		if row.method != get && time.Since(start) > patience {
			if authenticate(c); c.IsAborted() {
				return nil
			}
			r.http = c.Request
		}
		run := func(ctx context.Context) (err error) {
			r.http = r.http.WithContext(ctx)
			body := in
			in = nil // the operation alone has the body, so that a large one can go as soon as it was read
			reply, err = row.do.run(r, body)
			return err
		}
		if row.work == heavy {
			return a.svc.Work.Do(r.http.Context(), run)
		}
		return run(r.http.Context())
	}
	if row.work == wholeWorkload {
		return reply, a.svc.Work.Archive(r.http.Context(), func(ctx context.Context) error {
			// What was waited in line is no time in which the body could come.
			deadline := time.Now().Add(archiveTime)
			if err := http.NewResponseController(c.Writer).SetReadDeadline(deadline); err != nil && !errors.Is(err, http.ErrNotSupported) {
				return err
			}
			return all(ctx)
		})
	}
	return reply, all(r.http.Context())
}

// archiveTime is how long the body of a whole workload may take to arrive: other workspaces wait meanwhile.
const archiveTime = time.Minute

// prepare does everything that comes before the body is read.
func prepare(c *gin.Context, row route) (*request, error) {
	for _, p := range c.Params {
		if models.Text(p.Value) != "" { // nothing has such a name, and databases would not even take the question
			return nil, models.Errorf(models.NotFound, "there is nothing at %q", c.Request.URL.Path)
		}
	}
	if row.action != "" {
		actor := models.ActorFrom(c.Request.Context())
		if err := models.Allow(actor, row.action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return nil, err
		}
	}
	r := &request{http: c.Request, param: c.Param, limit: row.bodyLimit()}
	return r, r.checkQuery(row)
}

func (a *API) write(c *gin.Context, row route, reply any) {
	if t, ok := reply.(tagged); ok {
		c.Header("ETag", strconv.Quote(strconv.Itoa(t.etag())))
	}
	if l, ok := reply.(located); ok && row.status == http.StatusCreated {
		c.Header("Location", Root+l.location())
	}
	if s, ok := reply.(signedIn); ok {
		if secret, view := s.begun(); secret != "" {
			a.auth.SignIn(c.Writer, secret, view)
		}
	}
	c.Header("Cache-Control", "no-store")
	switch body := reply.(type) {
	case signedOut:
		a.auth.SignOut(c.Writer)
		c.Status(row.status)
		c.Writer.WriteHeaderNow()
	case stream:
		a.stream(c, body)
	case live:
		a.live(c, body)
	case none:
		c.Status(row.status)
		c.Writer.WriteHeaderNow()
	case blob:
		if body.fileName != "" {
			c.Header("Content-Disposition", fmt.Sprintf("inline; filename=%q", body.fileName))
		}
		c.Data(row.status, body.mediaType, body.data)
	default:
		a.writeJSON(c, row.status, "application/json", reply)
	}
}

func (a *API) stream(c *gin.Context, s stream) {
	data, err := s.next()
	if err != nil {
		a.Refuse(c, err)
		return
	}
	c.Header("Content-Type", s.mediaType)
	c.Header("Content-Disposition", fmt.Sprintf("attachment; filename=%q", s.fileName))
	c.Status(http.StatusOK)
	for ; data != nil && err == nil; data, err = s.next() {
		if _, err := c.Writer.Write(data); err != nil {
			return // the client went away
		}
	}
	if err != nil {
		a.log.ErrorContext(c.Request.Context(), "a reply broke off", "path", c.Request.URL.Path, "error", err)
		panic(http.ErrAbortHandler)
	}
}

func (a *API) writeJSON(c *gin.Context, status int, mediaType string, body any) {
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

// ifMatch reads the If-Match header: nil where there is none or it is "*". Weak ETags never match (RFC 9110, section 13.1.1).
func (r *request) ifMatch() (*int, error) {
	lines := r.http.Header.Values("If-Match")
	if len(lines) == 0 {
		return nil, nil
	}
	h := strings.TrimSpace(lines[0])
	if len(lines) > 1 || strings.Contains(h, ",") {
		return nil, models.Errorf(models.Invalid, "the If-Match header names several ETags: give one ETag")
	}
	if h == "*" {
		return nil, nil
	}
	tag := entityTag.FindStringSubmatch(h)
	if tag == nil {
		return nil, models.Errorf(models.Invalid, "the If-Match header must be an ETag of this API, such as %q, not %q", `"3"`, h)
	}
	n, err := strconv.Atoi(tag[2])
	if err != nil || tag[1] != "" || strconv.Itoa(n) != tag[2] {
		n = neverMatches
	}
	return &n, nil
}

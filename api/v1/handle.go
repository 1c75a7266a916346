package v1

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"plumbline/models"
)

// endpoint is a handler with the types of its body and reply, from which the OpenAPI document is made.
type endpoint struct {
	in, out reflect.Type
	run     func(*request) (any, error)
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

// tagged replies give the version for the ETag.
type tagged interface{ etag() int }

// located replies of a 201 say where the new thing is, under the API's root.
type located interface{ location() string }

// do makes an endpoint of a handler.
func do[In, Out any](fn func(context.Context, *request, In) (Out, error)) endpoint {
	return endpoint{
		in: reflect.TypeFor[In](), out: reflect.TypeFor[Out](),
		run: func(r *request) (any, error) {
			in, err := decode[In](r)
			if err != nil {
				return nil, err
			}
			return fn(r.http.Context(), r, in)
		},
	}
}

// request is what a handler may see of the HTTP request beside its body.
type request struct {
	http  *http.Request
	param func(string) string
	limit int64
}

// handle is the one adapter between gin and the endpoints: permission, body, verb, reply or problem.
func (a *API) handle(row route) gin.HandlerFunc {
	return func(c *gin.Context) {
		reply, err := a.answer(c, row)
		if err != nil {
			a.Refuse(c, err)
			return
		}
		a.write(c, row, reply)
	}
}

func (a *API) answer(c *gin.Context, row route) (any, error) {
	if row.action != "" {
		actor := models.ActorFrom(c.Request.Context())
		if err := models.Allow(actor, row.action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return nil, err
		}
	}
	limit := row.limit
	if limit == 0 {
		limit = defaultBody
	}
	r := &request{http: c.Request, param: c.Param, limit: limit}
	if err := r.checkQuery(row); err != nil {
		return nil, err
	}
	return row.do.run(r)
}

func (a *API) write(c *gin.Context, row route, reply any) {
	if t, ok := reply.(tagged); ok {
		c.Header("ETag", strconv.Quote(strconv.Itoa(t.etag())))
	}
	if l, ok := reply.(located); ok && row.status == http.StatusCreated {
		c.Header("Location", Root+l.location())
	}
	c.Header("Cache-Control", "no-store")
	switch body := reply.(type) {
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

func (a *API) writeJSON(c *gin.Context, status int, mediaType string, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		a.log.ErrorContext(c.Request.Context(), "could not encode a reply", "path", c.FullPath(), "error", err)
		c.Status(statusOf[models.Internal])
		return
	}
	c.Data(status, mediaType, append(data, '\n'))
}

// ifMatch reads the If-Match header: nil where there is none or it is "*".
func (r *request) ifMatch() (*int, error) {
	h := strings.TrimSpace(r.http.Header.Get("If-Match"))
	if h == "" || h == "*" {
		return nil, nil
	}
	n, err := strconv.Atoi(strings.Trim(strings.TrimPrefix(h, "W/"), `"`))
	if err != nil || n < 0 {
		return nil, models.Errorf(models.Invalid, "the If-Match header must be an ETag of this API, such as %q, not %q", `"3"`, h)
	}
	return &n, nil
}

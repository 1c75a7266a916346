package rest

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/api/middleware"
	"plumbline/models"
	"plumbline/questionnaires"
)

// Problem is an RFC 9457 problem. Code is stable; Detail is for people.
type Problem struct {
	Type      string         `json:"type" doc:"always about:blank: title and code tell the kind"`
	Title     string         `json:"title" doc:"the kind of failure in words"`
	Status    int            `json:"status" doc:"the HTTP status again"`
	Code      string         `json:"code" doc:"stable name of the kind of failure" enum:"invalid,unauthenticated,forbidden,codes_required,not_found,method_not_allowed,conflict,stale,too_large,rate_limited,unavailable,internal"`
	Detail    string         `json:"detail" doc:"what happened, in a sentence"`
	RequestID string         `json:"request_id" doc:"finds the request in the server's log"`
	Errors    []ProblemField `json:"errors,omitempty" doc:"each thing that is wrong with the input"`
	Current   any            `json:"current,omitempty" doc:"with code stale: the state as it is now"`
}

type ProblemField struct {
	Pointer string `json:"pointer" doc:"JSON pointer into the request body, or the name of a query parameter"`
	Message string `json:"message" doc:"what is wrong there"`
	Code    string `json:"code,omitempty" doc:"in a lens: the stable code of the check"`
	Level   string `json:"level,omitempty" doc:"in a lens: error or warning"`
	Line    int    `json:"line,omitempty" doc:"in a lens: line, from 1"`
	Column  int    `json:"column,omitempty" doc:"in a lens: column in characters, from 1"`
}

// statusOf is this door's one map from codes to statuses.
var statusOf = map[models.ErrorCode]int{
	models.CodeInvalid:              http.StatusUnprocessableEntity,
	models.CodeUnauthenticated:      http.StatusUnauthorized,
	models.CodeForbidden:            http.StatusForbidden,
	models.CodeOneTimeCodesRequired: http.StatusForbidden,
	models.CodeNotFound:             http.StatusNotFound,
	models.CodeConflict:             http.StatusConflict,
	models.CodeStale:                http.StatusPreconditionFailed,
	models.CodeTooLarge:             http.StatusRequestEntityTooLarge,
	models.CodeRateLimited:          http.StatusTooManyRequests,
	models.CodeUnavailable:          http.StatusServiceUnavailable,
	models.CodeInternal:             http.StatusInternalServerError,
}

const internalDetail = "Something went wrong on the server. It was logged under the request id."

// errSyntax marks an Invalid error of a request that could not be read at all: 400 instead of 422.
var errSyntax = errors.New("malformed request")

func malformed(format string, args ...any) *models.Error {
	return models.Errorf(models.CodeInvalid, "the request can't be read: "+format, args...).Because(errSyntax)
}

// Refuse answers a request with the problem that err is, and logs what the client is not told.
func (a *Adapter) Refuse(c *gin.Context, err error) {
	ctx := c.Request.Context()
	code := models.CodeOf(err)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		code = models.CodeUnavailable
	}
	p := Problem{
		Type: "about:blank", Status: statusOf[code], Code: string(code), Detail: internalDetail,
		RequestID: middleware.RequestID(ctx),
	}
	if e, ok := errors.AsType[*models.Error](err); ok && code != models.CodeInternal {
		p.Detail, p.Errors, p.Current = sentenceCase(e.Message), a.details.Fields(e), a.details.Current(e)
	}
	if errors.Is(err, errSyntax) {
		p.Status = http.StatusBadRequest
	}
	switch code {
	case models.CodeInternal:
		a.log.ErrorContext(ctx, "request failed", "path", middleware.LoggedPath(c.Request.URL.Path), "error", err)
	case models.CodeUnavailable:
		a.log.WarnContext(ctx, "request failed for now", "path", middleware.LoggedPath(c.Request.URL.Path), "error", err)
		c.Header("Retry-After", retryAfter(err))
	case models.CodeUnauthenticated:
		c.Header("WWW-Authenticate", `Bearer realm="plumbline"`)
	case models.CodeRateLimited:
		c.Header("Retry-After", retryAfter(err))
	case models.CodeStale:
		if t, ok := p.Current.(Tagged); ok {
			c.Header("ETag", quotedETag(t.ETag()))
		}
	}
	a.writeProblem(c, p)
}

// retryAfter is the whole seconds after which to try again, at least one.
func retryAfter(err error) string {
	wait := time.Second
	if e, ok := errors.AsType[*models.Error](err); ok {
		wait = max(wait, e.Wait)
	}
	return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
}

// NoRoute answers a request to a path that is not there, and NoMethod one whose path does not take the method.
func (a *Adapter) NoRoute(c *gin.Context) {
	a.Refuse(c, models.Errorf(models.CodeNotFound, "there is nothing at %s", c.Request.URL.Path))
}

// NoMethod answers a request whose path does not take the method.
func (a *Adapter) NoMethod(c *gin.Context) {
	a.writeProblem(c, Problem{
		Type: "about:blank", Status: http.StatusMethodNotAllowed, Code: "method_not_allowed",
		Detail:    c.Request.URL.Path + " does not take " + c.Request.Method + ".",
		RequestID: middleware.RequestID(c.Request.Context()),
	})
}

func (a *Adapter) writeProblem(c *gin.Context, p Problem) {
	p.Title = http.StatusText(p.Status)
	c.Header("Cache-Control", "no-store")
	a.writeJSON(c, p.Status, "application/problem+json", p)
	c.Abort()
}

// Pointer makes a JSON pointer of a fault's path, whose steps are escaped already.
func Pointer(field string) string {
	if field == "" {
		return ""
	}
	return "/" + field
}

func sentenceCase(s string) string {
	if s == "" {
		return s
	}
	if first, _,
		_ := strings.Cut(s, " "); !strings.ContainsAny(first, "_/") { // the name of a member stays as it is spelled
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// Unready answers a readiness check that failed.
func (a *Adapter) Unready(c *gin.Context, cause error) {
	a.Refuse(c, models.Errorf(models.CodeUnavailable, "the database does not answer").Because(cause))
}

// ProblemsOf are the problems of a lens.
func ProblemsOf(problems questionnaires.Problems) []ProblemField {
	fields := make([]ProblemField, 0, len(problems))
	for _, p := range problems {
		fields = append(fields, ProblemField{
			Pointer: p.Pointer, Message: p.Message, Code: p.Code, Level: string(p.Level), Line: p.Line, Column: p.Column,
		})
	}
	return fields
}

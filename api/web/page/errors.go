package page

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/api/middleware"
	"plumbline/models"
	"plumbline/models/urls"
)

// errorWords are the pages' one map from codes to statuses, and what a page says beside the error's own words.
var errorWords = map[models.ErrorCode]struct {
	status      int
	title, next string
}{
	models.CodeInvalid: {http.StatusUnprocessableEntity, "This can't be taken as it is",
		"Go back, change it and send it again: what you typed is still there."},
	models.CodeUnauthenticated: {http.StatusUnauthorized, "You are signed out",
		"Nothing was changed. Sign in, then go back in the browser and reload the form before you send it again."},
	models.CodeForbidden: {http.StatusForbidden, "You don't have access",
		"Nothing was changed. An owner of the workspace, or an administrator, can give you the role that it needs."},
	models.CodeOneTimeCodesRequired: {http.StatusForbidden, "Two-factor sign-in is required",
		"Nothing was changed. Enable it under “Your account”, then come back."},
	models.CodeNotFound: {http.StatusNotFound, "Page not found",
		"Check the address, or start from the list of workloads."},
	models.CodeConflict: {http.StatusConflict, "Conflict", "Nothing was changed."},
	models.CodeStale: {http.StatusPreconditionFailed, "Somebody else changed this meanwhile",
		"Nothing was changed. Go back, reload the page and look at the new state."},
	models.CodeTooLarge: {http.StatusRequestEntityTooLarge, "This is too large",
		"Nothing was changed. Go back and send less at once."},
	models.CodeRateLimited: {http.StatusTooManyRequests, "Too many tries", "Nothing was changed. Wait, then try again."},
	models.CodeUnavailable: {http.StatusServiceUnavailable, "The server can't answer for the moment",
		"Try again in a moment."},
	models.CodeInternal: {http.StatusInternalServerError, "Something went wrong on the server",
		"It was logged. If it stays, tell the administrator the request id."},
}

// StatusOf is the status of a page that says so.
func StatusOf(code models.ErrorCode) int { return errorWords[code].status }

type errorData struct {
	Status                int
	Message, Next, Signin string
	RequestID             string
	Kept                  *keptForm // what was sent, where it can be sent again
}

// keptWords say what to do where the page has what was sent.
var keptWords = map[models.ErrorCode]string{
	models.CodeUnauthenticated: "Nothing was saved yet. What you sent is below: sign in here, and it is saved.",
	models.CodeForbidden: "Nothing was changed, and what you sent is below. An owner of the workspace, or an " +
		"administrator, can give you the role that it needs; then send it again.",
	models.CodeTooLarge: "Nothing was changed, and what you sent is below. Shorten it, then send it again.",
	models.CodeInvalid:  "Nothing was changed, and what you sent is below. Change it, then send it again.",
}

// keptWord is for every other failure.
const keptWord = "What you sent is below: nothing of it is lost. Send it again, or copy what you need."

// fail answers a request with the page that err is, and logs what the person is not told. A signed-out visitor is sent
// to sign in.
func (a *Adapter) fail(r *Request, err error) {
	ctx := r.HTTP.Context()
	code := models.CodeOf(err)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		code = models.CodeUnavailable
	}
	words := errorWords[code]
	data := errorData{Status: words.status, Next: words.next}
	switch code {
	case models.CodeUnauthenticated:
		if r.HTTP.Method != http.MethodPost && !r.Script() {
			r.Gin.Header("Cache-Control", "no-store")
			r.Gin.Redirect(http.StatusSeeOther, a.root.at(urls.SignIn+"?return_to="+url.QueryEscape(r.HTTP.URL.RequestURI())))
			r.Gin.Abort()
			return
		}
		data.Signin = urls.SignIn
	case models.CodeOneTimeCodesRequired:
		if r.HTTP.Method != http.MethodPost && !r.Script() {
			r.Gin.Header("Cache-Control", "no-store")
			r.Gin.Redirect(http.StatusSeeOther, urls.CodesOfAccount)
			r.Gin.Abort()
			return
		}
	case models.CodeInternal:
		a.Options.Logger.ErrorContext(ctx, "request failed", "path", r.HTTP.URL.Path, "error", err)
		data.RequestID = middleware.RequestID(ctx)
	case models.CodeUnavailable:
		a.Options.Logger.WarnContext(ctx, "request failed for now", "path", r.HTTP.URL.Path, "error", err)
	}
	r.retryAfter(err)
	if e, ok := errors.AsType[*models.Error](err); ok && code != models.CodeInternal {
		data.Message = Sentence(faultyMessage(e))
	}
	r.Gin.Abort()
	if data.Kept = keptOf(r.HTTP, r.Gin.FullPath()); data.Kept != nil {
		data.Kept.Signin, data.Kept.SSO = code == models.CodeUnauthenticated, a.Options.SSO
		data.Next = cmp.Or(keptWords[code], keptWord)
		a.tokenOf(r)
	}
	if r.Script() {
		r.Gin.Header("Cache-Control", "no-store")
		r.Gin.JSON(words.status, scriptError{string(code), words.title, data.Message, data.RequestID, a.movedTo(r, err)})
		return
	}
	a.show(r, Reply{Template: "error", Title: words.title, Data: data, Status: words.status})
}

// scriptError is what a script of ours gets instead of the page.
type scriptError struct {
	Code      string `json:"code"`
	Title     string `json:"title"`
	Message   string `json:"message"`
	RequestID string `json:"request_id,omitempty"`
	Moved     string `json:"moved,omitempty"` // address of the question that this one is now
}

// movedTo asks the hook.
func (a *Adapter) movedTo(r *Request, err error) string {
	if a.Options.MovedTo == nil {
		return ""
	}
	return a.Options.MovedTo(r, err)
}

// retryAfter says when to try again, where that is known.
func (r *Request) retryAfter(err error) {
	switch e, ok := errors.AsType[*models.Error](err); {
	case !ok:
	case e.Code == models.CodeRateLimited, e.Code == models.CodeUnavailable:
		r.Gin.Header("Retry-After", strconv.Itoa(max(1, int((e.Wait+time.Second-1)/time.Second))))
	}
}

// Refuse answers a request that got no further than the engine, with a page.
func (a *Adapter) Refuse(c *gin.Context, err error) {
	a.fail(&Request{HTTP: c.Request, Gin: c}, err)
}

// NoRoute answers a request to a path that is not there.
func (a *Adapter) NoRoute(c *gin.Context) {
	r := &Request{HTTP: c.Request, Gin: c}
	if c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead {
		if err := a.identify(r); err != nil && models.CodeOf(err) != models.CodeUnauthenticated {
			a.fail(r, err)
			return
		}
	}
	a.fail(r, models.Errorf(models.CodeNotFound, "there is no page at this address"))
}

// NoMethod answers a request whose path does not take the method.
func (a *Adapter) NoMethod(c *gin.Context) {
	a.show(&Request{HTTP: c.Request, Gin: c}, Reply{Template: "error", Title: "This address does not take that",
		Status: http.StatusMethodNotAllowed,
		Data: errorData{Status: http.StatusMethodNotAllowed, Message: "It was asked for in a way that it has no answer to.",
			Next: "Start from the list of workloads."}})
	c.Abort()
}

// faultyMessage is what an error says, its fields in the words of forms.
func faultyMessage(e *models.Error) string {
	if len(e.Faults) == 0 {
		return e.Message
	}
	var list []string
	for _, fault := range (Form{Faults: e.Faults}).Listed() {
		list = append(list, strings.TrimSpace(fault.Label+": "+fault.Message))
	}
	return strings.TrimPrefix(strings.Join(list, "; "), ": ")
}

// Sentence makes a sentence of an error's words.
func Sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// MessageOf is what an error says to people.
func MessageOf(err error) string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Message
	}
	return ""
}

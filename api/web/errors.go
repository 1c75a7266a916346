package web

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
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

// errorWords are this door's one map from codes to statuses, and what a page says beside the error's own words.
var errorWords = map[models.Code]struct {
	status      int
	title, next string
}{
	models.Invalid:         {http.StatusUnprocessableEntity, "This can't be taken as it is", "Go back, change it and send it again: what you typed is still there."},
	models.Unauthenticated: {http.StatusUnauthorized, "You are signed out", "Nothing was changed. Sign in, then go back in the browser and reload the form before you send it again."},
	models.Forbidden:       {http.StatusForbidden, "You may not do this", "Nothing was changed. An owner of the workspace, or an administrator, can give you the role that it needs."},
	models.CodesRequired:   {http.StatusForbidden, "One-time codes are required", "Nothing was changed. Set one-time codes up under “Your account”, then come back."},
	models.NotFound:        {http.StatusNotFound, "There is nothing here", "Check the address, or start from the list of workloads."},
	models.Conflict:        {http.StatusConflict, "This does not go together", "Nothing was changed."},
	models.Stale:           {http.StatusPreconditionFailed, "Somebody else changed this meanwhile", "Nothing was changed. Go back, reload the page and look at the new state."},
	models.TooLarge:        {http.StatusRequestEntityTooLarge, "This is too large", "Nothing was changed. Go back and send less at once."},
	models.RateLimited:     {http.StatusTooManyRequests, "Too many tries", "Nothing was changed. Wait, then try again."},
	models.Unavailable:     {http.StatusServiceUnavailable, "The server can't answer for the moment", "Try again in a moment."},
	models.Internal:        {http.StatusInternalServerError, "Something went wrong on the server", "It was logged. If it stays, tell the administrator the request id."},
}

func statusOf(code models.Code) int { return errorWords[code].status }

type errorData struct {
	Status                int
	Message, Next, Signin string
	RequestID             string
	Kept                  *kept // what was sent, where it can be sent again
}

// keptWords say what to do where the page has what was sent.
var keptWords = map[models.Code]string{
	models.Unauthenticated: "Nothing was saved yet. What you sent is below: sign in here, and it is saved.",
	models.Forbidden:       "Nothing was changed, and what you sent is below. An owner of the workspace, or an administrator, can give you the role that it needs; then send it again.",
	models.TooLarge:        "Nothing was changed, and what you sent is below. Shorten it, then send it again.",
	models.Invalid:         "Nothing was changed, and what you sent is below. Change it, then send it again.",
}

// keptWord is for every other failure.
const keptWord = "What you sent is below: nothing of it is lost. Send it again, or copy what you need."

// fail answers a request with the page that err is, and logs what the person is not told. A signed-out visitor is sent to sign in.
func (w *Web) fail(r *request, err error) {
	ctx := r.http.Context()
	code := models.CodeOf(err)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		code = models.Unavailable
	}
	words := errorWords[code]
	data := errorData{Status: words.status, Next: words.next}
	switch code {
	case models.Unauthenticated:
		if r.http.Method != post && !r.script() {
			r.c.Header("Cache-Control", "no-store")
			r.c.Redirect(http.StatusSeeOther, w.root.at(urls.SignIn+"?return_to="+url.QueryEscape(r.http.URL.RequestURI())))
			r.c.Abort()
			return
		}
		data.Signin = urls.SignIn
	case models.CodesRequired:
		if r.http.Method != post && !r.script() {
			r.c.Header("Cache-Control", "no-store")
			r.c.Redirect(http.StatusSeeOther, urls.CodesOfAccount)
			r.c.Abort()
			return
		}
	case models.Internal:
		w.opt.Logger.ErrorContext(ctx, "request failed", "path", r.http.URL.Path, "error", err)
		data.RequestID = middleware.RequestID(ctx)
	case models.Unavailable:
		w.opt.Logger.WarnContext(ctx, "request failed for now", "path", r.http.URL.Path, "error", err)
	}
	r.retryAfter(err)
	if e, ok := errors.AsType[*models.Error](err); ok && code != models.Internal {
		data.Message = sentence(e.Message)
	}
	r.c.Abort()
	if data.Kept = keptOf(r.http, r.c.FullPath()); data.Kept != nil {
		data.Kept.Signin, data.Kept.SSO = code == models.Unauthenticated, w.opt.SSO
		data.Next = cmp.Or(keptWords[code], keptWord)
		w.tokenOf(r)
	}
	if r.script() {
		r.c.Header("Cache-Control", "no-store")
		r.c.JSON(words.status, scriptError{string(code), words.title, data.Message, data.RequestID, r.movedTo(err)})
		return
	}
	w.show(r, page{name: "error", title: words.title, data: data, status: words.status})
}

// scriptError is what a script of ours gets instead of the page.
type scriptError struct {
	Code      string `json:"code"`
	Title     string `json:"title"`
	Message   string `json:"message"`
	RequestID string `json:"request_id,omitempty"`
	Moved     string `json:"moved,omitempty"` // address of the question that this one is now
}

// movedTo is the address of a question that has another id now.
func (r *request) movedTo(err error) string {
	if gone, is := errors.AsType[*reviews.GoneQuestion](err); is && gone.MovedTo != "" {
		return string(r.reviewPath().question(gone.MovedTo))
	}
	return ""
}

// retryAfter says when to try again, where that is known.
func (r *request) retryAfter(err error) {
	switch e, ok := errors.AsType[*models.Error](err); {
	case !ok:
	case e.Code == models.RateLimited, e.Code == models.Unavailable:
		r.c.Header("Retry-After", strconv.Itoa(max(1, int((e.Wait+time.Second-1)/time.Second))))
	}
}

// Refuse answers a request that got no further than the engine, with a page.
func (w *Web) Refuse(c *gin.Context, err error) {
	w.fail(&request{http: c.Request, c: c}, err)
}

// NoRoute answers a request to a path that is not there.
func (w *Web) NoRoute(c *gin.Context) {
	r := &request{http: c.Request, c: c}
	if c.Request.Method == get || c.Request.Method == http.MethodHead {
		if err := w.identify(r); err != nil && models.CodeOf(err) != models.Unauthenticated {
			w.fail(r, err)
			return
		}
	}
	w.fail(r, models.Errorf(models.NotFound, "there is no page at this address"))
}

// NoMethod answers a request whose path does not take the method.
func (w *Web) NoMethod(c *gin.Context) {
	w.show(&request{http: c.Request, c: c}, page{name: "error", title: "This address does not take that", status: http.StatusMethodNotAllowed,
		data: errorData{Status: http.StatusMethodNotAllowed, Message: "It was asked for in a way that it has no answer to.", Next: "Start from the list of workloads."}})
	c.Abort()
}

// sentence makes a sentence of an error's words.
func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

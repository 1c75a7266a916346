package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	"plumbline/models"
	"plumbline/models/service/access"
	"plumbline/models/text"
	"plumbline/models/urls"
)

// page is what a handler gives: one to show, or where to go, or a file.
type page struct {
	name   string // of the template
	title  string
	data   any
	status int    // 0: 200, or what the form's fault says
	to     string // redirect after a form was taken (303)
	file   *file
	json   any // for a script of ours instead of a page
}

// file is a download.
type file struct {
	mediaType, name string
	data            []byte
}

// request is what a handler may see of the HTTP request.
type request struct {
	http    *http.Request
	c       *gin.Context
	session access.SessionView // empty: nobody is signed in
	secret  string             // of the session
	form    form               // what was posted, and what is wrong with it
	status  int                // of the page that shows the form again

	visitor  *access.SessionView // who sends a body, where that was looked up before the body was read
	together bool                // what the handler reads is of one transaction

	body     *counted // of what was posted; nil where nothing was
	limit    int64    // of it that the route takes, in bytes
	unproven bool     // the session lives, but the form came without its token
}

func (r *request) param(name string) string { return r.c.Param(name) }
func (r *request) query(name string) string { return r.http.URL.Query().Get(name) }
func (r *request) post(name string) string  { return r.http.PostForm.Get(name) }

// line is a posted field without the white space around it, which slips in when something is pasted.
func (r *request) line(name string) string { return strings.TrimSpace(r.post(name)) }

func (r *request) signedIn() bool { return r.session.Actor.Kind != "" }

// script tells whether a script of ours asks, which wants JSON.
func (r *request) script() bool { return r.http.Header.Get("Accept") == "application/json" }

// decode reads the JSON that a script sent. A member that nobody knows is refused: script and server are of one release, or the page is old.
func decode[T any](r *request) (v T, err error) {
	data, err := io.ReadAll(r.http.Body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return v, models.Errorf(models.TooLarge, "this is larger than %d KB", maxJSON>>10)
	}
	if e, ok := errors.AsType[*models.Error](err); ok { // the server takes no more at present
		return v, e
	}
	if err == nil {
		if data, err = text.JSON(data); err != nil {
			return v, models.Errorf(models.Invalid, "what was sent %s", err)
		}
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err = cmp.Or(err, d.Decode(&v)); err != nil {
		return v, models.Errorf(models.Invalid, "what was sent can't be read; reload the page").Because(err)
	}
	return v, nil
}

// become goes on as whoever has just signed in.
func (r *request) become(secret string, view access.SessionView) {
	r.session, r.secret = view, secret
	r.http = r.http.WithContext(models.WithActor(r.http.Context(), view.Actor))
}

// What bounds a posted body, in bytes: 200 workload ids and some fields are far below the first. A form with all notes of an answer at their longest, each
// as it was and as it is, is below the second; a script sends one change of it at a time.
const (
	maxOpen   = 16 << 10 // of a form that everybody may send
	maxForm   = 256 << 10
	maxAnswer = 4 << 20
	maxJSON   = 1 << 20
)

// limit bounds the body of a request to the route.
func (row route) limit(r *request) int64 {
	switch {
	case row.action == "":
		return maxOpen
	case r.script():
		return maxJSON
	case row.action == models.UpdateAnswer:
		return maxAnswer
	case largeForms[row.path] > 0:
		return largeForms[row.path]
	}
	return maxForm
}

// policy lets pages load what this server serves, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// handle is the one adapter between gin and the handlers: form, actor, permission, handler, page.
func (w *Web) handle(row route) gin.HandlerFunc {
	return func(c *gin.Context) {
		r := &request{http: c.Request, c: c}
		p, err := w.serve(r, row)
		if err != nil {
			w.fail(r, err)
			return
		}
		w.answer(r, p)
	}
}

// lengthy are the pages whose making may take long or wait for its turn. Each of their reads has a transaction of its
// own, so that no connection of the database is held meanwhile.
var lengthy = map[string]bool{
	urls.Workload(":workload").Report():                          true,
	string(urls.Lens(":lens")):                                   true,
	urls.Lens(":lens").Publish():                                 true,
	urls.Lens(":lens").Edit():                                    true,
	urls.Lens(":lens").EditQuestion(":question"):                 true,
	string(urls.Lens(":lens").Version(":version")):               true,
	urls.Lens(":lens").Version(":version").Question(":question"): true,
}

// serve makes the page. One that a person who is signed in only looks at is read in one transaction, who looks
// included, and so is of one moment; it is drawn after that.
func (w *Web) serve(r *request, row route) (p page, err error) {
	if row.method != get || row.action == "" || lengthy[row.path] || w.auth.Session(r.http) == "" {
		return w.do(r, row)
	}
	err = w.svc.ReadTogether(r.http.Context(), func(ctx context.Context) (err error) {
		r.http, r.together = r.http.WithContext(ctx), true
		p, err = w.do(r, row)
		return err
	})
	return p, err
}

// do runs what comes before the handler, and the handler.
func (w *Web) do(r *request, row route) (page, error) {
	if err := w.prepare(r, row); err != nil {
		return w.resume(r, row, err)
	}
	return row.do(r)
}

// queued makes a handler that is expensive wait for its turn: the form is read by then, and what is shown comes after.
func (w *Web) queued(do func(*request) (page, error)) func(*request) (page, error) {
	return func(r *request) (p page, err error) {
		if r.together {
			return page{}, errors.New("web: a page that waits for its turn is not among the lengthy ones")
		}
		err = w.svc.Work.Do(r.http.Context(), func(ctx context.Context) (err error) {
			r.http = r.http.WithContext(ctx)
			p, err = do(r)
			return err
		})
		return p, err
	}
}

// prepare does everything that comes before the handler.
func (w *Web) prepare(r *request, row route) error {
	if r.http.Method == post {
		w.bound(r, row)
	}
	unread := r.parse()
	r.c.Request = r.http
	if unread != nil && models.CodeOf(unread) != models.TooLarge {
		return unread
	}
	if err := w.identify(r); err != nil {
		code := models.CodeOf(err) // where everybody may come, a session that is over or not proven counts as none
		if row.action != "" || (code != models.Unauthenticated && code != models.Forbidden) {
			if r.unproven = code == models.Forbidden; r.unproven && unread != nil { // the token was not read either
				return unread
			}
			return err
		}
	}
	if unread != nil {
		return unread
	}
	if row.action != "" {
		actor := models.ActorFrom(r.http.Context())
		return models.Allow(actor, row.action, models.InWorkspace(actor.WorkspaceID))
	}
	return nil
}

// bound bounds what is read of a form. A large one is read of people who are signed in only; of theirs, more is read than the route takes, so that it can
// be handed back.
func (w *Web) bound(r *request, row route) {
	r.limit = row.limit(r)
	most := r.limit
	if r.limit > maxForm || r.http.ContentLength > r.limit {
		actor, err := w.sender(r)
		if err == nil {
			r.c.Request = r.http.WithContext(models.WithActor(r.http.Context(), actor)) // bodies are counted by actor
		}
		switch {
		case err != nil:
			r.limit = min(r.limit, maxForm)
			most = r.limit
		case !r.script():
			most = max(r.limit, maxAnswer)
		}
	}
	r.body = &counted{ReadCloser: http.MaxBytesReader(r.c.Writer, r.http.Body, most)}
	r.http.Body = r.body
}

// sender looks up who sends a body, before it is read. That of a script is read by its handler: then the look holds for
// identify too.
func (w *Web) sender(r *request) (models.Actor, error) {
	if !r.script() {
		return w.svc.Sessions.Authenticate(r.http.Context(), w.auth.Session(r.http))
	}
	view, err := w.auth.Visitor(r.http)
	if err == nil {
		r.visitor = &view
	}
	return view.Actor, err
}

// counted counts the bytes that are read.
type counted struct {
	io.ReadCloser
	n int64
}

// Read reads on, and counts.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n += int64(n)
	return n, err
}

// parse reads query and form, all of which is kept in memory. No database takes what is no text; nothing has such a name.
func (r *request) parse() error {
	err := r.http.ParseForm()
	if kind, _, _ := mime.ParseMediaType(r.http.Header.Get("Content-Type")); err == nil && r.http.Method == post && kind == "multipart/form-data" {
		err = r.http.ParseMultipartForm(max(r.limit, maxAnswer))
	}
	if err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return r.tooLarge()
		}
		if e, ok := errors.AsType[*models.Error](err); ok { // the server takes no more at present
			return e
		}
		return models.Errorf(models.Invalid, "the request can't be read").Because(err)
	}
	if r.body != nil && r.body.n > r.limit {
		return r.tooLarge()
	}
	for _, p := range r.c.Params {
		if models.Text(p.Value) != "" {
			return models.Errorf(models.NotFound, "there is nothing at this address")
		}
	}
	for _, list := range r.http.Form { // query and form
		for _, v := range list {
			if why := models.Text(v); why != "" {
				return models.Errorf(models.Invalid, "what was sent %s", why)
			}
		}
	}
	return nil
}

func (r *request) tooLarge() error {
	return models.Errorf(models.TooLarge, "the form is larger than %d KB", r.limit>>10)
}

// visitorNow looks up who asks, unless that was done and nothing was waited for since. A form takes its time to arrive,
// and the session may be over by then.
func (w *Web) visitorNow(r *request) (access.SessionView, error) {
	if r.visitor != nil && r.body.n == 0 {
		return *r.visitor, nil
	}
	return w.auth.Visitor(r.http)
}

// identify finds out who asks: by the session's cookie alone. Pages are for people; a proxy's own Authorization header is no concern of theirs.
func (w *Web) identify(r *request) error {
	view, err := w.visitorNow(r)
	if err == nil {
		err = w.auth.CheckForm(r.http)
	}
	if err != nil {
		return err
	}
	r.http = r.http.WithContext(models.WithActor(r.http.Context(), view.Actor))
	view.Actor = models.ActorFrom(r.http.Context())
	r.session, r.secret = view, w.auth.Session(r.http)
	r.c.Request = r.http // the access log reads the actor there
	return nil
}

// answer writes what a handler gave.
func (w *Web) answer(r *request, p page) {
	switch {
	case p.file != nil:
		r.c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": p.file.name}))
		r.c.Header("Cache-Control", "no-store")
		r.c.Data(http.StatusOK, p.file.mediaType, p.file.data)
	case p.json != nil:
		r.c.Header("Cache-Control", "no-store")
		r.c.JSON(http.StatusOK, p.json)
	case p.to != "":
		w.taken(r)
		r.c.Header("Cache-Control", "no-store")
		r.c.Redirect(http.StatusSeeOther, w.root.at(p.to))
	default:
		w.show(r, p)
	}
}

// show renders a page whole before the first byte leaves.
func (w *Web) show(r *request, p page) {
	v := view{Title: p.title, Path: r.http.URL.Path, Session: r.session, Form: r.form, Done: doneTexts[r.query("done")], Data: p.data, Static: w.static.root, Root: string(w.root),
		Now: time.Now().UTC()}
	if v.Taken = r.wasTaken(); p.name == "once" && draftID.MatchString(r.post("draft")) {
		v.Taken = r.post("draft")
	}
	if r.secret != "" {
		v.CSRF = auth.CSRFToken(r.secret)
	}
	var out bytes.Buffer
	if err := w.pages.render(&out, p.name, "layout", v); err != nil {
		w.opt.Logger.ErrorContext(r.http.Context(), "could not render a page", "page", p.name, "error", err)
		r.c.Data(statusOf(models.Internal), "text/plain; charset=utf-8", []byte("Something went wrong on the server. It was logged.\n"))
		return
	}
	h := r.c.Writer.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	status := http.StatusOK
	if p.status != 0 {
		status = p.status
	} else if r.status != 0 {
		status = r.status
	}
	r.c.Data(status, "text/html; charset=utf-8", w.root.page(out.Bytes()))
}

// done goes back to a page that says what was done.
func done[Path ~string](path Path, what string) (page, error) {
	to := string(path)
	if what != "" {
		to += "?done=" + url.QueryEscape(what)
	}
	return page{to: to}, nil
}

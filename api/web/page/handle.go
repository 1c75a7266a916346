package page

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	"plumbline/models"
	"plumbline/models/service/access"
)

// contentPolicy lets pages load what this server serves, and nothing else.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// handle is the one adapter between gin and the handlers: form, actor, permission, handler, page.
func (a *Adapter) handle(row Row) gin.HandlerFunc {
	return func(c *gin.Context) {
		r := &Request{HTTP: c.Request, Gin: c}
		p, err := a.serve(r, row)
		if err != nil {
			a.fail(r, err)
			return
		}
		a.answer(r, p)
	}
}

// serve makes the page. One that a person who is signed in only looks at is read in one transaction, who looks
// included, and so is of one moment; it is drawn after that.
func (a *Adapter) serve(r *Request, row Row) (p Reply, err error) {
	if row.Method != http.MethodGet || row.Action == "" || row.lengthy || a.Auth.Session(r.HTTP) == "" {
		return a.do(r, row)
	}
	err = a.Service.ReadTogether(r.HTTP.Context(), func(ctx context.Context) (err error) {
		r.HTTP = r.HTTP.WithContext(ctx)
		p, err = a.do(r, row)
		return err
	})
	return p, err
}

// do runs what comes before the handler, and the handler.
func (a *Adapter) do(r *Request, row Row) (Reply, error) {
	if err := a.prepare(r, row); err != nil {
		return a.resume(r, row, err)
	}
	reply, err := a.run(r, row)
	if err == nil && reply.Template != "" {
		a.countForBar(r, row)
	}
	return reply, err
}

// countForBar counts what the bar shows beside its links. A page that is made already is not lost because that fails:
// it may show a secret that is shown once.
func (a *Adapter) countForBar(r *Request, row Row) {
	var failed [2]error
	r.offers, failed[0] = a.offersWaiting(r, row)
	r.unread, failed[1] = a.unreadMentions(r, row)
	if err := errors.Join(failed[:]...); models.CodeOf(err) == models.CodeInternal {
		a.Options.Logger.ErrorContext(r.HTTP.Context(), "the counts of the bar", "error", err)
	}
}

// unreadMentions counts what is new under My work, for the same bar.
func (a *Adapter) unreadMentions(r *Request, row Row) (int, error) {
	if row.Action == "" || row.Action == models.ReadReview || row.Action == models.UpdateAnswer ||
		r.Session.User.ID == "" || r.Session.Workspace.ID == "" {
		return 0, nil
	}
	return a.Service.Assignments.Unread(r.HTTP.Context())
}

// offersWaiting counts the shares that the workspace is offered, for the bar that most pages have; those of a review
// have another one.
func (a *Adapter) offersWaiting(r *Request, row Row) (int, error) {
	actor := models.ActorFrom(r.HTTP.Context())
	if row.Action == "" || row.Action == models.ReadReview || row.Action == models.UpdateAnswer ||
		models.Allow(actor, models.ReadShares, models.InWorkspace(actor.WorkspaceID)) != nil {
		return 0, nil
	}
	return a.Service.Shares.Waiting(r.HTTP.Context())
}

// run runs the handler. One that is queued waits for its turn: the form is read by then, and what is shown comes after.
func (a *Adapter) run(r *Request, row Row) (reply Reply, err error) {
	if !row.queued {
		return row.Do(r)
	}
	err = a.Service.Work.Do(r.HTTP.Context(), func(ctx context.Context) (err error) {
		r.HTTP = r.HTTP.WithContext(ctx)
		reply, err = row.Do(r)
		return err
	})
	return reply, err
}

// prepare does everything that comes before the handler.
func (a *Adapter) prepare(r *Request, row Row) error {
	if r.HTTP.Method == http.MethodPost {
		a.bound(r, row)
	}
	unread := r.parse()
	r.Gin.Request = r.HTTP
	if unread != nil && models.CodeOf(unread) != models.CodeTooLarge {
		return unread
	}
	if err := a.identify(r); err != nil {
		code := models.CodeOf(err) // where everybody may come, a session that is over or not proven counts as none
		if row.Action != "" || (code != models.CodeUnauthenticated && code != models.CodeForbidden) {
			if r.unproven = code == models.CodeForbidden; r.unproven && unread != nil { // the token was not read either
				return unread
			}
			return err
		}
	}
	if unread != nil {
		return unread
	}
	if row.Action != "" {
		actor := models.ActorFrom(r.HTTP.Context())
		return models.Allow(actor, row.Action, models.InWorkspace(actor.WorkspaceID))
	}
	return nil
}

// bound bounds what is read of a form. A large one is read of people who are signed in only; of theirs, more is read
// than the route takes, so that it can be handed back.
func (a *Adapter) bound(r *Request, row Row) {
	r.limit = row.limit(r)
	most := r.limit
	if r.limit > maxForm || r.HTTP.ContentLength > r.limit {
		actor, err := a.sender(r)
		if err == nil {
			r.Gin.Request = r.HTTP.WithContext(models.WithActor(r.HTTP.Context(), actor)) // bodies are counted by actor
		}
		switch {
		case err != nil:
			r.limit = min(r.limit, maxForm)
			most = r.limit
		case !r.Script():
			most = max(r.limit, maxAnswer)
		}
	}
	r.body = &countedReader{ReadCloser: http.MaxBytesReader(r.Gin.Writer, r.HTTP.Body, most)}
	r.HTTP.Body = r.body
}

// sender looks up who sends a body, before it is read. That of a script is read by its handler: then the look holds for
// identify too.
func (a *Adapter) sender(r *Request) (models.Actor, error) {
	if !r.Script() {
		return a.Service.Sessions.Authenticate(r.HTTP.Context(), a.Auth.Session(r.HTTP))
	}
	view, err := a.Auth.Visitor(r.HTTP)
	if err == nil {
		r.visitor = &view
	}
	return view.Actor, err
}

// visitorNow looks up who asks, unless that was done and nothing was waited for since. A form takes its time to arrive,
// and the session may be over by then.
func (a *Adapter) visitorNow(r *Request) (access.SessionView, error) {
	if r.visitor != nil && r.body.n == 0 {
		return *r.visitor, nil
	}
	return a.Auth.Visitor(r.HTTP)
}

// identify finds out who asks: by the session's cookie alone. Pages are for people; a proxy's own Authorization header
// is no concern of theirs.
func (a *Adapter) identify(r *Request) error {
	view, err := a.visitorNow(r)
	if err == nil {
		err = a.Auth.CheckForm(r.HTTP)
	}
	if err != nil {
		return err
	}
	r.HTTP = r.HTTP.WithContext(models.WithActor(r.HTTP.Context(), view.Actor))
	view.Actor = models.ActorFrom(r.HTTP.Context())
	r.Session, r.secret = view, a.Auth.Session(r.HTTP)
	r.Gin.Request = r.HTTP // the access log reads the actor there
	return nil
}

// answer writes what a handler gave.
func (a *Adapter) answer(r *Request, p Reply) {
	switch {
	case p.File != nil:
		r.Gin.Header("Content-Disposition", p.File.disposition())
		if p.File.Shown {
			r.Gin.Header("Content-Security-Policy", shownPolicy)
		}
		r.Gin.Header("Cache-Control", "no-store")
		r.Gin.Data(http.StatusOK, p.File.MediaType, p.File.Data)
	case p.JSON != nil:
		r.Gin.Header("Cache-Control", "no-store")
		r.Gin.JSON(http.StatusOK, p.JSON)
	case p.To != "":
		a.taken(r)
		a.announce(r, p.To)
		r.Gin.Header("Cache-Control", "no-store")
		r.Gin.Redirect(http.StatusSeeOther, a.root.at(p.To))
	default:
		a.show(r, p)
	}
}

// show renders a page whole before the first byte leaves.
func (a *Adapter) show(r *Request, p Reply) {
	v := View{Title: p.Title, Path: r.HTTP.URL.Path, Session: r.Session, Form: r.Form, Done: a.announced(r),
		Data: p.Data, Static: a.static.root, Root: string(a.root), Offers: r.offers, Unread: r.unread,
		Now: time.Now().UTC()}
	if v.Taken = r.wasTaken(); p.Template == "once" && draftID.MatchString(r.Post("draft")) {
		v.Taken = r.Post("draft")
	}
	if r.secret != "" {
		v.CSRF = auth.CSRFToken(r.secret)
	}
	var out bytes.Buffer
	err := a.render(&out, Rendering{Page: p.Template, Piece: "layout", Zone: r.Zone(), Data: v})
	if err == nil && len(v.Form.Faults) > 0 { // once more, now that the labels of the fields are known
		v.Form.labels = labelsIn(out.String())
		out.Reset()
		err = a.render(&out, Rendering{Page: p.Template, Piece: "layout", Zone: r.Zone(), Data: v})
	}
	if err != nil {
		a.Options.Logger.ErrorContext(r.HTTP.Context(), "could not render a page", "page", p.Template, "error", err)
		r.Gin.Data(StatusOf(models.CodeInternal), "text/plain; charset=utf-8",
			[]byte("Something went wrong on the server. It was logged.\n"))
		return
	}
	h := r.Gin.Writer.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("Cache-Control", "no-store")
	status := http.StatusOK
	if p.Status != 0 {
		status = p.Status
	} else if r.Status != 0 {
		status = r.Status
	}
	r.Gin.Data(status, "text/html; charset=utf-8", a.root.page(out.Bytes()))
}

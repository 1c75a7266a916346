package page

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	"plumbline/models"
)

// policy lets pages load what this server serves, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// handle is the one adapter between gin and the handlers: form, actor, permission, handler, page.
func (a *Adapter) handle(row Row) gin.HandlerFunc {
	return func(c *gin.Context) {
		r, err := a.prepare(c, row)
		var p Reply
		if err == nil {
			p, err = row.Do(r)
		} else {
			p, err = a.resume(r, row, err)
		}
		if err != nil {
			a.fail(r, err)
			return
		}
		a.answer(r, p)
	}
}

// Queued makes a handler that is expensive wait for its turn: the form is read by then, and what is shown comes after.
func (a *Adapter) Queued(do Handler) Handler {
	return func(r *Request) (p Reply, err error) {
		err = a.Service.Work.Do(r.HTTP.Context(), func(ctx context.Context) (err error) {
			r.HTTP = r.HTTP.WithContext(ctx)
			p, err = do(r)
			return err
		})
		return p, err
	}
}

// prepare does everything that comes before the handler.
func (a *Adapter) prepare(c *gin.Context, row Row) (*Request, error) {
	r := &Request{HTTP: c.Request, Gin: c}
	if c.Request.Method == http.MethodPost {
		a.bound(r, row)
	}
	unread := r.parse()
	if unread != nil && models.CodeOf(unread) != models.TooLarge {
		return r, unread
	}
	if err := a.identify(r); err != nil {
		code := models.CodeOf(err) // where everybody may come, a session that is over or not proven counts as none
		if row.Action != "" || (code != models.Unauthenticated && code != models.Forbidden) {
			if r.unproven = code == models.Forbidden; r.unproven && unread != nil { // the token was not read either
				return r, unread
			}
			return r, err
		}
	}
	if unread != nil {
		return r, unread
	}
	if row.Action != "" {
		actor := models.ActorFrom(r.HTTP.Context())
		return r, models.Allow(actor, row.Action, models.InWorkspace(actor.WorkspaceID))
	}
	return r, nil
}

// bound bounds what is read of a form. A large one is read of people who are signed in only; of theirs, more is read
// than the route takes, so that it can be handed back.
func (a *Adapter) bound(r *Request, row Row) {
	r.limit = row.limit(r)
	most := r.limit
	if r.limit > maxForm || r.HTTP.ContentLength > r.limit {
		_, err := a.Service.Sessions.Authenticate(r.HTTP.Context(), a.Auth.Session(r.HTTP))
		switch {
		case err != nil:
			r.limit = min(r.limit, maxForm)
			most = r.limit
		case !r.Script():
			most = max(r.limit, maxAnswer)
		}
	}
	r.body = &counted{ReadCloser: http.MaxBytesReader(r.Gin.Writer, r.HTTP.Body, most)}
	r.HTTP.Body = r.body
}

// identify finds out who asks: by the session's cookie alone. Pages are for people; a proxy's own Authorization header
// is no concern of theirs.
func (a *Adapter) identify(r *Request) error {
	secret := a.Auth.Session(r.HTTP)
	if secret == "" {
		return models.Errorf(models.Unauthenticated, "you are not signed in")
	}
	plain := r.HTTP.Clone(r.HTTP.Context())
	plain.Header.Del("Authorization")
	actor, err := a.Auth.Actor(plain)
	if err != nil {
		return err
	}
	ctx := models.WithActor(r.HTTP.Context(), actor)
	view, err := a.Service.Sessions.Get(ctx)
	if err != nil {
		return err
	}
	r.HTTP, r.Session, r.secret = r.HTTP.WithContext(ctx), view, secret
	r.Gin.Request = r.HTTP // the access log reads the actor there
	return nil
}

// answer writes what a handler gave.
func (a *Adapter) answer(r *Request, p Reply) {
	switch {
	case p.File != nil:
		r.Gin.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": p.File.Name}))
		r.Gin.Header("Cache-Control", "no-store")
		r.Gin.Data(http.StatusOK, p.File.MediaType, p.File.Data)
	case p.JSON != nil:
		r.Gin.Header("Cache-Control", "no-store")
		r.Gin.JSON(http.StatusOK, p.JSON)
	case p.To != "":
		a.taken(r)
		r.Gin.Header("Cache-Control", "no-store")
		r.Gin.Redirect(http.StatusSeeOther, a.root.at(p.To))
	default:
		a.show(r, p)
	}
}

// show renders a page whole before the first byte leaves.
func (a *Adapter) show(r *Request, p Reply) {
	v := View{Title: p.Title, Path: r.HTTP.URL.Path, Session: r.Session, Form: r.Form, Done: a.done[r.Query("done")], Data: p.Data, Static: a.static.root, Root: string(a.root),
		Now: time.Now().UTC()}
	if v.Taken = r.wasTaken(); p.Template == "once" && draftID.MatchString(r.Post("draft")) {
		v.Taken = r.Post("draft")
	}
	if r.secret != "" {
		v.CSRF = auth.CSRFToken(r.secret)
	}
	var out bytes.Buffer
	if err := a.render(&out, p.Template, "layout", v); err != nil {
		a.Options.Logger.ErrorContext(r.HTTP.Context(), "could not render a page", "page", p.Template, "error", err)
		r.Gin.Data(StatusOf(models.Internal), "text/plain; charset=utf-8", []byte("Something went wrong on the server. It was logged.\n"))
		return
	}
	h := r.Gin.Writer.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	status := http.StatusOK
	if p.Status != 0 {
		status = p.Status
	} else if r.Status != 0 {
		status = r.Status
	}
	r.Gin.Data(status, "text/html; charset=utf-8", a.root.page(out.Bytes()))
}

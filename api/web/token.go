package web

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/urls"
)

// tokensData is the list of tokens and access keys: the workspace's, or one's own.
type tokensData struct {
	Own                bool
	Root               urls.CredentialsPath
	Tokens             []models.Token
	Keys               []models.AccessKey
	NextToken, NextKey string // addresses; "" where there is no more
}

// onceData is what is shown once, right after it was made.
type onceData struct {
	Intro     string
	Items     []onceItem
	Back      string
	BackWords string
}

type onceItem struct{ Label, Text string }

// credentials are the verbs of one of the two pages.
type credentials struct {
	own    bool
	root   urls.CredentialsPath
	tokens func(context.Context, models.Page) (models.List[models.Token], error)
	keys   func(context.Context, models.Page) (models.List[models.AccessKey], error)
	token  func(context.Context, models.TokenInput) (string, models.Token, error)
	key    func(context.Context, models.TokenInput) (string, models.AccessKey, error)
}

func (w *Web) ofWorkspace() credentials {
	return credentials{false, urls.WorkspaceCredentials, w.svc.Tokens.List, w.svc.Keys.List, w.svc.Tokens.Create, w.svc.Keys.Create}
}

func (w *Web) ofPerson() credentials {
	return credentials{true, urls.OwnCredentials, w.svc.Tokens.ListOwn, w.svc.Keys.ListOwn, w.svc.Tokens.CreateOwn, w.svc.Keys.CreateOwn}
}

func (w *Web) tokensPage(r *request) (page, error)    { return w.ofWorkspace().show(r) }
func (w *Web) ownTokensPage(r *request) (page, error) { return w.ofPerson().show(r) }

func (w *Web) createToken(r *request) (page, error)    { return w.ofWorkspace().create(w, r) }
func (w *Web) createOwnToken(r *request) (page, error) { return w.ofPerson().create(w, r) }

func (c credentials) show(r *request) (page, error) {
	tokens, err := c.tokens(r.http.Context(), r.page("tokens_after", 0))
	if err != nil {
		return page{}, err
	}
	keys, err := c.keys(r.http.Context(), r.page("keys_after", 0))
	title := "Tokens and keys"
	if c.own {
		title = "Your tokens and keys"
	}
	return page{name: "tokens", title: title, data: tokensData{c.own, c.root, tokens.Items, keys.Items,
		r.next("tokens_after", tokens.Next), r.next("keys_after", keys.Next)}}, err
}

func (c credentials) create(w *Web, r *request) (page, error) {
	in := models.TokenInput{Name: r.line("name"), Role: models.Role(r.post("role"))}
	once := onceData{Back: c.root.Tokens(), BackWords: "Back to the list",
		Intro: "This is shown once and is not to be had again. Keep it where secrets are kept."}
	var err error
	if in.ExpiresAt, err = day(r.line("expires_at")); err != nil {
		return w.again(r, "token", err, c.show)
	}
	if r.post("kind") == "key" {
		secret, key, err := c.key(r.http.Context(), in)
		if err != nil {
			return w.again(r, "token", err, c.show)
		}
		once.Items = []onceItem{{"Access key id", key.ID}, {"Secret access key", secret}}
		return page{name: "once", title: "Access key “" + key.Name + "”", data: once}, nil
	}
	secret, token, err := c.token(r.http.Context(), in)
	if err != nil {
		return w.again(r, "token", err, c.show)
	}
	once.Items = []onceItem{{"Token", secret}}
	return page{name: "once", title: "Token “" + token.Name + "”", data: once}, nil
}

// day reads the last day on which something is to work: it ends with that day, UTC. "" is never.
func day(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return at, models.Faulty(models.Fault{Field: "expires_at", Message: "must be a day, such as 2026-12-31"})
	}
	return at.AddDate(0, 0, 1), nil
}

func (w *Web) revokeToken(r *request) (page, error) {
	return revoked(urls.WorkspaceCredentials.Tokens(), w.svc.Tokens.Revoke(r.http.Context(), r.param("token")))
}

func (w *Web) revokeKey(r *request) (page, error) {
	return revoked(urls.WorkspaceCredentials.Tokens(), w.svc.Keys.Revoke(r.http.Context(), r.param("key")))
}

func (w *Web) revokeOwnToken(r *request) (page, error) {
	return revoked(urls.OwnCredentials.Tokens(), w.svc.Tokens.RevokeOwn(r.http.Context(), r.param("token")))
}

func (w *Web) revokeOwnKey(r *request) (page, error) {
	return revoked(urls.OwnCredentials.Tokens(), w.svc.Keys.RevokeOwn(r.http.Context(), r.param("key")))
}

func revoked(path string, err error) (page, error) {
	if err != nil {
		return page{}, err
	}
	return done(path, "revoked")
}

package account

import (
	"context"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/timezone"
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

// credentials are the operations of one of the two pages. Access keys are listed and ended there; they are not created:
// nothing accepts them yet.
type credentials struct {
	own    bool
	root   urls.CredentialsPath
	tokens func(context.Context, models.PageRequest) (models.ResultPage[models.Token], error)
	keys   func(context.Context, models.PageRequest) (models.ResultPage[models.AccessKey], error)
	token  func(context.Context, models.TokenInput) (string, models.Token, error)
}

func (h handlers) ofWorkspace() credentials {
	return credentials{false, urls.WorkspaceCredentials, h.Service.Tokens.List, h.Service.Keys.List,
		h.Service.Tokens.Create}
}

func (h handlers) ofPerson() credentials {
	return credentials{true, urls.OwnCredentials, h.Service.Tokens.ListOwn, h.Service.Keys.ListOwn,
		h.Service.Tokens.CreateOwn}
}

func (h handlers) tokensPage(r *page.Request) (page.Reply, error) {
	return h.ofWorkspace().show(r)
}
func (h handlers) ownTokensPage(r *page.Request) (page.Reply, error) {
	return h.ofPerson().show(r)
}

func (h handlers) createToken(r *page.Request) (page.Reply, error) {
	return h.ofWorkspace().create(h, r)
}
func (h handlers) createOwnToken(r *page.Request) (page.Reply, error) {
	return h.ofPerson().create(h, r)
}

func (c credentials) show(r *page.Request) (page.Reply, error) {
	tokens, err := c.tokens(r.HTTP.Context(), r.ListPage("tokens_after", 0))
	if err != nil {
		return page.Reply{}, err
	}
	keys, err := c.keys(r.HTTP.Context(), r.ListPage("keys_after", 0))
	title := "Tokens"
	if c.own {
		title = "Your tokens"
	}
	return page.Reply{Template: "tokens", Title: title, Data: tokensData{c.own, c.root, tokens.Items, keys.Items,
		r.NextPage("tokens_after", tokens.Next), r.NextPage("keys_after", keys.Next)}}, err
}

func (c credentials) create(h handlers, r *page.Request) (page.Reply, error) {
	in := models.TokenInput{Name: r.Line("name"), Role: models.Role(r.Post("role"))}
	once := page.ShownOnce{Back: c.root.Tokens(), BackWords: "Back to the list",
		Intro: "This is shown once. Copy it now, and keep it where you keep secrets."}
	var err error
	if in.ExpiresAt, err = lastDay(r.Zone(), r.Line("expires_at")); err != nil {
		return h.Again(r, "token", err, c.show)
	}
	secret, token, err := c.token(r.HTTP.Context(), in)
	if err != nil {
		return h.Again(r, "token", err, c.show)
	}
	once.Items = []page.ShownItem{{Label: "Token", Text: secret}}
	return page.Reply{Template: "once", Title: "Token “" + token.Name + "”", Data: once}, nil
}

// lastDay reads the last day on which something is to work: it ends with that day, in the zone of who says so. "" is
// never.
func lastDay(zone timezone.Zone, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := timezone.ParseDay(text)
	if err != nil {
		return time.Time{}, models.InvalidInput(models.FieldFault{Field: "expires_at", Message: err.Error()})
	}
	return zone.End(day), nil
}

func (h handlers) revokeToken(r *page.Request) (page.Reply, error) {
	return afterRevoking(urls.WorkspaceCredentials.Tokens(), h.Service.Tokens.Revoke(r.HTTP.Context(), r.Param("token")))
}

func (h handlers) revokeKey(r *page.Request) (page.Reply, error) {
	return afterRevoking(urls.WorkspaceCredentials.Tokens(), h.Service.Keys.Revoke(r.HTTP.Context(), r.Param("key")))
}

func (h handlers) revokeOwnToken(r *page.Request) (page.Reply, error) {
	return afterRevoking(urls.OwnCredentials.Tokens(), h.Service.Tokens.RevokeOwn(r.HTTP.Context(), r.Param("token")))
}

func (h handlers) revokeOwnKey(r *page.Request) (page.Reply, error) {
	return afterRevoking(urls.OwnCredentials.Tokens(), h.Service.Keys.RevokeOwn(r.HTTP.Context(), r.Param("key")))
}

func afterRevoking(path string, err error) (page.Reply, error) {
	if err != nil {
		return page.Reply{}, err
	}
	return page.Done(path, "revoked")
}

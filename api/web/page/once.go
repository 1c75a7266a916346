package page

import (
	"net/http"
	"strings"

	"plumbline/models/urls"
)

// ShownOnce is what is shown once, right after it was made.
type ShownOnce struct {
	Intro     string
	Items     []ShownItem
	Back      string
	BackWords string
}

// ShownItem is one of the texts, with what it is.
type ShownItem struct{ Label, Text string }

// OnceShown is for rows that show what they made once.
var OnceShown = Shows{"once": ShownOnce{}}

// base is under which people reach the server: as it was told, or else as the request of the person came in.
func (a *Adapter) base(r *http.Request) string {
	if a.Options.URL != "" {
		return strings.TrimSuffix(a.Options.URL, "/")
	}
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host
}

// JoinURL is the page for a one-time link. The secret stands behind the "#", which browsers send to no server.
func (a *Adapter) JoinURL(r *Request, secret string) string {
	return urls.Site(a.base(r.HTTP)).Join(secret)
}

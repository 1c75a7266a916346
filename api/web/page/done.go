package page

import (
	"net/http"
	"net/url"
)

// doneCookie says that what the address of the next page names as done was done just now. The page that says so takes
// it away: the same address, reloaded or come back to, says nothing.
const doneCookie = "plumbline_done"

// announce lets the page that a form leads to say what was done.
func (a *Adapter) announce(r *Request, to string) {
	u, err := url.Parse(to)
	if err != nil || a.done[u.Query().Get("done")] == "" {
		return
	}
	cookie := a.Auth.PageCookie(doneCookie, u.Query().Get("done"), "/")
	cookie.MaxAge = 60
	http.SetCookie(r.Gin.Writer, cookie)
}

// announced is what the page says was done, "" unless it was done just now.
func (a *Adapter) announced(r *Request) string {
	key := r.Query("done")
	cookie, err := r.HTTP.Cookie(doneCookie)
	if err != nil || key == "" || cookie.Value != key {
		return ""
	}
	ended := a.Auth.PageCookie(doneCookie, "", "/")
	ended.MaxAge = -1
	http.SetCookie(r.Gin.Writer, ended)
	return a.done[key]
}

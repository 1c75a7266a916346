package middleware

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// RootOf is the path under which people reach the server, such as "/plumbline"; "" if it has the host for itself.
func RootOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(u.Path, "/")
}

// OriginOf is the address as browsers give it in their Origin header.
func OriginOf(address string) string {
	return strings.TrimSuffix(strings.TrimSuffix(address, "/"), RootOf(address))
}

// ownPaths are the first parts of the paths that the server itself has. Under a path that begins with one of them
// nobody could tell whether a proxy has taken it away.
var ownPaths = []string{"acceptances", "account", "admin", "api", "audit", "auth", "aws", "calendar", "guest",
	"healthz", "help", "invitations", "items", "join", "keys", "lenses", "members", "metrics", "mine", "plan", "portfolio",
	"preview", "readyz", "reset", "shares", "signin", "signout", "static", "tokens", "trend", "verify", "workloads",
	"workspace"}

// IsOwnPath tells whether the first part of a path, such as "/lenses/x", is one of the server's own.
func IsOwnPath(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return slices.Contains(ownPaths, first)
}

// UnderRoot serves a handler that knows nothing of the root. Requests come with it, or without it where a proxy takes
// it away. Inside all addresses are without it; here it is put before those that replies lead to. Pages put it before
// their links by themselves, cookies have it as their path.
func UnderRoot(root string, inner http.Handler) http.Handler {
	if root == "" {
		return inner
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == root {
			http.Redirect(w, r, (&url.URL{Path: root + "/", RawQuery: r.URL.RawQuery}).String(), http.StatusTemporaryRedirect)
			return
		}
		if path, has := strings.CutPrefix(r.URL.Path, root+"/"); has {
			short := *r
			short.URL = new(url.URL)
			*short.URL = *r.URL
			short.URL.Path = "/" + path
			short.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, root)
			r = &short
		}
		inner.ServeHTTP(&rootedWriter{ResponseWriter: w, root: root}, r)
	})
}

// rootedWriter puts the root before the address that a reply leads to.
type rootedWriter struct {
	http.ResponseWriter
	root  string
	wrote bool
}

func (w *rootedWriter) WriteHeader(status int) {
	if h := w.Header(); !w.wrote {
		to := h.Get("Location")
		if strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.HasPrefix(to, w.root+"/") {
			h.Set("Location", w.root+to)
		}
	}
	w.wrote = w.wrote || status >= http.StatusOK
	w.ResponseWriter.WriteHeader(status)
}

func (w *rootedWriter) Write(data []byte) (int, error) {
	if !w.wrote {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(data)
}

// Flush and Unwrap keep streams possible. What Flush meets, the next write meets too.
func (w *rootedWriter) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// Unwrap gives what http.ResponseController looks for.
func (w *rootedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

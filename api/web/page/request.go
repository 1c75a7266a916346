package page

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"plumbline/models"
	"plumbline/models/service/access"
	"plumbline/models/text"
	"plumbline/models/timezone"
)

// Request is what a handler may see of the HTTP request.
type Request struct {
	HTTP    *http.Request
	Gin     *gin.Context
	Session access.SessionView // empty: nobody is signed in
	secret  string             // of the session
	Form    Form               // what was posted, and what is wrong with it
	Status  int                // of the page that shows the form again

	offers  int                 // of other workspaces that wait for an answer
	unread  int                 // comments that mention the person
	visitor *access.SessionView // who sends a body, where that was looked up before the body was read

	body     *countedReader // of what was posted; nil where nothing was
	limit    int64          // of it that the route takes, in bytes
	unproven bool           // the session lives, but the form came without its token
}

// Param is a parameter of the path.
func (r *Request) Param(name string) string { return r.Gin.Param(name) }

// Query is a parameter of the query.
func (r *Request) Query(name string) string { return r.HTTP.URL.Query().Get(name) }

// Post is a posted field.
func (r *Request) Post(name string) string { return r.HTTP.PostForm.Get(name) }

// Line is a posted field without the white space around it, which slips in when something is pasted.
func (r *Request) Line(name string) string { return strings.TrimSpace(r.Post(name)) }

// Zone is the time zone in which who asks reads dates, and writes them.
func (r *Request) Zone() timezone.Zone { return r.Session.Zone() }

// SignedIn tells whether somebody is.
func (r *Request) SignedIn() bool { return r.Session.Actor.Kind != "" }

// Script tells whether a script of ours asks, which wants JSON.
func (r *Request) Script() bool { return r.HTTP.Header.Get("Accept") == "application/json" }

// Decode reads the JSON that a script sent. A member that nobody knows is refused: script and server are of one
// release, or the page is old.
func Decode[T any](r *Request) (v T, err error) {
	data, err := io.ReadAll(r.HTTP.Body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return v, models.Errorf(models.CodeTooLarge, "this is larger than %d KB", maxJSON>>10)
	}
	if e, ok := errors.AsType[*models.Error](err); ok { // the server takes no more at present
		return v, e
	}
	if err == nil {
		if data, err = text.JSON(data); err != nil {
			return v, models.Errorf(models.CodeInvalid, "what was sent %s", err)
		}
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err = cmp.Or(err, d.Decode(&v)); err != nil {
		return v, models.Errorf(models.CodeInvalid, "what was sent can't be read; reload the page").Because(err)
	}
	return v, nil
}

// Become goes on as whoever has just signed in.
func (r *Request) Become(secret string, view access.SessionView) {
	r.Session, r.secret = view, secret
	r.HTTP = r.HTTP.WithContext(models.WithActor(r.HTTP.Context(), view.Actor))
}

// Text is a posted text of several lines; browsers end each with CR LF.
func (r *Request) Text(name string) string { return models.NormalizeLineEnds(r.Post(name)) }

// Seen is the version of what the form showed; a form without one does not mind.
func (r *Request) Seen() models.IfMatch {
	if n, err := strconv.Atoi(r.Post("version")); err == nil {
		return &n
	}
	return nil
}

// ListPage is the page of a list that the query names.
func (r *Request) ListPage(cursor string, limit int) models.PageRequest {
	return models.PageRequest{Limit: limit, After: r.Query(cursor)}
}

// NextPage is this page's address with the cursor of the next one; "" where there is none.
func (r *Request) NextPage(param, cursor string) string {
	if cursor == "" {
		return ""
	}
	q := r.HTTP.URL.Query()
	q.Del("done")
	q.Set(param, cursor)
	return r.HTTP.URL.Path + "?" + q.Encode()
}

// WithQuery is the address of the page at the path, from the start of its list on, with another value of a parameter.
func (r *Request) WithQuery(path, param, value string) string {
	q := r.HTTP.URL.Query()
	q.Del("done")
	q.Del("after")
	q.Set(param, value)
	for name := range q {
		if q.Get(name) == "" {
			q.Del(name)
		}
	}
	return (&url.URL{Path: path, RawQuery: q.Encode()}).String()
}

// Once is the idempotency key of a form: the key that the page was given, for exactly what was sent. The same form sent
// twice makes one thing; the same page sent with other words makes another.
func (r *Request) Once() models.IdempotencyKey {
	if r.Post("once") == "" {
		return models.IdempotencyKey{}
	}
	form := r.HTTP.PostForm
	sum := sha256.New()
	sum.Write([]byte(r.HTTP.URL.Path + "\n"))
	for _, name := range sortedNames(form) {
		if name == "csrf_token" || name == "draft" || strings.HasPrefix(name, ownerField) { // of the page, and of the browser
			continue
		}
		for _, value := range form[name] {
			sum.Write([]byte(name + "\x00" + value + "\x00"))
		}
	}
	digest := hex.EncodeToString(sum.Sum(nil))
	key := models.IdempotencyKey{Key: "form " + digest, Digest: digest}
	if models.IsID(r.Post("once")) {
		key.Seed = r.Post("once")
	}
	return key
}

func sortedNames(form map[string][]string) []string {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// countedReader counts the bytes that are read.
type countedReader struct {
	io.ReadCloser
	n int64
}

// Read reads on, and counts.
func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n += int64(n)
	return n, err
}

// parse reads query and form, all of which is kept in memory. No database takes what is no text; nothing has such a
// name.
func (r *Request) parse() error {
	err := r.HTTP.ParseForm()
	if kind, _, _ := mime.ParseMediaType(r.HTTP.Header.Get("Content-Type")); err == nil &&
		r.HTTP.Method == http.MethodPost && kind == "multipart/form-data" {
		err = r.HTTP.ParseMultipartForm(max(r.limit, maxAnswer))
	}
	if err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return r.tooLarge()
		}
		if e, ok := errors.AsType[*models.Error](err); ok { // the server takes no more at present
			return e
		}
		return models.Errorf(models.CodeInvalid, "the request can't be read").Because(err)
	}
	if r.body != nil && r.body.n > r.limit {
		return r.tooLarge()
	}
	for _, p := range r.Gin.Params {
		if models.TextFault(p.Value) != "" {
			return models.Errorf(models.CodeNotFound, "there is nothing at this address")
		}
	}
	for _, list := range r.HTTP.Form { // query and form
		for _, v := range list {
			if why := models.TextFault(v); why != "" {
				return models.Errorf(models.CodeInvalid, "what was sent %s", why)
			}
		}
	}
	return nil
}

func (r *Request) tooLarge() error {
	return models.Errorf(models.CodeTooLarge, "the form is larger than %d KB", r.limit>>10)
}

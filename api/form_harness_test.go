package api_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// sheet is a form as a page has it: what a browser without scripts would send.
type sheet struct {
	method, action string
	multipart      bool
	fields         []input
	buttons        []input // that send it; those of one name and target count as one
}

type input struct {
	name, value, kind string
	required          bool
	action            string // of a button: sends the form elsewhere
}

// sheetsOf reads the forms of a page.
func sheetsOf(page string) (sheets []*sheet, err error) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, err
	}
	byID := map[string]*sheet{}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "form" {
			f := &sheet{method: strings.ToUpper(attr(n, "method")), action: attr(n, "action"), multipart: attr(n, "enctype") == "multipart/form-data"}
			sheets = append(sheets, f)
			byID[attr(n, "id")] = f
		}
	}
	i := -1
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "form" {
			i++
		}
		if !slices.Contains([]string{"input", "select", "textarea", "button"}, n.Data) || disabled(n) {
			continue
		}
		if to := byID[attr(n, "form")]; to != nil && has(n, "form") {
			to.add(n)
		} else if i >= 0 && within(n, "form") {
			sheets[i].add(n)
		}
	}
	return sheets, nil
}

func (s *sheet) add(n *html.Node) {
	f := input{name: attr(n, "name"), value: attr(n, "value"), kind: attr(n, "type"), required: has(n, "required"), action: attr(n, "formaction")}
	switch {
	case n.Data == "button" && f.kind == "button", f.kind == "reset":
	case n.Data == "button", f.kind == "submit":
		s.addButton(f)
	case n.Data == "textarea":
		f.value = text(n)
		s.fields = append(s.fields, f)
	case n.Data == "select":
		f.value = chosen(n)
		s.fields = append(s.fields, f)
	case (f.kind == "checkbox" || f.kind == "radio") && !has(n, "checked"):
	default:
		s.fields = append(s.fields, f)
	}
}

// shows tells whether the form is there to be read only: nothing in it can be changed.
func (s *sheet) shows() bool {
	return !slices.ContainsFunc(s.fields, func(f input) bool { return f.kind != "hidden" })
}

func (s *sheet) addButton(b input) {
	if !slices.ContainsFunc(s.buttons, func(o input) bool { return o.name == b.name && o.action == b.action }) {
		s.buttons = append(s.buttons, b)
	}
}

// chosen is the value of the option that a select starts with.
func chosen(list *html.Node) (value string) {
	first := true
	for n := range list.Descendants() {
		if n.Type != html.ElementNode || n.Data != "option" || !first && !has(n, "selected") {
			continue
		}
		first = false
		if value = attr(n, "value"); !has(n, "value") {
			value = text(n)
		}
	}
	return value
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// disabled tells whether the element is not to be used, by itself or with the fieldset that it stands in.
func disabled(n *html.Node) bool {
	for up := range n.Ancestors() {
		if up.Data == "fieldset" && has(up, "disabled") {
			return true
		}
	}
	return has(n, "disabled")
}

func within(n *html.Node, tag string) bool {
	for up := range n.Ancestors() {
		if up.Data == tag {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// someValues are what a person puts into a field that must not stay empty, by its type.
var someValues = map[string]string{"email": "somebody@example.com", "password": "a long enough password", "number": "1", "date": "2031-01-02",
	"datetime-local": "2031-01-02T10:00", "url": "https://example.com/", "": "Something", "text": "Something", "search": "Something", "hidden": ""}

// send sends the form by one of its buttons, with what it holds; required fields that are empty get some value. It adds nothing, the CSRF token included.
func (s *server) send(as, page string, f *sheet, b input) reply {
	s.t.Helper()
	body, mediaType, values := f.encode(b)
	target, err := url.Parse(s.url + page)
	must(s.t, err)
	target, err = target.Parse(f.target(b))
	must(s.t, err)
	if f.method == "GET" {
		target.RawQuery = values.Encode()
		return s.visit(visit{method: "GET", path: target.RequestURI(), as: as})
	}
	req, err := http.NewRequestWithContext(s.t.Context(), f.method, target.String(), body)
	must(s.t, err)
	req.Header.Set("Content-Type", mediaType)
	if secret, in := s.signed[as]; in {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	must(s.t, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	must(s.t, err)
	s.checkPage(visit{method: f.method, path: target.Path, as: as}, res, string(data))
	return reply{res.StatusCode, res.Header, data}
}

func (f *sheet) target(b input) string {
	if b.action != "" {
		return b.action
	}
	return f.action
}

func (f *sheet) encode(b input) (io.Reader, string, url.Values) {
	values := url.Values{}
	var buffer bytes.Buffer
	parts := multipart.NewWriter(&buffer)
	put := func(name, value string) {
		values.Add(name, value)
		_ = parts.WriteField(name, value) // a buffer takes everything
	}
	for _, field := range f.fields {
		if field.value == "" && field.required {
			field.value = someValues[field.kind]
		}
		if field.kind == "file" {
			_, _ = parts.CreateFormFile(field.name, "")
		} else if field.name != "" {
			put(field.name, field.value)
		}
	}
	if b.name != "" {
		put(b.name, b.value)
	}
	_ = parts.Close()
	if f.multipart {
		return &buffer, parts.FormDataContentType(), values
	}
	return strings.NewReader(values.Encode()), "application/x-www-form-urlencoded", values
}

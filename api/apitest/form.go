package apitest

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

// PageForm is a form as a page has it: what a browser without scripts would send.
type PageForm struct {
	Method, Action string
	multipart      bool
	Fields         []FormInput
	Buttons        []FormInput // that send it; those of one name and target count as one
}

// FormInput is a field of a form, or a button that sends it.
type FormInput struct {
	Name, value, Kind string
	required          bool
	action            string // of a button: sends the form elsewhere
}

// PageForms reads the forms of a page.
func PageForms(page string) (sheets []*PageForm, err error) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, err
	}
	byID := map[string]*PageForm{}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "form" {
			f := &PageForm{Method: strings.ToUpper(attr(n, "method")), Action: attr(n, "action"),
				multipart: attr(n, "enctype") == "multipart/form-data"}
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

func (s *PageForm) add(n *html.Node) {
	f := FormInput{Name: attr(n, "name"), value: attr(n, "value"), Kind: attr(n, "type"), required: has(n, "required"),
		action: attr(n, "formaction")}
	switch {
	case n.Data == "button" && f.Kind == "button", f.Kind == "reset":
	case n.Data == "button", f.Kind == "submit":
		s.addButton(f)
	case n.Data == "textarea":
		f.value = text(n)
		s.Fields = append(s.Fields, f)
	case n.Data == "select":
		f.value = chosen(n)
		s.Fields = append(s.Fields, f)
	case (f.Kind == "checkbox" || f.Kind == "radio") && !has(n, "checked"):
	default:
		s.Fields = append(s.Fields, f)
	}
}

// Shows tells whether the form is there to be read only: nothing in it can be changed.
func (s *PageForm) Shows() bool {
	return !slices.ContainsFunc(s.Fields, func(f FormInput) bool { return f.Kind != "hidden" })
}

func (s *PageForm) addButton(b FormInput) {
	if !slices.ContainsFunc(s.Buttons, func(o FormInput) bool { return o.Name == b.Name && o.action == b.action }) {
		s.Buttons = append(s.Buttons, b)
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
var someValues = map[string]string{"email": "somebody@example.com", "password": "a long enough password", "number": "1",
	"date":           "2031-01-02",
	"datetime-local": "2031-01-02T10:00", "url": "https://example.com/", "": "Something", "text": "Something",
	"search": "Something", "hidden": ""}

// SendForm sends the form by one of its buttons, with what it holds; required fields that are empty get some value. It
// adds nothing, the CSRF token included.
func (s *Server) SendForm(as, page string, f *PageForm, b FormInput) Reply {
	s.T.Helper()
	body, mediaType, values := f.encode(b)
	target, err := url.Parse(s.URL + page)
	Must(s.T, err)
	target, err = target.Parse(f.Target(b))
	Must(s.T, err)
	if f.Method == "GET" {
		target.RawQuery = values.Encode()
		return s.Visit(Visit{Method: "GET", Path: target.RequestURI(), As: as})
	}
	req, err := http.NewRequestWithContext(s.T.Context(), f.Method, target.String(), body)
	Must(s.T, err)
	req.Header.Set("Content-Type", mediaType)
	if secret, in := s.Sessions[as]; in {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	Must(s.T, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	Must(s.T, err)
	s.CheckPage(Visit{Method: f.Method, Path: target.Path, As: as}, res, string(data))
	return Reply{res.StatusCode, res.Header, data}
}

// Target is where a button sends the form.
func (f *PageForm) Target(b FormInput) string {
	if b.action != "" {
		return b.action
	}
	return f.Action
}

func (f *PageForm) encode(b FormInput) (io.Reader, string, url.Values) {
	values := url.Values{}
	var buffer bytes.Buffer
	parts := multipart.NewWriter(&buffer)
	put := func(name, value string) {
		values.Add(name, value)
		_ = parts.WriteField(name, value) // a buffer takes everything
	}
	for _, field := range f.Fields {
		if field.value == "" && field.required {
			field.value = someValues[field.Kind]
		}
		if field.Kind == "file" {
			_, _ = parts.CreateFormFile(field.Name, "")
		} else if field.Name != "" {
			put(field.Name, field.value)
		}
	}
	if b.Name != "" {
		put(b.Name, b.value)
	}
	_ = parts.Close()
	if f.multipart {
		return &buffer, parts.FormDataContentType(), values
	}
	return strings.NewReader(values.Encode()), "application/x-www-form-urlencoded", values
}

// ImportantText is what somebody does not want to type again.
const ImportantText = "An important text, typed for an hour:\nwith <b>two</b> & more lines"

// TypeIn writes into the first text of a form that nothing is chosen in, and gives its name; "" if there is none.
func (f *PageForm) TypeIn(text string) string {
	chosen := []string{"mention", "reason", "pillar", "to"}
	for i, x := range f.Fields {
		if !slices.Contains([]string{"hidden", "checkbox", "radio", "file"}, x.Kind) && !slices.Contains(chosen, x.Name) &&
			!strings.HasPrefix(x.Name, "na.") {
			f.Fields[i].value = text
			return x.Name
		}
	}
	return ""
}

// Value is what a field of the form holds.
func (f *PageForm) Value(name string) string {
	for _, x := range f.Fields {
		if x.Name == name {
			return strings.TrimPrefix(strings.ReplaceAll(x.value, "\r\n", "\n"), "\n")
		}
	}
	return ""
}

// Set puts a text into a field of the form.
func (f *PageForm) Set(name, value string) {
	for i, x := range f.Fields {
		if x.Name == name {
			f.Fields[i].value = value
		}
	}
}

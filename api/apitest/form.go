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
			f := &PageForm{Method: strings.ToUpper(attributeOf(n, "method")), Action: attributeOf(n, "action"),
				multipart: attributeOf(n, "enctype") == "multipart/form-data"}
			sheets = append(sheets, f)
			byID[attributeOf(n, "id")] = f
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
		if !slices.Contains([]string{"input", "select", "textarea", "button"}, n.Data) || isDisabled(n) {
			continue
		}
		if to := byID[attributeOf(n, "form")]; to != nil && hasAttribute(n, "form") {
			to.add(n)
		} else if i >= 0 && isWithin(n, "form") {
			sheets[i].add(n)
		}
	}
	return sheets, nil
}

func (s *PageForm) add(n *html.Node) {
	f := FormInput{Name: attributeOf(n, "name"), value: attributeOf(n, "value"), Kind: attributeOf(n, "type"),
		required: hasAttribute(n, "required"),
		action:   attributeOf(n, "formaction")}
	switch {
	case n.Data == "button" && f.Kind == "button", f.Kind == "reset":
	case n.Data == "button", f.Kind == "submit":
		s.addButton(f)
	case n.Data == "textarea":
		f.value = textOf(n)
		s.Fields = append(s.Fields, f)
	case n.Data == "select":
		f.value = chosenOption(n)
		s.Fields = append(s.Fields, f)
	case (f.Kind == "checkbox" || f.Kind == "radio") && !hasAttribute(n, "checked"):
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

// chosenOption is the value of the option that a select starts with.
func chosenOption(list *html.Node) (value string) {
	first := true
	for n := range list.Descendants() {
		if n.Type != html.ElementNode || n.Data != "option" || !first && !hasAttribute(n, "selected") {
			continue
		}
		first = false
		if value = attributeOf(n, "value"); !hasAttribute(n, "value") {
			value = textOf(n)
		}
	}
	return value
}

func attributeOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttribute(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// isDisabled tells whether the element is not to be used, by itself or with the fieldset that it stands in.
func isDisabled(n *html.Node) bool {
	for up := range n.Ancestors() {
		if up.Data == "fieldset" && hasAttribute(up, "disabled") {
			return true
		}
	}
	return hasAttribute(n, "disabled")
}

func isWithin(n *html.Node, tag string) bool {
	for up := range n.Ancestors() {
		if up.Data == tag {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
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

package web

import (
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"plumbline/models"
)

// Hostile texts: whatever people write stays text.
var hostile = []string{
	`"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, "\u202egnirts tfel-ot-thgir\u202c שלום", strings.Repeat("wide ", 2000),
	strings.Repeat("W", 10_000), "👩‍👩‍👧‍👦🏳️‍🌈", `javascript:alert(1)`, "{{.}} ${x} `x` </textarea></title>",
}

// fill puts the text into every string that v holds, two into every list, a moment into every time, and a number into every number.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[template.HTML]() { // what has it is safe: markdown.HTML made it
			text = html.EscapeString(text)
		}
		v.SetString(text)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		list := reflect.MakeSlice(v.Type(), 2, 2)
		for i := range 2 {
			fill(list.Index(i), text)
			if e := list.Index(i); e.Kind() == reflect.Struct { // ids differ
				if id := e.FieldByName("ID"); id.IsValid() && id.Kind() == reflect.String {
					id.SetString(fmt.Sprint(text, i))
				}
			}
		}
		v.Set(list)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 11, 23, 10, 42, 0, 0, time.UTC)))
			return
		}
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), text)
			}
		}
	}
}

// full is a view in which everything is there, of somebody who may do everything.
func full(name, text string) view {
	data := reflect.New(reflect.TypeOf(blank[name])).Elem()
	fill(data, text)
	v := view{Title: text, Path: "/", CSRF: "token", Done: text, Data: data.Interface(), Static: "/static/x", Now: time.Now()}
	fill(reflect.ValueOf(&v.Session).Elem(), text)
	v.Session.Actor = models.Actor{Kind: models.UserActor, UserID: "u", Name: text, WorkspaceID: "w", Role: models.Owner, Admin: true}
	v.Session.Workspace.ID = "w"
	v.Form = form{Name: "invite", Alert: text, Faults: []models.Fault{{Field: "email", Message: text}}, Values: url.Values{"email": {text}, "name": {text}}}
	return v
}

var script = regexp.MustCompile(`(?i)<script[^>]*>`)

func TestPagesRenderHostileText(t *testing.T) {
	pages := load(t)
	notes := regexp.MustCompile(`(?s)<div class="note-html"[^>]*>.*?</div>|</?code>`) // Markdown: what it may hold is proven where it is made
	for name := range blank {
		calm := notes.ReplaceAllString(render(t, pages, name, full(name, "Calm")), "")
		tags := regexp.MustCompile(`<[a-zA-Z/]`)
		for _, text := range hostile {
			got := render(t, pages, name, full(name, text))
			for _, tag := range script.FindAllString(got, -1) {
				if !strings.Contains(tag, `src="/static/x/js/`) {
					t.Errorf("%s with %.20q has a script of somebody else: %s", name, text, tag)
				}
			}
			if strings.Contains(got, `<img src=x`) || strings.Contains(got, `href="javascript:`) || strings.Contains(got, `action="javascript:`) {
				t.Errorf("%s with %.20q lets markup through", name, text)
			}
			if a, b := len(tags.FindAllString(calm, -1)), len(tags.FindAllString(notes.ReplaceAllString(got, ""), -1)); a != b && !long(text) {
				t.Errorf("%s with %.20q has %d tags, with a calm text %d", name, text, b, a)
			}
		}
	}
}

func TestPagesRenderEmptyAndForNobody(t *testing.T) {
	pages := load(t)
	for name, data := range blank {
		for _, v := range []view{{Data: data}, {Data: data, Session: full(name, "Calm").Session}} {
			v.Static = "/static/x"
			got := render(t, pages, name, v)
			for _, want := range []string{"<!doctype html>", `<html lang="en">`, `<main id="main"`, "<h1>", `class="skip"`} {
				if !strings.Contains(got, want) {
					t.Errorf("%s without data lacks %s", name, want)
				}
			}
		}
	}
}

// No style and no script stands in a page, no attribute runs any, every input has a label, every form that a session sends has its token.
func TestPagesKeepTheirPromises(t *testing.T) {
	pages := load(t)
	banned := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|https?://|src="//|ZgotmplZ`)
	input := regexp.MustCompile(`<(?:input|select)[^>]*>`)
	id := regexp.MustCompile(`\sid="([^"]*)"`)
	for name := range blank {
		got := render(t, pages, name, full(name, "Calm"))
		if found := banned.FindString(got); found != "" {
			t.Errorf("%s has %q", name, found)
		}
		for _, tag := range input.FindAllString(got, -1) {
			if regexp.MustCompile(`type="(hidden|checkbox|radio)"`).MatchString(tag) || !strings.Contains(tag, "name=") {
				continue
			}
			of := id.FindStringSubmatch(tag)
			if of == nil || !strings.Contains(got, `<label for="`+of[1]+`"`) && !strings.Contains(got, `for="`+of[1]+`"`) {
				t.Errorf("%s: no label for %s", name, tag)
			}
		}
		for _, part := range strings.Split(got, `<form method="post" action="`)[1:] {
			body, _, _ := strings.Cut(part, "</form>")
			if action, _, _ := strings.Cut(body, `"`); action != "/signin" && !strings.Contains(body, `name="csrf_token"`) {
				t.Errorf("%s: the form to %s has no CSRF token", name, action)
			}
		}
		if ids := id.FindAllString(got, -1); len(ids) != len(unique(ids)) && name != "once" && name != "lensquestionedit" { // whose ids come from Go; a test of the real page counts them
			t.Errorf("%s has an id twice: %v", name, ids)
		}
	}
}

func TestEveryTemplateIsAPage(t *testing.T) {
	err := fs.WalkDir(templateFiles, "templates", func(path string, e fs.DirEntry, err error) error {
		name := strings.TrimSuffix(e.Name(), ".html")
		if _, known := blank[name]; err == nil && !e.IsDir() && !known && !strings.Contains(path, "/base/") {
			t.Errorf("%s is the template of no page", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestErrorsAreComplete(t *testing.T) {
	for _, code := range models.Codes {
		if w := errorWords[code]; w.status == 0 || w.title == "" || w.next == "" {
			t.Errorf("there are no words for %s", code)
		}
	}
}

func TestLocal(t *testing.T) {
	w := &Web{opt: Options{IsPage: func(path string) bool { return !strings.HasPrefix(path, "/api/") }}}
	for in, want := range map[string]string{
		"/members?after=x": "/members?after=x", "/": "/", "": "/", "//evil.example": "/", "/\\evil.example": "/", "https://evil.example/": "/",
		"javascript:alert(1)": "/", "/\t/evil.example": "/", "members": "/", "/api/v1/workloads": "/", "/%2f/evil.example": "/%2f/evil.example",
		"/" + strings.Repeat("a", 3000): "/",
	} {
		if got := w.local(in); got != want {
			t.Errorf("local(%.40q) = %q, want %q", in, got, want)
		}
	}
}

func TestCodeIn(t *testing.T) {
	for in, want := range map[string]string{" https://x.example/join#pll_A \n": "pll_A", "pll_A": "pll_A", "": "", "/join#": ""} {
		if got := codeIn(in); got != want {
			t.Errorf("codeIn(%q) = %q, want %q", in, got, want)
		}
	}
}

func load(t *testing.T) pages {
	t.Helper()
	p, err := loadPages()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func render(t *testing.T, p pages, name string, v view) string {
	t.Helper()
	var out strings.Builder
	if err := p.render(&out, name, "layout", v); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", name, err))
	}
	return out.String()
}

func unique(list []string) map[string]bool {
	m := map[string]bool{}
	for _, s := range list {
		m[s] = true
	}
	return m
}

package web

import (
	"fmt"
	"html"
	"html/template"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
)

// Hostile texts: whatever people write stays text.
var hostileTexts = []string{
	`"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, "\u202egnirts tfel-ot-thgir\u202c שלום",
	strings.Repeat("wide ", 2000),
	strings.Repeat("W", 10_000), "👩‍👩‍👧‍👦🏳️‍🌈", `javascript:alert(1)`, "{{.}} ${x} `x` </textarea></title>",
}

// fillView puts the text into every string that v holds, two into every list, a moment into every time, and a number
// into every number.
func fillView(v reflect.Value, text string) {
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
			fillView(list.Index(i), text)
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
				fillView(v.Field(i), text)
			}
		}
	}
}

// shownPage is a page that a table shows.
type shownPage struct {
	name      string
	data      any // of its type
	templates *page.Templates
}

// shownPages are those of all tables, by name.
func shownPages(t *testing.T) (list []shownPage) {
	t.Helper()
	all := append(Tables(&page.Adapter{}), page.Common)
	for _, table := range all {
		names := table.Templates.Names()
		for name, data := range table.Shown() {
			if slices.Contains(names, name) {
				list = append(list, shownPage{name, data, table.Templates})
			} else if !slices.Contains(page.Common.Templates.Names(), name) {
				t.Errorf("a table shows %s, which is no template", name)
			}
		}
	}
	if len(list) < 40 {
		t.Fatalf("only %d pages are shown", len(list))
	}
	return list
}

// fullView is a view in which everything is there, of somebody who may do everything.
func fullView(p shownPage, text string) page.View {
	data := reflect.New(reflect.TypeOf(p.data)).Elem()
	fillView(data, text)
	v := page.View{Title: text, Path: "/", CSRF: "token", Done: text, Data: data.Interface(), Static: "/static/x",
		Now: time.Now()}
	fillView(reflect.ValueOf(&v.Session).Elem(), text)
	v.Session.Actor = models.Actor{
		Kind: models.UserActor, UserID: "u", Name: text, WorkspaceID: "w", Role: models.Owner, Admin: true,
	}
	v.Session.Workspace.ID = "w"
	v.Form = page.Form{
		Name: "invite", Alert: text, Faults: []models.FieldFault{{Field: "email", Message: text}},
		Values: url.Values{"email": {text}, "name": {text}},
	}
	return v
}

// longText is how many characters of a text a table shows before the rest is a tap away.
const longText = 160

var scriptTag = regexp.MustCompile(`(?i)<script[^>]*>`)

func TestPagesRenderHostileText(t *testing.T) {
	// Markdown: what it may hold is proven where it is made
	notes := regexp.MustCompile(`(?s)<div class="note-html"[^>]*>.*?</div>|</?code>`)
	for _, p := range shownPages(t) {
		name := p.name
		calm := notes.ReplaceAllString(renderPage(t, p, fullView(p, "Calm")), "")
		tags := regexp.MustCompile(`<[a-zA-Z/]`)
		for _, text := range hostileTexts {
			got := renderPage(t, p, fullView(p, text))
			for _, tag := range scriptTag.FindAllString(got, -1) {
				if !strings.Contains(tag, `src="/static/x/js/`) {
					t.Errorf("%s with %.20q has a script of somebody else: %s", name, text, tag)
				}
			}
			if strings.Contains(got, `<img src=x`) || strings.Contains(got, `href="javascript:`) || strings.Contains(got,
				`action="javascript:`) {
				t.Errorf("%s with %.20q lets markup through", name, text)
			}
			if a, b := len(tags.FindAllString(calm, -1)), len(tags.FindAllString(notes.ReplaceAllString(got, ""),
				-1)); a != b && len([]rune(text)) <= longText {
				t.Errorf("%s with %.20q has %d tags, with a calm text %d", name, text, b, a)
			}
		}
	}
}

func TestPagesRenderEmptyAndForNobody(t *testing.T) {
	for _, p := range shownPages(t) {
		name, data := p.name, p.data
		for _, v := range []page.View{{Data: data}, {Data: data, Session: fullView(p, "Calm").Session}} {
			v.Static = "/static/x"
			got := renderPage(t, p, v)
			for _, want := range []string{"<!doctype html>", `<html lang="en">`, `<main id="main"`, "<h1>", `class="skip"`} {
				if !strings.Contains(got, want) {
					t.Errorf("%s without data lacks %s", name, want)
				}
			}
		}
	}
}

// No style and no script stands in a page, no attribute runs any, every input has a label, every form that a session
// sends has its token.
func TestPagesKeepTheirPromises(t *testing.T) {
	banned := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|https?://|src="//|ZgotmplZ`)
	input := regexp.MustCompile(`<(?:input|select)[^>]*>`)
	id := regexp.MustCompile(`\sid="([^"]*)"`)
	for _, p := range shownPages(t) {
		name := p.name
		got := renderPage(t, p, fullView(p, "Calm"))
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
		// whose ids come from Go; a test of the real page counts them
		if ids := id.FindAllString(got, -1); len(ids) != len(uniqueIDs(ids)) && name != "once" &&
			name != "lensquestionedit" && name != "operations" {
			t.Errorf("%s has an id twice: %v", name, ids)
		}
	}
}

func TestEveryTemplateIsAPage(t *testing.T) {
	for _, table := range append(Tables(&page.Adapter{}), page.Common) {
		shown := table.Shown()
		for _, name := range table.Templates.Names() {
			if _, is := shown[name]; !is {
				t.Errorf("%s is the template of no page", name)
			}
		}
	}
}

func renderPage(t *testing.T, p shownPage, v page.View) string {
	t.Helper()
	var out strings.Builder
	if err := p.templates.Render(&out, page.Rendering{Page: p.name, Piece: "layout", Data: v}); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", p.name, err))
	}
	return out.String()
}

func uniqueIDs(list []string) map[string]bool {
	m := map[string]bool{}
	for _, s := range list {
		m[s] = true
	}
	return m
}

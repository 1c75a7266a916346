package web_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// hiddenFields are the hidden fields of a form, by name.
func hiddenFields(page []byte) url.Values {
	form := url.Values{}
	hidden := regexp.MustCompile(`type="hidden"\s+name="(\w+)"\s+value="([^"]*)"`)
	for _, field := range hidden.FindAllStringSubmatch(string(page), -1) {
		if field[1] != "csrf" {
			form.Set(field[1], html.UnescapeString(field[2]))
		}
	}
	return form
}

// A file of items is looked at first; what has changed since is shown anew instead of imported.
func TestImportItemsPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		const who = "contributor session"
		at := "/items/import"
		for who, status := range map[string]int{"nobody": 303, "viewer session": 403} {
			s.GetPage(who, at, status)
		}
		s.PageHolds("the page", []byte(s.GetPage(who, at+"?workload="+id, 200)), "Import items into Checkout", "Preview",
			"/api/v1/items/export?format=xlsx&amp;workload="+id)
		s.PageHolds("no file", uploadForm(s, who, at, nil, nil).Body, "Choose a file")
		s.PageHolds("no table", uploadForm(s, who, at, nil, []byte("\xff\xfeN\x00")).Body, "UTF-16")
		into := url.Values{"workload": {id}}
		wrong := uploadForm(s, who, at, into, []byte("Title,Owner\nOne,Nobody <b>\n"))
		s.PageHolds("an error", wrong.Body, "Errors in the file", "Nobody &lt;b&gt;", `<th scope="row">2</th>`)
		if strings.Contains(string(wrong.Body), ">Import</button>") {
			s.T.Error("what has errors can be imported")
		}

		before := s.Fingerprint()
		seen := uploadForm(s, who, at, into, []byte("Title,Priority\n<i>One</i>,High\n"))
		s.PageHolds("the preview", seen.Body, "Nothing is imported yet", "&lt;i&gt;One", "creates 1 item",
			">Import</button>")
		if s.Fingerprint() != before {
			s.T.Error("the preview changed something")
		}
		s.PostForm(who, at, hiddenFields(seen.Body), 303)

		edit := uploadForm(s, who, at, nil, []byte("Number,Title\n1,Uno\n"))
		s.PageHolds("the change", edit.Body, "#1", "Uno", "changes 1")
		other := uploadForm(s, who, at, nil, []byte("Number,Priority\n1,Low\n"))
		s.PostForm(who, at, hiddenFields(other.Body), 303)
		anew := s.PostForm(who, at, hiddenFields(edit.Body), 200)
		s.PageHolds("changed since", anew.Body, "items have changed since the preview", "Uno", ">Import</button>")
		s.PostForm(who, at, hiddenFields(anew.Body), 303)
		out := string(s.Do(apitest.Call{Method: "GET", Path: "/items/export", As: "viewer"}).Body)
		if !strings.Contains(out, "Uno") || !strings.Contains(out, "Low") {
			s.T.Errorf("it is %s", out)
		}
	})
}

// The pages of items export what they show: their filters are in the addresses of the files.
func TestPagesOfItemsExportWhatTheyShow(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		w := newItemsOf(s)
		for _, one := range []string{
			`"Rotate keys","priority":"urgent","due_on":"2020-01-01","owner":{"kind":"team","name":"Platform"}`,
			`"Copies apart","priority":"low","due_on":"2031-01-01",` +
				`"practices":[{"lens":"service-basics","question":"backup","choice":"backup_daily"}]`} {
			s.OK("POST", w.at+"/items", `{"title":`+one+`}`)
		}
		shows := func(address string, want ...bool) {
			page := s.GetPage("viewer session", address, 200)
			for n, title := range []string{"Rotate keys", "Copies apart"} {
				if strings.Contains(page, title) != want[n] {
					s.T.Errorf("%s: %s is shown: %v", address, title, !want[n])
				}
			}
			links := exportLinks.FindAllStringSubmatch(page, -1)
			if len(links) != 3 {
				s.T.Fatalf("%s exports %v", address, links)
			}
			for _, link := range links {
				r := s.GetPage("viewer session", html.UnescapeString(link[1]), 200)
				if strings.Contains(link[1], "format=xlsx") {
					continue // packed
				}
				for n, title := range []string{"Rotate keys", "Copies apart"} {
					if strings.Contains(r, title) != want[n] {
						s.T.Errorf("%s leads to %s with:\n%s", address, link[1], r)
					}
				}
			}
		}
		for _, at := range []string{"/items", w.at + "/items", "/items/board", w.at + "/items/timeline"} {
			shows(at, true, true)
			shows(at+"?owner=Platform", true, false)
			shows(at+"?owner=none", false, true)
			shows(at+"?owner=me", false, false)
			shows(at+"?due=overdue", true, false)
			shows(at+"?due=30", false, false)
			shows(at+"?priority=low&text=copies", false, true)
			shows(at+"?risk=high&regressed=yes", false, false)
		}
		shows("/items?workload="+w.id, true, true)
		shows("/items?status=done", false, false)
		shows("/items?status=all", true, true)
		shows(w.at+"/items?lens=service-basics&question=backup", false, true)
		w.says("viewer session", w.at+"/items?lens=service-basics&question=backup", "Only items of the question",
			"All items of the workload")
		s.GetPage("viewer session", w.at+"/items?lens=service-basics&question=nothing", 404)
	})
}

var exportLinks = regexp.MustCompile(`href="(/api/v1/items/export\?[^"]*)"`)

// A calendar's address is shown once, to whom it belongs.
func TestCalendarsPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		const who, at = "viewer session", "/account/calendars"
		s.GetPage("nobody", at, 303)
		s.PageHolds("the account", []byte(s.GetPage(who, "/account", 200)), `href="`+at+`"`)
		first := []byte(s.GetPage(who, at, 200))
		s.PageHolds("none yet", first, "No calendars yet", "All items of Checkout", "How to subscribe")
		form := hiddenFields(first)
		form.Set("name", "x")
		s.PageHolds("short", s.PostForm(who, at, form, 422).Body, "must have at least 3 characters")
		form.Set("name", "Phone <b>")
		form.Set("workload", id)
		made := s.PostForm(who, at, form, 200)
		s.PageHolds("made", made.Body, "/calendar/plc_", "It is not shown again")
		again := s.PostForm(who, at, form, 200)
		address := regexp.MustCompile(`/calendar/plc_\w+\.ics`)
		if a, b := address.FindString(string(made.Body)), address.FindString(string(again.Body)); a == "" || a != b {
			s.T.Errorf("sent twice it is %q and %q", a, b)
		}
		list := s.GetPage(who, at, 200)
		s.PageHolds("the list", []byte(list), "Phone &lt;b&gt;", "Checkout")
		if address.MatchString(list) {
			s.T.Error("the list shows the secret")
		}
		revoke := regexp.MustCompile(`/account/calendars/\w+/revoke`).FindString(list)
		s.PostForm("contributor session", revoke, url.Values{}, 404)
		s.PostForm(who, revoke, url.Values{}, 303)
		s.PageHolds("revoked", []byte(s.GetPage(who, at, 200)), "Revoked")
	})
}

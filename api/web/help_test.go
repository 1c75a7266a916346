package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/help"
	"plumbline/models/urls"
)

var helpLink = regexp.MustCompile(`href="(/help[^"#?]*)`)

// Whoever can't get in finds the help from the page of the sign-in; who is in, from any page. From its index and from
// each topic all others are reached, and one leads to the next.
func TestHelpPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		for _, at := range []struct{ who, path string }{{"nobody", urls.SignIn}, {"nobody", urls.Join},
			{"viewer session", urls.Home}, {"viewer session", string(urls.WorkloadPage(id))},
			{"administrator session", urls.Users}} {
			if page := s.GetPage(at.who, at.path, 200); !strings.Contains(page, `href="`+urls.Help+`"`) {
				s.T.Errorf("%s of %s has no link to the help", at.path, at.who)
			}
		}
		for _, path := range append([]string{urls.Help}, urls.HelpTopic("api"), urls.HelpTopic("roles")) {
			page := s.GetPage("nobody", path, 200)
			for _, name := range help.Names() {
				if !strings.Contains(page, `href="`+urls.HelpTopic(name)+`"`) {
					s.T.Errorf("%s has no link to %s", path, name)
				}
			}
		}
		walked := 0
		for path := urls.HelpTopic(help.Names()[0]); path != ""; walked++ {
			page := s.GetPage("nobody", path, 200)
			for _, m := range helpLink.FindAllStringSubmatch(page, -1) {
				name := strings.TrimPrefix(m[1], urls.Help+"/")
				if m[1] != urls.Help && !slices.Contains(help.Names(), name) {
					s.T.Errorf("%s leads to %s", path, m[1])
				}
			}
			_, text, _ := strings.Cut(page, `<div class="help-text">`)
			for _, m := range regexp.MustCompile(`href="(/[^"#?]*)"`).FindAllStringSubmatch(text, -1) {
				s.GetPage("nobody", m[1], 200) // wherever a text leads, everybody may go
			}
			m := regexp.MustCompile(`href="([^"]+)"\s+rel="next"`).FindStringSubmatch(page)
			if path = ""; m != nil {
				path = m[1]
			}
		}
		if walked != len(help.Names()) {
			s.T.Errorf("the next topic leads through %d of %d", walked, len(help.Names()))
		}
		s.GetPage("nobody", urls.Help+"/nothing", 404)
		s.GetPage("nobody", urls.Help+"/%2e%2e%2froles", 404)
	})
}

func TestHelpSearch(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		for query, want := range map[string]string{
			"restore+backup": `href="/help/backups"`, "SCORE": `href="/help/lenses#score"`, "": "Running a server",
			"nothing-has-this": "No topic has all of “nothing-has-this”", "%3Cscript%3E": "“&lt;script&gt;”",
			strings.Repeat("%F0%9F%98%80", 2000): "No topic has all of",
		} {
			if page := s.GetPage("nobody", urls.Help+"?q="+query, 200); !strings.Contains(page, want) {
				s.T.Errorf("%.30q: no %s", query, want)
			}
		}
		s.GetPage("nobody", urls.Help+"?q=%00", 422)
	})
}

// The help has every key that the pages tell of.
func TestHelpOnKeys(t *testing.T) {
	t.Parallel()
	topic, _ := help.Find("keyboard")
	count := 0
	for _, name := range []string{"review.html", "facilitate.html"} {
		source, err := os.ReadFile(filepath.Join("review", "templates", name))
		if err != nil {
			t.Fatal(err)
		}
		_, keys, _ := strings.Cut(string(source), `<dl class="keys">`)
		keys, _, _ = strings.Cut(keys, "</dl>")
		for _, m := range regexp.MustCompile(`<kbd>([^<]+)</kbd>`).FindAllStringSubmatch(keys, -1) {
			count++
			if !strings.Contains(topic.Source, "`"+m[1]+"`") {
				t.Errorf("%s tells of the key %s, the help does not", name, m[1])
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d keys are read", count)
	}
}

package web_test

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/questionnaires/builtin"
)

// hiddenField is the value of a hidden field of a page.
func hiddenField(t testing.TB, page, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the page has no field %s: %s", name, page)
	}
	return html.UnescapeString(found[1])
}

func newWorkloadForm(name, once string) url.Values {
	return apitest.FormFields("name", name, "description", "Takes the money", "environment", "PRODUCTION", "review_owner",
		"Ines", "aws_regions", "eu-central-1, eu-west-1",
		"non_aws_regions", "Frankfurt DC 2, Köln", "lenses", "service-basics", "tags", "team=a\n tier = 1\n", "once", once,
		"template_before", "web")
}

// A workload from its template to its deletion, in pages alone and without a script.
func TestAWorkloadInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.Sample()
		who := "architect session"
		s.GetPage("viewer session", "/workloads/new", 403)
		s.PostForm("contributor session", "/workloads", newWorkloadForm("Shop", ""), 403)
		page := s.GetPage(who, "/workloads/new?template=data", 200)
		s.PageHolds("the template", []byte(page), "Where the data lies", `value="The architect"`, "service-basics")
		once := hiddenField(t, page, "once")

		r := s.PostForm(who, "/workloads", apitest.FormFields("name", "x", "description", "", "environment", "LAB",
			"review_owner", "Ines", "tags", "a=1", "notes", "Kept <b>", "lenses", "service-basics", "once", once), 422)
		s.PageHolds("faults", r.Body, `value="x"`, `aria-invalid="true"`, "Kept &lt;b&gt;", `value="service-basics" checked`,
			"a=1", `href="#workload-environment"`)
		r = s.PostForm(who, "/workloads", apitest.FormFields("name", "Shop", "description", "Takes", "environment",
			"PRODUCTION", "review_owner", "Ines", "aws_regions", "x", "tags", "a=1\na=2"), 422)
		s.PageHolds("a tag twice", r.Body, "names a twice")

		at := s.PostForm(who, "/workloads", newWorkloadForm("Shop", once), 303).Header.Get("Location")
		if again := s.PostForm(who, "/workloads", newWorkloadForm("Shop", once), 303).Header.Get("Location"); again != at {
			t.Errorf("the same form again makes %s beside %s", again, at)
		}
		r = s.PostForm(who, "/workloads", newWorkloadForm("SHOP", once), 409)
		s.PageHolds("a name that is taken", r.Body, "exists already", `value="SHOP"`)
		at, _, _ = strings.Cut(at, "?")
		page = s.GetPage(who, at, 200)
		s.PageHolds("the workload", []byte(page), "Start review", `href="`+at+`/lenses/service-basics"`,
			"eu-central-1, eu-west-1, Frankfurt DC 2, Köln", "0 of 9 answered", "score = 100", "<svg",
			"<title>Running the service: 3 unanswered</title>")
		s.GetPage("stranger session", at, 404)
		s.PageHolds("for a viewer", []byte(s.GetPage("viewer session", at, 200)), "View answers")

		// Change, stale and not.
		page = s.GetPage(who, at+"/edit", 200)
		s.PageHolds("the form", []byte(page), "team=a\ntier=1", `value="Frankfurt DC 2, Köln"`)
		change := newWorkloadForm("Shop", "")
		change.Set("version", hiddenField(t, page, "version"))
		change.Set("industry", "Retail")
		s.PostForm(who, at+"/edit", change, 303)
		s.PostForm(who, at+"/edit", change, 303) // sent twice
		change.Set("industry", "Shoes")
		r = s.PostForm(who, at+"/edit", change, 412)
		s.PageHolds("a stale form", r.Body, "What is different now", "Retail", `value="Shoes"`, `name="version" value="2"`)
		change.Set("name", "")
		change.Set("version", "1")
		s.PostForm(who, at+"/edit", change, 412)
		change.Set("tags", "a=1\na=2")
		r = s.PostForm(who, at+"/edit", change, 422)
		s.PageHolds("a fault lets nobody pass who has not seen the change", r.Body, `name="version" value="1"`,
			"names a twice")
		change.Set("tags", "a=1")
		change.Set("version", "2")
		r = s.PostForm(who, at+"/edit", change, 422)
		s.PageHolds("a fault keeps the version that was seen", r.Body, `name="version" value="2"`, `value="Shoes"`)
		change.Set("name", "Shop")
		s.PostForm(who, at+"/edit", change, 303)

		s.OK("PUT", "/workloads"+strings.TrimPrefix(at, "/workloads")+"/lenses/service-basics/answers/backup",
			map[string]any{"selected": []string{"backup_daily"}, "notes": "Was <i>bad</i>"})
		s.PostForm("viewer session", at+"/milestones", apitest.FormFields("name", "Spring"), 403)
		r = s.PostForm("contributor session", at+"/milestones", apitest.FormFields("name", "x"), 422)
		s.PageHolds("a short name", r.Body, `value="x"`, "milestone-name")
		if to := s.PostForm("contributor session", at+"/milestones", apitest.FormFields("name", "Spring", "once", "1"),
			303).Header.Get("Location"); to != at+"/milestones?done=milestone" {
			t.Errorf("after saving: %s", to)
		}
		s.PostForm("contributor session", at+"/milestones", apitest.FormFields("name", "Spring", "once", "1"), 303)
		if to := s.PostForm("contributor session", at+"/milestones",
			apitest.FormFields("name", "Summer", "return_to", "//evil.example"),
			303).Header.Get("Location"); to != "/?done=milestone" {
			t.Errorf("led to %s", to)
		}
		s.OK("PUT", at+"/lenses/service-basics/answers/backup",
			map[string]any{"selected": []string{"backup_no"}, "notes": "Worse"})

		s.PageHolds("the list", []byte(s.GetPage("viewer session", at+"/milestones", 200)), "Spring", "Summer",
			"/compare?from=1")
		s.PageHolds("as it was", []byte(s.GetPage("viewer session", at+"/milestones/1", 200)), "Was &lt;i&gt;bad&lt;/i&gt;",
			"1 of 9 answered", `href="`+at+`/milestones/1?lens=service-basics#pillar-1"`, `id="pillar-1"`)
		s.GetPage("viewer session", at+"/milestones/9", 404)
		s.GetPage("viewer session", at+"/milestones/none", 404)
		s.PageHolds("compared", []byte(s.GetPage("viewer session", at+"/compare?from=1&to=now", 200)),
			"Was &lt;i&gt;bad&lt;/i&gt;", "Worse", "8 unchanged", "8 questions unchanged",
			`<a href="`+at+`/lenses/service-basics/questions/backup"`, "<p class=\"small\">Unchanged: Running the service, ",
			"<del>not in place</del>",
			`<option value="1" selected>1: Spring`)
		s.PageHolds("only what got better", []byte(s.GetPage("viewer session", at+"/compare?from=1&show=better", 200)),
			"No question got better")
		s.GetPage("viewer session", at+"/compare?from=x", 404)
		s.GetPage("stranger session", at+"/compare?from=1", 404)

		if r := s.Visit(apitest.Visit{Method: "GET", Path: at + "/report.pdf?milestone=1&lens=service-basics",
			As: "viewer session"}); r.Status != 200 || !strings.Contains(r.Header.Get("Content-Disposition"),
			"shop-milestone-1.pdf") || !strings.HasPrefix(string(r.Body), "%PDF") {
			t.Errorf("the report of a milestone: %d %s", r.Status, r.Header)
		}
		s.GetPage("viewer session", at+"/report.pdf?milestone=7", 404)
		s.GetPage("viewer session", at+"/report.pdf?milestone=-1", 404)

		r = s.PostForm(who, at+"/lenses", apitest.FormFields("lens", "service-basics"), 409)
		s.PageHolds("applied already", r.Body, "applied to this workload already")
		s.PageHolds("taking it off", []byte(s.GetPage(who, at+"/lenses/service-basics/remove", 200)),
			"1 answered question will be deleted")
		r = s.PostForm(who, at+"/lenses/service-basics/remove", apitest.FormFields("confirm", "basics"), 422)
		s.PageHolds("a wrong confirmation", r.Body, `value="basics"`, "must be the key of the lens")
		s.PostForm(who, at+"/lenses/service-basics/remove", apitest.FormFields("confirm", "service-basics"), 303)
		s.PostForm(who, at+"/lenses/service-basics/remove", apitest.FormFields("confirm", "service-basics"), 303)
		s.PostForm(who, at+"/lenses/service-basics/remove", nil, 404)
		s.PageHolds("without a lens", []byte(s.GetPage(who, at, 200)), "Add a lens to start a review", `href="`+at+`/lenses"`)
		s.PageHolds("adding one", []byte(s.GetPage(who, at+"/lenses", 200)), "<h2>Add lens</h2>")
		s.PostForm(who, at+"/lenses", apitest.FormFields("lens", "service-basics", "once", "2"), 303)
		s.PostForm(who, at+"/lenses", apitest.FormFields("lens", "service-basics", "once", "2"), 303)

		r = s.PostForm(who, at+"/delete", apitest.FormFields("confirm", "shop"), 422)
		s.PageHolds("a wrong name", r.Body, `value="shop"`, "must be the name of the workload")
		s.PostForm("contributor session", at+"/delete", apitest.FormFields("confirm", "Shop"), 403)
		s.PostForm(who, at+"/delete", apitest.FormFields("confirm", "Shop"), 303)
		s.GetPage(who, at, 404)
	})
}

// Another template keeps what was typed, and takes back only what the one before had filled in.
func TestTemplatesKeepWhatWasTyped(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		page := s.GetPage("architect session", "/workloads/new?template=web", 200)
		inNotes := regexp.MustCompile(`(?s)name="notes"[^>]*>\n(.*?)</textarea>`)
		notes := html.UnescapeString(inNotes.FindStringSubmatch(page)[1])
		if !strings.Contains(notes, "Busiest hour") {
			t.Fatalf("the template fills nothing in: %q", notes)
		}
		form := apitest.FormFields("name", "Typed <name>", "template", "data", "template_before", "web", "notes",
			strings.ReplaceAll(notes, "\n", "\r\n"), "pillar_priorities", "mine")
		r := s.PostForm("architect session", "/workloads/new", form, 200)
		s.PageHolds("another one", r.Body, `value="Typed &lt;name&gt;"`, "What data, how sensitive", `value="mine"`)
		form.Set("notes", "My own")
		r = s.PostForm("architect session", "/workloads/new", form, 200)
		s.PageHolds("with notes of one's own", r.Body, "My own</textarea>")
		s.PostForm("viewer session", "/workloads/new", form, 403)
	})
}

func TestTheListOfWorkloadsInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.PageHolds("empty for an architect", []byte(s.GetPage("architect session", "/", 200)), ">Create workload</a>",
			"Explore a sample workload")
		viewer := s.GetPage("viewer session", "/", 200)
		s.PageHolds("empty for a viewer", []byte(viewer), "No workloads yet: architects and owners", ">View members</a>")
		if strings.Contains(viewer, "/workloads/sample") {
			t.Error("a viewer is offered what viewers may not")
		}
		s.PostForm("viewer session", "/workloads/sample", nil, 403)
		at, _, _ := strings.Cut(s.PostForm("architect session", "/workloads/sample", nil, 303).Header.Get("Location"), "?")
		r := s.PostForm("architect session", "/workloads/sample", nil, 409)
		s.PageHolds("again", r.Body, "exists already", `href="`+at+`"`)
		page := s.GetPage("viewer session", at, 200)
		s.PageHolds("the tour", []byte(page), "Dismiss", at+"/lenses/service-basics/questions/oncall")
		r = s.Visit(apitest.Visit{Method: "POST", Path: at + "/tour", As: "viewer session"})
		cookie, _, _ := strings.Cut(r.Header.Get("Set-Cookie"), ";")
		if cookie != "plumbline_tour=ended" {
			t.Fatalf("the tour leaves %q", r.Header)
		}
		r = s.Visit(apitest.Visit{Method: "GET", Path: at, As: "viewer session",
			Header: map[string]string{"Cookie": cookie + "; plumbline_session=" + s.Sessions["viewer session"]}})
		if r.Status != 200 || strings.Contains(string(r.Body), ">Dismiss<") {
			t.Errorf("the tour is still there: %d", r.Status)
		}

		s.OK("POST", "/workloads", apitest.WorkloadBody(`"><script>alert(1)</script>`))
		for i := range 60 {
			s.OK("POST", "/workloads", apitest.WorkloadBody("Load "+string(rune('A'+i/26))+string(rune('A'+i%26))))
		}
		page = s.GetPage("viewer session", "/?sort=risk&environment=PRODUCTION", 200)
		next := html.UnescapeString(regexp.MustCompile(`href="([^"]*after=[^"]*)"`).FindStringSubmatch(page)[1])
		if !strings.Contains(next, "sort=risk") || !strings.Contains(next, "environment=PRODUCTION") ||
			!strings.Contains(page, ">Checkout<") {
			t.Errorf("the next page is at %s", next)
		}
		second := s.GetPage("viewer session", next, 200)
		if s.PageHolds("the second page", []byte(second), `rel="first"`, "Load CH"); strings.Contains(second, ">Checkout<") {
			t.Error("the second page shows the first")
		}
		for query, want := range map[string]string{"text=" + url.QueryEscape("MONEY ines checkout"): ">Checkout<",
			"risk=HIGH": ">Checkout<", "lens=service-basics": ">Checkout<",
			"text=nothing": "No workload is found for “nothing”"} {
			page := s.GetPage("viewer session", "/?"+query, 200)
			if s.PageHolds(query, []byte(page), want); strings.Contains(page, "Load AA") {
				t.Errorf("%s finds Load AA", query)
			}
		}
		s.PageHolds("hostile", []byte(s.GetPage("viewer session", "/?text=script", 200)), "&lt;script&gt;")
	})
}

func TestUpgradeInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id
		s.OK("PUT", at+"/lenses/service-basics/answers/backup", map[string]any{"selected": []string{"backup_daily"}})
		var doc map[string]any
		apitest.Must(t,
			json.Unmarshal([]byte(strings.ReplaceAll(string(builtin.SampleDocument()), "backup_daily", "backup_nightly")),
				&doc))
		first := doc["pillars"].([]any)[0].(map[string]any)
		first["questions"] = first["questions"].([]any)[1:]
		s.OK("PUT", "/lenses/service-basics/draft", doc)
		s.OK("POST", "/lenses/service-basics/versions", map[string]any{"version": "2.0", "major": true})
		s.PageHolds("the hint", []byte(s.GetPage("viewer session", at, 200)), "Version 2.0 of the lens is available",
			"An architect can upgrade")
		s.PageHolds("the hint", []byte(s.GetPage("architect session", at, 200)), at+"/lenses/service-basics/upgrade")
		s.GetPage("contributor session", at+"/lenses/service-basics/upgrade", 403)
		s.GetPage("stranger session", at+"/lenses/service-basics/upgrade", 404)
		before := s.Fingerprint()
		s.PageHolds("the preview", []byte(s.GetPage("architect session", at+"/lenses/service-basics/upgrade", 200)),
			"from 1.0 to 2.0", "Carried over under another id: 1",
			`<option value="backup_nightly" selected>`, "Could you get your data back?", `value="Before version 2.0"`)
		r := s.PostForm("architect session", at+"/lenses/service-basics/upgrade",
			apitest.FormFields("milestone", "x", "version", "2.0"), 422)
		s.PageHolds("a short name", r.Body, `value="x"`, "from 1.0 to 2.0", "Removed choices: 1",
			"Kept in the milestone only: 1")
		if s.Fingerprint() != before {
			t.Error("the preview changed something")
		}
		s.PostForm("architect session", at+"/lenses/service-basics/upgrade",
			apitest.FormFields("milestone", "Before", "version", "2.0"), 303)
		s.PageHolds("after it", []byte(s.GetPage("viewer session", at, 200)), "version 2.0")
		s.PageHolds("its milestone", []byte(s.GetPage("viewer session", at+"/milestones", 200)), "Before")
		s.PageHolds("compared over versions", []byte(s.GetPage("viewer session", at+"/compare", 200)), "version 1.0 → 2.0",
			"not in this version of the lens", "1 removed")
		s.GetPage("architect session", at+"/lenses/service-basics/upgrade", 409)
	})
}

// A workload of another workspace is shown as far as it is shared, and offers no more.
func TestASharedWorkloadInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.AddNeighbours()
		at := "/workloads/" + s.Sample()
		s.GetPage("stranger session", at, 404)
		s.AcceptedShare(at, models.Contributor)
		s.PageHolds("their list", []byte(s.GetPage("stranger session", "/", 200)), "Checkout", " · of Here ")
		page := s.GetPage("stranger session", at, 200)
		s.PageHolds("the workload", []byte(page), "Shared by", "Start review")
		page += s.GetPage("stranger session", at+"/lenses", 200) + s.GetPage("stranger session", at+"/settings", 200) +
			s.GetPage("stranger session", at+"/milestones", 200)
		s.PageHolds("its milestones", []byte(page), "Create milestone")
		for _, offered := range []string{at + "/edit", "Remove lens", "Add lens", "Delete"} {
			if strings.Contains(page, offered) {
				t.Errorf("the page offers %q", offered)
			}
		}
		if strings.Contains(s.GetPage("foreign-viewer session", at+"/milestones", 200), "Create milestone") {
			t.Error("a viewer there is offered a milestone")
		}
		s.GetPage("stranger session", at+"/edit", 403)
		s.PostForm("stranger session", at+"/edit", newWorkloadForm("Mine now", ""), 403)
		s.PostForm("stranger session", at+"/delete", apitest.FormFields("confirm", "Checkout"), 403)
		s.PostForm("stranger session", at+"/lenses/service-basics/remove", apitest.FormFields("confirm", "service-basics"),
			403)
		s.PostForm("foreign-viewer session", at+"/milestones", apitest.FormFields("name", "Theirs"), 403)
		s.PostForm("foreign-contributor session", at+"/milestones", apitest.FormFields("name", "Theirs"), 303)
		s.GetPage("foreign-viewer session", at+"/compare", 200)
	})
}

package api_test

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/questionnaires/builtin"
)

// hidden is the value of a hidden field of a page.
func hidden(t testing.TB, page, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the page has no field %s: %s", name, page)
	}
	return html.UnescapeString(found[1])
}

func newWorkloadForm(name, once string) url.Values {
	return fields("name", name, "description", "Takes the money", "environment", "PRODUCTION", "review_owner", "Ines", "aws_regions", "eu-central-1, eu-west-1",
		"non_aws_regions", "Frankfurt DC 2, Köln", "lenses", "service-basics", "tags", "team=a\n tier = 1\n", "once", once, "template_before", "web")
}

// A workload from its template to its deletion, in pages alone and without a script.
func TestAWorkloadInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		s.sample()
		who := "architect session"
		s.get("viewer session", "/workloads/new", 403)
		s.post("contributor session", "/workloads", newWorkloadForm("Shop", ""), 403)
		page := s.get(who, "/workloads/new?template=data", 200)
		s.holds("the template", []byte(page), "Where the data lies", `value="The architect"`, "service-basics")
		once := hidden(t, page, "once")

		r := s.post(who, "/workloads", fields("name", "x", "description", "", "environment", "LAB", "review_owner", "Ines", "tags", "a=1", "notes", "Kept <b>", "lenses", "service-basics", "once", once), 422)
		s.holds("faults", r.body, `value="x"`, `aria-invalid="true"`, "Kept &lt;b&gt;", `value="service-basics" checked`, "a=1", `href="#workload-environment"`)
		r = s.post(who, "/workloads", fields("name", "Shop", "description", "Takes", "environment", "PRODUCTION", "review_owner", "Ines", "aws_regions", "x", "tags", "a=1\na=2"), 422)
		s.holds("a tag twice", r.body, "names a twice")

		at := s.post(who, "/workloads", newWorkloadForm("Shop", once), 303).header.Get("Location")
		if again := s.post(who, "/workloads", newWorkloadForm("Shop", once), 303).header.Get("Location"); again != at {
			t.Errorf("the same form again makes %s beside %s", again, at)
		}
		r = s.post(who, "/workloads", newWorkloadForm("SHOP", once), 409)
		s.holds("a name that is taken", r.body, "exists already", `value="SHOP"`)
		at, _, _ = strings.Cut(at, "?")
		page = s.get(who, at, 200)
		s.holds("the workload", []byte(page), "Begin the review", `href="`+at+`/lenses/service-basics"`, "eu-central-1, eu-west-1, Frankfurt DC 2, Köln", "0 of 9 answered", "score = 100", "<svg", "<title>Running the service: 3 unanswered</title>")
		s.get("stranger session", at, 404)
		s.holds("for a viewer", []byte(s.get("viewer session", at, 200)), "Look at the answers")

		// Change, stale and not.
		page = s.get(who, at+"/edit", 200)
		s.holds("the form", []byte(page), "team=a\ntier=1", `value="Frankfurt DC 2, Köln"`)
		change := newWorkloadForm("Shop", "")
		change.Set("version", hidden(t, page, "version"))
		change.Set("industry", "Retail")
		s.post(who, at+"/edit", change, 303)
		change.Set("industry", "Shoes")
		r = s.post(who, at+"/edit", change, 412)
		s.holds("a stale form", r.body, "What is different now", "Retail", `value="Shoes"`, `name="version" value="2"`)
		change.Set("name", "")
		change.Set("version", "1")
		s.post(who, at+"/edit", change, 412)
		change.Set("tags", "a=1\na=2")
		r = s.post(who, at+"/edit", change, 422)
		s.holds("a fault lets nobody pass who has not seen the change", r.body, `name="version" value="1"`, "names a twice")
		change.Set("tags", "a=1")
		change.Set("version", "2")
		r = s.post(who, at+"/edit", change, 422)
		s.holds("a fault keeps the version that was seen", r.body, `name="version" value="2"`, `value="Shoes"`)
		change.Set("name", "Shop")
		s.post(who, at+"/edit", change, 303)

		s.ok("PUT", "/workloads"+strings.TrimPrefix(at, "/workloads")+"/lenses/service-basics/answers/backup", map[string]any{"selected": []string{"backup_daily"}, "notes": "Was <i>bad</i>"})
		s.post("viewer session", at+"/milestones", fields("name", "Spring"), 403)
		r = s.post("contributor session", at+"/milestones", fields("name", "x"), 422)
		s.holds("a short name", r.body, `value="x"`, "milestone-name")
		if to := s.post("contributor session", at+"/milestones", fields("name", "Spring", "once", "1"), 303).header.Get("Location"); to != at+"/milestones?done=milestone" {
			t.Errorf("after saving: %s", to)
		}
		s.post("contributor session", at+"/milestones", fields("name", "Spring", "once", "1"), 303)
		if to := s.post("contributor session", at+"/milestones", fields("name", "Summer", "return_to", "//evil.example"), 303).header.Get("Location"); to != "/?done=milestone" {
			t.Errorf("led to %s", to)
		}
		s.ok("PUT", at+"/lenses/service-basics/answers/backup", map[string]any{"selected": []string{"backup_no"}, "notes": "Worse"})

		s.holds("the list", []byte(s.get("viewer session", at+"/milestones", 200)), "Spring", "Summer", "/compare?from=1")
		s.holds("as it was", []byte(s.get("viewer session", at+"/milestones/1", 200)), "Was &lt;i&gt;bad&lt;/i&gt;", "1 of 9 answered")
		s.get("viewer session", at+"/milestones/9", 404)
		s.get("viewer session", at+"/milestones/none", 404)
		s.holds("compared", []byte(s.get("viewer session", at+"/compare?from=1&to=now", 200)), "Was &lt;i&gt;bad&lt;/i&gt;", "Worse", "8 as they were", "<del>not in place</del>", `<option value="1" selected>1: Spring`)
		s.holds("only what got better", []byte(s.get("viewer session", at+"/compare?from=1&show=better", 200)), "No question got better")
		s.get("viewer session", at+"/compare?from=x", 404)
		s.get("stranger session", at+"/compare?from=1", 404)

		if r := s.visit(visit{method: "GET", path: at + "/report.pdf?milestone=1&lens=service-basics", as: "viewer session"}); r.status != 200 || !strings.Contains(r.header.Get("Content-Disposition"), "shop-milestone-1.pdf") || !strings.HasPrefix(string(r.body), "%PDF") {
			t.Errorf("the report of a milestone: %d %s", r.status, r.header)
		}
		s.get("viewer session", at+"/report.pdf?milestone=7", 404)
		s.get("viewer session", at+"/report.pdf?milestone=-1", 404)

		r = s.post(who, at+"/lenses", fields("lens", "service-basics"), 409)
		s.holds("applied already", r.body, "applied to this workload already")
		s.holds("taking it off", []byte(s.get(who, at+"/lenses/service-basics/remove", 200)), "1 answered questions go with it")
		r = s.post(who, at+"/lenses/service-basics/remove", fields("confirm", "basics"), 422)
		s.holds("a wrong confirmation", r.body, `value="basics"`, "must be the key of the lens")
		s.post(who, at+"/lenses/service-basics/remove", fields("confirm", "service-basics"), 303)
		s.holds("without a lens", []byte(s.get(who, at, 200)), "No lens is applied yet", "Apply a lens")
		s.post(who, at+"/lenses", fields("lens", "service-basics", "once", "2"), 303)
		s.post(who, at+"/lenses", fields("lens", "service-basics", "once", "2"), 303)

		r = s.post(who, at+"/delete", fields("confirm", "shop"), 422)
		s.holds("a wrong name", r.body, `value="shop"`, "must be the name of the workload")
		s.post("contributor session", at+"/delete", fields("confirm", "Shop"), 403)
		s.post(who, at+"/delete", fields("confirm", "Shop"), 303)
		s.get(who, at, 404)
	})
}

// Another template keeps what was typed, and takes back only what the one before had filled in.
func TestTemplatesKeepWhatWasTyped(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		page := s.get("architect session", "/workloads/new?template=web", 200)
		notes := html.UnescapeString(regexp.MustCompile(`(?s)name="notes"[^>]*>\n(.*?)</textarea>`).FindStringSubmatch(page)[1])
		if !strings.Contains(notes, "Busiest hour") {
			t.Fatalf("the template fills nothing in: %q", notes)
		}
		form := fields("name", "Typed <name>", "template", "data", "template_before", "web", "notes", strings.ReplaceAll(notes, "\n", "\r\n"), "pillar_priorities", "mine")
		r := s.post("architect session", "/workloads/new", form, 200)
		s.holds("another one", r.body, `value="Typed &lt;name&gt;"`, "What data, how sensitive", `value="mine"`)
		form.Set("notes", "My own")
		r = s.post("architect session", "/workloads/new", form, 200)
		s.holds("with notes of one's own", r.body, "My own</textarea>")
		s.post("viewer session", "/workloads/new", form, 403)
	})
}

func TestTheListOfWorkloadsInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		s.holds("empty for an architect", []byte(s.get("architect session", "/", 200)), "Make the first workload", "Add the sample workload")
		viewer := s.get("viewer session", "/", 200)
		if s.holds("empty for a viewer", []byte(viewer), "its architects and owners make them"); strings.Contains(viewer, "/workloads/sample") {
			t.Error("a viewer is offered what viewers may not")
		}
		s.post("viewer session", "/workloads/sample", nil, 403)
		at, _, _ := strings.Cut(s.post("architect session", "/workloads/sample", nil, 303).header.Get("Location"), "?")
		r := s.post("architect session", "/workloads/sample", nil, 409)
		s.holds("again", r.body, "exists already", `href="`+at+`"`)
		page := s.get("viewer session", at, 200)
		s.holds("the tour", []byte(page), "Put the tour away", at+"/lenses/service-basics/questions/oncall")
		r = s.visit(visit{method: "POST", path: at + "/tour", as: "viewer session"})
		cookie, _, _ := strings.Cut(r.header.Get("Set-Cookie"), ";")
		if cookie != "plumbline_tour=ended" {
			t.Fatalf("the tour leaves %q", r.header)
		}
		r = s.visit(visit{method: "GET", path: at, as: "viewer session", header: map[string]string{"Cookie": cookie + "; plumbline_session=" + s.signed["viewer session"]}})
		if r.status != 200 || strings.Contains(string(r.body), "Put the tour away") {
			t.Errorf("the tour is still there: %d", r.status)
		}

		s.ok("POST", "/workloads", workload(`"><script>alert(1)</script>`))
		for i := range 60 {
			s.ok("POST", "/workloads", workload("Load "+string(rune('A'+i/26))+string(rune('A'+i%26))))
		}
		page = s.get("viewer session", "/?sort=risk&environment=PRODUCTION", 200)
		next := html.UnescapeString(regexp.MustCompile(`href="([^"]*after=[^"]*)"`).FindStringSubmatch(page)[1])
		if !strings.Contains(next, "sort=risk") || !strings.Contains(next, "environment=PRODUCTION") || !strings.Contains(page, ">Checkout<") {
			t.Errorf("the next page is at %s", next)
		}
		second := s.get("viewer session", next, 200)
		if s.holds("the second page", []byte(second), `rel="first"`, "Load CH"); strings.Contains(second, ">Checkout<") {
			t.Error("the second page shows the first")
		}
		for query, want := range map[string]string{"text=" + url.QueryEscape("MONEY ines checkout"): ">Checkout<", "risk=HIGH": ">Checkout<", "lens=service-basics": ">Checkout<", "text=nothing": "No workload is found for “nothing”"} {
			page := s.get("viewer session", "/?"+query, 200)
			if s.holds(query, []byte(page), want); strings.Contains(page, "Load AA") {
				t.Errorf("%s finds Load AA", query)
			}
		}
		s.holds("hostile", []byte(s.get("viewer session", "/?text=script", 200)), "&lt;script&gt;")
	})
}

func TestUpgradeInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		at := "/workloads/" + id
		s.ok("PUT", at+"/lenses/service-basics/answers/backup", map[string]any{"selected": []string{"backup_daily"}})
		var doc map[string]any
		must(t, json.Unmarshal([]byte(strings.ReplaceAll(string(builtin.Sample()), "backup_daily", "backup_nightly")), &doc))
		first := doc["pillars"].([]any)[0].(map[string]any)
		first["questions"] = first["questions"].([]any)[1:]
		s.ok("PUT", "/lenses/service-basics/draft", doc)
		s.ok("POST", "/lenses/service-basics/versions", map[string]any{"version": "2.0", "major": true})
		s.holds("the hint", []byte(s.get("viewer session", at, 200)), "Version 2.0 of the lens is there", "An architect can upgrade")
		s.holds("the hint", []byte(s.get("architect session", at, 200)), at+"/lenses/service-basics/upgrade")
		s.get("contributor session", at+"/lenses/service-basics/upgrade", 403)
		s.get("stranger session", at+"/lenses/service-basics/upgrade", 404)
		before := s.fingerprint()
		s.holds("the preview", []byte(s.get("architect session", at+"/lenses/service-basics/upgrade", 200)), "from 1.0 to 2.0", "Carried over under another id: 1",
			`<option value="backup_nightly" selected>`, "Could you get your data back?", `value="Before version 2.0"`)
		r := s.post("architect session", at+"/lenses/service-basics/upgrade", fields("milestone", "x", "version", "2.0"), 422)
		s.holds("a short name", r.body, `value="x"`, "from 1.0 to 2.0", "Choices gone: 1", "Kept in the milestone only: 1")
		if s.fingerprint() != before {
			t.Error("the preview changed something")
		}
		s.post("architect session", at+"/lenses/service-basics/upgrade", fields("milestone", "Before", "version", "2.0"), 303)
		s.holds("after it", []byte(s.get("viewer session", at, 200)), "version 2.0", "Before")
		s.holds("compared over versions", []byte(s.get("viewer session", at+"/compare", 200)), "version 1.0 → 2.0", "not in this version of the lens", "1 gone")
		s.get("architect session", at+"/lenses/service-basics/upgrade", 409)
	})
}

// A workload of another workspace is shown as far as it is shared, and offers no more.
func TestASharedWorkloadInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		s.neighbours()
		at := "/workloads/" + s.sample()
		s.get("stranger session", at, 404)
		s.share(at, models.Contributor)
		s.holds("their list", []byte(s.get("stranger session", "/", 200)), "Checkout", " · of Here ")
		page := s.get("stranger session", at, 200)
		s.holds("the workload", []byte(page), "Shared by", "Begin the review", "Save a milestone")
		for _, offered := range []string{at + "/edit", "Take this lens off", "Apply the lens"} {
			if strings.Contains(page, offered) {
				t.Errorf("the page offers %q", offered)
			}
		}
		if viewer := s.get("foreign-viewer session", at, 200); strings.Contains(viewer, "Save a milestone") {
			t.Error("a viewer there is offered a milestone")
		}
		s.get("stranger session", at+"/edit", 403)
		s.post("stranger session", at+"/edit", newWorkloadForm("Mine now", ""), 403)
		s.post("stranger session", at+"/delete", fields("confirm", "Checkout"), 403)
		s.post("stranger session", at+"/lenses/service-basics/remove", fields("confirm", "service-basics"), 403)
		s.post("foreign-viewer session", at+"/milestones", fields("name", "Theirs"), 403)
		s.post("foreign-contributor session", at+"/milestones", fields("name", "Theirs"), 303)
		s.get("foreign-viewer session", at+"/compare", 200)
	})
}

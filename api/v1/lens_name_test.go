package v1_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// A published lens can be displayed under another name; key, ids and documents stay, and later versions keep both
// names.
func TestALensIsRenamed(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		doc := apitest.OldPillar("ops=Operations")
		id, at := s.ReviewedLens("pillar-renamed", doc)
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "With the old name"})
		before := s.Do(apitest.Call{Method: "GET", Path: "/lenses/pillar-renamed/versions/1/document", As: "viewer"})
		rename := func(as, name string) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: "/lenses/pillar-renamed", As: as, Body: map[string]any{"name": name}}
		}
		s.Sample()
		s.RunScenarios([]apitest.Scenario{
			{Name: "as a contributor", Call: rename("contributor", "Ours"), Status: 403},
			{Name: "as a stranger", Call: rename("stranger", "Ours"), Status: 404},
			{Name: "without a name", Call: rename("architect", "  "), Status: 422, Holds: []string{`"pointer":"/name"`}},
			{Name: "too long", Call: rename("architect", strings.Repeat("x", 129)), Status: 422},
			{Name: "the name of another", Call: rename("architect", "SERVICE basics"), Status: 409},
			{Name: "stale", Call: apitest.Call{Method: "PATCH", Path: "/lenses/pillar-renamed", As: "architect",
				Body: `{"name":"Ours"}`, Header: map[string]string{"If-Match": `"1"`}}, Status: 412},
			{Name: "rename", Call: rename("architect", " Our cafe\u0301 "), Status: 200,
				Holds:   []string{`"name":"Our caf` + "\u00e9" + `"`, `"document_name":"Pillar renamed"`, `"key":"pillar-renamed"`},
				Changes: true},
			{Name: "again", Call: rename("architect", "Our caf\u00e9"), Status: 200},
			{Name: "the review", Call: apitest.Call{Method: "GET", Path: at, As: "viewer"}, Status: 200,
				Holds: []string{"Our caf\u00e9"}},
			{Name: "the milestone has the name of then", Call: apitest.Call{Method: "GET",
				Path: "/workloads/" + id + "/milestones/1", As: "viewer"}, Status: 200, Holds: []string{"Pillar renamed"},
				Lacks: []string{"Our caf\u00e9"}},
			{Name: "the document's name stays taken", Call: apitest.Call{Method: "POST", Path: "/lenses", As: "architect",
				Body: []byte(doc)}, Status: 409},
			{Name: "a draft under the displayed name", Call: apitest.Call{Method: "PUT", Path: "/lenses/pillar-renamed/draft",
				As:   "architect",
				Body: []byte(strings.Replace(doc, `"Pillar renamed"`, `"Our café"`, 1))}, Status: 409,
				Holds: []string{"Pillar renamed"}},
		})
		after := s.Do(apitest.Call{Method: "GET", Path: "/lenses/pillar-renamed/versions/1/document", As: "viewer"})
		if !bytes.Equal(before.Body, after.Body) {
			t.Error("the export is another one")
		}
		s.PageHolds("the audit", []byte(s.OK("GET", "/audit?kind=lens&limit=1", nil).String()), `"from":"Pillar renamed"`,
			"Our caf\u00e9")
		s.PublishLens("pillar-renamed", "2", doc)
		s.PageHolds("after a new version", []byte(s.OK("GET", "/lenses/pillar-renamed", nil).String()), "Our caf\u00e9",
			`"document_name":"Pillar renamed"`)

		export := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/export", As: "owner"})
		s.PageHolds("an import of what was exported", s.Expect(apitest.Call{Method: "POST",
			Path: "/workloads/import?copy=true", As: "architect", Body: export.Body}, 201).Body, "(2)")
		if n := s.OK("GET", "/lenses", nil).At("items").Len(); n != 2 {
			t.Errorf("the import made another lens: there are %d", n)
		}
		s.Tokens["owner"], s.Tokens["stranger"] = s.Tokens["stranger"], s.Tokens["owner"]
		s.OK("POST", "/workloads/import?copy=true", export.Body)
		s.PageHolds("the lens elsewhere", []byte(s.OK("GET", "/lenses/pillar-renamed", nil).String()), "Our caf\u00e9",
			`"document_name":"Pillar renamed"`)
		s.Tokens["owner"], s.Tokens["stranger"] = s.Tokens["stranger"], s.Tokens["owner"]

		page := s.GetPage("architect session", "/lenses/pillar-renamed", 200)
		s.PageHolds("the page", []byte(page), "Our café</h1>", "Documents and exports keep the name <b>Pillar renamed</b>")
		r := s.PostForm("architect session", "/lenses/pillar-renamed/name", url.Values{"name": {"Service Basics"}}, 409)
		s.PageHolds("what was typed", r.Body, `value="Service Basics"`)
		s.PostForm("architect session", "/lenses/pillar-renamed/name", url.Values{"name": {"Pillar renamed"}}, 303)
		s.OK("POST", "/lenses", []byte(apitest.LensText("Draft only", "ops=Operations",
			apitest.QuestionText("que1=Run?", "cho1=A", "cho2=B"))))
		s.Expect(apitest.Call{Method: "PATCH", Path: "/lenses/draft-only", As: "architect", Body: `{"name":"x"}`}, 409)
		s.GetPage("architect session", "/lenses/draft-only", 200)
	})
}

package api_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
)

// A published lens can be displayed under another name; key, ids and documents stay, and later versions keep both names.
func TestALensIsRenamed(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		doc := oldPillar("ops=Operations")
		id, at := s.reviewed("pillar-renamed", doc)
		s.ok("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "With the old name"})
		before := s.do(call{method: "GET", path: "/lenses/pillar-renamed/versions/1/document", as: "viewer"})
		rename := func(as, name string) call {
			return call{method: "PATCH", path: "/lenses/pillar-renamed", as: as, body: map[string]any{"name": name}}
		}
		s.sample()
		s.run([]scenario{
			{name: "as a contributor", call: rename("contributor", "Ours"), status: 403},
			{name: "as a stranger", call: rename("stranger", "Ours"), status: 404},
			{name: "without a name", call: rename("architect", "  "), status: 422, holds: []string{`"pointer":"/name"`}},
			{name: "too long", call: rename("architect", strings.Repeat("x", 129)), status: 422},
			{name: "the name of another", call: rename("architect", "SERVICE basics"), status: 409},
			{name: "stale", call: call{method: "PATCH", path: "/lenses/pillar-renamed", as: "architect", body: `{"name":"Ours"}`, header: map[string]string{"If-Match": `"1"`}}, status: 412},
			{name: "rename", call: rename("architect", " Our cafe\u0301 "), status: 200, holds: []string{`"name":"Our caf` + "\u00e9" + `"`, `"document_name":"Pillar renamed"`, `"key":"pillar-renamed"`}, changes: true},
			{name: "again", call: rename("architect", "Our caf\u00e9"), status: 200},
			{name: "the review", call: call{method: "GET", path: at, as: "viewer"}, status: 200, holds: []string{"Our caf\u00e9"}},
			{name: "the milestone has the name of then", call: call{method: "GET", path: "/workloads/" + id + "/milestones/1", as: "viewer"}, status: 200, holds: []string{"Pillar renamed"}, lacks: []string{"Our caf\u00e9"}},
			{name: "the document's name stays taken", call: call{method: "POST", path: "/lenses", as: "architect", body: []byte(doc)}, status: 409},
			{name: "a draft under the displayed name", call: call{method: "PUT", path: "/lenses/pillar-renamed/draft", as: "architect",
				body: []byte(strings.Replace(doc, `"Pillar renamed"`, `"Our café"`, 1))}, status: 409, holds: []string{"Pillar renamed"}},
		})
		after := s.do(call{method: "GET", path: "/lenses/pillar-renamed/versions/1/document", as: "viewer"})
		if !bytes.Equal(before.body, after.body) {
			t.Error("the export is another one")
		}
		s.holds("the audit", []byte(s.ok("GET", "/audit?kind=lens&limit=1", nil).String()), `"from":"Pillar renamed"`, "Our caf\u00e9")
		s.published("pillar-renamed", "2", doc)
		s.holds("after a new version", []byte(s.ok("GET", "/lenses/pillar-renamed", nil).String()), "Our caf\u00e9", `"document_name":"Pillar renamed"`)

		export := s.do(call{method: "GET", path: "/workloads/" + id + "/export", as: "owner"})
		s.holds("an import of what was exported", s.expect(call{method: "POST", path: "/workloads/import?copy=true", as: "architect", body: export.body}, 201).body, "(2)")
		if n := s.ok("GET", "/lenses", nil).at("items").len(); n != 2 {
			t.Errorf("the import made another lens: there are %d", n)
		}
		s.tokens["owner"], s.tokens["stranger"] = s.tokens["stranger"], s.tokens["owner"]
		s.ok("POST", "/workloads/import?copy=true", export.body)
		s.holds("the lens elsewhere", []byte(s.ok("GET", "/lenses/pillar-renamed", nil).String()), "Our caf\u00e9", `"document_name":"Pillar renamed"`)
		s.tokens["owner"], s.tokens["stranger"] = s.tokens["stranger"], s.tokens["owner"]

		page := s.get("architect session", "/lenses/pillar-renamed", 200)
		s.holds("the page", []byte(page), "Our café</h1>", "Documents and exports keep the name <b>Pillar renamed</b>")
		r := s.post("architect session", "/lenses/pillar-renamed/name", url.Values{"name": {"Service Basics"}}, 409)
		s.holds("what was typed", r.body, `value="Service Basics"`)
		s.post("architect session", "/lenses/pillar-renamed/name", url.Values{"name": {"Pillar renamed"}}, 303)
		s.ok("POST", "/lenses", []byte(lensText("Draft only", "ops=Operations", questionText("que1=Run?", "cho1=A", "cho2=B"))))
		s.expect(call{method: "PATCH", path: "/lenses/draft-only", as: "architect", body: `{"name":"x"}`}, 409)
		s.get("architect session", "/lenses/draft-only", 200)
	})
}

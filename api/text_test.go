package api_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"plumbline/models"
	"plumbline/questionnaires/builtin"
)

// textKinds are what may stand where a text belongs, as it comes over the wire inside the quotes of a JSON string. What is broken can't be a text
// at all: no request with it may be taken, wherever it stands.
var textKinds = []struct {
	name, raw string
	broken    bool
}{
	{"a mark in front", "\ufeffName", false},
	{"decomposed", "Cafe\u0301 ole\u0301", false},
	{"line ends", `one\r\ntwo\rthree\n`, false},
	{"U+0000", `a\u0000b`, false},
	{"a control character", `a\u0007b`, false},
	{"turned direction", "abc\u202edef", false},
	{"not seen", "a\u200b\u00ad\u2060b", false},
	{"beyond the first plane", `\ud83d\ude00`, false},
	{"long", strings.Repeat("é", 70_000), false},
	{"half of a pair", `a\ud800b`, true},
	{"the other half", `a\udc00b`, true},
	{"Latin-1", "Caf\xe9", true},
	{"Windows-1252", "10 \x80", true},
	{"cut off", "a\xe2\x82", true},
	{"a half of a pair in UTF-8", "a\xed\xa0\x80b", true},
}

// textMembers are the members of a route's body that hold texts, by the OpenAPI document.
func (sp *spec) textMembers(at specRoute) (names []string) {
	op := sp.doc["paths"].(map[string]any)[at.template].(map[string]any)[strings.ToLower(at.method)].(map[string]any)
	body, ok := op["requestBody"].(map[string]any)
	if !ok {
		return nil
	}
	ref, _ := tree{body}.at("content").v.(map[string]any)["application/json"].(map[string]any)["schema"].(map[string]any)["$ref"].(string)
	if ref == "" {
		return nil
	}
	object := sp.doc["components"].(map[string]any)["schemas"].(map[string]any)[ref[strings.LastIndex(ref, "/")+1:]]
	properties, _ := tree{object}.at("properties").v.(map[string]any)
	for name, p := range properties {
		if (tree{p}).at("type").String() == "string" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Every member of every body that holds a text takes every kind of text, or refuses it as a fault of whoever sent it: never with an outage, and never by
// keeping something else than was sent.
func TestEveryTextOfTheAPI(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		fill := pathFiller(s.things())
		tried := 0
		for _, route := range s.spec.routes {
			route.members = s.spec.textMembers(route)
			for _, member := range route.members {
				for _, kind := range textKinds {
					body := around(route, member, kind.raw)
					for _, as := range []string{"owner", "administrator session"} {
						r := s.do(call{method: route.method, path: fill(route.template), as: as, body: body})
						tried++
						if r.status >= 500 || kind.broken && r.status < 400 {
							t.Errorf("%s %s as %s, %s is %s: %d %s", route.method, route.template, as, member, kind.name, r.status, r.body)
						}
						if strings.ContainsRune(string(r.body), utf8.RuneError) {
							t.Errorf("%s %s, %s is %s: the reply has U+FFFD: %s", route.method, route.template, member, kind.name, r.body)
						}
					}
				}
			}
		}
		if tried < 500 {
			t.Errorf("only %d texts were tried", tried)
		}
	})
}

// companions are what some members are looked at with only.
var companions = map[string]string{"name": "Some name", "lens": "service-basics", "version": "1.0", "milestone": "Before", "role": "viewer", "account_id": "000000000001",
	"email": "somebody@example.com", "question_id": "backup", "body": "Some words", "claim": "groups", "value": "staff"}

// around is a body with the text as one member, and what else the route asks for.
func around(route specRoute, member, raw string) string {
	body := `{"` + member + `":"` + raw + `"`
	for _, name := range route.members {
		if value, known := companions[name]; known && name != member {
			body += `,"` + name + `":"` + value + `"`
		}
	}
	return body + "}"
}

// Every query parameter takes every kind of text too.
func TestEveryQueryOfTheAPI(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		fill := pathFiller(s.things())
		tried := 0
		for _, route := range s.spec.routes {
			if route.method != "GET" || strings.HasSuffix(route.template, "/events") {
				continue
			}
			op := s.spec.doc["paths"].(map[string]any)[route.template].(map[string]any)["get"]
			list, _ := tree{op}.at("parameters").v.([]any)
			for _, p := range list {
				if (tree{p}).at("in").String() != "query" {
					continue
				}
				for _, text := range []string{"a\x00b", "Caf\xe9", "\xff\xfea", "Cafe\u0301", "\ufeffx", "a\u202eb", "%", "'", strings.Repeat("é", 3000)} {
					path := fill(route.template) + "?" + (tree{p}).at("name").String() + "=" + url.QueryEscape(text)
					r := s.do(call{method: "GET", path: path, as: "owner"})
					if tried++; r.status >= 500 || !utf8.ValidString(text) && r.status < 400 {
						t.Errorf("GET %s with %q: %d %s", route.template, text, r.status, r.body)
					}
				}
			}
		}
		if tried < 100 {
			t.Errorf("only %d were tried", tried)
		}
	})
}

func pathFiller(things map[string]string) func(string) string {
	return func(template string) string {
		return pathParam.ReplaceAllStringFunc(template, func(p string) string { return things[p[1:len(p)-1]] })
	}
}

// A body in another encoding is named; a byte-order mark in front of UTF-8 is taken off.
func TestEncodingsOfBodies(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		answer := func(body string) call {
			return call{method: "PATCH", path: "/workloads/" + id + "/lenses/service-basics/answers/backup", as: "contributor", body: body}
		}
		s.run([]scenario{
			{name: "UTF-16", call: answer("\xff\xfe{\x00}\x00"), status: 400, holds: []string{"is UTF-16 (little-endian), not UTF-8"}},
			{name: "UTF-16 without a mark", call: answer("{\x00\"\x00n\x00o\x00t\x00e\x00s\x00\"\x00"), status: 400, holds: []string{"UTF-16"}},
			{name: "Latin-1", call: answer("{\n\"notes\":\"Caf\xe9\"}"), status: 400, holds: []string{"the byte 0xE9 at line 2, column 13", "Windows-1252 or Latin-1", "“é”"}},
			{name: "half of a pair", call: answer(`{"notes":"\ud83d"}`), status: 400, holds: []string{`half of a surrogate pair, \\ud83d`}},
			{name: "a mark", call: answer("\ufeff{\"notes\":\"a\"}"), status: 200, holds: []string{`"notes":"a"`}, changes: true},
			{name: "line ends", call: answer(`{"notes":"a\r\nb\rc\n"}`), status: 200, holds: []string{`"notes":"a\nb\nc\n"`}, changes: true},
			{name: "as they are already", call: answer(`{"notes":"a\nb\r\nc\r"}`), status: 200, holds: []string{`"notes":"a\nb\nc\n"`}},
			{name: "notes keep how they were composed", call: answer(`{"notes":"e\u0301"}`), status: 200, holds: []string{"e\u0301"}, changes: true},
			{name: "how long it is", call: call{method: "PATCH", path: "/workloads/" + id, as: "architect", body: map[string]any{"name": strings.Repeat("é", 123)}}, status: 422,
				holds: []string{"must have at most 100 characters; it has 123"}},
			{name: "turned direction", call: call{method: "PATCH", path: "/workloads/" + id, as: "architect", body: map[string]any{"name": "Shop\u202egpj"}}, status: 422, holds: []string{"turn the direction of writing"}},
		})
	})
}

// A name is kept composed, is unique however it is composed, and is found either way.
func TestNamesAreComposed(t *testing.T) {
	const composed, decomposed = "Café Größe", "Cafe\u0301 Gro\u0308ße"
	each(t, func(s *server) {
		t := s.t
		admin := "administrator session"
		lens := func(name string) []byte {
			return []byte(strings.Replace(string(builtin.Sample()), `"name": "Service basics"`, `"name": "`+name+`"`, 1))
		}
		load := s.ok("POST", "/workloads", workload("Some shop")).at("id").String()
		post := func(path, as string, body func(name string) any) func(string) reply {
			return func(name string) reply { return s.do(call{method: "POST", path: path, as: as, body: body(name)}) }
		}
		for _, noun := range []struct {
			what, list string
			create     func(name string) reply
			conflict   bool
		}{
			{"workload", "/workloads?name=", post("/workloads", "architect", func(n string) any { return workload(n) }), true},
			{"workload, by words", "/workloads?text=", post("/workloads", "architect", func(n string) any { return workload(n + " words") }), true},
			{"lens", "", post("/lenses", "architect", func(n string) any { return lens(n) }), true},
			{"milestone", "", post("/workloads/"+load+"/milestones", "architect", func(n string) any { return map[string]any{"name": n} }), true},
			{"workspace", "", post("/workspaces", admin, func(n string) any { return map[string]any{"name": n + s.here[:6]} }), true},
			{"e-mail address", "/users?text=", post("/users", admin, func(n string) any {
				return map[string]any{"name": "Somebody", "email": strings.ReplaceAll(n, " ", ".") + "@example.com"}
			}), true},
			{"person", "/users?text=", post("/users", admin, func(n string) any { return map[string]any{"name": n, "email": models.NewID() + "@example.com"} }), false},
			{"token", "", post("/tokens", "owner", func(n string) any { return map[string]any{"name": n, "role": "viewer"} }), false},
		} {
			if r := noun.create(decomposed); r.status != 201 || strings.Contains(string(r.body), "e\u0301") || !strings.Contains(string(r.body), "Café") {
				t.Errorf("%s: kept as it came, or not at all: %d %s", noun.what, r.status, r.body)
			}
			if r := noun.create(composed); noun.conflict != (r.status == 409) {
				t.Errorf("%s: the same name, composed: %d %s", noun.what, r.status, r.body)
			}
			for _, search := range []string{"Café", "cafe\u0301", "GRO\u0308ẞE"} {
				if noun.list == "" || strings.Contains(search, "ẞ") && noun.what == "e-mail address" {
					continue
				}
				if r := s.do(call{method: "GET", path: noun.list + url.QueryEscape(search), as: map[bool]string{true: admin, false: "viewer"}[strings.HasPrefix(noun.list, "/users")]}); r.tree(t).at("items").len() == 0 {
					t.Errorf("%s is not found by %q: %s", noun.what, search, r.body)
				}
			}
		}
		who := strings.ReplaceAll(composed, " ", ".") + "@example.com"
		other := s.ok("POST", "/workloads", workload("Ré"+"sumé")).at("id").String()
		if r := s.do(call{method: "DELETE", path: "/workloads/" + other + "?confirm=" + url.QueryEscape("Re\u0301sume\u0301"), as: "owner"}); r.status != 204 {
			t.Errorf("deleting by the name, decomposed: %d %s", r.status, r.body)
		}
		if r := s.do(call{method: "POST", path: "/invitations", as: "owner", body: map[string]any{"email": strings.ReplaceAll(decomposed, " ", ".") + "@example.com", "role": "viewer"}}); r.status >= 500 {
			t.Errorf("inviting %s: %d %s", who, r.status, r.body)
		}
	})
}

// Forms are told what is wrong with a text as the API is, and what was sent comes back.
func TestTextsOfForms(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id, base := s.review()
		_ = base
		for _, text := range []string{"Caf\xe9", "a\x00b", "\xff\xfea\x00"} {
			r := s.visit(visit{method: "POST", path: "/workloads/" + id + "/edit", as: "owner session", form: fields("name", text)})
			if r.status < 400 || r.status >= 500 {
				t.Errorf("a name %q: %d", text, r.status)
			}
		}
		for body, want := range map[string]string{"\ufeff{\"notes\":\"x\"}": "x", `{"notes":"\ud800"}`: "surrogate", "{\"notes\":\"\xe9\"}": "Windows-1252", "\xff\xfe{\x00": "UTF-16"} {
			r := s.script("owner session", "POST", "/preview", body)
			var out map[string]any
			if json.Unmarshal(r.body, &out) != nil || !strings.Contains(string(r.body), want) {
				t.Errorf("%q: %d %s", body, r.status, r.body)
			}
		}
	})
}

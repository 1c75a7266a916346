package v1_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/questionnaires/builtin"
)

// textKinds are what may stand where a text belongs, as it comes over the wire inside the quotes of a JSON string. What
// is broken can't be a text at all: no request with it may be taken, wherever it stands.
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
func textMembers(sp *apitest.Spec, at apitest.SpecRoute) (names []string) {
	op := sp.Doc["paths"].(map[string]any)[at.Template].(map[string]any)[strings.ToLower(at.Method)].(map[string]any)
	body, ok := op["requestBody"].(map[string]any)
	if !ok {
		return nil
	}
	content, json := apitest.Tree{Value: body}.At("content").Value.(map[string]any)["application/json"]
	if !json { // a file
		return nil
	}
	ref, _ := content.(map[string]any)["schema"].(map[string]any)["$ref"].(string)
	if ref == "" {
		return nil
	}
	object := sp.Doc["components"].(map[string]any)["schemas"].(map[string]any)[ref[strings.LastIndex(ref, "/")+1:]]
	properties, _ := apitest.Tree{Value: object}.At("properties").Value.(map[string]any)
	for name, p := range properties {
		if (apitest.Tree{Value: p}).At("type").String() == "string" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Every member of every body that holds a text takes every kind of text, or refuses it as a fault of whoever sent it:
// never with an outage, and never by keeping something else than was sent.
func TestEveryTextOfTheAPI(t *testing.T) {
	apitest.EachWalk(t, func(s *apitest.Server) {
		t := s.T
		fill := pathFiller(s.OneOfEach())
		tried := 0
		for _, route := range s.Spec.Routes {
			route.Members = textMembers(s.Spec, route)
			for _, member := range route.Members {
				for _, kind := range textKinds {
					body := bodyAround(route, member, kind.raw)
					for _, as := range []string{"owner", "administrator session"} {
						r := s.Do(apitest.Call{Method: route.Method, Path: fill(route.Template), As: as, Body: body})
						tried++
						if r.Status >= 500 || kind.broken && r.Status < 400 {
							t.Errorf("%s %s as %s, %s is %s: %d %s", route.Method, route.Template, as, member, kind.name, r.Status, r.Body)
						}
						if strings.ContainsRune(string(r.Body), utf8.RuneError) {
							t.Errorf("%s %s, %s is %s: the reply has U+FFFD: %s", route.Method, route.Template, member, kind.name, r.Body)
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
var companions = map[string]string{"name": "Some name", "lens": "service-basics", "version": "1.0",
	"milestone": "Before", "role": "viewer", "account_id": "000000000001",
	"email": "somebody@example.com", "question_id": "backup", "body": "Some words", "claim": "groups", "value": "staff"}

// bodyAround is a body with the text as one member, and what else the route asks for.
func bodyAround(route apitest.SpecRoute, member, raw string) string {
	body := `{"` + member + `":"` + raw + `"`
	for _, name := range route.Members {
		if value, known := companions[name]; known && name != member {
			body += `,"` + name + `":"` + value + `"`
		}
	}
	return body + "}"
}

// Every query parameter takes every kind of text too.
func TestEveryQueryOfTheAPI(t *testing.T) {
	apitest.EachWalk(t, func(s *apitest.Server) {
		t := s.T
		fill := pathFiller(s.OneOfEach())
		tried := 0
		for _, route := range s.Spec.Routes {
			if route.Method != "GET" || strings.HasSuffix(route.Template, "/events") {
				continue
			}
			op := s.Spec.Doc["paths"].(map[string]any)[route.Template].(map[string]any)["get"]
			list, _ := apitest.Tree{Value: op}.At("parameters").Value.([]any)
			for _, p := range list {
				if (apitest.Tree{Value: p}).At("in").String() != "query" {
					continue
				}
				for _, text := range []string{"a\x00b", "Caf\xe9", "\xff\xfea", "Cafe\u0301", "\ufeffx", "a\u202eb", "%", "'",
					strings.Repeat("é", 3000)} {
					path := fill(route.Template) + "?" + (apitest.Tree{Value: p}).At("name").String() + "=" + url.QueryEscape(text)
					r := s.Do(apitest.Call{Method: "GET", Path: path, As: "owner"})
					if tried++; r.Status >= 500 || !utf8.ValidString(text) && r.Status < 400 {
						t.Errorf("GET %s with %q: %d %s", route.Template, text, r.Status, r.Body)
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
		return apitest.PathParam.ReplaceAllStringFunc(template, func(p string) string { return things[p[1:len(p)-1]] })
	}
}

// A body in another encoding is named; a byte-order mark in front of UTF-8 is taken off.
func TestEncodingsOfBodies(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		answer := func(body string) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: "/workloads/" + id + "/lenses/service-basics/answers/backup",
				As: "contributor", Body: body}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "UTF-16", Call: answer("\xff\xfe{\x00}\x00"), Status: 400,
				Holds: []string{"is UTF-16 (little-endian), not UTF-8"}},
			{Name: "UTF-16 without a mark", Call: answer("{\x00\"\x00n\x00o\x00t\x00e\x00s\x00\"\x00"), Status: 400,
				Holds: []string{"UTF-16"}},
			{Name: "Latin-1", Call: answer("{\n\"notes\":\"Caf\xe9\"}"), Status: 400,
				Holds: []string{"the byte 0xE9 at line 2, column 13", "Windows-1252 or Latin-1", "“é”"}},
			{Name: "half of a pair", Call: answer(`{"notes":"\ud83d"}`), Status: 400,
				Holds: []string{`half of a surrogate pair, \\ud83d`}},
			{Name: "a mark", Call: answer("\ufeff{\"notes\":\"a\"}"), Status: 200, Holds: []string{`"notes":"a"`},
				Changes: true},
			{Name: "line ends", Call: answer(`{"notes":"a\r\nb\rc\n"}`), Status: 200, Holds: []string{`"notes":"a\nb\nc\n"`},
				Changes: true},
			{Name: "as they are already", Call: answer(`{"notes":"a\nb\r\nc\r"}`), Status: 200,
				Holds: []string{`"notes":"a\nb\nc\n"`}},
			{Name: "notes keep how they were composed", Call: answer(`{"notes":"e\u0301"}`), Status: 200,
				Holds: []string{"e\u0301"}, Changes: true},
			{Name: "how long it is", Call: apitest.Call{Method: "PATCH", Path: "/workloads/" + id, As: "architect",
				Body: map[string]any{"name": strings.Repeat("é", 123)}}, Status: 422,
				Holds: []string{"must have at most 100 characters; it has 123"}},
			{Name: "turned direction", Call: apitest.Call{Method: "PATCH", Path: "/workloads/" + id, As: "architect",
				Body: map[string]any{"name": "Shop\u202egpj"}}, Status: 422, Holds: []string{"turn the direction of writing"}},
		})
	})
}

// A name is kept composed, is unique however it is composed, and is found either way.
func TestNamesAreComposed(t *testing.T) {
	const composed, decomposed = "Café Größe", "Cafe\u0301 Gro\u0308ße"
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		admin := "administrator session"
		lens := func(name string) []byte {
			return []byte(strings.Replace(string(builtin.SampleDocument()), `"name": "Service basics"`, `"name": "`+name+`"`, 1))
		}
		load := s.OK("POST", "/workloads", apitest.WorkloadBody("Some shop")).At("id").String()
		post := func(path, as string, body func(name string) any) func(string) apitest.Reply {
			return func(name string) apitest.Reply {
				return s.Do(apitest.Call{Method: "POST", Path: path, As: as, Body: body(name)})
			}
		}
		for _, noun := range []struct {
			what, list string
			create     func(name string) apitest.Reply
			conflict   bool
		}{
			{"workload", "/workloads?name=", post("/workloads", "architect", func(n string) any {
				return apitest.WorkloadBody(n)
			}), true},
			{"workload, by words", "/workloads?text=", post("/workloads", "architect", func(n string) any {
				return apitest.WorkloadBody(n + " words")
			}), true},
			{"lens", "", post("/lenses", "architect", func(n string) any { return lens(n) }), true},
			{"milestone", "", post("/workloads/"+load+"/milestones", "architect", func(n string) any {
				return map[string]any{"name": n}
			}), true},
			{"workspace", "", post("/workspaces", admin, func(n string) any {
				return map[string]any{"name": n + s.WorkspaceID[:6]}
			}), true},
			{"e-mail address", "/users?text=", post("/users", admin, func(n string) any {
				return map[string]any{"name": "Somebody", "email": strings.ReplaceAll(n, " ", ".") + "@example.com"}
			}), true},
			{"person", "/users?text=", post("/users", admin, func(n string) any {
				return map[string]any{"name": n, "email": models.NewID() + "@example.com"}
			}), false},
			{"token", "", post("/tokens", "owner", func(n string) any { return map[string]any{"name": n, "role": "viewer"} }),
				false},
		} {
			if r := noun.create(decomposed); r.Status != 201 || strings.Contains(string(r.Body), "e\u0301") ||
				!strings.Contains(string(r.Body), "Café") {
				t.Errorf("%s: kept as it came, or not at all: %d %s", noun.what, r.Status, r.Body)
			}
			if r := noun.create(composed); noun.conflict != (r.Status == 409) {
				t.Errorf("%s: the same name, composed: %d %s", noun.what, r.Status, r.Body)
			}
			for _, search := range []string{"Café", "cafe\u0301", "GRO\u0308ẞE"} {
				if noun.list == "" || strings.Contains(search, "ẞ") && noun.what == "e-mail address" {
					continue
				}
				if r := s.Do(apitest.Call{Method: "GET", Path: noun.list + url.QueryEscape(search),
					As: map[bool]string{true: admin, false: "viewer"}[strings.HasPrefix(noun.list,
						"/users")]}); r.Tree(t).At("items").Len() == 0 {
					t.Errorf("%s is not found by %q: %s", noun.what, search, r.Body)
				}
			}
		}
		who := strings.ReplaceAll(composed, " ", ".") + "@example.com"
		other := s.OK("POST", "/workloads", apitest.WorkloadBody("Ré"+"sumé")).At("id").String()
		if r := s.Do(apitest.Call{Method: "DELETE", Path: "/workloads/" + other + "?confirm=" +
			url.QueryEscape("Re\u0301sume\u0301"), As: "owner"}); r.Status != 204 {
			t.Errorf("deleting by the name, decomposed: %d %s", r.Status, r.Body)
		}
		if r := s.Do(apitest.Call{Method: "POST", Path: "/invitations", As: "owner",
			Body: map[string]any{"email": strings.ReplaceAll(decomposed, " ", ".") + "@example.com",
				"role": "viewer"}}); r.Status >= 500 {
			t.Errorf("inviting %s: %d %s", who, r.Status, r.Body)
		}
	})
}

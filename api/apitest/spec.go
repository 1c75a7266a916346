package apitest

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Spec is the OpenAPI document of the server: every reply is held against it.
type Spec struct {
	Doc      map[string]any
	compiler *jsonschema.Compiler
	Routes   []SpecRoute
	mu       sync.Mutex // senders at once share the compiler
	compiled map[string]*jsonschema.Schema
}

// SpecRoute is one operation of the OpenAPI document.
type SpecRoute struct {
	ID               string // operationId
	Template, Method string
	match            *regexp.Regexp
	permission       string
	responses        map[string]any
	Members          []string // of the body that hold texts; filled in by the tests of texts
}

const specURL = "mem:///openapi.json"

// openAPI is the document that every reply is held against; all servers of the tests have the same.
var openAPI struct {
	once sync.Once
	spec *Spec
}

func readSpec(t testing.TB, s *Server) *Spec {
	res, err := http.Get(s.URL + "/api/v1/openapi.json")
	Must(t, err)
	defer res.Body.Close()
	doc, err := jsonschema.UnmarshalJSON(res.Body)
	Must(t, err)
	sp := &Spec{Doc: doc.(map[string]any), compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}}
	sp.compiler.DefaultDraft(jsonschema.Draft2020)
	sp.compiler.AssertFormat()
	Must(t, sp.compiler.AddResource(specURL, doc))
	paths := sp.Doc["paths"].(map[string]any)
	for _, template := range slices.Sorted(maps.Keys(paths)) {
		pattern := regexp.MustCompile(`^` + regexp.MustCompile(`\\\{\w+\\\}`).ReplaceAllString(regexp.QuoteMeta(template),
			`[^/]+`) + `$`)
		for method, op := range paths[template].(map[string]any) {
			o := op.(map[string]any)
			permission, _ := o["x-permission"].(string)
			sp.Routes = append(sp.Routes, SpecRoute{ID: o["operationId"].(string), Template: template,
				Method: strings.ToUpper(method), match: pattern, permission: permission,
				responses: o["responses"].(map[string]any)})
		}
	}
	return sp
}

func (sp *Spec) route(method, path string) (SpecRoute, bool) {
	path, _, _ = strings.Cut(path, "?")
	best, found := SpecRoute{}, false
	for _, r := range sp.Routes {
		if r.Method == method && r.match.MatchString(path) && (!found ||
			strings.Count(r.Template, "{") < strings.Count(best.Template, "{")) {
			best, found = r, true
		}
	}
	return best, found
}

func (sp *Spec) check(t testing.TB, c Call, r Reply) {
	t.Helper()
	if sp == nil {
		return
	}
	pointer := "/components/schemas/Problem"
	if r.Status < 400 {
		route, ok := sp.route(c.Method, c.Path)
		if !ok {
			t.Errorf("%s %s is not in the OpenAPI document", c.Method, c.Path)
			return
		}
		if _, ok := route.responses[fmt.Sprint(r.Status)]; !ok {
			t.Errorf("%s %s: status %d is not in the OpenAPI document", c.Method, c.Path, r.Status)
			return
		}
		if r.Header.Get("Content-Type") == "text/event-stream" {
			sp.checkEvents(t, route, r)
		}
		if r.Status == http.StatusNoContent || r.Header.Get("Content-Type") != "application/json" {
			return
		}
		pointer = fmt.Sprintf("/paths/%s/%s/responses/%d/content/application~1json/schema",
			strings.ReplaceAll(route.Template, "/", "~1"), strings.ToLower(c.Method), r.Status)
	} else if got := r.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("%s %s: a problem came as %q: %s", c.Method, c.Path, got, r.Body)
		return
	}
	schema, err := sp.Schema(pointer)
	Must(t, err)
	body, err := jsonschema.UnmarshalJSON(bytes.NewReader(r.Body))
	if err != nil {
		t.Errorf("%s %s: not JSON: %s", c.Method, c.Path, r.Body)
		return
	}
	if err := schema.Validate(body); err != nil {
		t.Errorf("%s %s: the reply is not what the OpenAPI document says: %v\n%s", c.Method, c.Path, err, r.Body)
	}
}

// Schema compiles the schema at a JSON pointer of the document, once.
func (sp *Spec) Schema(pointer string) (*jsonschema.Schema, error) {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if s, ok := sp.compiled[pointer]; ok {
		return s, nil
	}
	s, err := sp.compiler.Compile(specURL + "#" + strings.NewReplacer("{", "%7B", "}", "%7D").Replace(pointer))
	sp.compiled[pointer] = s
	return s, err
}

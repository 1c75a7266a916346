package v1_test

import (
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// The document is whole: operations have names of their own and a summary, every schema compiles, every member of one
// says what it is, and every path of the server is in it.
func TestOpenAPI(t *testing.T) {
	s := apitest.SQLiteServer(t)
	names := map[string]bool{}
	for path, item := range s.Spec.Doc["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			o := op.(map[string]any)
			name, _ := o["operationId"].(string)
			if summary, _ := o["summary"].(string); name == "" || names[name] || summary == "" {
				t.Errorf("%s %s is named %q and has the summary %q", method, path, name, summary)
			}
			names[name] = true
			for _, p := range o["parameters"].([]any) {
				param := p.(map[string]any)
				if text, _ := param["description"].(string); text == "" && param["in"] != "path" {
					t.Errorf("%s: parameter %s has no description", name, param["name"])
				}
			}
		}
	}
	schemas := s.Spec.Doc["components"].(map[string]any)["schemas"].(map[string]any)
	if len(schemas) < 30 {
		t.Errorf("only %d schemas", len(schemas))
	}
	for name, schema := range schemas {
		if _, err := s.Spec.Schema("/components/schemas/" + name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for member, of := range schema.(map[string]any)["properties"].(map[string]any) {
			if text, _ := of.(map[string]any)["description"].(string); text == "" {
				t.Errorf("%s.%s has no description", name, member)
			}
		}
	}
}

// Every answer carries the headers that keep it out of caches, frames and guesses, and no answer tells what serves it.
func TestHeaders(t *testing.T) {
	s := apitest.SQLiteServer(t)
	for _, as := range []string{"nobody", "owner"} {
		r := s.Do(apitest.Call{Method: http.MethodGet, Path: "/workloads", As: as})
		for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
			"X-Frame-Options": "DENY",
			"Referrer-Policy": "same-origin", "Content-Security-Policy": "default-src 'none'"} {
			if got := r.Header.Get(name); !strings.HasPrefix(got, want) {
				t.Errorf("as %s: %s is %q", as, name, got)
			}
		}
		if len(r.Header.Get("X-Request-Id")) != 32 || r.Header.Get("Server") != "" {
			t.Errorf("as %s: request id %q, server %q", as, r.Header.Get("X-Request-Id"), r.Header.Get("Server"))
		}
		if as == "nobody" && !strings.HasPrefix(r.Header.Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("401 without a challenge: %v", r.Header)
		}
	}
}

package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// The page about the API shows every operation and every object of the document, to strangers too, who see nothing of
// anybody's; examples have the address of this server.
func TestPageAboutTheAPI(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		s.Sample()
		document := s.Do(apitest.Call{Method: http.MethodGet, Path: "/openapi.json"})
		var doc struct {
			Paths      map[string]map[string]struct{ OperationID, Summary string }
			Components struct{ Schemas map[string]any }
		}
		apitest.Must(s.T, json.Unmarshal(document.Body, &doc))
		page := s.GetPage("nobody", "/api", 200)
		for path, methods := range doc.Paths {
			if !strings.Contains(page, "<code>"+path+"</code>") {
				s.T.Errorf("%s is not on the page", path)
			}
			for method, op := range methods {
				if op.OperationID == "" || strings.Count(page, `id="`+op.OperationID+`"`) != 1 {
					s.T.Errorf("%s %s: operation %q is not on the page once", method, path, op.OperationID)
				}
			}
		}
		for name := range doc.Components.Schemas {
			if strings.Count(page, `id="object-`+strings.ToLower(name)+`"`) != 1 {
				s.T.Errorf("the object %s is not on the page once", name)
			}
		}
		if len(doc.Paths) < 50 || len(doc.Components.Schemas) < 100 {
			s.T.Errorf("%d paths, %d objects", len(doc.Paths), len(doc.Components.Schemas))
		}
		s.PageHolds("to a stranger", []byte(page), "export API="+s.URL+"/api/v1", `href="/signin?return_to=%2fapi"`,
			`href="/api/v1/openapi.json"`, "If-Match", "Idempotency-Key", "next_cursor", "application/problem+json",
			"list of <a", `"lenses": []}`)
		if strings.Contains(page, "Checkout") || strings.Contains(page, `href="/tokens"`) {
			s.T.Error("a stranger sees what is of a workspace")
		}
		s.PageHolds("to a viewer", []byte(s.GetPage("viewer session", "/api", 200)), `href="/account/tokens"`)
		if page := s.GetPage("viewer session", "/api", 200); strings.Contains(page, `class="btn" href="/tokens"`) {
			s.T.Error("a viewer is led to the tokens of the workspace")
		}
		s.PageHolds("to an owner", []byte(s.GetPage("owner session", "/api", 200)), `class="btn" href="/tokens"`)
		back := s.PostForm("nobody", "/signin", apitest.FormFields("email", s.EmailOf("viewer"), "password",
			apitest.Password, "return_to", "/api"), 303)
		if to := back.Header.Get("Location"); to != "/api" {
			s.T.Errorf("sign-in leads to %q", to)
		}
	})
}

package web_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

var (
	groupLink  = regexp.MustCompile(`href="(/help/api/[a-z-]+)"`)
	inPageLink = regexp.MustCompile(`href="#([\w-]+)"`)
)

// The pages about the API show every operation and every object of the document, to strangers too, who see nothing of
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
		groups := map[string]string{}
		for _, found := range groupLink.FindAllStringSubmatch(page, -1) {
			if groups[found[1]] == "" {
				groups[found[1]] = s.GetPage("nobody", found[1], 200)
			}
		}
		for path, methods := range doc.Paths {
			if !strings.Contains(page, "<code>"+path+"</code>") {
				s.T.Errorf("%s is not on the page", path)
			}
			for method, op := range methods {
				for to, group := range groups {
					led := strings.Count(page, `"`+to+"#"+op.OperationID+`"`)
					if is := strings.Count(group, `id="`+op.OperationID+`"`); is != led || is > 1 {
						s.T.Errorf("%s %s: operation %q is %d times on %s, led to %d times", method, path,
							op.OperationID, is, to, led)
					}
				}
				if op.OperationID == "" || strings.Count(page, "#"+op.OperationID+`"`) != 1 {
					s.T.Errorf("%s %s: operation %q is not on the page once", method, path, op.OperationID)
				}
			}
		}
		for name := range doc.Components.Schemas {
			id := `id="object-` + strings.ToLower(name) + `"`
			on := strings.Count(page, id)
			for _, group := range groups {
				on += strings.Count(group, id)
			}
			if on == 0 {
				s.T.Errorf("the object %s is on no page", name)
			}
		}
		for to, group := range groups {
			for _, found := range inPageLink.FindAllStringSubmatch(group, -1) {
				if strings.Count(group, `id="`+found[1]+`"`) != 1 {
					s.T.Errorf("%s: there is not one %s, which it leads to", to, found[1])
				}
			}
		}
		s.PageHolds("to a stranger", []byte(s.GetPage("nobody", "/help/api/none", 404)), "no such group")
		if len(doc.Paths) < 50 || len(doc.Components.Schemas) < 100 {
			s.T.Errorf("%d paths, %d objects", len(doc.Paths), len(doc.Components.Schemas))
		}
		s.PageHolds("to a stranger", []byte(page), "export API="+s.URL+"/api/v1", `href="/signin?return_to=%2fapi"`,
			`href="/api/v1/openapi.json"`, "If-Match", "Idempotency-Key", "next_cursor", "application/problem+json",
			`"lenses": []}`)
		s.PageHolds("a group", []byte(groups["/help/api/workloads"]), "list of <a", "Needs the permission")
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

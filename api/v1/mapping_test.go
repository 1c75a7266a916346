package v1_test

import (
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// The mapping table is the administrators' alone; a refused change leaves none.
func TestMappings(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		const admin = "administrator session"
		body := func(role, workspace string) map[string]any {
			b := map[string]any{"claim": "groups", "value": "team", "role": role}
			if workspace != "" {
				b["workspace_id"] = workspace
			}
			return b
		}
		post := func(as string, body any) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/mappings", As: as, Body: body}
		}
		rows := []apitest.Scenario{
			{Name: "nobody", Call: post("", body("viewer", s.WorkspaceID)), Status: 401, Code: "unauthenticated"},
			{Name: "an owner", Call: post("owner session", body("viewer", s.WorkspaceID)), Status: 403, Code: "forbidden"},
			{Name: "a token of an owner", Call: post("owner", body("viewer", s.WorkspaceID)), Status: 403, Code: "forbidden"},
			{Name: "an owner lists", Call: apitest.Call{Method: "GET", Path: "/mappings", As: "owner session"}, Status: 403,
				Code: "forbidden"},
			{Name: "no workspace", Call: post(admin, body("viewer", "")), Status: 422, Holds: []string{"workspace_id"}},
			{Name: "a workspace that is none", Call: post(admin, body("viewer", models.NewID())), Status: 422,
				Holds: []string{"is no workspace"}},
			{Name: "administrator of a workspace", Call: post(admin, body("administrator", s.WorkspaceID)), Status: 422,
				Holds: []string{"whole server"}},
			{Name: "a role that is none", Call: post(admin, body("root", s.WorkspaceID)), Status: 422},
			{Name: "an extra member", Call: post(admin, map[string]any{"claim": "g", "value": "v", "role": "viewer",
				"workspace_id": s.WorkspaceID, "created_by": "me"}), Status: 422},
			{Name: "none yet", Call: apitest.Call{Method: "GET", Path: "/mappings", As: admin}, Status: 200,
				Holds: []string{`"items":[]`}},
			{Name: "as it should be", Call: post(admin, body("viewer", s.WorkspaceID)), Status: 201,
				Holds: []string{`"claim":"groups"`, s.WorkspaceID, "The administrator"}},
			{Name: "the same in another workspace", Call: post(admin, body("owner", s.StrangersID)), Status: 201},
			{Name: "for the server", Call: post(admin, body("administrator", "")), Status: 201, Lacks: []string{"workspace_id"}},
			{Name: "another role for the same", Call: post(admin, body("owner", s.WorkspaceID)), Status: 409, Code: "conflict",
				Holds: []string{"delete that mapping first"}},
			{Name: "delete what is not there", Call: apitest.Call{Method: "DELETE", Path: "/mappings/" + models.NewID(),
				As: admin}, Status: 404},
		}
		s.RunScenarios(rows)
		list := s.Do(apitest.Call{Method: "GET", Path: "/mappings", As: admin}).Tree(s.T).At("items")
		if list.Len() != 3 {
			s.T.Fatalf("%d mappings: %s", list.Len(), list)
		}
		id := list.At("0/id").String()
		s.RunScenarios([]apitest.Scenario{
			{Name: "an owner deletes", Call: apitest.Call{Method: "DELETE", Path: "/mappings/" + id, As: "owner session"},
				Status: 403},
			{Name: "delete", Call: apitest.Call{Method: "DELETE", Path: "/mappings/" + id, As: admin}, Status: 204},
			{Name: "delete again", Call: apitest.Call{Method: "DELETE", Path: "/mappings/" + id, As: admin}, Status: 404},
		})
	})
}

package api_test

import (
	"testing"

	"plumbline/models"
)

// The mapping table is the administrators' alone; a refused change leaves none.
func TestMappings(t *testing.T) {
	each(t, func(s *server) {
		const admin = "administrator session"
		body := func(role, workspace string) map[string]any {
			b := map[string]any{"claim": "groups", "value": "team", "role": role}
			if workspace != "" {
				b["workspace_id"] = workspace
			}
			return b
		}
		post := func(as string, body any) call { return call{method: "POST", path: "/mappings", as: as, body: body} }
		rows := []scenario{
			{name: "nobody", call: post("", body("viewer", s.here)), status: 401, code: "unauthenticated"},
			{name: "an owner", call: post("owner session", body("viewer", s.here)), status: 403, code: "forbidden"},
			{name: "a token of an owner", call: post("owner", body("viewer", s.here)), status: 403, code: "forbidden"},
			{name: "an owner lists", call: call{method: "GET", path: "/mappings", as: "owner session"}, status: 403, code: "forbidden"},
			{name: "no workspace", call: post(admin, body("viewer", "")), status: 422, holds: []string{"workspace_id"}},
			{name: "a workspace that is none", call: post(admin, body("viewer", models.NewID())), status: 422, holds: []string{"is no workspace"}},
			{name: "administrator of a workspace", call: post(admin, body("administrator", s.here)), status: 422, holds: []string{"whole server"}},
			{name: "a role that is none", call: post(admin, body("root", s.here)), status: 422},
			{name: "an extra member", call: post(admin, map[string]any{"claim": "g", "value": "v", "role": "viewer", "workspace_id": s.here, "created_by": "me"}), status: 422},
			{name: "none yet", call: call{method: "GET", path: "/mappings", as: admin}, status: 200, holds: []string{`"items":[]`}},
			{name: "as it should be", call: post(admin, body("viewer", s.here)), status: 201, holds: []string{`"claim":"groups"`, s.here, "The administrator"}},
			{name: "the same in another workspace", call: post(admin, body("owner", s.there)), status: 201},
			{name: "for the server", call: post(admin, body("administrator", "")), status: 201, lacks: []string{"workspace_id"}},
			{name: "another role for the same", call: post(admin, body("owner", s.here)), status: 409, code: "conflict", holds: []string{"delete that mapping first"}},
			{name: "delete what is not there", call: call{method: "DELETE", path: "/mappings/" + models.NewID(), as: admin}, status: 404},
		}
		s.run(rows)
		list := s.do(call{method: "GET", path: "/mappings", as: admin}).tree(s.t).at("items")
		if list.len() != 3 {
			s.t.Fatalf("%d mappings: %s", list.len(), list)
		}
		id := list.at("0/id").String()
		s.run([]scenario{
			{name: "an owner deletes", call: call{method: "DELETE", path: "/mappings/" + id, as: "owner session"}, status: 403},
			{name: "delete", call: call{method: "DELETE", path: "/mappings/" + id, as: admin}, status: 204},
			{name: "delete again", call: call{method: "DELETE", path: "/mappings/" + id, as: admin}, status: 404},
		})
	})
}

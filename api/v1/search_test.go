package v1_test

import (
	"net/url"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

func TestSearchOfAReview(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		base := "/workloads/" + s.Sample() + "/lenses/service-basics"
		s.OK("PATCH", base+"/answers/oncall", map[string]any{"notes": "Ask Zoë about the döner"})
		search := func(as, text string) apitest.Call {
			return apitest.Call{Method: "GET", Path: base + "/search?text=" + url.QueryEscape(text), As: as}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "no token", Call: search("nobody", "backup"), Status: 401, Code: "unauthenticated"},
			{Name: "stranger", Call: search("stranger", "backup"), Status: 404, Code: "not_found"},
			{Name: "too long", Call: search("viewer", strings.Repeat("ä", 201)), Status: 422, Code: "invalid",
				Holds: []string{"/text", "200 characters"}},
			{Name: "too many", Call: search("viewer", "a b c d e f g h i j k l m n o p q r t u v"),
				Status: 422, Code: "invalid", Holds: []string{"20 words"}},
			{Name: "nothing", Call: search("viewer", ""), Status: 200, Holds: []string{`"items":[]`, `"partial":false`}},
			{Name: "notes", Call: search("viewer", "zoe DONER"), Status: 200,
				Holds: []string{`"question_id":"oncall"`, `"in":"notes"`, `"text":"Ask Zoë about the döner"`}},
			{Name: "practices", Call: search("viewer", "backup"), Status: 200,
				Holds: []string{`"question_id":"backup"`, `"choice_id":"failure_rebuild"`}},
		})
	})
}

package v1_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// Wherever the API gives the title of a question it gives its short name too: the lens's own, or one made of the title.
func TestShortNamesInTheAPI(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		named := apitest.EditedLens(s.T, `"shortName": "Outages and on call",`, `"shortName": "On-call duty",
			"terms": ["pager", "rotation"],`, `"shortName": "Changes to production",`, "")
		s.OK("POST", "/lenses", named)
		s.OK("POST", "/lenses/service-basics/versions", map[string]any{"version": "1.0"})
		id := s.OK("POST", "/workloads", apitest.WorkloadBody("Named", "service-basics")).At("id").String()
		at := "/workloads/" + id + "/lenses/service-basics"
		s.OK("PUT", at+"/assignments", map[string]any{"question_id": "oncall", "user_id": s.Users["owner"].ID})
		s.OK("POST", at+"/answers/oncall/comments", map[string]any{"body": "@owner@example.com see this"})
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First"})
		for _, path := range []string{"/lenses/service-basics/versions/1.0", at + "/answers", at + "/answers/oncall",
			"/workloads/" + id + "/plan", "/workloads/" + id + "/compare"} {
			s.PageHolds(path, []byte(s.OK("GET", path, nil).String()), `"short_name":"On-call duty"`)
		}
		for _, path := range []string{"/lenses/service-basics/versions/1.0", at + "/answers", "/workloads/" + id + "/plan"} {
			s.PageHolds(path, []byte(s.OK("GET", path, nil).String()), `"terms":["pager","rotation"]`)
		}
		mine := s.Expect(apitest.Call{Method: "GET", Path: "/mine", As: "owner session"}, 200).Tree(s.T)
		if mine.At("questions/0/short_name").String() != "On-call duty" {
			s.T.Errorf("my questions: %s", mine)
		}
		other := s.OK("GET", at+"/answers/deploy", nil)
		if name := other.At("short_name").String(); name == "" || strings.Contains(name, "How do you") ||
			other.At("terms").Value != nil {
			s.T.Errorf("a question without a short name: %s", other)
		}
		if aws := s.Do(apitest.Call{Method: "GET", Path: "/lenses/service-basics/versions/1.0/document?format=aws",
			As: "viewer"}); strings.Contains(string(aws.Body), "On-call duty") || strings.Contains(string(aws.Body), "pager") {
			s.T.Errorf("AWS gets %s", aws.Body)
		}
		if own := s.Do(apitest.Call{Method: "GET", Path: "/lenses/service-basics/versions/1.0/document?format=plumbline",
			As: "viewer"}); !strings.Contains(string(own.Body), `"shortName": "On-call duty"`) {
			s.T.Errorf("the export has no short name: %s", own.Body)
		}
	})
}

package archived_test

import (
	"bytes"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// talkedAbout makes a review with comments, assignments and a parking lot.
func talkedAbout(s *apitest.Server) (workload, review string) {
	id := s.Sample()
	at := "/workloads/" + id + "/lenses/service-basics"
	say := func(as, question, body string) string {
		return s.Expect(apitest.Call{Method: "POST", Path: at + "/answers/" + question + "/comments", As: as,
			Body: map[string]any{"body": body}}, 201).Tree(s.T).At("id").String()
	}
	say("contributor session", "backup", "Where is the *copy*, @"+s.EmailOf("architect")+"?")
	gone := say("architect session", "backup", "In the vault")
	say("owner", "oncall", "Nightly run: none found")
	s.Expect(apitest.Call{Method: "DELETE", Path: at + "/answers/backup/comments/" + gone, As: "architect session"}, 204)
	s.OK("PUT", at+"/assignments", map[string]any{"question_id": "load", "user_id": s.Users["viewer"].ID})
	s.OK("PUT", at+"/assignments", map[string]any{"pillar_id": "operations", "user_id": s.Users["contributor"].ID})
	s.OK("POST", at+"/parking", map[string]any{"question_id": "backup", "body": "Ask the vendor"})
	done := s.OK("POST", at+"/parking", map[string]any{"body": "Order cake"}).At("id").String()
	s.OK("PATCH", at+"/parking/"+done, map[string]any{"done": true})
	return id, at
}

// What people said comes back as it was, to whom it belongs, and tells nobody anew.
func TestTalkComesBack(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id, at := talkedAbout(s)
		file := s.ExportWorkload(id)
		for _, want := range []string{`"format_version": 3`, s.EmailOf("architect"), "Nightly run", "Order cake"} {
			if !bytes.Contains(file, []byte(want)) {
				s.T.Errorf("the file lacks %s", want)
			}
		}
		if bytes.Contains(file, []byte("In the vault")) {
			s.T.Error("the file has what was deleted")
		}
		s.OK("DELETE", "/workloads/"+id+"?confirm="+strings.ReplaceAll(nameOf(s, id), " ", "%20"), nil)
		s.OK("POST", "/workloads/import", file)
		if again := s.ExportWorkload(id); !bytes.Equal(again, file) {
			s.T.Errorf("exported again, it is\n%s\nwant\n%s", again, file)
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "own comments stay one's own", Call: apitest.Call{Method: "GET", Path: at + "/answers/backup/comments",
				As: "viewer"}, Status: 200, Holds: []string{s.Users["contributor"].ID, "deleted_at"}},
			{Name: "nobody is told anew", Call: apitest.Call{Method: "GET", Path: "/mine", As: "architect session"},
				Status: 200, Holds: []string{"Where is the"}, Lacks: []string{`"unread":true`}},
		})
	})
}

func nameOf(s *apitest.Server, id string) string {
	return s.OK("GET", "/workloads/"+id, nil).At("name").String()
}

// Where the people are no members, though they have accounts on the server, their names stay, and nothing is assigned
// to anybody.
func TestTalkOfPeopleFromElsewhere(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id, at := talkedAbout(s)
		file := s.ExportWorkload(id)
		there := s.Elsewhere()
		at = strings.Replace(at, id, there.OK("POST", "/workloads/import", file).At("id").String(), 1)
		there.RunScenarios([]apitest.Scenario{
			{Name: "comments", Call: apitest.Call{Method: "GET", Path: at + "/answers/backup/comments", As: "viewer"},
				Status: 200, Holds: []string{"The contributor", "Where is the"}, Lacks: []string{"user_id"}},
			{Name: "assignments", Call: apitest.Call{Method: "GET", Path: at + "/assignments", As: "viewer"}, Status: 200,
				Holds: []string{`"items":[]`}},
			{Name: "parking lot", Call: apitest.Call{Method: "GET", Path: at + "/parking", As: "viewer"}, Status: 200,
				Holds: []string{"Ask the vendor", "Order cake", "done_at"}},
		})
	})
}

// Files of older releases have no talk, and what was tampered with is refused at the field that is wrong.
func TestOtherFiles(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id, _ := talkedAbout(s)
		file := string(s.ExportWorkload(id))
		var rows []apitest.Scenario
		for _, older := range []string{"1", "2"} {
			rows = append(rows, apitest.Scenario{Name: "of revision " + older, Call: apitest.Call{Method: "POST",
				Path: "/workloads/import?copy=true", As: "architect",
				Body: strings.Replace(file, `"format_version": 3`, `"format_version": `+older, 1)}, Status: 201, Changes: true})
		}
		for name, change := range map[string][3]string{
			"a newer release": {`"format_version": 3`, `"format_version": 4`, "use a newer Plumbline"},
			"pillar that is none": {`"pillar_id": "operations",` + "\n     \"user_id\"", `"pillar_id": "x", "user_id"`,
				"reviews/0/assignments/0/pillar_id"},
			"text no database keeps": {"Order cake", `Order\u0000cake`, "reviews/0/parking_lot/1/body"},
			"empty comment":          {"Nightly run: none found", " ", "reviews/0/comments/2/body"},
			"year 0":                 {`"done_at": "20`, `"done_at": "00`, "parking_lot/1/done_at"},
			"person twice": {s.Users["viewer"].ID + `",` + "\n   \"name\"",
				s.Users["contributor"].ID + `", "name"`,
				"people/"},
		} {
			if !strings.Contains(file, change[0]) {
				s.T.Fatalf("%s: the file has no %s in\n%s", name, change[0], file)
			}
			rows = append(rows, apitest.Scenario{Name: name, Call: apitest.Call{Method: "POST",
				Path: "/workloads/import?copy=true", As: "architect", Body: strings.Replace(file, change[0], change[1], 1)},
				Status: 422, Holds: []string{change[2]}})
		}
		s.RunScenarios(rows)
	})
}

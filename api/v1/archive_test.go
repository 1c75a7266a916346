package v1_test

import (
	"fmt"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// An import brings lens versions in the order in which they were published, whatever uses them, so that what is latest
// here is latest there.
func TestImportKeepsTheOrderOfVersions(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.OK("POST", "/lenses", lensWithout(t, "oncall"))
		s.OK("POST", "/lenses/service-basics/versions", map[string]any{"version": "1.0"})
		id := s.OK("POST", "/workloads", apitest.WorkloadBody("Checkout", "service-basics")).At("id").String()
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "On 1.0"})
		s.PublishVersion("1.1", false, apitest.EditedLens(t))
		at := "/workloads/" + id + "/lenses/service-basics"
		s.OK("PUT", at+"/answers/oncall", map[string]any{"selected": []string{"oncall_rota"}})
		file := s.ExportWorkload(id)
		s.OK("DELETE", "/workloads/"+id+"?confirm=Checkout", nil)

		there := s.Elsewhere()
		there.OK("POST", "/workloads/import", file)
		if lens := there.OK("GET", "/lenses/service-basics", nil); lens.At("latest_version").String() != "1.1" {
			s.T.Errorf("the latest version is %s", lens.At("latest_version"))
		}
		there.OK("PUT", "/lenses/service-basics/draft", lensWithout(t, "oncall"))
		there.RunScenarios([]apitest.Scenario{
			{Name: "the review is current", Call: apitest.Call{Method: "GET", Path: at, As: "viewer"}, Status: 200,
				Holds: []string{`"lens_status":"CURRENT"`, `"lens_version":"1.1"`}},
			{Name: "no way back", Call: apitest.Call{Method: "POST", Path: at + "/upgrade", As: "architect",
				Body: `{"milestone":"Back","version":"1.0"}`}, Status: 409},
			{Name: "no minor version that loses the answer", Call: apitest.Call{Method: "POST",
				Path: "/lenses/service-basics/versions", As: "architect", Body: `{"version":"1.2"}`}, Status: 409},
			{Name: "the answer is there", Call: apitest.Call{Method: "GET", Path: at + "/answers/oncall", As: "viewer"},
				Status: 200, Holds: []string{"oncall_rota"}},
		})
	})
}

// A minor version loses no answer of any review of its line, whatever the latest version was.
func TestMinorVersionLosesNoAnswer(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		s.OK("PUT", "/workloads/"+id+"/lenses/service-basics/answers/oncall",
			map[string]any{"selected": []string{"oncall_rota"}})
		other := s.Elsewhere()
		other.OK("POST", "/lenses", lensWithout(t, "oncall"))
		other.OK("POST", "/lenses/service-basics/versions", map[string]any{"version": "1.1"})
		file := other.ExportWorkload(other.OK("POST", "/workloads",
			apitest.WorkloadBody("Other", "service-basics")).At("id").String())
		s.OK("POST", "/workloads/import?copy=true", file)
		s.OK("PUT", "/lenses/service-basics/draft", lensWithout(t, "oncall"))
		s.RunScenarios([]apitest.Scenario{
			{Name: "minor", Call: apitest.Call{Method: "POST", Path: "/lenses/service-basics/versions", As: "architect",
				Body: `{"version":"1.2"}`}, Status: 409, Code: "conflict", Holds: []string{"major"}},
			{Name: "the answer is there", Call: apitest.Call{Method: "GET",
				Path: "/workloads/" + id + "/lenses/service-basics/answers/oncall", As: "viewer"}, Status: 200,
				Holds: []string{"oncall_rota"}},
		})
	})
}

// An archive that was tampered with is refused at the field that is wrong, and changes nothing.
func TestArchiveThatWasTamperedWith(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.OK("PUT", "/workloads/"+id+"/lenses/service-basics/answers/cost",
			map[string]any{"selected": []string{"cost_alarm"}, "notes": "Marked"})
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "One"})
		file := string(s.ExportWorkload(id))
		space, err := s.Service.Workspaces.Get(s.Owner)
		apitest.Must(s.T, err)
		var rows []apitest.Scenario
		for name, change := range map[string][3]string{
			"version too large":      {`"version": 1,`, `"version": 2147483647,`, "version"},
			"negative version":       {`"version": 1,`, `"version": -5,`, "version"},
			"year 0":                 {`"created_at": "20`, `"created_at": "00`, "created_at"},
			"text no database keeps": {`"updated_by": "`, `"updated_by": "\u0000`, "updated_by"},
			"account that is none":   {`"account_id": "` + space.AccountID + `"`, `"account_id": "lol"`, "account_id"},
			"choice twice": {`"choices": [`,
				`"choices": [{"choice_id": "cost_alarm", "status": "NOT_APPLICABLE", "reason": "NONE", "notes": ""},`, "choices"},
			"reserved version name":  {`"lens_version": "1.0"`, `"lens_version": "draft"`, "lens"},
			"milestone out of order": {`"number": 1,`, `"number": 7,`, "milestones/0/number"},
			"question that is none":  {`"question_id": "cost"`, `"question_id": "costs"`, "question_id"},
			"something behind":       {"\n}\n", "\n} garbage", ""},
		} {
			if !strings.Contains(file, change[0]) {
				s.T.Fatalf("%s: the archive has no %s", name, change[0])
			}
			body := strings.Replace(file, change[0], change[1], 1)
			status := 422
			if name == "something behind" {
				status = 400
			}
			rows = append(rows, apitest.Scenario{Name: name, Call: apitest.Call{Method: "POST",
				Path: "/workloads/import?copy=true", As: "architect", Body: body}, Status: status, Holds: []string{change[2]}})
		}
		s.RunScenarios(rows)
	})
}

// The same key sent many times at once makes one thing, and every sender gets it.
func TestIdempotencyKeyAtOnce(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		const senders = 10
		replies := make(chan string, senders)
		for range senders {
			go func() {
				r := s.Do(apitest.Call{Method: "POST", Path: "/workloads", As: "architect", Body: apitest.WorkloadBody("Once"),
					Header: map[string]string{"Idempotency-Key": "k"}})
				replies <- fmt.Sprint(r.Status, r.Tree(s.T).At("id"))
			}()
		}
		first := <-replies
		for range senders - 1 {
			if other := <-replies; other != first || !strings.HasPrefix(other, "201") {
				s.T.Errorf("one sender got %s, another %s", first, other)
			}
		}
	})
}

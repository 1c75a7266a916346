package api_test

import (
	"fmt"
	"strings"
	"testing"

	"plumbline/models"
)

// elsewhere is the same server seen from a new workspace.
func (s *server) elsewhere() *server {
	s.t.Helper()
	other := *s
	other.tokens = map[string]string{}
	space := models.WithActor(s.t.Context(), models.ProgramActor(other.workspace("Elsewhere "+models.NewID())))
	for _, role := range models.Roles {
		other.tokens[string(role)], _ = other.token(space, role)
	}
	return &other
}

func (s *server) export(workload string) []byte {
	return s.do(call{method: "GET", path: "/workloads/" + workload + "/export", as: "owner"}).body
}

// An import brings lens versions in the order in which they were published, whatever uses them, so that what is latest here is latest there.
func TestImportKeepsTheOrderOfVersions(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		s.ok("POST", "/lenses", without(t, "oncall"))
		s.ok("POST", "/lenses/service-basics/versions", map[string]any{"version": "1.0"})
		id := s.ok("POST", "/workloads", workload("Checkout", "service-basics")).at("id").String()
		s.ok("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "On 1.0"})
		s.publish("1.1", false, edited(t))
		at := "/workloads/" + id + "/lenses/service-basics"
		s.ok("PUT", at+"/answers/oncall", map[string]any{"selected": []string{"oncall_rota"}})
		file := s.export(id)
		s.ok("DELETE", "/workloads/"+id+"?confirm=Checkout", nil)

		there := s.elsewhere()
		there.ok("POST", "/workloads/import", file)
		if lens := there.ok("GET", "/lenses/service-basics", nil); lens.at("latest_version").String() != "1.1" {
			s.t.Errorf("the latest version is %s", lens.at("latest_version"))
		}
		there.ok("PUT", "/lenses/service-basics/draft", without(t, "oncall"))
		there.run([]scenario{
			{name: "the review is current", call: call{method: "GET", path: at, as: "viewer"}, status: 200, holds: []string{`"lens_status":"CURRENT"`, `"lens_version":"1.1"`}},
			{name: "no way back", call: call{method: "POST", path: at + "/upgrade", as: "architect", body: `{"milestone":"Back","version":"1.0"}`}, status: 409},
			{name: "no minor version that loses the answer", call: call{method: "POST", path: "/lenses/service-basics/versions", as: "architect", body: `{"version":"1.2"}`}, status: 409},
			{name: "the answer is there", call: call{method: "GET", path: at + "/answers/oncall", as: "viewer"}, status: 200, holds: []string{"oncall_rota"}},
		})
	})
}

// A minor version loses no answer of any review of its line, whatever the latest version was.
func TestMinorVersionLosesNoAnswer(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		s.ok("PUT", "/workloads/"+id+"/lenses/service-basics/answers/oncall", map[string]any{"selected": []string{"oncall_rota"}})
		other := s.elsewhere()
		other.ok("POST", "/lenses", without(t, "oncall"))
		other.ok("POST", "/lenses/service-basics/versions", map[string]any{"version": "1.1"})
		file := other.export(other.ok("POST", "/workloads", workload("Other", "service-basics")).at("id").String())
		s.ok("POST", "/workloads/import?copy=true", file)
		s.ok("PUT", "/lenses/service-basics/draft", without(t, "oncall"))
		s.run([]scenario{
			{name: "minor", call: call{method: "POST", path: "/lenses/service-basics/versions", as: "architect", body: `{"version":"1.2"}`}, status: 409, code: "conflict", holds: []string{"major"}},
			{name: "the answer is there", call: call{method: "GET", path: "/workloads/" + id + "/lenses/service-basics/answers/oncall", as: "viewer"}, status: 200, holds: []string{"oncall_rota"}},
		})
	})
}

// An archive that was tampered with is refused at the field that is wrong, and changes nothing.
func TestArchiveThatWasTamperedWith(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		s.ok("PUT", "/workloads/"+id+"/lenses/service-basics/answers/cost", map[string]any{"selected": []string{"cost_alarm"}, "notes": "Marked"})
		s.ok("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "One"})
		file := string(s.export(id))
		space, err := s.svc.Workspaces.Get(s.owner)
		must(s.t, err)
		var rows []scenario
		for name, change := range map[string][3]string{
			"version too large":      {`"version": 1,`, `"version": 2147483647,`, "version"},
			"negative version":       {`"version": 1,`, `"version": -5,`, "version"},
			"year 0":                 {`"created_at": "20`, `"created_at": "00`, "created_at"},
			"text no database keeps": {`"updated_by": "`, `"updated_by": "\u0000`, "updated_by"},
			"account that is none":   {`"account_id": "` + space.AccountID + `"`, `"account_id": "lol"`, "account_id"},
			"choice twice":           {`"choices": [`, `"choices": [{"choice_id": "cost_alarm", "status": "NOT_APPLICABLE", "reason": "NONE", "notes": ""},`, "choices"},
			"reserved version name":  {`"lens_version": "1.0"`, `"lens_version": "draft"`, "lens"},
			"milestone out of order": {`"number": 1,`, `"number": 7,`, "milestones/0/number"},
			"question that is none":  {`"question_id": "cost"`, `"question_id": "costs"`, "question_id"},
			"something behind":       {"\n}\n", "\n} garbage", ""},
		} {
			if !strings.Contains(file, change[0]) {
				s.t.Fatalf("%s: the archive has no %s", name, change[0])
			}
			body := strings.Replace(file, change[0], change[1], 1)
			status := 422
			if name == "something behind" {
				status = 400
			}
			rows = append(rows, scenario{name: name, call: call{method: "POST", path: "/workloads/import?copy=true", as: "architect", body: body}, status: status, holds: []string{change[2]}})
		}
		s.run(rows)
	})
}

// The same key sent many times at once makes one thing, and every sender gets it.
func TestIdempotencyKeyAtOnce(t *testing.T) {
	each(t, func(s *server) {
		const senders = 10
		replies := make(chan string, senders)
		for range senders {
			go func() {
				r := s.do(call{method: "POST", path: "/workloads", as: "architect", body: workload("Once"), header: map[string]string{"Idempotency-Key": "k"}})
				replies <- fmt.Sprint(r.status, r.tree(s.t).at("id"))
			}()
		}
		first := <-replies
		for range senders - 1 {
			if other := <-replies; other != first || !strings.HasPrefix(other, "201") {
				s.t.Errorf("one sender got %s, another %s", first, other)
			}
		}
	})
}

package api_test

import (
	"strings"
	"testing"
)

// The cost centre of a workload, for what holds of every plain text of a workload: it goes in by the API and the form
// and comes out on the page, in the audit log, in milestones and in an export that is imported elsewhere.
func TestCostCentreOfAWorkload(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		at := "/workloads/" + id
		patch := func(value string) call {
			return call{method: "PATCH", path: at, as: "architect", body: map[string]any{"cost_center": value}}
		}
		composed, typed := strings.Repeat("é", 64), strings.Repeat("e\u0301", 64)
		s.run([]scenario{
			{name: "none at first", call: call{method: "GET", path: at, as: "viewer"}, status: 200,
				lacks: []string{"cost_center"}},
			{name: "set", call: patch("CC-4711"), status: 200, changes: true,
				holds: []string{`"cost_center":"CC-4711"`, `"version":2`}},
			{name: "too long", call: patch(strings.Repeat("ж", 65)), status: 422,
				holds: []string{`"pointer":"/cost_center"`, "must have at most 64 characters; it has 65"}},
			{name: "two lines", call: patch("a\nb"), status: 422,
				holds: []string{`"pointer":"/cost_center"`, "must be one line"}},
			{name: "the longest, when it is composed", call: patch(typed), status: 200, changes: true,
				holds: []string{composed}},
			{name: "back", call: patch("CC-4711"), status: 200, changes: true, holds: []string{"CC-4711"}},
		})
		lines := s.ok("GET", "/audit?limit=1&workload="+id, nil).at("items")
		if change := lines.at("0/changes/0"); change.at("field").String() != "cost_center" ||
			change.at("from").String() != composed || change.at("to").String() != "CC-4711" {
			t.Errorf("the audit line has %s", change)
		}
		s.costCentreInPages(at)
		s.costCentreInExport(id)
	})
}

// costCentreInPages changes the cost centre of the workload at the address, which has CC-4711, to 0815.
func (s *server) costCentreInPages(at string) {
	const who = "architect session"
	s.holds("the page", []byte(s.get(who, at, 200)), "<dt>Cost centre</dt><dd>CC-4711</dd>")
	page := s.get(who, at+"/edit", 200)
	s.holds("the form", []byte(page), `name="cost_center" type="text" value="CC-4711"`)
	form := newWorkloadForm("Checkout", "")
	form.Set("version", hidden(s.t, page, "version"))
	form.Set("cost_center", strings.Repeat("x", 65))
	refused := s.post(who, at+"/edit", form, 422)
	s.holds("too long in the form", refused.body, `aria-describedby="workload-cost_center-said" aria-invalid="true"`,
		`href="#workload-cost_center"`, "must have at most 64 characters; it has 65", strings.Repeat("x", 65))
	form.Set("cost_center", " 0815 ")
	s.post(who, at+"/edit", form, 303)
	s.holds("the page", []byte(s.get(who, at, 200)), "<dt>Cost centre</dt><dd>0815</dd>")
	form.Set("cost_center", "1")
	stale := s.post(who, at+"/edit", form, 412)
	s.holds("a stale form", stale.body, `<th scope="row">Cost centre</th>`, "0815")
}

// costCentreInExport takes the workload, whose cost centre is 0815, to another workspace.
func (s *server) costCentreInExport(id string) {
	s.ok("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "With a cost centre"})
	s.ok("PATCH", "/workloads/"+id, map[string]any{"cost_center": ""})
	file := s.export(id)
	if got := strings.Count(string(file), `"cost_center": "0815"`); got != 1 {
		s.t.Errorf("the export names the cost centre %d times, not only in its milestone", got)
	}
	s.ok("PATCH", "/workloads/"+id, map[string]any{"cost_center": "0816"})
	file = s.export(id)
	there := s.elsewhere()
	copied := there.ok("POST", "/workloads/import?copy=true", file).at("id").String()
	back := string(there.export(copied))
	s.holds("the import, exported again", []byte(back), `"cost_center": "0815"`, `"cost_center": "0816"`)
}

package web_test

import (
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// The cost centre of a workload, for what holds of every plain text of a workload: it goes in by the API and the form
// and comes out on the page, in the audit log, in milestones and in an export that is imported elsewhere.
func TestCostCentreOfAWorkload(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id
		patch := func(value string) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: at, As: "architect", Body: map[string]any{"cost_center": value}}
		}
		composed, typed := strings.Repeat("é", 64), strings.Repeat("e\u0301", 64)
		s.RunScenarios([]apitest.Scenario{
			{Name: "none at first", Call: apitest.Call{Method: "GET", Path: at, As: "viewer"}, Status: 200,
				Lacks: []string{"cost_center"}},
			{Name: "set", Call: patch("CC-4711"), Status: 200, Changes: true,
				Holds: []string{`"cost_center":"CC-4711"`, `"version":2`}},
			{Name: "too long", Call: patch(strings.Repeat("ж", 65)), Status: 422,
				Holds: []string{`"pointer":"/cost_center"`, "must have at most 64 characters; it has 65"}},
			{Name: "two lines", Call: patch("a\nb"), Status: 422,
				Holds: []string{`"pointer":"/cost_center"`, "must be one line"}},
			{Name: "the longest, when it is composed", Call: patch(typed), Status: 200, Changes: true,
				Holds: []string{composed}},
			{Name: "back", Call: patch("CC-4711"), Status: 200, Changes: true, Holds: []string{"CC-4711"}},
		})
		lines := s.OK("GET", "/audit?limit=1&workload="+id, nil).At("items")
		if change := lines.At("0/changes/0"); change.At("field").String() != "cost_center" ||
			change.At("from").String() != composed || change.At("to").String() != "CC-4711" {
			t.Errorf("the audit line has %s", change)
		}
		costCentreInPages(s, at)
		costCentreInExport(s, id)
	})
}

// costCentreInPages changes the cost centre of the workload at the address, which has CC-4711, to 0815.
func costCentreInPages(s *apitest.Server, at string) {
	const who = "architect session"
	s.PageHolds("the page", []byte(s.GetPage(who, at, 200)), "<dt>Cost centre</dt><dd>CC-4711</dd>")
	page := s.GetPage(who, at+"/edit", 200)
	s.PageHolds("the form", []byte(page), `name="cost_center" type="text" value="CC-4711"`)
	form := newWorkloadForm("Checkout", "")
	form.Set("version", hiddenField(s.T, page, "version"))
	form.Set("cost_center", strings.Repeat("x", 65))
	refused := s.PostForm(who, at+"/edit", form, 422)
	s.PageHolds("too long in the form", refused.Body, `aria-describedby="workload-cost_center-said" aria-invalid="true"`,
		`href="#workload-cost_center"`, "must have at most 64 characters; it has 65", strings.Repeat("x", 65))
	form.Set("cost_center", " 0815 ")
	s.PostForm(who, at+"/edit", form, 303)
	s.PageHolds("the page", []byte(s.GetPage(who, at, 200)), "<dt>Cost centre</dt><dd>0815</dd>")
	form.Set("cost_center", "1")
	stale := s.PostForm(who, at+"/edit", form, 412)
	s.PageHolds("a stale form", stale.Body, `<th scope="row">Cost centre</th>`, "0815")
}

// costCentreInExport takes the workload, whose cost centre is 0815, to another workspace.
func costCentreInExport(s *apitest.Server, id string) {
	s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "With a cost centre"})
	s.OK("PATCH", "/workloads/"+id, map[string]any{"cost_center": ""})
	file := s.ExportWorkload(id)
	if got := strings.Count(string(file), `"cost_center": "0815"`); got != 1 {
		s.T.Errorf("the export names the cost centre %d times, not only in its milestone", got)
	}
	s.OK("PATCH", "/workloads/"+id, map[string]any{"cost_center": "0816"})
	file = s.ExportWorkload(id)
	there := s.Elsewhere()
	copied := there.OK("POST", "/workloads/import?copy=true", file).At("id").String()
	back := string(there.ExportWorkload(copied))
	s.PageHolds("the import, exported again", []byte(back), `"cost_center": "0815"`, `"cost_center": "0816"`)
}

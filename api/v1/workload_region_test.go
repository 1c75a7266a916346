package v1_test

import (
	"bytes"
	"testing"

	"plumbline/api/apitest"
)

// A workload that names a region that nobody would take today, as older exports may, is read and can be edited.
func TestOldRegionsStay(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		file := bytes.ReplaceAll(s.ExportWorkload(s.Sample()), []byte(`"eu-central-1"`), []byte(`"our cellar"`))
		at := "/workloads/" + s.OK("POST", "/workloads/import?copy=true", file).At("id").String()
		patch := func(body string) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: at, As: "architect", Body: body}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "read", Call: apitest.Call{Method: "GET", Path: at, As: "viewer"}, Status: 200,
				Holds: []string{"our cellar"}},
			{Name: "another field", Call: patch(`{"description":"Still edited"}`), Status: 200, Changes: true,
				Holds: []string{"our cellar", "Still edited"}},
			{Name: "beside a new one", Call: patch(`{"aws_regions":["our cellar","eu-west-1"]}`), Status: 200, Changes: true,
				Holds: []string{"our cellar", "eu-west-1"}},
			{Name: "another one like it", Call: patch(`{"aws_regions":["our cellar","your cellar"]}`), Status: 422,
				Holds: []string{`"pointer":"/aws_regions/1"`, "your cellar"}},
			{Name: "gone", Call: patch(`{"aws_regions":["eu-west-1"]}`), Status: 200, Changes: true,
				Lacks: []string{"our cellar"}},
			{Name: "one to come", Call: patch(`{"aws_regions":["us-gov-north-2"]}`), Status: 200, Changes: true},
			{Name: "gone for good", Call: patch(`{"aws_regions":["our cellar"]}`), Status: 422},
		})
	})
}

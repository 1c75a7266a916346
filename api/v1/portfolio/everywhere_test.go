package portfolio_test

import (
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// A person's workloads of all their workspaces stand together, each once; tokens stay in their workspace, narrowed
// members see what they are narrowed to, and a workspace that wants one-time codes is left out for who has none.
func TestPortfolioOfAllWorkspaces(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.OK("PUT", "/workloads/"+id+"/lenses/service-basics/answers/backup",
			map[string]any{"selected": []string{"backup_no"}})
		s.AcceptedShare("/workloads/"+id, models.Viewer)
		there := func(name string) string {
			return s.Expect(apitest.Call{Method: "POST", Path: "/workloads", As: "stranger", Body: apitest.WorkloadBody(name)},
				201).Tree(s.T).At("id").String()
		}
		seen := there("Seen there")
		there("Hidden there")
		s.Person("both", s.WorkspaceID, models.Viewer)
		system := models.WithActor(s.T.Context(), models.ProgramActor(""))
		_, err := s.Service.Members.Add(system, s.StrangersID, s.Users["both"].ID,
			models.MemberGrant{Role: models.Viewer, Workloads: []string{seen}})
		apitest.Must(s.T, err)
		get := func(query, as string) apitest.Call {
			return apitest.Call{Method: "GET", Path: "/portfolio" + query, As: as}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "one workspace", Call: get("", "both session"), Status: 200, Holds: []string{`"workloads":1`},
				Lacks: []string{"Seen there", s.StrangersID}},
			{Name: "all of theirs", Call: get("?everywhere=true", "both session"), Status: 200,
				Holds: []string{`"workloads":2`, "Seen there", `"HIGH":1`, s.StrangersID}, Lacks: []string{"Hidden there"}},
			{Name: "rows of all", Call: apitest.Call{Method: "GET", Path: "/portfolio/workloads?everywhere=true",
				As: "both session"}, Status: 200, Holds: []string{id}, Lacks: []string{"Hidden there"}},
			{Name: "a token is in one", Call: get("?everywhere=true", "viewer"), Status: 200,
				Holds: []string{`"workloads":1`}, Lacks: []string{"Seen there"}},
			{Name: "shared with one's own", Call: get("?everywhere=true", "stranger"), Status: 200,
				Holds: []string{`"workloads":3`, `"HIGH":1`, "Hidden there"}},
		})
		page := s.GetPage("both session", "/portfolio?of=all", 200)
		s.PageHolds("the page of all", []byte(page), "Seen there", "All 2 of mine")
		_, err = s.Service.Workspaces.Update(models.WithActor(s.T.Context(), models.ProgramActor(s.StrangersID)),
			models.WorkspacePatch{RequireCodes: new(true)})
		apitest.Must(s.T, err)
		r := s.Expect(get("?everywhere=true", "both session"), 200).Tree(s.T)
		if got := r.At("workloads").String(); got != "1" {
			s.T.Errorf("%s workloads where one workspace wants codes that the person lacks", got)
		}
	})
}

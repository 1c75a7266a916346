package v1_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// The time zone of a workspace is its owner's to set, a person's own is the person's; times of the API stay UTC.
func TestTimeZones(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		space := func(as string, zone any) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: "/workspace", As: as, Body: map[string]any{"time_zone": zone}}
		}
		own := func(as string, zone any) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: "/me", As: as, Body: map[string]any{"time_zone": zone}}
		}
		const wrong = `{"pointer":"/time_zone","message":"must be a time zone of the tz database, such as Europe/Berlin"}`
		rows := []apitest.Scenario{
			{Name: "nobody", Call: space("nobody", "Europe/Berlin"), Status: 401},
			{Name: "a viewer", Call: space("viewer", "Europe/Berlin"), Status: 403},
			{Name: "an architect", Call: space("architect", "Europe/Berlin"), Status: 403},
			{Name: "none is chosen yet", Call: apitest.Call{Method: "GET", Path: "/workspace", As: "viewer"}, Status: 200,
				Holds: []string{`"time_zone":"UTC"`}},
			{Name: "an empty one", Call: space("owner", ""), Status: 422, Holds: []string{wrong}},
			{Name: "a number", Call: space("owner", 1), Status: 422},
			{Name: "an owner", Call: space("owner", "europe/berlin"), Status: 200,
				Holds: []string{`"time_zone":"Europe/Berlin"`}, Changes: true},
			{Name: "the same again", Call: space("owner", "Europe/Berlin"), Status: 200},
			{Name: "it is kept", Call: apitest.Call{Method: "GET", Path: "/workspace", As: "viewer"}, Status: 200,
				Holds: []string{`"time_zone":"Europe/Berlin"`, `Z","time_zone"`}},
			{Name: "it is audited", Call: apitest.Call{Method: "GET", Path: "/audit?kind=workspace", As: "owner"}, Status: 200,
				Holds: []string{`{"field":"time_zone","from":"UTC","to":"Europe/Berlin"}`}},
			{Name: "its neighbour", Call: apitest.Call{Method: "GET", Path: "/workspace", As: "stranger"}, Status: 200,
				Holds: []string{`"time_zone":"UTC"`}},

			{Name: "nobody's own", Call: own("nobody", "Asia/Kathmandu"), Status: 401},
			{Name: "of a token", Call: own("viewer", "Asia/Kathmandu"), Status: 403},
			{Name: "of a guest", Call: own("guest session", "Asia/Kathmandu"), Status: 401},
			{Name: "a person's own", Call: own("viewer session", "Asia/Kathmandu"), Status: 200,
				Holds: []string{`"time_zone":"Asia/Kathmandu"`}},
			{Name: "of the session", Call: apitest.Call{Method: "GET", Path: "/session", As: "viewer session"}, Status: 200,
				Holds: []string{`"time_zone":"Asia/Kathmandu"`, `"time_zone":"Europe/Berlin"`}},
			{Name: "the name alone leaves it", Call: apitest.Call{Method: "PATCH", Path: "/me", As: "viewer session",
				Body: map[string]any{"name": "Renamed"}}, Status: 200, Holds: []string{`"time_zone":"Asia/Kathmandu"`}},
			{Name: "none of one's own", Call: own("viewer session", ""), Status: 200, Holds: []string{`"time_zone":""`}},
			{Name: "another person's, by no administrator", Call: apitest.Call{Method: "PATCH",
				Path: "/users/" + s.Users["viewer"].ID, As: "owner session",
				Body: map[string]any{"time_zone": "Asia/Tokyo"}}, Status: 403},
			{Name: "another person's", Call: apitest.Call{Method: "PATCH", Path: "/users/" + s.Users["viewer"].ID,
				As: "administrator session", Body: map[string]any{"time_zone": "Asia/Tokyo"}}, Status: 200,
				Holds: []string{`"time_zone":"Asia/Tokyo"`}},
		}
		for _, zone := range []string{"Local", "../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin", "Europe",
			"Europe/Berlin ", "Europe/Berlin\x00", "Europe/\u202eBerlin", "Ευρώπη/Βερολίνο", "UTC+1", "localtime",
			strings.Repeat("Europe/", 2000)} {
			rows = append(rows, apitest.Scenario{Name: "the workspace in " + zone[:min(len(zone), 20)],
				Call: space("owner", zone), Status: 422, Holds: []string{wrong}},
				apitest.Scenario{Name: "a person in " + zone[:min(len(zone), 20)],
					Call: own("viewer session", zone), Status: 422, Holds: []string{wrong}})
		}
		s.RunScenarios(rows)
	})
}

// A report is in the zone that the workspace has when it is made, that of a milestone too; the same zone gives the same
// bytes.
func TestReportsFollowTheZoneOfTheWorkspace(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "Before"})
		reports := func(zone string) [2]string {
			s.OK("PATCH", "/workspace", map[string]any{"time_zone": zone})
			var both [2]string
			for i, query := range []string{"", "?milestone=1"} {
				both[i] = string(s.Expect(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/report.pdf" + query,
					As: "viewer"}, 200).Body)
			}
			return both
		}
		before, there, back := reports("UTC"), reports("Pacific/Kiritimati"), reports("UTC")
		if before != back {
			s.T.Error("the same zone gives other bytes")
		}
		tool, err := exec.LookPath("pdftotext")
		if err != nil {
			if os.Getenv("CI") != "" {
				s.T.Fatal("pdftotext must be there in CI")
			}
			s.T.Skip("pdftotext is not installed")
		}
		for i, pdf := range there {
			file := filepath.Join(s.T.TempDir(), "plan.pdf")
			apitest.Must(s.T, os.WriteFile(file, []byte(pdf), 0o600))
			text, err := exec.CommandContext(s.T.Context(), tool, "-raw", file, "-").Output()
			apitest.Must(s.T, err)
			if pdf == before[i] || strings.Count(string(text), "Pacific/Kiritimati (UTC+14:00)") != 1 {
				s.T.Errorf("report %d does not name the zone once: %.300s", i, text)
			}
		}
	})
}

package web_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
)

var renamedTo = regexp.MustCompile(`<ins>Line ([a-z-]+)</ins>`)

// The days of the filter are those of the reader's zone: their first and last moments are in, also where a day has 23
// or 25 hours, or begins after midnight.
func TestAuditIsFilteredByDaysOfTheZone(t *testing.T) {
	for _, c := range []struct{ zone, day, from, to string }{
		{"UTC", "2026-10-25", "2026-10-25T00:00:00Z", "2026-10-26T00:00:00Z"},
		{"Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"},
		{"Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"},
		{"America/St_Johns", "2026-07-01", "2026-07-01T02:30:00Z", "2026-07-02T02:30:00Z"},
		{"Asia/Kathmandu", "2026-07-01", "2026-06-30T18:15:00Z", "2026-07-01T18:15:00Z"},
		{"Pacific/Kiritimati", "2026-07-01", "2026-06-30T10:00:00Z", "2026-07-01T10:00:00Z"},
		{"Africa/Casablanca", "2026-02-15", "2026-02-14T23:00:00Z", "2026-02-16T00:00:00Z"},
		{"America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"}, // has no midnight
	} {
		t.Run(c.zone+" "+c.day, func(t *testing.T) {
			apitest.Each(t, func(s *apitest.Server) {
				from, err := time.Parse(time.RFC3339, c.from)
				apitest.Must(s.T, err)
				to, err := time.Parse(time.RFC3339, c.to)
				apitest.Must(s.T, err)
				for _, line := range []struct {
					name string
					at   time.Time
				}{{"before", from.Add(-time.Microsecond)}, {"first", from}, {"middle", from.Add(12 * time.Hour)},
					{"last", to.Add(-time.Microsecond)}, {"after", to}} {
					opt := apitest.ServiceOptions()
					opt.Clock = func() time.Time { return line.at }
					name := "Line " + line.name
					_, err := service.New(s.Store, opt).Workspaces.Update(s.Owner, models.WorkspacePatch{Name: &name})
					apitest.Must(s.T, err)
				}
				s.PostForm("owner session", "/account/time-zone", apitest.FormFields("time_zone", c.zone), 303)
				for query, want := range map[string]string{"since=" + c.day + "&until=" + c.day: "last middle first",
					"since=" + c.day: "after last middle first", "until=" + c.day: "last middle first before"} {
					var names []string
					page := s.GetPage("owner session", "/audit?kind=workspace&"+query, 200)
					for _, match := range renamedTo.FindAllStringSubmatch(page, -1) {
						names = append(names, match[1])
					}
					if got := strings.Join(names, " "); got != want {
						s.T.Errorf("%s in %s shows %s, want %s", query, c.zone, got, want)
					}
				}
			})
		})
	}
}

package web_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
)

// Scripts show times in the zone that the page names, not in that of the browser: what is over a day away stays as the
// server wrote it, what is nearer is relative, and the exact time is in the title.
func TestScriptsKeepTheTimeZoneOfThePage(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id := s.Sample()
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return time.Date(2026, 3, 28, 23, 30, 0, 0, time.UTC) }
		_, err := service.New(s.Store, opt).Milestones.Create(s.Owner, id, models.MilestoneInput{Name: "Long ago"},
			models.IdempotencyKey{})
		apitest.Must(s.T, err)
		const zone = "Pacific/Kiritimati"
		s.PostForm("owner session", "/account/time-zone", apitest.FormFields("time_zone", zone), 303)
		b := s.Browser().As("owner session")
		apitest.DevTools(b, "another zone", emulation.SetTimezoneOverride,
			emulation.SetTimezoneOverrideParams{TimezoneID: "America/New_York"})
		b.Open("/workloads/" + id + "/milestones/1")
		b.Sees("time", "29 Mar 2026, 13:30")
		b.Open("/workloads/" + id)
		b.Until("a relative time", `/ago|now/.test(document.querySelector("time").textContent)`)
		if title := apitest.ValueOf[string](b, `document.querySelector("time").title`); !strings.Contains(title, zone) {
			t.Errorf("the title is %q", title)
		}
		b.Open("/workloads/" + id + apitest.BasicsPath + apitest.BackupPath)
		b.Keys("1")
		b.Until("saved", apitest.SavedJS)
		location, err := time.LoadLocation(zone)
		apitest.Must(s.T, err)
		said := regexp.MustCompile(`\d\d:\d\d`).FindString(b.TextOf("[data-saved]"))
		now := time.Now().In(location)
		if said != now.Format("15:04") && said != now.Add(-time.Minute).Format("15:04") {
			t.Errorf("saved at %q, it is %s there", said, now.Format("15:04"))
		}
	})
}

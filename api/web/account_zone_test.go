package web_test

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
)

var shownTime = regexp.MustCompile(`<time datetime="([^"]+)" title="([^"]+)">([^<]+)</time>`)

// timesIn checks that each time of a page is written in a zone, exact in its title, and gives how many there are.
func timesIn(s *apitest.Server, page, zone string) int {
	s.T.Helper()
	if !strings.Contains(page, ` data-zone="`+zone+`"`) {
		s.T.Errorf("the page does not tell its scripts the zone %s", zone)
	}
	location, err := time.LoadLocation(zone)
	apitest.Must(s.T, err)
	all := shownTime.FindAllStringSubmatch(page, -1)
	if len(all) != strings.Count(page, "<time ") {
		s.T.Errorf("there are %d times, %d of the usual form", strings.Count(page, "<time "), len(all))
	}
	for _, shown := range all {
		at, err := time.Parse(time.RFC3339, shown[1])
		apitest.Must(s.T, err)
		want, exact := at.In(location).Format("2 Jan 2006, 15:04"), at.In(location).Format("15:04:05, ")+zone
		if zone == "UTC" {
			want += " UTC"
		}
		if title := html.UnescapeString(shown[2]); shown[3] != want || !strings.Contains(title, exact) ||
			zone != "UTC" && !strings.Contains(title, "UTC"+at.In(location).Format("-07:00")) {
			s.T.Errorf("%s in %s is %q with the title %q, want %q", shown[1], zone, shown[3], title, want)
		}
	}
	return len(all)
}

// Pages write dates in the zone of the person, else of the workspace, else UTC; a guest has the workspace's.
func TestPagesWriteDatesInTimeZones(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.Guest("guest", id, "service-basics")
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "Before"})
		zones := func(want map[string]string) {
			s.T.Helper()
			for who, zone := range want {
				paths := []string{"/workloads/" + id, "/workloads/" + id + "/milestones/1", "/"}
				if who == "guest session" {
					paths = []string{"/"}
				}
				n := 0
				for _, path := range paths {
					n += timesIn(s, s.GetPage(who, path, 200), zone)
				}
				if n == 0 {
					s.T.Errorf("%s sees no times", who)
				}
			}
		}
		zones(map[string]string{"owner session": "UTC", "viewer session": "UTC", "guest session": "UTC"})
		s.PostForm("owner session", "/workspace/time-zone", apitest.FormFields("time_zone", "Asia/Kathmandu"), 303)
		s.PostForm("viewer session", "/account/time-zone", apitest.FormFields("time_zone", "Pacific/Kiritimati"), 303)
		zones(map[string]string{"owner session": "Asia/Kathmandu", "viewer session": "Pacific/Kiritimati",
			"guest session": "Asia/Kathmandu"})
	})
}

// The forms show what is chosen; what is no time zone is refused, and the page says so.
func TestTimeZonesAreChosenInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.PostForm("viewer session", "/workspace/time-zone", apitest.FormFields("time_zone", "Europe/Berlin"), 403)
		for _, form := range []string{"/workspace", "/account"} {
			for _, zone := range []string{"Local", "../etc/passwd", "Europe/\u202eBerlin",
				"Nowhere/" + strings.Repeat("x", 9999)} {
				r := s.PostForm("owner session", form+"/time-zone", apitest.FormFields("time_zone", zone), 422)
				s.PageHolds(form+" with what is no zone", r.Body, "must be a time zone of the tz database",
					`<select id="zone-time_zone" name="time_zone" aria-describedby="zone-time_zone-said" aria-invalid="true"`)
			}
			s.PostForm("owner session", form+"/time-zone", apitest.FormFields("time_zone", "America/St_Johns"), 303)
			s.PageHolds(form, []byte(s.GetPage("owner session", form, 200)),
				`<option value="America/St_Johns" selected>St Johns (UTC−0`, `<optgroup label="Europe">`)
		}
		s.PageHolds("the account", []byte(s.GetPage("viewer session", "/account", 200)),
			`<option value="">Same as the workspace (America/St_Johns)</option>`)
		s.PostForm("owner session", "/account/time-zone", apitest.FormFields("time_zone", ""), 303)
		if page := s.GetPage("owner session", "/account", 200); strings.Contains(page, "selected>St Johns") {
			s.T.Error("the person's zone is still chosen")
		}
	})
}

// A day that is typed is one of the zone of who types it, also where clocks change.
func TestTokensEndWithADayOfTheZone(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		ends := func(name string) string {
			items := s.OK("GET", "/tokens?limit=200", nil).At("items")
			for i := range items.Len() {
				if one := items.At(strconv.Itoa(i)); one.At("name").String() == name {
					return one.At("expires_at").String()
				}
			}
			return ""
		}
		for _, c := range []struct{ zone, day, end string }{
			{"UTC", "2028-03-26", "2028-03-27T00:00:00Z"},
			{"Europe/Berlin", "2028-03-25", "2028-03-25T23:00:00Z"},
			{"Europe/Berlin", "2028-03-26", "2028-03-26T22:00:00Z"},
			{"America/St_Johns", "2028-07-01", "2028-07-02T02:30:00Z"},
			{"Asia/Kathmandu", "2028-07-01", "2028-07-01T18:15:00Z"},
			{"Pacific/Kiritimati", "2028-01-01", "2028-01-01T10:00:00Z"},
			{"America/Santiago", "2028-09-02", "2028-09-03T04:00:00Z"}, // the next day has no midnight
		} {
			s.PostForm("owner session", "/account/time-zone", apitest.FormFields("time_zone", c.zone), 303)
			name := c.zone + " " + c.day
			s.PostForm("owner session", "/tokens", apitest.FormFields("name", name, "role", "viewer", "kind", "token",
				"expires_at", c.day), 200)
			if got := ends(name); got != c.end {
				s.T.Errorf("until %s in %s: %s, want %s", c.day, c.zone, got, c.end)
			}
		}
		for _, day := range []string{"2028-02-30", "1.1.2028", "tomorrow", "2028-01-01T00:00", "\u202e2028-01-01"} {
			r := s.PostForm("owner session", "/tokens", apitest.FormFields("name", "Kept", "role", "viewer", "expires_at", day),
				422)
			s.PageHolds("what is no day", r.Body, "must be a day from 1970 on, such as 2026-12-31", `value="Kept"`)
		}
	})
}

package planning_test

import (
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/figures"
	"plumbline/models/service"
	"plumbline/models/service/trend"
	"plumbline/models/store"
	"plumbline/models/store/trends"
)

// onClock is a second server on the database, whose clock the test moves.
func onClock(s *apitest.Server) (*apitest.Server, *time.Time) {
	now := time.Now().UTC()
	opt := apitest.ServiceOptions()
	opt.Clock = func() time.Time { return now }
	return s.SecondServer(s.Store, opt), &now
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func TestTrend(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s, now := onClock(s)
		id := s.Sample()
		at := "/workloads/" + id
		other := s.OK("POST", "/workloads", apitest.WorkloadBody("Other", "service-basics")).At("id").String()
		answer := func(question, choice string) {
			s.OK("PUT", at+"/lenses/service-basics/answers/"+question, map[string]any{"selected": []string{choice}})
		}
		first := day(*now)
		answer("backup", "backup_no")
		s.OK("POST", at+"/milestones", map[string]any{"name": "Spring"})
		if got := s.OK("GET", at+"/trend", nil).At("points"); got.Len() != 1 || got.At("0/now").String() != "true" ||
			got.At("0/milestones/0/name").String() != "Spring" || got.At("0/risk_counts/HIGH").String() != "1" {
			s.T.Errorf("on the first day: %s", got)
		}
		*now = now.AddDate(0, 0, 1)
		if led, err := s.Service.Schedule.Look(s.T.Context()); err != nil || !led {
			s.T.Fatalf("the scheduler did not look: %v", err)
		}
		answer("oncall", "oncall_no")
		another := service.New(s.Store, service.Options{Clock: func() time.Time { return *now }})
		for _, svc := range []*service.Service{s.Service, another} { // twice, and on another server
			apitest.Must(s.T, svc.Trends.Note(s.T.Context()))
		}
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Viewer, Workloads: []string{other}})
		s.Guest("guest", id, "service-basics")
		get := func(path, query, as string) apitest.Call {
			return apitest.Call{Method: "GET", Path: path + "/trend" + query, As: as}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: get(at, "", "nobody"), Status: 401},
			{Name: "nobody, of all", Call: get("", "", "nobody"), Status: 401},
			{Name: "a stranger", Call: get(at, "", "stranger"), Status: 404},
			{Name: "a stranger, of all: of the own workspace", Call: get("", "", "stranger"), Status: 200,
				Holds: []string{`"questions":0`}, Lacks: []string{`"questions":9`}},
			{Name: "a guest", Call: get(at, "", "guest session"), Status: 403},
			{Name: "a guest, of all", Call: get("", "", "guest session"), Status: 403},
			{Name: "who is narrowed to the other", Call: get(at, "", "narrow session"), Status: 404},
			{Name: "who is narrowed, of all", Call: get("", "", "narrow session"), Status: 200,
				Holds: []string{`"questions":9`, `"workloads":1`}, Lacks: []string{`"workloads":2`, `"HIGH":1`}},
			{Name: "no day", Call: get(at, "?from=yesterday", "viewer"), Status: 422, Holds: []string{`"pointer":"/from"`}},
			{Name: "an end before its beginning", Call: get("", "?from=2026-02-01&to=2026-01-01", "viewer"), Status: 422,
				Holds: []string{`"pointer":"/to"`}},
			{Name: "another step", Call: get("", "?step=year", "viewer"), Status: 422},
			{Name: "a time without points", Call: get(at, "?to=2001-01-01", "viewer"), Status: 200,
				Holds: []string{`"points":[]`}},
		})
		got := s.OK("GET", at+"/trend", nil).At("points")
		if got.Len() != 2 || got.At("0/day").String() != first || got.At("0/risk_counts/HIGH").String() != "1" ||
			got.At("0/open_items").String() != "0" || got.At("1/risk_counts/HIGH").String() != "2" ||
			got.At("0/milestones").Len() != 1 || got.At("1/now").String() != "true" {
			s.T.Errorf("on the second day: %s", got)
		}
		all := s.OK("GET", "/trend", nil).At("points")
		if all.Len() != 2 || all.At("0/risk_counts/UNANSWERED").String() != "17" || all.At("0/workloads").String() != "2" {
			s.T.Errorf("of the workspace: %s", all)
		}
		s.OK("DELETE", "/workloads/"+other+"?confirm=Other", nil)
		if all := s.OK("GET", "/trend", nil).At("points/0"); all.At("workloads").String() != "1" {
			s.T.Errorf("a deleted workload counts: %s", all)
		}
	})
}

// Each day is kept for 400 days, then the last one of each week; a day is noted when it has ended where the workspace
// is.
func TestTrendDaysAreThinned(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s, now := onClock(s)
		id := s.Sample()
		*now = time.Date(now.Year()+1, 1, 4, 12, 0, 0, 0, time.UTC)
		begun := *now
		for range 420 {
			*now = now.AddDate(0, 0, 1)
			apitest.Must(s.T, s.Service.Trends.Note(s.T.Context()))
		}
		var days []figures.Day
		apitest.Must(s.T, s.Store.Read(s.T.Context(), func(tx *store.Tx) (err error) {
			days, err = store.Trends(tx).Of(id, trends.Period{})
			return err
		}))
		before, weeks, last := figures.Week(figures.Thin(day(*now))), map[string]int{}, ""
		for _, d := range days {
			if d.Day < before {
				weeks[figures.Week(d.Day)]++
			} else if last >= before && figures.DaysBetween(last, d.Day) != 1 {
				s.T.Errorf("%s follows %s", d.Day, last)
			}
			last = d.Day
		}
		for week, n := range weeks {
			if n != 1 {
				s.T.Errorf("of the week of %s %d days are kept", week, n)
			}
		}
		if want := figures.DaysBetween(day(begun), before) / 7; len(weeks) < want || len(days) < figures.KeptDaily {
			s.T.Errorf("%d weeks and %d days are kept, want %d weeks", len(weeks), len(days), want)
		}
		if got := s.OK("GET", "/trend", nil).At("points").Len(); got > 70 {
			s.T.Errorf("a long trend has %d points", got)
		}
		if got := s.OK("GET", "/trend?step=day", nil).At("points").Len(); got < figures.KeptDaily {
			s.T.Errorf("by days it has %d points", got)
		}
		s.OK("PATCH", "/workspace", map[string]any{"time_zone": "Pacific/Kiritimati"}) // 14 hours ahead
		*now = time.Date(now.Year(), now.Month(), now.Day()+3, 9, 59, 0, 0, time.UTC)
		apitest.Must(s.T, s.Service.Trends.Note(s.T.Context()))
		if got := s.OK("GET", "/trend?step=day", nil).String(); !strings.Contains(got, day(now.AddDate(0, 0, -1))) ||
			!strings.Contains(got, `"day":"`+day(*now)+`","milestones":[],"now":true`) {
			s.T.Errorf("a minute before midnight there: %s", got[len(got)-900:])
		}
		if _, err := s.Service.Trends.Workspace(s.Owner, trend.SeriesQuery{}); err != nil {
			s.T.Error(err)
		}
	})
}

package api_test

import (
	"time"

	"plumbline/api/apitest"
	"plumbline/models/figures"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// addDays leaves figures of days that have ended, so that pages of trends have lines to draw.
func addDays(s *apitest.Server, workload string) {
	s.T.Helper()
	var days []figures.Day
	for back := 120; back > 0; back-- {
		days = append(days, figures.Day{WorkloadID: workload,
			Day: time.Now().UTC().AddDate(0, 0, -back).Format(time.DateOnly),
			Figures: figures.Figures{Open: back % 13, Overdue: back % 5, Counts: questionnaires.RiskCounts{High: back % 7,
				Medium: 3, None: 20 - back%7, Unanswered: back / 10, Undecided: 1, NotApplicable: 2}}})
	}
	apitest.Must(s.T, s.Store.Write(s.T.Context(), func(tx *store.Tx) error { return store.Trends(tx).Put(days) }))
}

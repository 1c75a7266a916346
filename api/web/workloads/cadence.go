package workloads

import (
	"strconv"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
)

// today is the present day for who reads the page.
func today(r *page.Request) string { return r.Zone().In(time.Now()).Format(time.DateOnly) }

// nextReview says when a workload is to be reviewed next, and how often; "" where nothing is set.
func nextReview(load models.Workload, today string) string {
	if load.NextReviewOn == "" {
		return ""
	}
	text := load.NextReviewOn
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		text = day.Format("2 Jan 2006")
	}
	if load.NextReviewOn < today {
		text += ", overdue"
	}
	switch n := load.ReviewEveryMonths; {
	case n == 1:
		text += " · every month"
	case n > 1:
		text += " · every " + strconv.Itoa(n) + " months"
	}
	return text
}

// Package figures has what is kept of each workload for each day, how days become a trend, and which days are kept for
// how long. It is pure: today is given to it.
//
// It may import questionnaires.
package figures

import (
	"time"

	"plumbline/questionnaires"
)

// Figures are what is counted of a workload, or of several together. The score follows from the counts.
type Figures struct {
	Counts  questionnaires.RiskCounts
	Open    int // items that are not closed
	Overdue int // those whose due date has passed
}

// Plus adds the figures of another workload.
func (f Figures) Plus(o Figures) Figures {
	return Figures{f.Counts.Plus(o.Counts), f.Open + o.Open, f.Overdue + o.Overdue}
}

// Day is how a workload stood at the end of a day, or of several days added up by workloads.
type Day struct {
	WorkloadID string
	Day        string // such as 2026-12-31, in the time zone of the workspace
	Figures
	Workloads int // how many it adds up
}

// Mark is a milestone, with how its workload stood.
type Mark struct {
	WorkloadID string
	Day        string
	Number     int
	Name       string
	Counts     questionnaires.RiskCounts
}

// Point is one point of a trend.
type Point struct {
	Day string
	Figures
	Items     bool // the figures of items are known
	Workloads int
	Marks     []Mark // milestones that were saved on the day; of one workload only
	Now       bool   // as it is, not as it was at the end of a day
}

// Trend is how a workload or a workspace has moved, oldest point first.
type Trend struct {
	From, To string // the days that were asked for
	Points   []Point
}

// KeptDaily is how many days back each day is kept; of what is older, the last day of each week is.
const KeptDaily = 400

// Thin is the day before which only one day a week is kept.
func Thin(today string) string { return AddDays(today, -KeptDaily) }

// AddDays is the day so many days later.
func AddDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// DaysBetween is how many days a day lies after another one.
func DaysBetween(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// Week is the Monday of the week of a day.
func Week(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7).Format(time.DateOnly)
}

// Excess are the weeks, as their Mondays, of which more than one of the days is there. The days are sorted.
func Excess(days []string) (weeks []string) {
	last, told := "", ""
	for _, day := range days {
		week := Week(day)
		if week == last && week != told {
			weeks, told = append(weeks, week), week
		}
		last = week
	}
	return weeks
}

// Weekly leaves the last day of each week. The days are sorted.
func Weekly(days []string) (list []string) {
	for i, day := range days {
		if i+1 == len(days) || Week(days[i+1]) != Week(day) {
			list = append(list, day)
		}
	}
	return list
}

package remediation

import (
	"slices"
	"time"
)

// MonthMetrics are how a plan went in a month. They follow from the items as they are: one that came back counts as if
// it had never been done before.
type MonthMetrics struct {
	Month      string // such as 2026-12
	Active     int    // items that were not closed at its end, or now
	Ages       [4]int // of those, then: 0–30, 31–60, 61–90 and more days
	MedianAge  float64
	Done       int     // items that were done in the month
	MedianDays float64 // from their creation until then
	FellDue    int     // items whose day by the settings lies in the month, and is over or was met
	Breaches   int     // of those: done after that day, or not done
}

// BreachShare is the share of breaches, 0 to 1; 0 where nothing fell due.
func (m MonthMetrics) BreachShare() float64 {
	return MetricsOf{WithSLA: m.FellDue, Breaches: m.Breaches}.BreachShare()
}

// MetricMonths is how many months metrics go back.
const MetricMonths = 12

// MeasureMonths counts the items of a list month by month, from that of the oldest item on, but for MetricMonths at
// most. Months are those of the zone that now is given in.
func MeasureMonths(list []Measured, now time.Time) []MonthMetrics {
	if len(list) == 0 {
		return nil
	}
	oldest := slices.MinFunc(list, func(a, b Measured) int { return a.CreatedAt.Compare(b.CreatedAt) })
	begin := monthOf(oldest.CreatedAt.In(now.Location()))
	if first := monthOf(now).AddDate(0, 1-MetricMonths, 0); begin.Before(first) {
		begin = first
	}
	var months []MonthMetrics
	for ; !begin.After(now); begin = begin.AddDate(0, 1, 0) {
		months = append(months, measureMonth(list, begin, now))
	}
	return months
}

// monthOf is the beginning of the month of a moment.
func monthOf(at time.Time) time.Time {
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, at.Location())
}

func measureMonth(list []Measured, begin, now time.Time) MonthMetrics {
	m := MonthMetrics{Month: begin.Format("2006-01")}
	end := begin.AddDate(0, 1, 0)
	until := end
	if now.Before(end) {
		until = now
	}
	var ages []int // how many there are of each
	var days []float64
	for n := range list {
		i := &list[n]
		if i.CreatedAt.Before(until) && (i.Active || !i.ClosedAt.Before(until)) {
			age := int(until.Sub(i.CreatedAt) / (24 * time.Hour))
			m.Active++
			m.Ages[ageGroup(age)]++
			for len(ages) <= age {
				ages = append(ages, 0)
			}
			ages[age]++
		}
		if i.Done && !i.ClosedAt.Before(begin) && i.ClosedAt.Before(end) {
			m.Done++
			days = append(days, i.ClosedAt.Sub(i.CreatedAt).Hours()/24)
		}
		if i.Decided && string(i.SLADueOn[:7]) == m.Month {
			m.FellDue++
			if i.Breach {
				m.Breaches++
			}
		}
	}
	m.MedianAge = medianAge(ages, m.Active)
	m.MedianDays, _ = medianAndMean(days)
	return m
}

package remediation

import (
	"math"
	"slices"
	"time"

	"plumbline/questionnaires"
)

// Metrics are how a plan goes.
type Metrics struct {
	All    MetricsOf
	ByRisk []RiskMetrics // by the risk that items were made for, the highest first
	Months []MonthMetrics
}

// RiskMetrics are those of the items of one risk; "" has those that were made without.
type RiskMetrics struct {
	Risk questionnaires.Risk
	MetricsOf
}

// MetricsOf counts items. Days to close are of done ones, to a tenth.
type MetricsOf struct {
	Active     int
	Ages       [4]int // of the active ones: 0–30, 31–60, 61–90 and more days
	Done       int
	MedianDays float64
	MeanDays   float64
	WithSLA    int // active and done ones that had a day by the settings
	Breaches   int // of those: done after that day, or not done though it is over
}

// BreachShare is the share of breaches, 0 to 1; 0 where nothing had such a day.
func (m MetricsOf) BreachShare() float64 {
	if m.WithSLA == 0 {
		return 0
	}
	return float64(m.Breaches) / float64(m.WithSLA)
}

// AgeBounds are the last days of the age groups; the last group is open.
var AgeBounds = [3]int{30, 60, 90}

// MetricRisks are the risks that metrics are given by.
var MetricRisks = []questionnaires.Risk{questionnaires.RiskHigh, questionnaires.RiskMedium,
	questionnaires.RiskUndecided, ""}

// Measured is an item as metrics look at it.
type Measured struct {
	Risk      questionnaires.Risk
	Active    bool // it is not closed
	Done      bool // with neither, it won't be done
	CreatedAt time.Time
	ClosedAt  time.Time
	AgeDays   int
	SLADueOn  Date
	Decided   bool // whether it kept that day
	Breach    bool // it was done after that day, or is not done though it is over
}

// MeasuredOf is an item as metrics look at it. Days are those of the zone that now is given in.
func MeasuredOf(i Item, now time.Time) Measured {
	m := Measured{Risk: i.Risk, Active: i.Status.Active(), Done: i.Status == Done, CreatedAt: i.CreatedAt,
		ClosedAt: i.ClosedAt, AgeDays: i.AgeDays(now), SLADueOn: i.SLADueOn}
	m.Decided, m.Breach = i.settled(now)
	return m
}

// Measure counts the items of a list. Months are those of the zone that now is given in. What won't be done counts
// nowhere but in the months.
func Measure(list []Measured, now time.Time) Metrics {
	m := Metrics{All: measure(list), Months: MeasureMonths(list, now)}
	for _, risk := range MetricRisks {
		var some []Measured
		for _, i := range list {
			known := i.Risk
			if !slices.Contains(MetricRisks, known) {
				known = ""
			}
			if known == risk {
				some = append(some, i)
			}
		}
		m.ByRisk = append(m.ByRisk, RiskMetrics{risk, measure(some)})
	}
	return m
}

func measure(list []Measured) (m MetricsOf) {
	var days []float64
	for _, i := range list {
		switch {
		case i.Active:
			m.Active++
			m.Ages[ageGroup(i.AgeDays)]++
		case i.Done:
			m.Done++
			days = append(days, i.ClosedAt.Sub(i.CreatedAt).Hours()/24)
		default:
			continue
		}
		if i.SLADueOn != "" {
			m.WithSLA++
		}
		if i.Breach {
			m.Breaches++
		}
	}
	m.MedianDays, m.MeanDays = medianAndMean(days)
	return m
}

func ageGroup(days int) int {
	for n, end := range AgeBounds {
		if days <= end {
			return n
		}
	}
	return len(AgeBounds)
}

// medianAndMean are to a tenth; 0 of nothing.
func medianAndMean(list []float64) (median, mean float64) {
	if len(list) == 0 {
		return 0, 0
	}
	slices.Sort(list)
	half := len(list) / 2
	median = list[half]
	if len(list)%2 == 0 {
		median = (list[half-1] + list[half]) / 2
	}
	for _, one := range list {
		mean += one
	}
	tenth := func(x float64) float64 { return math.Round(x*10) / 10 }
	return tenth(median), tenth(mean / float64(len(list)))
}

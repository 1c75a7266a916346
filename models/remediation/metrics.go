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

// Measuring looks at items as they are at a moment.
type Measuring struct {
	now   time.Time
	today Date
}

// MeasuringAt looks at items as they are now. Days are those of the zone that now is given in.
func MeasuringAt(now time.Time) Measuring { return Measuring{now, DateOf(now)} }

// Item is an item as metrics look at it.
func (at Measuring) Item(i Item) Measured {
	m := Measured{Risk: i.Risk, Active: i.Status.Active(), Done: i.Status == Done, CreatedAt: i.CreatedAt,
		ClosedAt: i.ClosedAt, AgeDays: i.AgeDays(at.now), SLADueOn: i.SLADueOn}
	switch {
	case i.SLADueOn == "":
	case m.Done:
		m.Decided, m.Breach = true, DateOf(i.ClosedAt.In(at.now.Location())) > i.SLADueOn
	case m.Active:
		m.Breach = at.today > i.SLADueOn
		m.Decided = m.Breach
	}
	return m
}

// Measure counts the items of a list. Months are those of the zone that now is given in. What won't be done counts
// nowhere but in the months.
func Measure(list []Measured, now time.Time) Metrics {
	var all counter
	by := make([]counter, len(MetricRisks)) // the last one is of those without
	for n := range list {
		all.add(&list[n])
		risk := slices.Index(MetricRisks, list[n].Risk)
		if risk < 0 {
			risk = len(by) - 1
		}
		by[risk].add(&list[n])
	}
	m := Metrics{All: all.metrics(), Months: MeasureMonths(list, now)}
	for n, risk := range MetricRisks {
		m.ByRisk = append(m.ByRisk, RiskMetrics{risk, by[n].metrics()})
	}
	return m
}

// counter counts items one by one.
type counter struct {
	MetricsOf
	days []float64 // to close, of done ones
}

func (c *counter) add(i *Measured) {
	switch {
	case i.Active:
		c.Active++
		c.Ages[ageGroup(i.AgeDays)]++
	case i.Done:
		c.Done++
		c.days = append(c.days, i.ClosedAt.Sub(i.CreatedAt).Hours()/24)
	default:
		return
	}
	if i.SLADueOn != "" {
		c.WithSLA++
	}
	if i.Breach {
		c.Breaches++
	}
}

func (c *counter) metrics() MetricsOf {
	c.MedianDays, c.MeanDays = medianAndMean(c.days)
	return c.MetricsOf
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
	return tenth(median), tenth(mean / float64(len(list)))
}

func tenth(x float64) float64 { return math.Round(x*10) / 10 }

// medianAge is that of so many ages, which are given as how many there are of each; 0 of nothing.
func medianAge(counts []int, ages int) float64 {
	at := func(place int) int { // of the ages in order
		for age, n := range counts {
			if place -= n; place < 0 {
				return age
			}
		}
		return 0
	}
	return float64(at((ages-1)/2)+at(ages/2)) / 2
}

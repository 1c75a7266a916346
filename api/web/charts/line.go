package charts

import (
	"fmt"
	"strconv"
	"strings"

	"plumbline/models/figures"
	"plumbline/models/labels"
)

// A chart is as wide as its place, so that its words keep their size: positions across are in percent, or lie in an
// inner picture that is stretched. plotWidth is how wide that one is, the others are pixels from the top.
const (
	plotWidth  = 1000
	plotTop    = 20
	plotHeight = 140
	plotBottom = plotTop + plotHeight
)

// LineChart is a chart of lines over days, with its table.
type LineChart struct {
	ID, Title string
	Text      string // what it shows, for those who do not see it
	Top       int    // of the scale; 0: by the values
	Series    []LineSeries
	Grid      []GridLine
	Ticks     []Tick
	Marks     []Tick // milestones, by number
	Rows      []TableRow

	of string // what is counted
}

// LineSeries is one line. Its words stand above the chart with its first and last value.
type LineSeries struct {
	Class, Words string
	Shape        bool // it ends with the shape of its risk
	TableOnly    bool // it is no line
	First, Last  string
	Path         string
	EndX         string
	EndY         int

	value func(figures.Point) (int, bool)
}

type GridLine struct {
	Y     int
	Label string
}

// Tick is a text at a place across, such as "37.5%".
type Tick struct{ X, Words, Anchor string }

// TableRow is a point in numbers.
type TableRow struct {
	Day   string
	Now   bool
	Marks []string
	Cells []string
}

// ever tells whether the line leaves zero.
func (s LineSeries) ever(points []figures.Point) bool {
	for _, p := range points {
		if n, known := s.value(p); known && n > 0 {
			return true
		}
	}
	return false
}

// drawn fills in what follows from the points.
func (c LineChart) drawn(points []figures.Point) LineChart {
	first, last := points[0].Day, points[len(points)-1].Day
	span := max(1, figures.DaysBetween(first, last))
	across := func(p figures.Point) float64 { return float64(figures.DaysBetween(first, p.Day)) / float64(span) }
	if c.Top == 0 {
		c.Top = c.roundTop(points)
	}
	var parts []string
	for i := range c.Series {
		s := &c.Series[i]
		s.draw(points, across, c.Top)
		if s.First != "" {
			parts = append(parts, fmt.Sprintf("%s from %s to %s", labels.InSentence(s.Words), s.First, s.Last))
		}
	}
	c.Text = fmt.Sprintf("From %s to %s, %s: %s.", labels.CalendarDay(first), labels.CalendarDay(last), c.of,
		strings.Join(parts, ", "))
	for _, n := range []int{0, c.Top / 2, c.Top} {
		c.Grid = append(c.Grid, GridLine{upAt(float64(n), c.Top), strconv.Itoa(n)})
	}
	c.Ticks = []Tick{{"0%", labels.CalendarDay(first), "start"}, {"100%", labels.CalendarDay(last), "end"}}
	if span > 20 {
		c.Ticks = append(c.Ticks, Tick{"50%", labels.CalendarDay(figures.AddDays(first, span/2)), "middle"})
	}
	c.addMarks(points, across)
	for i := len(points) - 1; i >= 0; i-- {
		c.Rows = append(c.Rows, c.row(points[i]))
	}
	return c
}

// draw makes the path. A point of which the value is not known is passed over.
func (s *LineSeries) draw(points []figures.Point, across func(figures.Point) float64, top int) {
	var path strings.Builder
	for _, p := range points {
		n, known := s.value(p)
		if !known {
			continue
		}
		x, y, letter := across(p), upAt(float64(n), top), "L"
		if s.First == "" {
			s.First, letter = strconv.Itoa(n), "M"
		}
		fmt.Fprintf(&path, "%s%s %d", letter, strconv.FormatFloat(x*plotWidth, 'f', 1, 64), y-plotTop)
		s.Last, s.EndX, s.EndY = strconv.Itoa(n), percentText(x), y
	}
	s.Path = path.String()
}

// addMarks writes the milestones of points, leaving out numbers that would touch each other.
func (c *LineChart) addMarks(points []figures.Point, across func(figures.Point) float64) {
	const apart = .045
	said := -1.
	for _, p := range points {
		if len(p.Marks) == 0 {
			continue
		}
		x := across(p)
		mark := Tick{X: percentText(x), Anchor: "middle"}
		if x-said >= apart || said < 0 {
			mark.Words, said = strconv.Itoa(p.Marks[len(p.Marks)-1].Number), x
		}
		c.Marks = append(c.Marks, mark)
	}
}

func (c *LineChart) row(p figures.Point) TableRow {
	row := TableRow{Day: labels.CalendarDay(p.Day), Now: p.Now}
	for _, m := range p.Marks {
		row.Marks = append(row.Marks, m.Name)
	}
	for _, s := range c.Series {
		cell := "–"
		if n, known := s.value(p); known {
			cell = strconv.Itoa(n)
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// roundTop is an even round number that no line passes.
func (c *LineChart) roundTop(points []figures.Point) int {
	most := 0
	for _, s := range c.Series {
		for _, p := range points {
			if n, known := s.value(p); known && !s.TableOnly {
				most = max(most, n)
			}
		}
	}
	return roundedUp(most)
}

// roundedUp is the smallest of 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200 … that is not below a number.
func roundedUp(n int) int {
	for step := 2; ; step *= 10 {
		for i := 1; i <= 5; i++ {
			if step*i >= n {
				return step * i
			}
		}
	}
}

// upAt is how far from the top a value lies.
func upAt(n float64, top int) int {
	return plotBottom - int(n/float64(top)*plotHeight+.5)
}

func percentText(share float64) string {
	return strconv.FormatFloat(share*100, 'f', 2, 64) + "%"
}

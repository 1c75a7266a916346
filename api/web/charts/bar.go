package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"plumbline/models/labels"
)

// BarChart is a chart of a bar for each month. The table below has its numbers.
type BarChart struct {
	ID, Title, Unit string
	Text            string // what it shows, for those who do not see it
	Top             int    // of the scale; 0: by the values
	Bars            []Bar
	Grid            []GridLine
	Empty           bool // no month has a value

	values []float64
}

// Bar is one month; of one without a value nothing is drawn but its name.
type Bar struct {
	Month     string // as it stands below the bar: "Sep"; of many, every other one has it
	Words     string // as it stands above it: "4.5", "12"
	X, Width  string // in percent
	Middle    string
	Y, Height int
	Known     bool

	name string // "September 2026"
}

// Add adds a bar for the month; of one that is not known nothing is drawn but the name.
func (c *BarChart) Add(month string, value float64, known bool) {
	c.values = append(c.values, value)
	if value >= 10 {
		value = math.Round(value)
	}
	c.Bars = append(c.Bars, Bar{name: month, Known: known, Words: strconv.FormatFloat(value, 'f', -1, 64)})
}

// mostNames is how many months have their names below them all.
const mostNames = 6

// Drawn fills in what follows from the values.
func (c BarChart) Drawn() BarChart {
	if c.Top == 0 {
		most := 0.
		for _, v := range c.values {
			most = max(most, v)
		}
		c.Top = roundedUp(int(math.Ceil(most)))
	}
	var parts []string
	share := 1 / float64(len(c.Bars))
	wide := min(share*.7, .12)
	for i := range c.Bars {
		b := &c.Bars[i]
		middle := share * (float64(i) + .5)
		b.X, b.Width, b.Middle = percentText(middle-wide/2), percentText(wide), percentText(middle)
		b.Y = upAt(c.values[i], c.Top)
		b.Height = plotBottom - b.Y
		if len(c.Bars) <= mostNames || (len(c.Bars)-1-i)%2 == 0 {
			b.Month = b.name[:3]
		}
		if b.Known {
			parts = append(parts, fmt.Sprintf("%s %s", b.name, b.Words))
		}
	}
	c.Text = labels.Capital(c.Unit) + ": " + strings.Join(parts, ", ") + "."
	c.Empty = len(parts) == 0
	for _, n := range []int{0, c.Top / 2, c.Top} {
		c.Grid = append(c.Grid, GridLine{upAt(float64(n), c.Top), strconv.Itoa(n)})
	}
	return c
}

package figures

import (
	"cmp"
	"maps"
	"slices"
)

// Input is what a trend is made of.
type Input struct {
	From, To string // the days that are asked for, To included; "" is without bound
	Days     []Day  // one for each day that was noted, sorted
	Marks    []Mark // milestones, oldest first
	Now      *Day   // as it is; nil: not asked for
	One      bool   // it is of one workload: milestones are shown, and fill gaps between days
}

// Of makes a trend. Before the first day that was noted it goes by milestones: each workload stood as its last one
// says, and is left out before its first one.
func Of(in Input) Trend {
	points := map[string]Point{}
	first := ""
	if len(in.Days) > 0 {
		first = in.Days[0].Day
	}
	for _, p := range byMarks(in.Marks) {
		if first == "" || p.Day < first || in.One {
			points[p.Day] = p
		}
	}
	for _, d := range in.Days {
		points[d.Day] = Point{Day: d.Day, Figures: d.Figures, Items: true, Workloads: d.Workloads}
	}
	if in.Now != nil {
		points[in.Now.Day] = Point{Day: in.Now.Day, Figures: in.Now.Figures, Items: true, Workloads: in.Now.Workloads,
			Now: true}
	}
	if in.One {
		for _, m := range in.Marks {
			p := points[m.Day]
			p.Marks = append(p.Marks, m)
			points[m.Day] = p
		}
	}
	return within(in, points)
}

// within sorts the points, and leaves those of the days that are asked for.
func within(in Input, points map[string]Point) Trend {
	t := Trend{From: in.From, To: in.To}
	for _, p := range slices.SortedFunc(maps.Values(points), func(a, b Point) int { return cmp.Compare(a.Day, b.Day) }) {
		switch {
		case p.Day < in.From, in.To != "" && p.Day > in.To:
		default:
			t.Points = append(t.Points, p)
		}
	}
	return t
}

// byMarks adds up how the workloads stood by their last milestones, a point for each day with one. What is known of
// items then is nothing.
func byMarks(marks []Mark) (list []Point) {
	last := map[string]Mark{}
	for i, m := range marks {
		last[m.WorkloadID] = m
		if i+1 < len(marks) && marks[i+1].Day == m.Day {
			continue
		}
		p := Point{Day: m.Day, Workloads: len(last)}
		for _, one := range last {
			p.Counts = p.Counts.Plus(one.Counts)
		}
		list = append(list, p)
	}
	return list
}

// EachWeek leaves the last point of each week, and the last of all.
func (t Trend) EachWeek() Trend {
	var list []Point
	for i, p := range t.Points {
		if i+1 == len(t.Points) || Week(t.Points[i+1].Day) != Week(p.Day) {
			list = append(list, p)
		} else if len(p.Marks) > 0 { // they stay on the point that stands for their week
			t.Points[i+1].Marks = append(slices.Clone(p.Marks), t.Points[i+1].Marks...)
		}
	}
	t.Points = list
	return t
}

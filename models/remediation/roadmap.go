package remediation

import (
	"cmp"
	"slices"
)

// Horizon is a part of a roadmap.
type Horizon string

// The horizons: within 30 days, overdue ones too; within 60 and 90 days; after that, or without a date.
const (
	Now   Horizon = "now"
	Next  Horizon = "next"
	Later Horizon = "later"
)

// RoadmapDays are the windows of a roadmap, the last day of each counted from today.
var RoadmapDays = []int{30, 60, 90}

// Planned is an active item as a roadmap looks at it.
type Planned struct {
	ID     string
	Number int
	DueOn  Date
	Rank   int      // of its priority: 1 is the most urgent
	High   bool     // it was made for a high risk
	Needs  []string // ids of items that come first; those that the roadmap has not count for nothing
}

// Placed is an item with its place on the roadmap.
type Placed struct {
	Planned
	Days     int    // 30, 60 or 90; 0: later
	Overdue  bool   // it stays within 30 days, whatever the cap
	OverCap  bool   // its high risk is more than the plan takes on within 90 days
	PulledBy string // id of the item because of which it comes before its own date, "" if it does not
	WaitsFor string // id of an item over the cap that it needs first, "" if it waits for none
}

// HorizonOf is the part of the roadmap that the days of a window are in.
func HorizonOf(days int) Horizon {
	switch days {
	case 30:
		return Now
	case 60, 90:
		return Next
	}
	return Later
}

// Roadmap puts active items into 30, 60 and 90 days from today, and later. At most so many items with a high risk are
// taken on within 90 days, those that are due first, with what they need: others go to later. What an item needs comes
// no later than itself, and what needs an item over the cap waits with it. Overdue items and what they need stay within
// 30 days even over the cap. The items come in their order.
func Roadmap(list []Planned, today Date, highCap int) []Placed {
	r := newRoadmap(list, today)
	r.takeOn(highCap)
	r.place()
	out := make([]Placed, 0, len(r.all))
	for _, days := range append(slices.Clone(RoadmapDays), 0) {
		for _, e := range r.all {
			if e.Days == days {
				out = append(out, e.Placed)
			}
		}
	}
	return out
}

type roadmap struct {
	all     []*planned // by date
	needing []*planned // those that need others
}

type planned struct {
	Placed
	needs  []*planned
	own    int  // days by its own date
	wanted int  // the window in which it is needed at the latest
	forced bool // overdue, or needed by what is
	pushed bool // over the cap
	taken  bool
}

// after sorts later behind all days.
const after = 1 << 20

func window(days int) int {
	if days == 0 {
		return after
	}
	return days
}

func byDate(a, b *planned) int {
	if a.DueOn != b.DueOn {
		switch {
		case a.DueOn == "":
			return 1
		case b.DueOn == "":
			return -1
		}
		return cmp.Compare(a.DueOn, b.DueOn)
	}
	return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
}

func newRoadmap(list []Planned, today Date) *roadmap {
	r := &roadmap{all: make([]*planned, len(list))}
	entries := make([]planned, len(list))
	var ends [3]Date
	for n, days := range RoadmapDays {
		ends[n] = today.AddDays(days)
	}
	needed := map[string]*planned{}
	for n, item := range list {
		e := &entries[n]
		r.all[n], e.Planned, e.Overdue = e, item, item.DueOn != "" && item.DueOn < today
		for n, end := range ends {
			if item.DueOn != "" && item.DueOn <= end {
				e.own = RoadmapDays[n]
				break
			}
		}
		for _, id := range item.Needs {
			needed[id] = nil
		}
	}
	slices.SortFunc(r.all, byDate)
	if len(needed) > 0 {
		r.link(needed)
	}
	for _, e := range r.all {
		if e.forced = e.forced || e.Overdue; e.Overdue {
			for _, before := range e.closure() {
				before.forced = true
			}
		}
	}
	return r
}

// link leads from items to those that they need. needed has the ids of these.
func (r *roadmap) link(needed map[string]*planned) {
	for _, e := range r.all {
		if _, is := needed[e.ID]; is {
			needed[e.ID] = e
		}
	}
	for _, e := range r.all {
		for _, id := range e.Needs {
			if before := needed[id]; before != nil {
				e.needs = append(e.needs, before)
			}
		}
		if len(e.needs) > 0 {
			r.needing = append(r.needing, e)
		}
	}
}

// closure gives what an item needs first, however far.
func (e *planned) closure() (list []*planned) {
	if len(e.needs) == 0 {
		return nil
	}
	seen := map[*planned]bool{e: true}
	open := slices.Clone(e.needs)
	for len(open) > 0 {
		next := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[next] {
			continue
		}
		seen[next] = true
		list, open = append(list, next), append(open, next.needs...)
	}
	return list
}

// takeOn decides which high risks are over the cap.
func (r *roadmap) takeOn(highCap int) {
	for _, e := range r.all {
		e.wanted = window(e.own)
	}
	for _, e := range r.needing {
		for _, before := range e.closure() {
			before.wanted = min(before.wanted, window(e.own))
		}
	}
	var high []*planned
	for _, e := range r.all {
		if e.High && (e.wanted < after || e.forced) {
			high = append(high, e)
		}
	}
	slices.SortStableFunc(high, func(a, b *planned) int { // they are in the order of their dates
		if a.forced != b.forced {
			if a.forced {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.wanted, b.wanted)
	})
	taken := 0
	for _, e := range high {
		if e.taken {
			continue
		}
		more := []*planned{e}
		for _, before := range e.closure() {
			if before.High && !before.taken {
				more = append(more, before)
			}
		}
		switch {
		case taken+len(more) <= highCap:
			for _, one := range more {
				one.taken = true
			}
			taken += len(more)
		case e.forced:
			e.OverCap, e.taken = taken >= highCap, true
			taken++
		default:
			e.OverCap, e.pushed = true, true
		}
	}
}

// place gives each item its days.
func (r *roadmap) place() {
	for _, e := range r.all {
		if e.Days = e.own; e.pushed {
			e.Days = 0
		}
	}
	waitsFor := map[*planned]*planned{}
	for _, e := range r.needing {
		if e.pushed || e.forced {
			continue
		}
		for _, before := range e.closure() {
			if first := waitsFor[e]; before.pushed && (first == nil || byDate(before, first) < 0) {
				waitsFor[e], e.WaitsFor, e.Days = before, before.ID, 0
			}
		}
	}
	waits := func(e *planned) bool { return e.pushed || e.WaitsFor != "" }
	slices.SortFunc(r.needing, func(a, b *planned) int {
		return cmp.Or(cmp.Compare(window(a.own), window(b.own)), byDate(a, b))
	})
	for _, e := range r.needing { // the earliest one pulls first
		if waits(e) || e.own == 0 {
			continue
		}
		for _, before := range e.closure() {
			if !waits(before) && window(before.Days) > window(e.own) {
				before.Days, before.PulledBy = e.own, e.ID
			}
		}
	}
}

package remediation

import (
	"cmp"
	"slices"

	"plumbline/questionnaires"
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

// RoadmapEntry is an active item with its place on the roadmap.
type RoadmapEntry struct {
	Item
	Days     int    // 30, 60 or 90; 0: later
	Overdue  bool   // it stays within 30 days, whatever the cap
	OverCap  bool   // its high risk is more than the plan takes on within 90 days
	PulledBy string // id of the item because of which it comes before its own date, "" if it does not
	WaitsFor string // id of an item over the cap that it needs first, "" if it waits for none
}

// Horizon is the part of the roadmap that the entry is in.
func (e RoadmapEntry) Horizon() Horizon {
	switch e.Days {
	case 30:
		return Now
	case 60, 90:
		return Next
	}
	return Later
}

// Roadmap puts the active items of a list into 30, 60 and 90 days from today, and later. At most so many items with a
// high risk are taken on within 90 days, those that are due first, with what they need: others go to later. What an
// item needs comes no later than itself, and what needs an item over the cap waits with it. Overdue items and what they
// need stay within 30 days even over the cap. The entries come in their order.
func Roadmap(list []Item, today Date, highCap int) []RoadmapEntry {
	r := newRoadmap(list, today)
	r.takeOn(highCap)
	r.place()
	slices.SortStableFunc(r.entries, func(a, b *RoadmapEntry) int {
		return cmp.Or(cmp.Compare(window(a.Days), window(b.Days)), byDate(a, b))
	})
	out := make([]RoadmapEntry, len(r.entries))
	for n, e := range r.entries {
		out[n] = *e
	}
	return out
}

type roadmap struct {
	entries  []*RoadmapEntry
	at       map[string]*RoadmapEntry
	own      map[*RoadmapEntry]int // days by its own date
	forced   map[string]bool       // overdue, or needed by what is
	pushed   map[string]bool       // over the cap
	neededBy map[string][]string
}

// after sorts later behind all days.
const after = 1 << 20

func window(days int) int {
	if days == 0 {
		return after
	}
	return days
}

func byDate(a, b *RoadmapEntry) int {
	day := func(e *RoadmapEntry) string {
		if e.DueOn == "" {
			return "9999-99-99"
		}
		return string(e.DueOn)
	}
	return cmp.Or(cmp.Compare(day(a), day(b)),
		cmp.Compare(slices.Index(Priorities, a.Priority), slices.Index(Priorities, b.Priority)),
		cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
}

func newRoadmap(list []Item, today Date) *roadmap {
	r := &roadmap{at: map[string]*RoadmapEntry{}, own: map[*RoadmapEntry]int{}, forced: map[string]bool{},
		pushed: map[string]bool{}, neededBy: map[string][]string{}}
	var ends [3]Date
	for n, days := range RoadmapDays {
		ends[n] = today.AddDays(days)
	}
	for _, item := range list {
		if !item.Status.Active() {
			continue
		}
		e := &RoadmapEntry{Item: item, Overdue: item.Overdue(today)}
		r.entries, r.at[item.ID] = append(r.entries, e), e
		for n, end := range ends {
			if item.DueOn != "" && item.DueOn <= end {
				r.own[e] = RoadmapDays[n]
				break
			}
		}
	}
	for _, e := range r.entries {
		for _, id := range e.Needs {
			r.neededBy[id] = append(r.neededBy[id], e.ID)
		}
		if e.Overdue {
			r.forced[e.ID] = true
			for _, before := range r.closure(e) {
				r.forced[before.ID] = true
			}
		}
	}
	return r
}

// closure gives what an item needs first, however far.
func (r *roadmap) closure(e *RoadmapEntry) (list []*RoadmapEntry) {
	if len(e.Needs) == 0 {
		return nil
	}
	seen := map[string]bool{e.ID: true}
	open := slices.Clone(e.Needs)
	for len(open) > 0 {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		next, here := r.at[id]
		if !here || seen[id] {
			continue
		}
		seen[id] = true
		list, open = append(list, next), append(open, next.Needs...)
	}
	return list
}

// takeOn decides which high risks are over the cap.
func (r *roadmap) takeOn(highCap int) {
	wanted := map[*RoadmapEntry]int{}
	for _, e := range r.entries {
		wanted[e] = window(r.own[e])
	}
	for _, e := range r.entries {
		for _, before := range r.closure(e) {
			wanted[before] = min(wanted[before], window(r.own[e]))
		}
	}
	var high []*RoadmapEntry
	for _, e := range r.entries {
		if e.Risk == questionnaires.RiskHigh && (wanted[e] < after || r.forced[e.ID]) {
			high = append(high, e)
		}
	}
	slices.SortFunc(high, func(a, b *RoadmapEntry) int {
		first := func(e *RoadmapEntry) int {
			if r.forced[e.ID] {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(first(a), first(b)), cmp.Compare(wanted[a], wanted[b]), byDate(a, b))
	})
	taken := map[string]bool{}
	for _, e := range high {
		if taken[e.ID] {
			continue
		}
		more := []*RoadmapEntry{e}
		for _, before := range r.closure(e) {
			if before.Risk == questionnaires.RiskHigh && !taken[before.ID] {
				more = append(more, before)
			}
		}
		switch {
		case len(taken)+len(more) <= highCap:
			for _, one := range more {
				taken[one.ID] = true
			}
		case r.forced[e.ID]:
			e.OverCap, taken[e.ID] = len(taken) >= highCap, true
		default:
			e.OverCap, r.pushed[e.ID] = true, true
		}
	}
}

// place gives each entry its days.
func (r *roadmap) place() {
	waits := func(e *RoadmapEntry) bool { return r.pushed[e.ID] || e.WaitsFor != "" }
	for _, e := range r.entries {
		e.Days = r.own[e]
		if r.pushed[e.ID] {
			e.Days = 0
			continue
		}
		if r.forced[e.ID] {
			continue
		}
		for _, before := range r.closure(e) {
			if r.pushed[before.ID] && (e.WaitsFor == "" || byDate(before, r.at[e.WaitsFor]) < 0) {
				e.WaitsFor, e.Days = before.ID, 0
			}
		}
	}
	staying := slices.Clone(r.entries)
	slices.SortStableFunc(staying, func(a, b *RoadmapEntry) int {
		return cmp.Or(cmp.Compare(window(r.own[a]), window(r.own[b])), byDate(a, b))
	})
	for _, e := range staying { // the earliest one pulls first
		if waits(e) || r.own[e] == 0 {
			continue
		}
		for _, before := range r.closure(e) {
			if !waits(before) && window(before.Days) > window(r.own[e]) {
				before.Days, before.PulledBy = r.own[e], e.ID
			}
		}
	}
}

package figures_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"plumbline/models/figures"
	"plumbline/questionnaires"
)

func high(n int) figures.Figures { return figures.Figures{Counts: questionnaires.RiskCounts{High: n}} }

func mark(workload, day string, number, highs int) figures.Mark {
	return figures.Mark{WorkloadID: workload, Day: day, Number: number, Name: "M", Counts: high(highs).Counts}
}

// pointsOf writes points as "day high workloads", with "?" where items are not known, "!" for now and milestones.
func pointsOf(t figures.Trend) string {
	var list []string
	for _, p := range t.Points {
		text := fmt.Sprintf("%s %d/%d", p.Day[5:], p.Counts.High, p.Workloads)
		if !p.Items {
			text += "?"
		}
		if p.Now {
			text += "!"
		}
		for _, m := range p.Marks {
			text += fmt.Sprintf(" #%d", m.Number)
		}
		list = append(list, text)
	}
	return strings.Join(list, ", ")
}

func TestTrends(t *testing.T) {
	day := func(day string, n, workloads int) figures.Day {
		return figures.Day{Day: day, Figures: high(n), Workloads: workloads}
	}
	now := day("2026-11-29", 1, 1)
	for name, row := range map[string]struct {
		in   figures.Input
		want string
	}{
		"nothing":   {figures.Input{}, ""},
		"now alone": {figures.Input{Now: &now, One: true}, "11-29 1/1!"},
		"milestones make a trend at once": {figures.Input{Now: &now, One: true, Marks: []figures.Mark{
			mark("a", "2026-03-01", 1, 5), mark("a", "2026-06-01", 2, 3), mark("a", "2026-06-01", 3, 2)}},
			"03-01 5/1? #1, 06-01 2/1? #2 #3, 11-29 1/1!"},
		"days go before milestones, which are marked on them": {figures.Input{Now: &now, One: true,
			Days: []figures.Day{day("2026-06-01", 4, 1), day("2026-06-03", 4, 1)},
			Marks: []figures.Mark{mark("a", "2026-06-01", 1, 3), mark("a", "2026-06-02", 2, 2),
				mark("a", "2026-11-29", 3, 1)}},
			"06-01 4/1 #1, 06-02 2/1? #2, 06-03 4/1, 11-29 1/1! #3"},
		"of several each stood as its last milestone says, until days are noted": {figures.Input{
			Days: []figures.Day{day("2026-06-01", 4, 3)},
			Marks: []figures.Mark{mark("a", "2026-02-01", 1, 5), mark("b", "2026-03-01", 1, 2),
				mark("a", "2026-04-01", 2, 1), mark("a", "2026-07-01", 3, 0)}},
			"02-01 5/1?, 03-01 7/2?, 04-01 3/2?, 06-01 4/3"},
		"of the days that are asked for": {figures.Input{From: "2026-03-01", To: "2026-06-01", One: true,
			Days:  []figures.Day{day("2026-06-01", 4, 1), day("2026-06-02", 9, 1)},
			Marks: []figures.Mark{mark("a", "2026-02-28", 1, 5), mark("a", "2026-03-01", 2, 6)}},
			"03-01 6/1? #2, 06-01 4/1"},
	} {
		if got := pointsOf(figures.Of(row.in)); got != row.want {
			t.Errorf("%s: %s, want %s", name, got, row.want)
		}
	}
}

func TestAPointAWeek(t *testing.T) {
	var in figures.Input
	for i := range 10 { // from Friday, 20 November on
		in.Days = append(in.Days, figures.Day{Day: figures.AddDays("2026-11-20", i), Figures: high(i), Workloads: 1})
	}
	in.One, in.Marks = true, []figures.Mark{mark("a", "2026-11-24", 1, 3)}
	if got, want := pointsOf(figures.Of(in).EachWeek()), "11-22 2/1, 11-29 9/1 #1"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestDaysAndWeeks(t *testing.T) {
	days := []string{"2026-11-21", "2026-11-22", "2026-11-23", "2026-12-01", "2026-12-02", "2026-12-03"}
	if got := figures.Weekly(days); !reflect.DeepEqual(got, []string{"2026-11-22", "2026-11-23", "2026-12-03"}) {
		t.Errorf("weekly: %v", got)
	}
	if got := figures.Excess(days); !reflect.DeepEqual(got, []string{"2026-11-16", "2026-11-30"}) {
		t.Errorf("excess: %v", got)
	}
	for day, monday := range map[string]string{"2026-11-29": "2026-11-23", "2026-11-23": "2026-11-23",
		"2027-01-01": "2026-12-28", "no day": "no day"} {
		if got := figures.Week(day); got != monday {
			t.Errorf("the week of %s begins on %s, want %s", day, got, monday)
		}
	}
	if got := figures.AddDays("2028-02-28", 2); got != "2028-03-01" {
		t.Errorf("two days later it is %s", got)
	}
	if got := figures.DaysBetween("2026-11-20", "2026-12-01"); got != 11 {
		t.Errorf("there are %d days between", got)
	}
	if got := figures.Thin("2027-12-31"); got != "2026-11-26" {
		t.Errorf("thinned before %s", got)
	}
}

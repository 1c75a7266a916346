package remediation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"plumbline/questionnaires"
)

const testDay Date = "2026-03-01"

// due is an active item of the id, due so many days from the day of the tests.
func due(id string, days int, risk questionnaires.Risk, needs ...string) Planned {
	return Planned{ID: id, Number: int(id[0]), DueOn: testDay.AddDays(days), Rank: 3, Needs: needs,
		High: risk == questionnaires.RiskHigh}
}

func undated(id string, risk questionnaires.Risk, needs ...string) Planned {
	i := due(id, 0, risk, needs...)
	i.DueOn = ""
	return i
}

// drawn writes a roadmap as one line: id, then the days, then marks.
func drawn(list []Placed) string {
	var parts []string
	for _, e := range list {
		text := fmt.Sprintf("%s%d", e.ID, e.Days)
		if e.Overdue {
			text += "!"
		}
		if e.OverCap {
			text += "^"
		}
		if e.PulledBy != "" {
			text += "<" + e.PulledBy
		}
		if e.WaitsFor != "" {
			text += "~" + e.WaitsFor
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func TestRoadmap(t *testing.T) {
	const high, medium = questionnaires.RiskHigh, questionnaires.RiskMedium
	for name, c := range map[string]struct {
		cap  int
		list []Planned
		want string
	}{
		"windows": {5, []Planned{due("a", -1, medium), due("b", 0, medium), due("c", 30, medium), due("e", 31, medium),
			due("f", 60, medium), due("g", 61, medium), due("h", 90, medium), due("i", 91, medium), undated("j", medium)},
			"a30! b30 c30 e60 f60 g90 h90 i0 j0"},
		"the cap counts high risks only": {2, []Planned{due("a", 1, high), due("b", 2, medium), due("c", 50, high),
			due("d", 80, high), due("e", 95, high)}, "a30 b30 c60 d0^ e0"},
		"overdue ones stay": {1, []Planned{due("a", -9, high), due("b", -8, high), due("c", 5, high)}, "a30! b30!^ c0^"},
		"what is needed is pulled": {5, []Planned{due("a", 10, medium, "b"), due("b", 80, medium, "c"), undated("c", medium)},
			"a30 b30<a c30<a"},
		"what is needed counts with what needs it": {2, []Planned{due("a", 10, high, "b"),
			due("b", 80, high), due("c", 20, high)}, "a30 b30<a c0^"},
		"no place for both": {1, []Planned{due("a", 10, high, "b"), due("b", 20, high), due("c", 30, high)},
			"b30 a0^ c0^"},
		"who needs what is over the cap waits": {1, []Planned{due("a", 5, high), due("b", 10, medium, "c"), due("c", 50, high)},
			"a30 b0~c c0^"},
		"what is pushed pulls nothing": {1, []Planned{due("a", 1, high), due("b", 20, high, "c"), due("c", 80, medium)},
			"a30 c90 b0^"},
		"overdue ones pull over the cap": {1, []Planned{due("a", -2, medium, "b"), due("b", 50, high), due("c", 3, high)},
			"a30! b30<a c0^"},
		"needs that are not there": {1, []Planned{due("a", 10, medium, "d")}, "a30"},
		"nothing":                  {1, nil, ""},
	} {
		if got := drawn(Roadmap(c.list, testDay, c.cap)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if HorizonOf(90) != Next || HorizonOf(30) != Now || HorizonOf(0) != Later {
		t.Error("horizons")
	}
}

// Whatever the items: all active ones are there, needs come first, and no more high risks than the cap beside those
// that overdue items force.
func TestRoadmapsOfRandomItems(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		list := make([]Planned, r.IntN(12))
		for n := range list {
			list[n] = due(string(rune('a'+n)), r.IntN(150)-15, questionnaires.Risks[r.IntN(len(questionnaires.Risks))])
			for before := range n {
				if r.IntN(5) == 0 {
					list[n].Needs = append(list[n].Needs, string(rune('a'+before)))
				}
			}
		}
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		highCap := r.IntN(4) + 1
		got := Roadmap(list, testDay, highCap)
		at, forced := map[string]Placed{}, map[string]bool{}
		for _, e := range got {
			at[e.ID] = e
		}
		var force func(id string)
		force = func(id string) {
			forced[id] = true
			for _, before := range at[id].Needs {
				force(before)
			}
		}
		for _, e := range got {
			if e.Overdue {
				force(e.ID)
			}
		}
		high, free := 0, 0
		for _, e := range got {
			for _, before := range e.Needs {
				if window(at[before].Days) > window(e.Days) {
					t.Fatalf("%d: %s needs %s: %s", seed, e.ID, before, drawn(got))
				}
			}
			if e.Overdue && e.Days != 30 || e.OverCap && e.Days != 0 && !forced[e.ID] {
				t.Fatalf("%d: %s: %s", seed, e.ID, drawn(got))
			}
			if e.High && e.Days != 0 {
				if high++; !forced[e.ID] {
					free++
				}
			}
		}
		if len(got) != len(list) || free > 0 && high > highCap {
			t.Fatalf("%d: %d entries, %d high risks, %d of them free: %s", seed, len(got), high, free, drawn(got))
		}
		again := slices.Clone(list)
		slices.Reverse(again)
		if drawn(Roadmap(again, testDay, highCap)) != drawn(got) {
			t.Fatalf("%d: the order of the list counts", seed)
		}
	}
}

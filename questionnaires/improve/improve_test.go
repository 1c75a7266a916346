package improve_test

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	q "plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
	"plumbline/questionnaires/improve"
)

// countedLens has a question whose rules count, so that several sets of one size lower the risk, and one of which the
// lens does not always say.
const countedLens = `{"schemaVersion":"2021-11-01","name":"Counted","description":"d","pillars":[
{"id":"one","name":"One","questions":[
 {"id":"any-two","title":"Any two?","description":"d","choices":[
  {"id":"t_a","title":"A","effort":"HIGH"},{"id":"t_b","title":"B","effort":"MEDIUM"},
  {"id":"t_c","title":"C","effort":"LOW"},{"id":"t_d","title":"D","effort":"LOW"},
  {"id":"t_no","title":"None of these"}],
  "riskRules":[{"condition":"t_a && t_b || t_a && t_c || t_b && t_d || t_c && t_d","risk":"NO_RISK"},
{"condition":"t_a || t_b || t_c || t_d","risk":"MEDIUM_RISK"},{"condition":"default","risk":"HIGH_RISK"}]},
 {"id":"gap","title":"A gap?","description":"d","choices":[{"id":"g_a","title":"A"},{"id":"g_b","title":"B"},
{"id":"g_no","title":"None of these"}],
  "riskRules":[{"condition":"g_a && g_b","risk":"NO_RISK"},{"condition":"g_no","risk":"HIGH_RISK"}]}]}]}`

func parse(t testing.TB, document string) *q.Lens {
	t.Helper()
	lens, problems := q.Parse([]byte(document), q.ParseOptions{})
	if lens == nil {
		t.Fatal(problems)
	}
	return lens
}

// Of several smallest sets the way is the one that takes least effort, and more choices are never chosen for less
// effort.
func TestTheWayTakesLeastEffort(t *testing.T) {
	lens := parse(t, countedLens)
	_, anyTwo := lens.Question("any-two")
	_, gap := lens.Question("gap")
	for _, row := range []struct {
		question *q.Question
		selected string
		highest  q.Risk
		want     string
	}{
		{anyTwo, "t_no", q.RiskNone, "NONE t_c t_d 2"},
		{anyTwo, "t_no", q.RiskMedium, "MEDIUM t_c 1"},
		{anyTwo, "t_a", q.RiskNone, "NONE t_c 1"},
		{anyTwo, "t_d", q.RiskNone, "NONE t_c 1"},
		{anyTwo, "t_d", q.RiskMedium, "  0"},
		{anyTwo, "t_c t_d", q.RiskNone, "  0"},
		{gap, "g_a", q.RiskMedium, "NONE g_b 2"},
		{gap, "g_no", q.RiskMedium, "NONE g_a g_b 4"},
	} {
		way := improve.WayTo(row.question, q.Answer{Selected: strings.Fields(row.selected)}, row.highest)
		if got := fmt.Sprintf("%s %s %d", way.To, strings.Join(way.Choices, " "), way.Effort); got != row.want {
			t.Errorf("%s with %q to %s: %q, want %q", row.question.ID, row.selected, row.highest, got, row.want)
		}
	}
}

// lightestByTrying tries every set of missing choices.
func lightestByTrying(question *q.Question, a q.Answer, highest q.Risk) (choices, effort int) {
	var missing []*q.Choice
	for _, c := range question.Choices {
		if !c.NoneOfThese() && !slices.Contains(a.Selected, c.ID) && !slices.Contains(a.NotApplicable, c.ID) {
			missing = append(missing, c)
		}
	}
	for set := uint64(1); set < 1<<len(missing); set++ {
		var ids []string
		weight := 0
		for i, c := range missing {
			if set>>i&1 != 0 {
				ids, weight = append(ids, c.ID), weight+c.EffortWeight()
			}
		}
		n := bits.OnesCount64(set)
		if improve.Points(question.Rate(improve.With(a, ids...)).Risk) <= improve.Points(highest) &&
			(choices == 0 || n < choices || n == choices && weight < effort) {
			choices, effort = n, weight
		}
	}
	return choices, effort
}

// No set of practices that is smaller, or as small and of less effort, lowers the risk: tried with every set, for
// random answers to the questions of every lens that ships.
func TestTheWayIsTheLeastOfAll(t *testing.T) {
	random, tried := rand.New(rand.NewPCG(14, 1)), 0
	lenses := []*q.Lens{parse(t, countedLens)}
	for _, lens := range builtin.AllLenses() {
		lenses = append(lenses, lens.Parse())
	}
	for _, lens := range lenses {
		for _, pillar := range lens.Pillars {
			for _, question := range pillar.Questions {
				a := randomAnswer(random, question)
				found := improve.Look(question, a)
				if improve.Points(found.Risk) == 0 || len(found.Missing) > 10 {
					continue
				}
				tried++
				for _, m := range found.Missing {
					if want := question.Rate(improve.With(a, question.Choices[m.Choice].ID)).Risk; m.Alone != want {
						t.Errorf("%s with %v: choice %d alone comes to %q, want %q", question.ID, a, m.Choice, m.Alone, want)
					}
				}
				for _, goal := range []improve.Goal{improve.ClearHigh, improve.ClearMedium} {
					way := found.Way(goal)
					if !goal.Includes(found.Risk) {
						continue
					}
					n, effort := lightestByTrying(question, a, goal.Highest())
					if len(way.Choices) != n || way.Effort != effort {
						t.Errorf("%s %s with %v: %+v, want %d with effort %d", question.ID, goal, a, way, n, effort)
					}
				}
			}
		}
	}
	if tried < 40 {
		t.Errorf("only %d answers were tried", tried)
	}
}

func randomAnswer(random *rand.Rand, question *q.Question) q.Answer {
	var a q.Answer
	for _, c := range question.Choices {
		switch n := random.IntN(10); {
		case c.NoneOfThese():
		case n < 4:
			a.Selected = append(a.Selected, c.ID)
		case n == 4:
			a.NotApplicable = append(a.NotApplicable, c.ID)
		}
	}
	return a
}

// What is remembered is what is found out anew.
func TestTheMemoryRemembersWhatIsSo(t *testing.T) {
	framework, _ := builtin.LensByKey("wellarchitected")
	lens, random, memory := framework.Parse(), rand.New(rand.NewPCG(14, 2)), &improve.Memory{}
	for range 20 {
		for _, pillar := range lens.Pillars {
			for _, question := range pillar.Questions {
				a := randomAnswer(random, question)
				first, again := memory.Look(question, a), memory.Look(question, a)
				if first != again {
					t.Fatal("the second look found it out again")
				}
				if got, want := fmt.Sprintf("%+v", *first), fmt.Sprintf("%+v", *improve.Look(question, a)); got != want {
					t.Fatalf("%s: %s, want %s", question.ID, got, want)
				}
			}
		}
	}
	a := q.Answer{DoesNotApply: true}
	if found := memory.Look(lens.Pillars[0].Questions[0], a); found.Risk != q.RiskNotApplicable || found.Missing != nil {
		t.Errorf("a question that does not apply: %+v", found)
	}
}

// The cheapest path of a workspace of 100 workloads that are reviewed with the whole framework, with random answers:
// from the answers alone, and once they were seen before.
func BenchmarkCheapestPath(b *testing.B) {
	framework, _ := builtin.LensByKey("wellarchitected")
	lens, random := framework.Parse(), rand.New(rand.NewPCG(14, 3))
	type answered struct {
		question *q.Question
		answer   q.Answer
	}
	var all []answered
	for range 100 {
		for _, pillar := range lens.Pillars {
			for _, question := range pillar.Questions {
				all = append(all, answered{question, randomAnswer(random, question)})
			}
		}
	}
	path := func(memory *improve.Memory) (practices int) {
		for _, one := range all {
			practices += len(memory.Look(one.question, one.answer).Way(improve.ClearHigh).Choices)
		}
		return practices
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			path(&improve.Memory{})
		}
	})
	b.Run("again", func(b *testing.B) {
		memory := &improve.Memory{}
		path(memory)
		for b.Loop() {
			path(memory)
		}
	})
}

package rules_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"plumbline/questionnaires/rules"
)

// joinIDs writes the ids with these numbers, each with a sign in front, joined by an operator.
func joinIDs(sign, operator string, from, to int) string {
	var ids []string
	for i := from; i <= to; i++ {
		ids = append(ids, fmt.Sprintf("%sPRACTICE_1_%d", sign, i))
	}
	return strings.Join(ids, operator)
}

// sizedQuestion returns a question of n choices, the last of them "none of these", with rules of a kind that lenses
// have.
func sizedQuestion(t testing.TB, n int) *rules.RuleSet {
	t.Helper()
	ids := strings.ReplaceAll(joinIDs("", " ", 1, n-1), "  ", " ") + " PRACTICE_1_no"
	return compileLines(t, ids, "0"+joinIDs("", " && ", 1, n-1), "2("+joinIDs("!", ") || (", 1, n/2)+")",
		"1"+joinIDs("", " && ", 1, n/2)+" && ("+joinIDs("", " || ", n/2+1, n-1)+")", "2default")
}

// crossedConditions returns 15 choices and conditions that pair the first with the last, which is bad for the order of
// a diagram.
func crossedConditions(t testing.TB) *rules.RuleSet {
	t.Helper()
	var pairs []string
	for i := 1; i <= 7; i++ {
		pairs = append(pairs, fmt.Sprintf("PRACTICE_1_%d && !PRACTICE_1_%d", i, 15-i+1))
	}
	return compileLines(t, joinIDs("", " ", 1, 15), "0"+joinIDs("", " && ", 1, 15), "1"+strings.Join(pairs, " || "),
		"2default")
}

func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{6, 15} {
		set, st := sizedQuestion(b, n), rules.AnswerState{Selected: 1<<(n-2) - 1, NotApplicable: 2}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				set.Match(st)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	src := joinIDs("", " && ", 1, 14)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rules.Parse(src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAnalyse(b *testing.B) {
	for name, set := range map[string]*rules.RuleSet{"6": sizedQuestion(b, 6), "15": sizedQuestion(b, 15),
		"15crossed": crossedConditions(b)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := set.Analyse(); !ok {
					b.Fatal("gave up")
				}
			}
		})
	}
}

func BenchmarkCheapest(b *testing.B) {
	for name, set := range map[string]*rules.RuleSet{"6": sizedQuestion(b, 6), "15": sizedQuestion(b, 15),
		"15crossed": crossedConditions(b)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, ok := set.Cheapest(rules.AnswerState{}, 20); !ok {
					b.Fatal("gave up")
				}
			}
		})
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	set, st := sizedQuestion(t, 15), rules.AnswerState{Selected: 0xFF, NotApplicable: 0x100}
	if n := testing.AllocsPerRun(100, func() { set.Match(st) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// hostileCondition returns a condition of the greatest length over n choices, without structure that a diagram could
// share.
func hostileCondition(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, 0))
	var b strings.Builder
	for b.Len() < rules.MaxLength-120 {
		if b.Len() > 0 {
			b.WriteString("||")
		}
		for k := range 6 {
			if k > 0 {
				b.WriteString("&&")
			}
			b.WriteString([]string{"", "!"}[r.IntN(2)])
			fmt.Fprintf(&b, "c%d", r.IntN(n))
		}
	}
	return b.String()
}

// Whatever the rules, an analysis ends soon: with a result, or by saying that there is none.
func TestHostileRulesEndSoon(t *testing.T) {
	for _, n := range []int{15, 24, 64} {
		var ids []string
		for i := range n {
			ids = append(ids, fmt.Sprint("c", i))
		}
		set := compileLines(t, strings.Join(ids, " "), "0"+hostileCondition(1, n), "1"+hostileCondition(2, n), "2"+
			hostileCondition(3, n), "0default")
		began := time.Now()
		_, ok := set.Analyse()
		t.Logf("%d choices: analysed in %v, complete: %v", n, time.Since(began), ok)
		if n == 64 && ok {
			t.Error("64 tangled choices: the bound was not reached")
		}
		began = time.Now()
		_, _, done := set.Cheapest(rules.AnswerState{Selected: 2}, 20)
		t.Logf("%d choices: cheapest in %v, complete: %v", n, time.Since(began), done)
		if time.Since(began) > 10*time.Second {
			t.Error("far too slow")
		}
	}
}

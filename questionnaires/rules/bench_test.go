package rules_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"plumbline/questionnaires/rules"
)

// join writes the ids with these numbers, each with a sign in front, joined by an operator.
func join(sign, operator string, from, to int) string {
	var ids []string
	for i := from; i <= to; i++ {
		ids = append(ids, fmt.Sprintf("%sPRACTICE_1_%d", sign, i))
	}
	return strings.Join(ids, operator)
}

// sized returns a question of n choices, the last of them "none of these", with rules of a kind that lenses have.
func sized(t testing.TB, n int) *rules.Set {
	t.Helper()
	ids := strings.ReplaceAll(join("", " ", 1, n-1), "  ", " ") + " PRACTICE_1_no"
	return compile(t, ids, "0"+join("", " && ", 1, n-1), "2("+join("!", ") || (", 1, n/2)+")",
		"1"+join("", " && ", 1, n/2)+" && ("+join("", " || ", n/2+1, n-1)+")", "2default")
}

// crossed returns 15 choices and conditions that pair the first with the last, which is bad for the order of a diagram.
func crossed(t testing.TB) *rules.Set {
	t.Helper()
	var pairs []string
	for i := 1; i <= 7; i++ {
		pairs = append(pairs, fmt.Sprintf("PRACTICE_1_%d && !PRACTICE_1_%d", i, 15-i+1))
	}
	return compile(t, join("", " ", 1, 15), "0"+join("", " && ", 1, 15), "1"+strings.Join(pairs, " || "), "2default")
}

func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{6, 15} {
		set, st := sized(b, n), rules.State{Selected: 1<<(n-2) - 1, NotApplicable: 2}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				set.Match(st)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	src := join("", " && ", 1, 14)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rules.Parse(src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAnalyse(b *testing.B) {
	for name, set := range map[string]*rules.Set{"6": sized(b, 6), "15": sized(b, 15), "15crossed": crossed(b)} {
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
	for name, set := range map[string]*rules.Set{"6": sized(b, 6), "15": sized(b, 15), "15crossed": crossed(b)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, ok := set.Cheapest(rules.State{}, 20); !ok {
					b.Fatal("gave up")
				}
			}
		})
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	set, st := sized(t, 15), rules.State{Selected: 0xFF, NotApplicable: 0x100}
	if n := testing.AllocsPerRun(100, func() { set.Match(st) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// hostile returns a condition of the greatest length over n choices, without structure that a diagram could share.
func hostile(seed uint64, n int) string {
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
		set := compile(t, strings.Join(ids, " "), "0"+hostile(1, n), "1"+hostile(2, n), "2"+hostile(3, n), "0default")
		began := time.Now()
		_, ok := set.Analyse()
		t.Logf("%d choices: analysed in %v, complete: %v", n, time.Since(began), ok)
		if n == 64 && ok {
			t.Error("64 tangled choices: the bound was not reached")
		}
		began = time.Now()
		_, _, done := set.Cheapest(rules.State{Selected: 2}, 20)
		t.Logf("%d choices: cheapest in %v, complete: %v", n, time.Since(began), done)
		if time.Since(began) > 10*time.Second {
			t.Error("far too slow")
		}
	}
}

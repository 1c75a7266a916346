package rules_test

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"strings"
	"testing"

	"plumbline/questionnaires/rules"
)

// The table says of every selection what Match says: each is in a row of its own rule and in none of another's.
func TestTableIsWhatMatchSays(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 8))
	for n := range 400 {
		q := newQuiz(t, r, 1+r.IntN(9))
		table, ok := q.set.Table(20)
		if !ok {
			t.Fatal("no table")
		}
		groups := map[int]rules.RuleRows{}
		for _, g := range table.Groups {
			groups[g.Rule] = g
		}
		count := map[int]int{}
		regular := q.set.Regular()
		for selected := uint64(1); selected <= regular; selected++ {
			if selected&^regular != 0 {
				continue
			}
			rule := q.set.Match(rules.AnswerState{Selected: selected})
			count[rule]++
			for _, g := range table.Groups {
				covered := false
				for _, row := range g.Rows {
					covered = covered || selected&row.On == row.On && selected&row.Off == 0
				}
				if covered != (g.Rule == rule) && !(g.Rule == rule && g.Left > 0) {
					t.Fatalf("%s: %b is decided by %d, and in a row of %d: %v", q, selected, rule, g.Rule, covered)
				}
			}
			g := groups[rule]
			if len(g.Smallest) == 0 || bits.OnesCount64(g.Smallest[0]) > bits.OnesCount64(selected&table.Columns) {
				t.Fatalf("%s: %b is smaller than %b", q, selected, g.Smallest)
			}
		}
		if len(count) != len(table.Groups) {
			t.Fatalf("case %d, %s: %d groups for %v", n, q, len(table.Groups), count)
		}
		for rule, want := range count {
			if got := groups[rule].Selections; got != want {
				t.Fatalf("%s: rule %d decides %d selections, the table says %d", q, rule, want, got)
			}
		}
	}
}

// No condition of a row can be left out: without it some selection of another rule would be in the row.
func TestTableRowsArePrime(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 200 {
		q := newQuiz(t, r, 2+r.IntN(6))
		table, _ := q.set.Table(1)
		for _, g := range table.Groups {
			for _, row := range g.Rows {
				for conditions := row.On | row.Off; conditions != 0; conditions &= conditions - 1 {
					bit := conditions & -conditions
					if wide := (rules.TableRow{On: row.On &^ bit, Off: row.Off &^ bit}); rowIsPure(q, wide, g.Rule) {
						t.Fatalf("%s: the row %+v could be %+v", q, row, wide)
					}
				}
			}
		}
	}
}

// rowIsPure reports whether the rule decides every selection of the row.
func rowIsPure(q *randomQuestion, row rules.TableRow, rule int) bool {
	regular := q.set.Regular()
	for selected := uint64(1); selected <= regular; selected++ {
		if selected&^regular == 0 && selected&row.On == row.On && selected&row.Off == 0 &&
			q.set.Match(rules.AnswerState{Selected: selected}) != rule {
			return false
		}
	}
	return true
}

func TestTableOfMany(t *testing.T) {
	var ids []string
	for i := range 15 {
		ids = append(ids, fmt.Sprintf("choice_%d", i))
	}
	condition := strings.Join(ids, " && ")
	set := compiledRule(t, ids,
		map[string]rules.Level{condition: rules.NoRisk, "choice_0 && choice_3": rules.MediumRisk, "default": rules.HighRisk},
		condition, "choice_0 && choice_3", "default")
	table, ok := set.Table(20)
	if !ok || len(table.Groups) != 3 {
		t.Fatalf("%+v", table)
	}
	for i, want := range []struct{ selections, smallest, size int }{{1, 1, 15}, {1<<13 - 1, 1, 2}, {1<<15 - 1<<13 - 1, 15, 1}} {
		g := table.Groups[i]
		if g.Selections != want.selections || len(g.Smallest) != want.smallest ||
			bits.OnesCount64(g.Smallest[0]) != want.size || g.Rows != nil {
			t.Errorf("group %d: %+v", i, g)
		}
	}
	if _, ok := compiledRule(t, append(ids, "x", "y"), nil, "x && y && "+condition, "default").Table(1); ok {
		t.Error("a table of more choices than it has columns")
	}
}

func compiledRule(t testing.TB, ids []string, levels map[string]rules.Level, conditions ...string) *rules.RuleSet {
	t.Helper()
	var rs []rules.Rule
	for _, c := range conditions {
		e, bad := rules.Parse(c)
		if bad != nil {
			t.Fatal(bad)
		}
		rs = append(rs, rules.Rule{Condition: e, Level: levels[c]})
	}
	set, err := rules.Compile(ids, rs)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func BenchmarkTable(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{5, 10, 15} {
		q := newQuiz(b, r, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				q.set.Table(20)
			}
		})
	}
}

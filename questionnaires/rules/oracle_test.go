package rules_test

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"plumbline/questionnaires/rules"
)

// The oracle is a second telling of the semantics, slow and plain: trees are drawn at random, printed with needless
// brackets and blanks, and judged by walking them for each of all 3^n states.

type oracleTree struct {
	sign string // "&&", "||", "!" or "" for a choice
	at   int    // the choice
	kids []*oracleTree
}

func randomTree(r *rand.Rand, choices, depth int) *oracleTree {
	if depth == 0 || r.IntN(4) == 0 {
		return &oracleTree{at: r.IntN(choices)}
	}
	if r.IntN(4) == 0 {
		return &oracleTree{sign: "!", kids: []*oracleTree{randomTree(r, choices, depth-1)}}
	}
	t := &oracleTree{sign: []string{"&&", "||"}[r.IntN(2)]}
	for range 2 + r.IntN(3) {
		t.kids = append(t.kids, randomTree(r, choices, depth-1))
	}
	return t
}

func (t *oracleTree) print(r *rand.Rand, ids []string) string {
	blank := func() string { return []string{"", " ", "\t", "\n ", "\r\n"}[r.IntN(5)] }
	var s string
	switch t.sign {
	case "":
		s = ids[t.at]
	case "!":
		s = "!" + blank() + t.kids[0].inside(r, ids, 3)
	default:
		rank := map[string]int{"||": 1, "&&": 2}[t.sign]
		parts := make([]string, len(t.kids))
		for i, k := range t.kids {
			parts[i] = k.inside(r, ids, rank)
		}
		s = strings.Join(parts, blank()+t.sign+blank())
	}
	if r.IntN(6) == 0 {
		s = "(" + blank() + s + blank() + ")"
	}
	return s
}

// inside adds the brackets that a parent of this rank needs.
func (t *oracleTree) inside(r *rand.Rand, ids []string, rank int) string {
	own := map[string]int{"||": 1, "&&": 2, "!": 3, "": 4}[t.sign]
	s := t.print(r, ids)
	if own < rank || own == rank && own < 3 && r.IntN(2) == 0 {
		return "(" + s + ")"
	}
	return s
}

// judge, of a tree that stands under an even number of negations if wanted, gives "true", "false" or "neutral". marks
// has one of "+", "-" and "x" for each choice.
func (t *oracleTree) judge(marks []string, something, wanted bool) string {
	switch t.sign {
	case "":
		if marks[t.at] == "x" && wanted && !something {
			return "false"
		}
		return map[string]string{"+": "true", "-": "false", "x": "neutral"}[marks[t.at]]
	case "!":
		return map[string]string{"true": "false", "false": "true",
			"neutral": "neutral"}[t.kids[0].judge(marks, something, !wanted)]
	}
	var values []string
	for _, k := range t.kids {
		if v := k.judge(marks, something, wanted); v != "neutral" {
			values = append(values, v)
		}
	}
	switch {
	case len(values) == 0:
		return "neutral"
	case t.sign == "&&" && !slices.Contains(values, "false"), t.sign == "||" && slices.Contains(values, "true"):
		return "true"
	}
	return "false"
}

// has reports whether the sign stands anywhere in the tree.
func (t *oracleTree) has(sign string) bool {
	return t.sign == sign || slices.ContainsFunc(t.kids, func(k *oracleTree) bool { return k.has(sign) })
}

// randomQuestion is a question with random rules; a nil tree is a default.
type randomQuestion struct {
	ids   []string
	trees []*oracleTree
	level []rules.Level
	set   *rules.RuleSet
}

func newQuiz(t testing.TB, r *rand.Rand, choices int) *randomQuestion {
	t.Helper()
	q := &randomQuestion{}
	for i := range choices {
		id := fmt.Sprintf("c-%d.x", i)
		if r.IntN(5) == 0 {
			id = fmt.Sprintf("c%d_no", i)
		}
		q.ids = append(q.ids, id)
	}
	var rs []rules.Rule
	for range r.IntN(5) {
		src, tr := "default", (*oracleTree)(nil)
		if r.IntN(4) > 0 {
			tr = randomTree(r, choices, r.IntN(4))
			src = tr.print(r, q.ids)
		}
		e, err := rules.Parse(src)
		if err != nil {
			t.Fatalf("%q: %v", src, err)
		}
		q.trees, q.level = append(q.trees, tr), append(q.level, rules.Level(r.IntN(3)))
		rs = append(rs, rules.Rule{Condition: e, Level: q.level[len(q.level)-1]})
	}
	set, err := rules.Compile(q.ids, rs)
	if err != nil {
		t.Fatal(err)
	}
	q.set = set
	return q
}

func (q *randomQuestion) String() string {
	var b strings.Builder
	for i, tr := range q.trees {
		src := "default"
		if tr != nil {
			src = tr.print(rand.New(rand.NewPCG(0, 0)), q.ids)
		}
		fmt.Fprintf(&b, "[%d: %s] ", q.level[i], strings.Join(strings.Fields(src), " "))
	}
	return fmt.Sprint(q.ids, " ", b.String())
}

func (q *randomQuestion) none(i int) bool { return strings.HasSuffix(q.ids[i], "_no") }

// something reports whether a choice other than "none of these" is selected.
func (q *randomQuestion) something(marks []string) bool {
	for i, m := range marks {
		if m == "+" && !q.none(i) {
			return true
		}
	}
	return false
}

func (q *randomQuestion) fires(rule int, marks []string, something bool) bool {
	if q.trees[rule] == nil {
		return false
	}
	switch q.trees[rule].judge(marks, something, true) {
	case "true":
		return true
	case "neutral":
		return something && q.trees[rule].sign != "||" && !q.trees[rule].has("!")
	}
	return false
}

func (q *randomQuestion) decide(marks []string, something bool) int {
	for i := range q.trees {
		if q.fires(i, marks, something) {
			return i
		}
	}
	return slices.Index(q.trees, nil)
}

func (q *randomQuestion) risk(rule int) rules.Level {
	if rule < 0 {
		return rules.Undecided
	}
	return q.level[rule]
}

// legal reports whether the rules decide such an answer at all.
func (q *randomQuestion) legal(marks []string) bool {
	marked, open, regular := false, false, false
	for i, m := range marks {
		marked = marked || m != "-"
		if !q.none(i) {
			regular = true
			open = open || m != "x"
		}
	}
	return marked && (open || !regular)
}

// answers calls f with every combination of marks; "none of these" is never "x".
func (q *randomQuestion) answers(f func(marks []string)) {
	marks := make([]string, len(q.ids))
	var set func(i int)
	set = func(i int) {
		if i == len(marks) {
			f(marks)
			return
		}
		for _, m := range []string{"-", "+", "x"} {
			if m == "x" && q.none(i) {
				continue
			}
			marks[i] = m
			set(i + 1)
		}
	}
	set(0)
}

func randomState(marks []string) (st rules.AnswerState) {
	for i, m := range marks {
		switch m {
		case "+":
			st.Selected |= 1 << i
		case "x":
			st.NotApplicable |= 1 << i
		}
	}
	return st
}

func plainness(st rules.AnswerState) int {
	return bits.OnesCount64(st.NotApplicable)<<8 | bits.OnesCount64(st.Selected)
}

func TestMatchIsWhatTheOracleSays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 1500 {
		q := newQuiz(t, r, 1+r.IntN(6))
		q.answers(func(marks []string) {
			if got, want := q.set.Match(randomState(marks)), q.decide(marks, q.something(marks)); got != want {
				t.Fatalf("%v\n%v: rule %d, want %d", q, marks, got, want)
			}
		})
	}
}

func TestAnalyseIsWhatAllAnswersSay(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 2500 {
		q := newQuiz(t, r, 1+r.IntN(6))
		got, ok := q.set.Analyse()
		if !ok {
			t.Fatalf("%v: gave up", q)
		}
		checkRules(t, q, got)
		checkIdle(t, q, got)
	}
}

// checkRules recounts which answer goes to which rule.
func checkRules(t *testing.T, q *randomQuestion, got rules.RuleAnalysis) {
	t.Helper()
	fates := make([]rules.RuleResult, len(q.trees)+1) // the last stands for "no rule"
	levels := [4]rules.RuleReach{}
	q.answers(func(marks []string) {
		if !q.legal(marks) {
			return
		}
		something := q.something(marks)
		rule := q.decide(marks, something)
		for i := range q.trees {
			if (q.trees[i] == nil || q.fires(i, marks, something)) && i != rule {
				fates[i].Met = true
				if rule >= 0 {
					fates[i].Before |= 1 << rule
				}
			}
		}
		st, reach := randomState(marks), rules.ReachFreely
		if st.NotApplicable != 0 {
			reach = rules.ReachWithNotApplicableOnly
		}
		levels[q.risk(rule)] = max(levels[q.risk(rule)], reach)
		f := &fates[(rule+len(fates))%len(fates)]
		if f.Reach == rules.ReachNever || plainness(st) < plainness(f.Example) {
			f.Example = st
		}
		f.Reach = max(f.Reach, reach)
	})
	if levels != got.Levels {
		t.Fatalf("%v\nlevels %v, want %v", q, got.Levels, levels)
	}
	for i, f := range got.Rules {
		checkFate(t, q, i, f, fates[i])
	}
	uncovered := fates[len(q.trees)]
	if (got.Uncovered != nil) != (uncovered.Reach != rules.ReachNever) {
		t.Fatalf("%v\nuncovered: %v, want %v", q, got.Uncovered, uncovered)
	}
	if got.Uncovered != nil &&
		(plainness(*got.Uncovered) != plainness(uncovered.Example) || q.set.Match(*got.Uncovered) != -1) {
		t.Fatalf("%v\nuncovered: %v, want %v", q, *got.Uncovered, uncovered)
	}
}

func checkFate(t *testing.T, q *randomQuestion, i int, got, want rules.RuleResult) {
	t.Helper()
	if got.Reach != want.Reach {
		t.Fatalf("%v\nrule %d: %+v, want %+v", q, i, got, want)
	}
	if got.Reach == rules.ReachNever {
		if got.Met != want.Met || got.Before != want.Before {
			t.Fatalf("%v\nrule %d: %+v, want %+v", q, i, got, want)
		}
		return
	}
	if plainness(got.Example) != plainness(want.Example) || q.set.Match(got.Example) != i {
		t.Fatalf("%v\nrule %d: %+v, want %+v", q, i, got, want)
	}
}

// checkIdle tries every change of every choice in every answer.
func checkIdle(t *testing.T, q *randomQuestion, got rules.RuleAnalysis) {
	t.Helper()
	var idle uint64 = 1<<len(q.ids) - 1
	q.answers(func(marks []string) {
		if !q.legal(marks) {
			return
		}
		something := q.something(marks)
		own := q.risk(q.decide(marks, something))
		for i, was := range marks {
			for _, m := range []string{"-", "+", "x"} {
				if m == "x" && q.none(i) {
					continue
				}
				marks[i] = m
				counts := something || q.legal(marks) && !q.something(marks)
				if counts && q.risk(q.decide(marks, something)) != own {
					idle &^= 1 << i
				}
			}
			marks[i] = was
		}
	})
	if got.Idle != idle {
		t.Fatalf("%v\nidle %b, want %b", q, got.Idle, idle)
	}
}

func TestCheapestIsWhatAllSupersetsSay(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 1200 {
		q := newQuiz(t, r, 1+r.IntN(5))
		q.answers(func(marks []string) { checkCheapest(t, q, marks, 1+r.IntN(25)) })
	}
}

// With more than six candidates the truth table has several words.
func TestCheapestOfManyIsWhatAllSupersetsSay(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 700 {
		q := newQuiz(t, r, 7+r.IntN(5))
		for range 4 {
			marks := make([]string, len(q.ids))
			for i := range marks {
				marks[i] = "-"
				if n := r.IntN(12); n < 2 && !q.none(i) {
					marks[i] = []string{"+", "x"}[n]
				}
			}
			checkCheapest(t, q, marks, 1+r.IntN(25))
		}
	}
}

func checkCheapest(t *testing.T, q *randomQuestion, marks []string, limit int) {
	t.Helper()
	var add []int
	now := slices.Clone(marks)
	for i, m := range marks {
		if q.none(i) {
			now[i] = "-"
		} else if m == "-" {
			add = append(add, i)
		}
	}
	medium, none, ok := q.set.Cheapest(randomState(marks), limit)
	if !ok {
		t.Fatalf("%v %v: gave up", q, marks)
	}
	for _, goal := range []struct {
		at  rules.Level
		got rules.Additions
	}{{rules.MediumRisk, medium}, {rules.NoRisk, none}} {
		var want []uint64
		for size := 1; size <= len(add) && want == nil; size++ {
			eachSubset(add, size, func(set []int) {
				then := slices.Clone(now)
				var mask uint64
				for _, c := range set {
					then[c] = "+"
					mask |= 1 << c
				}
				if q.risk(q.decide(then, true)) <= goal.at {
					want = append(want, mask)
				}
			})
		}
		checkLightest(t, q, marks, goal.at, want)
		more := len(want) > limit
		if more {
			want = want[:limit]
		}
		if !slices.Equal(goal.got.Sets, want) || goal.got.More != more {
			t.Fatalf("%v\n%v to %d: %v, want %b (more: %v)", q, marks, goal.at, goal.got, want, more)
		}
	}
}

// checkLightest holds Lightest against all smallest sets, with weights from 1 to 3.
func checkLightest(t *testing.T, q *randomQuestion, marks []string, at rules.Level, smallest []uint64) {
	t.Helper()
	weights := make([]int, len(marks))
	for c := range weights {
		weights[c] = 1 + (c*7+len(smallest))%3
	}
	var want uint64
	least := 0
	for _, set := range smallest {
		weight := 0
		for c := range weights {
			weight += weights[c] * int(set>>c&1)
		}
		if want == 0 || weight < least {
			want, least = set, weight
		}
	}
	got, none := q.set.Lightest(randomState(marks), weights)
	if at < rules.MediumRisk {
		got = none
	}
	if got != want {
		t.Fatalf("%v\n%v to %d with weights %v: %b, want %b of %b", q, marks, at, weights, got, want, smallest)
	}
}

// eachSubset calls f with every subset of a size, in lexicographic order.
func eachSubset(from []int, size int, f func([]int)) {
	var pick func(start int, set []int)
	pick = func(start int, set []int) {
		if len(set) == size {
			f(set)
			return
		}
		for i := start; i < len(from); i++ {
			pick(i+1, append(set, from[i]))
		}
	}
	pick(0, make([]int, 0, size))
}

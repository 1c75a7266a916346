package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"plumbline/questionnaires/rules"
)

// compileLines makes a set from "LEVEL condition" lines, LEVEL being 0, 1 or 2.
func compileLines(t testing.TB, choices string, lines ...string) *rules.RuleSet {
	t.Helper()
	set, err := tryCompile(t, strings.Fields(choices), lines...)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func tryCompile(t testing.TB, choices []string, lines ...string) (*rules.RuleSet, error) {
	t.Helper()
	rs := make([]rules.Rule, len(lines))
	for i, line := range lines {
		e, err := rules.Parse(line[1:])
		if err != nil {
			t.Fatal(err)
		}
		rs[i] = rules.Rule{Condition: e, Level: rules.Level(line[0] - '0')}
	}
	return rules.Compile(choices, rs)
}

// readMarks reads one of "+", "-" and "x" for each choice; "*" is selected and not applicable at once.
func readMarks(s string) (st rules.AnswerState) {
	for i, m := range s {
		if m == '+' || m == '*' {
			st.Selected |= 1 << i
		}
		if m == 'x' || m == '*' {
			st.NotApplicable |= 1 << i
		}
	}
	return st
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		why, choices string
		rules        []string
		marks        string
		want         int
	}{
		{"the first true rule wins", "a b", []string{"0 a", "1 b", "2 default"}, "++", 0},
		{"and it is tried in order", "a b", []string{"1 b", "0 a", "2 default"}, "++", 0},
		{"default if none", "a b", []string{"0 a && b", "2 default"}, "+-", 1},
		{"default last wherever it stands", "a b", []string{"2 default", "0 a"}, "+-", 1},
		{"the first of two defaults", "a b", []string{"2 default", "0 a", "1 default"}, "-+", 0},
		{"no default, no rule", "a b", []string{"0 a", "1 a && b"}, "-+", -1},
		{"no rules at all", "a", nil, "+", -1},
		{"&& before ||", "a b c", []string{"0 a && b || c", "2 default"}, "--+", 0},
		{"brackets", "a b c", []string{"0 a && (b || c)", "2 default"}, "--+", 1},
		{"not applicable satisfies a term of &&", "a b", []string{"0 a && b", "2 default"}, "+x", 0},
		{"and does not satisfy ||", "a b c", []string{"0 a || b", "2 default"}, "-x+", 1},
		{"nor does || of nothing but such", "a b c", []string{"0 a || b", "2 default"}, "xx+", 1},
		{"but && of nothing but such is met", "a b c", []string{"0 a && b", "2 default"}, "xx+", 0},
		{"and so is a single term", "a b", []string{"0 a", "2 default"}, "x+", 0},
		{"in brackets too", "a b", []string{"0 ((a))", "2 default"}, "x+", 0},
		{"|| in brackets stays ||", "a b c", []string{"0 ((a || b))", "2 default"}, "xx+", 1},
		{"not applicable is not absent", "a b", []string{"2 !a", "0 default"}, "x+", 1},
		{"nor are several", "a b c", []string{"2 !a && !b", "0 default"}, "xx+", 1},
		{"in brackets too", "a b c", []string{"2 !(a || b)", "0 default"}, "xx+", 1},
		{"even beside a term that is met", "a b c", []string{"2 a && !b", "0 default"}, "xx+", 1},
		{"a neutral || inside && is passed over", "a b c", []string{"0 (a || b) && c", "2 default"}, "xx+", 0},
		{"nothing selected never meets a neutral condition", "a b", []string{"0 a", "2 default"}, "x-", 1},
		{"nor a mixed one", "a b c", []string{"0 b && !a || c", "2 default"}, "-x-", 1},
		{"but what is ruled out is not absent either", "a b", []string{"2 !a", "1 !b", "0 default"}, "x-", 1},
		{"nor is a term beside its negation met by it", "a b", []string{"0 a || !a", "2 default"}, "x-", 1},
		{"nor does a none-of-these", "a b q_no", []string{"0 a", "2 default"}, "x-+", 1},
		{"the negation of not applicable is no reason either way", "a b", []string{"2 !a && b", "0 default"}, "x-", 1},
		{"not applicable wins over selected", "a b", []string{"0 a && !b", "2 default"}, "+*", 0},
		{"none of these is seen where it is named", "a q_no", []string{"2 q_no", "0 default"}, "++", 0},
		{"and can't be not applicable", "a q_no", []string{"1 !q_no", "0 default"}, "+x", 0},
		{"so that it is false then", "a q_no", []string{"1 q_no", "0 default"}, "+x", 1},
		{"bits beyond the choices do nothing", "a", []string{"0 a", "2 default"}, "-+x", 1},
	} {
		if got := compileLines(t, c.choices, c.rules...).Match(readMarks(c.marks)); got != c.want {
			t.Errorf("%s: %v with %s gives rule %d, want %d", c.why, c.rules, c.marks, got, c.want)
		}
	}
}

func TestGrounds(t *testing.T) {
	for _, c := range []struct {
		choices, rule, marks string
		want                 rules.RuleGrounds
	}{
		{"a b c", "0 a && !b", "+--", rules.RuleGrounds{Present: 1, Absent: 2}},
		{"a b c", "0 a && b && c", "+x+", rules.RuleGrounds{Present: 5, NotApplicable: 2}},
		{"a b c", "0 a || b || !c", "+--", rules.RuleGrounds{Present: 1, Absent: 4}},
		{"a b c", "0 a || b || c", "+x-", rules.RuleGrounds{Present: 1}},
		{"a b c", "0 (a && !b) || (!a && b)", "-+-", rules.RuleGrounds{Present: 2, Absent: 1}},
		{"a b c", "0 !(a || b)", "--+", rules.RuleGrounds{Absent: 3}},
		{"a b c", "0 (a || b) && c", "xx+", rules.RuleGrounds{Present: 4, NotApplicable: 3}},
		{"a b c", "0 (a || b && c) && c", "xx+", rules.RuleGrounds{Present: 4, NotApplicable: 2}}, // b && c holds
		{"a b c", "0 default", "xx+", rules.RuleGrounds{}},
	} {
		set := compileLines(t, c.choices, c.rule)
		if got := set.Grounds(0, readMarks(c.marks)); got != c.want {
			t.Errorf("%s with %s: %+v, want %+v", c.rule, c.marks, got, c.want)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	many := make([]string, 65)
	for i := range many {
		many[i] = fmt.Sprint("c", i)
	}
	for _, c := range []struct {
		choices []string
		rules   []string
		want    string
	}{
		{many, nil, "65 choices are too many: the most is 64"},
		{[]string{"a"}, strings.Fields(strings.Repeat("0a ", 65)), "65 rules are too many: the most is 64"},
		{[]string{"a", "b", "a"}, nil, `choice "a" is listed twice`},
		{[]string{"a"}, []string{"0a", "1 a && x"}, `rule 2, at byte 7: there is no choice "x"`},
		{[]string{"a"}, []string{"1Default"},
			`rule 1, at byte 1: there is no choice "Default": the default rule is written in small letters`},
		{[]string{"a"}, []string{"1and"}, `rule 1, at byte 1: there is no choice "and": did you mean &&?`},
		{[]string{"a"}, []string{"3a"}, "rule 1 has no condition or an unknown level"},
	} {
		if _, err := tryCompile(t, c.choices, c.rules...); err == nil || err.Error() != c.want {
			t.Errorf("%v: %v, want %s", c.rules, err, c.want)
		}
	}
	if _, err := rules.Compile([]string{"a"}, []rules.Rule{{}}); err == nil {
		t.Error("a rule without a condition passed")
	}
}

func TestNamed(t *testing.T) {
	if got := compileLines(t, "a b c d_no", "0 (a && !c) || d_no", "2 default").Named(); got != 0b1101 {
		t.Errorf("named %b", got)
	}
}

func TestMatchTakesTheMostChoices(t *testing.T) {
	ids := make([]string, 64)
	for i := range ids {
		ids[i] = fmt.Sprint("c", i)
	}
	set := compileLines(t, strings.Join(ids, " "), "0 c63 && c0 && !c62", "2 default")
	if got := set.Match(rules.AnswerState{Selected: 1<<63 | 1}); got != 0 {
		t.Errorf("rule %d", got)
	}
	a, ok := set.Analyse()
	if !ok || a.Rules[0].Reach != rules.ReachFreely || a.Idle != ^(uint64(1)<<63|1<<62|1) {
		t.Errorf("%+v, %v", a, ok)
	}
	if _, _, ok := set.Cheapest(rules.AnswerState{Selected: 1}, 1); ok {
		t.Error("63 candidates were tried")
	}
}

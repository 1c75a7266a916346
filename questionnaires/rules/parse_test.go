package rules_test

import (
	"strings"
	"testing"

	"plumbline/questionnaires/rules"
)

func TestParseWritesCanonically(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"a", "a"},
		{" \t\r\na ", "a"},
		{"((a))", "a"},
		{"a&&b||c", "a && b || c"},
		{"a||b&&c", "a || b && c"},
		{"(a||b)&&c", "(a || b) && c"},
		{"(a&&b)||(c)", "a && b || c"},
		{"a && (b && (c && d))", "a && b && c && d"},
		{"(a || b) || c", "a || b || c"},
		{"!a", "!a"},
		{"! ! a", "!!a"},
		{"!(a)", "!a"},
		{"!(a && b)", "!(a && b)"},
		{"(!(a || b)) && c", "!(a || b) && c"},
		{"!!(a||b)", "!!(a || b)"},
		{"ops-1.b_2&&9", "ops-1.b_2 && 9"},
		{" default\n", "default"},
		{"defaults || Default", "defaults || Default"},
	} {
		e, err := rules.Parse(c.src)
		if err != nil {
			t.Errorf("%q: %v", c.src, err)
			continue
		}
		if e.String() != c.want {
			t.Errorf("%q is written %q, want %q", c.src, e, c.want)
		}
		if e.Default() != (c.want == "default") {
			t.Errorf("%q: Default() = %v", c.src, e.Default())
		}
	}
}

func TestParseSaysWhereAndWhat(t *testing.T) {
	for _, c := range []struct {
		src     string
		offset  int
		message string
	}{
		{"", 0, `the condition is empty: write choice ids joined by && and ||, or the word "default"`},
		{" \n\t", 0, `the condition is empty: write choice ids joined by && and ||, or the word "default"`},
		{"a & b", 2, `a single "&" means nothing here: write &&`},
		{"a | b", 2, `a single "|" means nothing here: write ||`},
		{"a &&& b", 2, `3 times "&" in a row: write &&`},
		{"a == b", 2,
			`"=" is not an operator: name the choice to ask whether it is selected, and put ! before it to ask the contrary`},
		{"a != b", 2, `expected && or || before "!"`},
		{"a, b", 1, `"," is not an operator: join choices with && or ||`},
		{"~a", 0, `"~" is not an operator: write ! for not`},
		{`"a" && b`, 0, `choice ids are written without quotes`},
		{"a && “b”", 5, `choice ids are written without quotes`},
		{"[a]", 0, `only round brackets group, not "["`},
		{"a && é1", 5, `"é" can't stand in a choice id: ids have letters a to z and A to Z, digits, _, - and . only`},
		{"a\u00a0&& b", 1,
			`"\u00a0" can't stand in a choice id: ids have letters a to z and A to Z, digits, _, - and . only`},
		{"a && \xff", 5, `byte 0xFF is not valid UTF-8`},
		{"a b", 2, `expected && or || before "b"`},
		{"a (b)", 2, `expected && or || before "("`},
		{"(a b)", 3, `expected && or || before "b"`},
		{"a and b", 2, `expected && or || before "and": write && in place of "and"`},
		{"a OR b", 2, `expected && or || before "OR": write || in place of "OR"`},
		{"a && not b", 9, `expected && or || before "b": write ! in place of "not"`},
		{"a &&", 4, `expected a choice id after "&&", but the condition ends`},
		{"a && || b", 5, `expected a choice id after "&&", not "||"`},
		{"|| b", 0, `expected a choice id before "||"`},
		{"!", 1, `expected a choice id after "!", but the condition ends`},
		{"(", 1, `expected a choice id after "(", but the condition ends`},
		{"a && (b || c", 5, `this "(" is never closed`},
		{"(a && (b)", 0, `this "(" is never closed`},
		{"a)", 1, `this ")" closes nothing`},
		{"(a && b)) || c", 8, `this ")" closes nothing`},
		{")", 0, `expected a choice id before ")"`},
		{"a && ( )", 5, `there is nothing between these brackets`},
		{"default || a", 0, `"default" stands alone: it can't be joined, negated or put in brackets`},
		{"a && default", 5, `"default" stands alone: it can't be joined, negated or put in brackets`},
		{"(default)", 1, `"default" stands alone: it can't be joined, negated or put in brackets`},
		{"!default", 1, `"default" stands alone: it can't be joined, negated or put in brackets`},
		{strings.Repeat("(", 65) + "a" + strings.Repeat(")", 65), 64,
			`more than 64 brackets and negations inside one another`},
		{strings.Repeat("!", 65) + "a", 64, `more than 64 brackets and negations inside one another`},
		{strings.Repeat("a", 4097), 4096, `the condition has 4097 bytes and may have 4096`},
	} {
		e, err := rules.Parse(c.src)
		if err == nil {
			t.Errorf("%q passed as %q", c.src, e)
			continue
		}
		if err.Offset != c.offset || err.Message != c.message {
			t.Errorf("%q: %d %s\nwant %d %s", c.src, err.Offset, err.Message, c.offset, c.message)
		}
	}
}

func TestSyntaxErrorCountsFromOne(t *testing.T) {
	_, err := rules.Parse("a b")
	if got, want := err.Error(), `at byte 3: expected && or || before "b"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParseTakesWhatTheBoundsAllow(t *testing.T) {
	for _, src := range []string{
		strings.Repeat("(", 64) + "a" + strings.Repeat(")", 64),
		strings.Repeat("!", 64) + "a",
		strings.Repeat("(a) || ", 500) + "!(b)", // depth is counted along one branch only
		strings.Repeat("a", 4096),
	} {
		if _, err := rules.Parse(src); err != nil {
			t.Errorf("%.20q…: %v", src, err)
		}
	}
}

func TestIDsGivesEveryMention(t *testing.T) {
	e, err := rules.Parse("(a && !bb) ||\n a || c-1")
	if err != nil {
		t.Fatal(err)
	}
	want := []rules.ChoiceMention{{ID: "a", Offset: 1}, {ID: "bb", Offset: 7}, {ID: "a", Offset: 15},
		{ID: "c-1", Offset: 20}}
	got := e.IDs()
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("mention %d: %v, want %v", i, got[i], want[i])
		}
	}
}

// FuzzParse: no source makes Parse, String or Match panic, and what String writes is the same condition.
func FuzzParse(f *testing.F) {
	for _, src := range []string{
		"", "default", " default ", "a", "!a", "!!(a || b)", "a && b || c", "(a||b)&&!c", "a & b", "a b", "((a)", "a))",
		"a and b",
		"NET1_2 && !NET1_1 || NET1_3", "(!a) || (!b)", "a &&\n\tb", "default && a", "é", "\xff", "a != b", "()", "!", "a_no",
		"a.b-c",
		strings.Repeat("!", 70) + "a", strings.Repeat("(", 64) + "a", strings.Repeat("a&&", 1400),
	} {
		f.Add(src, uint64(5), uint64(2))
	}
	f.Fuzz(func(t *testing.T, src string, sel, na uint64) {
		e, serr := rules.Parse(src)
		if serr != nil {
			if serr.Offset < 0 || serr.Offset > len(src) || serr.Message == "" {
				t.Fatalf("%q: bad error %+v", src, serr)
			}
			return
		}
		again, serr := rules.Parse(e.String())
		if serr != nil || again.String() != e.String() {
			t.Fatalf("%q is written %q, which gives %v, %v", src, e, again, serr)
		}
		matchBoth(t, e, again, rules.AnswerState{Selected: sel, NotApplicable: na})
	})
}

func matchBoth(t *testing.T, e, again *rules.Condition, st rules.AnswerState) {
	t.Helper()
	var ids []string
	known := map[string]bool{}
	for _, ref := range e.IDs() {
		if !known[ref.ID] {
			known[ref.ID] = true
			ids = append(ids, ref.ID)
		}
	}
	one, err := rules.Compile(ids, []rules.Rule{{Condition: e, Level: rules.HighRisk}})
	if len(ids) > rules.MaxChoices {
		if err == nil {
			t.Fatalf("%d choices passed", len(ids))
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	two, err := rules.Compile(ids, []rules.Rule{{Condition: again, Level: rules.HighRisk}})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := one.Match(st), two.Match(st); a != b {
		t.Fatalf("%q matches %d, and as written again %d", e, a, b)
	}
	if a, ok := one.Analyse(); ok && one.Match(st) == 0 && a.Rules[0].Reach == rules.ReachNever && !e.Default() &&
		unbounded(one, st) {
		t.Fatalf("%q never fires, but does", e)
	}
	one.Cheapest(st, 3)
}

// unbounded reports whether a state is one that Analyse speaks of.
func unbounded(s *rules.RuleSet, st rules.AnswerState) bool {
	st = s.Normal(st)
	return st != rules.AnswerState{} && (s.Regular() == 0 || st.NotApplicable != s.Regular())
}

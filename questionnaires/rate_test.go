package questionnaires

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// makeQuestion makes a question of "id=Title" lines for the choices, a blank line, and "RISK condition" lines for the
// rules.
func makeQuestion(t testing.TB, text string) *Question {
	t.Helper()
	q := &Question{ID: "question"}
	choices, rules, _ := strings.Cut(strings.TrimSpace(text), "\n\n")
	for _, line := range strings.Split(choices, "\n") {
		id, title, _ := strings.Cut(strings.TrimSpace(line), "=")
		q.Choices = append(q.Choices, &Choice{ID: id, Title: title})
	}
	for _, line := range strings.Split(strings.TrimSpace(rules), "\n") {
		if risk, condition, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			q.RiskRules = append(q.RiskRules, RiskRule{Condition: condition, Risk: risk + "_RISK"})
		}
	}
	if err := q.compile(); err != nil {
		t.Fatal(err)
	}
	return q
}

// questionOfIDs makes a question of choices by id alone.
func questionOfIDs(t testing.TB, choices string, rules ...string) *Question {
	t.Helper()
	return makeQuestion(t, strings.Join(strings.Fields(choices), "\n")+"\n\n"+strings.Join(rules, "\n"))
}

// readAnswer reads "a b !c": a and b selected, c not applicable; "!" alone is a question that does not apply.
func readAnswer(text string) (a Answer) {
	for _, word := range strings.Fields(text) {
		switch id, na := strings.CutPrefix(word, "!"); {
		case id == "":
			a.DoesNotApply = true
		case na:
			a.NotApplicable = append(a.NotApplicable, id)
		default:
			a.Selected = append(a.Selected, id)
		}
	}
	return a
}

func TestRate(t *testing.T) {
	standard := questionOfIDs(t, "a b c q_no", "NO a && b && c", "MEDIUM a", "HIGH default")
	only := questionOfIDs(t, "q_no", "HIGH q_no", "NO default")
	bare := questionOfIDs(t, "a b", "NO a")
	for _, c := range []struct {
		why    string
		q      *Question
		answer string
		risk   Risk
		rule   int
		basis  RatingBasis
	}{
		{"nothing at all", standard, "", RiskUnanswered, -1, OnNoAnswer},
		{"an unknown id is no answer", standard, "zzz !yyy", RiskUnanswered, -1, OnNoAnswer},
		{"all in place", standard, "a b c", RiskNone, 0, OnRule},
		{"in any order, more than once", standard, "c b a b", RiskNone, 0, OnRule},
		{"some in place", standard, "a c", RiskMedium, 1, OnRule},
		{"the wrong ones", standard, "b c", RiskHigh, 2, OnDefault},
		{"none of these", standard, "q_no", RiskHigh, 2, OnDefault},
		{"none of these next to others changes nothing", standard, "a q_no", RiskMedium, 1, OnRule},
		{"a mark alone is an answer", standard, "!c", RiskHigh, 2, OnDefault},
		{"not applicable is passed over", standard, "a b !c", RiskNone, 0, OnRule},
		{"selected and not applicable is not applicable", standard, "a b !a", RiskMedium, 1, OnRule},
		{"nothing applies", standard, "!a !b !c", RiskNone, -1, OnAllNotApplicable},
		{"nothing applies, in spite of what is selected", standard, "a q_no !a !b !c", RiskNone, -1, OnAllNotApplicable},
		{"none of these can't be not applicable", standard, "!q_no", RiskUnanswered, -1, OnNoAnswer},
		{"the question does not apply", standard, "!", RiskNotApplicable, -1, OnQuestionNotApplicable},
		{"whatever is selected", standard, "a b ! !c", RiskNotApplicable, -1, OnQuestionNotApplicable},
		{"no choice but none of these", only, "q_no", RiskHigh, 0, OnRule},
		{"which is unanswered without it", only, "!q_no", RiskUnanswered, -1, OnNoAnswer},
		{"no rule and no default", bare, "b", RiskUndecided, -1, OnNoRule},
	} {
		got := c.q.Rate(readAnswer(c.answer))
		if got.Risk != c.risk || got.Rule != c.rule || got.Basis != c.basis {
			t.Errorf("%s (%s): %s by %d, %s; want %s by %d, %s",
				c.why, c.answer, got.Risk, got.Rule, got.Basis, c.risk, c.rule, c.basis)
		}
	}
}

func TestRatingsOfEqualAnswersAreEqual(t *testing.T) {
	q := questionOfIDs(t, "a b c", "NO a && b", "HIGH default")
	if q.Rate(readAnswer("a b !c zz")) != q.Rate(readAnswer("b c a !c")) {
		t.Error("the order of ids, or one that is not there, makes a difference")
	}
}

func TestCompileRefuses(t *testing.T) {
	for _, c := range []struct{ condition, risk, want string }{
		{"a &", "NO_RISK", `question x, rule 1: at byte 3: a single "&" means nothing here: write &&`},
		{"a", "LOW_RISK", `question x, rule 1: unknown risk "LOW_RISK"`},
		{"b", "NO_RISK", `question x: rule 1, at byte 1: there is no choice "b"`},
	} {
		q := &Question{
			ID:        "x",
			Choices:   []*Choice{{ID: "a"}},
			RiskRules: []RiskRule{{Condition: c.condition, Risk: c.risk}},
		}
		if err := q.compile(); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.condition, err, c.want)
		}
	}
}

// The rules package tells a "none of these" by itself.
func TestNoneOfTheseIsOneRule(t *testing.T) {
	for _, id := range []string{"_no", "a_no", "x_no_no", "no", "a_No", "a_no1", "anno"} {
		q := questionOfIDs(t, "other "+id, "HIGH default")
		if regular := q.set.Regular()>>1&1 != 0; regular == IsNoneOfThese(id) {
			t.Errorf("%s: the packages differ", id)
		}
	}
}

func TestRateDoesNotAllocate(t *testing.T) {
	q, a := sizedQuestion(t, 15)
	if n := testing.AllocsPerRun(100, func() { q.Rate(a) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// What led to a risk, and what is missing, comes as facts; which sentences they make is tested with package labels.
func TestReasonsAreFacts(t *testing.T) {
	q := questionOfIDs(t, "a b c q_no", "NO a && b && c", "MEDIUM a && b", "HIGH default")
	for answer, want := range map[string]RatingReason{
		"":     {Risk: RiskUnanswered, Basis: OnNoAnswer},
		"!":    {Risk: RiskNotApplicable, Basis: OnQuestionNotApplicable},
		"q_no": {Risk: RiskHigh, Basis: OnDefault, NoneOfThese: []string{"q_no"}},
		"a !c": {Risk: RiskHigh, Basis: OnDefault, Selected: []string{"a"}, NotApplicable: []string{"c"}},
		"a b":  {Risk: RiskMedium, Basis: OnRule, Selected: []string{"a", "b"}, Partial: true},
		"a b !c": {Risk: RiskNone, Basis: OnRule, Selected: []string{"a", "b"}, NotApplicable: []string{"c"},
			Complete: true},
		"!a !b !c": {Risk: RiskNone, Basis: OnAllNotApplicable, NotApplicable: []string{"a", "b", "c"}, Complete: true},
	} {
		a := readAnswer(answer)
		got := q.Rate(a).Reason()
		if showPaths(got.Paths) != showPaths(q.Paths(a)) {
			t.Errorf("%q: paths %s", answer, showPaths(got.Paths))
		}
		got.Rule, got.Paths, got.question = 0, nil, nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %+v, want %+v", answer, got, want)
		}
	}
	raised := questionOfIDs(t, "a b", "HIGH a && b || b", "NO default").Rate(readAnswer("!a")).Reason()
	if !slices.Equal(raised.Unselected, []string{"b"}) || !slices.Equal(raised.NotApplicable, []string{"a"}) ||
		raised.Title("a") != "a" {
		t.Errorf("got %+v", raised)
	}
}

// sizedQuestion makes a question of n choices such as lenses have, and an answer to it.
func sizedQuestion(t testing.TB, n int) (*Question, Answer) {
	t.Helper()
	var ids []string
	for i := 1; i < n; i++ {
		ids = append(ids, fmt.Sprintf("PRACTICE_1_%d", i))
	}
	half := ids[:len(ids)/2]
	q := questionOfIDs(t, strings.Join(ids, " ")+" PRACTICE_1_no", "NO "+strings.Join(ids, " && "),
		"MEDIUM "+strings.Join(half, " && ")+" && ("+strings.Join(ids[len(half):], " || ")+")", "HIGH default")
	return q, Answer{Selected: append([]string(nil), ids[:len(ids)-2]...), NotApplicable: ids[len(ids)-1:]}
}

func BenchmarkRate(b *testing.B) {
	for _, n := range []int{6, 10, 15} {
		q, a := sizedQuestion(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q.Rate(a)
			}
		})
		for i, j := 0, len(a.Selected)-1; i < j; i, j = i+1, j-1 {
			a.Selected[i], a.Selected[j] = a.Selected[j], a.Selected[i]
		}
		b.Run(fmt.Sprint(n, "backwards"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q.Rate(a)
			}
		})
	}
}

func BenchmarkReason(b *testing.B) {
	q, a := sizedQuestion(b, 15)
	a.Selected = a.Selected[:2]
	b.ReportAllocs()
	for b.Loop() {
		if q.Rate(a).Reason().Paths == nil {
			b.Fatal("no reason")
		}
	}
}

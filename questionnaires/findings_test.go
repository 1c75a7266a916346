package questionnaires

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFindings(t *testing.T) {
	for _, c := range []struct {
		why   string
		q     *Question
		wants []RuleFinding
	}{
		{"nothing odd", questionOfIDs(t, "a b q_no", "NO a && b", "MEDIUM a", "HIGH default"), nil},
		{"a none-of-these that no rule names is not reported",
			questionOfIDs(t, "a b q_no", "NO a", "MEDIUM b", "HIGH default"), nil},
		{"no default, with a gap", questionOfIDs(t, "a b q_no", "NO a && b", "HIGH !a && b"), []RuleFinding{
			{Kind: MissingDefault, Rule: -1, Risk: RiskUndecided,
				Message: `There is no default rule, and some answers meet no rule, for example with "q_no" selected. For them the lens does not say: they are undecided.`},
		}},
		{"no default, no gap", questionOfIDs(t, "a b q_no", "NO a && b", "HIGH !a || !b"), []RuleFinding{
			{Kind: MissingDefault, Rule: -1,
				Message: `There is no default rule. As the rules stand, every answer meets one of them.`},
		}},
		{"two defaults", questionOfIDs(t, "a b", "NO a", "HIGH default", "MEDIUM default"), []RuleFinding{
			{Kind: DuplicateDefault, Rule: 2, Risk: RiskMedium,
				Message: `Rule 3 is a second default and never decides, since rule 2 is the one that applies.`},
			{Kind: RiskUnreachable, Rule: 2, Risk: RiskMedium, Message: `No answer comes to MEDIUM, though rule 3 states it.`},
			{Kind: ChoiceWithoutEffect, Rule: -1, ChoiceID: "b", Message: `The risk does not depend on "b": no rule names it.`},
		}},
		{"the rules leave nothing to the default", questionOfIDs(t, "a b q_no", "NO a", "MEDIUM !a", "HIGH default"),
			[]RuleFinding{
				{Kind: RuleNeedsInapplicable, Rule: 2, Risk: RiskHigh,
					Message: `The default rule (rule 3, HIGH_RISK) decides only where choices are marked as not applicable, for example with nothing selected and "a" not applicable.`},
				{Kind: ChoiceWithoutEffect, Rule: -1, ChoiceID: "b", Message: `The risk does not depend on "b": no rule names it.`},
			}},
		{"a contradiction", questionOfIDs(t, "a b q_no", "NO a && b", "MEDIUM (a || b) && !a && !b", "HIGH default"),
			[]RuleFinding{
				{Kind: RuleNeverFires, Rule: 1, Risk: RiskMedium,
					Message: `Rule 2 (MEDIUM_RISK) never decides: no answer meets its condition.`},
				{Kind: RiskUnreachable, Rule: 1, Risk: RiskMedium, Message: `No answer comes to MEDIUM, though rule 2 states it.`},
			}},
		{"an earlier rule leaves the answers in which neither applies",
			questionOfIDs(t, "a b c q_no", "NO a || b", "MEDIUM a && b", "HIGH default"), []RuleFinding{
				{Kind: RuleNeedsInapplicable, Rule: 1, Risk: RiskMedium,
					Message: `Rule 2 (MEDIUM_RISK) decides only where choices are marked as not applicable, for example with "c" selected and "a" and "b" not applicable.`},
				{Kind: ChoiceWithoutEffect, Rule: -1, ChoiceID: "c", Message: `The risk does not depend on "c": no rule names it.`},
			}},
		{"an earlier rule takes it all", questionOfIDs(t, "a b q_no", "NO a", "MEDIUM a && b", "HIGH default"), []RuleFinding{
			{Kind: RuleNeverFires, Rule: 1, Risk: RiskMedium,
				Message: `Rule 2 (MEDIUM_RISK) never decides: every answer that meets its condition meets an earlier rule first (rule 1).`},
			{Kind: RiskUnreachable, Rule: 1, Risk: RiskMedium, Message: `No answer comes to MEDIUM, though rule 2 states it.`},
			{Kind: ChoiceWithoutEffect, Rule: -1, ChoiceID: "b",
				Message: `The risk does not depend on "b", though the rules name it.`},
		}},
		{"one choice", questionOfIDs(t, "only", "NO only", "HIGH default"), []RuleFinding{
			{Kind: RuleNeverFires, Rule: 1, Risk: RiskHigh,
				Message: `The default rule (rule 2, HIGH_RISK) never decides: every answer meets another rule. With a single choice and no "none of these" (an id ending in _no), every answer has that choice selected.`},
			{Kind: RiskUnreachable, Rule: 1, Risk: RiskHigh, Message: `No answer comes to HIGH, though rule 2 states it.`},
		}},
		{"only none of these", questionOfIDs(t, "q_no", "HIGH q_no", "NO default"), []RuleFinding{
			{Kind: RuleNeverFires, Rule: 1, Risk: RiskNone,
				Message: `The default rule (rule 2, NO_RISK) never decides: every answer meets another rule.`},
			{Kind: RiskUnreachable, Rule: 1, Risk: RiskNone, Message: `No answer comes to NONE, though rule 2 states it.`},
			{Kind: ChoiceWithoutEffect, Rule: -1, Message: `No choice has an effect: every answer comes to the same risk.`},
		}},
		{"only whether something is selected matters",
			questionOfIDs(t, "a b", "NO (b || !b || a) && (a || !a || b)", "NO b", "NO a", "HIGH default"), []RuleFinding{
				{Kind: RuleNeverFires, Rule: 1, Risk: RiskNone,
					Message: `Rule 2 (NO_RISK) never decides: every answer that meets its condition meets an earlier rule first (rule 1).`},
				{Kind: RuleNeverFires, Rule: 2, Risk: RiskNone,
					Message: `Rule 3 (NO_RISK) never decides: every answer that meets its condition meets an earlier rule first (rule 1).`},
				{Kind: RuleNeedsInapplicable, Rule: 3, Risk: RiskHigh,
					Message: `The default rule (rule 4, HIGH_RISK) decides only where choices are marked as not applicable, for example with nothing selected and "b" not applicable.`},
				{Kind: ChoiceWithoutEffect, Rule: -1, ChoiceID: "a",
					Message: `The risk does not depend on "a", though the rules name it.`},
				{Kind: ChoiceWithoutEffect, Rule: -1, ChoiceID: "b",
					Message: `The risk does not depend on "b", though the rules name it.`},
			}},
		{"one choice and none of these", questionOfIDs(t, "only only_no", "NO only", "HIGH default"), nil},
		{"only a default", questionOfIDs(t, "a b q_no", "HIGH default"), []RuleFinding{
			{Kind: RiskUnreachable, Rule: -1, Risk: RiskNone,
				Message: `No answer comes to NONE, and no rule states it: only marking everything as not applicable clears this question.`},
			{Kind: ChoiceWithoutEffect, Rule: -1, Message: `No choice has an effect: every answer comes to the same risk.`},
		}},
		{"a choice that matters only where another does not apply",
			questionOfIDs(t, "a b c q_no", "NO a && (b || !b || c)", "HIGH default"), nil},
		{"a none-of-these named in vain", questionOfIDs(t, "a b q_no", "NO a && b && (q_no || !q_no)", "HIGH default"),
			[]RuleFinding{
				{Kind: ChoiceWithoutEffect, Rule: -1, ChoiceID: "q_no",
					Message: `The risk does not depend on "q_no", though the rules name it.`},
			}},
	} {
		compareFindings(t, c.why, c.q.Findings(), c.wants)
	}
}

func compareFindings(t *testing.T, why string, got, wants []RuleFinding) {
	t.Helper()
	if len(got) != len(wants) {
		t.Errorf("%s: %d findings, want %d: %+v", why, len(got), len(wants), got)
		return
	}
	for i, want := range wants {
		want.QuestionID = "question"
		if got[i] != want {
			t.Errorf("%s:\n got %+v\nwant %+v", why, got[i], want)
		}
	}
}

func TestTangledRulesAreReported(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var ids, terms []string
	for i := range 40 {
		ids = append(ids, fmt.Sprint("c", i))
	}
	for range 80 {
		var term []string
		for range 5 {
			term = append(term, []string{"", "!"}[r.IntN(2)]+ids[r.IntN(len(ids))])
		}
		terms = append(terms, strings.Join(term, " && "))
	}
	q := questionOfIDs(t, strings.Join(ids, " "), "NO "+strings.Join(terms, " || "), "HIGH default")
	got := q.Findings()
	if len(got) != 1 || got[0].Kind != TooComplex || got[0].QuestionID != "question" || got[0].Rule != -1 {
		t.Errorf("%+v", got)
	}
}

func TestLensFindingsNameThePillar(t *testing.T) {
	odd, fine := questionOfIDs(t, "a b q_no", "NO a && b", "HIGH !a && b"),
		questionOfIDs(t, "a b q_no", "NO a && b", "HIGH default")
	l := &Lens{Pillars: []*Pillar{{ID: "one", Questions: []*Question{fine}},
		{ID: "two", Questions: []*Question{fine, odd}}}}
	got := l.Findings()
	if len(got) != 1 || got[0].PillarID != "two" || got[0].QuestionID != "question" || got[0].Kind != MissingDefault {
		t.Errorf("%+v", got)
	}
}

func BenchmarkFindings(b *testing.B) {
	for _, n := range []int{6, 15} {
		q, _ := sizedQuestion(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q.Findings()
			}
		})
	}
}

// FuzzFindings looks for rules whose analysis costs more than it may: what a question allocates, and under -fuzz how
// long it takes.
func FuzzFindings(f *testing.F) {
	f.Add("(ch_0 && ch_1) || (ch_2 && ch_3)", "(ch_0 && ch_2) || (ch_1 && ch_3)", "!ch_0")
	f.Add(pairsCondition(100, 15, 7), pairsCondition(100, 15, 11), pairsCondition(100, 15, 13))
	f.Add("default", "", "")
	fuzzing := slices.ContainsFunc(os.Args, func(arg string) bool { return strings.HasPrefix(arg, "-test.fuzz=") })
	f.Fuzz(func(t *testing.T, high, medium, none string) {
		lens, _ := Parse(tangledLens(high, medium, none), ParseOptions{})
		if lens == nil {
			return
		}
		var before, after runtime.MemStats
		start := time.Now()
		runtime.ReadMemStats(&before)
		lens.Findings()
		q := lens.Pillars[0].Questions[0]
		q.Table()
		q.Paths(Answer{})
		runtime.ReadMemStats(&after)
		if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 32<<20 {
			t.Errorf("takes %d MB", bytes>>20)
		}
		if took := time.Since(start); fuzzing && took > time.Second {
			t.Errorf("takes %s", took)
		}
	})
}

// pairsCondition is a condition of so many pairs of choices that no order of the choices makes its diagram small.
func pairsCondition(n, choices, step int) string {
	terms := make([]string, n)
	for i := range terms {
		terms[i] = fmt.Sprintf("(ch_%d && ch_%d)", i*step%choices, (i*i+step)%choices)
	}
	return strings.Join(terms, " || ")
}

// tangledLens is a lens of one question with as many choices as there may be, and a rule for each condition that is
// given.
func tangledLens(conditions ...string) []byte {
	q := map[string]any{"id": "question", "title": "Question"}
	var choices, rules []map[string]string
	for i := range MaxChoices {
		choices = append(choices, map[string]string{"id": fmt.Sprint("ch_", i), "title": fmt.Sprint("Choice ", i)})
	}
	for i, c := range conditions {
		if c != "" {
			rules = append(rules, map[string]string{"condition": c, "risk": []string{"HIGH_RISK", "MEDIUM_RISK", "NO_RISK"}[i]})
		}
	}
	q["choices"], q["riskRules"] = choices, rules
	doc, err := json.Marshal(map[string]any{"schemaVersion": "2021-11-01", "name": "Tangled", "description": "Rules",
		"pillars": []any{
			map[string]any{"id": "pillar", "name": "Pillar", "questions": []any{q}}}})
	if err != nil {
		panic(err)
	}
	return doc
}

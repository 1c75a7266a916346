package labels_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models/labels"
	"plumbline/questionnaires"
)

var updateGolden = flag.Bool("update", false, "write the golden files anew")

// makeQuestion makes a question of "id=Title" lines for the choices, a blank line, and "RISK condition" lines for the
// rules.
func makeQuestion(t testing.TB, text string) *questionnaires.Question {
	t.Helper()
	var choices, rules []map[string]any
	first, second, _ := strings.Cut(strings.TrimSpace(text), "\n\n")
	for _, line := range strings.Split(first, "\n") {
		id, title, _ := strings.Cut(strings.TrimSpace(line), "=")
		if title == "" {
			title = id
		}
		choices = append(choices, map[string]any{"id": id, "title": title})
	}
	for _, line := range strings.Split(strings.TrimSpace(second), "\n") {
		risk, condition, _ := strings.Cut(strings.TrimSpace(line), " ")
		rules = append(rules, map[string]any{"condition": condition, "risk": risk + "_RISK"})
	}
	document, err := json.Marshal(map[string]any{"schemaVersion": "2021-11-01", "name": "Lens", "description": "A lens",
		"pillars": []any{map[string]any{"id": "pillar", "name": "Pillar", "questions": []any{map[string]any{
			"id": "question", "title": "Question", "description": "A question", "choices": choices, "riskRules": rules}}}}})
	if err != nil {
		t.Fatal(err)
	}
	lens, problems := questionnaires.Parse(document, questionnaires.ParseOptions{})
	if lens == nil {
		t.Fatalf("%v in %s", problems, document)
	}
	return lens.Pillars[0].Questions[0]
}

// readAnswer reads "a b !c": a and b selected, c not applicable; "!" alone is a question that does not apply.
func readAnswer(text string) (a questionnaires.Answer) {
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

// TestExplanations holds what people read against testdata/reasonLabels.golden: every question of
// testdata/reasonLabels.txt with every answer listed there.
func TestExplanations(t *testing.T) {
	var out strings.Builder
	source, err := os.ReadFile(filepath.Join("testdata", "reasons.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range strings.Split(string(source), "\n===\n") {
		text, answers, found := strings.Cut(block, "\n---\n")
		if !found {
			t.Fatalf("no answers in %q", block)
		}
		q := makeQuestion(t, text)
		fmt.Fprintf(&out, "%s\n\n", strings.TrimSpace(text))
		for _, answer := range strings.Split(strings.TrimRight(answers, "\n"), "\n") {
			r := q.Rate(readAnswer(strings.TrimPrefix(answer, ">")))
			e := labels.Explain(r.Reason())
			answer = strings.TrimSpace(strings.TrimPrefix(answer, ">"))
			fmt.Fprintf(&out, "> %s\n  %s, %s\n  %s\n", answer, r.Risk, r.Basis, e.Text())
			partsOf(t, e)
		}
		out.WriteString("\n")
	}
	compareGolden(t, "reasons.golden", out.String())
}

// partsOf holds the shorter forms of an explanation against the whole one.
func partsOf(t *testing.T, e labels.Explanation) {
	t.Helper()
	whole := strings.ToLower(e.Text())
	if beside := strings.ToLower(e.Beside()); beside == "" || !strings.HasSuffix(whole, beside) {
		t.Errorf("%q does not end with %q", e.Text(), e.Beside())
	}
	grounds := strings.ToLower(e.Grounds())
	if grounds == "" || !strings.Contains(whole, grounds) {
		t.Errorf("the grounds %q are no part of %q", e.Grounds(), e.Text())
	}
	for _, mark := range []string{"still missing for", "selecting it gives", "selecting them gives"} {
		if strings.Contains(grounds, mark) {
			t.Errorf("the grounds tell what is missing: %q", e.Grounds())
		}
	}
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *updateGolden {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the sentences differ from %s; got\n%s", file, got)
	}
}

// The forms for a place beside the label of the risk, and for an answer that kept a risk which the rules do not give
// any more.
func TestExplanationBesideTheRisk(t *testing.T) {
	q := makeQuestion(t, "aaa=A\nbbb=B\nqqq_no=None of these\n\nNO aaa && bbb\nHIGH default")
	undecided := makeQuestion(t, "aaa=A\nbbb=B\n\nNO aaa && bbb")
	const (
		few    = "Not enough is selected for a lower risk."
		open   = "Not answered yet: nothing is selected and nothing is marked as not applicable."
		both   = "Both practices of this question are marked as not applicable."
		silent = "The lens does not say, since no rule of this question covers this answer and there is no default rule."
	)
	for _, row := range []struct {
		q                       *questionnaires.Question
		answer, beside, grounds string
	}{
		{q, "aaa", few + " Still missing for no risk: “B”.", few},
		{q, "", open, open},
		{q, "!", "Not rated: the question is marked as not applicable to this workload.",
			"The question is marked as not applicable to this workload."},
		{q, "!aaa !bbb", both, both},
		{undecided, "aaa", silent + " Still missing for no risk: “B”.", silent},
	} {
		e := labels.Explain(row.q.Rate(readAnswer(row.answer)).Reason())
		if e.Beside() != row.beside || e.Grounds() != row.grounds {
			t.Errorf("%q: beside %q, grounds %q", row.answer, e.Beside(), e.Grounds())
		}
	}
	kept := labels.ExplainRecorded(questionnaires.RiskMedium, q.Rate(readAnswer("aaa")).Reason())
	const told = "Recorded as Medium. The risk rules give High: High risk: not enough is selected for a lower risk."
	if kept.Grounds() != told || kept.Beside() != told+" Still missing for no risk: “B”." ||
		kept.Text() != kept.Beside() {
		t.Errorf("kept: %q, %q, %q", kept.Grounds(), kept.Beside(), kept.Text())
	}
}

// Explanations of random questions and answers are whole sentences.
func TestExplanationsOfAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	ids := []string{"aaa", "bbb", "ccc", "ddd", "xxx_no"}
	term := func() string {
		return []string{"", "", "!"}[r.IntN(3)] + ids[r.IntN(len(ids))]
	}
	for range 60 {
		var rules []string
		for _, risk := range []string{"NO", "MEDIUM"} {
			glue := []string{" && ", " || "}[r.IntN(2)]
			rules = append(rules, risk+" "+term()+glue+"("+term()+" || "+term()+")")
		}
		if r.IntN(4) > 0 {
			rules = append(rules, []string{"NO", "MEDIUM", "HIGH"}[r.IntN(3)]+" default")
		}
		q := makeQuestion(t, strings.Join(ids, "\n")+"\n\n"+strings.Join(rules, "\n"))
		for code := range 3 * 3 * 3 * 3 * 2 {
			var a questionnaires.Answer
			for i, rest := 0, code; i < len(ids); i, rest = i+1, rest/3 {
				switch rest % 3 {
				case 1:
					a.Selected = append(a.Selected, ids[i])
				case 2:
					a.NotApplicable = append(a.NotApplicable, ids[i])
				}
			}
			text := labels.Explain(q.Rate(a).Reason()).Text()
			for _, bad := range []string{"““", "  ", ": .", ".."} {
				if !strings.HasSuffix(text, ".") || strings.Contains(text, bad) {
					t.Fatalf("%v with %v: bad sentence %q", rules, a, text)
				}
			}
		}
	}
}

func BenchmarkExplain(b *testing.B) {
	q := makeQuestion(b,
		"aaa=A\nbbb=B\nccc=C\nddd=D\n\nNO aaa && bbb && ccc && ddd\nMEDIUM aaa && (bbb || ccc)\nHIGH default")
	a := readAnswer("aaa")
	b.ReportAllocs()
	for b.Loop() {
		if labels.Explain(q.Rate(a).Reason()).Text() == "" {
			b.Fatal("no explanation")
		}
	}
}

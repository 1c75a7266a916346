package check_test

import (
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/check"
	"plumbline/questionnaires"
)

// state is a workload with one review, of a lens with a question for each "id:RISK". "-" is no review at all.
func state(t *testing.T, text string) models.Snapshot {
	t.Helper()
	var s models.Snapshot
	for id, questions := range lensesIn(text) {
		var parts []string
		for _, q := range questions {
			name, _, _ := strings.Cut(q, ":")
			parts = append(parts, `{"id":"`+name+`","title":"Question `+name+`","choices":[{"id":"`+name+
				`_a","title":"A","improvementPlan":{"displayText":"Do it"}}],`+
				`"riskRules":[{"condition":"default","risk":"HIGH_RISK"}]}`)
		}
		doc, problems := questionnaires.Parse([]byte(`{"schemaVersion":"2021-11-01","name":"Lens","description":"d",`+
			`"pillars":[{"id":"pillar","name":"Pillar","questions":[`+strings.Join(parts, ",")+`]}]}`),
			questionnaires.ParseOptions{})
		if doc == nil {
			t.Fatal(problems)
		}
		r := models.ReviewSnapshot{Lens: models.Lens{ID: id, Key: id}, Doc: doc, Review: models.Review{ID: id}}
		for _, q := range questions {
			name, risk, _ := strings.Cut(q, ":")
			r.Answers = append(r.Answers, models.Answer{QuestionID: name, PillarID: "pillar",
				Risk: questionnaires.Risk(risk)})
		}
		s.Reviews = append(s.Reviews, r)
	}
	return s
}

// lensesIn reads "lens question:RISK question:RISK / lens …".
func lensesIn(text string) map[string][]string {
	lenses := map[string][]string{}
	for part := range strings.SplitSeq(text, "/") {
		if words := strings.Fields(part); len(words) > 0 && words[0] != "-" {
			lenses[words[0]] = words[1:]
		}
	}
	return lenses
}

func TestChecks(t *testing.T) {
	n := func(i int) *int { return &i }
	for name, row := range map[string]struct {
		now, baseline, lens string
		rules               check.Rules
		fails               string // kinds of the terms that don't hold
		changes             string
	}{
		"no risk passes":       {now: "lens one:NONE two:NOT_APPLICABLE"},
		"a medium risk passes": {now: "lens one:MEDIUM"},
		"a high risk fails":    {now: "lens one:HIGH", fails: "high"},
		"as many as are allowed": {
			now: "lens one:HIGH two:HIGH", rules: check.Rules{MaxHigh: n(2)},
		},
		"one more": {
			now: "lens one:HIGH two:HIGH", rules: check.Rules{MaxHigh: n(1)}, fails: "high",
		},
		"medium risks are counted where asked": {
			now: "lens one:MEDIUM", rules: check.Rules{MaxMedium: n(0)}, fails: "medium",
		},
		"then high ones are not": {now: "lens one:HIGH", rules: check.Rules{MaxMedium: n(0)}},
		"no review never passes": {now: "-", fails: "reviewed"},
		"not even where much is allowed": {
			now: "-", rules: check.Rules{MaxHigh: n(99), AllowUnanswered: true}, fails: "reviewed",
		},
		"nothing answered": {now: "lens one:UNANSWERED", fails: "reviewed unanswered"},
		"nor where it is allowed": {
			now: "lens one:UNANSWERED", rules: check.Rules{AllowUnanswered: true}, fails: "reviewed",
		},
		"one open question fails": {now: "lens one:NONE two:UNANSWERED", fails: "unanswered"},
		"unless it is allowed": {
			now: "lens one:NONE two:UNANSWERED", rules: check.Rules{AllowUnanswered: true},
		},
		"an undecided one": {now: "lens one:NONE two:UNDECIDED", fails: "undecided"},
		"allowed too": {
			now: "lens one:NONE two:UNDECIDED", rules: check.Rules{AllowUnanswered: true},
		},
		"of one lens only": {now: "lens one:NONE / other two:HIGH", lens: "lens"},
		"of the other": {
			now: "lens one:NONE / other two:HIGH", lens: "other", fails: "high",
		},
		"new, known and regressed": {
			now:      "lens new:HIGH old:HIGH bad:MEDIUM too:HIGH",
			baseline: "lens new:UNANSWERED old:HIGH bad:NONE too:MEDIUM", rules: check.Rules{MaxWorse: n(0)},
			fails: "worse", changes: "new new, regressed bad, regressed too",
		},
		"as many worse ones as are allowed": {
			now: "lens one:HIGH", baseline: "lens one:NONE", rules: check.Rules{MaxWorse: n(1)},
			changes: "regressed one",
		},
		"old risks alone": {
			now: "lens one:HIGH", baseline: "lens one:HIGH", rules: check.Rules{MaxWorse: n(0)},
		},
		"a new question, and an undecided one": {
			now: "lens one:HIGH two:MEDIUM", baseline: "lens two:UNDECIDED", fails: "high", changes: "new one, new two",
		},
		"fixed, lowered and gone": {
			now: "lens one:NONE two:MEDIUM six:NOT_APPLICABLE", baseline: "lens one:HIGH two:HIGH six:MEDIUM end:HIGH",
			changes: "fixed one, fixed six, lowered two, removed end",
		},
		"a lens that was removed fixes nothing": {
			now: "lens one:NONE", baseline: "lens one:NONE / other two:HIGH", changes: "removed two",
		},
		"but is not asked about": {
			now: "lens one:NONE", baseline: "lens one:NONE / other two:HIGH", lens: "lens",
		},
		"taken back answers are not fixed risks": {
			now: "lens one:UNANSWERED two:UNDECIDED six:NONE", baseline: "lens one:HIGH two:MEDIUM six:NONE",
			fails: "unanswered undecided", changes: "open one, open two",
		},
	} {
		in := check.Input{Now: state(t, row.now), LensID: row.lens, Rules: row.rules}
		if row.baseline != "" {
			in.Baseline = new(state(t, row.baseline))
		}
		v, err := check.Of(in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var fails, changes []string
		for _, term := range v.Terms {
			if !term.Holds {
				fails = append(fails, string(term.Kind))
			}
		}
		for _, c := range v.Changes {
			changes = append(changes, string(c.Kind)+" "+c.ID)
		}
		if got := strings.Join(fails, " "); got != row.fails || v.Passed() != (row.fails == "") {
			t.Errorf("%s: fails by %q, want %q; passed: %v", name, got, row.fails, v.Passed())
		}
		if got := strings.Join(changes, ", "); got != row.changes {
			t.Errorf("%s: changes %q, want %q", name, got, row.changes)
		}
	}
}

func TestWhatGotWorseNeedsABaseline(t *testing.T) {
	_, err := check.Of(check.Input{Now: state(t, "lens one:NONE"), Rules: check.Rules{MaxWorse: new(0)}})
	if models.CodeOf(err) != models.CodeInvalid {
		t.Errorf("without a baseline: %v", err)
	}
	if (check.Verdict{}).Passed() {
		t.Error("a verdict of which nothing was looked at passes")
	}
}

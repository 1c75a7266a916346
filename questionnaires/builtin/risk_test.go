package builtin

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"plumbline/questionnaires"
)

// practices returns the choices of a question but "None of these".
func practices(q *questionnaires.Question) (out []*questionnaires.Choice) {
	for _, c := range q.Choices {
		if !c.NoneOfThese() {
			out = append(out, c)
		}
	}
	return out
}

func idsOf(choices []*questionnaires.Choice) (out []string) {
	for _, c := range choices {
		out = append(out, c.ID)
	}
	return out
}

// worstRisk is the risk of a question in which the choices are missing.
func worstRisk(missing []*questionnaires.Choice) questionnaires.Risk {
	risk := questionnaires.RiskNone
	for _, c := range missing {
		switch {
		case c.Guidance.RiskLevel == questionnaires.LevelHigh:
			return questionnaires.RiskHigh
		case c.Guidance.RiskLevel == questionnaires.LevelMedium:
			risk = questionnaires.RiskMedium
		}
	}
	return risk
}

// withoutChoice leaves out one of a list.
func withoutChoice(list []string, i int) []string { return slices.Concat(list[:i], list[i+1:]) }

// TestRisks: in every question of every lens the risk is the highest level among what applies and is missing.
func TestRisks(t *testing.T) {
	seen := map[string]int{}
	for _, l := range AllLenses() {
		for _, p := range mustLens(t, l.Key).Pillars {
			for _, q := range p.Questions {
				all := practices(q)
				ids := idsOf(all)
				none := q.Choices[len(all)].ID
				rated := func(what string, a questionnaires.Answer, want questionnaires.Risk) {
					if len(a.Selected)+len(a.NotApplicable) == 0 && want != questionnaires.RiskUnanswered {
						a.Selected = []string{none} // the question has one practice: without it somebody still has to answer
					}
					if got := q.Rate(a).Risk; got != want {
						t.Errorf("%s %s: %s with %s, want %s", l.Key, q.ID, got, what, want)
					}
				}
				rated("nothing said", questionnaires.Answer{}, questionnaires.RiskUnanswered)
				rated("all selected", questionnaires.Answer{Selected: ids}, questionnaires.RiskNone)
				rated("none of these", questionnaires.Answer{Selected: []string{none}}, worstRisk(all))
				for i, c := range all {
					seen[c.Guidance.RiskLevel]++
					rated(c.ID+" missing", questionnaires.Answer{Selected: withoutChoice(ids, i)}, worstRisk(all[i:i+1]))
					rated(c.ID+" not applicable", questionnaires.Answer{Selected: withoutChoice(ids, i), NotApplicable: ids[i : i+1]},
						questionnaires.RiskNone)
					others := slices.Concat(all[:i], all[i+1:])
					rated("only "+c.ID, questionnaires.Answer{Selected: ids[i : i+1]}, worstRisk(others))
					rated("only "+c.ID+" and no other applicable",
						questionnaires.Answer{Selected: ids[i : i+1], NotApplicable: idsOf(others)}, questionnaires.RiskNone)
					next := (i + 1) % len(all)
					if next == i {
						continue
					}
					rated(c.ID+" not applicable and the next missing", questionnaires.Answer{
						Selected: slices.DeleteFunc(slices.Clone(ids),
							func(id string) bool { return id == ids[i] || id == ids[next] }),
						NotApplicable: ids[i : i+1]}, worstRisk(all[next:next+1]))
				}
			}
		}
	}
	if seen[questionnaires.LevelHigh] < 100 || seen[questionnaires.LevelMedium] < 50 ||
		seen[questionnaires.LevelLow] < 10 {
		t.Errorf("levels %v", seen)
	}
}

// TestSampleReviews rates one review of each lens and compares it with a golden file. Of choice c of question q
// (counted through the lens) every other one is selected and some do not apply; some questions don't apply or have no
// answer.
func TestSampleReviews(t *testing.T) {
	for _, l := range AllLenses() {
		t.Run(l.Key, func(t *testing.T) {
			var b strings.Builder
			var all questionnaires.RiskCounts
			at := 0
			for _, p := range mustLens(t, l.Key).Pillars {
				var counts questionnaires.RiskCounts
				for _, q := range p.Questions {
					a := sampleAnswer(q, at)
					at++
					r := q.Rate(a)
					counts.Add(r.Risk, 1)
					fmt.Fprintf(&b, "%s\t%s\t%s\tselected %d of %d, %d not applicable\n", q.ID, r.Risk, r.Basis, len(a.Selected),
						len(practices(q)), len(a.NotApplicable))
				}
				fmt.Fprintf(&b, "= %s\t%s\n", p.ID, riskSummary(counts))
				all = all.Plus(counts)
			}
			fmt.Fprintf(&b, "= all\t%s\n", riskSummary(all))
			compareGolden(t, "review-"+l.Key+".txt", b.String())
		})
	}
}

func sampleAnswer(q *questionnaires.Question, at int) (a questionnaires.Answer) {
	if at%11 == 10 {
		return a
	}
	a.DoesNotApply = at%9 == 8
	for i, c := range practices(q) {
		switch full := at%5 == 4; {
		case (at+i)%7 == 3:
			a.NotApplicable = append(a.NotApplicable, c.ID)
		case full || (at+i)%2 == 0:
			a.Selected = append(a.Selected, c.ID)
		}
	}
	return a
}

func riskSummary(c questionnaires.RiskCounts) string {
	score, _ := c.Score()
	return fmt.Sprintf("high %d, medium %d, none %d, unanswered %d, not applicable %d, score %d", c.High, c.Medium, c.None,
		c.Unanswered, c.NotApplicable, score)
}

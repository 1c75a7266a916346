package comparison_test

import (
	"reflect"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/comparison"
	"plumbline/questionnaires"
)

// lensDoc makes a lens of one line per question: "pillar question choice choice …". All choices together are no risk,
// the first alone is medium.
func lensDoc(t *testing.T, lines ...string) *questionnaires.Lens {
	t.Helper()
	var pillars []string
	questions := map[string][]string{}
	for _, line := range lines {
		parts := strings.Fields(line)
		if questions[parts[0]] == nil {
			pillars = append(pillars, parts[0])
		}
		var choices []string
		for _, c := range parts[2:] {
			choices = append(choices, `{"id":"`+c+`","title":"Choice `+c+`","improvementPlan":{"displayText":"Do it"}}`)
		}
		questions[parts[0]] = append(questions[parts[0]], `{"id":"`+parts[1]+`","title":"Question `+parts[1]+
			`","description":"d","choices":[`+
			strings.Join(choices, ",")+`],"riskRules":[{"condition":"`+strings.Join(parts[2:], " && ")+
			`","risk":"NO_RISK"},{"condition":"`+parts[2]+
			`","risk":"MEDIUM_RISK"},{"condition":"default","risk":"HIGH_RISK"}]}`)
	}
	var all []string
	for _, p := range pillars {
		all = append(all, `{"id":"`+p+`","name":"Pillar `+p+`","questions":[`+strings.Join(questions[p], ",")+`]}`)
	}
	doc, problems := questionnaires.Parse([]byte(`{"schemaVersion":"2021-11-01","name":"Lens","description":"d","pillars":[`+
		strings.Join(all, ",")+`]}`), questionnaires.ParseOptions{})
	if doc == nil {
		t.Fatal(problems)
	}
	return doc
}

// frozenReview is a review in which the questions have the selected choices; the others nobody dealt with.
func frozenReview(lens, version string, doc *questionnaires.Lens, selected map[string]string) models.ReviewSnapshot {
	r := models.ReviewSnapshot{Lens: models.Lens{ID: lens, Name: lens}, Version: models.LensVersion{Name: version},
		Doc: doc}
	var rows []models.Answer
	for _, p := range doc.Pillars {
		for _, q := range p.Questions {
			choices, answered := selected[q.ID]
			if !answered {
				continue
			}
			a := models.Unanswered("", p, q)
			for _, c := range strings.Fields(choices) {
				a.Choices = append(a.Choices,
					models.ChoiceAnswer{ChoiceID: c, Status: models.ChoiceSelected, Reason: models.NoReason})
			}
			a.Risk = q.Rate(a.Rated()).Risk
			rows = append(rows, a)
		}
	}
	r.Answers = models.InOrder("", doc, rows)
	r.Review.Pillars = models.CountReview(doc, models.ByQuestion(rows), nil)
	return r
}

func testQuestion(t *testing.T, c comparison.Comparison, id string) comparison.Question {
	t.Helper()
	var found []comparison.Question
	for _, l := range c.Lenses {
		for _, p := range l.Pillars {
			for _, q := range p.Questions {
				if q.ID == id {
					found = append(found, q)
				}
			}
		}
	}
	if len(found) != 1 {
		t.Fatalf("question %s is told %d times", id, len(found))
	}
	return found[0]
}

func TestCompareTheSame(t *testing.T) {
	doc := lensDoc(t, "pil one aaa bbb", "pil two ccc ddd")
	s := models.Snapshot{Reviews: []models.ReviewSnapshot{frozenReview("lens", "1.0", doc,
		map[string]string{"one": "aaa"})}}
	c := comparison.Of(s, s)
	if got := c.Tally(); got != (comparison.Tally{Same: 2}) {
		t.Errorf("%+v", got)
	}
	if q := testQuestion(t, c, "one"); q.Changed() || q.Trend != comparison.Level ||
		q.From.Risk != questionnaires.RiskMedium {
		t.Errorf("%+v", q)
	}
}

func TestCompareAnswers(t *testing.T) {
	doc := lensDoc(t, "pil rise aaa bbb", "pil down ccc ddd", "pil found eee fff", "pil level ggg hhh iii",
		"pil notes jjj kkk", "pil gone lll mmm")
	from := models.Snapshot{Reviews: []models.ReviewSnapshot{frozenReview("lens", "1.0", doc,
		map[string]string{"rise": "aaa", "down": "ccc ddd", "level": "ggg hhh", "notes": "jjj", "gone": "lll"})}}
	to := models.Snapshot{Reviews: []models.ReviewSnapshot{frozenReview("lens", "1.0", doc,
		map[string]string{"rise": "aaa bbb", "down": "ddd", "found": "fff", "level": "ggg iii", "notes": "jjj",
			"gone": "lll"})}}
	to.Reviews[0].Answers[4].Notes = "Said something"
	to.Reviews[0].Answers[5].Applicable, to.Reviews[0].Answers[5].Risk = false, questionnaires.RiskNotApplicable
	c := comparison.Of(from, to)
	for id, want := range map[string]struct {
		trend            comparison.Trend
		choices          string
		from, to         questionnaires.Risk
		changed, applies bool
	}{
		"rise":  {comparison.Better, "bbb", questionnaires.RiskMedium, questionnaires.RiskNone, true, false},
		"down":  {comparison.Worse, "ccc", questionnaires.RiskNone, questionnaires.RiskHigh, true, false},
		"found": {comparison.Level, "fff", questionnaires.RiskUnanswered, questionnaires.RiskHigh, true, false},
		"level": {comparison.Level, "hhh iii", questionnaires.RiskMedium, questionnaires.RiskMedium, true, false},
		"notes": {comparison.Level, "", questionnaires.RiskMedium, questionnaires.RiskMedium, true, false},
		"gone":  {comparison.Better, "", questionnaires.RiskMedium, questionnaires.RiskNotApplicable, true, true},
	} {
		q := testQuestion(t, c, id)
		var choices []string
		for _, x := range q.Choices {
			choices = append(choices, x.ID)
		}
		if q.Trend != want.trend || strings.Join(choices, " ") != want.choices || q.From.Risk != want.from ||
			q.To.Risk != want.to || q.Changed() != want.changed || q.Applies != want.applies || q.Notes != (id == "notes") {
			t.Errorf("%s: %+v", id, q)
		}
	}
	if got := c.Tally(); got != (comparison.Tally{Better: 2, Worse: 1, Changed: 3}) {
		t.Errorf("%+v", got)
	}
	if l := c.Lenses[0]; l.From.Medium != 4 || l.Pillars[0].From != l.From || l.Pillars[0].To.High != 2 {
		t.Errorf("counts: %+v", l)
	}
	back := comparison.Of(to, from).Tally()
	if back != (comparison.Tally{Better: 1, Worse: 2, Changed: 3}) {
		t.Errorf("the other way round: %+v", back)
	}
}

// Another version of the lens: a question moved to another pillar, one is new, one is gone, one lost a choice that was
// selected and one that nobody ever touched.
func TestCompareLensVersions(t *testing.T) {
	v1 := lensDoc(t, "pil one aaa bbb", "pil old ccc ddd", "pil trim eee fff ggg", "end last hhh iii")
	v2 := lensDoc(t, "new fresh xxx yyy", "pil trim eee jjj", "pil last hhh iii", "new one aaa bbb")
	from := models.Snapshot{Reviews: []models.ReviewSnapshot{frozenReview("lens", "1.0", v1,
		map[string]string{"one": "aaa", "old": "ccc", "trim": "eee fff", "last": "hhh"})}}
	to := models.Snapshot{Reviews: []models.ReviewSnapshot{frozenReview("lens", "2.0", v2,
		map[string]string{"one": "aaa", "trim": "eee jjj", "last": "hhh"})}}
	c := comparison.Of(from, to)
	l := c.Lenses[0]
	if l.FromVersion != "1.0" || l.ToVersion != "2.0" || l.Existence != comparison.InBoth {
		t.Errorf("%+v", l)
	}
	var pillars []string
	for _, p := range l.Pillars {
		pillars = append(pillars, p.ID+" "+string(p.Existence))
	}
	if want := []string{"new added", "pil both", "end removed"}; !reflect.DeepEqual(pillars, want) {
		t.Errorf("pillars %v, want %v", pillars, want)
	}
	if q := testQuestion(t, c, "fresh"); q.Existence != comparison.OnlyTo || q.From.Risk != "" ||
		q.To.Risk != questionnaires.RiskUnanswered || !q.Changed() {
		t.Errorf("new: %+v", q)
	}
	if q := testQuestion(t, c, "old"); q.Existence != comparison.OnlyFrom || q.To.Risk != "" ||
		q.From.Risk != questionnaires.RiskMedium {
		t.Errorf("gone: %+v", q)
	}
	for _, id := range []string{"one", "last"} {
		if q := testQuestion(t, c, id); q.Changed() {
			t.Errorf("%s moved to another pillar, and counts as changed: %+v", id, q)
		}
	}
	q := testQuestion(t, c, "trim")
	if len(q.Choices) != 2 || q.Choices[0].ID != "jjj" || q.Choices[0].From.Status != "" || q.Choices[1].ID != "fff" ||
		q.Choices[1].To.Status != "" || q.Choices[1].Title != "Choice fff" {
		t.Errorf("choices: %+v", q.Choices)
	}
	if got := c.Tally(); got != (comparison.Tally{Better: 1, Added: 1, Removed: 1, Same: 2}) {
		t.Errorf("%+v", got)
	}
	if l.Pillars[2].From.Medium != 1 || l.Pillars[2].To.Total() != 0 {
		t.Errorf("the pillar that is gone: %+v", l.Pillars[2])
	}
}

func TestCompareLensesThatCameAndWent(t *testing.T) {
	doc := lensDoc(t, "pil one aaa bbb")
	a, b := frozenReview("a", "1.0", doc, map[string]string{"one": "aaa"}), frozenReview("b", "1.0", doc, nil)
	c := comparison.Of(models.Snapshot{Reviews: []models.ReviewSnapshot{a}},
		models.Snapshot{Reviews: []models.ReviewSnapshot{b}})
	if len(c.Lenses) != 2 || c.Lenses[0].Existence != comparison.OnlyTo || c.Lenses[0].Lens.ID != "b" ||
		c.Lenses[1].Existence != comparison.OnlyFrom ||
		c.Lenses[1].Lens.ID != "a" || c.Lenses[1].ToVersion != "" || c.Lenses[1].From.Medium != 1 {
		t.Errorf("%+v", c.Lenses)
	}
	if got := c.Tally(); got != (comparison.Tally{Added: 1, Removed: 1}) {
		t.Errorf("%+v", got)
	}
	if none := comparison.Of(models.Snapshot{}, models.Snapshot{}); len(none.Lenses) != 0 ||
		none.Tally() != (comparison.Tally{}) {
		t.Errorf("%+v", none)
	}
}

func TestCompareRuledOutChoices(t *testing.T) {
	doc := lensDoc(t, "pil one aaa bbb")
	state := func(reason models.NotApplicableReason, notes string) models.Snapshot {
		r := frozenReview("a", "1.0", doc, map[string]string{"one": "aaa"})
		r.Answers[0].Choices = append(r.Answers[0].Choices,
			models.ChoiceAnswer{ChoiceID: "bbb", Status: models.ChoiceNotApplicable, Reason: reason, Notes: notes})
		return models.Snapshot{Reviews: []models.ReviewSnapshot{r}}
	}
	for name, to := range map[string]models.Snapshot{"reason": state(models.OutOfScope, ""),
		"notes": state(models.NoReason, "n")} {
		if q := testQuestion(t, comparison.Of(state(models.NoReason, ""), to), "one"); len(q.Choices) != 1 ||
			q.Trend != comparison.Level {
			t.Errorf("another %s: %+v", name, q)
		}
	}
}

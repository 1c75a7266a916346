package comparison_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/comparison"
	"plumbline/questionnaires"
)

var (
	begun = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	ended = begun.AddDate(0, 0, 20)
)

// side is a state of one review under one id.
func side(t *testing.T, at time.Time, version string, selected map[string]string, lines ...string) models.Snapshot {
	t.Helper()
	r := frozenReview("lens", version, lensDoc(t, lines...), selected)
	r.Review.ID, r.Version.ID, r.Review.UpdatedAt = "review", version, at
	return models.Snapshot{At: at, Reviews: []models.ReviewSnapshot{r}}
}

// causesOf explains a comparison and gives the causes of a question, without what the row does not ask about.
func causesOf(t *testing.T, from, to models.Snapshot, facts comparison.Facts, question string) []comparison.Cause {
	t.Helper()
	c := comparison.Of(from, to)
	c.Explain(facts)
	return testQuestion(t, c, question).Why
}

func riskMoved(by string, at time.Time, question string) comparison.AnswerChange {
	return comparison.AnswerChange{LensID: "lens", QuestionID: question, By: by, At: at,
		Changes: []models.FieldChange{{Field: "risk", From: "HIGH", To: "NONE"}}}
}

func TestWhyARiskChanged(t *testing.T) {
	ada, day := "Ada", begun.AddDate(0, 0, 3)
	notApplicable := side(t, ended, "1", map[string]string{"one": "aaa bbb"}, "ppp one aaa bbb")
	notApplicable.Reviews[0].Answers[0].Applicable = false
	notApplicable.Reviews[0].Answers[0].AnswerFields.Reason = models.OutOfScope
	notApplicable.Reviews[0].Answers[0].Risk = questionnaires.RiskNotApplicable
	applied := notApplicable
	applied.At, applied.Reviews = begun, slices.Clone(applied.Reviews)
	applied.Reviews[0].Review.UpdatedAt = begun
	restarted := side(t, ended, "1", map[string]string{"one": "aaa"}, "ppp one aaa bbb")
	restarted.Reviews[0].Review.ID, restarted.Reviews[0].Review.CreatedAt = "another", day
	rerated := side(t, ended, "1", map[string]string{"one": "aaa"}, "ppp one aaa bbb")
	rerated.Reviews[0].Answers[0].Risk = questionnaires.RiskUndecided
	selects := func(choices string) map[string]string { return map[string]string{"one": choices} }
	for name, row := range map[string]struct {
		from, to models.Snapshot
		facts    comparison.Facts
		want     []comparison.Cause
	}{
		"answered anew, by whom its history names": {
			side(t, begun, "1", selects("aaa"), "ppp one aaa bbb"), side(t, ended, "1", selects("aaa bbb"), "ppp one aaa bbb"),
			comparison.Facts{Answers: []comparison.AnswerChange{
				{LensID: "lens", QuestionID: "one", By: "Bob", At: ended, // who wrote notes only
					Changes: []models.FieldChange{{Field: "notes", To: "x"}}},
				riskMoved("Eve", ended, "two"), riskMoved(ada, day, "one"), riskMoved("Bob", begun, "one")}},
			[]comparison.Cause{{Kind: comparison.Answered, By: ada, At: day, Selected: []string{"Choice bbb"},
				Risk: questionnaires.RiskNone}},
		},
		"a practice is taken back": {
			side(t, begun, "1", selects("aaa bbb"), "ppp one aaa bbb"),
			side(t, ended, "1", selects("aaa"), "ppp one aaa bbb"), comparison.Facts{},
			[]comparison.Cause{{Kind: comparison.Answered, Unselected: []string{"Choice bbb"},
				Risk: questionnaires.RiskMedium}},
		},
		"the answer is cleared": {
			side(t, begun, "1", selects("aaa"), "ppp one aaa bbb"),
			side(t, ended, "1", nil, "ppp one aaa bbb"), comparison.Facts{},
			[]comparison.Cause{{Kind: comparison.Cleared, Unselected: []string{"Choice aaa"},
				Risk: questionnaires.RiskUnanswered}},
		},
		"marked as not applicable": {
			side(t, begun, "1", selects("aaa bbb"), "ppp one aaa bbb"), notApplicable, comparison.Facts{},
			[]comparison.Cause{{Kind: comparison.NotApplicable, Reason: models.OutOfScope,
				Risk: questionnaires.RiskNotApplicable}},
		},
		"and back": {
			applied, side(t, ended, "1", selects("aaa bbb"), "ppp one aaa bbb"), comparison.Facts{},
			[]comparison.Cause{{Kind: comparison.AppliesAgain, Risk: questionnaires.RiskNone}},
		},
		"a new version asks for more": {
			side(t, begun, "1", selects("aaa bbb"), "ppp one aaa bbb"),
			side(t, ended, "2", selects("aaa bbb"), "ppp one aaa bbb ccc"),
			comparison.Facts{Versions: []comparison.VersionChange{{LensID: "lens", By: ada, At: day, To: "2"}}},
			[]comparison.Cause{{Kind: comparison.NewVersion, By: ada, At: day, FromVersion: "1", ToVersion: "2",
				Added: []string{"Choice ccc"}, Rules: true, Risk: questionnaires.RiskMedium}},
		},
		"a new version, and an answer since": {
			side(t, begun, "1", selects("aaa bbb"), "ppp one aaa bbb"),
			side(t, ended, "2", selects("bbb"), "ppp one aaa bbb ccc"),
			comparison.Facts{Answers: []comparison.AnswerChange{riskMoved(ada, day, "one")}},
			[]comparison.Cause{{Kind: comparison.NewVersion, FromVersion: "1", ToVersion: "2", Added: []string{"Choice ccc"},
				Rules: true, Risk: questionnaires.RiskMedium},
				{Kind: comparison.Answered, By: ada, At: day, Unselected: []string{"Choice aaa"}, Risk: questionnaires.RiskHigh}},
		},
		"a new version leaves nothing of the answer": {
			side(t, begun, "1", selects("bbb"), "ppp one aaa bbb"),
			side(t, ended, "2", nil, "ppp one aaa ccc"), comparison.Facts{},
			[]comparison.Cause{{Kind: comparison.Reset, FromVersion: "1", ToVersion: "2", Added: []string{"Choice ccc"},
				Gone: []string{"Choice bbb"}, Rules: true, Risk: questionnaires.RiskUnanswered}},
		},
		"another version that rates it as before": {
			side(t, begun, "1", selects("aaa"), "ppp one aaa bbb"),
			side(t, ended, "2", selects("aaa bbb"), "ppp one aaa bbb"), comparison.Facts{},
			[]comparison.Cause{{Kind: comparison.Answered, Selected: []string{"Choice bbb"}, Risk: questionnaires.RiskNone}},
		},
		"a question of the new version": {
			side(t, begun, "1", nil, "ppp two aaa bbb"),
			side(t, ended, "2", selects("aaa"), "ppp two aaa bbb", "ppp one aaa bbb"), comparison.Facts{},
			[]comparison.Cause{{Kind: comparison.QuestionAdded, FromVersion: "1", ToVersion: "2"},
				{Kind: comparison.Answered, Selected: []string{"Choice aaa"}, Risk: questionnaires.RiskMedium}},
		},
		"a question that the new version has no more": {
			side(t, begun, "1", selects("aaa"), "ppp two aaa bbb", "ppp one aaa bbb"),
			side(t, ended, "2", nil, "ppp two aaa bbb"), comparison.Facts{},
			[]comparison.Cause{{Kind: comparison.QuestionRemoved, FromVersion: "1", ToVersion: "2"}},
		},
		"a lens that was applied since": {
			models.Snapshot{At: begun}, side(t, ended, "1", nil, "ppp one aaa bbb"),
			comparison.Facts{Versions: []comparison.VersionChange{{LensID: "lens", By: ada, At: day, To: "1"}}},
			[]comparison.Cause{{Kind: comparison.LensAdded, By: ada, At: day, ToVersion: "1",
				Risk: questionnaires.RiskUnanswered}},
		},
		"a lens that was removed since": {
			side(t, begun, "1", nil, "ppp one aaa bbb"), models.Snapshot{At: ended},
			comparison.Facts{Versions: []comparison.VersionChange{{LensID: "lens", By: ada, At: day}}},
			[]comparison.Cause{{Kind: comparison.LensRemoved, By: ada, At: day, FromVersion: "1"}},
		},
		"a review that was begun anew": {
			side(t, begun, "1", selects("aaa bbb"), "ppp one aaa bbb"), restarted, comparison.Facts{},
			[]comparison.Cause{{Kind: comparison.Restarted, At: day, ToVersion: "1", Risk: questionnaires.RiskUnanswered},
				{Kind: comparison.Answered, Selected: []string{"Choice aaa"}, Risk: questionnaires.RiskMedium}},
		},
		"the same answer, rated otherwise": {
			side(t, begun, "1", selects("aaa"), "ppp one aaa bbb"), rerated, comparison.Facts{},
			[]comparison.Cause{{Kind: comparison.Rerated, Risk: questionnaires.RiskUndecided}},
		},
		"what others know": {
			side(t, begun, "1", selects("aaa"), "ppp one aaa bbb"), side(t, ended, "1", selects("aaa bbb"), "ppp one aaa bbb"),
			comparison.Facts{Others: map[string][]comparison.Cause{"lens/one": {{Kind: comparison.ItemClosed, Item: 3}}}},
			[]comparison.Cause{{Kind: comparison.Answered, Selected: []string{"Choice bbb"}, Risk: questionnaires.RiskNone},
				{Kind: comparison.ItemClosed, Item: 3}},
		},
		"backwards there is no why": {
			side(t, ended, "1", selects("aaa"), "ppp one aaa bbb"), side(t, begun, "1", selects("aaa bbb"), "ppp one aaa bbb"),
			comparison.Facts{}, nil,
		},
	} {
		if got := causesOf(t, row.from, row.to, row.facts, "one"); !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s:\n%+v, want\n%+v", name, got, row.want)
		}
	}
}

// What an upgrade renamed is one question, before and after, and its answer is the one that it had.
func TestRenamedQuestionsAreCompared(t *testing.T) {
	from := side(t, begun, "1", map[string]string{"old": "aaa bbb"}, "ppp old aaa bbb")
	to := side(t, ended, "2", map[string]string{"new": "xxx"}, "qqq new xxx yyy")
	to.Reviews[0].Review.Former = models.IDRenames{Pillars: map[string]string{"ppp": "qqq"},
		Questions: map[string]string{"old": "new"}}
	facts := comparison.Facts{
		Versions: []comparison.VersionChange{{LensID: "lens", To: "2",
			Choices: map[string]string{"old/aaa": "xxx", "old/bbb": "yyy"}}},
		Answers: []comparison.AnswerChange{riskMoved("Ada", begun.AddDate(0, 0, 1), "old")},
	}
	want := []comparison.Cause{{Kind: comparison.Answered, By: "Ada", At: begun.AddDate(0, 0, 1),
		Unselected: []string{"Choice yyy"}, Risk: questionnaires.RiskMedium}}
	if got := causesOf(t, from, to, facts, "new"); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	c := comparison.Of(from, to)
	if got := c.Tally(); got != (comparison.Tally{Worse: 1}) || len(c.Lenses[0].Pillars) != 1 {
		t.Errorf("the tally is %+v, pillars %+v", got, c.Lenses[0].Pillars)
	}
	if got := c.Wanted(); !reflect.DeepEqual(got, []string{"lens/new", "lens/old"}) {
		t.Errorf("it wants to know of %v", got)
	}
	if back := comparison.Of(to, from); back.Tally() != (comparison.Tally{Better: 1}) {
		t.Errorf("backwards it is %+v", back.Tally())
	}
}

// What became of items and acceptances is told where the risk did not move, too; a closed item counts as the cause.
func TestCausesOfOthers(t *testing.T) {
	c := comparison.Of(side(t, begun, "1", map[string]string{"one": "aaa"}, "ppp one aaa bbb", "ppp two aaa bbb"),
		side(t, ended, "1", map[string]string{"one": "aaa bbb"}, "ppp one aaa bbb", "ppp two aaa bbb"))
	before := c.Tally()
	c.Explain(comparison.Facts{Others: map[string][]comparison.Cause{"lens/one": {{Kind: comparison.ItemClosed, Item: 3}},
		"lens/two": {{Kind: comparison.AcceptanceBegan, Until: "2026-12-31"}}}})
	two := c.Lenses[0].Pillars[0].Questions[1]
	if len(two.Why) != 1 || two.Why[0].Kind != comparison.AcceptanceBegan || !two.Changed() {
		t.Errorf("the question whose risk is the same: %+v", two)
	}
	if got := c.Causes(); !reflect.DeepEqual(got, map[comparison.CauseKind]int{comparison.ItemClosed: 1}) {
		t.Errorf("the causes are %v", got)
	}
	if got := c.Tally(); got.Better != 1 || got.Changed != 1 || before.Same != 1 {
		t.Errorf("the tally is %+v, before %+v", got, before)
	}
}

func TestCausesAreCounted(t *testing.T) {
	c := comparison.Of(side(t, begun, "1", map[string]string{"one": "aaa", "two": "aaa bbb"},
		"ppp one aaa bbb", "ppp two aaa bbb", "ppp six aaa bbb"),
		side(t, ended, "1", map[string]string{"one": "aaa bbb", "two": "aaa"},
			"ppp one aaa bbb", "ppp two aaa bbb", "ppp six aaa bbb"))
	c.Explain(comparison.Facts{})
	if got := c.Causes(); !reflect.DeepEqual(got, map[comparison.CauseKind]int{comparison.Answered: 2}) {
		t.Errorf("the causes are %v", got)
	}
}

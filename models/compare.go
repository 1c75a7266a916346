package models

import (
	"iter"

	"plumbline/questionnaires"
)

// Comparison is the result of comparing two Snapshots of one workload, question by question.
type Comparison struct {
	From, To Snapshot
	Lenses   []LensComparison // those of To in its order, then those that To has not
}

// RiskTrend says where a risk went: Better is closer to no risk, Worse further from it. An open or undecided question
// weighs as much as a high risk, and one that does not apply as little as none, as in the score.
type RiskTrend string

// The trends; TrendLevel is neither better nor worse.
const (
	TrendBetter RiskTrend = "better"
	TrendWorse  RiskTrend = "worse"
	TrendLevel  RiskTrend = "level"
)

// Existence says in which of the two a thing is.
type Existence string

// The existences.
const (
	InBoth   Existence = "both"
	OnlyFrom Existence = "removed"
	OnlyTo   Existence = "added"
)

// LensComparison is one lens in both, or in one of them. What is missing is zero.
type LensComparison struct {
	Existence
	Lens                   Lens
	FromVersion, ToVersion string
	From, To               questionnaires.RiskCounts
	Pillars                []PillarComparison
}

// PillarComparison is one pillar, with the questions that are in it now, and those that are gone at its end.
type PillarComparison struct {
	Existence
	ID, Name  string
	From, To  questionnaires.RiskCounts
	Questions []QuestionComparison
}

// QuestionComparison is one question in both, or in one of them. Its words are those of To where it is there.
type QuestionComparison struct {
	Existence
	ID, Title string
	Short     string // its short name
	From, To  Answer // zero where the question is not there
	Trend     RiskTrend
	Choices   []ChoiceComparison // those with another state or other notes
	Applies   bool               // whether the question applies is another than it was, or why it does not
	Notes     bool               // other notes
}

// ChoiceComparison is a choice with another state than before. One that is not in a version of the lens has no status
// there.
type ChoiceComparison struct {
	ID, Title string
	From, To  ChoiceAnswer
}

// Changed reports whether anything is different.
func (q QuestionComparison) Changed() bool {
	return q.Existence != InBoth || q.From.Risk != q.To.Risk || q.Applies || q.Notes || len(q.Choices) > 0
}

// CompareSnapshots compares two Snapshots of a workload. It changes neither, and the same two give the same.
func CompareSnapshots(from, to Snapshot) Comparison {
	out := Comparison{From: from, To: to}
	for i := range to.Reviews {
		out.Lenses = append(out.Lenses, compareReviews(from.review(to.Reviews[i].Lens.ID), &to.Reviews[i]))
	}
	for i := range from.Reviews {
		if to.review(from.Reviews[i].Lens.ID) == nil {
			out.Lenses = append(out.Lenses, compareReviews(&from.Reviews[i], nil))
		}
	}
	return out
}

func (s Snapshot) review(lensID string) *ReviewSnapshot {
	for i := range s.Reviews {
		if s.Reviews[i].Lens.ID == lensID {
			return &s.Reviews[i]
		}
	}
	return nil
}

// comparedReview is one of the two reviews, by question; it is empty if the review is missing.
type comparedReview struct {
	doc       *questionnaires.Lens
	answers   map[string]Answer
	questions map[string]*questionnaires.Question
	pillarOf  map[string]string
}

func sideOf(r *ReviewSnapshot) comparedReview {
	s := comparedReview{&questionnaires.Lens{}, map[string]Answer{}, map[string]*questionnaires.Question{},
		map[string]string{}}
	if r == nil {
		return s
	}
	s.doc, s.answers = r.Doc, ByQuestion(r.Answers)
	for _, p := range r.Doc.Pillars {
		for _, q := range p.Questions {
			s.questions[q.ID], s.pillarOf[q.ID] = q, p.ID
			if _, ok := s.answers[q.ID]; !ok {
				s.answers[q.ID] = Unanswered(r.Review.ID, p, q)
			}
		}
	}
	return s
}

func compareReviews(from, to *ReviewSnapshot) LensComparison {
	out := LensComparison{Existence: existenceIn(from != nil, to != nil)}
	if from != nil {
		out.Lens, out.FromVersion, out.From = from.Lens, from.Version.Name, from.Review.Counts()
	}
	if to != nil {
		out.Lens, out.ToVersion, out.To = to.Lens, to.Version.Name, to.Review.Counts()
	}
	a, b := sideOf(from), sideOf(to)
	for _, p := range b.doc.Pillars {
		out.Pillars = append(out.Pillars, comparePillars(a, b, p.ID))
	}
	for _, p := range a.doc.Pillars {
		if b.doc.Pillar(p.ID) == nil {
			out.Pillars = append(out.Pillars, comparePillars(a, b, p.ID))
		}
	}
	return out
}

// comparePillars counts each side by the questions that it has in the pillar. A question that moved is told where it is
// now.
func comparePillars(a, b comparedReview, id string) PillarComparison {
	was, is := a.doc.Pillar(id), b.doc.Pillar(id)
	out := PillarComparison{Existence: existenceIn(was != nil, is != nil), ID: id}
	if was != nil {
		out.Name = was.Name
		for _, q := range was.Questions {
			out.From.Add(a.answers[q.ID].Risk, 1)
		}
	}
	if is != nil {
		out.Name = is.Name
		for _, q := range is.Questions {
			out.To.Add(b.answers[q.ID].Risk, 1)
			out.Questions = append(out.Questions, compareQuestions(a, b, q.ID))
		}
	}
	if was != nil {
		for _, q := range was.Questions {
			if b.questions[q.ID] == nil {
				out.Questions = append(out.Questions, compareQuestions(a, b, q.ID))
			}
		}
	}
	return out
}

func compareQuestions(a, b comparedReview, id string) QuestionComparison {
	was, is := a.questions[id], b.questions[id]
	out := QuestionComparison{Existence: existenceIn(was != nil, is != nil), ID: id, From: a.answers[id],
		To: b.answers[id], Trend: TrendLevel}
	if was != nil {
		out.Title, out.Short = was.Title, was.Short()
	}
	if is != nil {
		out.Title, out.Short = is.Title, is.Short()
	}
	if was == nil || is == nil {
		return out
	}
	out.Trend = riskTrend(out.From.Risk, out.To.Risk)
	out.Choices = compareChoices(out, was, is)
	out.Applies = out.From.Applicable != out.To.Applicable || (!out.To.Applicable && out.From.Reason != out.To.Reason)
	out.Notes = out.From.Notes != out.To.Notes
	return out
}

// compareChoices lists what an answer says of choices otherwise than before: those of the question now, then those that
// are gone and had an answer.
func compareChoices(q QuestionComparison, was, is *questionnaires.Question) []ChoiceComparison {
	var list []ChoiceComparison
	for _, c := range is.Choices {
		x := ChoiceComparison{c.ID, c.Title, q.From.Choice(c.ID), q.To.Choice(c.ID)}
		if was.Choice(c.ID) == nil {
			x.From = ChoiceAnswer{ChoiceID: c.ID}
		}
		if !sameChoice(x) {
			list = append(list, x)
		}
	}
	for _, c := range was.Choices {
		x := ChoiceComparison{c.ID, c.Title, q.From.Choice(c.ID), ChoiceAnswer{ChoiceID: c.ID}}
		if is.Choice(c.ID) == nil && !sameChoice(x) {
			list = append(list, x)
		}
	}
	return list
}

// sameChoice passes over a choice that came or went without anybody having said anything of it.
func sameChoice(x ChoiceComparison) bool {
	silent := func(c ChoiceAnswer) bool { return c.Notes == "" && (c.Status == "" || c.Status == ChoiceUnselected) }
	if silent(x.From) && silent(x.To) {
		return true
	}
	reason := x.From.Status == ChoiceNotApplicable && x.From.Reason != x.To.Reason
	return x.From.Status == x.To.Status && x.From.Notes == x.To.Notes && !reason
}

// riskWeights are how much of a question's point in the score each risk leaves, in halves.
var riskWeights = map[questionnaires.Risk]int{questionnaires.RiskMedium: 1, questionnaires.RiskNone: 2,
	questionnaires.RiskNotApplicable: 2}

func riskTrend(from, to questionnaires.Risk) RiskTrend {
	switch d := riskWeights[to] - riskWeights[from]; {
	case d > 0:
		return TrendBetter
	case d < 0:
		return TrendWorse
	}
	return TrendLevel
}

func existenceIn(from, to bool) Existence {
	switch {
	case from && to:
		return InBoth
	case from:
		return OnlyFrom
	}
	return OnlyTo
}

// ComparisonTally counts questions by what became of them.
type ComparisonTally struct{ Better, Worse, Changed, Added, Removed, Same int }

// CountReview counts the questions of all lenses. Changed are those with another answer whose risk did not move.
func (c Comparison) Tally() ComparisonTally {
	var t ComparisonTally
	for q := range c.questions() {
		switch {
		case q.Existence == OnlyTo:
			t.Added++
		case q.Existence == OnlyFrom:
			t.Removed++
		case q.Trend == TrendBetter:
			t.Better++
		case q.Trend == TrendWorse:
			t.Worse++
		case q.Changed():
			t.Changed++
		default:
			t.Same++
		}
	}
	return t
}

// questions walks through the questions of all lenses.
func (c Comparison) questions() iter.Seq[QuestionComparison] {
	return func(yield func(QuestionComparison) bool) {
		for _, l := range c.Lenses {
			for _, p := range l.Pillars {
				for _, q := range p.Questions {
					if !yield(q) {
						return
					}
				}
			}
		}
	}
}

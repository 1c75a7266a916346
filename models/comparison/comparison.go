// Package comparison holds two Snapshots of a workload side by side, question by question, and says why each risk is
// another one than it was. It is pure: what else it needs to know, such as who answered, is given to it as facts.
//
// It may import models, questionnaires and the rule language.
package comparison

import (
	"iter"

	"plumbline/models"
	"plumbline/questionnaires"
)

// Comparison is the result of comparing two Snapshots of one workload, question by question.
type Comparison struct {
	From, To models.Snapshot
	Lenses   []Lens // those of To in its order, then those that To has not
}

// Trend says where a risk went: Better is closer to no risk, Worse further from it. An open or undecided question
// weighs as much as a high risk, and one that does not apply as little as none, as in the score.
type Trend string

// The trends; Level is neither better nor worse.
const (
	Better Trend = "better"
	Worse  Trend = "worse"
	Level  Trend = "level"
)

// Existence says in which of the two a thing is.
type Existence string

// The existences.
const (
	InBoth   Existence = "both"
	OnlyFrom Existence = "removed"
	OnlyTo   Existence = "added"
)

// Lens is one lens in both, or in one of them. What is missing is zero.
type Lens struct {
	Existence
	Lens                   models.Lens
	FromVersion, ToVersion string
	From, To               questionnaires.RiskCounts
	Pillars                []Pillar

	from, to *models.ReviewSnapshot // nil where it is not applied
}

// Pillar is one pillar, with the questions that are in it now, and those that are gone at its end.
type Pillar struct {
	Existence
	ID, Name  string
	From, To  questionnaires.RiskCounts
	Questions []Question
}

// Question is one question in both, or in one of them. Its words are those of To where it is there.
type Question struct {
	Existence
	ID, Title string
	Short     string        // its short name
	From, To  models.Answer // zero where the question is not there
	Trend     Trend
	Choices   []Choice // those with another state or other notes
	Applies   bool     // whether the question applies is another than it was, or why it does not
	Notes     bool     // other notes
	Why       []Cause  // of another risk, and what became of items and acceptances; see Comparison.Explain

	was, is *questionnaires.Question // nil where it is not there
	before  string                   // its id in From
}

// Choice is a choice with another state than before. One that is not in a version of the lens has no status
// there.
type Choice struct {
	ID, Title string
	From, To  models.ChoiceAnswer
}

// Code is what people cite the question by, such as "SEC02"; "" where it has none.
func (q Question) Code() string {
	if q.is != nil {
		return q.is.DocumentID
	}
	if q.was != nil {
		return q.was.DocumentID
	}
	return ""
}

// Changed reports whether anything is different.
func (q Question) Changed() bool {
	return q.moved() || q.Applies || q.Notes || len(q.Choices) > 0 || len(q.Why) > 0
}

// Of compares two Snapshots of a workload. It changes neither, and the same two give the same.
func Of(from, to models.Snapshot) Comparison {
	out := Comparison{From: from, To: to}
	for i := range to.Reviews {
		out.Lenses = append(out.Lenses, compareReviews(reviewIn(&from, to.Reviews[i].Lens.ID), &to.Reviews[i]))
	}
	for i := range from.Reviews {
		if reviewIn(&to, from.Reviews[i].Lens.ID) == nil {
			out.Lenses = append(out.Lenses, compareReviews(&from.Reviews[i], nil))
		}
	}
	return out
}

func reviewIn(s *models.Snapshot, lensID string) *models.ReviewSnapshot {
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
	answers   map[string]models.Answer
	questions map[string]*questionnaires.Question
	ids       models.IDRenames  // under which ids the other review has what this one has under others
	before    map[string]string // ids of questions in this review, by those in the other one
}

// sideOf gives a review, its questions under the ids that the other one has them under.
func sideOf(r *models.ReviewSnapshot, ids models.IDRenames) comparedReview {
	s := comparedReview{&questionnaires.Lens{}, map[string]models.Answer{}, map[string]*questionnaires.Question{}, ids,
		map[string]string{}}
	if r == nil {
		return s
	}
	s.doc = r.Doc
	answers := models.ByQuestion(r.Answers)
	for _, p := range r.Doc.Pillars {
		for _, q := range p.Questions {
			answer, ok := answers[q.ID]
			if !ok {
				answer = models.Unanswered(r.Review.ID, p, q)
			}
			id := ids.Question(q.ID)
			s.questions[id], s.answers[id], s.before[id] = q, answer, q.ID
		}
	}
	return s
}

// pillar finds a pillar by its id in the other review.
func (s comparedReview) pillar(id string) *questionnaires.Pillar {
	for _, p := range s.doc.Pillars {
		if s.ids.Pillar(p.ID) == id {
			return p
		}
	}
	return nil
}

// renames are the ids that a review went on with since the earlier of two states of it, for each of the two.
func renames(from, to *models.ReviewSnapshot) (ofFrom, ofTo models.IDRenames) {
	switch {
	case from == nil || to == nil || from.Review.ID != to.Review.ID:
	case from.Review.UpdatedAt.After(to.Review.UpdatedAt):
		ofTo = from.Review.Former
	default:
		ofFrom = to.Review.Former
	}
	return ofFrom, ofTo
}

func compareReviews(from, to *models.ReviewSnapshot) Lens {
	out := Lens{Existence: existenceIn(from != nil, to != nil), from: from, to: to}
	if from != nil {
		out.Lens, out.FromVersion, out.From = from.Lens, from.Version.Name, from.Review.Counts()
	}
	if to != nil {
		out.Lens, out.ToVersion, out.To = to.Lens, to.Version.Name, to.Review.Counts()
	}
	ofFrom, ofTo := renames(from, to)
	a, b := sideOf(from, ofFrom), sideOf(to, ofTo)
	for _, p := range b.doc.Pillars {
		out.Pillars = append(out.Pillars, comparePillars(a, b, b.ids.Pillar(p.ID)))
	}
	for _, p := range a.doc.Pillars {
		if id := a.ids.Pillar(p.ID); b.pillar(id) == nil {
			out.Pillars = append(out.Pillars, comparePillars(a, b, id))
		}
	}
	return out
}

// comparePillars counts each side by the questions that it has in the pillar. A question that moved is told where it is
// now.
func comparePillars(a, b comparedReview, id string) Pillar {
	was, is := a.pillar(id), b.pillar(id)
	out := Pillar{Existence: existenceIn(was != nil, is != nil), ID: id}
	if was != nil {
		out.Name = was.Name
		for _, q := range was.Questions {
			out.From.Add(a.answers[a.ids.Question(q.ID)].Risk, 1)
		}
	}
	if is != nil {
		out.Name = is.Name
		for _, q := range is.Questions {
			id := b.ids.Question(q.ID)
			out.To.Add(b.answers[id].Risk, 1)
			out.Questions = append(out.Questions, compareQuestions(a, b, id))
		}
	}
	if was != nil {
		for _, q := range was.Questions {
			if id := a.ids.Question(q.ID); b.questions[id] == nil {
				out.Questions = append(out.Questions, compareQuestions(a, b, id))
			}
		}
	}
	return out
}

func compareQuestions(a, b comparedReview, id string) Question {
	was, is := a.questions[id], b.questions[id]
	out := Question{Existence: existenceIn(was != nil, is != nil), ID: id, From: a.answers[id],
		To: b.answers[id], Trend: Level, was: was, is: is, before: a.before[id]}
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
func compareChoices(q Question, was, is *questionnaires.Question) []Choice {
	var list []Choice
	for _, c := range is.Choices {
		x := Choice{c.ID, c.Title, q.From.Choice(c.ID), q.To.Choice(c.ID)}
		if was.Choice(c.ID) == nil {
			x.From = models.ChoiceAnswer{ChoiceID: c.ID}
		}
		if !sameChoice(x) {
			list = append(list, x)
		}
	}
	for _, c := range was.Choices {
		x := Choice{c.ID, c.Title, q.From.Choice(c.ID), models.ChoiceAnswer{ChoiceID: c.ID}}
		if is.Choice(c.ID) == nil && !sameChoice(x) {
			list = append(list, x)
		}
	}
	return list
}

// sameChoice passes over a choice that came or went without anybody having said anything of it.
func sameChoice(x Choice) bool {
	silent := func(c models.ChoiceAnswer) bool {
		return c.Notes == "" && (c.Status == "" || c.Status == models.ChoiceUnselected)
	}
	if silent(x.From) && silent(x.To) {
		return true
	}
	reason := x.From.Status == models.ChoiceNotApplicable && x.From.Reason != x.To.Reason
	return x.From.Status == x.To.Status && x.From.Notes == x.To.Notes && !reason
}

// riskWeights are how much of a question's point in the score each risk leaves, in halves.
var riskWeights = map[questionnaires.Risk]int{questionnaires.RiskMedium: 1, questionnaires.RiskNone: 2,
	questionnaires.RiskNotApplicable: 2}

func riskTrend(from, to questionnaires.Risk) Trend {
	switch d := riskWeights[to] - riskWeights[from]; {
	case d > 0:
		return Better
	case d < 0:
		return Worse
	}
	return Level
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

// Tally counts questions by what became of them.
type Tally struct{ Better, Worse, Changed, Added, Removed, Same int }

// Tally counts the questions of all lenses. Changed are those whose risk did not move, with another answer, or with an
// item or an acceptance that changed.
func (c Comparison) Tally() Tally {
	var t Tally
	for q := range c.questions() {
		switch {
		case q.Existence == OnlyTo:
			t.Added++
		case q.Existence == OnlyFrom:
			t.Removed++
		case q.Trend == Better:
			t.Better++
		case q.Trend == Worse:
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
func (c Comparison) questions() iter.Seq[Question] {
	return func(yield func(Question) bool) {
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

// Package reviewed has the reviews of a Snapshot with everything counted and numbered: the numbers of pillars and
// questions are the same in plans, on pages and in every report of a Snapshot.
package reviewed

import (
	"fmt"
	"strconv"

	"plumbline/models"
	q "plumbline/questionnaires"
)

// Lens is one review with everything counted and numbered.
type Lens struct {
	Review  models.ReviewSnapshot
	Prefix  string // "" or the letter of the lens, where a workload has several
	Place   string // name of its place in the report
	Pillars []Pillar
	Counts  q.RiskCounts
}

// Pillar is one pillar of a Lens.
type Pillar struct {
	Pillar    *q.Pillar
	Number    string // "2", or "B2" where there are several lenses
	Place     string
	Notes     string
	Questions []Question
	Counts    q.RiskCounts
}

// Question is one question with its answer.
type Question struct {
	Question *q.Question
	Answer   models.Answer
	Number   string // "2.3" or "B2.3": unique in the workload
	Place    string
}

// Lenses numbers the reviews of a snapshot and keeps those of one lens, or all. Numbers do not depend on
// which are kept, so that a question has the same one in every report of a snapshot.
func Lenses(s models.Snapshot, lensKey string) ([]Lens, error) {
	var out []Lens
	for i, r := range s.Reviews {
		if lensKey != "" && r.Lens.Key != lensKey && r.Lens.ID != lensKey {
			continue
		}
		if r.Doc == nil {
			return nil, fmt.Errorf("report: the review of lens %q came without its questions", r.Lens.Name)
		}
		prefix := ""
		if len(s.Reviews) > 1 {
			prefix = lensLetters(i)
		}
		out = append(out, newReviewedLens(r, prefix))
	}
	if lensKey != "" && len(out) == 0 {
		return nil, models.Errorf(models.CodeNotFound, "the workload has no review of lens %q", lensKey)
	}
	return out, nil
}

// newReviewedLens counts a review from its answers, so that every number in a report agrees with what the report shows.
func newReviewedLens(r models.ReviewSnapshot, prefix string) Lens {
	sh := Lens{Review: r, Prefix: prefix, Place: "lens " + prefix}
	answers := make(map[string]models.Answer, len(r.Answers))
	for _, a := range r.Answers {
		answers[a.QuestionID] = a
	}
	notes := map[string]string{}
	for _, p := range r.Review.Pillars {
		notes[p.PillarID] = p.Notes
	}
	for i, p := range r.Doc.Pillars {
		ch := Pillar{Pillar: p, Number: prefix + strconv.Itoa(i+1), Notes: notes[p.ID]}
		ch.Place = "pillar " + ch.Number
		for j, question := range p.Questions {
			e := Question{Question: question, Number: ch.Number + "." + strconv.Itoa(j+1)}
			e.Place = "question " + e.Number
			e.Answer = answerTo(question, answers)
			ch.Counts.Add(e.Answer.Risk, 1)
			ch.Questions = append(ch.Questions, e)
		}
		sh.Counts = sh.Counts.Plus(ch.Counts)
		sh.Pillars = append(sh.Pillars, ch)
	}
	return sh
}

// answerTo finds the answer; a question without one is open.
func answerTo(question *q.Question, answers map[string]models.Answer) models.Answer {
	a, answered := answers[question.ID]
	if !answered {
		a.Applicable = true
	}
	if !answered || a.Risk == "" {
		a.Risk = q.RiskUnanswered
	}
	return a
}

// lensLetters counts A, B … Z, AA, AB ….
func lensLetters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return lensLetters(i/26-1) + string(rune('A'+i%26))
}

// Reason is why the rules give the answer its risk.
func (e Question) Reason() q.RatingReason { return e.Question.Rate(e.Answer.Rated()).Reason() }

// LensName is the name of the lens in the workspace, or the one in its document.
func LensName(r models.ReviewSnapshot) string {
	if r.Lens.Name == "" && r.Doc != nil {
		return r.Doc.Name
	}
	return r.Lens.Name
}

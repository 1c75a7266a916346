package reports

import (
	"fmt"
	"strconv"

	"plumbline/models"
	q "plumbline/questionnaires"
)

// reviewedLens is one review with everything counted and numbered.
type reviewedLens struct {
	review  models.ReviewSnapshot
	prefix  string // "" or the letter of the lens, where a workload has several
	place   string // name of its place in the report
	pillars []reviewedPillar
	counts  q.RiskCounts
}

// reviewedPillar is one pillar of a reviewedLens.
type reviewedPillar struct {
	pillar    *q.Pillar
	number    string // "2", or "B2" where there are several lenses
	place     string
	notes     string
	questions []reviewedQuestion
	counts    q.RiskCounts
}

// reviewedQuestion is one question with its answer.
type reviewedQuestion struct {
	question *q.Question
	answer   models.Answer
	number   string // "2.3" or "B2.3": unique in the workload
	place    string
}

// reviewedLenses numbers the reviews of a snapshot and keeps those of one lens, or all. Numbers do not depend on
// which are kept, so that a question has the same one in every report of a snapshot.
func reviewedLenses(s models.Snapshot, lensKey string) ([]reviewedLens, error) {
	var out []reviewedLens
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
func newReviewedLens(r models.ReviewSnapshot, prefix string) reviewedLens {
	sh := reviewedLens{review: r, prefix: prefix, place: "lens " + prefix}
	answers := make(map[string]models.Answer, len(r.Answers))
	for _, a := range r.Answers {
		answers[a.QuestionID] = a
	}
	notes := map[string]string{}
	for _, p := range r.Review.Pillars {
		notes[p.PillarID] = p.Notes
	}
	for i, p := range r.Doc.Pillars {
		ch := reviewedPillar{pillar: p, number: prefix + strconv.Itoa(i+1), notes: notes[p.ID]}
		ch.place = "pillar " + ch.number
		for j, question := range p.Questions {
			e := reviewedQuestion{question: question, number: ch.number + "." + strconv.Itoa(j+1)}
			e.place = "question " + e.number
			e.answer = answerTo(question, answers)
			ch.counts.Add(e.answer.Risk, 1)
			ch.questions = append(ch.questions, e)
		}
		sh.counts = sh.counts.Plus(ch.counts)
		sh.pillars = append(sh.pillars, ch)
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

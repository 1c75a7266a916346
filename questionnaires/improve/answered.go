package improve

import (
	"slices"
	"sync"

	q "plumbline/questionnaires"
)

// Answered is what it takes to improve one answer. It never changes, and is shared.
type Answered struct {
	Risk    q.Risk
	Missing []Missing // in the order of the lens
	Next    Way       // to the nearest lower risk
	Clear   Way       // to no risk
}

// Missing is a choice that applies and is not selected.
type Missing struct {
	Choice   int    // its place in the question
	Alone    q.Risk // the risk of the question once this one alone is selected as well
	OnTheWay bool   // it is one of the way to the nearest lower risk
}

// Way is the one that reaches the goal, and none where the goal is not about the question.
func (a *Answered) Way(g Goal) Way {
	switch {
	case !g.Includes(a.Risk):
		return Way{}
	case g == ClearMedium:
		return a.Clear
	}
	return a.Next
}

// Look finds out what it takes to improve an answer.
func Look(question *q.Question, a q.Answer) *Answered { return look(question, question.Rate(a)) }

func look(question *q.Question, rating q.QuestionRating) *Answered {
	out := &Answered{Risk: rating.Risk}
	if Points(out.Risk) == 0 {
		return out
	}
	medium, none := rating.LightestWays()
	out.Clear = wayOf(question, rating, none)
	if out.Next = out.Clear; out.Risk != q.RiskMedium && !slices.Equal(medium, none) {
		out.Next = wayOf(question, rating, medium)
	}
	lacking := 0
	for i := range question.Choices {
		if rating.Lacks(i) {
			lacking++
		}
	}
	out.Missing = make([]Missing, 0, lacking)
	for i, c := range question.Choices {
		if rating.Lacks(i) {
			out.Missing = append(out.Missing, Missing{Choice: i, Alone: rating.RiskWith(i),
				OnTheWay: slices.Contains(out.Next.Choices, c.ID)})
		}
	}
	return out
}

// mostKept bounds the answers that a Memory keeps of one lens.
const mostKept = 100_000

// Memory remembers what it takes to improve the answers of one lens, for as many different answers as it may keep. It
// is safe for concurrent use.
type Memory struct {
	lock sync.RWMutex
	kept map[answerKey]*Answered
}

// answerKey is a question with an answer: a bit for each choice.
type answerKey struct {
	question                *q.Question
	selected, notApplicable uint64
}

// Look is the function Look, remembered.
func (m *Memory) Look(question *q.Question, a q.Answer) *Answered {
	if a.DoesNotApply {
		return &Answered{Risk: q.RiskNotApplicable}
	}
	rating, key := question.Rate(a), answerKey{question: question}
	key.selected, key.notApplicable = rating.State()
	m.lock.RLock()
	known := m.kept[key]
	m.lock.RUnlock()
	if known != nil {
		return known
	}
	found := look(question, rating)
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.kept == nil || len(m.kept) >= mostKept {
		m.kept = map[answerKey]*Answered{}
	}
	m.kept[key] = found
	return found
}

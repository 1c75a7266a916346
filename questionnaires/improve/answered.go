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
func Look(question *q.Question, a q.Answer) *Answered {
	rating := question.Rate(a)
	out := &Answered{Risk: rating.Risk}
	if Points(out.Risk) == 0 {
		return out
	}
	out.Clear = WayTo(question, a, q.RiskNone)
	if out.Next = out.Clear; out.Risk != q.RiskMedium {
		out.Next = WayTo(question, a, q.RiskMedium)
	}
	for i, c := range question.Choices {
		if c.NoneOfThese() || slices.Contains(a.Selected, c.ID) || slices.Contains(a.NotApplicable, c.ID) {
			continue
		}
		out.Missing = append(out.Missing, Missing{Choice: i, Alone: rating.RiskWith(i),
			OnTheWay: slices.Contains(out.Next.Choices, c.ID)})
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
	key := answerKey{question, bits(question, a.Selected), bits(question, a.NotApplicable)}
	m.lock.RLock()
	known := m.kept[key]
	m.lock.RUnlock()
	if known != nil {
		return known
	}
	found := Look(question, a)
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.kept == nil || len(m.kept) >= mostKept {
		m.kept = map[answerKey]*Answered{}
	}
	m.kept[key] = found
	return found
}

func bits(question *q.Question, ids []string) (set uint64) {
	for i, c := range question.Choices {
		if slices.Contains(ids, c.ID) {
			set |= 1 << i
		}
	}
	return set
}

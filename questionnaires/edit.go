package questionnaires

import (
	"fmt"
	"slices"
	"strings"

	"plumbline/questionnaires/rules"
)

// LensEdit changes a lens that nobody else holds, such as one that Parse has just returned. What it leaves is not
// compiled and may not be fit for use: write it with JSON and Parse that again.
type LensEdit func(*Lens) error

// MissingPart says that an edit is about a part that the lens does not have.
type MissingPart struct{ What, ID string }

func (e MissingPart) Error() string { return fmt.Sprintf("the draft has no %s %q", e.What, e.ID) }

// BlankLens returns a new lens with one pillar and one question, since a lens without any can't be used.
func BlankLens(name, description string) *Lens {
	l := &Lens{SchemaVersion: SchemaVersion, Name: name, Description: description}
	p := &Pillar{ID: "pillar_1", Name: "First pillar"}
	p.Questions = []*Question{newQuestion("question_1", "What is the first question?")}
	l.Pillars = []*Pillar{p}
	return l
}

// newQuestion returns a question that can be used as it is.
func newQuestion(id, title string) *Question {
	practice := &Choice{ID: id + "_practice_1", Title: "First practice"}
	none := &Choice{ID: id + "_no", Title: "None of these"}
	return &Question{ID: id, Title: title, Choices: []*Choice{practice, none},
		RiskRules: []RiskRule{{Condition: practice.ID, Risk: NoRisk}, {Condition: "default", Risk: HighRisk}}}
}

// DescribeLens names the lens and says what it is about.
func DescribeLens(name, description string) LensEdit {
	return func(l *Lens) error {
		l.Name, l.Description = name, description
		return nil
	}
}

// AddPillar adds a pillar at the end.
func AddPillar(name string) LensEdit {
	return func(l *Lens) error {
		id := freeID(strings.NewReplacer("-", "_", ".", "_").Replace(idFrom(name, "pillar")),
			func(id string) bool { return l.Pillar(id) != nil })
		l.Pillars = append(l.Pillars, &Pillar{ID: id, Name: name})
		return nil
	}
}

// DescribePillar names a pillar and says what it protects the business from.
func DescribePillar(id, name, description string) LensEdit {
	return onPillar(id, func(l *Lens, at int) { l.Pillars[at].Name, l.Pillars[at].Description = name, description })
}

// MovePillar moves a pillar by so many places, as far as there are any.
func MovePillar(id string, by int) LensEdit {
	return onPillar(id, func(l *Lens, at int) { MoveElement(l.Pillars, at, by) })
}

// RemovePillar takes a pillar and its questions away.
func RemovePillar(id string) LensEdit {
	return onPillar(id, func(l *Lens, at int) { l.Pillars = slices.Delete(l.Pillars, at, at+1) })
}

func onPillar(id string, do func(l *Lens, at int)) LensEdit {
	return func(l *Lens) error {
		at := slices.IndexFunc(l.Pillars, func(p *Pillar) bool { return p.ID == id })
		if at < 0 {
			return MissingPart{"pillar", id}
		}
		do(l, at)
		return nil
	}
}

// AddQuestion adds a question at the end of a pillar, with a choice, a "none of these" and rules to begin with. made,
// unless nil, gets its id.
func AddQuestion(pillar, title string, made *string) LensEdit {
	return onPillar(pillar, func(l *Lens, at int) {
		id := freeID(idFrom(title, "question"), func(id string) bool { _, q := l.Question(id); return q != nil })
		l.Pillars[at].Questions = append(l.Pillars[at].Questions, newQuestion(id, title))
		if made != nil {
			*made = id
		}
	})
}

// MoveQuestion moves a question within its pillar by so many places, as far as there are any.
func MoveQuestion(id string, by int) LensEdit {
	return onQuestion(id, func(p *Pillar, at int) { MoveElement(p.Questions, at, by) })
}

// PlaceQuestion moves a question to the end of another pillar.
func PlaceQuestion(id, pillar string) LensEdit {
	return func(l *Lens) error {
		to := l.Pillar(pillar)
		if to == nil {
			return MissingPart{"pillar", pillar}
		}
		return onQuestion(id, func(p *Pillar, at int) {
			if p != to {
				to.Questions = append(to.Questions, p.Questions[at])
				p.Questions = slices.Delete(p.Questions, at, at+1)
			}
		})(l)
	}
}

// RemoveQuestion takes a question away.
func RemoveQuestion(id string) LensEdit {
	return onQuestion(id, func(p *Pillar, at int) { p.Questions = slices.Delete(p.Questions, at, at+1) })
}

// ChangeQuestion returns a question a new form, made of the one it has.
func ChangeQuestion(id string, change func(Question) Question) LensEdit {
	return onQuestion(id, func(p *Pillar, at int) {
		q := change(*p.Questions[at])
		p.Questions[at] = &q
	})
}

func onQuestion(id string, do func(p *Pillar, at int)) LensEdit {
	return func(l *Lens) error {
		p, q := l.Question(id)
		if q == nil {
			return MissingPart{"question", id}
		}
		do(p, slices.Index(p.Questions, q))
		return nil
	}
}

// MoveElement moves an element of a list by so many places, as far as there are any.
func MoveElement[T any](list []T, at, by int) {
	to := min(max(at+by, 0), len(list)-1)
	for step := 1; at != to; at += step {
		if to < at {
			step = -1
		}
		list[at], list[at+step] = list[at+step], list[at]
	}
}

// idFrom makes an id of a title, or of the word where the title has nothing to make one of.
func idFrom(title, word string) string {
	const long = 40
	var b strings.Builder
	for _, c := range strings.ToLower(title) {
		switch {
		case isWord(c):
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		if b.Len() >= long {
			break
		}
	}
	id := strings.Trim(b.String(), "_")
	if len(id) < MinID || IsNoneOfThese(id) || id == "default" {
		return word
	}
	return id
}

// freeID returns the id, or the id with the first number that makes it free.
func freeID(id string, taken func(string) bool) string {
	for n, try := 2, id; ; n++ {
		if !taken(try) {
			return try
		}
		try = fmt.Sprintf("%s_%d", id, n)
	}
}

// NewChoiceID makes an id for a choice with the title that none of the choices has.
func NewChoiceID(title string, choices []*Choice) string {
	return freeID(idFrom(title, "practice"), func(id string) bool { return hasChoice(choices, id) })
}

// RenameInCondition writes a condition with other names for some choices. One that is not well formed stays as it is.
func RenameInCondition(condition string, names map[string]string) string {
	expr, bad := rules.Parse(condition)
	if bad != nil {
		return condition
	}
	var b strings.Builder
	from := 0
	for _, ref := range expr.IDs() {
		if name, other := names[ref.ID]; other {
			b.WriteString(condition[from:ref.Offset] + name)
			from = ref.Offset + len(ref.ID)
		}
	}
	return b.String() + condition[from:]
}

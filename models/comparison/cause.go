package comparison

import (
	"slices"
	"time"

	"plumbline/models"
	"plumbline/questionnaires"
)

// CauseKind says what made a risk another one.
type CauseKind string

// The kinds of causes. Each but those of acceptances changes the risk; an acceptance stands beside it.
const (
	Answered        CauseKind = "answered"         // somebody selected other practices
	Cleared         CauseKind = "cleared"          // somebody took the answer back
	NotApplicable   CauseKind = "not_applicable"   // somebody marked the question as not applicable
	AppliesAgain    CauseKind = "applies_again"    // somebody took that mark back
	NewVersion      CauseKind = "new_version"      // another version of the lens rates the answer otherwise
	Reset           CauseKind = "reset"            // the new version left nothing of the answer
	QuestionAdded   CauseKind = "question_added"   // the new version brought the question
	QuestionRemoved CauseKind = "question_removed" // the new version took it away
	LensAdded       CauseKind = "lens_added"       // the lens was applied since
	LensRemoved     CauseKind = "lens_removed"     // the lens was removed since
	Restarted       CauseKind = "restarted"        // the lens was removed and applied anew
	Rerated         CauseKind = "rerated"          // the answer is the same: a release rates or marks it otherwise
	ItemClosed      CauseKind = "item_closed"      // an item that closes its practices was confirmed
	ItemReopened    CauseKind = "item_reopened"    // an item was reopened
	AcceptanceBegan CauseKind = "acceptance_began" // the risk was accepted
	AcceptanceEnded CauseKind = "acceptance_ended" // an acceptance of the risk ended
)

// CauseKinds lists them in the order in which they are counted.
var CauseKinds = [...]CauseKind{Answered, ItemClosed, NewVersion, NotApplicable, AppliesAgain, Cleared, Reset,
	QuestionAdded, QuestionRemoved, LensAdded, LensRemoved, Restarted, ItemReopened, AcceptanceBegan, AcceptanceEnded,
	Rerated}

// Cause is one cause why a risk is another one, as facts; labels has the words. What it has no meaning for is zero.
type Cause struct {
	Kind CauseKind
	By   string    // who did it; "" where that is not known
	At   time.Time // when; zero where that is not known

	Selected   []string // titles of practices that the answer selects now,
	Unselected []string // of those that it neither selects nor marks any more,
	Marked     []string // and of those that it marks as not applicable now
	Reason     models.NotApplicableReason

	FromVersion, ToVersion string              // names of the lens versions
	Added, Gone            []string            // titles of practices that the version has more, and fewer
	Rules                  bool                // its risk rules are others
	Risk                   questionnaires.Risk // to which this cause alone led

	Item  int    // number of an item
	Title string // of the item
	Note  string // why an item was reopened, or an acceptance ended; who answers for one that began
	Until string // the last day of an acceptance; of one that ended only where that day is why
}

// Facts is what the two snapshots don't say.
type Facts struct {
	Answers  []AnswerChange     // between the two states, newest first
	Versions []VersionChange    // of reviews, newest first
	Others   map[string][]Cause // what else led to a change, by LensID/question as it is now
}

// AnswerChange is a change of an answer: a line of its history.
type AnswerChange struct {
	LensID, QuestionID string // the id that it had then
	By                 string
	At                 time.Time
	Changes            []models.FieldChange
}

// VersionChange is a review that was moved to another version of its lens, applied or removed.
type VersionChange struct {
	LensID string
	By     string
	At     time.Time
	To     string // name of the version; "" where the lens was removed
	// Choices are the ids under which choices went on, by question/choice before.
	Choices map[string]string
}

// Backwards reports whether the first state is the later one. Then nothing led from it to the other one.
func (c Comparison) Backwards() bool { return c.From.At.After(c.To.At) }

// Wanted lists the answers of which Explain wants to know the changes, as LensID/question, under each id that the
// question had.
func (c Comparison) Wanted() (list []string) {
	for l, q := range c.moved() {
		for _, id := range []string{q.ID, q.before} {
			if path := l.Lens.ID + "/" + id; id != "" && !slices.Contains(list, path) {
				list = append(list, path)
			}
		}
	}
	return list
}

// moved walks through the questions whose risk is another one, those that came or went included.
func (c Comparison) moved() func(func(*Lens, *Question) bool) {
	return func(yield func(*Lens, *Question) bool) {
		for i := range c.Lenses {
			l := &c.Lenses[i]
			for j := range l.Pillars {
				for k := range l.Pillars[j].Questions {
					q := &l.Pillars[j].Questions[k]
					if q.moved() && !yield(l, q) {
						return
					}
				}
			}
		}
	}
}

// moved tells whether the risk is another one, or the question came or went.
func (q Question) moved() bool { return q.Existence != InBoth || q.From.Risk != q.To.Risk }

// Explain fills in why each risk is another one, and what became of items and acceptances where it is not. A comparison
// backwards has no causes.
func (c Comparison) Explain(facts Facts) {
	if c.Backwards() {
		return
	}
	for i := range c.Lenses {
		l := &c.Lenses[i]
		for j := range l.Pillars {
			for k := range l.Pillars[j].Questions {
				q := &l.Pillars[j].Questions[k]
				if q.moved() {
					q.Why = explainer{Facts: facts, lens: l, question: q}.causes()
				}
				if q.Existence != OnlyFrom {
					q.Why = append(q.Why, facts.Others[l.Lens.ID+"/"+q.ID]...)
				}
			}
		}
	}
}

// Causes counts the questions whose risk is another one by the first of their causes. An item that was closed comes
// before the answer that was given with it.
func (c Comparison) Causes() map[CauseKind]int {
	n := map[CauseKind]int{}
	for _, q := range c.moved() {
		switch {
		case len(q.Why) == 0:
		case q.Trend == Better && slices.ContainsFunc(q.Why, func(c Cause) bool { return c.Kind == ItemClosed }):
			n[ItemClosed]++
		default:
			n[q.Why[0].Kind]++
		}
	}
	return n
}

// Package accepted has acceptances, which are risks taken on purpose: who took them, why and until when. It has the
// rules by which one holds on a day, beside an answer.
//
// It may import questionnaires. It knows no database and no clock, and not the rest of models, whose snapshots hold
// what it describes.
package accepted

import (
	"slices"
	"time"

	q "plumbline/questionnaires"
)

// Acceptance is the risk of a question, or that of one practice which it lacks, taken on purpose until a day.
type Acceptance struct {
	ID           string
	WorkspaceID  string // of the workload
	WorkloadID   string
	ReviewID     string // may be gone
	LensID       string
	QuestionID   string // the lens may not have it any more
	ChoiceID     string // of the practice; "" for the whole question
	ItemID       string // of the item it was asked from; "" if of none
	FormerID     string // the acceptance that it extends; "" if none
	Risk         q.Risk // of the question when it was asked
	Reason       string
	Mitigation   string // what keeps the risk small meanwhile
	ApproverRole string // who answers for it, such as CISO
	ApproverID   string // of the member who is asked; "" for any who may decide
	ApproverName string // of that member, as it is now
	Until        string // the last day on which it holds, such as 2026-12-31, in the workspace's time zone
	State        State

	AskedAt      time.Time
	AskedBy      string // name, as it was then
	AskedByID    string // of the person; "" where none stands behind a token
	DecidedAt    time.Time
	DecidedBy    string
	DecidedByID  string
	DecisionNote string
	ClosedAt     time.Time // when it was withdrawn, revoked, replaced or removed
	ClosedBy     string
	ClosedNote   string
	Version      int // for ETag
}

// State is what was done to an acceptance. Whether it holds is its Standing.
type State string

// The states.
const (
	Asked     State = "asked"
	Accepted  State = "accepted"
	Declined  State = "declined"
	Withdrawn State = "withdrawn" // by the one who asked
	Revoked   State = "revoked"   // by one who may decide
	Replaced  State = "replaced"  // by the one that extends it
	Removed   State = "removed"   // what it was about is not asked any more
)

// States lists them.
var States = [...]State{Asked, Accepted, Declined, Withdrawn, Revoked, Replaced, Removed}

// Open reports whether a state can still change by what people or dates do.
func (a Acceptance) Open() bool { return a.State == Asked || a.State == Accepted }

// Standing says how an acceptance stands on a day beside the answer as it is. It is derived, never stored.
type Standing string

// How acceptances stand. Those that are neither waiting nor accepted stand as their state says.
const (
	ToDecide   Standing = "to_decide"
	Lapsed     Standing = "lapsed" // nobody decided before its end
	InForce    Standing = "in_force"
	Ended      Standing = "ended"      // its last day is over
	NotNeeded  Standing = "not_needed" // there is no such risk any more
	Exceeded   Standing = "exceeded"   // the risk is higher than it was when it was asked
	Unanswered Standing = "unanswered" // the question has no answer, so nobody knows
)

// Standings lists all there are, in the order in which pages offer them.
var Standings = [...]Standing{ToDecide, InForce, NotNeeded, Exceeded, Unanswered, Ended, Lapsed, Standing(Declined),
	Standing(Withdrawn), Standing(Revoked), Standing(Replaced), Standing(Removed)}

// Subject is what an acceptance is about, as it is answered now.
type Subject struct {
	Risk q.Risk // of the question
	Open bool   // the practice applies and is not in place; true of a whole question
}

// SubjectOf finds the subject in a question and its answer. It is false where the question has no such practice.
func SubjectOf(question *q.Question, answer q.Answer, choiceID string) (Subject, bool) {
	s := Subject{Risk: question.Rate(answer).Risk, Open: true}
	if choiceID == "" {
		return s, true
	}
	choice := question.Choice(choiceID)
	if choice == nil || choice.NoneOfThese() {
		return s, false
	}
	s.Open = !slices.Contains(answer.Selected, choiceID) && !slices.Contains(answer.NotApplicable, choiceID)
	return s, true
}

// AtRisk reports whether there is a risk to accept.
func (s Subject) AtRisk() bool { return s.Open && rank(s.Risk) > 0 }

// rank orders risks that can be accepted; 0 is none. What the lens does not decide may turn out as either, so that both
// are more than it.
func rank(r q.Risk) int {
	return slices.Index([]q.Risk{q.RiskUndecided, q.RiskMedium, q.RiskHigh}, r) + 1
}

// Standing tells how the acceptance stands on a day such as 2026-12-31. A subject of nil is one that is not there any
// more.
func (a Acceptance) Standing(today string, s *Subject) Standing {
	switch {
	case !a.Open():
		return Standing(a.State)
	case s == nil:
		return Standing(Removed)
	case a.State == Asked && a.Until < today:
		return Lapsed
	case a.Until < today:
		return Ended
	case s.Risk == q.RiskUnanswered:
		return Unanswered
	case !s.AtRisk():
		return NotNeeded
	case rank(s.Risk) > rank(a.Risk):
		return Exceeded
	case a.State == Asked:
		return ToDecide
	}
	return InForce
}

// Covers reports whether acceptances that are in force account for the risk of a question as it is answered: one of the
// whole question does, and those of practices do where there would be no risk once these were in place.
func Covers(question *q.Question, answer q.Answer, choices []string) bool {
	if rank(question.Rate(answer).Risk) == 0 || len(choices) == 0 {
		return false
	}
	if slices.Contains(choices, "") {
		return true
	}
	answer.Selected = append(slices.DeleteFunc(slices.Clone(answer.Selected), q.IsNoneOfThese), choices...)
	return rank(question.Rate(answer).Risk) == 0
}

// Entry is what snapshots and reports say of an acceptance that was in force.
type Entry struct {
	QuestionID   string
	ChoiceID     string // "" for the whole question
	Risk         q.Risk // when it was asked
	Reason       string
	Mitigation   string
	ApproverRole string
	DecidedBy    string
	DecidedAt    time.Time
	Until        string
}

// Entry is the acceptance as reports show it.
func (a Acceptance) Entry() Entry {
	return Entry{QuestionID: a.QuestionID, ChoiceID: a.ChoiceID, Risk: a.Risk, Reason: a.Reason,
		Mitigation: a.Mitigation, ApproverRole: a.ApproverRole, DecidedBy: a.DecidedBy, DecidedAt: a.DecidedAt,
		Until: a.Until}
}

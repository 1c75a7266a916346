package remediation

import (
	"slices"

	"plumbline/models"
)

// Status is where an item stands.
type Status string

// The statuses. An item that was done by those who work on it waits as ToVerify until a person has confirmed it.
const (
	Open       Status = "open"
	InProgress Status = "in_progress"
	Blocked    Status = "blocked"
	InReview   Status = "in_review"
	ToVerify   Status = "to_verify"
	Done       Status = "done"
	WontDo     Status = "wont_do"
)

// Statuses lists them in the order of a board.
var Statuses = []Status{Open, InProgress, Blocked, InReview, ToVerify, Done, WontDo}

// ActiveStatuses are those of items that are not closed.
var ActiveStatuses = []Status{Open, InProgress, Blocked, InReview, ToVerify}

// Known reports whether there is such a status.
func (s Status) Known() bool { return slices.Contains(Statuses, s) }

// Active reports whether something is left to do, or to confirm.
func (s Status) Active() bool { return slices.Contains(ActiveStatuses, s) }

// WontDoReason is why an item won't be done.
type WontDoReason string

// The reasons.
const (
	RiskAccepted    WontDoReason = "accepted_risk"
	NotWorthIt      WontDoReason = "not_worth_it"
	Superseded      WontDoReason = "superseded"
	Duplicate       WontDoReason = "duplicate"
	NoLongerApplies WontDoReason = "no_longer_applies"
	OtherReason     WontDoReason = "other"
)

// WontDoReasons lists them in the order of forms.
var WontDoReasons = []WontDoReason{RiskAccepted, NotWorthIt, Superseded, Duplicate, NoLongerApplies, OtherReason}

// StatusMove is a change of status that somebody asks for.
type StatusMove struct {
	To     Status
	Note   string       `validate:"text,max=2000"` // needed for Blocked and WontDo
	Reason WontDoReason // needed for WontDo, and for no other
}

// Check says what is wrong with a move from a status; nil if nothing is. Done is not reached by a move: an item is
// done once it was verified.
func (m StatusMove) Check(from Status) error {
	if err := models.Validate(&m); err != nil {
		return err
	}
	fault := func(field, message string) error {
		return models.InvalidInput(models.FieldFault{Field: field, Message: message})
	}
	switch {
	case !m.To.Known():
		return fault("status", "must be one of open, in_progress, blocked, in_review, to_verify, wont_do")
	case m.To == Done:
		return models.Errorf(models.CodeConflict,
			"an item is done once a person has confirmed it: move it to “to verify”, then verify it")
	case m.To == WontDo && !slices.Contains(WontDoReasons, m.Reason):
		return fault("reason", "must be one of accepted_risk, not_worth_it, superseded, duplicate, "+
			"no_longer_applies, other")
	case m.To == WontDo && m.Note == "":
		return fault("note", "is missing: say why it won't be done")
	case m.To == Blocked && m.Note == "":
		return fault("note", "is missing: say what blocks it")
	case m.To != WontDo && m.Reason != "":
		return fault("reason", "is for items that won't be done")
	case from == Done && m.To == WontDo:
		return models.Errorf(models.CodeConflict, "a done item is reopened first")
	}
	return nil
}

// Closed is what became of the practices of an item.
type PracticeState struct {
	Ref    PracticeRef
	Closed bool // selected, or it does not apply
}

// AllClosed reports whether there are practices and none is missing.
func AllClosed(list []PracticeState) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(p PracticeState) bool { return !p.Closed })
}

// Follow is the status that an item gets when the state of its practices has changed to this: what is all closed waits
// for a person, what is not closed any more is open again. lost says that the change took a practice away that was
// closed before.
func Follow(from Status, practices []PracticeState, lost bool) Status {
	switch {
	case from == WontDo:
		return from
	case AllClosed(practices):
		if from == Done && !lost {
			return Done
		}
		return ToVerify
	case lost && (from == Done || from == ToVerify):
		return Open
	}
	return from
}

package remediation

import (
	"time"

	"plumbline/models"
	"plumbline/questionnaires"
)

// Item is one piece of remediation work on a workload.
type Item struct {
	ID          string
	WorkspaceID string // the workload's
	WorkloadID  string
	Number      int // within the workspace, from 1; people write "#12"; never given twice
	ItemFields
	Status       Status
	StatusNote   string       // why it is blocked, or won't be done
	WontDoReason WontDoReason // with WontDo
	Risk         questionnaires.Risk
	FirstDueOn   Date // the first date that it was due
	SLADueOn     Date // the date that the rules gave when it was made
	DueSource    DueSource
	Origin       Origin
	// RegressedFrom is the id of the item that had closed a practice of this one before, "" if none had.
	RegressedFrom string
	RegressedAt   time.Time // when a practice that it had closed was lost; zero: never
	Reopened      int       // how often it was done and came back
	CreatedAt     time.Time
	CreatedBy     string
	UpdatedAt     time.Time
	UpdatedBy     string
	StartedAt     time.Time // when it first was in progress
	ClosedAt      time.Time // when it was done or given up; zero: it is not
	ClosedBy      string
	ClosedByID    string // user id, "" where no person stands behind it
	Version       int    // for ETag
}

// ItemFields is what people write of an item.
type ItemFields struct {
	Title           string `validate:"required,notblank,text,line,max=200"`
	Description     string `validate:"text,notes"` // Markdown
	Practices       []PracticeRef
	Owner           ItemOwner
	DueOn           Date
	Priority        Priority `validate:"required,oneof=urgent high normal low"`
	Effort          string   `validate:"omitempty,oneof=HIGH MEDIUM LOW"`
	Impact          string   `validate:"omitempty,oneof=HIGH MEDIUM LOW"`
	BuildCost       int64    // in whole units of the workspace's currency
	RunCost         int64    // the same, per month
	Tradeoff        string   `validate:"text,notes"` // what it costs elsewhere
	TradeoffPillars []string `validate:"max=50,unique,dive,required,text,max=128"`
	Links           []ItemLink
	Needs           []string `validate:"max=50,unique"` // ids of items that come first
}

// PracticeRef names a best practice of a review.
type PracticeRef struct{ ReviewID, QuestionID, ChoiceID string }

// ItemLink leads to what belongs to an item: a design, a change, a ticket.
type ItemLink struct {
	Title string `validate:"text,line,max=200"`
	URL   string `validate:"required,text,max=2000,weburl"`
}

// Priority is how urgent an item is to people, whatever its risk.
type Priority string

// The priorities.
const (
	Urgent         Priority = "urgent"
	HighPriority   Priority = "high"
	NormalPriority Priority = "normal"
	LowPriority    Priority = "low"
)

// Priorities lists them, the most urgent first: the first has rank 1.
var Priorities = []Priority{Urgent, HighPriority, NormalPriority, LowPriority}

// ItemOwner is whose work an item is; the zero value is nobody's.
type ItemOwner struct {
	Kind   OwnerKind
	UserID string // of a member
	Name   string // of a member as it is now; of a team or an outsider as it was written
}

// OwnerKind says what an owner is.
type OwnerKind string

// The kinds of owners: somebody with an account, a team by its name, somebody without an account.
const (
	NoOwner       OwnerKind = ""
	MemberOwner   OwnerKind = "member"
	TeamOwner     OwnerKind = "team"
	OutsiderOwner OwnerKind = "outsider"
)

// Origin is what an item was made from. ID is that of the comment, parked point, proposal or item, "" for the others.
type Origin struct {
	Kind OriginKind
	ID   string
}

// OriginKind says what an item was made from.
type OriginKind string

// The kinds of origins.
const (
	ByHand       OriginKind = "hand"
	FromPlan     OriginKind = "plan"
	FromComment  OriginKind = "comment"
	FromParked   OriginKind = "parked"
	FromProposal OriginKind = "proposal"
	FromImport   OriginKind = "import"
)

// Bounds of items.
const (
	MaxPractices = 100
	MaxLinks     = 20
	MaxCost      = 1_000_000_000_000
	MaxItems     = 500 // that one request makes or changes
)

// Place is the item as permission is asked about it.
func (i Item) Place() models.ThingPlace {
	return models.ThingPlace{WorkspaceID: i.WorkspaceID, WorkloadID: i.WorkloadID}
}

// Overdue reports whether the item should be done by now.
func (i Item) Overdue(today Date) bool { return i.Status.Active() && i.DueOn != "" && i.DueOn < today }

// DueWithin reports whether the item is due from today on and at most so many days ahead.
func (i Item) DueWithin(today Date, days int) bool {
	return i.Status.Active() && i.DueOn >= today && i.DueOn <= today.AddDays(days)
}

// AgeDays is how many days the item has been there, until it was closed.
func (i Item) AgeDays(now time.Time) int {
	end := now
	if !i.ClosedAt.IsZero() {
		end = i.ClosedAt
	}
	return max(0, int(end.Sub(i.CreatedAt)/(24*time.Hour)))
}

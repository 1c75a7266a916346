package remediation

import (
	"time"

	"plumbline/models"
)

// Activity is one thing that happened to an item.
type Activity struct {
	ID        string
	ItemID    string
	At        time.Time
	ActorKind models.ActorKind
	ActorID   string
	ActorName string
	Kind      ActivityKind
	Old, New  string
	Note      string // why, in words
}

// ActivityKind says what happened.
type ActivityKind string

// The kinds of activity. Old and New are statuses, dates, names of owners; of ItemEdited the names of fields are New.
const (
	ItemCreated    ActivityKind = "created"
	StatusChanged  ActivityKind = "status"
	ItemReopened   ActivityKind = "reopened" // Old and New are statuses
	ItemVerified   ActivityKind = "verified"
	OwnerChanged   ActivityKind = "owner"
	DueChanged     ActivityKind = "due"
	ItemEdited     ActivityKind = "edited"
	PracticeClosed ActivityKind = "practice_closed"
	PracticeLost   ActivityKind = "practice_lost"
	PracticeGone   ActivityKind = "practice_gone" // the lens has it no more, or the review is gone
	Reminded       ActivityKind = "reminded"      // New says whom: owner, lead, sponsor
	AcceptanceMade ActivityKind = "accepted"
	AcceptanceOver ActivityKind = "acceptance_ended"
)

// ActivityKinds lists them.
var ActivityKinds = []ActivityKind{ItemCreated, StatusChanged, ItemReopened, ItemVerified, OwnerChanged, DueChanged,
	ItemEdited, PracticeClosed, PracticeLost, PracticeGone, Reminded, AcceptanceMade, AcceptanceOver}

// ItemComment is one entry of the talk on an item. A deleted one stays in the list, without its body.
type ItemComment struct {
	ID        string
	ItemID    string
	UserID    string
	Author    string
	Body      string // Markdown
	Mentions  []models.Mention
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time
	DeletedAt time.Time
	DeletedBy string
}

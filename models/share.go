package models

import "time"

// Share offers a workload or a lens to another workspace, which its account id names.
type Share struct {
	ID          string
	Kind        ShareKind
	ThingID     string // of the workload or lens
	ThingName   string // as it was when it was offered
	WorkspaceID string // whose it is
	AccountID   string // of the workspace it is offered to
	TargetID    string // that workspace, once it has accepted; "" before
	Role        Role   // viewer or contributor
	Status      ShareStatus
	CreatedAt   time.Time
	CreatedBy   string
	ExpiresAt   time.Time // of the offer
	DecidedAt   time.Time // accepted, rejected, revoked
	DecidedBy   string
}

// ShareKind says what is shared.
type ShareKind string

// A workload is shared with its reviews; a lens to review with, and as contributor to draft.
const (
	WorkloadShare ShareKind = "workload"
	LensShare     ShareKind = "lens"
)

// ShareStatus says how far an offer is.
type ShareStatus string

// An offer waits until it is accepted or rejected or its time is over; the owner can revoke it, and the other side
// leave it, at any time.
const (
	SharePending  ShareStatus = "pending"
	ShareAccepted ShareStatus = "accepted"
	ShareRejected ShareStatus = "rejected"
	ShareRevoked  ShareStatus = "revoked"
	ShareExpired  ShareStatus = "expired"
)

// ShareTTL is how long an offer waits for its answer, as in AWS's tool.
const ShareTTL = 7 * 24 * time.Hour

// At returns the share with the status it has at the moment: a pending one whose time is over has expired.
func (s Share) At(now time.Time) Share {
	if s.Status == SharePending && !now.Before(s.ExpiresAt) {
		s.Status = ShareExpired
	}
	return s
}

// ThingPlace makes a Share PlacedThing: it belongs to the workspace that offers.
func (s Share) Place() ThingPlace {
	p := ThingPlace{WorkspaceID: s.WorkspaceID}
	if s.Kind == WorkloadShare {
		p.WorkloadID = s.ThingID
	}
	return p
}

// ShareInput offers a thing.
type ShareInput struct {
	AccountID string `validate:"required,len=12,number"`
	Role      Role   `validate:"required,oneof=viewer contributor"`
}

// GuestLink opens one review, read only, to whoever has the link, until it expires.
type GuestLink struct {
	ID          string
	WorkspaceID string
	WorkloadID  string
	LensID      string
	Name        string // for whom it is; shown in the watermark
	Hash        []byte // SHA-256 of the secret
	Passcode    string // argon2id in PHC form; "" where none is asked for
	ExpiresAt   time.Time
	RevokedAt   time.Time // zero: not revoked
	Opens       int
	OpenedAt    time.Time // the last time; zero: never
	CreatedAt   time.Time
	CreatedBy   string
}

// ThingPlace makes a GuestLink PlacedThing.
func (g GuestLink) Place() ThingPlace {
	return ThingPlace{WorkspaceID: g.WorkspaceID, WorkloadID: g.WorkloadID, LensID: g.LensID}
}

// GuestLinkState says how a guest link is.
type GuestLinkState string

// A link is active until its time is over or somebody ends it.
const (
	GuestLinkActive  GuestLinkState = "active"
	GuestLinkExpired GuestLinkState = "expired"
	GuestLinkEnded   GuestLinkState = "ended"
)

// State is how the link is at a moment.
func (g GuestLink) State(now time.Time) GuestLinkState {
	switch {
	case !g.RevokedAt.IsZero():
		return GuestLinkEnded
	case !now.Before(g.ExpiresAt):
		return GuestLinkExpired
	}
	return GuestLinkActive
}

// GuestInput makes a guest link. Passcode may be ""; ExpiresAt lies at most MaxGuestTTL ahead.
type GuestInput struct {
	Name      string `validate:"required,notblank,text,line,min=3,max=100"`
	Passcode  string `validate:"omitempty,text,min=6,max=100"`
	ExpiresAt time.Time
}

// MaxGuestTTL bounds how long a guest link lives.
const MaxGuestTTL = 365 * 24 * time.Hour

// SharingInfo says, of a thing of another workspace, whose it is and as what it is shared with the actor's.
type SharingInfo struct {
	AccountID string
	Workspace string // name
	Role      Role
}

package access

import (
	"plumbline/models"
	"plumbline/models/store"
)

// Hooks are what access asks of the packages above it, in its own transaction. The wiring sets all of them before the
// first operation.
type Hooks struct {
	// GuestReview finds the review that a guest link is to open, and asks whether the actor may do the action to it.
	GuestReview func(tx *store.Tx, actor models.Actor, action models.Action, at models.ReviewPath) (GuestReview, error)

	// WorkspaceMade gives a new workspace what it starts with. The actor is the program, in that workspace.
	WorkspaceMade func(tx *store.Tx, actor models.Actor) error

	// AccessNarrowed ends what the person looks after and does not reach any more, and returns the number of
	// assignments that ended.
	AccessNarrowed func(tx *store.Tx, userID string) (ended int64, err error)
}

// GuestReview is the review of a guest link.
type GuestReview struct {
	WorkspaceID string // that owns the workload
	WorkloadID  string
	LensID      string
	LensKey     string
}

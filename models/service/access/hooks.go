package access

import (
	"plumbline/models"
	"plumbline/models/store"
)

// Hooks are what access asks of the packages above it, in its own transaction. The wiring sets all of them before the
// first operation.
type Hooks struct {
	// WorkspaceMade gives a new workspace what it starts with. The actor is the program, in that workspace.
	WorkspaceMade func(tx *store.Tx, actor models.Actor) error

	// AccessNarrowed ends what the person looks after and does not reach any more, and returns the number of
	// assignments that ended.
	AccessNarrowed func(tx *store.Tx, userID string) (ended int64, err error)
}

package core

import (
	"plumbline/models"
	"plumbline/models/store"
)

// Allow asks models.Allow about a workload, a review or a lens. Where the thing is another workspace's it looks up first as what it
// is shared with the actor's.
func Allow(tx *store.Tx, actor models.Actor, action models.Action, at models.Place) error {
	if at.WorkspaceID != actor.WorkspaceID && actor.WorkspaceID != "" {
		var err error
		if at.Shared, err = SharedRole(tx, actor, at); err != nil {
			return err
		}
	}
	return models.Allow(actor, action, at)
}

// SharedRole gives the role with which a workload or lens is shared with the actor's workspace. It is ""
// where it is not shared.
func SharedRole(tx *store.Tx, actor models.Actor, at models.Place) (models.Role, error) {
	if at.WorkloadID != "" {
		return tx.SharedRole(actor.WorkspaceID, models.WorkloadShare, at.WorkloadID)
	}
	return tx.SharedRole(actor.WorkspaceID, models.LensShare, at.LensID)
}

// Denied tells whether an answer of models.Allow is a plain no.
func Denied(err error) bool {
	code := models.CodeOf(err)
	return code == models.NotFound || code == models.Forbidden
}

// BadCredential is what every credential that is not good gets, whatever is wrong with it.
func BadCredential() error {
	return models.Errorf(models.Unauthenticated, "a valid token or session is needed")
}

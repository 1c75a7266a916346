package service

import (
	"plumbline/models"
	"plumbline/models/store"
)

// allowed asks models.Allow about a workload, a review or a lens. For one of another workspace it looks up first as what that is shared with the
// actor's.
func allowed(tx *store.Tx, actor models.Actor, action models.Action, at models.Place) error {
	if at.WorkspaceID != actor.WorkspaceID && actor.WorkspaceID != "" {
		var err error
		if at.Shared, err = sharedRole(tx, actor, at); err != nil {
			return err
		}
	}
	return models.Allow(actor, action, at)
}

// sharedRole is "" where the thing is not shared with the actor's workspace.
func sharedRole(tx *store.Tx, actor models.Actor, at models.Place) (models.Role, error) {
	if at.WorkloadID != "" {
		return tx.SharedRole(actor.WorkspaceID, models.WorkloadShare, at.WorkloadID)
	}
	return tx.SharedRole(actor.WorkspaceID, models.LensShare, at.LensID)
}

// denied tells whether an answer of models.Allow is a plain no.
func denied(err error) bool {
	code := models.CodeOf(err)
	return code == models.NotFound || code == models.Forbidden
}

// refusal is what every credential that is not good gets, whatever is wrong with it.
func refusal() error {
	return models.Errorf(models.Unauthenticated, "a valid token or session is needed")
}

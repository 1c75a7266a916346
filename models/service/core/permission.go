package core

import (
	"plumbline/models"
	"plumbline/models/store"
)

// Allow asks models.Allow about a workload, a review or a lens. Where the thing is another workspace's it looks up
// first as what it is shared with the actor's.
func Allow(tx *store.Tx, actor models.Actor, action models.Action, at models.ThingPlace) error {
	if at.WorkspaceID != actor.WorkspaceID && actor.WorkspaceID != "" {
		var err error
		if at.Shared, err = SharedRole(tx, actor, at); err != nil {
			return err
		}
	}
	return models.Allow(actor, action, at)
}

// SharedRole returns the role with which a workload or lens is shared with the actor's workspace. It is ""
// where it is not shared.
func SharedRole(tx *store.Tx, actor models.Actor, at models.ThingPlace) (models.Role, error) {
	if at.WorkloadID != "" {
		return tx.SharedRole(actor.WorkspaceID, models.WorkloadShare, at.WorkloadID)
	}
	return tx.SharedRole(actor.WorkspaceID, models.LensShare, at.LensID)
}

// Workload finds a workload and asks whether the actor may do the action to it. In a write transaction it stays locked.
func Workload(tx *store.Tx, actor models.Actor, action models.Action, id string) (models.Workload, error) {
	load, err := tx.Workload(id)
	if err == nil {
		err = Allow(tx, actor, action, load.Place())
	}
	if models.CodeOf(err) == models.CodeNotFound { // the same words for one of another workspace
		return models.Workload{}, models.Errorf(models.CodeNotFound, "there is no workload %q in this workspace", id)
	}
	return load, err
}

// WorkloadOwner is Workload where nothing is needed but that it is there and may be used, and the id of the workspace
// whose it is.
func WorkloadOwner(tx *store.Tx, actor models.Actor, action models.Action, id string) (owner string, err error) {
	owner, err = tx.WorkloadOwner(id)
	if err == nil {
		err = Allow(tx, actor, action, models.ThingPlace{WorkspaceID: owner, WorkloadID: id})
	}
	if models.CodeOf(err) == models.CodeNotFound {
		return "", models.Errorf(models.CodeNotFound, "there is no workload %q in this workspace", id)
	}
	return owner, err
}

// IsDenied reports whether an answer of models.Allow is a plain no.
func IsDenied(err error) bool {
	code := models.CodeOf(err)
	return code == models.CodeNotFound || code == models.CodeForbidden
}

// BadCredential is what every credential that is not good gets, whatever is wrong with it.
func BadCredential() error {
	return models.Errorf(models.CodeUnauthenticated, "a valid token or session is needed")
}

package core

import (
	"plumbline/models"
	"plumbline/models/store"
)

// Sharings tells how things came into the actor's view, looking each workspace up once.
type Sharings struct {
	tx     *store.Tx
	actor  models.Actor
	spaces map[string]models.Workspace
}

// NewSharings makes the Sharings of one transaction.
func NewSharings(tx *store.Tx, actor models.Actor) *Sharings {
	return &Sharings{tx, actor, map[string]models.Workspace{}}
}

// Of is nil for what belongs to the actor's own workspace.
func (s *Sharings) Of(at models.ThingPlace) (*models.SharingInfo, error) {
	if at.WorkspaceID == s.actor.WorkspaceID {
		return nil, nil
	}
	role, err := SharedRole(s.tx, s.actor, at)
	if err != nil {
		return nil, err
	}
	space, known := s.spaces[at.WorkspaceID]
	if !known {
		if space, err = s.tx.Workspace(at.WorkspaceID); err != nil {
			return nil, err
		}
		s.spaces[at.WorkspaceID] = space
	}
	return &models.SharingInfo{AccountID: space.AccountID, Workspace: space.Name, Role: role}, nil
}

package service

import (
	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Sharing says, of a thing of another workspace, whose it is and as what it is shared with the actor's.
type Sharing struct {
	AccountID string
	Workspace string // name
	Role      models.Role
}

// sharings tells how things came into the actor's view, looking each workspace up once.
type sharings struct {
	tx     *store.Tx
	actor  models.Actor
	spaces map[string]models.Workspace
}

func newSharings(tx *store.Tx, actor models.Actor) *sharings {
	return &sharings{tx, actor, map[string]models.Workspace{}}
}

// of is nil for what belongs to the actor's own workspace.
func (s *sharings) of(at models.Place) (*Sharing, error) {
	if at.WorkspaceID == s.actor.WorkspaceID {
		return nil, nil
	}
	role, err := core.SharedRole(s.tx, s.actor, at)
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
	return &Sharing{space.AccountID, space.Name, role}, nil
}

package service

import (
	"plumbline/models"
	"plumbline/models/store"
)

// guestActor is whoever opened a guest link: it reads one review, as long as the link is open.
func (f *floor) guestActor(tx *store.Tx, s models.Session) (models.Actor, error) {
	link, err := tx.GuestLink(s.GuestLinkID)
	if err != nil {
		return models.Actor{}, err
	}
	if !f.valid(link.ExpiresAt, link.RevokedAt) {
		return models.Actor{}, refusal()
	}
	return models.Actor{
		Kind: models.GuestActor, ID: link.ID, Name: "Guest: " + link.Name, WorkspaceID: link.WorkspaceID, Role: models.Viewer,
		Scope: models.Scope{Workloads: []string{link.WorkloadID}, LensID: link.LensID}, SessionID: s.ID,
	}, nil
}

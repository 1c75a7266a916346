package service

import (
	"plumbline/models"
	"plumbline/models/store"
)

// tell lets those know of a change who have the review open, once the transaction has committed.
func (f *floor) tell(tx *store.Tx, e models.Event) {
	if e.At.IsZero() {
		e.At = f.now()
	}
	tx.Publish(e)
}

// reviewEvent says that more than an answer of the review changed.
func reviewEvent(r models.Review) models.Event {
	return models.Event{Kind: models.EventReview, WorkloadID: r.WorkloadID, LensID: r.LensID, Version: r.Version}
}

// narrows tells whether, after the deed, somebody may see less than before. Then all who listen are looked at again before
// they get another event; deeds that the list has in excess cost a look.
func (d deed) narrows() bool {
	switch d.action {
	case models.ManageMembers, models.ManageUsers, models.ManageMappings, models.ManageTokens, models.ManageOwnKeys, models.ManageGuests,
		models.ShareWorkload, models.AnswerShares, models.DeleteWorkload:
		return true
	case models.UpdateReview:
		return len(d.changes) > 0 && d.changes[0].To == "" // no lens version: it is removed
	case models.ManageSelf:
		return d.kind == "user" || (len(d.changes) > 0 && d.changes[0].Field == "revoked")
	}
	return false
}

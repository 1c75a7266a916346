package service

import (
	"cmp"
	"plumbline/models"
	"plumbline/models/store"
)

// deed is what an audit line says beside who and when.
type deed struct {
	action     models.Action
	kind       string
	id         string
	workloadID string
	instance   bool   // belongs to no workspace
	workspace  string // the thing's, where it may not be the actor's; "" is the actor's
	changes    []models.Change
}

// record writes the audit line of a change, in the change's own transaction. Whatever is to leave the process after the commit
// starts here too.
func (f *floor) record(tx *store.Tx, actor models.Actor, d deed) error {
	if d.narrows() {
		f.tell(tx, models.Event{Kind: models.EventAccess})
	}
	space := cmp.Or(d.workspace, actor.WorkspaceID)
	if d.instance {
		space = ""
	}
	return tx.AppendAudit(models.AuditLine{
		WorkspaceID: space,
		At:          f.now(),
		ActorKind:   actor.Kind,
		ActorID:     actor.ID,
		ActorName:   actor.Name,
		Address:     actor.Address,
		Action:      d.action,
		Kind:        d.kind,
		ThingID:     d.id,
		WorkloadID:  d.workloadID,
		Changes:     d.changes,
	})
}

// changed lists a field if it changed.
func changed(list []models.Change, field, from, to string) []models.Change {
	if from == to {
		return list
	}
	return append(list, models.Change{Field: field, From: from, To: to})
}

// narrows tells whether, after the deed, somebody may see less than before. Then all who listen are looked at again before they get another
// event; deeds that the list has in excess cost a look.
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
